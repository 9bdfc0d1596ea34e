"""What there is to see of one line: what must be true, why, what was seen, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.checklist import Attest
from golive.finding import Level
from golive.registry import NOT_BUILT
from golive.reporters.words import count, is_unbuilt, place_of, plain, record_words
from golive.result import Status
from golive.walkthrough.lines import runnable
from golive.walkthrough.view import HIDDEN, Part, Row, Span, Tone, check_name, line_title, row

if TYPE_CHECKING:
    from golive.finding import Finding
    from golive.result import Result
    from golive.walkthrough.call import Call
    from golive.walkthrough.lines import Line

MOST_FINDINGS: Final = 20
"""Findings of one check that are shown; the report has them all."""
_LEVELS: Final = {
    Level.FAIL: (Tone.FAIL, "wrong"),
    Level.UNKNOWN: (Tone.UNKNOWN, "not verified"),
    Level.WARN: (Tone.WARN, "to change"),
    Level.SEEN: (Tone.PASS, "right"),
}
_TO_DO: Final = frozenset({Status.FAIL, Status.WARN, Status.ERROR, Status.UNKNOWN})


def parts_of(call: Call, line: Line, *, presenter: bool) -> Iterator[Part]:
    """Yield the parts of a line that have something to say, in the order in which they are read."""
    parts = (
        ("must", "What must be true", _must(call, line, presenter=presenter)),
        ("status", "Status", _status(line, presenter=presenter)),
        ("todo", "What to do", _todo(call, line, presenter=presenter)),
        ("evidence", "Evidence", _evidence(call, line, presenter=presenter)),
        ("records", "Records", _records(call, line, presenter=presenter)),
        ("notes", "Notes", _notes(line, presenter=presenter)),
        ("why", "Why it matters", _why(call, line)),
    )
    for part_id, title, rows in parts:
        found = tuple(rows)
        if found:
            yield Part(part_id, title, found)


def _must(call: Call, line: Line, *, presenter: bool) -> Iterator[Row]:
    yield row(Span(line_title(call, line, presenter=presenter), Tone.STRONG))
    if not line.own:
        return
    item = call.checklist.item(line.id)
    if item.production:
        yield row(Span("Only a production environment can prove it.", Tone.DIM))
    if item.observed:
        yield row(Span("A proof read from source or settings alone counts as a warning.", Tone.DIM))
    if line.ask is not None:
        lead = "Only people can know: " if line.item.attest is Attest.REQUIRED else "A person may vouch for it: "
        yield row(Span(lead, Tone.DIM), line.ask)


def _status(line: Line, *, presenter: bool) -> Iterator[Row]:
    item = line.item
    spans: list[str | Span] = [Span(str(item.status), Tone(item.status.value))]
    if item.strength is not None:
        spans.append(f" ({item.strength})")
    if item.waived_from is not None:
        spans.append(f", {item.waived_from} without the waiver")
    summary = item.summary.removesuffix(f": {line.ask}") if line.ask else item.summary  # the question stands above
    if summary and not presenter:
        spans.append(f": {plain(summary)}")
    yield row(*spans)
    if line.remarks.follow_up:
        yield row(Span("Marked for follow-up", Tone.WARN))


def _results(call: Call, line: Line) -> tuple[Result, ...]:
    found = {result.id: result for result in call.report.results}
    return tuple(found[check_id] for check_id in line.check_ids if check_id in found)


def _why(call: Call, line: Line) -> Iterator[Row]:
    """Yield the guides of golive's own checks. Those of installed packages are in their own documentation."""
    if line.item.derived_from:
        yield row("It sums up other lines of the checklist: each of them says why it matters.")
        return
    for check_id in line.check_ids:
        check = call.backstage.checks.get(check_id)
        if check is not None:
            yield row(Span(f"{check.title}. ", Tone.STRONG), " ".join(check.guide.partition("\n\n")[0].split()))


def _evidence(call: Call, line: Line, *, presenter: bool) -> Iterator[Row]:
    if line.item.derived_from:
        yield from _deciding(call, line, presenter=presenter)
        return
    results = _results(call, line)
    for result in results:
        if not is_unbuilt(result):
            yield from result_rows(call, result, presenter=presenter)
    unbuilt = [check_name(call, result.id, presenter=presenter) for result in results if is_unbuilt(result)]
    if unbuilt:
        yield row(Span(f"{NOT_BUILT}: {', '.join(unbuilt)}", Tone.DIM), indent=2)


def _deciding(call: Call, line: Line, *, presenter: bool) -> Iterator[Row]:
    """Yield the lines that decide a line, with the numbers by which to go there."""
    lines = {one.id: one for one in call.lines()}
    for one in (lines[other] for other in line.item.derived_from if other in lines):
        status = Span(f"{one.item.status:8}", Tone(one.item.status.value))
        yield row(status, f"{one.number}. {line_title(call, one, presenter=presenter)}", indent=8)


