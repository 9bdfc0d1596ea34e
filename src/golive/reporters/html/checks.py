"""Checks as evidence for a line: what each of them saw, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from golive.finding import Finding, Level
from golive.registry import BUILT_IN
from golive.reporters.pages import pages_of
from golive.reporters.words import is_unloaded, place_of
from golive.result import Result, Status

MOST_PLACES: Final = 6
"""Places of one message that are shown at once; the others are folded."""
MOST_FINDINGS: Final = 400
"""Findings of one check that the page holds. The JSON report has all of them."""
_SETTLED: Final = frozenset({Status.PASS, Status.SKIP})
_HEAVIEST_FIRST: Final = tuple(Level)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message and every place at which it holds; those that are too many for a glance are in `more`."""

    level: Level
    message: str
    places: tuple[str, ...]
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What was seen, and the one thing to do about all of it (None where there is nothing to do)."""

    seen: tuple[Seen, ...]
    fix: str | None


@dataclass(frozen=True, slots=True)
class CheckView:
    """
    What a check came to, as evidence for a line.

    `told_by` is the line under which all of it stands, its title and anchor, where that is another one; `gist` is then
    what matters most of it.
    """

    anchor: str | None
    result: Result
    found: tuple[Advice, ...]
    left_out: int
    reason: str
    pages: tuple[str, ...]
    origin: str
    told_by: tuple[str, str] | None
    gist: str
    unloaded: bool


def check_of(result: Result, provider_id: str, anchor: str | None, told_by: tuple[str, str] | None = None) -> CheckView:
    """Return a check in full; where `told_by` names the line under which it stands, in few words."""
    kept = sorted(result.findings, key=lambda finding: _HEAVIEST_FIRST.index(finding.level))
    return CheckView(
        anchor=None if told_by else anchor,
        result=result,
        found=() if told_by else tuple(_advice(kept[:MOST_FINDINGS], result)),
        left_out=0 if told_by else max(0, len(kept) - MOST_FINDINGS),
        reason=_reason(result),
        pages=() if told_by or result.status in _SETTLED else pages_of(result, provider_id),
        origin="" if result.origin == BUILT_IN else result.origin,
        told_by=told_by,
        gist=gravest(result),
        unloaded=is_unloaded(result),
    )


def _advice(findings: Sequence[Finding], result: Result) -> Iterator[Advice]:
    """Yield the findings; what they share, a message or what to do, is said once."""
    for fix, sharing in groupby(findings, key=lambda finding: _fix(finding, result)):
        seen = []
        for (level, message), alike in groupby(sharing, key=lambda finding: (finding.level, finding.message)):
            places = tuple(place_of(finding.place) for finding in alike if finding.place is not None)
            # One place more costs no more room than the words that there is one.
            cut = MOST_PLACES if len(places) > MOST_PLACES + 1 else len(places)
            seen.append(Seen(level, message, places[:cut], places[cut:]))
        yield Advice(tuple(seen), fix)


def _fix(finding: Finding, result: Result) -> str | None:
    """Return what to do: the check's remedy answers what is wrong, not what could not be seen."""
    if finding.level in {Level.FAIL, Level.WARN}:
        return finding.fix or result.remedy or None
    return finding.fix


def _reason(result: Result) -> str:
    """Return why there is no verdict, or not a whole one, where no finding says it."""
    if not result.reason or any(finding.message == result.reason for finding in result.findings):
        return ""
    return f"It could not look at everything: {result.reason}" if result.status is Status.FAIL else result.reason


def gravest(result: Result) -> str:
    """Return the message of the heaviest finding that is not evidence of a pass, "" where there is none."""
    wrong = [finding for finding in result.findings if finding.level is not Level.SEEN]
    return min(wrong, key=lambda finding: _HEAVIEST_FIRST.index(finding.level)).message if wrong else ""
