"""How the records of a profile stand today, without a run: which are in force, and which end soon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from golive.record import Record, RecordKind, read_day, why_lapsed

if TYPE_CHECKING:
    from golive.records.rules import Rules


class State(StrEnum):
    """How a record stands."""

    IN_FORCE = "in force"
    REPLACED = "replaced"
    """A later one about the same thing is in force, and counts instead."""
    EXPIRED = "expired"
    PENDING = "not begun"
    UNREADABLE = "unreadable"
    """A day of it cannot be read, so it is not in force."""
    IDLE = "without effect"
    """The profile or its policy does not let it count."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A record, how it stands, why (empty where it is simply in force), and the days left (None where unreadable)."""

    record: Record
    state: State
    why: str
    days_left: int | None

    def ends_within(self, days: int) -> bool:
        """Whether it is in force, and no longer so many days from now."""
        return self.state is State.IN_FORCE and self.days_left is not None and self.days_left < days


def standings(records: Sequence[Record], rules: Rules, today: date) -> tuple[Standing, ...]:
    """Return how records stand today (UTC), in their order."""
    return tuple(_standing(record, records[index + 1 :], rules, today) for index, record in enumerate(records))


def _standing(record: Record, later: Sequence[Record], rules: Rules, today: date) -> Standing:
    expires = read_day(record.expires)
    left = None if expires is None else (expires - today).days
    if (lapsed := why_lapsed(record, today)) is not None:
        state = State.UNREADABLE
        if expires is not None and read_day(record.made) is not None:
            state = State.EXPIRED if expires < today else State.PENDING
        return Standing(record, state, lapsed, left)
    if (idle := _why_idle(record, rules)) is not None:
        return Standing(record, State.IDLE, idle, left)
    about = (record.kind, record.subject, record.environment)
    for other in later:
        if (other.kind, other.subject, other.environment) == about and why_lapsed(other, today) is None:
            return Standing(record, State.REPLACED, f"the one at {other.place} counts instead", left)
    return Standing(record, State.IN_FORCE, "", left)


def _why_idle(record: Record, rules: Rules) -> str | None:
    if record.kind is RecordKind.WAIVER:
        return rules.why_not_waived(record.subject)
    return rules.why_vouching_is_idle(record.subject, record.environment or "")
