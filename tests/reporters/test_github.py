"""The report as annotations of GitHub Actions."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golive.finding import FilePlace, fail, unknown, warn
from golive.reporters.formats import Style
from golive.reporters.github import LONGEST, MOST, commands, render
from golive.result import Status
from support import reports
from support.snapshots import TextFile

COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^,:]*)(?:,[a-z]+=[^,:]*)*)::(.*)")
UNESCAPED = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}


def parsed(line):
    """Read a line as GitHub's runner does."""
    found = COMMAND.fullmatch(line)
    assert found, line
    name, told, message = found.groups()
    properties = dict(pair.split("=", 1) for pair in told.split(","))
    return name, {key: unescaped(value) for key, value in properties.items()}, unescaped(message)


def unescaped(text):
    return re.sub("|".join(UNESCAPED), lambda match: UNESCAPED[match[0]], text)


def written(*found, style=None):
    text = render(found, style or Style())
    assert text.endswith("\n")
    assert text.isprintable() or all(line.isprintable() for line in text.split("\n"))
    assert "##" not in text
    annotations = [parsed(line) for line in text.splitlines() if line.startswith("::")]
    names = [name for name, _, _ in annotations]
    assert names.count("error") <= MOST
    assert names.count("warning") <= MOST
    assert names.count("notice") <= 1
    return annotations


def report_with(*findings, check_id="code.one"):
    only = replace(reports.CHECKLIST, sections=())
    return reports.report_of([reports.result(check_id, Status.FAIL, *findings)], only)


def test_a_report_with_every_status_is_written_as_agreed(snapshot):
    assert render([reports.every_status()], Style()) == snapshot(extension_class=TextFile)


def test_a_report_without_anything_to_say_annotates_nothing():
    assert commands([reports.ready()], Style()) == []
    assert render([reports.ready()], Style()) == "golive: READY, nothing to annotate.\n"


def test_an_annotation_stands_at_its_line():
    (error, properties, message), _ = written(
        report_with(fail("it is 100 % bad", FilePlace("a,b:c.py", 3, 4), fix="Mend it")),
        style=Style(sources_folder="svc"),
    )
    assert error == "error"
    assert properties == {"file": "svc/a,b:c.py", "line": "3", "col": "4", "title": "code.one"}
    assert message == "it is 100 % bad. Fix: Mend it."


def test_what_is_in_no_file_has_none():
    (_, properties, _), _ = written(report_with(fail("bad")))
    assert properties == {"title": "code.one"}
    (_, properties, _), _ = written(report_with(fail("bad", FilePlace("a.py"))))
    assert properties == {"file": "a.py", "line": "1", "title": "code.one"}


def test_what_is_unknown_is_one_quiet_notice():
    annotations = written(reports.all_unknown())
    assert [name for name, _, _ in annotations] == ["notice"]
    assert annotations[0][1] == {"title": "golive, Anton Payments, prod"}
    assert annotations[0][2].startswith("INCOMPLETE: ")


def test_what_is_waived_is_not_annotated():
    titles = {properties["title"] for _, properties, _ in written(reports.every_status())}
    assert "account.balance" not in titles
    assert "records.waiver" in titles


def test_errors_stand_before_warnings_and_the_rest_is_counted():
    many = [warn(f"odd {number}") for number in range(12)] + [fail(f"bad {number}") for number in range(13)]
    *shown, (notice, _, message) = written(report_with(*many, unknown("who knows")))
    assert [name for name, _, _ in shown] == ["error"] * MOST + ["warning"] * MOST
    assert notice == "notice"
    assert message.endswith("3 more errors and 2 more warnings in the report: GitHub shows 10 of each here.")


def test_a_check_with_many_findings_does_not_crowd_out_the_others():
    only = replace(reports.CHECKLIST, sections=())
    many = reports.result("code.many", Status.FAIL, *(fail(f"bad {number}") for number in range(20)))
    last = reports.result("code.last", Status.FAIL, fail("the other"))
    errors = [message for name, _, message in written(reports.report_of([many, last], only)) if name == "error"]
    assert [error.split(".")[0] for error in errors] == [*(f"bad {number}" for number in range(9)), "the other"]


def test_several_reports_share_the_limits_and_one_notice():
    ready, bad = reports.ready(), report_with(*(fail(f"bad {number}") for number in range(7)))
    annotations = written(bad, ready, bad)
    assert len(annotations) == MOST + 1
    _, properties, message = annotations[-1]
    assert properties == {"title": "golive, 3 reports"}
    assert message.startswith("NOT READY: 1 READY, 2 NOT READY, of 3 reports. Anton Payments, prod: NOT READY: ")
    assert "4 more errors" in message


def test_long_texts_are_cut():
    (_, _, message), _ = written(report_with(fail("w" * 5_000)))
    assert len(message) == LONGEST


@pytest.mark.parametrize("text", reports.NASTY, ids=range(len(reports.NASTY)))
def test_text_from_outside_is_no_command(text):
    for line in render([reports.nasty(text)], Style()).splitlines():
        _, properties, message = parsed(line)
        for told in (*properties.values(), message):
            assert "::error" not in told
            assert "##" not in told


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.text(st.one_of(st.characters(exclude_categories=()), st.sampled_from(":,%\r\n=#[]")), max_size=60),
        min_size=1,
        max_size=12,
    )
)
def test_any_report_is_nothing_but_its_own_annotations(texts):
    endless = cycle(texts)
    report = reports.soiled(lambda: next(endless))
    lines = render([report], Style()).splitlines()
    assert lines
    for line in lines:
        parsed(line)
