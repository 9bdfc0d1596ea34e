"""
The report as JUnit XML, which CI systems show as tests.

A line of the checklist is a test, a section a suite. What cannot be verified is an error, never a pass. The suite
`verdict` has one test, the verdict itself: everything is green exactly where the report says READY.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from golive.report import Verdict
from golive.reporters.checks import besides
from golive.reporters.junit_cases import Case, Outcome, check_case, item_case, record_case
from golive.reporters.words import exit_meaning, headline, next_steps, plain, reasons, title_of
from golive.result import LEFT_OUT, Status

if TYPE_CHECKING:
    from golive.report import Report
    from golive.reporters.formats import Style
    from golive.result import Result

_NOT_IN_A_NAME: Final = re.compile(r"[^\w-]+")
_ATTACHMENT: Final = re.compile(r"\[(?=\[ATTACHMENT\|)", re.IGNORECASE)
"""What Jenkins and GitLab take for the path of a file to publish with a test."""
_LONGEST_NAME: Final = 60
"""Characters of what a class name holds of a name from outside."""


def render(reports: Sequence[Report], style: Style) -> str:  # noqa: ARG001 - every format is asked the same way
    """Return one report, or several as one, as JUnit XML with a line break at its end."""
    root = ET.Element("testsuites")
    cases: list[Case] = []
    given: set[str] = set()
    for report in reports:
        prefix = _untaken(_prefix(report, alone=len(reports) == 1), given)
        properties = tuple(_properties(report))
        for name, of_suite in _suites(report):
            if of_suite:
                root.append(_suite(_untaken(f"{prefix}.{name}", given), of_suite, report, properties))
                cases += of_suite
    title = "golive" if len(reports) != 1 else f"golive, {title_of(reports[0])}"
    root.attrib.update({"name": _text(title), **_counts(cases)})
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _prefix(report: Report, *, alone: bool) -> str:
    """Return what the class names of a report begin with."""
    subject = report.subject
    about = subject.service or ("" if alone else subject.provider)
    return ".".join(["golive", *(_name(name) for name in (about, subject.environment) if name)])


def _untaken(wanted: str, given: set[str]) -> str:
    """Return a name that was not given before, like the one that is wanted: CI systems tell tests apart by them."""
    name, number = wanted, 2
    while name.casefold() in given:
        name, number = f"{wanted}-{number}", number + 1
    given.add(name.casefold())
    return name


def _name(text: str) -> str:
    """Return a name as one part of a dotted class name."""
    return _NOT_IN_A_NAME.sub("_", plain(text)[:_LONGEST_NAME]) or "_"


def _suites(report: Report) -> Iterator[tuple[str, tuple[Case, ...]]]:
    """Yield the name of each suite and its tests, also of those without any."""
    timed: set[str] = set()
    for section in report.sections:
        yield _name(section.id), tuple(item_case(item, report, timed) for item in section.items)
    yield "checks", tuple(check_case(result, report, timed) for result in _checks(report))
    yield "records", tuple(record_case(record, report) for record in report.records)
    yield "verdict", (_verdict_case(report),)


def _checks(report: Report) -> Iterator[Result]:
    """Yield the checks that no line names, and those that no line tells of because it is proven without them."""
    aside = besides(report)
    yield from aside
    yield from (result for result in report.crashed if result not in aside)
    waiting = {check_id for item in report.items() if item.status is Status.UNKNOWN for check_id in item.check_ids}
    left_out = (result for result in report.results if result.reason == LEFT_OUT and result not in aside)
    yield from (result for result in left_out if result.id not in waiting)


def _verdict_case(report: Report) -> Case:
    outcome = {
        Verdict.READY: Outcome.PASSED,
        Verdict.NOT_READY: Outcome.FAILURE,
        Verdict.INCOMPLETE: Outcome.ERROR,
    }[report.verdict]
    told = f"{headline(report)}: {'; '.join(reasons(report))}"
    exit_code = f"Exit code {int(report.exit_code)}: {exit_meaning(report.exit_code)}."
    return Case(
        name="verdict: The integration is ready for production",
        outcome=outcome,
        type=report.verdict.value,
        message=told,
        details=(exit_code, *(f"Next: {step}" for step in next_steps(report))),
    )


def _properties(report: Report) -> Iterator[tuple[str, str]]:
    subject = report.subject
    yield "golive.version", report.version
    yield "golive.verdict", report.verdict
    yield "golive.exit_code", str(int(report.exit_code))
    yield "golive.provider", subject.provider
    yield "golive.environment", subject.environment
    yield "golive.environment_kind", subject.kind
    if subject.service:
        yield "golive.service", subject.service
    yield "golive.base_url", subject.base_url
    yield "golive.profile", subject.profile
    yield "golive.profile_digest", subject.digest
    yield "golive.fail_on_warn", str(report.fail_on_warn).lower()
    yield "golive.interrupted", str(report.interrupted).lower()
    for host in subject.played:
        yield "golive.played", host


def _suite(name: str, cases: Sequence[Case], report: Report, properties: Iterable[tuple[str, str]]) -> ET.Element:
    skipped = sum(case.outcome is Outcome.SKIPPED for case in cases)
    suite = ET.Element("testsuite", {"name": name, **_counts(cases), "skipped": str(skipped)})
    suite.set("timestamp", f"{report.started_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}")
    held = ET.SubElement(suite, "properties")
    for key, value in properties:
        ET.SubElement(held, "property", name=key, value=_text(value))
    for case in cases:
        suite.append(_case(case, name))
    return suite


def _counts(cases: Sequence[Case]) -> dict[str, str]:
    outcomes = Counter(case.outcome for case in cases)
    return {
        "tests": str(len(cases)),
        "failures": str(outcomes[Outcome.FAILURE]),
        "errors": str(outcomes[Outcome.ERROR]),
        "time": f"{sum(case.milliseconds for case in cases) / 1000:.3f}",
    }


def _case(case: Case, suite: str) -> ET.Element:
    element = ET.Element(
        "testcase",
        {"classname": suite, "name": _text(case.name), "time": f"{case.milliseconds / 1000:.3f}"},
    )
    told = "\n".join(_text(line) for line in (case.message, *case.details) if line)
    match case.outcome:
        case Outcome.FAILURE | Outcome.ERROR as outcome:
            wrong = ET.SubElement(element, outcome.value, type=case.type, message=_text(case.message))
            wrong.text = told
        case Outcome.SKIPPED:
            # As text, not as an attribute: GitLab shows the text only, and older schemas know no attribute here.
            ET.SubElement(element, "skipped").text = told
        case Outcome.PASSED:
            if told:
                ET.SubElement(element, "system-out").text = told
    return element


def _text(text: str) -> str:
    """Return a text as one line that XML 1.0 can hold and that asks nothing of its reader."""
    return _ATTACHMENT.sub(r"\\x5b", plain(text))
