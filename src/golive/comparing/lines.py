"""What became of lines of the checklist, and of checks beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from golive.comparing.changes import Change, State, Turn
from golive.comparing.findings import compare_findings, shape
from golive.finding import Level
from golive.result import Result, Status

if TYPE_CHECKING:
    from golive.report import Report
    from golive.rollup import ItemResult

_RANK: Final = {
    Status.PASS: 0,
    Status.SKIP: 0,
    Status.WAIVED: 1,
    Status.WARN: 2,
    Status.UNKNOWN: 3,
    Status.FAIL: 4,
    Status.ERROR: 5,
}
_BROKEN: Final = frozenset({Status.FAIL, Status.ERROR})
_OPEN: Final = frozenset({Status.FAIL, Status.ERROR, Status.WARN, Status.UNKNOWN, Status.WAIVED})
_PROVEN: Final = frozenset({Status.PASS, Status.WARN})
_EXPLAINED: Final = frozenset({Status.UNKNOWN, Status.WAIVED, Status.SKIP, Status.ERROR})
"""Statuses that have a reason rather than findings."""


def turn_of(before: Status, after: Status) -> Turn | None:
    """
    Return what a change of status means, None where there is none.

    What newly fails or crashes is worse, whatever it was. What failed and is unknown now is not better: nobody knows.
    Else pass and skip are best, then waived, warn and unknown: to excuse something is worse than not to need it.
    """
    if before is after:
        return None
    if after in _BROKEN:
        return Turn.WORSE
    if before is Status.FAIL and after is Status.UNKNOWN:
        return Turn.CHANGED
    if _RANK[before] == _RANK[after]:
        return Turn.CHANGED
    return Turn.WORSE if _RANK[after] > _RANK[before] else Turn.BETTER


def lines(before: Report, after: Report) -> Iterator[Change]:
    """Yield what became of the lines of the checklist, in its order; those that are gone come last."""
    old, new = ({item.id: item for item in report.items()} for report in (before, after))
    results = {result.id: result for result in before.results}, {result.id: result for result in after.results}
    for item_id in (*new, *(name for name in old if name not in new)):
        pair = old.get(item_id), new.get(item_id)
        found = tuple(() if item is None else _proving(item, of) for item, of in zip(pair, results, strict=True))
        states = tuple(
            None if item is None else State(status=item.status, why=item.summary, strength=item.strength)
            for item in pair
        )
        title = next(item.title for item in reversed(pair) if item is not None)
        bare = Change(id=item_id, title=title, turn=Turn.CHANGED, before=states[0], after=states[1])
        if (change := _change(bare, *found)) is not None:
            yield change


def _proving(item: ItemResult, results: Mapping[str, Result]) -> tuple[Result, ...]:
    names = dict.fromkeys(name for proof in item.proofs for name in proof.check_ids())
    return tuple(results[name] for name in names)


def checks(before: Report, after: Report) -> Iterator[Change]:
    """Yield what became of the checks that no line names, in one of the reports at least."""
    old, new = ({result.id: result for result in report.results} for report in (before, after))
    beside = dict.fromkeys(result.id for report in (after, before) for result in report.besides())
    for check_id in beside:
        pair = old.get(check_id), new.get(check_id)
        states = tuple(
            None if result is None else State(status=result.status, why=_why(result), strength=result.strength)
            for result in pair
        )
        found = tuple(() if result is None else (result,) for result in pair)
        title = next(result.title for result in reversed(pair) if result is not None)
        bare = Change(id=check_id, title=title, turn=Turn.CHANGED, before=states[0], after=states[1])
        if (change := _change(bare, *found)) is not None:
            yield change


def _why(result: Result) -> str:
    if result.reason:
        return result.reason
    return next((finding.message for finding in result.findings if finding.level is not Level.SEEN), "")


def _change(change: Change, old: Sequence[Result], new: Sequence[Result]) -> Change | None:
    """Return what became of one thing, None where it is as it was. `old` and `new` are what its checks came to."""
    before, after = change.before, change.after
    if before is None or after is None:
        arrived = after is not None and after.status in _BROKEN
        return replace(change, turn=Turn.NEW if before is None else Turn.GONE, counts=arrived)
    found = compare_findings(old, new)
    change = replace(change, appeared=found.appeared, vanished=found.vanished)
    turned = turn_of(before.status, after.status)
    if turned is not None:
        return replace(change, turn=turned, note=_note(before.status, after.status), counts=turned is Turn.WORSE)
    if after.status in _OPEN and (found.appeared or found.vanished):
        # What a waiver excuses may change; that there is more of it is told, and counts for nothing.
        fails = found.fails and after.status is not Status.WAIVED
        turn = Turn.WORSE if fails else Turn.BETTER if found.fewer else Turn.CHANGED
        unseen = found.unseen and not found.appeared and turn is Turn.CHANGED
        note = "a check that found something did not look any more" if unseen else "other findings"
        return replace(change, turn=turn, note=note, counts=fails)
    if after.status in _PROVEN and before.strength is not after.strength:
        return replace(change, note=f"the proof was {before.strength}, it is {after.strength}")
    if after.status in _EXPLAINED and shape(before.why) != shape(after.why):
        return replace(change, note="another reason")
    return None


def _note(before: Status, after: Status) -> str:
    if after is Status.WAIVED:
        return "accepted, not repaired" if before in {*_BROKEN, Status.WARN, Status.UNKNOWN} else "accepted"
    if before in _BROKEN and after is Status.UNKNOWN:
        return "not known any more"
    if after is Status.SKIP:
        return "does not apply any more"
    if before is Status.SKIP:
        return "did not apply before"
    return "not accepted any more" if before is Status.WAIVED and _RANK[after] > _RANK[before] else ""
