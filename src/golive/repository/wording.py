"""Numbers and names in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from golive.redact import inert

MOST_NAMED: Final = 3
"""Names in one sentence. More are counted."""


def count(number: int, noun: str) -> str:
    """Return a number with its noun, such as `1,234 files`. The noun's plural takes an s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def named(names: Sequence[str]) -> str:
    """Return the first few names, made harmless, and how many more there are."""
    more = len(names) - MOST_NAMED
    return ", ".join(inert(name) for name in names[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
