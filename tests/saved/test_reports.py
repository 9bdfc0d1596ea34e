"""Reading saved reports back."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golive.redact import Redactor, inert
from golive.registry import built_in, load_provider, provider_ids
from golive.reporters import text as text_reporter
from golive.reporters.formats import Style
from golive.reporters.json import render
from golive.saved import LARGEST, SavedReportError, load_reports, read_bytes, read_reports
from support import reports

FIXTURES = [
    reports.every_status,
    reports.ready,
    reports.interrupted,
    reports.all_unknown,
    reports.warned_and_unknown,
]


def written(*of) -> str:
    return render(of, Style())


def changed(place, value, report=None) -> str:
    """Return the text of a report in which one thing is something else, or is taken out where `value` is `...`."""
    document = json.loads(written(report or reports.every_status()))
    *steps, last = place
    inner = document
    for step in steps:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return json.dumps(document)


def refusal(text) -> str:
    with pytest.raises(SavedReportError) as caught:
        read_reports(text, "run.json")
    message = str(caught.value)
    assert message.startswith("run.json: ")
    return message


@pytest.mark.parametrize("make", FIXTURES)
def test_what_is_read_is_written_the_same_again(make):
    saved = written(make())
    read = read_reports(saved)
    assert len(read) == 1
    assert written(*read) == saved


@pytest.mark.parametrize("make", FIXTURES)
def test_what_is_read_is_the_report_that_was_written(make):
    report = make()
    assert read_reports(written(report)) == (report,)


def test_several_reports_are_read_as_several():
    saved = written(reports.every_status(), reports.ready(), reports.interrupted())
    read = read_reports(saved)
    assert read == (reports.every_status(), reports.ready(), reports.interrupted())
    assert written(*read) == saved


@pytest.mark.parametrize("verbosity", [-1, 0, 1, 2])
def test_a_saved_run_looks_as_the_run_did(verbosity):
    style = Style(verbosity=verbosity, width=90)
    read = read_reports(written(reports.every_status()))
    assert text_reporter.render(read, style) == text_reporter.render([reports.every_status()], style)


@pytest.mark.parametrize("text", reports.NASTY, ids=range(len(reports.NASTY)))
def test_texts_that_were_hostile_are_written_the_same_again(text):
    saved = written(reports.nasty(text))
    assert written(*read_reports(saved)) == saved


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=60), min_size=1, max_size=12))
def test_any_report_is_written_the_same_again(texts):
    redactor = Redactor()
    endless = cycle([redactor(inert(text)) for text in texts])  # as a run makes them
    saved = written(reports.soiled(lambda: next(endless)))
    assert written(*read_reports(saved)) == saved


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_whatever_a_file_holds_reading_it_twice_changes_nothing_more(text):
    once = written(*read_reports(written(reports.nasty(f"//{text}@host {text}"))))
    assert written(*read_reports(once)) == once


def test_hostile_texts_become_harmless():
    place = ("results", 0, "title")
    (read,) = read_reports(changed(place, "a\x1b[31mred\u202e\nline ::error::\ud800"))
    assert read.results[0].title == r"a\x1b[31mred\u202e\nline ::error::\ud800"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("key ak_live_0123456789abcdef", "key ak_live_***"),
        ("https://user:pass@host/x", "https://***@host/x"),
        ("eyJhbGciOiJI.eyJzdWIiOiIx.c2ln", "eyJ***"),
    ],
)
def test_a_secret_in_a_file_is_masked(text, masked):
    assert read_reports(changed(("results", 0, "remedy"), text))[0].results[0].remedy == masked


def test_the_words_of_every_check_are_read_as_they_are():
    redactor = Redactor(shape.redaction for name in provider_ids() for shape in load_provider(name).secret_shapes)
    for check in built_in().checks:
        for words in (check.id, check.title, check.remedy):
            assert redactor(inert(words, len(words))) == words


def test_what_a_later_version_of_the_format_adds_is_left_aside():
    document = json.loads(written(reports.every_status()))
    document["later"] = {"deep": [[[{"x": 1}]]]}
    document["results"][0]["later"] = 5
    assert read_reports(json.dumps(document)) == (reports.every_status(),)


def test_whole_seconds_stay_whole():
    saved = changed(("seconds",), 3)
    assert json.loads(written(*read_reports(saved)))["seconds"] == 3
    assert '"seconds": 3,' in written(*read_reports(saved))


def test_a_time_elsewhere_is_the_same_time():
    (read,) = read_reports(changed(("started_at",), "2026-11-22T07:44:05.120000+05:30"))
    assert read.started_at == datetime(2026, 11, 22, 2, 14, 5, 120_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (
            ("sections", 2, "items", 0, "status"),
            ...,
            "sections[2].items[0].status: this is missing; an older golive may",
        ),
        (
            ("sections", 2, "items", 0, "status"),
            "good",
            "sections[2].items[0].status: this has to be one of pass, warn",
        ),
        (("sections", 0, "items"), {}, "sections[0].items: this has to be a list, not an object"),
        (("results", 3, "findings", 0), "x", "results[3].findings[0]: this has to be an object, not a text"),
        (("results", 0, "seconds"), "1", "results[0].seconds: this has to be a number, not a text"),
        (("results", 0, "seconds"), None, "results[0].seconds: this has to be a number, not null"),
        (("results", 0, "title"), 5, "results[0].title: this has to be a text, not a number"),
        (("interrupted",), 0, "interrupted: this has to be true or false, not a number"),
        (("exit_code",), True, "exit_code: this has to be a whole number, not true or false"),
        (("exit_code",), 4.0, "exit_code: this has to be a whole number, not a number"),
        (("format_version",), 2, "written by a newer golive (format version 2, this one knows 1); update golive"),
        (("format_version",), True, "format_version: this has to be 1, not true or false"),
        (("format_version",), 0, "format_version: this has to be 1, not 0"),
        (("format",), "sarif", "this is JSON, but no report of golive; name one that `golive check"),
        (("format",), ["golive-report"], "this is JSON, but no report of golive"),
        (
            ("started_at",),
            "yesterday",
            "started_at: this has to be a time such as 2026-11-22T02:14:05Z, not 'yesterday'",
        ),
        (("started_at",), "2026-02-30T00:00:00Z", "started_at: there is no such time"),
        (("started_at",), "0001-01-01T00:00:00+23:59", "started_at: there is no such time"),
        (("started_at",), "2026-11-22T02:14:05", "started_at: this has to be a time"),
        (("counts", "items"), [], "counts.items: this has to be an object, not a list"),
        (("counts", "items", "pass"), "1", "counts.items['pass']: this has to be a whole number"),
        (("results", 4, "findings", 0, "place"), [], "results[4].findings[0].place: this has to be an object"),
        (("results", 4, "findings", 0, "place", "kind"), "url", "place.kind: 'url' is none of the kinds"),
        (("results", 4, "findings", 0, "place", "path"), ..., "results[4].findings[0].place.path: this is missing"),
        (("subject", "kind"), "staging", "subject.kind: this has to be one of sandbox, production, not 'staging'"),
        (("sections", 0, "items", 0, "record"), 99, "sections[0].items[0].record: there is no record 99"),
        (("sections", 0, "items", 0, "record"), -1, "sections[0].items[0].record: there is no record -1"),
        (("sections", 0, "items", 0, "proofs", 0, "alternatives"), [], "proofs[0].alternatives: an alternative has to"),
        (("sections", 0, "items", 0, "proofs", 0, "alternatives"), [[]], "proofs[0].alternatives: an alternative has"),
        (("sections", 0, "items", 0, "proofs", 0, "alternatives"), [["a"], ["b + c"]], "an alternative has to name"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(place, value, message):
    assert message in refusal(changed(place, value))


def test_the_place_of_one_of_several_reports_is_named():
    document = json.loads(written(reports.every_status(), reports.ready()))
    document["reports"][1]["verdict"] = "NOT READY"
    assert "reports[1].verdict: this says NOT READY, but what the file holds comes to" in refusal(json.dumps(document))
    document["reports"][1]["results"][0]["status"] = "?"
    assert "reports[1].results[0].status: " in refusal(json.dumps(document))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "this is empty: the run that was to write it may have failed"),
        (" \n", "this is empty"),
        ("golive 0.1", "line 1, column 1: this is not JSON, or cut off"),
        ('{"a": 1, "a": 2}', "the key 'a' stands there twice"),
        ('{"format": NaN}', "NaN is no number"),
        ('{"format": -Infinity}', "-Infinity is no number"),
        ('{"format": 1e999}', "a number is too large"),
        ('{"format": ' + "9" * 5000 + "}", "a number of 5000 digits"),
        ("[" * 200_000, "this is nested too deeply"),
        ('{"a":' * 200_000, "this is nested too deeply"),
        ("[]", "this is JSON, but no report of golive"),
        ("null", "this is JSON, but no report of golive"),
        ('"golive-report"', "this is JSON, but no report of golive"),
        ('{"format": "golive-reports", "format_version": 1}', "verdict: this is missing"),
    ],
)
def test_a_text_that_is_no_report_is_refused(text, message):
    assert message in refusal(text)


def test_a_text_of_any_size_is_refused_before_it_is_parsed():
    assert "this is larger than 64 MiB" in refusal(" " * (LARGEST + 1))


def test_several_reports_that_are_none_are_refused():
    document = json.loads(written(reports.every_status(), reports.ready()))
    document["reports"] = []
    assert "reports: this holds no report" in refusal(json.dumps(document))


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["format", "results"]), inner),
    )
)
def test_any_json_that_is_no_report_is_refused(value):
    with pytest.raises(SavedReportError):
        read_reports(json.dumps(value))


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_refused(text):
    with pytest.raises(SavedReportError):
        read_reports(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just([]))
def test_a_report_that_was_changed_anywhere_is_read_or_refused(choice: random.Random, value):
    document = json.loads(written(reports.every_status()))
    inner = document
    while True:
        key = choice.choice(sorted(inner) if isinstance(inner, dict) else range(len(inner)))
        if not isinstance(inner[key], dict | list) or not inner[key] or choice.random() < 0.1:
            break
        inner = inner[key]
    inner[key] = value
    try:
        read = read_reports(json.dumps(document))
    except SavedReportError:
        return
    for each in read:
        text_reporter.render([each], Style(verbosity=2))


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1, exclude_max=True))
def test_a_report_that_was_cut_off_is_refused(share):
    saved = written(reports.every_status()).rstrip()
    refusal(saved[: int(len(saved) * share)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_other_shells_write_is_read(encoding):
    assert read_bytes(written(reports.ready()).encode(encoding), "x") == (reports.ready(),)


@pytest.mark.parametrize("content", [b"\xff{", b"\xff\xfe\x00", b"\xfe\xff\xd8\x00\x00"])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(SavedReportError, match=r"run\.json: this is not text in UTF-8; write it again with"):
        read_bytes(content, "run.json")


def test_a_file_is_read(tmp_path):
    path = tmp_path / "run.json"
    path.write_text(written(reports.every_status()))
    assert load_reports(path) == (reports.every_status(),)


def test_a_file_that_is_not_there_or_is_none_is_refused(tmp_path):
    for path, why in ((tmp_path / "no.json", "does not exist"), (tmp_path, "is a folder"), (Path("a\0b"), "exist")):
        with pytest.raises(SavedReportError, match=why):
            load_reports(path)


def test_a_name_that_could_harm_is_told_harmlessly(tmp_path):
    with pytest.raises(SavedReportError) as caught:
        load_reports(tmp_path / "\x1b[31m.json")
    assert "\x1b" not in str(caught.value)


def test_a_report_with_whole_numbers_where_fractions_are_usual_is_written_the_same_again():
    report = reports.every_status()
    whole = replace(report, exchanges=tuple(replace(one, retry_after=5, seconds=1) for one in report.exchanges))
    assert written(*read_reports(written(whole))) == written(whole)
