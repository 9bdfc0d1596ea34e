"""What records do in a run: which of them are in force, what they change, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from golive.record import Record, RecordKind, RecordState, named_by, read_day, why_lapsed
from golive.result import LEFT_OUT, Result, Status
from golive.rollup import Accepted, ItemResult, SectionResult, proving, strict_lines

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
        elif why_not_waivable(record.subject, checklist, policy) is None:
            (checks if item is None else lines)[record.subject] = record
    return Accepted(attestations=attestations, lines=lines, checks=checks, policy=policy)


def why_not_waivable(subject: str, checklist: Checklist, policy: Policy) -> str | None:
    """
    Return why the policy lets no waiver excuse a line or a check, None where it does.

    A check that decides such a line and others as well may be waived; that line is judged as if it were not.
    """
    if named_by(policy.not_waivable, subject):
        return "the profile's policy does not let this be waived"
    strict = strict_lines(checklist, policy)
    if subject in strict:
        over = [item.id for item in checklist.items() if subject in item.derived_from]
    else:
        over = [item.id for item in checklist.items() if subject in proving(item, checklist)]
    held = [name for name in over if name in strict]
    if not held or (subject not in strict and len(held) < len(over)):
        return None
    return f"it decides {', '.join(held)}, which the profile's policy does not let be waived"


def outcomes(
    records: Sequence[Record],
    accepted: Accepted,
    sections: Iterable[SectionResult],
    results: Mapping[str, Result],
    checklist: Checklist,
    *,
    environment: str,
    today: date,
) -> tuple[Record, ...]:
    """
    Return the records in their order, each with its age and what it did.

    `accepted` are those in force, `sections` and `results` what the run came to with them.
    """
    judge = _Judge(accepted, {item.id: item for section in sections for item in section.items}, results, checklist)
    return tuple(
        replace(
            judge.told(record, environment, today),
            age_days=_days(record.made, today),
            days_left=_days_left(record.expires, today),
        )
        for record in records
    )


@dataclass(frozen=True, slots=True)
class _Judge:
    """What a run came to, to tell what each record did in it. `results` are after the waivers."""

    accepted: Accepted
    items: Mapping[str, ItemResult]
    results: Mapping[str, Result]
    checklist: Checklist

    def told(self, record: Record, environment: str, today: date) -> Record:
        """Return a record with its state and the reason for it."""
        state, note = self._state(record, environment, today)
        return replace(record, state=state, note=note)

    def _state(self, record: Record, environment: str, today: date) -> tuple[RecordState, str]:
        if not _concerns(record, environment):
            return RecordState.NOT_CONSULTED, f"it is about {record.environment}"
        if (lapsed := why_lapsed(record, today)) is not None:
            return RecordState.LAPSED, lapsed
        item, result = self.items.get(record.subject), self.results.get(record.subject)
        if record.kind is RecordKind.WAIVER:
            why = why_not_waivable(record.subject, self.checklist, self.accepted.policy)
            about = item or result
            idle = about is not None and about.status in {Status.PASS, Status.SKIP}
            if why is not None:
                return RecordState.UNUSED if idle else RecordState.OVERRULED, why
        if not self._in_force(record) and (item is not None or result is not None):
            return RecordState.UNUSED, f"a later {record.kind} of the same counts instead"
        if item is not None:
            return self._about_line(record, item)
        if result is not None:
            return self._about_check(result)
        return RecordState.NOT_CONSULTED, "nothing of that name was part of this run"

    def _in_force(self, record: Record) -> bool:
        accepted = self.accepted
        return any(record in kind.values() for kind in (accepted.attestations, accepted.lines, accepted.checks))

    def _about_line(self, record: Record, item: ItemResult) -> tuple[RecordState, str]:
        if any(other.record == record for other in self.items.values()):
            rest = record.kind is RecordKind.WAIVER and item.status is not Status.WAIVED
            return RecordState.IN_USE, f"for a part of the line, which is {item.status} for the rest" if rest else ""
        names = [name for proof in item.proofs for name in proof.check_ids()]
        if any(self.results[name].reason == LEFT_OUT for name in names):
            return RecordState.NOT_CONSULTED, "a check of the line was left out of this run"
        if record.kind is RecordKind.ATTESTATION:
            return _idle(item)
        if item.status is Status.WAIVED:
            return RecordState.UNUSED, "another waiver is in use"
        if item.status in {Status.FAIL, Status.WARN, Status.UNKNOWN, Status.ERROR}:
            return RecordState.OVERRULED, f"the line is {item.status} for what no waiver excuses: {item.summary}"
        return RecordState.UNUSED, f"what it excuses is {item.status} without it"

    def _about_check(self, result: Result) -> tuple[RecordState, str]:
        if result.status is Status.WAIVED:
            strict = strict_lines(self.checklist, self.accepted.policy)
            lines = (item for item in self.checklist.items() if item.id in strict)
            held = [item.id for item in lines if result.id in proving(item, self.checklist)]
            return RecordState.IN_USE, f"not for {', '.join(held)}: the policy lets nobody waive it" if held else ""
        if result.reason == LEFT_OUT:
            return RecordState.NOT_CONSULTED, "the check was left out of this run"
        if result.status is Status.ERROR:
            return RecordState.OVERRULED, "the check crashed, and no waiver excuses that"
        return RecordState.UNUSED, f"what it excuses is {result.status} without it"


def _idle(item: ItemResult) -> tuple[RecordState, str]:
    """Return what became of an attestation that decided nothing."""
    if item.status in {Status.FAIL, Status.ERROR}:
        return RecordState.OVERRULED, f"the line is {item.status}: a person's word does not change that"
    if item.status is Status.UNKNOWN:
        return RecordState.OVERRULED, f"a person's word is not enough: {item.summary}"
    return RecordState.UNUSED, f"the line is {item.status} without it"


def _concerns(record: Record, environment: str) -> bool:
    return record.environment is None or record.environment == environment


def _days(made: str, today: date) -> int | None:
    day = read_day(made)
    return None if day is None else (today - day).days


def _days_left(expires: str, today: date) -> int | None:
    day = read_day(expires)
    return None if day is None else (day - today).days
