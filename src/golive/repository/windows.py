"""Look at a text of any length piece by piece, with enough around each piece to tell what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

REACH: Final = 32 * 1024
"""Bytes before and after a place that decide what is there: no detector looks further."""

WINDOW: Final = 4 * 1024 * 1024
"""Bytes that are looked at together, where a text is not in memory as a whole."""


@dataclass(frozen=True, slots=True)
class Window:
    """
    A piece of a text, from `first` to `last` of `data`, with what is around it.

    `offset` is where `data` begins in the text. `feeds` and `returns` are line feeds and carriage returns before that.
    """

    data: bytes
    first: int
    last: int
    offset: int = 0
    feeds: int = 0
    returns: int = 0


def windows(blocks: Iterable[bytes], size: int = WINDOW, reach: int = REACH) -> Iterator[Window]:
    """Yield a text in pieces of at least `size` bytes, which together are all of it. One that is empty yields none."""
    data = b""
    first = offset = feeds = returns = 0
    for block in blocks:
        data += block
        if len(data) - first < size + reach:
            continue
        last = len(data) - reach
        yield Window(data, first, last, offset, feeds, returns)
        gone = max(0, last - reach)
        feeds += data.count(b"\n", 0, gone)
        returns += data.count(b"\r", 0, gone)
        data, first, offset = data[gone:], last - gone, offset + gone
    if first < len(data):
        yield Window(data, first, len(data), offset, feeds, returns)
