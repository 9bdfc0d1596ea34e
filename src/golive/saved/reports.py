"""From the published format to reports: the inverse of `golive.reporters.json`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Final

from golive.checklist import Proof
from golive.finding import ExchangePlace, FilePlace, Finding, Place, SettingPlace
from golive.http.journal import Exchange
from golive.profile.reading import UnreadableError, read_file
from golive.profile.types import Policy
from golive.record import Record
from golive.redact import Redactor, inert
from golive.registry import Plugin, load_provider, provider_ids
from golive.report import Report, Subject
from golive.reporters.wire import (
    WireExchange,
    WireExchangePlace,
    WireFilePlace,
    WireItem,
    WirePlace,
    WireProof,
    WireRecord,
    WireReport,
    WireReports,
    WireResult,
    WireSettingPlace,
)
from golive.result import Result
from golive.rollup import ItemResult, SectionResult
from golive.saved.fields import Reader
from golive.saved.sense import demand_sense, demand_together
from golive.saved.text import LARGEST, MisfitError, SavedReportError, decode, parse

FORMAT_VERSION: Final = 1
_ONE: Final = "golive-report"
_SEVERAL: Final = "golive-reports"


def load_reports(path: Path) -> tuple[Report, ...]:
    """Return the reports that a file holds. Raises SavedReportError."""
    name = inert(str(path))
    try:
        content = read_file(path, LARGEST)
    except UnreadableError as error:
        raise SavedReportError(f"{name} {error}; name a file that `golive check -o json=…` wrote") from None
    return read_bytes(content, name)


def read_bytes(content: bytes, name: str) -> tuple[Report, ...]:
    """Return the reports that a file's content holds; see `read_reports`."""
    try:
        text = decode(content)
    except MisfitError as misfit:
        raise SavedReportError(misfit.told(name)) from None
    return read_reports(text, name)


def read_reports(text: str, name: str = "the saved report") -> tuple[Report, ...]:
    """
    Return the reports that a JSON text holds: one, or several that were shown as one.

    Their texts are masked and made harmless again, and what they come to is worked out again. `name` is how errors
    call the text. Raises SavedReportError where it is not what golive writes, or where verdict, exit code, counts or
    statuses contradict each other.
    """
    try:
        return _read(parse(text))
    except MisfitError as misfit:
        raise SavedReportError(misfit.told(name)) from None


def _read(document: object) -> tuple[Report, ...]:
    known = _format_of(document)
    reader = Reader(_cleaner())
    if known == _ONE:
        return (_report(reader.table(WireReport, document)),)
    several = reader.table(WireReports, document)
    reports = tuple(_at(f".reports[{number}]", _report, wire) for number, wire in enumerate(several.reports))
    demand_together(several, reports)
    return reports


def _format_of(document: object) -> str:
    """Return the name of the format. Raises MisfitError where it is none of golive's, or too new."""
    named = document.get("format") if isinstance(document, dict) else None
    if not isinstance(document, dict) or named not in (_ONE, _SEVERAL):  # it may be a list, which no set can look up
        raise MisfitError(
            "this is JSON, but no report of golive", remedy="name one that `golive check -o json=…` wrote"
        )
    version = document.get("format_version")
    if type(version) is int and version > FORMAT_VERSION:
        raise MisfitError(
            f"this was written by a newer golive (format version {version}, this one knows {FORMAT_VERSION})",
            remedy="update golive",
        )
    return str(named)


def _cleaner() -> Callable[[str], str]:
    """
    Return what makes a text of a saved report harmless.

    Masked last, when escapes are spelt out: what it returns, it returns unchanged the next time.
    """
    redactor = Redactor(shape.redaction for name in provider_ids() for shape in load_provider(name).secret_shapes)
    return lambda text: redactor(inert(text, max(1, len(text))))


def _at(place: str, make: Callable[[WireReport], Report], wire: WireReport) -> Report:
    try:
        return make(wire)
    except MisfitError as misfit:
        raise misfit.within(place) from None


def _report(wire: WireReport) -> Report:
    records = tuple(_record(record) for record in wire.records)
    report = Report(
        version=wire.golive_version,
        subject=Subject(**{field.name: getattr(wire.subject, field.name) for field in fields(Subject)}),
        started_at=wire.started_at,
        seconds=wire.seconds,
        sections=tuple(
            SectionResult(
                section.id,
                section.title,
                tuple(
                    _item(item, records, f".sections[{number}].items[{line}]")
                    for line, item in enumerate(section.items)
                ),
            )
            for number, section in enumerate(wire.sections)
        ),
        results=tuple(_result(result) for result in wire.results),
        exchanges=tuple(_exchange(exchange) for exchange in wire.exchanges),
        plugins=tuple(Plugin(plugin.name, plugin.version, plugin.problem) for plugin in wire.plugins),
        records=records,
        policy=Policy(**{field.name: getattr(wire.policy, field.name) for field in fields(Policy)}),
        fail_on_warn=wire.fail_on_warn,
        interrupted=wire.interrupted,
    )
    demand_sense(wire, report)
    return report


def _item(wire: WireItem, records: Sequence[Record], place: str) -> ItemResult:
    if wire.record is not None and not 0 <= wire.record < len(records):
        raise MisfitError(f"there is no record {wire.record}", f"{place}.record")
    return ItemResult(
        id=wire.id,
        title=wire.title,
        status=wire.status,
        summary=wire.summary,
        strength=wire.strength,
        attest=wire.attest,
        check_ids=wire.checks,
        proofs=tuple(_proof(proof, f"{place}.proofs[{number}]") for number, proof in enumerate(wire.proofs)),
        derived_from=wire.derived_from,
        waived_from=wire.waived_from,
        record=None if wire.record is None else records[wire.record],
    )


def _proof(wire: WireProof, place: str) -> Proof:
    if len(wire.alternatives) == 1 and wire.alternatives[0]:
        return Proof(all=wire.alternatives[0])
    proof = Proof(any=tuple(" + ".join(names) for names in wire.alternatives))
    if proof.alternatives() != wire.alternatives or not wire.alternatives:
        raise MisfitError("an alternative has to name checks", f"{place}.alternatives")
    return proof


def _result(wire: WireResult) -> Result:
    return Result(
        id=wire.id,
        title=wire.title,
        status=wire.status,
        strength=wire.strength,
        remedy=wire.remedy,
        findings=tuple(
            Finding(
                finding.level, finding.message, None if finding.place is None else _place(finding.place), finding.fix
            )
            for finding in wire.findings
        ),
        reason=wire.reason,
        trace=wire.trace,
        seconds=wire.seconds,
        origin=wire.origin,
        waived_from=wire.waived_from,
    )


def _place(wire: WirePlace) -> Place:
    match wire:
        case WireFilePlace():
            return _file(wire)
        case WireSettingPlace():
            return SettingPlace(wire.key, FilePlace(wire.path, wire.line, wire.column))
        case WireExchangePlace():
            return ExchangePlace(wire.method, wire.url, wire.status)


def _file(wire: WireFilePlace) -> FilePlace:
    return FilePlace(wire.path, wire.line, wire.column)


def _exchange(wire: WireExchange) -> Exchange:
    values = {field.name: getattr(wire, field.name) for field in fields(WireExchange)}
    seconds = values.pop("retry_after_seconds")
    return Exchange(**values, retry_after=seconds)


def _record(wire: WireRecord) -> Record:
    values = {field.name: getattr(wire, field.name) for field in fields(WireRecord)}
    return Record(**{**values, "place": _file(wire.place)})
