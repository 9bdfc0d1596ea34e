"""What stands on the page, in order: the reports as the templates read them. Nothing is decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from golive.report import ExitCode, Verdict, exit_code_of, verdict_of
from golive.reporters.checks import besides
from golive.reporters.commands import parts_of
from golive.reporters.html.anchors import Anchors
from golive.reporters.html.facts import Fact, facts_of, warnings_of
from golive.reporters.html.lines import LineView, line_of, line_of_check
from golive.reporters.html.marks import MARKS, STRENGTH_MARKS, VERDICT_MARKS
from golive.reporters.html.shown import Shown
from golive.reporters.words import (
    count,
    exit_meaning,
    headline,
    next_steps,
    overall,
    reasons,
    tally,
    title_of,
    unbuilt,
    waiting_words,
)

if TYPE_CHECKING:
    from golive.check import Strength
    from golive.http.journal import Exchange
    from golive.record import Record
    from golive.registry import Plugin
    from golive.report import Report
    from golive.result import Status


@dataclass(frozen=True, slots=True)
class VerdictView:
    """
    A verdict: its words, why it is so, what to do next, and the exit code that goes with it.

    Each step is told in parts, each of which is a command or is none.
    """

    name: str
    mark: str
    headline: str
    why: tuple[str, ...]
    steps: tuple[tuple[tuple[str, bool], ...], ...]
    exit_code: int
    exit_meaning: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """Lines under one heading, and how often each status occurs among them."""

    anchor: str
    title: str
    note: str
    tally: tuple[tuple[Status, int], ...]
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record, and the line that it is about where there is one: its title and place on the page."""

    record: Record
    title: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report. `anchor` is "" where it stands alone."""

    anchor: str
    title: str
    verdict: VerdictView
    facts: tuple[Fact, ...]
    warnings: tuple[tuple[str, str], ...]
    lines: tuple[tuple[Status, int], ...]
    sections: tuple[SectionView, ...]
    records: tuple[RecordView, ...]
    policy: tuple[str, ...]
    unbuilt: tuple[tuple[str, str], ...]
    waiting: str
    requests: tuple[Exchange, ...]
    deliveries: tuple[Exchange, ...]
    plugins: tuple[tuple[Plugin, int], ...]
    prefix: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page: one report, or several with one verdict over all of them."""

    title: str
    version: str
    verdict: VerdictView
    reports: tuple[ReportView, ...]
    statuses: tuple[tuple[Status, int], ...]
    """Those that occur, and on how many lines."""
    strengths: tuple[tuple[Strength | None, int], ...]
    exit_codes: tuple[tuple[int, str], ...]

    @property
    def alone(self) -> bool:
        """Whether there is one report only."""
        return len(self.reports) == 1


def page_of(reports: Sequence[Report]) -> Page:
    """Return the page of one report or several. Raises ValueError where there is none."""
    verdict = _verdict_over(reports)
    views = tuple(_report(report, "" if len(reports) == 1 else f"r{n}-") for n, report in enumerate(reports, 1))
    lines = [line for view in views for section in view.sections for line in section.lines]
    statuses, strengths = Counter(line.status for line in lines), Counter(line.strength for line in lines)
    return Page(
        title=views[0].title if len(views) == 1 else f"{len(views)} integrations",
        version=", ".join(dict.fromkeys(report.version for report in reports)),
        verdict=verdict,
        reports=views,
        statuses=tuple((status, statuses[status]) for status in MARKS if statuses[status]),
        strengths=tuple((one, strengths[one]) for one in (*STRENGTH_MARKS, None) if strengths[one]),
        exit_codes=tuple((int(code), exit_meaning(code)) for code in ExitCode),
    )


def _verdict_over(reports: Sequence[Report]) -> VerdictView:
    if len(reports) == 1:
        return _verdict(reports[0])
    verdict, code = verdict_of(reports), exit_code_of(reports)
    _, _, why = overall(reports).partition(": ")
    todo = [title_of(report) for report in reports if report.verdict is not Verdict.READY]
    steps = (f"See below what {'each of ' if len(todo) > 1 else ''}these needs: {'; '.join(todo)}.",) if todo else ()
    told = tuple(((step, False),) for step in steps)
    return VerdictView(
        str(verdict), VERDICT_MARKS[verdict], str(verdict), (_sentence(why),), told, int(code), exit_meaning(code)
    )


def _verdict(report: Report) -> VerdictView:
    return VerdictView(
        name=str(report.verdict),
        mark=VERDICT_MARKS[report.verdict],
        headline=headline(report),
        why=tuple(map(_sentence, reasons(report))),
        steps=tuple(map(parts_of, next_steps(report))),
        exit_code=int(report.exit_code),
        exit_meaning=exit_meaning(report.exit_code),
    )


def _sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}."


def _report(report: Report, prefix: str) -> ReportView:
    shown = Shown(report, Anchors(prefix))
    sections = [
        _section(f"{prefix}section-{n}", section.title, "", [line_of(item, shown) for item in section.items])
        for n, section in enumerate(report.sections, 1)
    ]
    if others := besides(report):
        note = "Checks that no line of the checklist names. A fail among them counts."
        lines = [line_of_check(result, shown) for result in others]
        sections.append(_section(f"{prefix}section-besides", "Also looked at", note, lines))
    areas: dict[str, list[str]] = {}
    for check_id in unbuilt(report):
        area, _, name = check_id.partition(".")
        areas.setdefault(area, []).append(name)
    origins = Counter(result.origin for result in report.results)
    return ReportView(
        anchor=f"{prefix}report" if prefix else "",
        title=title_of(report),
        verdict=_verdict(report),
        facts=facts_of(report),
        warnings=warnings_of(report),
        lines=tuple(tally(Counter(item.status for item in report.items()))),
        sections=tuple(sections),
        records=tuple(_record(record, shown) for record in report.records),
        policy=tuple(_policy(report)) if report.records else (),
        unbuilt=tuple((area, ", ".join(names)) for area, names in areas.items()),
        waiting=waiting_words(report),
        requests=tuple(one for one in report.exchanges if one.delivery is None),
        deliveries=tuple(sorted((one for one in report.exchanges if one.delivery), key=lambda one: one.started_at)),
        plugins=tuple((plugin, origins[plugin.name]) for plugin in report.plugins),
        prefix=prefix,
    )


def _section(anchor: str, title: str, note: str, lines: Sequence[LineView]) -> SectionView:
    return SectionView(anchor, title, note, tuple(tally(Counter(line.status for line in lines))), tuple(lines))


def _record(record: Record, shown: Shown) -> RecordView:
    line = shown.items.get(record.subject)
    result = shown.results.get(record.subject)
    if line is not None:
        return RecordView(record, line.title, shown.line_anchors[line.id])
    if result is not None:
        return RecordView(record, result.title, shown.check_anchors.get(result.id))
    return RecordView(record, "", None)


def _policy(report: Report) -> Iterator[str]:
    """Yield what the profile lets records do."""
    policy = report.policy
    waiver, attestation = count(policy.longest_waiver, "day"), count(policy.longest_attestation, "day")
    yield f"A waiver lasts at most {waiver}, an attestation {attestation}."
    if policy.not_waivable:
        yield f"Not to be waived: {', '.join(policy.not_waivable)}."
    if policy.observed:
        yield f"Proven only by what was seen in operation: {', '.join(policy.observed)}."
