"""What is open in a report, one issue at one place each: what CI systems and code hosts show beside the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.finding import Finding, Level, Place
from golive.record import Record, RecordKind, RecordState
from golive.registry import BUILT_IN
from golive.report import Verdict
from golive.reporters.commands import command
from golive.reporters.words import asks_a_person, headline, is_unbuilt, is_unloaded, next_steps, reasons, waiting
from golive.result import LEFT_OUT, Result, Status

if TYPE_CHECKING:
    from golive.report import Report
    from golive.rollup import ItemResult

OF_WAIVERS: Final = "records.waiver"
"""The rule that a waiver breaks which excuses nothing, or no longer."""
OF_VERDICT: Final = "report.verdict"
"""The rule that a report breaks which is not ready, where no other issue says so."""
_LEVELS: Final = {Status.FAIL: Level.FAIL, Status.WARN: Level.WARN, Status.UNKNOWN: Level.UNKNOWN}
_OPEN: Final = frozenset({*_LEVELS, Status.ERROR})
HEAVIEST_FIRST: Final = (Level.FAIL, Level.WARN, Level.UNKNOWN)
"""The levels that an issue can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """
    One thing that is not right, or not known.

    `rule` is the id of a check, of a line of the checklist, `OF_WAIVERS` or `OF_VERDICT`; `title` is its sentence that
    ought to be true. `remedy` is what to do whenever the rule is broken, `fix` what to do here. `place` is None where
    it is no one place. `excused_by` are the records because of which it does not count. A check that broke, or could
    not be loaded, has `crashed`. `lasting` is what stays the same of a message that may be another one in the next run.
    """

    rule: str
    title: str
    level: Level
    message: str
    remedy: str = ""
    fix: str = ""
    place: Place | None = None
    excused_by: tuple[Record, ...] = ()
    crashed: bool = False
    origin: str = BUILT_IN
    lasting: str | None = None


def issues_of(report: Report) -> tuple[Issue, ...]:
    """
    Return what is open, in the order of the report: findings and gaps of checks, then lines, then waivers.

    A line is an issue of its own only where no check says what keeps it open. Left out is what says nothing about the
    integration: proofs that do not exist yet, checks that the caller left out, and an unknown that no line waits for.
    Where nothing but these keeps the verdict from READY, the verdict itself is an issue: no issues would look like it.
    """
    lines = tuple(report.items())
    of_checks = [issue for result in report.results for issue in _of_result(result, lines, report.records)]
    of_lines = _of_lines(report, lines, of_checks)
    told = (*of_checks, *of_lines, *(_of_waiver(record) for record in report.records if record.warns))
    return told if _accounts_for(report, told) else (*told, _of_verdict(report))


