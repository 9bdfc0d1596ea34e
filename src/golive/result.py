"""What running a check came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from golive.finding import Finding, Level

if TYPE_CHECKING:
    from golive.check import Check, Strength


LEFT_OUT: Final = "left out by --only or --skip"
"""The reason of a check that a person chose not to run."""


class Status(StrEnum):
    """The outcome of a check or of a checklist item."""

    PASS = "pass"  # noqa: S105 - a status, no password
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    SKIP = "skip"
    ERROR = "error"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Result:
    """
    One check's outcome.

    `reason` says why there is no verdict (unknown, skip, error). `trace` is where a broken check broke.
    `seconds` is how long it ran, `origin` the package that brought the check. `waived_from` is the status that a waiver
    stands in for.
    """

    id: str
    title: str
    status: Status
    strength: Strength
    remedy: str
    findings: tuple[Finding, ...] = ()
    reason: str | None = None
    trace: tuple[str, ...] = ()
    seconds: float = 0.0
    origin: str = "golive"
    waived_from: Status | None = None

    def of(self, level: Level) -> tuple[Finding, ...]:
        """Return the findings of one level, in the order in which the check saw them."""
        return tuple(finding for finding in self.findings if finding.level is level)


def status_of(findings: Sequence[Finding], reason: str | None) -> tuple[Status, str | None]:
    """
    Return the status that findings add up to, and the reason where there is no verdict.

    `reason` is why the check had to stop early, None where it ran to its end. A fail stands whatever could not be
    looked at besides; a check that saw nothing at all is unknown, never a pass.
    """
    levels = {finding.level for finding in findings}
    if Level.FAIL in levels:
        return Status.FAIL, reason
    if reason is not None:
        return Status.UNKNOWN, reason
    if Level.UNKNOWN in levels:
        return Status.UNKNOWN, next(f.message for f in findings if f.level is Level.UNKNOWN)
    if Level.WARN in levels:
        return Status.WARN, None
    if Level.SEEN in levels:
        return Status.PASS, None
    return Status.UNKNOWN, "the check found nothing to look at"


def unrun(check_id: str, title: str, strength: Strength, reason: str) -> Result:
    """Return the result of a check that was not run, with the reason."""
    return Result(check_id, title, Status.UNKNOWN, strength, remedy="", reason=reason)


def result_of(check: Check, status: Status, **details: object) -> Result:
    """Return a check's result with the check's own words filled in. `details` are further fields of `Result`."""
    strength = check.area.strength
    return Result(check.id, check.title, status, strength, check.remedy, **details)  # type: ignore[arg-type]  # fields
