"""`golive waive`: what is recorded and what is refused; and what `golive check` makes of it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from golive.cli.options import complete_waivable
from support.command import golive
from support.records import set_today, waiver, write_profile, write_records

CHECK = "settings.webhook-url"
LINE = "launch.webhook-registered"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    path = tmp_path / "golive.yaml"
    write_profile(tmp_path)
    path.write_text(f'{path.read_text()}    webhooks: [{{url: "http://localhost/hooks"}}]\n')
    monkeypatch.chdir(tmp_path)
    set_today(monkeypatch)
    return tmp_path


def waive(monkeypatch, *arguments):
    return golive(monkeypatch, "waive", *arguments)


WHY = ("--reason", "moved in January", "--approver", "Grace")


def checked(monkeypatch, *arguments):
    ran = golive(monkeypatch, "check", "--offline", "--no-cache", "--env", "prod", "--format", "json", *arguments)
    report = json.loads(ran.out)
    lines = {one["id"]: one for section in report["sections"] for one in section["items"]}
    return ran.code, {one["id"]: one for one in report["results"]}, lines, report["records"]


def test_a_waiver_is_recorded_beside_the_profile_and_ends(folder, monkeypatch):
    code, results, _, _ = checked(monkeypatch)
    assert (code, results[CHECK]["status"]) == (1, "fail")
    ran = waive(monkeypatch, CHECK, *WHY, "--expires", "2026-12-31")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        f"{CHECK} is waived in every environment until 2026-12-31, approved by Grace: moved in January\n"
        "Written to golive.records.yaml:6:5. Next: review and commit it; what is wrong stays in every report.\n"
    )
    set_today(monkeypatch, date(2026, 12, 31))
    _, results, _, (record,) = checked(monkeypatch)
    assert (results[CHECK]["status"], results[CHECK]["waived_from"], record["state"]) == ("waived", "fail", "in use")
    set_today(monkeypatch, date(2027, 1, 1))
    code, results, _, (record,) = checked(monkeypatch)
    assert (code, results[CHECK]["status"], record["state"]) == (1, "fail", "lapsed")


def test_a_line_is_waived_in_one_environment(folder, monkeypatch):
    ran = waive(monkeypatch, LINE, *WHY, "--expires", "12w", "--env", "prod")
    assert ran.out.startswith(f"{LINE} is waived in prod until 2027-02-14, ")
    _, results, lines, _ = checked(monkeypatch)
    assert (results[CHECK]["status"], lines[LINE]["status"]) == ("fail", "waived")


def test_an_unused_waiver_warns(folder, monkeypatch):
    assert waive(monkeypatch, "code.secrets", *WHY, "--expires", "30d").code == 0
    _, _, _, (record,) = checked(monkeypatch)
    assert (record["state"], record["days_left"]) == ("unused", 30)
    text = golive(monkeypatch, "check", "--offline", "--env", "prod").out
    assert "1 waiver excuses nothing any more" in " ".join(text.split())


REFUSED = [
    (["code.secrts", *WHY, "--expires", "30d"], "did you mean `code.secrets`?"),
    ([], "say which line or check is waived: `golive list` shows the checks, and a report the lines"),
    ([CHECK], "--reason is missing"),
    ([CHECK, "--reason", "x"], "--approver is missing: a waiver names who approved it"),
    ([CHECK, *WHY], "--expires is missing: a waiver ends, at most 180 days from today (such as 30d)"),
    (
        [CHECK, *WHY, "--expires", "181d"],
        "a waiver ends at most 180 days after it was created: 2027-05-21 at the latest",
    ),
    ([CHECK, *WHY, "--expires", "9999w"], "a waiver ends at most 180 days"),
    ([CHECK, *WHY, "--expires", "2026-11-21"], "--expires is over already"),
    ([CHECK, *WHY, "--expires", "30d", "--env", "prd"], "did you mean `prod`?"),
    ([CHECK, "--reason", "ak_live_c4n4ryc4n4ryc4n4ry", "--approver", "G", "--expires", "1d"], "holds a credential"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_what_cannot_count_is_refused_with_the_reason_and_nothing_is_written(folder, monkeypatch, arguments, message):
    ran = waive(monkeypatch, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "c4n4ry" not in ran.err
    assert not (folder / "golive.records.yaml").exists()


def test_what_the_policy_names_is_not_waived_and_a_waiver_by_hand_changes_nothing(folder, monkeypatch):
    path = folder / "golive.yaml"
    path.write_text(f"{path.read_text()}policy: {{not_waivable: ['launch.*', {CHECK}], longest_waiver: 30}}\n")
    for subject in (LINE, CHECK):
        ran = waive(monkeypatch, subject, *WHY, "--expires", "30d")
        assert (ran.code, "the profile's policy does not let this be waived" in ran.err) == (2, True)
    assert "at most 30 days after" in waive(monkeypatch, "code.secrets", *WHY, "--expires", "31d").err
    by_hand = {"created": "2026-11-20", "expires": "2026-12-20"}
    write_records(folder, f"version: 1\nwaivers:\n{waiver(check=CHECK, **by_hand)}{waiver(item=LINE, **by_hand)}")
    code, results, lines, records = checked(monkeypatch)
    assert (code, results[CHECK]["status"], lines[LINE]["status"]) == (1, "fail", "fail")
    assert {one["state"] for one in records} == {"overruled"}


def test_what_is_missing_is_asked_for_at_a_terminal(folder, monkeypatch):
    monkeypatch.setattr("golive.cli.asking.asks", lambda: True)
    ran = waive(monkeypatch, CHECK)
    assert ran.code == 2, "nobody answers"
    ran = golive(monkeypatch, "waive", stdin=f"{CHECK}\nmoved\nGrace\n30d\n".encode())
    assert "Until when, at most 180 days (30d, 12w or a day)" in ran.out
    assert f"{CHECK} is waived in every environment until 2026-12-22, approved by Grace: moved" in ran.out


def test_a_run_of_some_checks_says_nothing_about_the_waivers_of_the_others(folder, monkeypatch):
    assert waive(monkeypatch, CHECK, *WHY, "--expires", "30d").code == 0
    _, results, _, (record,) = checked(monkeypatch, "--only", "settings.base-url")
    assert (results[CHECK]["status"], record["state"]) == ("unknown", "not consulted")


class Context:
    def __init__(self, **params):
        self.params = params


def test_what_may_be_waived_is_completed(folder):
    assert "launch.base-url" in complete_waivable(Context(), "launch.")
    assert "code.secrets" in complete_waivable(Context(), "code.")
    path = folder / "golive.yaml"
    path.write_text(f"{path.read_text()}policy: {{not_waivable: ['launch.*']}}\n")
    assert complete_waivable(Context(), "launch.") == []
    assert complete_waivable(Context(config="none.yaml"), "code.") == []
