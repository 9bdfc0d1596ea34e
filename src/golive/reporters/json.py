"""The report as JSON, versioned and with a published schema: what other programs read, and what golive reads back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from golive.finding import ExchangePlace, FilePlace, Finding, Place, SettingPlace
from golive.record import Record, RecordKind
from golive.redact import inert
from golive.report import exit_code_of, verdict_of
from golive.reporters.wire import (
    WireCounts,
    WireExchange,
    WireExchangePlace,
    WireFilePlace,
    WireFinding,
    WireItem,
    WirePlace,
    WirePlugin,
    WirePolicy,
    WireProof,
    WireRecord,
    WireReport,
    WireReports,
    WireResult,
    WireSection,
    WireSettingPlace,
    WireSubject,
)
from golive.result import Result, Status
from golive.schema import json_schema

if TYPE_CHECKING:
    from golive.http.journal import Exchange
    from golive.registry import Plugin
    from golive.report import Report, Subject
    from golive.reporters.formats import Style
    from golive.rollup import ItemResult

_RecordKey = tuple[RecordKind, str, FilePlace]

SCHEMA_ID: Final = "urn:golive:schema"


def render(reports: Sequence[Report], style: Style) -> str:  # noqa: ARG001 - every format is asked the same way
    """Return one report, or several as one, as indented JSON in ASCII with a line break at its end."""
    return dump(wire_report(reports[0]) if len(reports) == 1 else wire_reports(reports))


def dump(wire: object) -> str:
    """Return a value of the published format's types as indented JSON in ASCII with a line break at its end."""
    written = json.dumps(_plain(wire), indent=2, ensure_ascii=True, allow_nan=False)
    # CI systems look for "##[" anywhere in a line. JSON knows "#" within strings only, where an escape is the same.
    return written.replace("##", r"#\u0023") + "\n"


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what `render` writes of one report."""
    return json_schema(WireReport, title="golive report", schema_id=f"{SCHEMA_ID}:report:1", output=True)


def reports_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what `render` writes of several reports."""
    return json_schema(WireReports, title="golive reports", schema_id=f"{SCHEMA_ID}:reports:1", output=True)


def wire_reports(reports: Sequence[Report]) -> WireReports:
    """Return several reports in their published form."""
    return WireReports(
        verdict=verdict_of(reports),
        exit_code=int(exit_code_of(reports)),
        reports=tuple(wire_report(report) for report in reports),
    )


def wire_report(report: Report) -> WireReport:
    """Return the report in its published form."""
    places = {(record.kind, record.subject, record.place): number for number, record in enumerate(report.records)}
    return WireReport(
        golive_version=report.version,
        verdict=report.verdict,
        exit_code=int(report.exit_code),
        interrupted=report.interrupted,
        fail_on_warn=report.fail_on_warn,
        started_at=report.started_at,
        seconds=report.seconds,
        subject=_subject(report.subject),
        counts=WireCounts(
            items=_counts(item.status for item in report.items()),
            checks=_counts(result.status for result in report.results),
        ),
        sections=tuple(
            WireSection(id=section.id, title=section.title, items=tuple(_item(item, places) for item in section.items))
            for section in report.sections
        ),
        results=tuple(_result(result) for result in report.results),
        exchanges=tuple(_exchange(exchange) for exchange in report.exchanges),
        plugins=tuple(_plugin(plugin) for plugin in report.plugins),
        records=tuple(wire_record(record) for record in report.records),
        policy=WirePolicy(**{field.name: getattr(report.policy, field.name) for field in fields(WirePolicy)}),
    )


def wire_record(record: Record) -> WireRecord:
    """Return a record in its published form."""
    texts = {field.name: getattr(record, field.name) for field in fields(WireRecord)}
    return WireRecord(**{**texts, "place": _file(record.place)})


def _subject(subject: Subject) -> WireSubject:
    return WireSubject(**{field.name: getattr(subject, field.name) for field in fields(WireSubject)})


def _counts(statuses: Iterable[Status]) -> Mapping[str, int]:
    counter = Counter(statuses)
    return {status.value: counter[status] for status in Status}


def _item(item: ItemResult, places: Mapping[_RecordKey, int]) -> WireItem:
    record = item.record
    return WireItem(
        id=item.id,
        title=item.title,
        status=item.status,
        strength=item.strength,
        summary=item.summary,
        attest=item.attest,
        checks=item.check_ids,
        proofs=tuple(WireProof(alternatives=proof.alternatives()) for proof in item.proofs),
        derived_from=item.derived_from,
        waived_from=item.waived_from,
        record=None if record is None else places[record.kind, record.subject, record.place],
    )


def _result(result: Result) -> WireResult:
    return WireResult(
        id=result.id,
        title=result.title,
        status=result.status,
        strength=result.strength,
        origin=result.origin,
        reason=result.reason,
        remedy=result.remedy,
        findings=tuple(wire_finding(finding) for finding in result.findings),
        trace=result.trace,
        seconds=result.seconds,
        waived_from=result.waived_from,
    )


def wire_finding(finding: Finding) -> WireFinding:
    """Return a finding in its published form."""
    place = None if finding.place is None else _place(finding.place)
    return WireFinding(level=finding.level, message=finding.message, place=place, fix=finding.fix)


def _place(place: Place) -> WirePlace:
    match place:
        case FilePlace():
            return _file(place)
        case SettingPlace(key, file):
            return WireSettingPlace(key=key, path=file.path, line=file.line, column=file.column)
        case ExchangePlace():
            return WireExchangePlace(method=place.method, url=place.url, status=place.status)


def _file(place: FilePlace) -> WireFilePlace:
    return WireFilePlace(path=place.path, line=place.line, column=place.column)


def _exchange(exchange: Exchange) -> WireExchange:
    return WireExchange(
        method=exchange.method,
        url=exchange.url,
        request_id=exchange.request_id,
        status=exchange.status,
        response_request_id=exchange.response_request_id,
        attempts=exchange.attempts,
        bytes=exchange.bytes,
        started_at=exchange.started_at,
        seconds=exchange.seconds,
        error=exchange.error,
        retry_after_seconds=exchange.retry_after,
        delivery=exchange.delivery,
        redirect=exchange.redirect,
    )


def _plugin(plugin: Plugin) -> WirePlugin:
    return WirePlugin(name=plugin.name, version=plugin.version, problem=plugin.problem)


def _plain(value: object) -> object:
    """Return what JSON can hold, in the order of the fields. Texts become harmless, and are never cut."""
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    match value:
        case str():
            return inert(value, max(1, len(value)))
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case float():
            return round(value, 6)
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case tuple():
            return [_plain(each) for each in value]
    return value
