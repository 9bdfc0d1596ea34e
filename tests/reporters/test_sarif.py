"""The report as SARIF 2.1.0."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from itertools import cycle
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from golive.finding import ExchangePlace, FilePlace, SettingPlace, fail, warn
from golive.registry import Catalogue
from golive.report import ExitCode
from golive.reporters import sarif, sarif_rules
from golive.reporters.formats import Style
from golive.reporters.sarif import FINGERPRINT, render
from golive.result import LEFT_OUT, Status
from support import reports
from support.published import MISSING, SARIF, published
from support.snapshots import TextFile

PUBLISHED = published(SARIF)
VALIDATOR = None if PUBLISHED is None else Draft4Validator(json.loads(PUBLISHED.read_text(encoding="utf-8")))
RELATIVE = re.compile(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", re.ASCII)


class SarifFile(TextFile):
    file_extension = "sarif"


def written(*found, style=None):
    text = render(found, style or Style())
    assert text.isascii()
    assert text.endswith("}\n")
    assert "##" not in text
    assert not any(line.lstrip().startswith("::") for line in text.split("\n"))
    log = json.loads(text, parse_constant=pytest.fail)
    if VALIDATOR is not None:  # a test of its own says where it is missing
        VALIDATOR.validate(log)
    for run in log["runs"]:
        for result in run["results"]:
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
            (location,) = result["locations"]
            artifact = location["physicalLocation"]["artifactLocation"]
            assert artifact["uriBaseId"] == "%SRCROOT%"
            assert RELATIVE.fullmatch(artifact["uri"])
            assert not artifact["uri"].startswith("/")
    return log


def run_of(*found, style=None):
    return written(*found, style=style)["runs"][0]


def report_with(*findings, check_id="code.one", **more):
    only = replace(reports.CHECKLIST, sections=())
    return reports.report_of([reports.result(check_id, Status.FAIL, *findings)], only, **more)


@pytest.fixture
def no_checks(monkeypatch):
    monkeypatch.setattr(sarif_rules, "built_in", lambda: Catalogue((), {}, ()))
    monkeypatch.setattr(sarif_rules, "documentation", lambda: "https://golive.example/docs")


@pytest.mark.skipif(VALIDATOR is None, reason=MISSING)
def test_the_published_schema_lets_every_report_pass_and_refuses_what_is_not_sarif():
    Draft4Validator.check_schema(VALIDATOR.schema)
    for make in (reports.every_status, reports.ready, reports.interrupted, reports.all_unknown):
        VALIDATOR.validate(json.loads(render([make()], Style())))
    assert list(VALIDATOR.iter_errors({"version": "2.1.0", "runs": [{"tool": {}}]}))


@pytest.mark.usefixtures("no_checks")
def test_a_report_with_every_status_is_written_as_agreed(snapshot):
    text = render([reports.every_status()], Style())
    written(reports.every_status())
    assert text == snapshot(extension_class=SarifFile)


@pytest.mark.parametrize("make", [reports.ready, reports.interrupted, reports.all_unknown, reports.warned_and_unknown])
def test_every_outcome_follows_the_schema(make):
    report = make()
    run = run_of(report)
    (invocation,) = run["invocations"]
    assert invocation["exitCode"] == report.exit_code
    assert invocation["executionSuccessful"] is (report.exit_code not in {ExitCode.CRASHED, ExitCode.INTERRUPTED})
    assert run["properties"]["verdict"] == report.verdict


def test_a_ready_report_has_rules_and_no_results():
    run = run_of(reports.ready())
    assert run["results"] == []
    assert "settings.base-url" in {rule["id"] for rule in run["tool"]["driver"]["rules"]}


def test_the_heaviest_results_stand_first():
    levels = [result["level"] for result in run_of(reports.every_status())["results"]]
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    assert set(levels) == {"error", "warning", "note"}


def test_every_run_of_a_log_has_a_category_of_its_own():
    report = reports.ready()
    pay = replace(report, subject=replace(report.subject, service="pay/../x y", profile="pay.yaml"))
    other = replace(report, subject=replace(report.subject, profile="golive.yml"))
    runs = written(report, other, pay, pay, style=Style(profile_folder="a/b c"))["runs"]
    assert [run["automationDetails"]["id"] for run in runs] == [
        "golive/a/b-c/prod/",
        "golive/a/b-c/prod/2/",
        "golive/a/b-c/pay/pay-..-x-y/prod/",
        "golive/a/b-c/pay/pay-..-x-y/prod/2/",
    ]


def test_a_finding_points_to_its_file_below_the_root_of_the_repository():
    place = SettingPlace("environments.prod.base_url", FilePlace("golive.yaml", 14, 15))
    here, setting = run_of(
        report_with(fail("x", FilePlace("a b/ü#?.py", 3, 4)), fail("y", place)),
        style=Style(profile_folder="svc/pay", sources_folder="svc"),
    )["results"]
    physical = here["locations"][0]["physicalLocation"]
    assert unquote(physical["artifactLocation"]["uri"]) == "svc/a b/ü#?.py"
    assert physical["region"] == {"startLine": 3, "startColumn": 4}
    assert setting["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "svc/pay/golive.yaml"
    assert setting["locations"][0]["logicalLocations"] == [
        {"name": "base_url", "fullyQualifiedName": "environments.prod.base_url", "kind": "property"}
    ]


def test_what_is_in_no_file_has_a_logical_location_and_is_shown_at_the_profile():
    asked, bare = run_of(report_with(fail("x", ExchangePlace("GET", "https://a.example/v1", 401)), fail("y")))[
        "results"
    ]
    assert asked["locations"][0] == {
        "physicalLocation": {
            "artifactLocation": {"uri": "golive.yaml", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 1},
        },
        "logicalLocations": [{"fullyQualifiedName": "GET https://a.example/v1", "kind": "resource"}],
    }
    assert asked["message"]["text"] == "x (at GET https://a.example/v1 \u2192 401)."
    assert bare["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "environments.prod"
    lines = [one for one in run_of(reports.every_status())["results"] if one["ruleId"] == "launch.monitoring"]
    assert lines[0]["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": "launch.monitoring", "kind": "checklist line"}
    ]


def test_two_runs_have_the_same_fingerprints_and_each_result_its_own():
    first = reports.every_status()
    second = replace(first, started_at=first.started_at + timedelta(days=1), seconds=9.0, exchanges=())
    prints = [one["partialFingerprints"] for one in run_of(first)["results"]]
    assert prints == [one["partialFingerprints"] for one in run_of(second)["results"]]
    assert len({one[FINGERPRINT] for one in prints}) == len(prints)
    # Made by GitHub's upload action, which warns of any that it has not made itself.
    assert not any("primaryLocationLineHash" in one for one in prints)


def test_what_is_waived_is_suppressed_with_who_accepts_it_and_why():
    results = run_of(reports.every_status())["results"]
    (waived,) = [one for one in results if "suppressions" in one]
    assert waived["ruleId"] == "account.balance"
    (suppression,) = waived["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert suppression["justification"].startswith("Grace Hopper waives it on 2026-11-20")
    assert "the corridor opens in January" in suppression["justification"]


def test_checks_that_broke_are_told_twice_as_a_result_and_as_a_defect_of_the_run():
    run = run_of(reports.every_status())
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert notes[0]["message"]["text"] == "settings.broken: KeyError: 'events'"
    assert any("defect of the check" in one["message"]["text"] for one in run["results"])


def test_checks_that_were_left_out_are_counted_and_are_no_rules():
    left = reports.result("code.one", Status.UNKNOWN, reason=LEFT_OUT)
    run = run_of(reports.report_of([left], replace(reports.CHECKLIST, sections=())))
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["report.verdict"]
    assert run["invocations"][0]["toolExecutionNotifications"] == [
        {"level": "note", "message": {"text": "1 check left out by the caller"}}
    ]


def test_a_run_holds_no_more_than_github_takes(monkeypatch):
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    many = [*(warn(f"odd {number}", FilePlace("a.py", number)) for number in range(1, 4)), fail("bad"), fail("worse")]
    run = run_of(report_with(*many))
    assert [one["level"] for one in run["results"]] == ["error", "error", "warning"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "2 results left out, the lightest: a run holds 3 at most"


@pytest.mark.parametrize("seconds", [-1.0, 1e300, float("nan"), float("inf")])
def test_a_time_that_cannot_be_ends_when_it_began(seconds):
    (invocation,) = run_of(replace(reports.ready(), seconds=seconds))["invocations"]
    assert invocation["startTimeUtc"] == invocation["endTimeUtc"] == "2026-11-22T02:14:05.120Z"


def test_packages_with_checks_are_extensions():
    run = run_of(reports.every_status())
    assert [one["name"] for one in run["tool"]["extensions"]] == ["golive-acme", "golive-old"]
    assert run["tool"]["driver"]["semanticVersion"] == "0.1.0"
    odd = replace(reports.every_status(), version="dev", plugins=reports.PLUGINS[:1] * 2)
    tool = run_of(odd)["tool"]
    assert "semanticVersion" not in tool["driver"]
    assert len(tool["extensions"]) == 1


@pytest.mark.parametrize("text", reports.NASTY, ids=range(len(reports.NASTY)))
def test_text_from_outside_is_only_text(text):
    log = written(reports.nasty(text))
    for told in texts_of(log):
        assert told.isprintable()
        assert "](" not in told
        assert "::error" not in told


def texts_of(value):
    match value:
        case dict():
            for key, each in value.items():
                if key != "markdown":
                    yield from texts_of(each)
        case list():
            for each in value:
                yield from texts_of(each)
        case str():
            yield value


def test_no_message_is_a_link_or_a_gap_to_fill():
    text = run_of(reports.nasty("[click](javascript:alert(1)) {0} {}"))["results"][0]["message"]["text"]
    assert text.startswith("[click] (javascript:alert(1)) { 0} {}")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=60), min_size=1, max_size=12))
def test_any_report_follows_the_schema(texts):
    endless = cycle(texts)
    written(reports.soiled(lambda: next(endless)))
