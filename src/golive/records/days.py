"""Days and spans of days as people write them on the command line."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from golive.errors import UsageError
from golive.record import read_day

_SPAN: Final = re.compile(r"([0-9]{1,4})([dw])", re.ASCII)
_DAYS_IN: Final = {"d": 1, "w": 7}


def read_span(text: str, option: str) -> int:
    """Return how many days `30d` or `4w` are. Raises UsageError, which names the option, for anything else."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"{option} takes a number of days or weeks, such as 30d or 4w")
    return int(found[1]) * _DAYS_IN[found[2]]


def read_expiry(text: str, today: date, option: str) -> date:
    """
    Return the last day that `180d`, `26w` or `2027-01-31` means, counted from today.

    Raises UsageError, which names the option, for anything else, and for a day that is over.
    """
    day = read_day(text.strip())
    if day is None:
        found = _SPAN.fullmatch(text.strip())
        if found is None:
            raise UsageError(f"{option} takes days or weeks from today, or a day, such as 90d, 12w or 2027-01-31")
        try:
            day = today + timedelta(days=read_span(text, option))
        except OverflowError:
            raise UsageError(f"{option} lies beyond the calendar") from None
    if day < today:
        raise UsageError(f"{option} is over already: today is {today}")
    return day
