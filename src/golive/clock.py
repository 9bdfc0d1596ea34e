"""Time, injected: no check and no layer below the command line asks the system for it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where time comes from. Tests bring their own."""

    def now(self) -> datetime:
        """Return the current time, with the UTC time zone."""
        ...

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes backwards."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait for so many seconds."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """Return the current time, with the UTC time zone."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes backwards."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait for so many seconds."""
        time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment by which something has to be finished, on a clock's monotonic time."""

    clock: Clock
    seconds: float
    """How long was allowed from the start, in seconds."""
    ends: float = field(default=-1.0)

    def __post_init__(self) -> None:
        if self.ends < 0:
            object.__setattr__(self, "ends", self.clock.monotonic() + self.seconds)

    @property
    def remaining(self) -> float:
        """Seconds left; 0.0 once it has passed."""
        return max(0.0, self.ends - self.clock.monotonic())

    @property
    def passed(self) -> bool:
        """Whether the moment is over."""
        return self.remaining <= 0.0

    def within(self, seconds: float) -> Deadline:
        """Return a deadline `seconds` from now, or at the end of this one where that is sooner."""
        now = self.clock.monotonic()
        allowed = max(0.0, min(seconds, self.ends - now))
        return Deadline(self.clock, allowed, min(self.ends, now + seconds))

    def sooner(self, seconds: float) -> Deadline:
        """Return a deadline that ends so much earlier than this one, now at the earliest."""
        ends = max(self.ends - seconds, self.clock.monotonic())
        return Deadline(self.clock, max(0.0, self.seconds - seconds), ends)
