"""From results to items: how a checklist line gets its status."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from golive.check import Strength
from golive.checklist import Attest, Checklist, Item, Proof
from golive.finding import Level
from golive.kind import Kind
from golive.profile.types import DEFAULT_POLICY, Policy
from golive.record import Record, named_by
from golive.result import LEFT_OUT, Result, Status

_WORST_FIRST = (Status.FAIL, Status.ERROR, Status.UNKNOWN, Status.WARN, Status.WAIVED, Status.PASS, Status.SKIP)
_PROVEN = frozenset({Status.PASS, Status.WARN})
_WAIVABLE = frozenset({Status.FAIL, Status.WARN, Status.UNKNOWN})
_STRONGEST_FIRST = tuple(Strength)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """
    One checklist line with its status.

    `summary` says in one line what was seen, or why there is no proof. `strength` is how strong the proof is (None
    without one). `check_ids` are the checks that were consulted, `proofs` how they belong together.
    `derived_from` are the lines that decide this one. `waived_from` is the status that a waiver of the line stands in
    for, `record` the attestation or waiver that decided it.
    """

    id: str
    title: str
    status: Status
    summary: str
    strength: Strength | None
    attest: Attest
    check_ids: tuple[str, ...]
    proofs: tuple[Proof, ...] = ()
    derived_from: tuple[str, ...] = ()
    waived_from: Status | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class SectionResult:
    """A section of the checklist with its lines."""

    id: str
    title: str
    items: tuple[ItemResult, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one proof came to, and the results that decided it."""

    status: Status
    by: tuple[Result, ...]


def may_be_waived(result: Result) -> bool:
    """Tell whether a waiver can excuse a result: never a crash, nor what a person left out of the run."""
    return result.status in _WAIVABLE and result.reason != LEFT_OUT


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """
    What people accept: the records in force for one environment, and the policy that limits them.

    `attestations` are found by the `shared_id` of their line, `lines` and `checks` are the waivers of each by id.
    """

    attestations: Mapping[str, Record] = field(default_factory=dict)
    lines: Mapping[str, Record] = field(default_factory=dict)
    checks: Mapping[str, Record] = field(default_factory=dict)
    policy: Policy = DEFAULT_POLICY

    def waive(self, results: Mapping[str, Result]) -> dict[str, Result]:
        """Return the results with each that a waiver excuses marked so. What a run left out is not excused."""
        return {check_id: self._waived(result) for check_id, result in results.items()}

    def _waived(self, result: Result) -> Result:
        if result.id not in self.checks or not may_be_waived(result):
            return result
        return replace(result, status=Status.WAIVED, waived_from=result.status)


NOTHING_ACCEPTED: Final = Accepted()


def roll_up(
    checklist: Checklist,
    results: Mapping[str, Result],
    kind: Kind = Kind.PRODUCTION,
    verticals: Collection[str] = (),
    accepted: Accepted = NOTHING_ACCEPTED,
) -> tuple[SectionResult, ...]:
    """
    Give every item of the checklist its status.

    `kind` is that of the environment which the results are about: a sandbox proves nothing about production.
    `verticals` are the kinds of product that the integration uses (empty: all there are); lines about others only are
    skipped, and what their checks found counts by itself. `results`, as the checks found them, needs an entry for every
    check id that the checklist names; KeyError where one is missing. `accepted` is what records may change.
    """
    settled: dict[str, ItemResult] = {}
    strict = strict_lines(checklist, accepted.policy)
    for item in checklist.items():
        why_not = _why_not(item, results, verticals)
        if why_not is not None:
            skipped = ItemResult(item.id, item.title, Status.SKIP, why_not, None, item.attest, ())
            # The verticals are the whole profile's; what a check is skipped for is this environment's alone.
            settled[item.id] = skipped if _of_other_verticals(item, verticals) else _of_kind(skipped, item, kind)
        elif not item.derived_from:
            proven = _judged(_resolve(item, checklist), results, accepted, strict=item.id in strict)
            settled[item.id] = _of_kind(proven, item, kind)
        waiver = accepted.lines.get(item.id)
        if item.id in settled and item.id not in strict and waiver is not None:
            left = _inexcusable(_resolve(item, checklist), results, accepted)
            settled[item.id] = _excused(settled[item.id], waiver, left)
    for item in checklist.items():
        if item.derived_from and item.id not in settled:
            others = [settled[other] for other in item.derived_from]
            derived = _derive(item, others)
            if named_by(accepted.policy.observed, item.id):
                derived = _demanded(derived)
            waiver = accepted.lines.get(item.id)
            crashed = any(other.status is Status.ERROR for other in others)
            if item.id not in strict and waiver is not None and not crashed:
                derived = _excused(derived, waiver, None)
            settled[item.id] = derived
    return tuple(
        SectionResult(section.id, section.title, tuple(settled[item.id] for item in section.items))
        for section in checklist.sections
    )


