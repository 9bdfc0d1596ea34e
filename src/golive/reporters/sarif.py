"""
The report as SARIF 2.1.0, for code scanning.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, and what GitHub makes of it:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from golive.finding import ExchangePlace, Level, SettingPlace
from golive.reporters.issues import HEAVIEST_FIRST, sentence
from golive.reporters.located import Located, located
from golive.reporters.sarif_rules import rules_of
from golive.reporters.sarif_text import message
from golive.reporters.words import count, exit_meaning, plain, reasons, record_words
from golive.result import LEFT_OUT

if TYPE_CHECKING:
    from golive.report import Report
    from golive.reporters.formats import Style

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS: Final = 25_000
"""Results of one run, of which GitHub accepts no more. The lightest are left out."""
FINGERPRINT: Final = "golive/v1"
"""
The name of our fingerprint. Not `primaryLocationLineHash`: GitHub's upload action makes that one itself, from the line
of the file, and warns of each that another tool has made.
"""
_LEVELS: Final = {Level.FAIL: "error", Level.WARN: "warning", Level.UNKNOWN: "note"}
_SEMANTIC: Final = re.compile(r"\d+\.\d+\.\d+", re.ASCII)
_LONGEST_RUN: Final = 10 * 365 * 86_400
"""Seconds."""

_Object = dict[str, Any]


def render(reports: Sequence[Report], style: Style) -> str:
    """Return the reports as one SARIF log in ASCII, each as a run of its own."""
    taken: Counter[str] = Counter()
    runs = [_run(report, style, _name_of(report, style, taken)) for report in reports]
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": runs}
    written = json.dumps(log, indent=2, ensure_ascii=True, allow_nan=False)
    # As in the JSON report: CI systems look for "##[" and its like anywhere in a line.
    return written.replace("##", r"#\u0023") + "\n"


def _run(report: Report, style: Style, name: str) -> _Object:
    found = sorted(located(report, style), key=lambda one: HEAVIEST_FIRST.index(one.issue.level))
    shown = found[:MOST_RESULTS]
    rules = rules_of(report, [one.issue for one in shown])
    places = {rule["id"]: number for number, rule in enumerate(rules)}
    return {
        "tool": _tool(report, rules),
        "automationDetails": {"id": name, "description": {"text": message(f"golive check, {name.strip('/')}")}},
        "invocations": [_invocation(report, len(found) - len(shown))],
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, report, places) for one in shown],
        "properties": {
            "verdict": report.verdict.value,
            "environment": plain(report.subject.environment),
            "profileDigest": plain(report.subject.digest),
        },
    }


def _name_of(report: Report, style: Style, taken: Counter[str]) -> str:
    """
    Return the category of a run, each once in a log: the profile, where it is not the only one, and the environment.

    Code scanning compares a run with the last one of the same category, which is what stands before the last slash.
    """
    subject = report.subject
    profile = re.sub(r"(^golive)?\.ya?ml$", "", subject.profile)
    words = ["golive", *style.profile_folder.split("/"), profile, subject.service, subject.environment]
    name = "/".join(re.sub(r"[^A-Za-z0-9._-]+", "-", word)[:100] for word in words if word)
    taken[name] += 1
    return f"{name}/" if taken[name] == 1 else f"{name}/{taken[name]}/"


def _tool(report: Report, rules: list[_Object]) -> _Object:
    driver: _Object = {"name": "golive", "version": plain(report.version)}
    if _SEMANTIC.fullmatch(report.version):
        driver["semanticVersion"] = report.version
    brought = [{"name": plain(one.name) or "unnamed", "version": plain(one.version)} for one in report.plugins]
    extensions = [one for number, one in enumerate(brought) if one not in brought[:number]]
    return {"driver": {**driver, "rules": rules}, **({"extensions": extensions} if extensions else {})}


def _invocation(report: Report, left_out: int) -> _Object:
    notes = [
        {"level": "error", "message": {"text": message(f"{one.id}: {one.reason or 'no reason given'}")}}
        for one in report.crashed
    ]
    chosen = sum(one.reason == LEFT_OUT for one in report.results)
    if chosen:
        notes.append({"level": "note", "message": {"text": f"{count(chosen, 'check')} left out by the caller"}})
    if left_out:
        told = f"{count(left_out, 'result')} left out, the lightest: a run holds {MOST_RESULTS} at most"
        notes.append({"level": "warning", "message": {"text": told}})
    seconds = report.seconds if 0 <= report.seconds <= _LONGEST_RUN else 0
    return {
        "executionSuccessful": not report.crashed and not report.interrupted,
        "exitCode": int(report.exit_code),
        "exitCodeDescription": exit_meaning(report.exit_code),
        "startTimeUtc": _utc(report.started_at),
        "endTimeUtc": _utc(report.started_at + timedelta(seconds=seconds)),
        "toolExecutionNotifications": notes,
        "properties": {"verdict": plain(f"{report.verdict}: {'; '.join(reasons(report))}")},
    }


def _utc(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _result(one: Located, report: Report, places: Mapping[str, int]) -> _Object:
    issue = one.issue
    fix = f" Fix: {sentence(issue.fix)}" if issue.fix else ""
    rule = plain(issue.rule)
    result: _Object = {
        "ruleId": rule,
        "ruleIndex": places[rule],
        "level": _LEVELS[issue.level],
        "message": {"text": message(f"{sentence(one.told)}{fix}")},
        "locations": [_location(one, report)],
        "partialFingerprints": {FINGERPRINT: one.fingerprint},
    }
    if issue.excused_by:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": plain(record_words(record))}
            for record in issue.excused_by
        ]
    return result


def _location(one: Located, report: Report) -> _Object:
    """Return where an issue is. Code scanning takes no result without a file, so that each has one."""
    region = {"startLine": one.line or 1, **({"startColumn": one.column} if one.line and one.column else {})}
    artifact = {"uri": quote(one.path, safe="/-._~"), "uriBaseId": "%SRCROOT%"}
    location: _Object = {"physicalLocation": {"artifactLocation": artifact, "region": region}}
    logical = _logical(one, report)
    return {**location, "logicalLocations": [logical]} if logical else location


def _logical(one: Located, report: Report) -> _Object | None:
    match one.issue.place:
        case SettingPlace(key, _):
            return {"name": plain(key.rpartition(".")[2]), "fullyQualifiedName": plain(key), "kind": "property"}
        case ExchangePlace() as place:
            return {"fullyQualifiedName": plain(f"{place.method} {place.url}"), "kind": "resource"}
        case None if any(line.id == one.issue.rule for line in report.items()):
            return {"fullyQualifiedName": plain(one.issue.rule), "kind": "checklist line"}
        case _ if not one.in_file:
            return {"fullyQualifiedName": plain(f"environments.{report.subject.environment}"), "kind": "object"}
    return None
