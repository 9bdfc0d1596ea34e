"""What a saved report has to be beyond its types: its lines follow from its checks, and its verdict from its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from golive.checklist import Attest
from golive.record import RecordKind, RecordState
from golive.report import exit_code_of, verdict_of
from golive.result import Result, Status, status_of
from golive.saved.text import MisfitError

if TYPE_CHECKING:
    from golive.record import Record
    from golive.report import Report
    from golive.reporters.wire import WireReport, WireReports
    from golive.rollup import ItemResult

_T = TypeVar("_T")

_CHANGED: Final = "somebody changed the file; run golive check again"
_WAIVABLE: Final = frozenset({Status.FAIL, Status.WARN, Status.UNKNOWN})
_GOOD: Final = frozenset({Status.PASS, Status.WARN, Status.SKIP})
_LONGEST: Final = 100 * 366 * 86_400
"""Seconds: shards of one run may have been made at different times, but not by different generations."""
_LAST_YEAR: Final = 9000
_LEFT: Final = frozenset({Status.FAIL, Status.ERROR, Status.UNKNOWN, Status.WARN})
_WORST_FIRST: Final = (
    Status.FAIL,
    Status.ERROR,
    Status.UNKNOWN,
    Status.WARN,
    Status.WAIVED,
    Status.PASS,
    Status.SKIP,
)
"""As lines that decide another are weighed (`golive.rollup`)."""


def demand_sense(wire: WireReport, report: Report) -> None:
    """Raise MisfitError where what a saved report says does not follow from what it holds."""
    results = _unique([result.id for result in report.results], report.results, ".results")
    places = [
        (f".sections[{number}].items[{line}]", item)
        for number, section in enumerate(report.sections)
        for line, item in enumerate(section.items)
    ]
    items = _unique([item.id for _, item in places], [item for _, item in places], ".sections")
    if not items:
        raise MisfitError("this holds no line of a checklist", ".sections", _CHANGED)
    _demand_times(report)
    for number, result in enumerate(report.results):
        _demand_result(result, report, f".results[{number}]")
    for place, item in places:
        _demand_references(item, items, results, place)
        _demand_status(item, items, results, place)
    _demand_equal(".verdict", wire.verdict, report.verdict)
    _demand_equal(".exit_code", wire.exit_code, int(report.exit_code))
    for name, statuses, counts in (
        ("items", (item.status for item in report.items()), wire.counts.items),
        ("checks", (result.status for result in report.results), wire.counts.checks),
    ):
        counted = Counter(statuses)
        for status in Status:
            _demand_equal(f".counts.{name}.{status}", counts.get(status.value), counted[status])


def demand_together(wire: WireReports, reports: Sequence[Report]) -> None:
    """Raise MisfitError where what is said over several reports does not follow from them."""
    if not reports:
        raise MisfitError("this holds no report", ".reports")
    _demand_equal(".verdict", wire.verdict, verdict_of(reports))
    _demand_equal(".exit_code", wire.exit_code, int(exit_code_of(reports)))


def _demand_equal(place: str, said: object, due: object) -> None:
    if said != due:
        raise MisfitError(f"this says {said}, but what the file holds comes to {due}", place, _CHANGED)


def _demand_times(report: Report) -> None:
    """Raise MisfitError where something takes longer than any run, or ends beyond the calendar."""
    timed = {
        ".seconds": report.seconds,
        **{f".results[{number}].seconds": one.seconds for number, one in enumerate(report.results)},
        **{f".exchanges[{number}].seconds": one.seconds for number, one in enumerate(report.exchanges)},
    }
    for place, seconds in timed.items():
        if not 0 <= seconds <= _LONGEST:
            raise MisfitError("no run takes that long", place, _CHANGED)
    if report.started_at.year > _LAST_YEAR:
        raise MisfitError("the clock of that run was wrong", ".started_at", "set it, then run golive check again")


def _unique(ids: Iterable[str], values: Iterable[_T], place: str) -> Mapping[str, _T]:
    found: dict[str, _T] = {}
    for name, value in zip(ids, values, strict=True):
        if name in found:
            raise MisfitError(f"two of them have the id {name}", place)
        found[name] = value
    return found


def _demand_result(result: Result, report: Report, place: str) -> None:
    """Raise MisfitError where a check is better than what it found, or waived without a waiver."""
    waived = result.status is Status.WAIVED
    if waived is not (result.waived_from is not None) or (waived and result.waived_from not in _WAIVABLE):
        raise MisfitError("this does not go with the status", f"{place}.waived_from", _CHANGED)
    status, due = result.waived_from or result.status, status_of(result.findings, None)[0]
    shown = status is due or (status is Status.SKIP and not result.findings)
    if not shown and (due is Status.FAIL or status in _GOOD) and status not in {Status.FAIL, Status.ERROR}:
        raise MisfitError(f"this says {status}, but what the check found comes to {due}", f"{place}.status", _CHANGED)
    waivers = {
        record.subject
        for record in report.records
        if record.kind is RecordKind.WAIVER and record.state is RecordState.IN_USE
    }
    if waived and result.id not in waivers:
        raise MisfitError("this is waived, but no waiver of it is among the records", f"{place}.status", _CHANGED)


def _demand_references(
    item: ItemResult, items: Mapping[str, ItemResult], results: Mapping[str, Result], place: str
) -> None:
    """Raise MisfitError where a line refers to what is not there, or to what cannot decide it."""
    for check_id in (*item.check_ids, *(name for proof in item.proofs for name in proof.check_ids())):
        if check_id not in results:
            raise MisfitError(f"there is no result of {check_id}", f"{place}.checks")
    for other in item.derived_from:
        if other not in items or items[other].derived_from:
            raise MisfitError(f"{other} is no line that can decide another", f"{place}.derived_from")
    if item.waived_from is not None:
        waived = item.status is Status.WAIVED and item.waived_from in _WAIVABLE
        if not waived or item.record is None or item.record.kind is not RecordKind.WAIVER:
            raise MisfitError("this takes the status waived, and a waiver", f"{place}.waived_from", _CHANGED)
    elif _is_eased(item) and item.status not in _LEFT:
        raise MisfitError("a waiver cannot decide a line that is not waived", f"{place}.record", _CHANGED)
    if item.record is not None and not _decides(item.record, item, items):
        raise MisfitError("this record did not decide the line", f"{place}.record", _CHANGED)


def _is_eased(item: ItemResult) -> bool:
    """Tell whether a waiver excuses a part of a line, which has the status of the rest."""
    return item.record is not None and item.record.kind is RecordKind.WAIVER and item.waived_from is None


def _decides(record: Record, item: ItemResult, items: Mapping[str, ItemResult]) -> bool:
    """Tell whether a record can have decided a line: it was in use, and is about it, or about one of the same proof."""
    if record.state is not RecordState.IN_USE:
        return False
    if record.kind is RecordKind.WAIVER:
        return record.subject == item.id
    other = items.get(record.subject)
    if other is None or item.attest is Attest.NEVER or item.derived_from:
        return False
    # A line that does not apply says nothing about its proof.
    return other.status is Status.SKIP or (other.attest, other.proofs) == (item.attest, item.proofs)


def _demand_status(
    item: ItemResult, items: Mapping[str, ItemResult], results: Mapping[str, Result], place: str
) -> None:
    """
    Raise MisfitError where a line is better than what proves it.

    It may be worse, for reasons that the file does not hold: the kind of environment, the profile's policy.
    """
    status = item.waived_from or item.status
    if item.derived_from:
        others = {items[other].status for other in item.derived_from}
        due = next(each for each in _WORST_FIRST if each in others)
        # The policy may ask of it to be seen in operation, which is worse than what its lines come to.
        if status is not due and not (status is Status.UNKNOWN and due not in {Status.FAIL, Status.ERROR}):
            raise MisfitError(f"this says {status}, but the lines that decide it come to {due}", place, _CHANGED)
        return
    proving = {name: results[name].status for proof in item.proofs for name in proof.check_ids()}
    failing = next((name for name, found in proving.items() if found is Status.FAIL), None)
    if failing is not None and status is not Status.FAIL and not _is_eased(item):
        raise MisfitError(f"this says {item.status}, but its check {failing} fails", f"{place}.status", _CHANGED)
    if not _is_shown(item, status, proving):
        raise MisfitError(f"this says {status}, but its checks do not show it", f"{place}.status", _CHANGED)


def _is_shown(item: ItemResult, status: Status, proving: Mapping[str, Status]) -> bool:
    """Tell whether the checks of a line, or a person's word, can have come to a status that does no harm."""
    match status:
        case Status.WAIVED:
            return Status.WAIVED in proving.values()
        case Status.SKIP:
            return set(proving.values()) <= {Status.SKIP}
        case Status.PASS | Status.WARN if item.record is None or item.status is Status.WAIVED:
            # What one check warns of goes before what is waived of another.
            enough = _GOOD | {Status.WAIVED} if status is Status.WARN else _GOOD
            return bool(item.proofs) and all(
                any(all(proving[name] in enough for name in names) for names in proof.alternatives())
                for proof in item.proofs
            )
    return True