def strict_lines(checklist: Checklist, policy: Policy) -> frozenset[str]:
    """Return the ids of the lines that nothing excuses: those that the policy names, and those that decide them."""
    named = [item for item in checklist.items() if named_by(policy.not_waivable, item.id)]
    return frozenset(line for item in named for line in (item.id, *item.derived_from))


def proving(item: Item, checklist: Checklist) -> tuple[str, ...]:
    """Return the ids of the checks that prove a line, by itself or as the line that it shares them with."""
    return _consulted(_resolve(item, checklist))


def _why_not(item: Item, results: Mapping[str, Result], verticals: Collection[str]) -> str | None:
    """Return why a line does not apply to this integration, None where it does."""
    if _of_other_verticals(item, verticals):
        return f"the profile's verticals name no {' and no '.join(item.verticals)}"
    if item.applies_with is not None and results[item.applies_with].status is Status.SKIP:
        return results[item.applies_with].reason or ""
    return None


def _of_other_verticals(item: Item, verticals: Collection[str]) -> bool:
    return bool(item.verticals and verticals and not set(item.verticals) & set(verticals))


def _resolve(item: Item, checklist: Checklist) -> Item:
    if item.same_as is None:
        return item
    other = checklist.item(item.same_as)
    return replace(item, proof=other.proof, attest=other.attest, ask=other.ask)


def _judged(item: Item, results: Mapping[str, Result], accepted: Accepted, *, strict: bool) -> ItemResult:
    """Return a line with what its checks came to, with their waivers and with a person's word, where those count."""
    plain = _settle(item, results, accepted)
    if strict:
        return plain
    waived = accepted.waive(results)
    eased = _settle(item, waived, accepted)
    if eased.status is not Status.PASS or plain.status is Status.PASS:
        return eased
    # What passes only because something is waived has not passed.
    excuse = _summary(Status.WAIVED, [waived[check_id] for check_id in _consulted(item)])
    return replace(eased, status=Status.WAIVED, strength=None, summary=f"{excuse}; {eased.summary}")


def _consulted(item: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys(check_id for proof in item.proof for check_id in proof.check_ids()))


def _settle(item: Item, results: Mapping[str, Result], accepted: Accepted) -> ItemResult:
    found = _proven(item, results)
    if named_by(accepted.policy.observed, item.id):
        found = _demanded(found)
        if found.status is Status.UNKNOWN:
            return found
    if found.status is Status.PASS and item.observed and found.strength is not Strength.OBSERVED:
        why = f"read from the source only, not seen in operation: {found.summary}"
        found = replace(found, status=Status.WARN, summary=why)
    if found.status is Status.UNKNOWN and any(results[name].reason == LEFT_OUT for name in _consulted(item)):
        return found  # what was left out may fail, and nobody's word counts against that
    return _vouched(found, item, accepted.attestations.get(item.same_as or item.id), has_proofs=bool(item.proof))


