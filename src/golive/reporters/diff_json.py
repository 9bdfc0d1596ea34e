"""
What changed between two reports as JSON, in a form of its own: `golive-diff`, version 1.

Findings, records and statuses are written as in the report (`golive.reporters.wire`).
"""

# ruff: noqa: RUF009, TC001 - as in golive.reporters.wire: `setting` is a field() call, and types are for readers

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from golive.check import Strength
from golive.comparing.changes import Change, Comparison, Difference, RecordTurn, State, Turn
from golive.profile.types import setting
from golive.report import Report, Verdict
from golive.reporters.json import dump, wire_finding, wire_record
from golive.reporters.wire import WireFinding, WireRecord
from golive.result import Status
from golive.schema import json_schema

if TYPE_CHECKING:
    from golive.reporters.formats import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class WireState:
    """How a line or a check stood."""

    status: Status = setting("Outcome.")
    strength: Strength | None = setting("How strong the proof is, null without one.")
    why: str = setting("What was seen, or why there is no proof.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireChange:
    """What became of a line of the checklist, or of a check beside it."""

    id: str = setting("Id of the line or of the check.")
    title: str = setting("What must be true.")
    turn: Turn = setting("What became of it.")
    worse: bool = setting("Whether it counts as worse.")
    note: str = setting("What the statuses do not say.")
    before: WireState | None = setting("How it stood, null where it was not there.")
    after: WireState | None = setting("How it stands, null where it is not there.")
    appeared: tuple[WireFinding, ...] = setting("Findings that were not there before.")
    vanished: tuple[WireFinding, ...] = setting("Findings that are not there any more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRecordChange:
    """What became of an attestation or a waiver."""

    turn: RecordTurn = setting("What became of it.")
    before: WireRecord | None = setting("As it was, null where it was not there.")
    after: WireRecord | None = setting("As it is, null where it is not there.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRun:
    """One of the reports that are compared."""

    service: str = setting("What tells it apart from others; empty where it stands alone.")
    provider: str = setting("Provider id.")
    environment: str = setting("Name of the environment.")
    golive_version: str = setting("Version of golive that judged.")
    digest: str = setting("Digest of the profile's text.")
    started_at: datetime = setting("When the run began.")
    verdict: Verdict = setting("The answer.")
    exit_code: int = setting("Exit code of the run.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireDifference:
    """What changed for one service."""

    before: WireRun = setting("The earlier report.")
    after: WireRun = setting("The later report.")
    worse: bool = setting("Whether anything got worse.")
    headings: tuple[str, ...] = setting("What else than time lies between the two.")
    items: tuple[WireChange, ...] = setting("Lines of the checklist that changed.")
    checks: tuple[WireChange, ...] = setting("Checks beside the checklist that changed.")
    records: tuple[WireRecordChange, ...] = setting("Attestations and waivers that changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WireComparison:
    """What changed between two files of reports."""

    format: Literal["golive-diff"] = setting("Name of this format.", default="golive-diff")
    format_version: Literal[1] = setting("Version of this format.", default=1)
    worse: bool = setting("Whether anything got worse; the exit code is 1 then, else 0.")
    verdict_before: Verdict = setting("The answer over everything, before.")
    verdict_after: Verdict = setting("The answer over everything, after.")
    services: tuple[WireDifference, ...] = setting("Services that both files hold.")
    came: tuple[WireRun, ...] = setting("Services that the later file holds alone.")
    went: tuple[WireRun, ...] = setting("Services that the earlier file holds alone.")


def diff_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what `render` writes."""
    return json_schema(WireComparison, title="golive diff", schema_id="urn:golive:schema:diff:1", output=True)


def render(comparison: Comparison, style: Style) -> str:  # noqa: ARG001 - every format is asked the same way
    """Return what changed as indented JSON in ASCII, with a line break at its end."""
    before, after = comparison.verdicts
    return dump(
        WireComparison(
            worse=comparison.worse,
            verdict_before=before,
            verdict_after=after,
            services=tuple(map(_difference, comparison.services)),
            came=tuple(map(_run, comparison.came)),
            went=tuple(map(_run, comparison.went)),
        )
    )


def _difference(difference: Difference) -> WireDifference:
    return WireDifference(
        before=_run(difference.before),
        after=_run(difference.after),
        worse=difference.worse,
        headings=difference.headings,
        items=tuple(map(_change, difference.items)),
        checks=tuple(map(_change, difference.checks)),
        records=tuple(
            WireRecordChange(
                turn=change.turn,
                before=None if change.before is None else wire_record(change.before),
                after=None if change.after is None else wire_record(change.after),
            )
            for change in difference.records
        ),
    )


def _run(report: Report) -> WireRun:
    subject = report.subject
    return WireRun(
        service=subject.service,
        provider=subject.provider,
        environment=subject.environment,
        golive_version=report.version,
        digest=subject.digest,
        started_at=report.started_at,
        verdict=report.verdict,
        exit_code=int(report.exit_code),
    )


def _change(change: Change) -> WireChange:
    return WireChange(
        id=change.id,
        title=change.title,
        turn=change.turn,
        worse=change.counts,
        note=change.note,
        before=_state(change.before),
        after=_state(change.after),
        appeared=tuple(map(wire_finding, change.appeared)),
        vanished=tuple(map(wire_finding, change.vanished)),
    )


def _state(state: State | None) -> WireState | None:
    return None if state is None else WireState(status=state.status, strength=state.strength, why=state.why)
