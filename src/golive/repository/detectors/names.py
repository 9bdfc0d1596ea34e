"""Names of settings and variables: their words, the section that they stand in, and what the provider means by them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from golive.kind import Kind
from golive.repository.paths import names_other_stage, names_production

if TYPE_CHECKING:
    from golive.provider import CredentialName

LONGEST_NAME: Final = 100
"""Bytes."""

NAME: Final = re.compile(rb"[A-Za-z_][A-Za-z0-9_.-]{1,99}")
_TELLING: Final = re.compile(rb"(?i:key|secret|token|password|jwk|pem)")
"""What the last part of every name holds that means a credential."""
_HUMPS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_NAME_BYTES: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"
_ASSIGNED: Final = re.compile(rb"([A-Za-z_][A-Za-z0-9_.-]{1,99})[\"'\])]*\s*(?:=>|:=|[:=,(])[^A-Za-z0-9]{0,40}\Z")
_KEY_LINE: Final = re.compile(
    rb"[ \t]*(?:- )?[\"']?([A-Za-z][A-Za-z0-9_.-]{1,60})[\"']?\s*(?::|=|=>|\()?\s*[{\[]?\s*\Z"
)
_MOST_ABOVE: Final = 4096
"""Bytes above a setting in which the sections are looked for that it stands in."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name says about its value: which credential it is, and which environment it opens."""

    title: str
    kind: Kind | None
    private_key: bool


class Names:
    """The names of a provider's credentials."""

    def __init__(self, names: Iterable[CredentialName]) -> None:
        self._names = [(name, re.compile(name.pattern)) for name in names]
        self.number = len(self._names)
        # The same few names stand in all files of a repository.
        self._judged = lru_cache(maxsize=4096)(self._judge)
        self.holds_private_key = any(name.private_key for name, _ in self._names)

    @property
    def anchors(self) -> Collection[bytes]:
        """The words by which names are found."""
        return {anchor.encode() for name, _ in self._names for anchor in name.anchors}

    def nearby(self, anchor: bytes) -> bool:
        """Whether there are names that count in the neighbourhood of an anchor."""
        return any(name.nearby and anchor.decode() in name.anchors for name, _ in self._names)

    def meaning(self, name: bytes, *, section: bytes = b"", nearby: bool = False) -> Meaning | None:
        """Return what a name in a section means, None where it is no credential of the provider."""
        if not _TELLING.search(name):
            return None
        return self._judged(section + b"_" + name, nearby)

    def _judge(self, name: bytes, nearby: bool) -> Meaning | None:
        words = "_".join(_words(name))
        for each, pattern in self._names:
            if each.nearby == nearby and pattern.fullmatch(words):
                return Meaning(each.title, kind_of(words), each.private_key)
        return None

    def assigned_before(self, text: bytes) -> Meaning | None:
        """Return what the name means that a value right after this text is assigned to."""
        match = _ASSIGNED.search(text)
        return None if match is None else self.meaning(match[1])

    def of_path(self, path: str) -> Meaning | None:
        """Return which credential a file is named after, alone or together with its folder."""
        *_, folder, file = ["", *path.split("/")]
        for name in (file, file.partition(".")[0]):
            for section in ("", folder):
                meaning = self.meaning(name.encode(errors="replace"), section=section.encode(errors="replace"))
                if meaning is not None:
                    return meaning
        return None


def kind_of(text: str) -> Kind | None:
    """Return the kind of environment that a name or a path names."""
    if names_production(text):
        return Kind.PRODUCTION
    return Kind.SANDBOX if names_other_stage(text) else None


def begins_inside(data: bytes, at: int) -> bool:
    """Whether a position is in the middle of a name."""
    return data[at - 1] in _NAME_BYTES


def name_around(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Yield where the name begins and ends that stands at a position: alone, and with the name over it."""
    before = data[max(0, at - LONGEST_NAME) : at]
    start = at - (len(before) - len(before.rstrip(_NAME_BYTES)))
    while start < at and data[start : start + 1] in b".-0123456789":
        start += 1
    whole = NAME.match(data, start)
    if whole is None or whole.end() <= at:
        return
    end = whole.end()
    while data[end - 1 : end] in {b".", b"-"}:
        end -= 1
    yield start, end
    # A name over another one, joined by a colon: .NET's settings.
    inner = NAME.match(data, end + 1) if data[end : end + 1] == b":" else None
    if inner is not None:
        yield start, inner.end()


def sections_above(data: bytes, at: int) -> Iterator[bytes]:
    """Yield the keys of the lines above that stand further left, the nearest first."""
    first = max(0, at - _MOST_ABOVE)
    line_start = max(first, data.rfind(b"\n", first, at) + 1)
    depth = _depth(data[line_start:at])
    if depth == 0:
        return
    above = data[max(0, line_start - _MOST_ABOVE) : line_start]
    for line in reversed(above.splitlines()):
        if not line.strip() or _depth(line) >= depth:
            continue
        depth = _depth(line)
        match = _KEY_LINE.match(line)
        if match is not None:
            yield match[1]
        if depth == 0:
            return


def _depth(line: bytes) -> int:
    return len(line) - len(line.lstrip())


def _words(name: bytes) -> list[str]:
    return [word.lower() for word in _HUMPS.findall(name.decode("latin-1"))]
