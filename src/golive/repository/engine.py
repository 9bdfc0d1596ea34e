"""Find fixed runs of bytes in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class PureEngine:
    """Looks for one needle after the other with `bytes.find`. Always there, whatever is installed."""

    def __init__(self, needles: Iterable[bytes]) -> None:
        self._needles = tuple(dict.fromkeys(needles))

    def find(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield position and needle of every occurrence, overlapping ones too, in no particular order."""
        for needle in self._needles:
            at = data.find(needle)
            while at >= 0:
                yield at, needle
                at = data.find(needle, at + 1)