def result_rows(call: Call, result: Result, *, presenter: bool) -> Iterator[Row]:
    """Yield what a check saw, and where."""
    own = call.backstage.checks.get(result.id)
    name = check_name(call, result.id, presenter=presenter)
    title = own.title if own is not None else "" if presenter else plain(result.title)
    titled = f"{name}: {title}" if title and title != name else name
    yield row(
        Span(str(result.status), Tone(result.status.value)),
        f" {titled} ",
        Span(f"({result.strength})", Tone.DIM),
    )
    if presenter:
        yield from _counted(result)
        return
    if result.reason and all(finding.message != result.reason for finding in result.findings):
        yield row(Span(plain(result.reason)), indent=2)
    for frame in result.trace:
        yield row(Span(f"at {plain(frame)}", Tone.DIM), indent=4)
    ordered = sorted(result.findings, key=lambda finding: list(Level).index(finding.level))
    for finding in ordered[:MOST_FINDINGS]:
        tone, word = _LEVELS[finding.level]
        yield row(Span(f"{word}: ", tone), plain(finding.message), indent=2)
        if finding.place is not None:
            yield row(Span(f"at {plain(place_of(finding.place))}", Tone.DIM), indent=4)
    if len(ordered) > MOST_FINDINGS:
        yield row(Span(f"and {len(ordered) - MOST_FINDINGS} more, in the report", Tone.DIM), indent=2)


def _counted(result: Result) -> Iterator[Row]:
    levels = Counter(finding.level for finding in result.findings)
    words = [f"{levels[level]} {_LEVELS[level][1]}" for level in Level if levels[level]]
    if words:
        yield row(Span(f"found: {', '.join(words)} ({HIDDEN})", Tone.DIM), indent=2)
    elif result.reason:
        yield row(Span(f"the reason is {HIDDEN}", Tone.DIM), indent=2)


def _records(call: Call, line: Line, *, presenter: bool) -> Iterator[Row]:
    subjects = {line.id, *line.check_ids}
    if line.own:
        subjects.add(call.checklist.item(line.id).same_as or line.id)
    decided = line.item.record
    for record in call.report.records:
        deciding = decided is not None and (decided.kind, decided.place) == (record.kind, record.place)
        if record.subject not in subjects and not deciding:
            continue
        if presenter:
            yield row(f"{record.kind}, {record.state} ({HIDDEN})")
        else:
            why = f" ({plain(record.note)})" if record.note else ""
            yield row(Span(f"{record.state}{why}: ", Tone.DIM), plain(record_words(record)))


def _notes(line: Line, *, presenter: bool) -> Iterator[Row]:
    notes = line.remarks.notes
    if presenter and notes:
        yield row(Span(f"{count(len(notes), 'note')} ({HIDDEN})", Tone.DIM))
        return
    for note in notes:
        who = f" {plain(note.who)}" if note.who else ""
        yield row(Span(f"{note.at:%Y-%m-%d %H:%M}{who}: ", Tone.DIM), plain(note.text))


def _todo(call: Call, line: Line, *, presenter: bool) -> Iterator[Row]:
    if line.item.status not in _TO_DO:
        return
    if line.can_attest and line.item.record is None:
        yield row("Attest it, with the evidence.")
    if line.item.derived_from:
        yield row("Settle the lines that decide it.")
        return
    told: dict[str, None] = {}
    for result in _results(call, line):
        if result.status in _TO_DO - {Status.ERROR}:
            told.update(dict.fromkeys(_fixes(call, result, presenter=presenter)))
    for fix in told:
        yield row(fix)
    if not told and not line.can_attest and runnable(line, call.report):
        yield row("Find out what is in the way, then run its checks again.")
    if any(result.status is Status.ERROR for result in _results(call, line)):
        yield row("A check crashed: that is a defect of the check, to be reported to its authors.")


def _fixes(call: Call, result: Result, *, presenter: bool) -> Iterator[str]:
    """Yield what to do about what a check found: its remedy, unless a finding knows better."""
    wrong = [finding for finding in result.findings if finding.level in {Level.FAIL, Level.WARN}]
    own = call.backstage.checks.get(result.id)
    if presenter:
        if own is not None and wrong:
            yield own.remedy
        return
    for finding in wrong:
        fix = _fix(finding, result)
        if fix:
            yield fix
    yield from (plain(one.fix) for one in result.findings if one.level is Level.UNKNOWN and one.fix)


def _fix(finding: Finding, result: Result) -> str:
    return plain(finding.fix or result.remedy)
