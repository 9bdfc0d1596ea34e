"""A saved report whose statuses, verdict or counts contradict each other is refused."""

from __future__ import annotations

import json

import pytest

from golive.checklist import Item, Proof
from golive.kind import Kind
from golive.profile.types import Policy
from golive.reporters.formats import Style
from golive.reporters.json import render
from golive.saved import SavedReportError, read_reports
from support import reports
from support.records import waived
from support.results import result
from support.worlds import World


def document():
    return json.loads(render([reports.every_status()], Style()))


def line(of, item_id):
    return next(item for section in of["sections"] for item in section["items"] if item["id"] == item_id)


def check(of, check_id):
    return next(result for result in of["results"] if result["id"] == check_id)


def refusal(of) -> str:
    with pytest.raises(SavedReportError) as caught:
        read_reports(json.dumps(of), "run.json")
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("verdict", "READY", "verdict: this says READY, but what the file holds comes to NOT READY"),
        ("exit_code", 0, "exit_code: this says 0, but what the file holds comes to 4"),
    ],
)
def test_a_verdict_that_does_not_follow_is_refused(name, value, message):
    of = document()
    of[name] = value
    assert refusal(of) == f"run.json: {message}; somebody changed the file; run golive check again"


@pytest.mark.parametrize("what", ["items", "checks"])
def test_counts_that_do_not_follow_are_refused(what):
    of = document()
    of["counts"][what]["fail"] += 1
    assert f"counts.{what}.fail: this says" in refusal(of)
    del of["counts"][what]["fail"]
    assert f"counts.{what}.fail: this says None" in refusal(of)


def test_a_line_that_is_better_than_its_check_is_refused():
    of = document()
    line(of, "launch.live-keys")["status"] = "pass"
    assert "sections[0].items[1].status: this says pass, but its check account.authentication fails" in refusal(of)


@pytest.mark.parametrize("status", ["pass", "warn", "waived", "skip"])
def test_a_line_that_its_checks_do_not_show_is_refused(status):
    of = document()
    line(of, "security.crash")["status"] = status
    assert f"this says {status}, but its checks do not show it" in refusal(of)


def test_a_line_that_nothing_proves_does_not_pass_without_a_persons_word():
    of = document()
    line(of, "launch.approved")["record"] = None
    assert "this says pass, but its checks do not show it" in refusal(of)


def test_a_line_that_others_decide_is_what_they_come_to():
    of = document()
    line(of, "cutover.all")["status"] = "pass"
    assert "sections[2].items[4]: this says pass, but the lines that decide it come to" in refusal(of)


@pytest.mark.parametrize("others", [["cutover.nothing"], ["cutover.all"]])
def test_a_line_is_decided_by_lines_that_are_there_and_that_others_do_not_decide(others):
    of = document()
    line(of, "cutover.all")["derived_from"] = others
    assert f"derived_from: {others[0]} is no line that can decide another" in refusal(of)


def test_a_line_names_checks_that_are_there():
    of = document()
    line(of, "security.crash")["checks"] = ["settings.nothing"]
    assert "sections[1].items[3].checks: there is no result of settings.nothing" in refusal(of)


def test_an_id_stands_there_once():
    of = document()
    of["results"].append(of["results"][0])
    assert "results: two of them have the id settings.base-url" in refusal(of)
    of = document()
    of["sections"][1]["items"].append(of["sections"][0]["items"][0])
    assert "sections: two of them have the id launch.base-url" in refusal(of)


@pytest.mark.parametrize(
    ("check_id", "field", "value", "message"),
    [
        ("account.balance", "waived_from", None, "results[10].waived_from: this does not go with the status"),
        ("account.balance", "waived_from", "pass", "results[10].waived_from: this does not go with the status"),
        ("account.balance", "status", "unknown", "results[10].waived_from: this does not go with the status"),
        ("account.corridors", "waived_from", "fail", "results[9].waived_from: this does not go with the status"),
    ],
)
def test_a_waived_check_says_what_it_came_to_and_no_other_does(check_id, field, value, message):
    of = document()
    check(of, check_id)[field] = value
    assert message in refusal(of)


def test_a_waived_check_has_a_waiver():
    of = document()
    check(of, "account.clock").update(status="waived", waived_from="unknown", findings=[], reason="why")
    of["records"] = [one for one in of["records"] if one["subject"] != "account.clock"]
    for section in of["sections"]:
        for item in section["items"]:
            item["record"] = None if item["record"] is None else min(item["record"], 4)
    assert "this is waived, but no waiver of it is among the records" in refusal(of)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"waived_from": "pass"}, "waived_from: this takes the status waived, and a waiver"),
        ({"status": "pass"}, "waived_from: this takes the status waived, and a waiver"),
        ({"record": None}, "waived_from: this takes the status waived, and a waiver"),
        ({"record": 0}, "waived_from: this takes the status waived, and a waiver"),
        ({"waived_from": None}, "record: a waiver cannot decide a line that is not waived"),
    ],
)
def test_a_waived_line_has_a_waiver_and_says_what_it_came_to(changes, message):
    of = document()
    line(of, "cutover.corridors").update(changes)
    assert message in refusal(of)


