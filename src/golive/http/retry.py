"""When a request is repeated, and after how long."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

MOST_ATTEMPTS: Final = 3
FIRST_WAIT: Final = 0.5
"""Seconds before the second attempt; doubled before every further one."""

_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_MANY_SECONDS = re.compile(r"[0-9]{10,}")
_FOREVER = 1e9


@dataclass(frozen=True, slots=True)
class Repeat:
    """Which outcomes of a request are worth another attempt."""

    statuses: frozenset[int]
    lost: bool
    """Whether a connection that was lost before an answer is (once): only where the request changes nothing."""


READING: Final = Repeat(frozenset({429, 500, 502, 503, 504}), lost=True)
LOGGING_IN: Final = Repeat(frozenset({429, 503}), lost=False)


def asked_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """
    Return the seconds that an answer asks to wait; None where it does not say, or says it unreadably.

    Seconds and dates are understood, a time that is over gives 0.0. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    """
    text = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    if _MANY_SECONDS.fullmatch(text):
        return _FOREVER
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def backoff(attempt: int, jitter: Callable[[], float]) -> float:
    """Return the seconds after a failed attempt (counted from 1): doubling, and between half and all of it."""
    return FIRST_WAIT * 2.0 ** (attempt - 1) * (0.5 + jitter() / 2)