def _proven(item: Item, results: Mapping[str, Result]) -> ItemResult:
    """Return a line with what its checks alone came to."""
    consulted = _consulted(item)
    outcomes = [_prove(proof, results) for proof in item.proof]
    failed = [results[check_id] for check_id in consulted if results[check_id].status is Status.FAIL]
    status = Status.FAIL if failed else _worst(outcome.status for outcome in outcomes)
    decided = failed or [result for outcome in outcomes if outcome.status is status for result in outcome.by]
    strength = _weakest_link(outcomes) if status in _PROVEN else None
    summary = _summary(status, decided) if consulted else "no check is named that proves this"
    check_ids = (*consulted, *item.supported_by)
    return ItemResult(item.id, item.title, status, summary, strength, item.attest, check_ids, item.proof)


def _demanded(found: ItemResult) -> ItemResult:
    """Return a line as the policy's `observed` wants it: nothing but a proof seen in operation will do."""
    if found.strength is Strength.OBSERVED or found.status in {Status.FAIL, Status.ERROR, Status.SKIP}:
        return found
    why = f"the policy asks for a proof seen in operation: {found.summary}"
    return replace(found, status=Status.UNKNOWN, strength=None, summary=why)


def _vouched(found: ItemResult, item: Item, record: Record | None, *, has_proofs: bool) -> ItemResult:
    """Return a line with what a person says about it, where that counts: never against a fail."""
    required = item.attest is Attest.REQUIRED
    if item.attest is Attest.NEVER or found.status in {Status.FAIL, Status.ERROR}:
        return found
    if record is None:
        asked = f"a person has to answer: {item.ask}" if item.ask else "a person has to vouch for this"
        return replace(found, status=Status.UNKNOWN, strength=None, summary=asked) if required else found
    word = f"{record.who} vouched for it on {record.made}: {record.text}"
    if required and has_proofs and found.status is not Status.SKIP:
        # Both are asked for: what the checks came to, and the word of a person, which is the weaker one.
        weakest = Strength.ATTESTED if found.status in _PROVEN else None
        return replace(found, strength=weakest, summary=f"{found.summary}; {word}", record=record)
    if required or found.status is Status.UNKNOWN:
        return replace(found, status=Status.PASS, strength=Strength.ATTESTED, summary=word, record=record)
    return found


def _inexcusable(item: Item, results: Mapping[str, Result], accepted: Accepted) -> ItemResult | None:
    """
    Return what is left of a line once everything about it is waived that a waiver may excuse, None where nothing is.

    A crash is left, a check that was left out of the run, and one that the policy lets nobody waive.
    """
    if not item.proof:
        return None
    excused = {
        check_id: replace(result, status=Status.WAIVED, waived_from=result.status)
        for check_id, result in results.items()
        if may_be_waived(result) and not named_by(accepted.policy.not_waivable, check_id)
    }
    left = _proven(item, {**results, **excused})
    return None if left.status in {Status.PASS, Status.SKIP, Status.WAIVED} else left


def _excused(settled: ItemResult, waiver: Record, left: ItemResult | None) -> ItemResult:
    """Return a line as waived, where there is something to waive; `left` is what the waiver does not excuse of it."""
    if settled.status not in _WAIVABLE:
        return settled
    if left is not None:
        return settled if left.status is settled.status else replace(left, record=waiver)
    why = f"{settled.status}, waived by {waiver.who} until {waiver.expires}: {waiver.text} (was: {settled.summary})"
    return replace(settled, status=Status.WAIVED, strength=None, summary=why, waived_from=settled.status, record=waiver)


def _of_kind(settled: ItemResult, item: Item, kind: Kind) -> ItemResult:
    """Return a line that is about production as unknown where it would pass for a sandbox."""
    unproven = {Status.FAIL, Status.ERROR, Status.UNKNOWN}
    if not item.production or kind is Kind.PRODUCTION or settled.status in unproven:
        return settled
    why = f"a {kind} proves nothing about production"
    return replace(settled, status=Status.UNKNOWN, strength=None, summary=why, waived_from=None, record=None)


