"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import re


class LatePattern:
    """
    A pattern of bytes for what stands around a needle.

    Compiling hundreds of them takes longer than reading a small repository, and most needles are never found.
    """

    __slots__ = ("_compiled", "_flags", "_source")

    def __init__(self, source: bytes, flags: int = 0) -> None:
        self._source = source
        self._flags = flags
        self._compiled: re.Pattern[bytes] | None = None

    @property
    def compiled(self) -> re.Pattern[bytes]:
        """The pattern, ready for use."""
        if self._compiled is None:
            self._compiled = re.compile(self._source, self._flags)
        return self._compiled
