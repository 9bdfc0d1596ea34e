"""The report as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta, timezone
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from golive.redact import inert
from golive.reporters.formats import Style
from golive.reporters.json import render, report_schema, reports_schema
from golive.result import Status
from support import reports
from support.snapshots import JsonFile

SCHEMA = report_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def written(report):
    text = render([report], Style())
    assert text.isascii()
    assert text.endswith("}\n")
    document = json.loads(text, parse_constant=pytest.fail)
    VALIDATOR.validate(document)
    return document


def timeless(value):
    """Return a document without the fields that may differ between two runs."""
    match value:
        case dict():
            return {
                key: timeless(each) for key, each in value.items() if not key.endswith(("_at", "seconds", "request_id"))
            }
        case list():
            return [timeless(each) for each in value]
    return value


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["additionalProperties"] is False


def test_every_field_is_described():
    for name, table in {"report": SCHEMA, **SCHEMA["$defs"]}.items():
        for key, field in table.get("properties", {}).items():
            assert field.get("description"), f"{name}.{key}"


def test_a_report_with_every_status_is_written_as_agreed(snapshot):
    assert render([reports.every_status()], Style()) == snapshot(extension_class=JsonFile)


@pytest.mark.parametrize("make", [reports.ready, reports.interrupted, reports.all_unknown])
def test_every_outcome_follows_the_schema(make):
    report = make()
    document = written(report)
    assert document["verdict"] == report.verdict
    assert document["exit_code"] == report.exit_code
    assert document["interrupted"] is report.interrupted


def test_the_schema_refuses_what_is_not_in_the_format():
    document = written(reports.ready())
    for change in ({"verdict": "MAYBE"}, {"format_version": 2}, {"more": 1}, {"started_at": 5}):
        assert list(VALIDATOR.iter_errors({**document, **change}))


def test_two_runs_differ_in_nothing_but_times_and_request_ids():
    first = reports.every_status()
    later = timedelta(seconds=77)
    second = replace(
        first,
        started_at=first.started_at + later,
        seconds=9.0,
        results=tuple(replace(result, seconds=8.0) for result in first.results),
        exchanges=tuple(
            replace(
                exchange,
                started_at=exchange.started_at + later,
                seconds=1.0,
                request_id="another",
                response_request_id=None,
                retry_after=1.0,
            )
            for exchange in first.exchanges
        ),
    )
    assert render([first], Style()) != render([second], Style())
    assert json.dumps(timeless(written(first))) == json.dumps(timeless(written(second)))


def test_the_same_report_is_written_the_same_however_it_is_shown():
    report = reports.every_status()
    assert render([report], Style()) == render([report], Style(width=20, color=True, unicode=False, verbosity=-1))


def test_counts_name_every_status():
    counts = written(reports.every_status())["counts"]
    assert list(counts["items"]) == list(counts["checks"]) == [status.value for status in Status]
    assert sum(counts["checks"].values()) == len(reports.RESULTS)


def test_times_are_in_utc():
    report = reports.ready()
    elsewhere = report.started_at.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert written(replace(report, started_at=elsewhere))["started_at"] == "2026-11-22T02:14:05.120000Z"


@pytest.mark.parametrize("text", reports.NASTY, ids=range(len(reports.NASTY)))
def test_text_from_outside_is_only_text_and_never_cut(text):
    document = written(reports.nasty(text))
    assert document["subject"]["base_url"] == inert(text, len(text))
    assert len(document["subject"]["base_url"]) >= len(text)


def test_no_line_holds_a_workflow_command():
    text = render([reports.nasty("##[error]x ##vso[task] ###[y")], Style())
    assert "##" not in text
    assert json.loads(text)["subject"]["base_url"] == "##[error]x ##vso[task] ###[y"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=60), min_size=1, max_size=12))
def test_any_report_follows_the_schema(texts):
    endless = cycle(texts)
    written(reports.soiled(lambda: next(endless)))


def test_several_reports_follow_their_schema_and_have_one_verdict():
    schema = Draft202012Validator(reports_schema(), format_checker=FormatChecker())
    written = json.loads(render([reports.ready(), reports.every_status()], Style()))
    schema.validate(written)
    assert (written["format"], written["verdict"], written["exit_code"]) == ("golive-reports", "NOT READY", 4)
    assert [one["verdict"] for one in written["reports"]] == ["READY", "NOT READY"]
