"""
Find credentials in bytes: by the provider's shapes, and by the exact values that the profile resolves to.

Every search starts with a fixed run of bytes, which `bytes.find` looks for; only where it is found does a regular
expression look closer, anchored there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.kind import Kind
from golive.redact import Secret, encodings
from golive.repository.placeholders import is_placeholder
from golive.repository.text import Lines, as_utf8, begins_word, is_binary

if TYPE_CHECKING:
    from golive.provider import SecretShape

SHORTEST_SEARCHED: Final = 12
"""Characters. A shorter value is found in files that have nothing to do with it."""

_CUT_OFF: Final = (b"...", "…".encode(), "•".encode(), b"*", b"$", b"{", b"<", b"[", b"%", b"#{", b"(")
"""What follows a value of which only the start is written, or which goes on in a variable."""

_PREFIX: Final = re.compile("^(?:[a-z]{2,8}_){1,3}")
"""What providers put before the random part, such as `sk_test_`."""

_LONGEST_START: Final = 16
"""Characters that may be shown of a value that is cut off."""


@dataclass(frozen=True, slots=True)
class Known:
    """A credential of the profile, and the kind of environment that it opens."""

    secret: Secret
    kind: Kind


@dataclass(frozen=True, slots=True)
class Hit:
    """
    A credential found at a byte of a text.

    `kind` is what it opens: production where either the shape or the profile says so, None where neither tells.
    `line` counts from 1; None in binary files. `encoded` tells that it stands there as base64, hexadecimal or
    URL-encoded text.
    """

    offset: int
    line: int | None
    title: str
    secret: Secret
    kind: Kind | None
    encoded: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    title: str
    secret: Secret
    kind: Kind | None
    encoded: bool
    known: bool


class Scanner:
    """
    Looks for shapes and for exact values. Identifiers are no secrets, and are not looked for.

    `searched` are the distinct values it looks for, `passed_over` those too short, or too plainly a placeholder, for
    finding them to mean anything.
    """

    def __init__(self, shapes: Iterable[SecretShape], known: Iterable[Known] = ()) -> None:
        self._shapes: dict[str, list[tuple[SecretShape, re.Pattern[bytes]]]] = {}
        for shape in shapes:
            group = self._shapes.setdefault(shape.prefix, [])
            group.append((shape, re.compile(shape.rest.encode())))
        distinct = tuple(_strongest(known))
        self.searched = tuple(each for each in distinct if self._is_telling(_core(each.secret)))
        self.passed_over = tuple(each for each in distinct if each not in self.searched)
        self._needles: dict[bytes, tuple[Known, bool]] = {}
        for each in self.searched:
            value = _core(each.secret)
            forms = [(form, form != value) for form in encodings(value)]
            forms.append((value.encode().hex().upper(), True))
            for form, encoded in forms:
                self._needles.setdefault(form.encode(), (each, encoded))

    @property
    def shapes(self) -> int:
        """How many shapes of secrets are looked for."""
        return sum(not shape.identifier for group in self._shapes.values() for shape, _ in group)

    def scan(self, data: bytes) -> Iterator[Hit]:
        """Yield every credential in the content of a file, in the order of the file."""
        data = as_utf8(data)
        found = [*self._find_values(data), *self._find_shapes(data)]
        if not found:
            return
        lines = None if is_binary(data) else Lines(data)
        for each in _merged(found):
            line = None if lines is None else lines.number(each.start)
            yield Hit(each.start, line, each.title, each.secret, each.kind, each.encoded)

    def _is_telling(self, value: str) -> bool:
        if len(value) < SHORTEST_SEARCHED:
            return False
        for prefix, group in self._shapes.items():
            if value.startswith(prefix):
                rest = value.removeprefix(prefix).encode()
                matches = ((shape, pattern.fullmatch(rest)) for shape, pattern in group)
                match = next(((shape, match) for shape, match in matches if match is not None), None)
                if match is not None:
                    return not match[0].identifier and not is_placeholder(_random_part(match[1]))
        return not is_placeholder(_PREFIX.sub("", value))

    def _find_values(self, data: bytes) -> Iterator[_Found]:
        for needle, (known, encoded) in self._needles.items():
            at = data.find(needle)
            while at >= 0:
                yield _Found(at, at + len(needle), known.secret.label, known.secret, known.kind, encoded, known=True)
                at = data.find(needle, at + len(needle))

    def _find_shapes(self, data: bytes) -> Iterator[_Found]:
        for prefix, group in self._shapes.items():
            needle = prefix.encode()
            at = data.find(needle)
            while at >= 0:
                start = at + len(needle)
                found = _judge(data, at, start, group) if begins_word(data, at) else None
                if found is not None:
                    yield found
                at = data.find(needle, start)


def _judge(data: bytes, at: int, start: int, group: list[tuple[SecretShape, re.Pattern[bytes]]]) -> _Found | None:
    for shape, rest in group:
        match = rest.match(data, start)
        if match is None or data[match.end() : match.end() + 1].isalnum():
            continue
        if shape.identifier:
            return None
        text = _random_part(match)
        cut_off = len(text) < _LONGEST_START and data.startswith(_CUT_OFF, match.end())
        if cut_off or is_placeholder(text):
            return None
        secret = Secret(data[at : match.end()].decode("latin-1"), shape.title)
        return _Found(
            at, match.end(), f"{shape.title} {shape.prefix}***", secret, shape.kind, encoded=False, known=False
        )
    return None


def _random_part(match: re.Match[bytes]) -> str:
    return (match[1] if match.re.groups else match[0]).decode("latin-1")


def _merged(found: list[_Found]) -> Iterator[_Found]:
    """Make one of what covers the same bytes: the profile's name for it, and production where anyone says so."""
    found.sort(key=lambda each: (each.start, not each.known, -each.end))
    current: _Found | None = None
    for each in found:
        if current is None or each.start >= current.end:
            if current is not None:
                yield current
            current = each
            continue
        best = current if current.known or not each.known else each
        kinds = {current.kind, each.kind}
        kind = Kind.PRODUCTION if Kind.PRODUCTION in kinds else Kind.SANDBOX if Kind.SANDBOX in kinds else None
        end = max(current.end, each.end)
        current = _Found(current.start, end, best.title, best.secret, kind, best.encoded, best.known)
    if current is not None:
        yield current


def _strongest(known: Iterable[Known]) -> Iterable[Known]:
    """Keep one of equal values: production's."""
    kept: dict[Secret, Known] = {}
    for each in sorted(known, key=lambda each: each.kind is not Kind.PRODUCTION):
        kept.setdefault(each.secret, each)
    return kept.values()


def _core(secret: Secret) -> str:
    """Return what to search for: a value itself, but only the private part of a key, however it is wrapped."""
    value = secret.reveal().strip()
    if value.startswith("-----BEGIN "):
        # The first line holds private bytes in every PEM form of a key; later ones may be shared with the public key.
        return next((line.strip() for line in value.splitlines()[1:] if line.strip() and ":" not in line), "")
    if value.startswith("{"):
        try:
            document = json.loads(value)
        except (ValueError, RecursionError):
            return value
        return str(document.get("d", value)) if isinstance(document, dict) else value
    return value
