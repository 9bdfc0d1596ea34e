"""Certification calls for tests: a judge and a clock that are played, records in memory, no socket and no file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from golive.check import Area, Check
from golive.errors import UsageError
from golive.finding import FilePlace, seen
from golive.record import Record, RecordKind
from golive.result import LEFT_OUT, Result, Status, unrun
from golive.walkthrough.call import Backstage, Call
from golive.walkthrough.opening import begin
from support.fake_clock import FakeClock
from support.reports import CHECKLIST, every_status

if TYPE_CHECKING:
    from golive.report import Report
    from golive.walkthrough.state import State

SECRET = "ak_live_canary_in_a_note"
NAMES = ("settings.base-url", "account.authentication", "code.secrets", "account.corridors", "account.balance")
CHECKS = {
    name: Check(
        id=name,
        area=Area(name.partition(".")[0]),
        title=f"The title of {name} is a true sentence",
        guide=f"Why {name} matters.\n\nMore about it.",
        remedy=f"Do what the page about {name} says.",
        run=lambda _ctx: iter(()),
    )
    for name in NAMES
}
"""Checks of golive's own; others in the report count as those of nobody."""


def passing(name: str) -> Result:
    """Return the result of a check that is content now."""
    title = f"The title of {name} is a true sentence"
    return Result(name, title, Status.PASS, Area(name.partition(".")[0]).strength, "", (seen(f"{name} is right now"),))


@dataclass
class Played:
    """A judge that answers what a test wants. `asked` are the ids of each run, `answers` the results by id."""

    report: Report
    answers: dict[str, Result] = field(default_factory=dict)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    interrupted: bool = False
    raises: BaseException | None = None
    before: object = None
    """Called before the judge answers."""
    clock: FakeClock | None = None

    def __call__(self, only, watch):
        self.asked.append(only)
        if callable(self.before):
            self.before()
        if self.raises is not None:
            raise self.raises
        results = []
        for result in self.report.results:
            if only and result.id not in only:
                results.append(replace(unrun(result.id, result.title, result.strength, LEFT_OUT), origin=result.origin))
                continue
            watch(result.id, None)
            results.append(self.answers.get(result.id, replace(result, waived_from=None)))
            watch(result.id, results[-1].status)
        now = self.clock.now() if self.clock is not None else self.report.started_at
        return replace(self.report, results=tuple(results), interrupted=self.interrupted, started_at=now)


@dataclass
class Kept:
    """What a call saved and wrote."""

    states: list[State] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    full: bool = False

    def keep(self, state: State) -> None:
        if self.full:
            raise UsageError("the call cannot be saved in /full: No space left on device")
        self.states.append(state)

    def attest(self, *, item: str, who: str, made: date, evidence: str, expires: date) -> Record:
        if not evidence.strip():
            raise UsageError("the evidence in /home/ada is empty")
        record = Record(
            kind=RecordKind.ATTESTATION,
            subject=item,
            environment="prod",
            who=who,
            text=evidence,
            made=made.isoformat(),
            expires=expires.isoformat(),
            place=FilePlace("golive.records.yaml", 100 + len(self.records), 5),
        )
        self.records.append(record)
        return record


def mask(text: str) -> str:
    return text.replace(SECRET, "ak_live_***")


def backstage_of(report: Report, *, kept: Kept | None = None, clock: FakeClock | None = None, **more) -> Backstage:
    """Return what a call needs, played. `more` are fields of `Backstage`."""
    kept, clock = kept or Kept(), clock or FakeClock()
    kept.records += [] if kept.records else [*report.records]
    defaults = {
        "checklist": CHECKLIST,
        "judge": Played(report, clock=clock),
        "attest": kept.attest,
        "records": lambda: tuple(kept.records),
        "keep": kept.keep,
        "mask": mask,
        "clock": clock,
        "digest": report.subject.digest,
        "version": report.version,
        "profile": Path("/nowhere/golive.yaml"),
        "records_path": Path("/nowhere/golive.records.yaml"),
        "checks": CHECKS,
        "who": "Ada Lovelace <ada@example.com>",
    }
    return Backstage(**{**defaults, **more})


def a_call(report: Report | None = None, **more) -> Call:
    """Return a call that has just begun, on the report with every status unless another is given."""
    chosen = every_status() if report is None else report
    return begin(backstage_of(chosen, **more), chosen)