# What a run can come to, though it looks odd


@pytest.mark.parametrize(
    ("statuses", "more"),
    [
        ({"code.a": "fail", "traffic.a": "error"}, {"records": (waived("s.a"),)}),
        ({"code.a": "fail", "traffic.a": "warn"}, {"records": (waived("s.a"),), "policy": ("traffic.a",)}),
        ({"code.a": "warn", "traffic.a": "warn"}, {"records": (waived("code.a"),)}),
        ({"code.a": "pass", "traffic.a": "pass"}, {"observed": ("s.b",)}),
    ],
)
def test_what_a_run_came_to_is_not_called_changed(statuses, more):
    items = (
        Item(id="s.a", title="T", proof=(Proof(all=("code.a", "traffic.a")),)),
        Item(id="s.b", title="T", derived_from=("s.a",)),
    )
    found = tuple(result(name, status) for name, status in statuses.items())
    policy = Policy(not_waivable=more.get("policy", ()), observed=more.get("observed", ()))
    report = World(items, found, more.get("records", ()), policy, Kind.PRODUCTION, ()).judged()
    assert read_reports(render([report], Style())) == (report,)


# What no run comes to


@pytest.mark.parametrize("status", ["pass", "warn", "unknown", "skip"])
def test_a_check_that_found_something_wrong_fails(status):
    of = document()
    found = next(number for number, one in enumerate(of["results"]) if one["id"] == "account.authentication")
    of["results"][found].update(status=status, reason="why")
    assert f"results[{found}].status: this says {status}, but what the check found comes to fail" in refusal(of)


def test_a_check_that_found_something_to_look_at_does_not_pass():
    of = document()
    check(of, "account.webhook-events").update(status="pass")
    assert "this says pass, but what the check found comes to warn" in refusal(of)


def test_a_check_that_looked_at_nothing_does_not_pass():
    of = document()
    check(of, "settings.base-url").update(findings=[])
    assert "this says pass, but what the check found comes to unknown" in refusal(of)


def test_a_waived_check_does_not_say_that_it_was_better():
    of = document()
    found = [{"level": "fail", "message": "m", "place": None, "fix": None}]
    check(of, "account.balance").update(waived_from="warn", findings=found)
    assert "this says warn, but what the check found comes to fail" in refusal(of)


@pytest.mark.parametrize(
    ("item_id", "number"), [("launch.approved", 1), ("launch.approved", 2), ("security.retries", 0)]
)
def test_a_persons_word_counts_for_its_own_line_where_it_was_in_use(item_id, number):
    of = document()
    line(of, item_id).update(status="pass", strength="attested", record=number)
    assert "record: this record did not decide the line" in refusal(of)


def test_nobodys_word_counts_for_a_line_that_golive_looks_at_itself():
    of = document()
    line(of, "launch.approved")["attest"] = "never"
    assert "record: this record did not decide the line" in refusal(of)


def test_a_waiver_that_has_lapsed_excuses_no_line():
    of = document()
    of["records"][line(of, "cutover.corridors")["record"]]["state"] = "lapsed"
    assert "record: this record did not decide the line" in refusal(of)


def test_a_waiver_excuses_a_check_where_it_was_in_use():
    of = document()
    next(one for one in of["records"] if one["subject"] == "account.balance")["state"] = "lapsed"
    assert "this is waived, but no waiver of it is among the records" in refusal(of)


@pytest.mark.parametrize("seconds", [-1, 1e10, 1e308])
def test_nothing_takes_a_time_that_no_run_takes(seconds):
    of = document()
    of["seconds"] = seconds
    assert "run.json: seconds: no run takes that long" in refusal(of)
    for name in ("results", "exchanges"):
        of = document()
        of[name][0]["seconds"] = seconds
        assert f"run.json: {name}[0].seconds: no run takes that long" in refusal(of)


def test_a_report_without_any_line_is_ready_for_nothing():
    of = document()
    of.update(sections=[], results=[], records=[], verdict="READY", exit_code=0)
    of["counts"] = {what: dict.fromkeys(counted, 0) for what, counted in of["counts"].items()}
    assert "run.json: sections: this holds no line of a checklist" in refusal(of)


def test_a_run_ends_within_the_calendar():
    of = document()
    of["started_at"] = "9999-12-31T23:59:59Z"
    assert "run.json: started_at: the clock of that run was wrong" in refusal(of)


def test_a_message_stays_short_whatever_the_file_holds():
    of = document()
    line(of, "security.crash")["checks"] = ["x" * 5_000]
    assert len(refusal(of)) < 400
