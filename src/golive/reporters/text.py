"""The report for a terminal: what was judged, the launch list first, the verdict last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from golive.record import RecordState
from golive.report import verdict_of
from golive.reporters.checks import besides, put_result
from golive.reporters.items import put_item
from golive.reporters.journal import put_journal
from golive.reporters.layout import MARKS, Page, make_console
from golive.reporters.words import (
    count,
    delivered,
    deliveries,
    exit_meaning,
    headline,
    next_steps,
    overall,
    reasons,
    record_words,
    tally,
    title_of,
    unbuilt,
    waiting_words,
)
from golive.result import Status

if TYPE_CHECKING:
    from rich.console import Console, Group
    from rich.text import Text

    from golive.report import Report
    from golive.reporters.formats import Style

SHORT_DIGEST: Final = 12
"""Characters of the profile's digest that tell two versions apart at a glance. The JSON report has all of it."""
LABEL: Final = 13
"""Columns of what stands before a fact."""
_SETTLED: Final = frozenset({Status.PASS, Status.SKIP})
"""What nobody has to look at again."""
_MARKED: Final = {
    RecordState.IN_USE: Status.PASS,
    RecordState.UNUSED: Status.WARN,
    RecordState.LAPSED: Status.WARN,
    RecordState.OVERRULED: Status.FAIL,
    RecordState.NOT_CONSULTED: Status.SKIP,
}
"""Of each state of a record: whose mark it has."""
_VERDICT_STYLES: Final = {"READY": "bold green", "NOT READY": "bold red", "INCOMPLETE": "bold cyan"}


def render(reports: Sequence[Report], style: Style) -> str:
    """Return one report, or several as one, as lines of text that are at most `style.width` columns wide."""
    console = make_console(style)
    with console.capture() as capture:
        console.print(renderable(reports, style), no_wrap=True, overflow="ignore", crop=False)
    return capture.get()


def recording(report: Report, style: Style) -> Console:
    """Return a console on which the report was printed, for `export_svg` and the like."""
    console = make_console(style, record=True)
    console.print(renderable([report], style), no_wrap=True, overflow="ignore", crop=False)
    return console


def renderable(reports: Sequence[Report], style: Style) -> Group:
    """Return the reports as something that rich can print at `style.width` columns."""
    page = Page(style)
    for report in reports:
        if len(reports) > 1:
            page.heading(title_of(report))
        _put_report(page, report)
        page.forget()
    if len(reports) > 1:
        page.heading("All together")
        page.put(page.join(page.text(overall(reports), _VERDICT_STYLES[verdict_of(reports)]), "."))
    return page.group()


def _put_report(page: Page, report: Report) -> None:
    if page.style.verbosity < 0:
        page.put(_brief(page, report))
        return
    _head(page, report)
    for number, section in enumerate(report.sections):
        shown = [item for item in section.items if not page.style.open_only or item.status not in _SETTLED]
        if not shown:
            continue
        page.heading(section.title)
        for item in shown:
            put_item(page, item, report, compact=number > 0)
    _besides(page, report)
    _records(page, report)
    _unbuilt(page, report)
    _plugins(page, report)
    if page.style.verbosity > 1:
        put_journal(page, report.exchanges)
    _summary(page, report)
    page.blank()
    page.put(page.join(_verdict(page, report), "."))
    page.put(page.text(f"{_exit(report)}.".capitalize(), "dim"))
    for number, step in enumerate(next_steps(report)):
        page.put(page.text(step), 0, page.text("      " if number else "Next: ", "bold"))


