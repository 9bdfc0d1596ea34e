"""What people said and decided on a call. Every text in here is free of secrets and harmless to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from golive.report import Verdict


class Party(StrEnum):
    """Whom somebody speaks for."""

    MERCHANT = "merchant"
    PROVIDER = "provider"


class Outcome(StrEnum):
    """What both parties decided."""

    PASSED = "passed"
    FOLLOW_UPS = "passed with follow-ups"
    NOT_PASSED = "not passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that was said about a line. `who` is empty where nobody was named."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """What the call came to for one line. `seen` says that the parties have looked at it."""

    notes: tuple[Note, ...] = ()
    follow_up: bool = False
    seen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """An attestation that was written to the records during the call. `expires` is its last day."""

    line: str
    at: datetime
    who: str
    evidence: str
    expires: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """A person who signs off what the call came to, and the day (UTC)."""

    party: Party
    name: str
    role: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """
    How a call ends. `reason` is needed where the outcome does not follow from the report.

    `attest_call` says that the line about the call itself is to be attested, by `who` and until `expires`.
    """

    outcome: Outcome
    sign_offs: tuple[SignOff, ...]
    reason: str = ""
    attest_call: bool = False
    who: str = ""
    expires: date | None = None


def objection(outcome: Outcome, verdict: Verdict, follow_ups: int, reason: str) -> str | None:
    """Return why an outcome does not go with a report, as a sentence, None where it does or a reason is given."""
    if outcome is Outcome.FOLLOW_UPS and not follow_ups:
        return "no line is marked for follow-up: mark one, or choose another outcome"
    if reason.strip():
        return None
    if outcome is Outcome.NOT_PASSED:
        ready = verdict is Verdict.READY
        return "the verdict is READY: say in a reason why the call was not passed all the same" if ready else None
    if verdict is Verdict.NOT_READY or (outcome is Outcome.PASSED and verdict is not Verdict.READY):
        return f"the verdict is {verdict}: say in a reason why the call passed all the same"
    if outcome is Outcome.PASSED and follow_ups:
        lines = "a line is" if follow_ups == 1 else f"{follow_ups} lines are"
        return f"{lines} marked for follow-up: choose `{Outcome.FOLLOW_UPS}`, or give a reason"
    return None
