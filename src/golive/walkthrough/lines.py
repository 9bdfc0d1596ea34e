"""The lines of a call: in which order they come, which checks decide each, and which are open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.checklist import Attest, Checklist, Item
from golive.registry import NOT_BUILT
from golive.result import Status
from golive.walkthrough.minutes import Remarks

if TYPE_CHECKING:
    from golive.report import Report
    from golive.rollup import ItemResult

CALL_LINE: Final = "path.certification-call"
"""The line about the call itself, where a checklist has one."""
OPEN: Final = (Status.FAIL, Status.ERROR, Status.UNKNOWN, Status.WARN)
"""The statuses that a call has to talk about, the heaviest first."""
_VOUCHED: Final = frozenset({Status.UNKNOWN, Status.SKIP})
_NOTHING: Final = Remarks()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """
    One line as it stands now.

    `number` counts from 1. `ask` is what a person has to state, None where a person's word does not count. `own` says
    that the provider's checklist has it; other lines come from installed packages. `can_attest` says that vouching for
    it now would change something. `check_ids` are the checks that decide it, those of the lines it is derived from
    included.
    """

    number: int
    section: str
    item: ItemResult
    remarks: Remarks
    ask: str | None
    own: bool
    can_attest: bool
    check_ids: tuple[str, ...]

    @property
    def id(self) -> str:
        """The line's id, such as `launch.base-url`."""
        return self.item.id


def lines_of(report: Report, checklist: Checklist, remarks: Mapping[str, Remarks]) -> tuple[Line, ...]:
    """Return all lines of a report in the order of the checklist, those of installed packages last."""
    known = {item.id: item for item in checklist.items()}
    sections = ((section, item) for section in report.sections for item in section.items)
    return tuple(
        Line(
            number=number,
            section=section.id,
            item=item,
            remarks=remarks.get(item.id, _NOTHING),
            ask=_ask(known.get(item.id), known),
            own=item.id in known,
            can_attest=_can_attest(item),
            check_ids=tuple(dict.fromkeys(_deciding(item, known))),
        )
        for number, (section, item) in enumerate(sections, 1)
    )


def open_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return what a call has to talk about, the heaviest first: what is not proven, then what is marked to follow."""
    found = [line for status in OPEN for line in lines if line.item.status is status]
    return (*found, *(line for line in lines if line.remarks.follow_up and line not in found))


def runnable(line: Line, report: Report) -> tuple[str, ...]:
    """Return the checks of a line that can be run: those that are built and were loaded."""
    there = {
        result.id
        for result in report.results
        if result.reason != NOT_BUILT and not result.id.startswith("plugin.") and result.title != result.id
    }
    return tuple(check_id for check_id in line.check_ids if check_id in there)


def _resolved(item: Item, known: Mapping[str, Item]) -> Item:
    return known[item.same_as] if item.same_as is not None else item


def _ask(item: Item | None, known: Mapping[str, Item]) -> str | None:
    return None if item is None else _resolved(item, known).ask


def _can_attest(item: ItemResult) -> bool:
    """Tell whether a word would count: where it is asked for, or where the proof is unknown; never against a fail."""
    if item.derived_from or item.attest is Attest.NEVER:
        return False
    if item.attest is Attest.REQUIRED:
        return item.status not in {Status.FAIL, Status.ERROR}
    return item.status in _VOUCHED or item.record is not None


def _deciding(item: ItemResult, known: Mapping[str, Item]) -> Iterator[str]:
    yield from item.check_ids
    written = known.get(item.id)
    if written is not None:
        yield from _named(written, known)


def _named(written: Item, known: Mapping[str, Item]) -> Iterator[str]:
    resolved = _resolved(written, known)
    for proof in resolved.proof:
        yield from proof.check_ids()
    yield from resolved.supported_by
    yield from written.supported_by
    if written.applies_with is not None:
        yield written.applies_with
    for other in written.derived_from:
        yield from _named(known[other], known)
