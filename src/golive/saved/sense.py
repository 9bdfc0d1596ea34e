"""What a saved report has to be beyond its types: its lines follow from its checks, and its verdict from its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from golive.record import RecordKind
from golive.report import exit_code_of, verdict_of
from golive.result import Result, Status
from golive.saved.text import MisfitError

if TYPE_CHECKING:
    from golive.report import Report
    from golive.reporters.wire import WireReport, WireReports
    from golive.rollup import ItemResult

_T = TypeVar("_T")

_CHANGED: Final = "somebody changed the file; run golive check again"
_WAIVABLE: Final = frozenset({Status.FAIL, Status.WARN, Status.UNKNOWN})
_GOOD: Final = frozenset({Status.PASS, Status.WARN, Status.SKIP})
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


def _unique(ids: Iterable[str], values: Iterable[_T], place: str) -> Mapping[str, _T]:
    found: dict[str, _T] = {}
    for name, value in zip(ids, values, strict=True):
        if name in found:
            raise MisfitError(f"two of them have the id {name}", place)
        found[name] = value
    return found


def _demand_result(result: Result, report: Report, place: str) -> None:
    """Raise MisfitError where a check is waived without a waiver, or does not say what it came to."""
    waived = result.status is Status.WAIVED
    if waived is not (result.waived_from is not None) or (waived and result.waived_from not in _WAIVABLE):
        raise MisfitError("this does not go with the status", f"{place}.waived_from", _CHANGED)
    waivers = {record.subject for record in report.records if record.kind is RecordKind.WAIVER}
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
    elif item.record is not None and item.record.kind is not RecordKind.ATTESTATION:
        raise MisfitError("a waiver cannot decide a line that is not waived", f"{place}.record", _CHANGED)


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
        if status is not due:
            raise MisfitError(f"this says {status}, but the lines that decide it come to {due}", place, _CHANGED)
        return
    proving = {name: results[name].status for proof in item.proofs for name in proof.check_ids()}
    failing = next((name for name, found in proving.items() if found is Status.FAIL), None)
    if failing is not None and status is not Status.FAIL:
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
            return bool(item.proofs) and all(
                any(all(proving[name] in _GOOD for name in names) for names in proof.alternatives())
                for proof in item.proofs
            )
    return True
