"""The report for GitLab's Code Quality."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from golive.finding import FilePlace, fail
from golive.reporters.formats import Style
from golive.reporters.gitlab import render
from golive.reporters.located import located
from golive.result import Status
from support import reports
from support.snapshots import JsonFile

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "gitlab-code-quality.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def written(*found, style=None):
    text = render(found, style or Style())
    assert text.isascii()
    assert text.endswith("]\n")
    assert "##" not in text
    violations = json.loads(text, parse_constant=pytest.fail)
    VALIDATOR.validate(violations)
    return violations


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


def test_a_report_with_every_status_is_written_as_agreed(snapshot):
    assert written(reports.every_status())
    assert render([reports.every_status()], Style()) == snapshot(extension_class=JsonFile)


@pytest.mark.parametrize("make", [reports.interrupted, reports.all_unknown, reports.warned_and_unknown])
def test_every_outcome_follows_the_documented_fields(make):
    assert written(make())


def test_nothing_open_is_an_empty_list():
    assert written(reports.ready()) == []


def test_the_heaviest_stand_first_and_what_is_waived_is_left_out():
    found = written(reports.every_status())
    severities = [one["severity"] for one in found]
    assert severities == sorted(severities, key=["critical", "minor", "info"].index)
    assert set(severities) == {"critical", "minor", "info"}
    assert "account.balance" not in {one["check_name"] for one in found}


def test_what_is_in_no_file_is_placed_at_the_profile():
    found = written(reports.every_status(), style=Style(profile_folder="svc"))
    (clock,) = [one for one in found if one["check_name"] == "account.authentication"]
    assert clock["location"] == {"path": "svc/golive.yaml", "lines": {"begin": 1}}
    assert clock["description"].endswith(
        " Fix: Create a live key under Developers, API keys, and put it where the profile points to."
    )


def test_fingerprints_are_those_of_the_other_formats_and_each_stands_once():
    report = reports.every_status()
    shared = {one.fingerprint for one in located(report, Style()) if not one.issue.excused_by}
    assert {one["fingerprint"] for one in written(report)} == shared
    assert len(written(report, report)) == len(written(report)) == len(shared)


def test_one_finding_in_two_environments_is_one_violation():
    only = replace(reports.CHECKLIST, sections=())
    found = reports.result("code.one", Status.FAIL, fail("bad", FilePlace("a.py", 2)), fail("no place"))
    prod = reports.report_of([found], only)
    sandbox = reports.report_of([found], only, subject=replace(prod.subject, environment="sandbox"))
    assert [one["description"].split(".")[0] for one in written(prod, sandbox)] == ["bad", "no place", "no place"]


@pytest.mark.parametrize("text", reports.NASTY, ids=range(len(reports.NASTY)))
def test_text_from_outside_is_only_text(text):
    for violation in written(reports.nasty(text)):
        assert violation["description"].isprintable()
        assert "::error" not in violation["description"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=60), min_size=1, max_size=12))
def test_any_report_follows_the_documented_fields(texts):
    endless = cycle(texts)
    written(reports.soiled(lambda: next(endless)))
