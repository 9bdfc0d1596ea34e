"""Find the exact values that the profile resolves to, however they are encoded."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.kind import Kind
from golive.redact import any_spelling
from golive.repository.detectors.detector import Form, Found
from golive.repository.late import LatePattern

if TYPE_CHECKING:
    from golive.redact import Secret

FEWEST_FIXED: Final = 8
"""Bytes of an encoded value that are the same in both cases, for one needle to do for both."""

_ONE_CASE: Final = re.compile(rb"[^a-fA-F]+")
_PLAIN: Final = re.compile(r"[A-Za-z0-9._~-]{4,}")
_BROKEN_LINE: Final = rb"(?:(?:\\{1,3}[rn]|[\r\n])+[ \t]*)?+"
_MOST_BROKEN: Final = 60
"""Bytes between two lines of one encoded value: the indentation."""


@dataclass(frozen=True, slots=True)
class Known:
    """A credential of the profile, and the kind of environment that it opens."""

    secret: Secret
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One way of writing a value: what to look for, and a pattern of all of it."""

    needles: tuple[bytes, ...]
    whole: LatePattern
    longest: int
    """Bytes that a match may have."""
    form: Form = Form.ENCODED


class Values:
    """Looks for known credentials."""

    reads_binary = True

    def __init__(self, known: Iterable[Known]) -> None:
        self._needles: dict[bytes, list[tuple[Known, _Spelling]]] = {}
        for each in known:
            for spelling in _spellings(core(each.secret)):
                for needle in spelling.needles:
                    self._needles.setdefault(needle, []).append((each, spelling))

    @property
    def needles(self) -> Collection[bytes]:
        """A part of every spelling of every value."""
        return self._needles.keys()

    def confirm(self, data: bytes, at: int, needle: bytes) -> Iterator[Found]:
        """Yield the value in whose spelling the needle stands."""
        for known, spelling in self._needles[needle]:
            # A match that begins later than the needle is another needle's.
            for match in spelling.whole.compiled.finditer(data, max(0, at - spelling.longest), at + spelling.longest):
                if match.start() > at:
                    break
                if match.end() >= at + len(needle):
                    secret = known.secret
                    yield Found(match.start(), match.end(), secret.label, secret, known.kind, spelling.form, known=True)


def _spellings(value: str) -> Iterator[_Spelling]:
    raw = value.encode()
    yield _Spelling((raw,), LatePattern(re.escape(raw)), len(raw), Form.PLAIN)
    fixed = max(_PLAIN.findall(value), key=len, default="")
    if fixed and fixed != value:
        # URL-encoded, or escaped in JSON or HTML: what is never escaped tells where to look.
        escaped = LatePattern(any_spelling(value).encode(), re.IGNORECASE)
        yield _Spelling((fixed.encode(),), escaped, 8 * len(raw))
    yield _either_case(raw.hex().encode())
    yield _either_case("".join(f"\\u{unit:04x}" for unit in _units(value)).encode())
    # The inner bytes are the same in either order: only the zero at one of the ends is elsewhere.
    wide = value.encode("utf-16-be").strip(b"\0")
    yield _Spelling((wide,), LatePattern(re.escape(wide)), len(wide))
    for encoded in dict.fromkeys(_base64(raw)):
        # Two needles: a line break in one of them leaves the other.
        half = len(encoded) // 2
        whole = _BROKEN_LINE.join(re.escape(encoded[index : index + 1]) for index in range(len(encoded)))
        longest = len(encoded) + _MOST_BROKEN * (1 + len(encoded) // 60)
        yield _Spelling((encoded[:half], encoded[half:]), LatePattern(whole), longest)


def _either_case(encoded: bytes) -> _Spelling:
    """Return a spelling in hexadecimal, of which only some bytes have a case."""
    fixed: bytes = max(_ONE_CASE.findall(encoded), key=len, default=b"")
    needles = (fixed,) if len(fixed) >= FEWEST_FIXED else (encoded, encoded.upper().replace(b"\\U", b"\\u"))
    return _Spelling(needles, LatePattern(re.escape(encoded), re.IGNORECASE), len(encoded))


def _units(value: str) -> Iterator[int]:
    wide = value.encode("utf-16-be")
    return (int.from_bytes(wide[index : index + 2]) for index in range(0, len(wide), 2))


def _base64(raw: bytes) -> Iterator[bytes]:
    """Yield what of a value's base64 depends on nothing but the value, for each place in a group of three bytes."""
    for offset, first in ((0, 0), (1, 2), (2, 3)):
        encoded = base64.b64encode(b"\0" * offset + raw).rstrip(b"=")
        last = len(encoded) - (1 if (len(raw) + offset) % 3 else 0)
        yield encoded[first:last]
        yield encoded[first:last].replace(b"+", b"-").replace(b"/", b"_")


def core(secret: Secret) -> str:
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


def strongest(known: Iterable[Known]) -> Iterable[Known]:
    """Keep one of equal values: production's."""
    kept: dict[Secret, Known] = {}
    for each in sorted(known, key=lambda each: each.kind is not Kind.PRODUCTION):
        kept.setdefault(each.secret, each)
    return kept.values()
