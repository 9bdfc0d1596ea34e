"""Look closer wherever a needle is found in a text, for so long as that takes no more than it may."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from golive.repository.engine import places
from golive.repository.text import is_binary

if TYPE_CHECKING:
    from golive.clock import Deadline
    from golive.repository.detectors.detector import Detector, Found
    from golive.repository.engine import Engine
    from golive.repository.windows import Window

MOST_PLACES: Final = 50_000
"""Places of one needle in one text that are looked at. Looking at one takes some hundred microseconds at worst."""

MOST_IN_ALL: Final = 200_000
"""Places of all needles in one text, after which the search ends."""

LOOKS: Final = 500
"""Places between two looks at the clock."""


class End(StrEnum):
    """How far a text was searched."""

    WHOLE = "to its end"
    CROWDED = "only in part, because it holds too much that begins like a credential"
    LATE = "only in part, because the time was up"


class Search:
    """
    One search of one text: what was found, and how far it came.

    `longest` is the length of the longest needle in bytes. `found` has places in the text as a whole; `binary` whether
    its lines mean nothing.
    """

    def __init__(
        self, engine: Engine, detectors: Mapping[bytes, Sequence[Detector]], longest: int, deadline: Deadline | None
    ) -> None:
        self._engine = engine
        self._detectors = detectors
        self._longest = longest
        self._deadline = deadline
        self._seen: Counter[bytes] = Counter()
        self._in_all = 0
        self._over = False
        self._breaks: dict[int, tuple[int, int]] = {}
        self._has_feeds = False
        self.found: set[Found] = set()
        self.binary = False
        self.end = End.WHOLE

    def run(self, windows: Iterable[Window]) -> None:
        """Search the windows of a text, in their order."""
        for window in windows:
            self.binary = self.binary or (window.offset == 0 and is_binary(window.data))
            self._has_feeds = self._has_feeds or b"\n" in window.data
            found = set(self._in_window(window))
            self._count_breaks(window, sorted({each.start for each in found}))
            self.found |= {_shifted(each, window.offset) for each in found}
            if self._over:
                return

    def line(self, at: int) -> int | None:
        """Return the line, from 1, of where something was found."""
        if self.binary:
            return None
        feeds, returns = self._breaks[at]
        return 1 + (feeds if self._has_feeds else returns)

    def _in_window(self, window: Window) -> Iterator[Found]:
        for piece in places(self._engine, self._longest, window.data, window.first, window.last):
            self._look_at_the_clock()
            for at, needle in piece:
                if self._over:
                    return
                self._seen[needle] += 1
                if self._seen[needle] <= MOST_PLACES:
                    for detector in self._detectors[needle]:
                        if detector.reads_binary or not self.binary:
                            yield from detector.confirm(window.data, at, needle)
                else:
                    self.end = End.CROWDED
                self._in_all += 1
                if self._in_all % LOOKS == 0:
                    self._look_at_the_clock()

    def _look_at_the_clock(self) -> None:
        if self._deadline is not None and self._deadline.passed:
            self.end, self._over = End.LATE, True
        elif self._in_all >= MOST_IN_ALL:
            self.end, self._over = End.CROWDED, True

    def _count_breaks(self, window: Window, starts: Iterable[int]) -> None:
        data, feeds, returns, at = window.data, window.feeds, window.returns, 0
        for start in starts:
            feeds += data.count(b"\n", at, start)
            returns += 0 if self._has_feeds else data.count(b"\r", at, start)
            at = start
            self._breaks[window.offset + start] = feeds, returns


def _shifted(found: Found, offset: int) -> Found:
    return replace(found, start=found.start + offset, end=found.end + offset) if offset else found
