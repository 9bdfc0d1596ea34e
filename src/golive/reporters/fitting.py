"""Making a page fit: what matters least is left out first, and it is said how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_NOTE: Final = "\n{} more left out here for want of room.\n"
_LONGEST_NOTE: Final = len(_NOTE) + 8
"""Characters kept for it: room for a number of ten digits."""


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a page that is there as a whole or not at all. The lower its `tier`, the more it matters."""

    text: str
    tier: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows between a head and a tail, both of which are there where one of the rows is."""

    rows: tuple[Row, ...]
    head: str = ""
    tail: str = ""


def size(text: str) -> int:
    """Return the length of a text in UTF-16 units: a character counts as one or two, however a reader counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fit(pieces: Sequence[Piece], room: int) -> tuple[str, int]:
    """
    Return the pieces in their order as one text of at most `room` UTF-16 units, and how many rows are left out.

    Rows are taken by tier, then in their order, until one does not fit: nothing stands there that matters less than
    something left out.
    """
    taken: list[set[int]] = [set() for _ in pieces]
    for cost, number, index in _by_weight(pieces):
        piece = pieces[number]
        opening = 0 if taken[number] else size(piece.head) + size(piece.tail) + _LONGEST_NOTE
        if cost + opening > room:
            break
        room -= cost + opening
        taken[number].add(index)
    text = "".join(_laid_out(piece, chosen) for piece, chosen in zip(pieces, taken, strict=True) if chosen)
    return text, sum(len(piece.rows) - len(chosen) for piece, chosen in zip(pieces, taken, strict=True))


def _by_weight(pieces: Sequence[Piece]) -> Iterator[tuple[int, int, int]]:
    rows = [
        (row.tier, number, index, row) for number, piece in enumerate(pieces) for index, row in enumerate(piece.rows)
    ]
    for _, number, index, row in sorted(rows, key=lambda entry: entry[:3]):
        yield size(row.text), number, index


def _laid_out(piece: Piece, chosen: set[int]) -> str:
    missing = len(piece.rows) - len(chosen)
    rows = "".join(row.text for index, row in enumerate(piece.rows) if index in chosen)
    return f"{piece.head}{rows}{_NOTE.format(missing) if missing else ''}{piece.tail}"
