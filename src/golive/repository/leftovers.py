"""Find what belongs to a sandbox: its hosts, its keys, and the ids of what was created in it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.kind import Kind
from golive.redact import inert
from golive.repository.comments import in_comment
from golive.repository.search import End
from golive.repository.text import Lines, as_utf8, begins_word

if TYPE_CHECKING:
    from golive.repository.secrets import Scanner

_BASE64: Final = re.compile(rb"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{8,8192}={0,2}(?![A-Za-z0-9+/=])")

SHORTEST_ID: Final = 6
"""Characters. A shorter id is found in words that have nothing to do with it."""


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something of a sandbox: its line, from 1, and how to call it. `at` is its first byte in the text as UTF-8."""

    line: int
    what: str
    at: int = field(default=-1, compare=False)


class LeftoverFinder:
    """
    Looks for sandbox hosts, sandbox keys, and ids.

    `ids` are ids of the sandbox by how to call them, such as `payee pye_1 of sandbox`.
    """

    def __init__(self, hosts: Iterable[str], scanner: Scanner, ids: Mapping[str, str]) -> None:
        self._scanner = scanner
        self._words = {host.lower().encode(): f"the sandbox host {host}" for host in hosts}
        self._words |= {each.lower().encode(): what for each, what in ids.items() if len(each) >= SHORTEST_ID}

    def find(self, name: str, data: bytes) -> Iterator[Leftover]:
        """
        Yield what is found in a file's content outside of comments, each once, in the order of the file.

        Raises Unverified at the end where the file was not searched to its end.
        """
        data = as_utf8(data)
        searched = self._scanner.search(data)
        found = [
            (hit.offset, f"a sandbox credential, {hit.title} (fingerprint {hit.secret.fingerprint()})")
            for hit in searched.hits
            if hit.kind is Kind.SANDBOX
        ]
        found += self._words_in(data)
        for match in _BASE64.finditer(data):
            decoded = _decoded(match[0])
            found += [(match.start(), f"{what}, as base64") for _, what in self._words_in(decoded)]
        lines = Lines(data)
        reported: set[str] = set()
        for at, what in sorted(found):
            line = lines.number(at)
            if what not in reported and not in_comment(name, data, at):
                reported.add(what)
                yield Leftover(line, what, at)
        if searched.end is not End.WHOLE:
            raise Unverified(f"{inert(name)} was searched {searched.end}")

    def _words_in(self, data: bytes) -> list[tuple[int, str]]:
        lower = data.lower()
        return [
            (match.start(), what)
            for word, what in self._words.items()
            for match in re.finditer(re.escape(word), lower)
            if _is_whole(lower, match)
        ]


def _decoded(text: bytes) -> bytes:
    """Return the text that base64 stands for, as in the manifest of a Kubernetes Secret; nothing where it is none."""
    try:
        raw = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except ValueError:
        return b""
    return raw if raw.isascii() else b""


def _is_whole(data: bytes, match: re.Match[bytes]) -> bool:
    after = data[match.end() : match.end() + 2]
    goes_on = after[:1].isalnum() or after[:1] in {b"-", b"_"} or (after[:1] == b"." and after[1:].isalnum())
    return begins_word(data, match.start(), also=b"-.") and not goes_on