def sentence(text: str) -> str:
    """Return a text with an end to which another sentence can be joined."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _of_result(result: Result, lines: Sequence[ItemResult], records: Sequence[Record]) -> Iterator[Issue]:
    if is_unbuilt(result) or result.reason == LEFT_OUT:
        return
    if result.status is Status.ERROR:
        yield _issue(result, Level.FAIL, _crash(result), crashed=True, lasting="crashed")
    naming = [line for line in lines if any(result.id in proof.check_ids() for proof in line.proofs)]
    counts = not naming or any(line.status in _OPEN for line in naming)
    if result.status is Status.WAIVED:
        excuses = [record for record in records if _waives(record, result)]
    else:
        excuses = [] if counts else [line.record for line in naming if line.record is not None]
    for finding in (*result.findings, *_gap(result)):
        if finding.level is Level.SEEN or (finding.level is Level.UNKNOWN and not counts and not excuses):
            continue
        blamed = finding.level in {Level.FAIL, Level.WARN}
        yield _issue(
            result,
            finding.level,
            finding.message,
            remedy=result.remedy if blamed else "",
            fix=finding.fix or "",
            place=finding.place,
            excused_by=tuple(dict.fromkeys(excuses)),
            # Why something is unknown differs from run to run.
            lasting="unknown" if finding.level is Level.UNKNOWN else None,
        )


def _issue(result: Result, level: Level, message: str, **more: object) -> Issue:
    title = result.title or result.id
    return Issue(rule=result.id, title=title, level=level, message=message, origin=result.origin, **more)  # type: ignore[arg-type]  # fields


def _waives(record: Record, result: Result) -> bool:
    return record.kind is RecordKind.WAIVER and record.state is RecordState.IN_USE and record.subject == result.id


def _crash(result: Result) -> str:
    reason = result.reason or "no reason given"
    if is_unloaded(result):
        return f"{result.title or result.id}: {reason}"
    owner = "" if result.origin == BUILT_IN else f" of {result.origin}"
    return f"{result.id}{owner} crashed: {reason}. This is a defect of the check, not of your integration"


def _gap(result: Result) -> Iterator[Finding]:
    """Yield why a check has no verdict, or not on everything, where none of its findings says so."""
    status = result.waived_from or result.status
    if status not in {Status.UNKNOWN, Status.FAIL} or any(one.message == result.reason for one in result.findings):
        return
    if status is Status.UNKNOWN and not result.of(Level.UNKNOWN):
        yield Finding(Level.UNKNOWN, result.reason or "no reason given")
    elif result.reason:
        yield Finding(Level.UNKNOWN, f"It could not look at everything: {result.reason}")


def _of_lines(report: Report, lines: Sequence[ItemResult], told: Sequence[Issue]) -> Iterator[Issue]:
    late = {line.id for line in waiting(report)}
    unrun = {result.id for result in report.results if is_unbuilt(result) or result.reason == LEFT_OUT}
    levels = {(issue.rule, issue.level) for issue in told} | {(issue.rule, None) for issue in told if issue.crashed}
    for line in lines:
        level = _LEVELS.get(line.waived_from or line.status)
        named = [check_id for proof in line.proofs for check_id in proof.check_ids()]
        if level is None or line.derived_from or line.id in late:
            continue
        unvouched = asks_a_person(line)
        explained = any((check_id, one) in levels for check_id in named for one in (level, None))
        if not unvouched and (explained or (level is Level.UNKNOWN and unrun & set(named))):
            continue
        attest = f"Record it with {command('golive', 'attest', line.id, '--env', report.subject.environment)}."
        yield Issue(
            rule=line.id,
            title=line.title,
            level=level,
            message=f"{line.title}: {line.summary}",
            fix=attest if unvouched else "",
            lasting="the line",
            excused_by=(line.record,) if line.status is Status.WAIVED and line.record is not None else (),
        )


def _of_waiver(record: Record) -> Issue:
    return Issue(
        rule=OF_WAIVERS,
        title="Every waiver is in force and excuses something",
        level=Level.WARN,
        message=f"The waiver of {record.subject} is {record.state}: {record.note}",
        remedy="Renew the waiver, or take it out: `golive records prune` removes those that are of no use.",
        place=record.place,
        lasting=record.subject,
    )


def _accounts_for(report: Report, told: Sequence[Issue]) -> bool:
    """Tell whether somebody who sees the issues alone knows what kind of verdict there is."""
    counted = {issue.level for issue in told if not issue.excused_by}
    match report.verdict:
        case Verdict.READY:
            return True
        case Verdict.NOT_READY:
            return Level.FAIL in counted or (report.fail_on_warn and Level.WARN in counted)
        case Verdict.INCOMPLETE:
            return Level.UNKNOWN in counted or any(issue.crashed for issue in told)


def _of_verdict(report: Report) -> Issue:
    return Issue(
        rule=OF_VERDICT,
        title="The integration is ready for production",
        level=Level.FAIL if report.verdict is Verdict.NOT_READY else Level.UNKNOWN,
        message=f"{headline(report)}: {'; '.join(reasons(report))}",
        fix=" ".join(next_steps(report)),
        lasting="the verdict",
    )
