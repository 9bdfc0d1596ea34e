"""What a line, a check and a record are as a test of JUnit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from golive.finding import Level
from golive.record import RecordKind, RecordState
from golive.registry import BUILT_IN
from golive.reporters.words import place_of, record_words
from golive.result import LEFT_OUT, Result, Status

if TYPE_CHECKING:
    from golive.finding import Finding
    from golive.record import Record
    from golive.report import Report
    from golive.rollup import ItemResult


class Outcome(StrEnum):
    """What a test came to, as JUnit's element for it is called."""

    PASSED = "passed"
    FAILURE = "failure"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One test. `type` is the status that golive gave it, `message` says why in one line, `details` say more."""

    name: str
    outcome: Outcome
    type: str
    message: str
    details: tuple[str, ...] = ()
    milliseconds: int = 0


def item_case(item: ItemResult, report: Report, timed: set[str]) -> Case:
    """Return a line of the checklist as a test. The time of a check counts once; `timed` are those that did."""
    results = {result.id: result for result in report.results}
    consulted = [results[check_id] for check_id in dict.fromkeys(item.check_ids) if check_id in results]
    told = f"warning: {item.summary}" if item.status is Status.WARN else item.summary
    strength = (f"proof: {item.strength}",) if item.strength else ()
    record = tuple(
        record_words(one) for one in report.records if item.record is not None and _is_same(one, item.record)
    )
    open_checks = () if item.status in {Status.PASS, Status.SKIP} else tuple(_of_checks(consulted))
    return Case(
        name=f"{item.id}: {item.title}",
        outcome=_outcome(item.status, report),
        type=item.status.value,
        message=told or f"golive says {item.status}",
        details=(*strength, *record, *open_checks),
        milliseconds=_time(consulted, timed),
    )


def check_case(result: Result, report: Report, timed: set[str]) -> Case:
    """Return a check that no line names as a test."""
    outcome = _outcome(result.status, report)
    if result.status is Status.UNKNOWN and result.reason != LEFT_OUT:
        outcome = Outcome.SKIPPED  # no line asks for it, so it does not make the verdict, and it is no pass either
    heaviest = sorted(result.findings, key=lambda finding: tuple(Level).index(finding.level))
    told = result.reason or (heaviest[0].message if heaviest else f"golive says {result.status}")
    if result.status in {Status.FAIL, Status.WARN} and heaviest:
        told = heaviest[0].message
    mark = {Status.WARN: "warning: ", Status.WAIVED: "waived: "}.get(result.status, "")
    return Case(
        name=f"{result.id}: {result.title}",
        outcome=outcome,
        type=result.status.value,
        message=f"{mark}{told}",
        details=() if result.status in {Status.PASS, Status.SKIP} else tuple(_of_check(result)),
        milliseconds=_time([result], timed),
    )


def record_case(record: Record, report: Report) -> Case:
    """Return a record as a test: a waiver that excuses nothing warns, what does not count otherwise is skipped."""
    idle = {RecordState.LAPSED, RecordState.OVERRULED, RecordState.NOT_CONSULTED}
    outcome = Outcome.SKIPPED if record.state in idle and not record.warns else Outcome.PASSED
    if record.warns and report.fail_on_warn:
        outcome = Outcome.FAILURE
    note = f": {record.note}" if record.note else ""
    mark = "warning: " if record.warns else ""
    kind = "waiver" if record.kind is RecordKind.WAIVER else "attestation"
    return Case(
        name=f"{record.subject}: {kind} at {record.place}",
        outcome=outcome,
        type=record.state.value,
        message=f"{mark}{record.state}{note}",
        details=(record_words(record),),
    )


def _is_same(one: Record, other: Record) -> bool:
    """Tell whether two records are the same entry: a report's own list knows its age, that of a line does not."""
    return (one.kind, one.subject, one.place) == (other.kind, other.subject, other.place)


def _outcome(status: Status, report: Report) -> Outcome:
    match status:
        case Status.PASS:
            return Outcome.PASSED
        case Status.WARN:
            return Outcome.FAILURE if report.fail_on_warn else Outcome.PASSED
        case Status.FAIL:
            return Outcome.FAILURE
        case Status.UNKNOWN | Status.ERROR:
            return Outcome.ERROR
        case Status.SKIP | Status.WAIVED:
            return Outcome.SKIPPED


def _time(results: Iterable[Result], timed: set[str]) -> int:
    fresh = [result for result in results if result.id not in timed]
    timed.update(result.id for result in fresh)
    return sum(round(max(0.0, result.seconds) * 1000) for result in fresh)


def _of_checks(results: Iterable[Result]) -> Iterator[str]:
    for result in results:
        if result.status not in {Status.PASS, Status.SKIP}:
            yield from _of_check(result)


def _of_check(result: Result) -> Iterator[str]:
    """Yield what a check came to, line by line: findings with their place, what to do, where it broke."""
    owner = "" if result.origin == BUILT_IN else f" of {result.origin}"
    excused = f" (waived, was {result.waived_from})" if result.waived_from else ""
    found = [finding for finding in result.findings if finding.level is not Level.SEEN]
    told = bool(result.reason) and all(finding.message != result.reason for finding in found)
    yield f"{result.id}{owner}: {result.status}{excused}{f': {result.reason}' if told else ''}"
    for finding in found:
        yield from _of_finding(finding)
    for place in result.trace:
        yield f"  at {place}"
    if result.remedy and any(_takes_remedy(finding) for finding in result.findings):
        yield f"  fix: {result.remedy}"


def _of_finding(finding: Finding) -> Iterator[str]:
    yield f"  {finding.level}: {finding.message}"
    if finding.place is not None:
        yield f"    at {place_of(finding.place)}"
    if finding.fix:
        yield f"    fix: {finding.fix}"


def _takes_remedy(finding: Finding) -> bool:
    return finding.level in {Level.FAIL, Level.WARN} and not finding.fix