def _derive(item: Item, others: Sequence[ItemResult]) -> ItemResult:
    status = _worst(other.status for other in others)
    deciding = [other for other in others if other.status is status]
    strengths = [other.strength for other in others if other.strength is not None]
    names_of = ", ".join(other.id for other in deciding)
    match status:
        case Status.PASS:
            all_apply = len(deciding) == len(others)
            summary = f"all {len(others)} lines of it pass" if all_apply else "every line of it that applies passes"
        case Status.SKIP:
            summary = "none of its lines applies"
        case Status.WAIVED:
            summary = f"waived: {names_of}"
        case _:
            summary = f"decided by {names_of}"
    strength = max(strengths, key=_STRONGEST_FIRST.index) if status in _PROVEN else None
    return ItemResult(item.id, item.title, status, summary, strength, item.attest, (), derived_from=item.derived_from)


def _prove(proof: Proof, results: Mapping[str, Result]) -> _Outcome:
    """Return the best that any alternative of a proof comes to; the strongest where several are as good."""
    outcomes = [_conjunction([results[check_id] for check_id in names]) for names in proof.alternatives()]
    proven = [outcome for outcome in outcomes if outcome.status in _PROVEN]
    if proven:
        strongest = min(proven, key=lambda outcome: _STRONGEST_FIRST.index(_weakest(outcome.by)))
        status = _worst(outcome.status for outcome in proven)
        warned = next((outcome for outcome in proven if outcome.status is status), strongest)
        return strongest if strongest.status is status else _Outcome(status, warned.by)
    waived = next((outcome for outcome in outcomes if outcome.status is Status.WAIVED), None)
    if waived is not None:
        return waived
    applicable = [outcome for outcome in outcomes if outcome.status is not Status.SKIP]
    if not applicable:
        return _Outcome(Status.SKIP, tuple(result for outcome in outcomes for result in outcome.by))
    status = _worst(outcome.status for outcome in applicable)
    return _Outcome(status, tuple(dict.fromkeys(result for outcome in applicable for result in outcome.by)))


def _conjunction(results: Sequence[Result]) -> _Outcome:
    applicable = [result for result in results if result.status is not Status.SKIP]
    if not applicable:
        return _Outcome(Status.SKIP, tuple(results))
    status = _worst(result.status for result in applicable)
    proven = status in _PROVEN
    by = applicable if proven else [result for result in applicable if result.status is status]
    return _Outcome(status, tuple(by))


def _worst(statuses: Iterator[Status] | Sequence[Status]) -> Status:
    """Return the heaviest status; unknown where there is none, for nothing was looked at."""
    present = set(statuses)
    return next((status for status in _WORST_FIRST if status in present), Status.UNKNOWN)


def _weakest(results: Sequence[Result]) -> Strength:
    return max((result.strength for result in results), key=_STRONGEST_FIRST.index)


def _weakest_link(outcomes: Sequence[_Outcome]) -> Strength | None:
    strengths = [_weakest(o.by) for o in outcomes if o.status in _PROVEN and o.by]
    return max(strengths, key=_STRONGEST_FIRST.index) if strengths else None


def _summary(status: Status, results: Sequence[Result]) -> str:
    match status:
        case Status.FAIL:
            messages = [finding.message for result in results for finding in result.of(Level.FAIL)]
        case Status.WAIVED:
            messages = [
                f"waived: {result.id} ({result.waived_from})" for result in results if result.status is Status.WAIVED
            ]
        case Status.WARN:
            messages = [finding.message for result in results for finding in result.of(Level.WARN)]
        case Status.PASS:
            messages = [finding.message for result in results for finding in result.of(Level.SEEN)]
        case _:
            return _reasons(results)
    first = messages[0] if messages else ""
    more = len(messages) - 1
    return f"{first} (+{more} more)" if more > 0 else first


def _reasons(results: Sequence[Result]) -> str:
    """Return why there is no proof: checks that share a reason are named together."""
    by_reason: dict[str, list[str]] = {}
    for result in results:
        by_reason.setdefault(result.reason or "", []).append(result.id)
    return "; ".join(f"{', '.join(ids)}: {reason}" for reason, ids in by_reason.items())
