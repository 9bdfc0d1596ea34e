"""
Find fixed runs of bytes in a text: the needles of all detectors at once.

There are two engines with the same result. `PureEngine` is always there. `HyperscanEngine` is some twenty times as
fast, and there where `golive[fast]` is installed. What was compared: docs/architecture.md, "Scanning".
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from hyperscan import Database

_GRAM: Final = 4
"""Bytes that every needle has at least, and that tell which needles may stand at a place."""

_FEW: Final = 24
"""Needles up to which a search for each takes less time than one for all."""

PIECE: Final = 256 * 1024
"""Bytes that are searched at a time: a text may be needles and nothing else."""


class Engine(Protocol):
    """Looks for needles."""

    @property
    def gains_from_processes(self) -> bool:
        """Whether a second process makes it faster. It does not where reading the files takes the time."""
        ...

    def find(self, data: bytes) -> Iterable[tuple[int, bytes]]:
        """Return position and needle of every occurrence, overlapping ones too, in no particular order."""
        ...


def engine_for(needles: Iterable[bytes]) -> Engine:
    """Return the fastest engine that this machine has."""
    needles = tuple(dict.fromkeys(needles))
    try:
        return HyperscanEngine(needles)
    except ImportError:
        return PureEngine(needles)


def places(engine: Engine, longest: int, data: bytes, first: int, last: int) -> Iterator[list[tuple[int, bytes]]]:
    """
    Yield where needles of at most `longest` bytes begin between two places, in their order, piece by piece.

    However many there are, only those of one piece are in memory.
    """
    for start in range(first, last, PIECE):
        end = min(start + PIECE, last)
        piece = data if (start, end) == (0, len(data)) else data[start : end + longest - 1]
        yield sorted((start + at, needle) for at, needle in engine.find(piece) if start + at < end)


class PureEngine:
    """
    Looks for needles with what Python's own types do fast.

    A few are searched for one by one. Of many, the rarest four bytes of each are searched for all at once; where some
    stand, the needles that they belong to are searched for.
    """

    gains_from_processes = True

    def __init__(self, needles: Iterable[bytes]) -> None:
        distinct = [needle for needle in dict.fromkeys(needles) if needle]
        self._singly = [needle for needle in distinct if len(distinct) <= _FEW or len(needle) < _GRAM]
        self._grams: dict[bytes, list[bytes]] = {}
        for needle in distinct:
            if needle not in self._singly:
                grams = (needle[start : start + _GRAM] for start in range(len(needle) - _GRAM + 1))
                self._grams.setdefault(min(grams, key=_commonness), []).append(needle)
        self._pattern = re.compile(_alternation(self._grams), re.DOTALL) if self._grams else None

    def find(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield position and needle of every occurrence, overlapping ones too, in no particular order."""
        for needle in self._candidates(data):
            at = data.find(needle)
            while at >= 0:
                yield at, needle
                at = data.find(needle, at + 1)

    def _candidates(self, data: bytes) -> list[bytes]:
        if self._pattern is None:
            return self._singly
        starts = (match.start() for match in self._pattern.finditer(data))
        present = {data[start : start + _GRAM] for start in starts}
        return [*self._singly, *(needle for gram in present for needle in self._grams[gram])]


_BY_COMMONNESS: Final = b" etarosinl_cd\"pum.,g'h=fy():/vbk-01TE2wSAxRICNLPDOMUF3BG54HVW8679jKqYzXZQJ"
"""Bytes of source code, the commonest first. Any other byte is rare enough."""


def _commonness(gram: bytes) -> tuple[int, ...]:
    """Return what to choose the rarest gram by: first its first byte, which is what a search runs along."""
    places = [_BY_COMMONNESS.find(byte) for byte in gram]
    ranks = [-place if place >= 0 else -len(_BY_COMMONNESS) for place in places]
    return (ranks[0], sum(ranks))


def _alternation(grams: Iterable[bytes]) -> bytes:
    """Return a pattern that matches the first byte of each gram where the others follow, so that none hides another."""
    heads: dict[int, set[bytes]] = {}
    for gram in grams:
        heads.setdefault(gram[0], set()).add(gram[1:])
    return b"|".join(_escaped(head) + b"(?=" + _branches(tails) + b")" for head, tails in sorted(heads.items()))


def _branches(tails: set[bytes]) -> bytes:
    heads: dict[int, set[bytes]] = {}
    for tail in tails:
        heads.setdefault(tail[0], set()).add(tail[1:])
    if all(rest == {b""} for rest in heads.values()):
        return b"[" + b"".join(map(_escaped, sorted(heads))) + b"]"
    branches = [_escaped(head) + _branches(rest) for head, rest in sorted(heads.items())]
    return branches[0] if len(branches) == 1 else b"(?:" + b"|".join(branches) + b")"


def _escaped(byte: int) -> bytes:
    return b"\\x%02x" % byte


class HyperscanEngine:
    """
    Looks for all needles in one pass of Intel's Hyperscan. Raises ImportError where that is not usable here.

    Compiling takes a millisecond or two for a few hundred needles, so nothing is kept on disk: needles hold secrets.
    """

    gains_from_processes = False

    def __init__(self, needles: Iterable[bytes]) -> None:
        self._needles = tuple(dict.fromkeys(needle for needle in needles if needle))
        self._lock = threading.Lock()  # a database has one working memory
        self._database = self._compile() if self._needles else None

    def _compile(self) -> Database:
        import hyperscan

        # Not as literals: the binding hands those over without their length, so that they end at a zero byte.
        expressions = [b"".join(map(_escaped, needle)) for needle in self._needles]
        try:
            database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
            database.compile(expressions=expressions, ids=list(range(len(expressions))), flags=0)
        except hyperscan.HyperscanError as error:  # a processor without what it needs
            raise ImportError(f"hyperscan cannot be used here: {error}") from error
        return database

    def find(self, data: bytes) -> list[tuple[int, bytes]]:
        """Return position and needle of every occurrence, overlapping ones too, in the order of their ends."""
        if self._database is None or not data:
            return []
        found: list[tuple[int, bytes]] = []
        needles = self._needles

        def note(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            found.append((end - len(needles[index]), needles[index]))

        with self._lock:
            self._database.scan(data, match_event_handler=note)
        return found
