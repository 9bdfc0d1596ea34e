"""Rows of the report in Markdown: a line of the checklist, a check, a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from golive.finding import Finding, Level
from golive.record import RecordState
from golive.registry import BUILT_IN
from golive.reporters.checks import MOST_FINDINGS, besides
from golive.reporters.gfm import code, outside
from golive.reporters.pages import label_of, pages_of
from golive.reporters.words import count, is_unbuilt, place_of
from golive.result import Result, Status

if TYPE_CHECKING:
    from golive.record import Record
    from golive.report import Report
    from golive.rollup import ItemResult

MARKS: Final = {
    Status.PASS: "✅",
    Status.WARN: "⚠️",
    Status.FAIL: "❌",
    Status.UNKNOWN: "❔",
    Status.SKIP: "⬜",
    Status.ERROR: "❗",
    Status.WAIVED: "📝",
}
"""Of each status: its mark, which always stands before its word."""
_RECORD_MARKS: Final = {
    RecordState.IN_USE: "✅",
    RecordState.UNUSED: "⚠️",
    RecordState.LAPSED: "⚠️",
    RecordState.OVERRULED: "❌",
    RecordState.NOT_CONSULTED: "⬜",
}
_OPEN: Final = frozenset({Status.FAIL, Status.ERROR, Status.UNKNOWN, Status.WARN})
_ORDER: Final = (Status.FAIL, Status.ERROR, Status.UNKNOWN, Status.WARN)
_LEVELS: Final = tuple(Level)
_LONGEST_CELL: Final = 300
"""Characters of a text in a table. What is open has more of it further down."""
_MOST_LINES: Final = 12
"""Lines of the checklist that are named beside one check, and steps of a trace."""


def is_open(item: ItemResult) -> bool:
    """Tell whether a line has to be looked at."""
    return item.status in _OPEN


def item_rows(items: Sequence[ItemResult]) -> Iterator[str]:
    """Yield each line of the checklist as a row: status, what must be true, what was seen."""
    for item in items:
        strength = f" ({item.strength})" if item.strength else ""
        title = outside(item.title, _LONGEST_CELL)
        yield _row(item.status, f"{title} · {code(item.id)}", f"{outside(item.summary, _LONGEST_CELL)}{strength}")


def check_rows(report: Report) -> Iterator[str]:
    """Yield each check that no line names as a row."""
    for result in besides(report):
        seen = result.of(Level.SEEN)
        told = [finding.message for finding in _heaviest(result) if finding.level is not Level.SEEN]
        if result.status is Status.PASS and seen:
            told = [seen[0].message]
        words = told[0] if told else result.reason or "no reason given"
        excused = f"{result.waived_from}, waived: " if result.waived_from else ""
        title = outside(result.title, _LONGEST_CELL)
        yield _row(result.status, f"{title} · {code(result.id)}", f"{excused}{outside(words, _LONGEST_CELL)}")


def record_rows(report: Report) -> Iterator[str]:
    """Yield each attestation and waiver as a row: what it did, what it is about, whose it is, how old, how long."""
    for record in report.records:
        note = f": {outside(record.note, _LONGEST_CELL)}" if record.note else ""
        cells = (
            f"{_RECORD_MARKS[record.state]} {record.state}{note}",
            f"{record.kind} of {code(record.subject)}{_where(record)}",
            f"{outside(record.who, _LONGEST_CELL)}: {outside(record.text, _LONGEST_CELL)}",
            f"{outside(record.made, _LONGEST_CELL)}{_days(record.age_days, '{} ago', 'in {}')}",
            f"{outside(record.expires, _LONGEST_CELL)}{_days(record.days_left, '{} left', '{} ago')}",
        )
        yield f"| {' | '.join(cells)} |\n"


def _where(record: Record) -> str:
    about = f" in {code(record.environment)}" if record.environment else ""
    return f"{about}, at {code(str(record.place))}"


def _days(days: int | None, ahead: str, behind: str) -> str:
    if days is None:
        return ""
    if days == 0:
        return " (today)"
    return f" ({(ahead if days > 0 else behind).format(count(abs(days), 'day'))})"


def open_rows(report: Report) -> Iterator[tuple[Result, str]]:
    """Yield every check that is not settled with what it found, what to do, and where that is documented."""
    lines: dict[str, list[str]] = {}
    for item in report.items():
        for check_id in dict.fromkeys(item.check_ids):
            lines.setdefault(check_id, []).append(item.id)
    found = [result for result in report.results if result.status in _OPEN and not is_unbuilt(result)]
    for result in sorted(found, key=lambda one: _ORDER.index(one.status)):
        yield result, "".join(_detail(result, lines.get(result.id, []), report.subject.provider))


def _detail(result: Result, lines: Sequence[str], provider_id: str) -> Iterator[str]:
    shown = ", ".join(code(line) for line in lines[:_MOST_LINES])
    more = f" and {len(lines) - _MOST_LINES} more" if len(lines) > _MOST_LINES else ""
    about = f", for {shown}{more}" if lines else f": {outside(result.title, _LONGEST_CELL)}"
    owner = "" if result.origin == BUILT_IN else f" of {code(result.origin)}"
    yield f"- {MARKS[result.status]} **{result.status}** {code(result.id)}{owner}{about}\n"
    yield from _findings(result)
    if result.reason and all(finding.message != result.reason for finding in result.findings):
        lead = "It could not look at everything: " if result.status is Status.FAIL else "Why: "
        yield f"  - {lead}{outside(result.reason)}\n"
    for line in result.trace[:_MOST_LINES]:
        yield f"  - At {code(line)}\n"
    if pages := pages_of(result, provider_id):
        yield f"  - Documentation: {', '.join(f'[{outside(label_of(page))}]({page})' for page in pages)}\n"


def _findings(result: Result) -> Iterator[str]:
    """Yield what a check found, the heaviest first; what to do once for all that share it."""
    found = [finding for finding in _heaviest(result) if finding.level is not Level.SEEN]
    for fix, sharing in groupby(found[:MOST_FINDINGS], key=lambda finding: _fix(finding, result)):
        for finding in sharing:
            place = f" (at {code(place_of(finding.place))})" if finding.place is not None else ""
            level = "" if finding.level.value == result.status.value else f"{finding.level}: "
            yield f"  - {level}{outside(finding.message)}{place}\n"
        if fix:
            yield f"  - **Fix:** {outside(fix)}\n"
    if len(found) > MOST_FINDINGS:
        yield f"  - and {count(len(found) - MOST_FINDINGS, 'more finding')}\n"


def _heaviest(result: Result) -> list[Finding]:
    return sorted(result.findings, key=lambda finding: _LEVELS.index(finding.level))


def _fix(finding: Finding, result: Result) -> str | None:
    if finding.level in {Level.FAIL, Level.WARN}:
        return finding.fix or result.remedy or None
    return finding.fix


def _row(status: Status, what: str, seen: str) -> str:
    return f"| {MARKS[status]} {status} | {what} | {seen} |\n"
