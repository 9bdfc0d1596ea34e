"""
The report as Markdown, for a comment on a pull request and for the summary of a GitHub workflow.

The first line is `MARKER`, which shows nothing: whoever posts the report finds its earlier comment by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from golive.report import Verdict, exit_code_of, verdict_of
from golive.reporters.fitting import Piece, Row, fit, size
from golive.reporters.gfm import code, outside, outside_html, spoken
from golive.reporters.markdown_rows import (
    MARKS,
    check_rows,
    is_open,
    item_rows,
    open_rows,
    record_rows,
)
from golive.reporters.pages import checklist_page
from golive.reporters.words import (
    MOST_NAMED,
    delivered,
    deliveries,
    exit_meaning,
    headline,
    next_steps,
    overall,
    reasons,
    tally,
    title_of,
    unbuilt,
)
from golive.result import Status

if TYPE_CHECKING:
    from golive.report import Report
    from golive.reporters.formats import Style
    from golive.rollup import SectionResult

MARKER: Final = "<!-- golive-report -->"
MOST: Final = 65_000
"""UTF-16 units. GitHub takes 65,536 characters in a comment; what is left is for who posts it to add a line."""
_LONGEST_NAME: Final = 120
"""Characters of a name in a heading."""
_MARKS: Final = {Verdict.READY: "✅", Verdict.NOT_READY: "❌", Verdict.INCOMPLETE: "❔"}
_TOP, _OPEN, _WRONG, _NEXT, _UNSURE, _SETTLED, _ASIDE = range(7)
"""What is left out last, and first."""
_LEFT_OUT: Final = (
    "\n> {} left out here: a comment on GitHub holds no more than 65,536 characters. "
    "The formats `html` and `json` have all of it.\n"
)


def render(reports: Sequence[Report], style: Style) -> str:  # noqa: ARG001 - every format is asked the same way
    """Return one report, or several as one, as Markdown that fits a comment on GitHub."""
    pieces = [_only(MARKER, _TOP)]
    if len(reports) == 1:
        pieces += _report(reports[0], "##")
    else:
        pieces += _overview(reports)
        pieces += [piece for report in reports for piece in _report(report, "###")]
    text, left_out = fit(pieces, MOST - size(_LEFT_OUT) - 20)
    words = "1 row is" if left_out == 1 else f"{left_out} rows are"
    return text + (_LEFT_OUT.format(words) if left_out else "")


def _only(text: str, tier: int) -> Piece:
    return Piece((Row(f"{text}\n", tier),))


def _overview(reports: Sequence[Report]) -> Iterator[Piece]:
    """Yield the verdict over several reports, and a table of them."""
    verdict, code_ = verdict_of(reports), exit_code_of(reports)
    yield _only(f"## {_MARKS[verdict]} {overall(reports)}", _TOP)
    yield _only(f"\nExit code {int(code_)}: {exit_meaning(code_)}.", _TOP)
    rows = tuple(Row(f"| {_verdict(report)} | {_title(report)} | {_why(report)} |\n", _TOP) for report in reports)
    yield Piece(rows, head="\n| Verdict | Service | Why |\n| :-- | :-- | :-- |\n")


def _report(report: Report, heading: str) -> Iterator[Piece]:
    """Yield a report, under a heading of that depth."""
    yield _only(f"\n{heading} {_verdict(report)}: {_title(report)}\n\n{_why(report)}.", _TOP)
    yield from _head(report)
    for number, section in enumerate(report.sections):
        yield from _section(section, heading, folded=number > 0)
    yield from _open(report, heading)
    yield from _besides(report)
    yield Piece(
        tuple(Row(row, _ASIDE) for row in record_rows(report)),
        head=f"\n{heading}# Records\n\n| | What | Who, and why | Made | Expires |\n| :-- | :-- | :-- | :-- | :-- |\n",
    )
    steps = (f"{number}. {spoken(step)}\n" for number, step in enumerate(next_steps(report), 1))
    yield Piece(tuple(Row(step, _NEXT) for step in steps), head=f"\n{heading}# Next\n\n")
    yield _only(f"\n{_foot(report)}", _NEXT)


def _verdict(report: Report) -> str:
    return f"{_MARKS[report.verdict]} {headline(report)}"


def _title(report: Report) -> str:
    return outside(title_of(report), _LONGEST_NAME)


def _why(report: Report) -> str:
    told = outside("; ".join(reasons(report)))
    return told[:1].upper() + told[1:]


def _head(report: Report) -> Iterator[Piece]:
    """Yield what has to be known before the first line is read."""
    counted = Counter(item.status for item in report.items())
    told = [f"{MARKS[status]} {number} {status}" for status, number in tally(counted)]
    if told:
        yield _only(f"\nLines of the checklist: {' · '.join(told)}", _NEXT)
    if report.subject.played:
        hosts = _listed([code(host) for host in report.subject.played])
        yield _only(
            f"\nPlayed by another address (`--connect-to`): {hosts}. Nothing is said about the real ones.", _TOP
        )


def _section(section: SectionResult, heading: str, *, folded: bool) -> Iterator[Piece]:
    """Yield the lines of a section as a table, behind a summary where it is folded."""
    rows = tuple(
        Row(text, (_NEXT if folded else _OPEN) if is_open(item) else (_ASIDE if folded else _SETTLED))
        for item, text in zip(section.items, item_rows(section.items), strict=True)
    )
    table = "| Status | Line | What was seen |\n| :-- | :-- | :-- |\n"
    if not folded:
        yield Piece(rows, head=f"\n{heading}# {outside(section.title, _LONGEST_NAME)}\n\n{table}")
        return
    counted = Counter(item.status for item in section.items)
    told = ", ".join(f"{number} {status}" for status, number in tally(counted))
    yield _fold(f"{outside_html(section.title, _LONGEST_NAME)}: {told}", table, rows)


def _fold(summary: str, table: str, rows: tuple[Row, ...]) -> Piece:
    head = f"\n<details>\n<summary>{summary}</summary>\n\n{table}"
    return Piece(rows, head=head, tail="\n</details>\n")


def _open(report: Report, heading: str) -> Iterator[Piece]:
    """Yield what is wrong or not known, with place, remedy and documentation."""
    heavy = {Status.FAIL, Status.ERROR}
    rows = tuple(Row(text, _WRONG if result.status in heavy else _UNSURE) for result, text in open_rows(report))
    yield Piece(rows, head=f"\n{heading}# What is open\n\n")


def _besides(report: Report) -> Iterator[Piece]:
    """Yield the checks that no line names."""
    rows = tuple(Row(text, _ASIDE) for text in check_rows(report))
    summary = f"Also looked at, named by no line of the checklist: {len(rows)}"
    yield _fold(summary, "| Status | Check | What was seen |\n| :-- | :-- | :-- |\n", rows)


def _listed(words: Sequence[str]) -> str:
    more = f" and {len(words) - MOST_NAMED} more" if len(words) > MOST_NAMED else ""
    return f"{', '.join(words[:MOST_NAMED])}{more}"


def _foot(report: Report) -> str:
    """Return who judged what, and when: one line in small print."""
    subject = report.subject
    page = checklist_page(subject.provider, subject.checklist_source)
    title = outside(subject.checklist_title, _LONGEST_NAME)
    facts = [
        f"golive {code(report.version)}",
        f"[{title}]({page})" if page else title,
        f"{outside(subject.provider_title, _LONGEST_NAME)}, {code(subject.environment)} ({subject.kind})",
        code(subject.base_url),
        f"profile {code(subject.profile)}, SHA-256 {code(subject.digest)}",
        f"checked {outside(f'{report.started_at:%Y-%m-%d %H:%M:%S %Z}')}, took {report.seconds:.1f} s",
    ]
    if sent := delivered(report.exchanges):
        facts.append(_listed([f"{deliveries(number)} sent to {code(url)}" for url, number in sent.items()]))
    if waiting := len(unbuilt(report)):
        facts.append(f"{waiting} checks not built yet" if waiting > 1 else "1 check not built yet")
    facts.append(f"exit code {int(report.exit_code)}: {exit_meaning(report.exit_code)}")
    return " · ".join(facts)
