"""Bytes of a file as text to search: one encoding, lines, and where a word begins."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

_SNIFFED: Final = 8192
"""Bytes at the start of a file that tell what it is."""

_MOSTLY: Final = 0.4

# The byte before a credential can be the end of an escape: a line break in JSON, a URL's %3D, a terminal's colour.
_ESCAPE_BEFORE: Final = re.compile(
    rb"(?:\\[abefnrtv0]|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\[0-7]{3}|%[0-9A-Fa-f]{2}"
    rb"|(?:\x1b|\\e|\\x1[bB]|\\u001[bB]|\\033)\[[0-9;]{0,12}[A-Za-z])\Z"
)
_WORD: Final = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")


def as_utf8(data: bytes) -> bytes:
    """Return UTF-16 text as UTF-8, anything else as it is. Lines keep their numbers."""
    encoding = _utf16(data)
    if encoding is None:
        return data
    return data.decode(encoding, errors="replace").encode("utf-8", errors="replace")


def blocks_as_utf8(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what `as_utf8` returns of all blocks together, without holding them all."""
    rest = iter(blocks)
    start = b""
    for block in rest:
        start += block
        if len(start) >= _SNIFFED:
            break
    encoding = _utf16(start)
    if encoding is None:
        yield from chain([start], rest)
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for block in chain([start], rest):
        yield decoder.decode(block).encode("utf-8", errors="replace")
    yield decoder.decode(b"", final=True).encode("utf-8", errors="replace")


def _utf16(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not data.startswith(codecs.BOM_UTF32_LE):
        return "utf-16"
    start = data[:_SNIFFED]
    half = len(start) // 2
    if not half or b"\0" not in start:
        return None
    low, high = start[0::2].count(0), start[1::2].count(0)
    if high >= half * _MOSTLY and low * 10 < high:
        return "utf-16-le"
    if low >= half * _MOSTLY and high * 10 < low:
        return "utf-16-be"
    return None


def is_binary(data: bytes) -> bool:
    """Whether lines mean nothing here."""
    return b"\0" in data[:_SNIFFED]


def begins_word(data: bytes, at: int, also: bytes = b"") -> bool:
    """Whether something that begins at `at` is not the tail of a longer word. `also` are further bytes of words."""
    if at == 0:
        return True
    before = data[at - 1]
    if before not in _WORD and before not in also:
        return True
    return _ESCAPE_BEFORE.search(data[max(0, at - 20) : at]) is not None


class Lines:
    """Line numbers of growing positions in a text, from 1. Counts each byte once."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._break = b"\n" if b"\n" in data else b"\r"
        self._at = 0
        self._line = 1

    def number(self, at: int) -> int:
        """Return the line of a position that is not before the last one asked for."""
        self._line += self._data.count(self._break, self._at, at)
        self._at = at
        return self._line
