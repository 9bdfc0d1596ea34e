"""Find values that are assigned to a name which means a credential of the provider."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from golive.redact import Secret
from golive.repository.detectors.assigned import value_after
from golive.repository.detectors.detector import Form, Found
from golive.repository.detectors.names import LONGEST_NAME, NAME, begins_inside, kind_of, name_around, sections_above

if TYPE_CHECKING:
    from golive.kind import Kind
    from golive.repository.detectors.names import Meaning, Names

NEIGHBOURHOOD: Final = 8192
"""Bytes before and after the provider's name in which a name counts that others use as well."""
_LONGEST_SECTION: Final = 2048
_LOOKED_BACK: Final = 512
_MOST_BEFORE: Final = 16
"""Sections in sections without end would take for ever: a word that is on every other line opens none."""

_TABLE: Final = re.compile(rb"[\w.\"'-]*\][ \t]*(?:[#;][^\n]*)?\r?\n")
_OPENS: Final = re.compile(rb"\w*+[\"']?\]?\s*+(?:=>|:=|[:=])?\s*+(?:new\s++)?(?:[A-Za-z_][\w.<>]*+\s*+)?([{(\[])")
_INDENTED: Final = re.compile(rb"[\"']?:[ \t]*(?:&\w+[ \t]*)?(?:#[^\n]*)?\r?\n")
_NEXT_TABLE: Final = re.compile(rb"^[ \t]*\[", re.MULTILINE)
_BRACKETS: Final = re.compile(rb"[{}()\[\]]")


class Assignments:
    """Looks for names, and judges what is assigned to them."""

    reads_binary = False

    def __init__(self, names: Names) -> None:
        self._names = names

    @property
    def needles(self) -> Collection[bytes]:
        """The words that stand in every name, above it, or near it."""
        return self._names.anchors

    def confirm(self, data: bytes, at: int, needle: bytes) -> Iterator[Found]:
        """Yield the values that the name around a word, the names in its section, or those nearby are given."""
        places = list(name_around(data, at))
        for start, end in places:
            meaning = self._names.meaning(data[start:end])
            if meaning is not None:
                yield from _found(data, start, end, meaning)
                return
        if data.count(needle, max(0, at - _LOOKED_BACK), at) <= _MOST_BEFORE:
            for start, end in places[:1]:
                yield from self._in_section(data, start, end)
        if self._names.nearby(needle):
            yield from self._near(data, at, needle)

    def _in_section(self, data: bytes, start: int, end: int) -> Iterator[Found]:
        last = section_end(data, start, end)
        for match in NAME.finditer(data, end, last):
            meaning = self._names.meaning(match[0], section=data[start:end])
            if meaning is not None:
                yield from _found(data, match.start(), match.end(), meaning)

    def _near(self, data: bytes, at: int, needle: bytes) -> Iterator[Found]:
        first = max(0, at - NEIGHBOURHOOD)
        before = data.rfind(needle, first, at)
        if before >= 0:
            first = before + NEIGHBOURHOOD  # what comes before was looked at from there
        last = at + NEIGHBOURHOOD
        for match in NAME.finditer(data, first, last + LONGEST_NAME):
            cut_off = match.start() == first > 0 and begins_inside(data, first)
            if cut_off or match.start() >= last:
                continue
            meaning = self._names.meaning(match[0], nearby=True)
            if meaning is not None:
                yield from _found(data, match.start(), match.end(), meaning)


def section_end(data: bytes, start: int, end: int) -> int:
    """Return where the section ends that a key opens: a table, a bracket, or what is indented further."""
    limit = end + _LONGEST_SECTION
    first = max(0, start - 400)
    before = data[max(first, data.rfind(b"\n", first, start) + 1) : start]
    if before.strip().startswith(b"[") and _TABLE.match(data, end, limit):
        following = _NEXT_TABLE.search(data, end, limit)
        return min(limit, len(data)) if following is None else following.start()
    opening = _OPENS.match(data, end, end + 80)
    if opening is not None:
        return _closing(data, opening.start(1), limit)
    indented = _INDENTED.match(data, end, end + 200)
    if indented is None:
        return end
    depth = len(before) - len(before.lstrip(b" \t-"))
    at = indented.end()
    while at < min(limit, len(data)):
        line_end = data.find(b"\n", at, limit)
        line_end = min(limit, len(data)) if line_end < 0 else line_end
        line = data[at:line_end]
        if line.strip() and len(line) - len(line.lstrip()) <= depth:
            break
        at = line_end + 1
    return min(at, len(data))


def _closing(data: bytes, opening: int, limit: int) -> int:
    depth = 0
    for match in _BRACKETS.finditer(data, opening, limit):
        depth += 1 if match[0] in b"{([" else -1
        if depth == 0:
            return match.start()
    return min(limit, len(data))


def _found(data: bytes, start: int, end: int, meaning: Meaning) -> Iterator[Found]:
    if meaning.private_key:
        return  # a document, which its own detector finds
    value = value_after(data, start, end)
    if value is None:
        return
    kind = meaning.kind
    if kind is None:
        kind = next((each for each in map(_stage, sections_above(data, start)) if each is not None), None)
    form = Form.ENCODED if value.encoded else Form.PLAIN
    secret = Secret(value.text, meaning.title)
    title = f"{meaning.title}, by the name that it is assigned to"
    yield Found(value.start, value.end, title, secret, kind, form, certain=value.random, named=True)


def _stage(name: bytes) -> Kind | None:
    return kind_of(name.decode("latin-1"))
