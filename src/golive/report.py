"""The report: everything a run came to. Reporters turn it into text and decide nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from golive.checklist import Checklist, Item, Proof, Section
from golive.kind import Kind
from golive.result import LEFT_OUT, Result, Status
from golive.rollup import ItemResult, SectionResult, roll_up

if TYPE_CHECKING:
    from golive.http.journal import Exchange
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
    fail_on_warn: bool = False
    interrupted: bool = False

    @property
    def verdict(self) -> Verdict:
        """READY, NOT READY or INCOMPLETE."""
        statuses = Counter(item.status for item in self.items())
        if statuses[Status.FAIL] or any(result.status is Status.FAIL for result in self.besides()):
            return Verdict.NOT_READY
        if self.fail_on_warn and (
            statuses[Status.WARN] or any(result.status is Status.WARN for result in self.besides())
        ):
            return Verdict.NOT_READY
        left_out = any(result.reason == LEFT_OUT for result in self.besides())
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


def sections_of(
    checklist: Checklist,
    results: Mapping[str, Result],
    kind: Kind = Kind.PRODUCTION,
    verticals: Collection[str] = (),
) -> tuple[SectionResult, ...]:
    """
    Return the checklist's sections, and one more in which each check of a plug-in is a line of its own.

    `kind` is that of the environment which the results are about, `verticals` what the integration uses (empty: all).
    """
    plugged = [result for result in results.values() if result.origin != "golive"]
    sections = checklist.sections
    if plugged:
        items = tuple(
            Item(id=f"plugins.{result.id}", title=result.title, proof=(Proof(all=(result.id,)),)) for result in plugged
        )
        sections = (*sections, Section(id="plugins", title="Checks from installed packages", items=items))
    return roll_up(replace(checklist, sections=sections), results, kind, verticals)
