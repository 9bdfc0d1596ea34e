"""The report: everything a run came to. Reporters turn it into text and decide nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final

from golive.acceptance import accept, outcomes
from golive.checklist import Checklist, Item, Proof, Section
from golive.profile.types import DEFAULT_POLICY, Policy
from golive.result import LEFT_OUT, Result, Status
from golive.rollup import ItemResult, SectionResult, roll_up

if TYPE_CHECKING:
    from golive.http.journal import Exchange
    from golive.kind import Kind
    from golive.record import Record
    from golive.registry import Plugin


class Verdict(StrEnum):
    """The answer to the one question."""

    READY = "READY"
    NOT_READY = "NOT READY"
    INCOMPLETE = "INCOMPLETE"


class ExitCode(IntEnum):
    """What the process tells its caller. No option hides INCOMPLETE or CRASHED."""

    READY = 0
    NOT_READY = 1
    CANNOT_RUN = 2
    INCOMPLETE = 3
    CRASHED = 4
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """
    What was judged: words for the head of a report, none of them secret.

    `played` are the hosts that another address stood in for: a report on them says nothing about the real ones.
    `verticals` are the kinds of product that the integration uses (empty: all), `service` what tells it apart from
    others in one report (empty where it stands alone).
    """

    profile: str
    digest: str
    provider: str
    provider_title: str
    environment: str
    kind: Kind
    base_url: str
    checklist_title: str
    checklist_source: str
    played: tuple[str, ...] = ()
    verticals: tuple[str, ...] = ()
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a run came to, already free of secrets and harmless to print."""

    version: str
    subject: Subject
    started_at: datetime
    seconds: float
    sections: tuple[SectionResult, ...]
    results: tuple[Result, ...]
    exchanges: tuple[Exchange, ...] = ()
    plugins: tuple[Plugin, ...] = ()
    records: tuple[Record, ...] = ()
    policy: Policy = DEFAULT_POLICY
    fail_on_warn: bool = False
    interrupted: bool = False

    @property
    def verdict(self) -> Verdict:
        """READY, NOT READY or INCOMPLETE."""
        statuses = Counter(item.status for item in self.items())
        if statuses[Status.FAIL] or any(result.status is Status.FAIL for result in self.besides()):
            return Verdict.NOT_READY
        if self.fail_on_warn and (
            statuses[Status.WARN]
            or any(result.status is Status.WARN for result in self.besides())
            or any(record.warns for record in self.records)
        ):
            return Verdict.NOT_READY
        # Also where an alternative of a line is proven: what was left out may fail, and then the line would.
        left_out = any(result.reason == LEFT_OUT for result in self.results)
        if self.interrupted or self.crashed or statuses[Status.UNKNOWN] or left_out:
            return Verdict.INCOMPLETE
        return Verdict.READY

    @property
    def crashed(self) -> tuple[Result, ...]:
        """The checks that broke."""
        return tuple(result for result in self.results if result.status is Status.ERROR)

    @property
    def exit_code(self) -> ExitCode:
        """The process's exit code."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if self.crashed:
            return ExitCode.CRASHED
        return {
            Verdict.READY: ExitCode.READY,
            Verdict.NOT_READY: ExitCode.NOT_READY,
            Verdict.INCOMPLETE: ExitCode.INCOMPLETE,
        }[self.verdict]

    def items(self) -> Iterator[ItemResult]:
        """Yield every checklist line, in order."""
        for section in self.sections:
            yield from section.items

    def besides(self) -> tuple[Result, ...]:
        """
        Return the results that prove no checklist line.

        A fail among them counts, and so does one that a person left out; another unknown does not.
        """
        named = {check_id for item in self.items() for proof in item.proofs for check_id in proof.check_ids()}
        return tuple(result for result in self.results if result.id not in named)

    def result(self, check_id: str) -> Result:
        """Return a check's result. Raises KeyError where the check is not part of the run."""
        for result in self.results:
            if result.id == check_id:
                return result
        raise KeyError(check_id)


_GRAVEST_FIRST: Final = (
    ExitCode.INTERRUPTED,
    ExitCode.CRASHED,
    ExitCode.NOT_READY,
    ExitCode.INCOMPLETE,
    ExitCode.READY,
)


def verdict_of(reports: Sequence[Report]) -> Verdict:
    """Return the verdict over several reports: as bad as the worst of them. Raises ValueError where there is none."""
    verdicts = {report.verdict for report in reports}
    for verdict in (Verdict.NOT_READY, Verdict.INCOMPLETE, Verdict.READY):
        if verdict in verdicts:
            return verdict
    raise ValueError("there is no report to judge")


def exit_code_of(reports: Sequence[Report]) -> ExitCode:
    """Return the exit code over several reports: the gravest of theirs. Raises ValueError where there is none."""
    return min((report.exit_code for report in reports), key=_GRAVEST_FIRST.index)


def settle(report: Report, checklist: Checklist, results: Iterable[Result], records: Sequence[Record]) -> Report:
    """
    Return a report with its lines settled: from results as the checks found them, and what records change of them.

    Of `report` count the subject, the policy and the day on which it began; its own lines and results do not.
    """
    found = {result.id: result for result in results}
    subject, today = report.subject, report.started_at.date()
    lines = _with_plugins(checklist, found)
    accepted = accept(records, lines, report.policy, environment=subject.environment, today=today)
    sections = roll_up(lines, found, subject.kind, subject.verticals, accepted)
    waived = accepted.waive(found)
    judged = outcomes(records, accepted, sections, waived, lines, environment=subject.environment, today=today)
    sections = _with_outcomes(sections, dict(zip(map(_identity, judged), judged, strict=True)))
    return replace(report, sections=sections, results=tuple(waived.values()), records=judged)


def _with_outcomes(
    sections: Iterable[SectionResult], judged: Mapping[tuple[object, ...], Record]
) -> tuple[SectionResult, ...]:
    """Return the sections with what became of each line's record."""
    return tuple(
        replace(
            section,
            items=tuple(
                item if item.record is None else replace(item, record=judged[_identity(item.record)])
                for item in section.items
            ),
        )
        for section in sections
    )


def _identity(record: Record) -> tuple[object, ...]:
    """Return what a record keeps while it is judged: two of the same kind and subject stand at two places."""
    return record.kind, record.subject, record.place


def _with_plugins(checklist: Checklist, results: Mapping[str, Result]) -> Checklist:
    """Return the checklist with one more section, in which each check of a plug-in is a line of its own."""
    plugged = [result for result in results.values() if result.origin != "golive"]
    if not plugged:
        return checklist
    items = tuple(
        Item(id=f"plugins.{result.id}", title=result.title, proof=(Proof(all=(result.id,)),)) for result in plugged
    )
    section = Section(id="plugins", title="Checks from installed packages", items=items)
    return replace(checklist, sections=(*checklist.sections, section))
