"""What records do in a run: which of them are in force, what they change, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from golive.record import Record, RecordKind, RecordState, named_by, read_day, why_lapsed
from golive.result import LEFT_OUT, Result, Status
from golive.rollup import Accepted, ItemResult, SectionResult

if TYPE_CHECKING:
    from golive.checklist import Checklist
    from golive.profile.types import Policy


def accept(
    records: Iterable[Record], checklist: Checklist, policy: Policy, *, environment: str, today: date
) -> Accepted:
    """Return the records that are in force for an environment today (UTC). Of several about one thing, the last."""
    attestations: dict[str, Record] = {}
    lines: dict[str, Record] = {}
    checks: dict[str, Record] = {}
    items = {item.id: item for item in checklist.items()}
    for record in records:
        if not _concerns(record, environment) or why_lapsed(record, today) is not None:
            continue
        item = items.get(record.subject)
        if record.kind is RecordKind.ATTESTATION:
            if item is not None:
                attestations[item.same_as or item.id] = record
        elif not named_by(policy.not_waivable, record.subject):
            (checks if item is None else lines)[record.subject] = record
    return Accepted(attestations=attestations, lines=lines, checks=checks, policy=policy)


def outcomes(
    records: Sequence[Record],
    sections: Iterable[SectionResult],
    results: Mapping[str, Result],
    policy: Policy,
    *,
    environment: str,
    today: date,
) -> tuple[Record, ...]:
    """Return the records in their order, each with its age and what it did. `results` are after the waivers."""
    items = {item.id: item for section in sections for item in section.items}
    used = {_identity(item.record) for item in items.values() if item.record is not None}
    return tuple(
        replace(
            _told(record, items, results, policy, used=_identity(record) in used, environment=environment, today=today),
            age_days=_days(record.made, today),
            days_left=_days_left(record.expires, today),
        )
        for record in records
    )


def _told(
    record: Record,
    items: Mapping[str, ItemResult],
    results: Mapping[str, Result],
    policy: Policy,
    *,
    used: bool,
    environment: str,
    today: date,
) -> Record:
    item, result = items.get(record.subject), results.get(record.subject)
    if not _concerns(record, environment):
        return _state(record, RecordState.NOT_CONSULTED, f"it is about {record.environment}")
    lapsed = why_lapsed(record, today)
    if lapsed is not None:
        return _state(record, RecordState.LAPSED, lapsed)
    if record.kind is RecordKind.WAIVER and named_by(policy.not_waivable, record.subject):
        return _state(record, RecordState.OVERRULED, "the profile's policy does not let this be waived")
    if used or (result is not None and result.status is Status.WAIVED):
        return _state(record, RecordState.IN_USE, "")
    if item is not None and record.kind is RecordKind.ATTESTATION:
        return _idle(record, item)
    if result is not None and result.reason == LEFT_OUT:
        return _state(record, RecordState.NOT_CONSULTED, "the check was left out of this run")
    if item is None and result is None:
        return _state(record, RecordState.NOT_CONSULTED, "nothing of that name was part of this run")
    status = item.status if item is not None else result.status if result is not None else Status.UNKNOWN
    same = "another waiver of it is in use" if status is Status.WAIVED else f"what it excuses is {status} without it"
    return _state(record, RecordState.UNUSED, same)


def _idle(record: Record, item: ItemResult) -> Record:
    """Return an attestation that decided nothing, with the reason."""
    if item.status in {Status.FAIL, Status.ERROR}:
        return _state(record, RecordState.OVERRULED, f"the line is {item.status}: a person's word does not change that")
    if item.status is Status.UNKNOWN:
        return _state(record, RecordState.OVERRULED, "the line needs more than a person's word")
    return _state(record, RecordState.UNUSED, f"the line is {item.status} without it")


def _state(record: Record, state: RecordState, note: str) -> Record:
    return replace(record, state=state, note=note)


def _concerns(record: Record, environment: str) -> bool:
    return record.environment is None or record.environment == environment


def _identity(record: Record) -> tuple[str, str, str, int | None]:
    return record.kind, record.subject, record.place.path, record.place.line


def _days(made: str, today: date) -> int | None:
    day = read_day(made)
    return None if day is None else (today - day).days


def _days_left(expires: str, today: date) -> int | None:
    day = read_day(expires)
    return None if day is None else (day - today).days
