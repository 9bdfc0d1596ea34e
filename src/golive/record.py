"""A record: what a person vouched for (an attestation), or what a team accepts for a while (a waiver)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from golive.finding import FilePlace

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class RecordKind(StrEnum):
    """What a record is."""

    ATTESTATION = "attestation"
    """A person vouches for a line of the checklist that no machine can see."""
    WAIVER = "waiver"
    """A team accepts for a while that a line or a check is not right."""


class RecordState(StrEnum):
    """What a record did in a run."""

    IN_USE = "in use"
    """A line or a check has its status because of it."""
    UNUSED = "unused"
    """It is in force, and changed nothing."""
    LAPSED = "lapsed"
    """It is not in force: expired, not begun, or with a date that cannot be read."""
    OVERRULED = "overruled"
    """It does not count: the line fails, or the profile's policy forbids it."""
    NOT_CONSULTED = "not consulted"
    """It is about another environment, or what it is about was left out of the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """
    One record, as written and as it counted.

    `subject` is the id of a line, or of a check (waivers only). `environment` is None where it is about all of them.
    `who` vouches or approves; `text` is the evidence or the reason. `made` and `expires` are days as written
    (ISO 8601); it is in force until the end of the latter, UTC. `state`, `note`, `age_days` and `days_left` are what a
    run came to; both numbers are None where a day cannot be read.
    """

    kind: RecordKind
    subject: str
    environment: str | None
    who: str
    text: str
    made: str
    expires: str
    place: FilePlace
    state: RecordState = RecordState.NOT_CONSULTED
    note: str = ""
    age_days: int | None = None
    days_left: int | None = None

    @property
    def warns(self) -> bool:
        """Whether somebody ought to look at it: a waiver that excuses nothing, or no longer."""
        return self.kind is RecordKind.WAIVER and self.state in {RecordState.UNUSED, RecordState.LAPSED}


def read_day(text: str) -> date | None:
    """Return the day that a text means (`2026-11-22`), None where it cannot be read."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def why_lapsed(record: Record, today: date) -> str | None:
    """Return why a record is not in force, None where it is."""
    made, expires = read_day(record.made), read_day(record.expires)
    if made is None or expires is None:
        return f"the day on which it {'was made' if made is None else 'expires'} cannot be read"
    if made > today:
        return f"it begins on {record.made} only"
    if expires < today:
        days = (today - expires).days
        return f"it expired on {record.expires}, {days} {'day' if days == 1 else 'days'} ago"
    return None


def named_by(patterns: Iterable[str], subject: str) -> bool:
    """Tell whether one of several patterns (`security.*`) names an id."""
    return any(fnmatchcase(subject, pattern) for pattern in patterns)
