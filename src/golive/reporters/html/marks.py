"""What statuses, strengths and states look like on the page, and what they mean in a sentence."""

from __future__ import annotations

from typing import Final

from golive.check import Strength
from golive.checklist import Attest
from golive.finding import Level
from golive.record import RecordState
from golive.report import Verdict
from golive.result import Status

MARKS: Final = {
    Status.FAIL: "✗",
    Status.ERROR: "‼\ufe0e",  # a text, not a picture
    Status.WARN: "!",
    Status.UNKNOWN: "?",
    Status.WAIVED: "~",
    Status.PASS: "✓",
    Status.SKIP: "–",  # noqa: RUF001 - a dash as wide as the others
}
"""Of each status, what needs attention first: its mark. The word always stands beside it."""

STATUS_WORDS: Final = {
    Status.FAIL: "Certainly wrong.",
    Status.ERROR: "The check itself broke. That is a defect of the check, not of the integration.",
    Status.WARN: "Works, but a careful engineer would change it.",
    Status.UNKNOWN: "Could not be verified. It never counts as right.",
    Status.WAIVED: "Not right, and accepted until a day by a person who is named.",
    Status.PASS: "Proven.",
    Status.SKIP: "Does not apply to this integration.",
}
"""What each status means."""

STRENGTH_MARKS: Final = {Strength.OBSERVED: "●", Strength.INSPECTED: "◐", Strength.ATTESTED: "○"}
"""Of each strength, the strongest first: its mark."""

STRENGTH_WORDS: Final = {
    Strength.OBSERVED: "seen in the behaviour of a live system",
    Strength.INSPECTED: "read from settings or source code",
    Strength.ATTESTED: "a person vouches for it",
}
"""What each strength means."""

LEVELS: Final = {
    Level.FAIL: (Status.FAIL, "fail"),
    Level.UNKNOWN: (Status.UNKNOWN, "unknown"),
    Level.WARN: (Status.WARN, "warn"),
    Level.SEEN: (Status.PASS, "seen"),
}
"""Of each level of a finding: whose mark it has, and its word."""

STATE_MARKS: Final = {
    RecordState.IN_USE: Status.PASS,
    RecordState.UNUSED: Status.WARN,
    RecordState.LAPSED: Status.WARN,
    RecordState.OVERRULED: Status.FAIL,
    RecordState.NOT_CONSULTED: Status.SKIP,
}
"""Of each state of a record: whose mark it has."""

VERDICT_MARKS: Final = {Verdict.READY: "✓", Verdict.NOT_READY: "✗", Verdict.INCOMPLETE: "?"}
"""Of each verdict: its mark."""

ATTEST_WORDS: Final = {
    Attest.NEVER: "Machines decide this line: nobody's word counts.",
    Attest.ACCEPTED: "A person may vouch for this line while the proof is missing, never against a fail.",
    Attest.REQUIRED: "This line needs a person's word: no machine can see it.",
}
"""Whose word counts for a line."""
