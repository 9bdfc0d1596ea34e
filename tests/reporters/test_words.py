"""Words that the formats for people share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from golive.checklist import Attest
from golive.finding import ExchangePlace, FilePlace, SettingPlace
from golive.registry import NOT_BUILT
from golive.report import ExitCode, Report
from golive.reporters.words import (
    count,
    exit_meaning,
    next_steps,
    overall,
    place_of,
    plain,
    reasons,
    record_words,
    unvouched,
    waiting,
    waiting_words,
)
from golive.result import LEFT_OUT, Status
from support import reports


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (FilePlace("a.py", 3), "a.py:3"),
        (SettingPlace("environments.prod", FilePlace("golive.yaml", 1, 2)), "environments.prod (golive.yaml:1:2)"),
        (ExchangePlace("GET", "https://x/y", 200), "GET https://x/y → 200"),
        (ExchangePlace("GET", "https://x/y"), "GET https://x/y (no answer)"),
    ],
)
def test_a_place_is_said_in_words(place, words):
    assert place_of(place) == words


def test_a_text_without_unicode_is_ascii_and_keeps_what_it_said():
    assert plain("naïve → 決 …", unicode=False) == "na\\xefve -> \\u6c7a ..."


def test_a_text_that_is_harmless_already_is_kept():
    once = plain("\x1b[31m" * 300)
    assert plain(once) == once


def test_a_count_agrees_with_its_noun():
    assert (count(1, "line"), count(2, "line"), count(0, "line")) == ("1 line", "2 lines", "0 lines")


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_has_a_meaning(code):
    assert exit_meaning(code)


def test_lines_that_only_people_can_know_wait_for_them():
    assert [item.id for item in unvouched(reports.every_status())] == ["launch.monitoring"]


def test_lines_that_wait_for_golive_are_told_from_lines_that_wait_for_the_user():
    assert [item.id for item in waiting(reports.every_status())] == [
        "launch.idempotency",
        "security.tls",
        "security.retries",
    ]


def test_a_derived_line_waits_for_golive_when_all_that_decide_it_do():
    report = reports.every_status()
    cutover = report.sections[2]
    late = next(item for item in report.items() if item.id == "security.tls")
    deciding = {"cutover.balance", "cutover.corridors"}
    items = tuple(replace(late, id=item.id) if item.id in deciding else item for item in cutover.items)
    items = tuple(replace(item, status=Status.UNKNOWN) if item.id == "cutover.all" else item for item in items)
    changed = replace(report, sections=(*report.sections[:2], replace(cutover, items=items), *report.sections[3:]))
    assert "cutover.all" in [item.id for item in waiting(changed)]


def test_warnings_that_count_are_named_as_the_cause():
    report = reports.ready()
    item = replace(report.sections[0].items[0], status=Status.WARN)
    section = replace(report.sections[0], items=(item, *report.sections[0].items[1:]))
    warned = replace(report, sections=(section, *report.sections[1:]))
    assert list(reasons(warned)) == [
        "every line of the checklist is proven or does not apply",
        "1 warning to look at",
    ]
    assert list(next_steps(warned)) == []
    strict = replace(warned, fail_on_warn=True)
    assert list(reasons(strict)) == ["1 warning counts as failed in this run"]
    assert list(next_steps(strict)) == ["Fix what is marked warn, then run `golive check --env prod` again."]


def test_the_advice_names_only_as_many_checks_as_can_be_taken_in():
    many = tuple(reports.result(f"code.rule-{number}", Status.FAIL) for number in range(11))
    report = replace(reports.ready(), results=(*reports.ready().results, *many))
    assert next(iter(next_steps(report))).startswith("Fix code.rule-0, ")
    assert "code.rule-7 and 3 more, then run" in next(iter(next_steps(report)))


def test_an_item_that_names_checks_outside_the_run_is_not_waiting():
    assert waiting(replace(reports.every_status(), results=())) == ()


def test_an_interrupted_run_advises_to_run_it_to_the_end():
    assert next(iter(next_steps(reports.interrupted()))) == "Run it to the end for a verdict on everything."


def with_line(line_id: str) -> Report:
    """Return the report in which every line passes, and one more from the report with every status."""
    report, full = reports.ready(), reports.every_status()
    line = next(item for item in full.items() if item.id == line_id)
    others = (item for item in report.sections[0].items if item.id != line_id)
    section = replace(report.sections[0], items=(line, *others))
    unbuilt = {one.id: one for one in full.results if one.reason == NOT_BUILT}
    results = tuple(unbuilt.get(one.id, one) for one in report.results)
    return replace(report, sections=(section, *report.sections[1:]), results=results)


def test_proofs_that_are_not_built_are_left_to_people():
    changed = with_line("launch.idempotency")
    assert list(next_steps(changed)) == [
        "Verify by hand the line that golive cannot prove yet: `golive attest launch.idempotency --env prod` records "
        "it."
    ]
    items = tuple(replace(item, attest=Attest.NEVER) for item in changed.sections[0].items)
    by_machines = replace(changed, sections=(replace(changed.sections[0], items=items), *changed.sections[1:]))
    assert list(next_steps(by_machines)) == ["Verify by hand the line that golive cannot prove yet."]
    assert list(reasons(changed)) == ["1 line could not be verified, for want of a proof that is not built yet"]


def test_what_only_people_know_is_asked_of_them():
    changed = with_line("launch.monitoring")
    assert list(reasons(changed)) == ["1 line could not be verified, for want of a person's word"]
    assert list(next_steps(changed)) == [
        "Record what only people know, such as `golive attest launch.monitoring --env prod`, or go through it with "
        "`golive walkthrough`."
    ]


def test_what_a_verdict_owes_to_records_is_said_with_it():
    told = "; ".join(reasons(reports.every_status()))
    assert "1 line rests on a person's word; 2 lines are waived; 2 waivers excuse nothing any more" in told


@pytest.mark.parametrize(
    ("days", "said"), [(0, "(today)"), (1, "(1 day ago)"), (40, "(40 days ago)"), (-1, "(in 1 day)"), (None, None)]
)
def test_the_age_of_a_record_is_told(days, said):
    record = replace(reports.RECORDS[0], age_days=days)
    assert (said or "2026-11-20 until") in record_words(record)


@pytest.mark.parametrize(("days", "said"), [(0, "today is its last day"), (7, "7 days left"), (-3, ""), (None, "")])
def test_what_is_left_of_a_record_is_told_while_it_holds(days, said):
    told = record_words(replace(reports.RECORDS[0], days_left=days))
    assert ("left" in told or "last day" in told) is bool(said)
    assert said in told


def test_several_reports_have_one_verdict():
    assert overall([reports.ready(), reports.every_status()]) == "NOT READY: 1 READY, 1 NOT READY, of 2 reports"


def test_what_was_left_out_of_a_run_is_said_and_is_no_unknown_of_its_own():
    report = reports.ready()
    besides = replace(reports.RESULTS[-1], id="code.besides", reason=LEFT_OUT)
    changed = replace(report, results=(*report.results, besides))
    assert list(reasons(changed)) == ["1 check was left out of the run"]
    assert list(next_steps(changed)) == [
        "Run it again without `--only` and `--skip`: what they leave out stays unknown."
    ]


@pytest.mark.parametrize(
    ("environment", "written"),
    [("prod; rm -rf ~", "'prod; rm -rf ~'"), ("$(id)", "'$(id)'"), ("a`b", r"'a\x60b'"), ("prod", "prod")],
)
def test_a_command_takes_any_name_as_one_word(environment, written):
    changed = with_line("launch.monitoring")
    changed = replace(changed, subject=replace(changed.subject, environment=environment))
    (step,) = next_steps(changed)
    assert f"`golive attest launch.monitoring --env {written}`" in step


def test_proofs_that_no_line_waits_for_are_said_to_be_of_no_consequence():
    assert waiting_words(reports.ready()) == "Every line of the checklist can be judged without these:"
    assert waiting_words(with_line("launch.idempotency")) == (
        "1 line of the checklist cannot be proven by this version of golive, for want of these:"
    )