def _head(page: Page, report: Report) -> None:
    subject = report.subject
    page.heading(f"golive {report.version}", subject.checklist_title)
    started = f"{report.started_at:%Y-%m-%d %H:%M:%S %Z}".rstrip()
    facts = [
        ("provider", subject.provider_title),
        ("environment", f"{subject.environment} ({subject.kind})"),
        ("base URL", subject.base_url),
        ("profile", f"{subject.profile} (sha256 {subject.digest[:SHORT_DIGEST]})"),
        ("checked", f"{started}, took {report.seconds:.1f} s"),
        *(("sent", f"{deliveries(number)} to {url}") for url, number in delivered(report.exchanges).items()),
    ]
    if subject.played:
        facts.append(("played", f"{', '.join(subject.played)} (--connect-to): nothing is said about the real ones"))
    for label, fact in facts:
        page.put(page.text(fact), 2, page.text(f"{label:<{LABEL}}", "dim"))
    if report.interrupted:
        page.put(page.text("Interrupted: what had not finished is unknown.", "bold"), 2, page.join(page.text("! ")))


def _besides(page: Page, report: Report) -> None:
    settled = _SETTLED if page.style.open_only else ()
    results = [result for result in besides(report) if result.status not in settled]
    if results:
        page.heading("Also looked at", "named by no line of the checklist")
    for result in results:
        put_result(page, result)


def _records(page: Page, report: Report) -> None:
    """Add every attestation and waiver, with what it did."""
    if report.records:
        page.heading("Records", "what people vouched for, and what is accepted for a while")
    for record in report.records:
        lead = page.join(page.mark(_MARKED[record.state]), page.text(f" {record.kind}  "))
        told = f": {record.note}" if record.note else ""
        page.put(page.join(page.text(record.subject, "bold"), f" {record.state}{told}"), 2, lead)
        page.put(page.text(record_words(record)), 4)
        page.put(page.text(str(record.place), "dim"), 4, page.text("at ", "dim"))


def _unbuilt(page: Page, report: Report) -> None:
    """Say once which proofs do not exist yet."""
    by_area: dict[str, list[str]] = {}
    for check_id in unbuilt(report):
        area, _, name = check_id.partition(".")
        by_area.setdefault(area, []).append(name)
    if not by_area:
        return
    page.heading("Not built yet")
    page.put(page.text(waiting_words(report)), 2)
    for area, names in by_area.items():
        page.put(page.text(", ".join(names), "dim"), 2, page.text(f"{area:<{LABEL - 2}}"))


def _plugins(page: Page, report: Report) -> None:
    if report.plugins:
        page.heading("Packages with checks of their own")
    for plugin in report.plugins:
        number = sum(result.origin == plugin.name for result in report.results)
        lead = page.join(page.mark(Status.WARN if plugin.problem else Status.PASS), " ")
        note = plugin.problem or count(number, "check")
        page.put(page.join(f"{plugin.name} {plugin.version}  ", page.text(note, "dim")), 2, lead)


def _summary(page: Page, report: Report) -> None:
    page.heading("Summary")
    rows = {
        "lines": Counter(item.status for item in report.items()),
        "checks": Counter(result.status for result in report.results),
    }
    for label, statuses in rows.items():
        chunks = [
            page.join(page.mark(status), page.text(f" {number} {status.value}", MARKS[status][2]))
            for status, number in tally(statuses)
        ]
        page.flow(chunks, 2, page.text(f"{label:<{LABEL}}", "dim"))


def _verdict(page: Page, report: Report) -> Text:
    return page.join(page.text(headline(report), _VERDICT_STYLES[report.verdict]), f": {'; '.join(reasons(report))}")


def _brief(page: Page, report: Report) -> Text:
    statuses = Counter(item.status for item in report.items())
    words = [f"{number} {status}" for status, number in tally(statuses)]
    if failed := sum(result.status is Status.FAIL for result in report.besides()):
        words.append(f"{failed} fail outside the checklist")
    if report.fail_on_warn:
        words.append("warnings count as failed")
    return page.join(
        page.text(headline(report), _VERDICT_STYLES[report.verdict]),
        f": {', '.join(words)}",
        page.text(f" (exit {int(report.exit_code)})", "dim"),
    )


def _exit(report: Report) -> str:
    return f"exit code {int(report.exit_code)}: {exit_meaning(report.exit_code)}"
