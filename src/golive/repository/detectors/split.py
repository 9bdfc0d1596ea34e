"""Find credentials that are written in pieces: string literals that the program, or the reader, puts together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.repository.detectors.detector import Form, Found
from golive.repository.detectors.values import core
from golive.repository.late import LatePattern

if TYPE_CHECKING:
    from golive.repository.detectors.shapes import Shapes
    from golive.repository.detectors.values import Known

WINDOW: Final = 8192
"""Bytes before and after a piece in which the others are looked for."""

_QUOTES: Final = (b'"', b"'", b"`")
_HEAD: Final = 3
"""Characters of the shortest first piece that is found by itself."""

_PARTS: Final = 3
"""Parts of a value that are looked for: each division leaves all but one of them whole."""

# Between two literals: operators of many languages, `.concat(`, comments, letters before a quote, a continued line.
_BETWEEN: Final = (
    rb"(?:[\s+.&|_()%s]|\\+[rnt]?|//[^\r\n]{0,400}+[\r\n]|\#[^\r\n]{0,400}+[\r\n]|/\*(?:(?!\*/).){0,400}+\*/"
    rb"|concat\(|(?:[rRbBuUfFL@$]{1,2})(?=[\"'`]))"
)
_JOINT: Final = (
    rb"(?:\\{0,3}[\"'`]%s{0,4000}+\\{0,3}[\"'`]"
    rb"|\\{1,3}\r?\n[ \t]*+"
    rb"|\$\{\s*[\"'`]|[\"'`]\s*\})"
)
_ADJACENT: Final = re.compile(_JOINT % (_BETWEEN % b""), re.DOTALL)
_LISTED: Final = re.compile(_JOINT % (_BETWEEN % b","), re.DOTALL)
_PIECE: Final = re.compile(rb"[A-Za-z0-9_-]{0,320}+")
_LONGEST: Final = 320
"""Characters. Every shape is shorter."""
_BEFORE_WORD: Final = 24

_JOINS_BEFORE: Final = re.compile(rb"(?i:join|concat|implode)!?\s*\(\s*(?:[\"'`]{2}\s*,)?[^;\n]{0,40}\Z")
_JOINS_AFTER: Final = re.compile(rb"\\{0,3}[\"'`][\s,;]*[\])}]+\s*(?:\.\s*join\b|,\s*[\"'`]{2}\s*\))")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a known value: where it begins, and patterns of the value from there on and of all of it."""

    known: Known
    value: bytes
    index: int
    rest: LatePattern
    whole: LatePattern


class SplitShapes:
    """Looks for the provider's prefixes at the beginning of a literal, and puts the literals that follow behind it."""

    reads_binary = False

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        prefixes = shapes.secret_prefixes
        self._prefixes = tuple(prefixes)
        self._needles = {*prefixes, *(quote + prefix[:_HEAD] for prefix in prefixes for quote in _QUOTES)}

    @property
    def needles(self) -> Collection[bytes]:
        """The prefixes, and their first letters behind a quotation mark."""
        return self._needles

    def confirm(self, data: bytes, at: int, needle: bytes) -> Iterator[Found]:
        """Yield the credential that several literals are together, if they are one."""
        start = at + needle.startswith(_QUOTES)
        first = _PIECE.match(data, start)
        if first is None or data[first.end() : first.end() + 1] not in {b'"', b"'", b"`", b"\\", b"$"}:
            return
        text, ends = self._joined(data, start)
        prefix = next((each for each in self._shapes.secret_prefixes if text.startswith(each)), None)
        if prefix is None or len(ends) < 2:  # noqa: PLR2004 - one piece is not split
            return
        shaped = self._shapes.match(data[max(0, start - _BEFORE_WORD) : start] + text, min(_BEFORE_WORD, start), prefix)
        if shaped is None or len(shaped.text) <= ends[0][0]:
            return
        wanted = len(shaped.text)
        end = next((place - (size - wanted) for size, place in ends if size >= wanted), ends[-1][1])
        yield shaped.found(start, end, Form.SPLIT)

    def _joined(self, data: bytes, start: int) -> tuple[bytes, list[tuple[int, int]]]:
        """Return literals as one text, and where each ends: in that text, and in the file."""
        text = b""
        ends: list[tuple[int, int]] = []
        at = start
        listed = _JOINS_BEFORE.search(data, max(0, start - 80), start) is not None
        after_comma: tuple[bytes, list[tuple[int, int]]] | None = None
        while len(text) < _LONGEST and len(ends) < _LONGEST and at - start <= WINDOW:
            piece = _PIECE.match(data, at)
            if piece is None:
                break
            if text.startswith(self._prefixes) and piece[0].startswith(self._prefixes):
                break  # another one begins
            text += piece[0]
            at = piece.end()
            ends.append((len(text), at))
            begun = text.startswith(self._prefixes) or any(each.startswith(text) for each in self._prefixes)
            glue = _LISTED.match(data, at, start + WINDOW) if begun else None
            if glue is None:
                break
            if b"," in glue[0] and not listed and after_comma is None:
                after_comma = (text, list(ends))
            at = glue.end()
        if after_comma is not None and _JOINS_AFTER.match(data, at, at + WINDOW) is None:
            return after_comma
        end = ends[-1][1]
        return text + data[end : end + 4], ends


class SplitValues:
    """Looks for a part of each known value, and for the other parts around it, in their order."""

    reads_binary = False

    def __init__(self, known: Iterable[Known]) -> None:
        self._needles: dict[bytes, list[_Part]] = {}
        for each in known:
            value = core(each.secret).encode()
            whole = _in_pieces(value)
            for needle, index in _parts(value):
                self._needles.setdefault(needle, []).append(_Part(each, value, index, _in_pieces(value[index:]), whole))

    @property
    def needles(self) -> Collection[bytes]:
        """Parts of the values, and their first letters behind a quotation mark."""
        return self._needles.keys()

    def confirm(self, data: bytes, at: int, needle: bytes) -> Iterator[Found]:
        """Yield the value of which a needle is a part, if the other parts stand around it."""
        start = at + needle.startswith(_QUOTES)
        for part in self._needles[needle]:
            # The rest first: it is there or not. What stands before has to be looked for.
            rest = part.rest.compiled.match(data, start, start + WINDOW)
            if rest is None or data.startswith(part.value, start - part.index):
                continue
            first = 0 if part.index == 0 else WINDOW
            for match in part.whole.compiled.finditer(data, max(0, start - first), rest.end()):
                if match.end() == rest.end():
                    secret, kind = part.known.secret, part.known.kind
                    yield Found(match.start(), match.end(), secret.label, secret, kind, Form.SPLIT, known=True)


def _in_pieces(value: bytes) -> LatePattern:
    joint = b"(?:" + _LISTED.pattern + b")*+"
    return LatePattern(joint.join(re.escape(value[index : index + 1]) for index in range(len(value))), re.DOTALL)


def _parts(value: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield what to look for, and which index of the value its letters begin at."""
    size = max(4, min(10, len(value) // _PARTS))
    for part in range(_PARTS):
        index = part * (len(value) - size) // (_PARTS - 1)
        yield value[index : index + size], index
    yield from ((quote + value[:_HEAD], 0) for quote in _QUOTES)
