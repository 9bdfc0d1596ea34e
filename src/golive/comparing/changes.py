"""What a comparison tells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from golive.report import Report, Verdict, verdict_of

if TYPE_CHECKING:
    from golive.check import Strength
    from golive.finding import Finding
    from golive.record import Record
    from golive.result import Status

_VERDICTS: Final = (Verdict.READY, Verdict.INCOMPLETE, Verdict.NOT_READY)
"""The best first."""


class Turn(StrEnum):
    """What became of something."""

    WORSE = "worse"
    BETTER = "better"
    CHANGED = "changed"
    """Neither: another reason, another proof, or nobody knows any more."""
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How a line or a check stood in one of the reports. `why` is its summary or reason."""

    status: Status
    why: str
    strength: Strength | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """
    What became of one line of the checklist, or of one check beside it.

    `before` and `after` are None where it was not there. `note` says more where the statuses do not say it all.
    `appeared` and `vanished` are findings, wherever in a file they stand. `counts` says that something got worse.
    """

    id: str
    title: str
    turn: Turn
    before: State | None
    after: State | None
    note: str = ""
    appeared: tuple[Finding, ...] = ()
    vanished: tuple[Finding, ...] = ()
    counts: bool = False

    @property
    def state(self) -> State:
        """How it stands now, or stood last."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a change is about something
        return found


class RecordTurn(StrEnum):
    """What became of an attestation or a waiver."""

    CAME = "came"
    WENT = "went"
    LAPSED = "lapsed"
    REWRITTEN = "rewritten"
    """Another person, text or day."""
    CHANGED = "changed"
    """It does something else now than it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """What became of one record. `before` and `after` are None where it was not there."""

    turn: RecordTurn
    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """The record as it is now, or as it was last."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a change is about something
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed between two reports about one service. `headings` say what else than time lies between them."""

    before: Report
    after: Report
    headings: tuple[str, ...]
    items: tuple[Change, ...]
    checks: tuple[Change, ...]
    records: tuple[RecordChange, ...]

    @property
    def worse(self) -> bool:
        """Whether anything got worse."""
        return any(change.counts for change in (*self.items, *self.checks)) or is_worse(
            self.before.verdict, self.after.verdict
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What changed between two files. `came` and `went` are services that only one of them holds."""

    before: tuple[Report, ...]
    after: tuple[Report, ...]
    services: tuple[Difference, ...]
    came: tuple[Report, ...]
    went: tuple[Report, ...]

    @property
    def worse(self) -> bool:
        """Whether anything got worse; a service that is new counts where it fails, or is all that is not ready."""
        arrived = any(report.verdict is Verdict.NOT_READY or report.crashed for report in self.came)
        return arrived or any(difference.worse for difference in self.services) or is_worse(*self.verdicts)

    @property
    def verdicts(self) -> tuple[Verdict, Verdict]:
        """The verdict over everything, before and after."""
        return verdict_of(self.before), verdict_of(self.after)


def is_worse(before: Verdict, after: Verdict) -> bool:
    """Tell whether a verdict is worse than another."""
    return _VERDICTS.index(after) > _VERDICTS.index(before)
