"""The report as JUnit XML."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml, Skipped

from golive.checklist import Checklist, Section
from golive.finding import fail, seen, warn
from golive.record import RecordKind
from golive.report import Verdict
from golive.reporters.formats import Style
from golive.reporters.junit import render
from golive.result import LEFT_OUT, Status
from support import reports
from support.published import JENKINS_JUNIT, MISSING, published
from support.snapshots import TextFile

SCHEMAS = Path(__file__).parent / "schemas"
SCHEMA = xmlschema.XMLSchema(SCHEMAS / "junit.xsd")
MADE = [reports.every_status, reports.ready, reports.interrupted, reports.all_unknown, reports.warned_and_unknown]


class XmlFile(TextFile):
    file_extension = "xml"


def written(*several):
    """Return the document, valid by our schema and read by another program as well, as that program sees it."""
    text = render(several, Style())
    assert text.endswith("</testsuites>\n")
    SCHEMA.validate(text)
    document = JUnitXml.fromstring(text.encode())
    total = dict.fromkeys(("tests", "failures", "errors"), 0)
    for suite in document:
        cases = list(suite)
        counted = {
            "tests": len(cases),
            "failures": sum(isinstance(one, Failure) for case in cases for one in case.result),
            "errors": sum(isinstance(one, Error) for case in cases for one in case.result),
            "skipped": sum(isinstance(one, Skipped) for case in cases for one in case.result),
        }
        assert {name: getattr(suite, name) for name in counted} == counted
        assert suite.time == pytest.approx(sum(case.time for case in cases))
        assert all(case.classname == suite.name for case in cases)
        total = {name: number + counted[name] for name, number in total.items()}
    assert {name: getattr(document, name) for name in total} == total
    assert document.time == pytest.approx(sum(suite.time for suite in document))
    return document


def is_green(document) -> bool:
    return document.failures == document.errors == 0


def case_of(document, name):
    """Return the test whose name begins so."""
    return next(case for suite in document for case in suite if case.name.startswith(name))


def told(case) -> str:
    return "\n".join(filter(None, [*(one.text for one in case.result), case.system_out]))


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("every-status", [reports.every_status()]),
        ("ready", [reports.ready()]),
        ("two", [reports.every_status(), reports.ready()]),
    ],
    ids=["every-status", "ready", "two"],
)
def test_a_report_looks_as_agreed(snapshot, name, made):
    written(*made)
    assert render(made, Style()) == snapshot(extension_class=XmlFile)


@pytest.mark.parametrize("make", MADE)
def test_all_is_green_exactly_where_the_report_says_ready(make):
    report = make()
    assert is_green(written(report)) is (report.verdict is Verdict.READY)


def test_the_schema_that_jenkins_publishes_lets_it_pass():
    path = published(JENKINS_JUNIT)
    if path is None:
        pytest.skip(MISSING)
    schema = xmlschema.XMLSchema(path)
    for make in MADE:
        schema.validate(render([make()], Style()))
    schema.validate(render([make() for make in MADE], Style()))


def test_the_schema_of_our_own_refuses_what_is_not_in_the_format():
    text = render([reports.ready()], Style())
    for old, new in [
        ('failures="0"', 'failures="none"'),
        ("02:14:05", "02:14:05Z"),
        ('classname="golive.prod.launch"', ""),
        ("<system-out>", "<failure/><system-out>"),
        ("golive.prod.security", "golive.prod.launch"),
    ]:
        assert old in text
        assert not SCHEMA.is_valid(text.replace(old, new))


@pytest.mark.parametrize(
    ("name", "element", "words"),
    [
        ("launch.base-url: The base URL", None, "is the production host of Anton Payments"),
        ("launch.live-keys", Failure, "production answers 401"),
        ("launch.corridors", Error, "holds no list of corridors"),
        ("security.crash", Error, "golive_checks/settings/broken.py:31 in broken"),
        ("settings.broken", Error, "KeyError: 'events'"),
        ("launch.webhook-registered", None, "warning: the subscription asks for every event"),
        ("security.allowlist", Skipped, "no fixed egress addresses"),
        ("cutover.corridors", Skipped, "waived by Grace Hopper until 2026-12-31: the corridor opens in January"),
        ("cutover.balance", Skipped, "waived: account.balance (unknown)"),
        ("launch.approved", None, "Ada Lovelace <ada@example.com> vouches in prod on 2026-11-20 (2 days ago)"),
        ("account.clock: waiver", None, "warning: unused"),
        ("launch.idempotency: attestation", Skipped, "lapsed: it expired"),
        ("launch.live-keys: waiver", Skipped, "overruled"),
        ("verdict", Failure, "NOT READY: 2 lines of the checklist fail"),
    ],
)
def test_each_status_becomes_the_right_element_with_its_reason(name, element, words):
    case = case_of(written(reports.every_status()), name)
    assert [type(one) for one in case.result] == ([] if element is None else [element])
    assert words in told(case)


@pytest.mark.parametrize("name", ["launch.webhook-registered", "account.clock: waiver", "security.tls: waiver"])
def test_a_warning_is_a_failure_where_warnings_count(name):
    strict = replace(reports.every_status(), fail_on_warn=True)
    assert [type(one) for one in case_of(written(strict), name).result] == [Failure]


def test_a_crash_that_no_line_suffers_from_is_not_green():
    broken = reports.result("account.clock", Status.ERROR, reason="ValueError: no Date")
    others = (one for one in reports.ready().results if one.id != broken.id)
    report = replace(reports.ready(), results=(*others, broken))
    document = written(report)
    assert report.verdict is Verdict.INCOMPLETE
    assert [type(one) for one in case_of(document, "account.clock").result] == [Error]


def test_a_check_that_no_line_asks_for_is_skipped_where_it_is_unknown_unless_it_was_left_out():
    for reason, element in (("there is no Date header", Skipped), (LEFT_OUT, Error)):
        clock = reports.result("account.clock", Status.UNKNOWN, reason=reason)
        ready = reports.ready()
        report = replace(ready, results=(*(one for one in ready.results if one.id != clock.id), clock))
        document = written(report)
        assert [type(one) for one in case_of(document, "account.clock").result] == [element]
        assert is_green(document) is (report.verdict is Verdict.READY)


def test_a_check_that_no_line_names_fails_with_the_worst_of_what_it_found():
    clock = reports.result("account.clock", Status.FAIL, seen("asked twice"), warn("odd"), fail("two minutes late"))
    others = (one for one in reports.ready().results if one.id != clock.id)
    case = case_of(written(replace(reports.ready(), results=(*others, clock))), "account.clock")
    assert [(type(one), one.message) for one in case.result] == [(Failure, "two minutes late")]


def test_an_interrupted_run_is_not_green_even_if_every_line_passes():
    document = written(replace(reports.ready(), interrupted=True))
    assert [type(one) for one in case_of(document, "verdict").result] == [Error]


def test_properties_say_who_judged_what():
    suite = next(iter(written(reports.every_status())))
    properties = {one.name: one.value for one in suite.properties()}
    assert properties["golive.version"] == "0.1.0"
    assert properties["golive.verdict"] == "NOT READY"
    assert properties["golive.profile_digest"] == "sha256:5f2b1c9d8e7a"
    assert properties["golive.environment"] == "prod"
    assert suite.timestamp == "2026-11-22T02:14:05"


def test_the_time_of_a_check_behind_several_lines_counts_once():
    report = reports.every_status()
    ran = {check_id for item in report.items() for check_id in item.check_ids} | {"account.clock"}
    assert written(report).time == pytest.approx(sum(report.result(one).seconds for one in ran))


def of_service(report, service, environment="prod"):
    return replace(report, subject=replace(report.subject, service=service, environment=environment))


def test_suites_of_several_reports_are_named_after_the_service():
    document = written(of_service(reports.ready(), "pay"), of_service(reports.ready(), "refunds", "eu prod"))
    names = [suite.name for suite in document]
    assert "golive.pay.prod.launch" in names
    assert "golive.refunds.eu_prod.launch" in names


def test_reports_with_one_name_do_not_share_their_tests():
    names = [suite.name for suite in written(reports.ready(), reports.ready(), of_service(reports.ready(), "Anton"))]
    assert len({name.casefold() for name in names}) == len(names)
    assert "golive.anton.prod-2.launch" in names


@pytest.mark.parametrize("text", [*reports.NASTY, "\ufffe\uffff\x0b]]>", "[[ATTACHMENT|/etc/passwd]]"])
def test_text_from_outside_is_only_text(text):
    document = render([reports.nasty(text)], Style())
    written(reports.nasty(text))
    assert "[[ATTACHMENT|" not in document
    assert not re.search(r"^\s*::[a-z]|##\[|##vso\[", document, re.MULTILINE)
    assert document.isprintable() or all(each.isprintable() or each == "\n" for each in document)
    assert {element.tag for element in ET.fromstring(document).iter()} == {  # noqa: S314 - it is our own
        *("testsuites", "testsuite", "properties", "property", "testcase"),
        *("failure", "error", "skipped", "system-out"),
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=60), min_size=1, max_size=12))
def test_any_report_follows_the_schema(texts):
    endless = cycle(texts)
    written(reports.soiled(lambda: next(endless)))


FOUND = {
    Status.PASS: (seen("it is right"),),
    Status.FAIL: (fail("it is wrong"),),
    Status.WARN: (warn("it is odd"),),
}


@st.composite
def any_report(draw):
    """Make a report of any results, with any of the records, left out and interrupted or not."""
    found = []
    for one in reports.RESULTS:
        status = draw(st.sampled_from([Status.PASS, Status.PASS, Status.PASS, *Status]))
        if status is Status.WAIVED:
            status = Status.SKIP
        reason = None if status in FOUND else draw(st.sampled_from([LEFT_OUT, "it could not be seen"]))
        found.append(replace(one, status=status, findings=FOUND.get(status, ()), reason=reason, trace=()))
    if draw(st.booleans()):
        found = [replace(one, status=Status.PASS, findings=FOUND[Status.PASS], reason=None) for one in found]
        at = draw(st.integers(0, len(found) - 1))
        found[at] = replace(found[at], status=draw(st.sampled_from([Status.ERROR, Status.UNKNOWN])), reason=LEFT_OUT)
    vouched = [
        reports.record(RecordKind.ATTESTATION, item.id, 100 + number)
        for number, item in enumerate(reports.CHECKLIST.items())
    ]
    records = draw(st.lists(st.sampled_from([*reports.RECORDS, *vouched]), unique=True, max_size=8))
    return reports.report_of(
        found,
        checklist=draw(st.sampled_from([reports.CHECKLIST, reports._READY])),
        records=(*records, *(vouched if draw(st.booleans()) else ())),
        policy=draw(st.sampled_from([reports.POLICY, replace(reports.POLICY, not_waivable=(), observed=())])),
        interrupted=draw(st.sampled_from([False, False, True])),
        fail_on_warn=draw(st.booleans()),
    )


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(any_report(), min_size=1, max_size=2))
def test_the_verdict_can_be_told_from_the_tests_even_without_the_one_that_says_it(several):
    document = written(*several)
    ready = all(report.verdict is Verdict.READY for report in several)
    assert is_green(document) is ready
    if any(report.interrupted for report in several):
        return  # nothing but the verdict knows of it
    wrong = [
        case
        for suite in document
        for case in suite
        if not case.name.startswith("verdict:") and any(isinstance(one, Failure | Error) for one in case.result)
    ]
    assert bool(wrong) is not ready


def test_a_check_that_was_left_out_is_no_pass_although_its_line_is_proven_without_it():
    line = reports.item("s.one", "One", reports.any_of("code.one", "code.two"))
    section = Section(id="s", title="S", items=(line,))
    checklist = Checklist(provider="anton", title="T", source="https://example.com", sections=(section,))
    found = [
        reports.result("code.one", Status.PASS, seen("it is right")),
        reports.result("code.two", Status.UNKNOWN, reason=LEFT_OUT),
    ]
    report = reports.report_of(found, checklist, plugins=())
    assert report.verdict is Verdict.INCOMPLETE
    document = written(report)
    wrong = [case.name for suite in document for case in suite if any(isinstance(one, Error) for one in case.result)]
    assert wrong == [
        "code.two: The title of code.two is a true sentence",
        "verdict: The integration is ready for production",
    ]
