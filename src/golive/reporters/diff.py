"""What changed between two reports, for a terminal; and the choice between this and the other formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from golive.comparing.changes import Change, Comparison, Difference, RecordChange, RecordTurn, Turn
from golive.reporters.words import count, place_of, record_words, title_of

if TYPE_CHECKING:
    from rich.text import Text

    from golive.finding import Finding
    from golive.report import Report
    from golive.reporters.formats import Style
    from golive.reporters.layout import Page

MOST_FINDINGS: Final = 5
"""Findings of one line that are shown; `-v` shows all."""
TURNS: Final[Mapping[Turn, str]] = MappingProxyType(
    {
        Turn.WORSE: "Worse",
        Turn.BETTER: "Better",
        Turn.CHANGED: "Changed",
        Turn.NEW: "New",
        Turn.GONE: "Gone",
    }
)
"""Headings, what needs attention first."""
_RECORD_WORDS: Final = {
    RecordTurn.CAME: "is new",
    RecordTurn.WENT: "is gone",
    RecordTurn.LAPSED: "has lapsed",
    RecordTurn.REWRITTEN: "was rewritten",
}
_LABEL: Final = 9
"""Columns of what stands before a fact."""


def render(comparison: Comparison, name: str, style: Style) -> str:
    """Return what changed in one of the `FORMATS`."""
    return FORMATS[name](comparison, style)


def changes_of(difference: Difference, turn: Turn) -> tuple[Change, ...]:
    """Return what took a turn: lines of the checklist, then checks beside it."""
    return tuple(change for change in (*difference.items, *difference.checks) if change.turn is turn)


def step(change: Change) -> str:
    """Return in a few words what became of something: its statuses, and what they do not say."""
    before = change.before.status if change.before is not None else None
    after = change.after.status if change.after is not None else None
    if before is None or after is None:
        moved = str(after) if before is None else f"was {before}"
    else:
        moved = str(after) if before is after else f"{before} → {after}"
    return f"{moved}, {change.note}" if change.note else moved


def record_step(change: RecordChange) -> str:
    """Return in a few words what became of a record."""
    record = change.record
    if change.turn is RecordTurn.CHANGED and change.before is not None:
        return f"{record.kind} of {record.subject} was {change.before.state}, it is {record.state}{_note(record.note)}"
    told = _note(record.note) if change.turn is RecordTurn.LAPSED else ""
    return f"{record.kind} of {record.subject} {_RECORD_WORDS[change.turn]}{told}"


def _note(note: str) -> str:
    return f": {note}" if note else ""


def found(finding: Finding) -> str:
    """Return a finding and where it is in one sentence."""
    return finding.message if finding.place is None else f"{finding.message} (at {place_of(finding.place)})"


def state_words(report: Report) -> str:
    """Return when a report was made, by which golive and from which profile."""
    subject = report.subject
    started = f"{report.started_at:%Y-%m-%d %H:%M:%S %Z}".rstrip()
    return f"{report.verdict}, {started}, golive {report.version}, {subject.profile} (sha256 {subject.digest[:12]})"


def tally_words(changes: Sequence[Change]) -> str:
    """Return how much took each turn, in words."""
    turns = Counter(change.turn for change in changes)
    told = [f"{turns[turn]} {turn}" for turn in TURNS if turns[turn]]
    return ", ".join(told) if told else "nothing changed"


def verdict_words(comparison: Comparison) -> str:
    """Return the verdict over everything, before and after, and whether anything got worse."""
    before, after = comparison.verdicts
    moved = f"{after}, as before" if before is after else f"{after}, was {before}"
    changes = [change for each in comparison.services for change in (*each.items, *each.checks)]
    counted = sum(change.counts for change in changes)
    if counted:
        end = f"{count(counted, 'thing')} got worse"
    elif comparison.worse:
        end = "it got worse as a whole"
    else:
        end = "nothing got worse"
    return f"{moved}: {end}"


def only_words(comparison: Comparison) -> Iterator[str]:
    """Yield a sentence for each service that one of the files holds alone."""
    for report in comparison.came:
        yield f"{title_of(report)} is new: {report.verdict}"
    for report in comparison.went:
        yield f"{title_of(report)} is gone, and was {report.verdict}"


def _text(comparison: Comparison, style: Style) -> str:
    from golive.reporters.layout import Page, make_console

    page = Page(style)
    if style.verbosity >= 0:
        for difference in comparison.services:
            _put_difference(page, difference)
            page.forget()
        if comparison.came or comparison.went:
            page.heading("Services in one file only")
        for words in only_words(comparison):
            page.put(page.text(words), 2)
        page.blank()
    page.put(page.text(f"{verdict_words(comparison)}.", "bold red" if comparison.worse else "bold"))
    if style.verbosity >= 0:
        code = "1: something got worse" if comparison.worse else "0: nothing got worse"
        page.put(page.text(f"Exit code {code}.", "dim"))
    console = make_console(style)
    with console.capture() as capture:
        console.print(page.group(), no_wrap=True, overflow="ignore", crop=False)
    return capture.get()


def _put_difference(page: Page, difference: Difference) -> None:
    page.heading(f"golive diff  {title_of(difference.after)}", tally_words((*difference.items, *difference.checks)))
    for label, report in (("before", difference.before), ("after", difference.after)):
        page.put(page.text(state_words(report)), 2, page.text(f"{label:<{_LABEL}}", "dim"))
    for words in difference.headings:
        page.put(page.text(words, "bold"), 2, page.text("! ", "yellow"))
    for turn, heading in TURNS.items():
        changes = changes_of(difference, turn)
        if changes:
            page.heading(heading)
        for change in changes:
            _put_change(page, change)
    if difference.records:
        page.heading("Records")
    for record in difference.records:
        page.put(page.text(record_step(record)), 2)
        page.put(page.text(record_words(record.record), "dim"), 4)


def _put_change(page: Page, change: Change) -> None:
    title = page.join(page.text(change.title), page.text(f" · {change.id}", "dim"))
    page.row(change.state.status, title, page.text(step(change)))
    if not change.appeared and not change.vanished and change.state.why:
        page.put(page.text(change.state.why, "dim"), page.body)
    for sign, style, findings in (("+", "red", change.appeared), ("-", "green", change.vanished)):
        _put_findings(page, findings, page.text(f"{sign} ", style))


def _put_findings(page: Page, findings: Sequence[Finding], lead: Text) -> None:
    """Add findings, each once on the page: several lines may rest on one check."""
    anew = [words for words in map(found, findings) if lead.plain + words not in page.seen]
    shown = anew if page.style.verbosity > 0 else anew[:MOST_FINDINGS]
    page.seen.update(lead.plain + words for words in anew)
    for words in shown:
        page.put(page.text(words), page.body, lead)
    if len(anew) > len(shown):
        page.put(page.text(f"{lead.plain}{len(anew) - len(shown)} more; -v shows all", "dim"), page.body)
    if len(findings) > len(anew):
        told = f"{len(findings) - len(anew)} more, told above" if anew else "as told above"
        page.put(page.text(f"{lead.plain}{told}", "dim"), page.body)


def _elsewhere(module: str) -> Callable[[Comparison, Style], str]:
    def make(comparison: Comparison, style: Style) -> str:
        written: str = import_module(f"golive.reporters.{module}").render(comparison, style)
        return written

    return make


FORMATS: Final[Mapping[str, Callable[[Comparison, Style], str]]] = MappingProxyType(
    {"text": _text, "json": _elsewhere("diff_json"), "markdown": _elsewhere("diff_markdown")}
)
"""Every format that `golive diff --format` knows."""
