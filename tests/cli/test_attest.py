"""`golive attest`: what is recorded, what is asked for, and what is refused; and what `golive check` makes of it."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from golive.cli.options import complete_attestable
from golive.demo import merchant
from support.command import golive
from support.git_repository import GitRepository
from support.records import attestation, set_today, write_profile, write_records

LINE = "launch.monitoring"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    write_profile(tmp_path)
    monkeypatch.chdir(tmp_path)
    set_today(monkeypatch)
    return tmp_path


def attest(monkeypatch, *arguments, **more):
    return golive(monkeypatch, "attest", *arguments, "--env", "prod", "--who", "Ada", **more)


def checked(monkeypatch, item=LINE, **more) -> tuple[int, dict, list]:
    """Return the exit code, a line and the records of an offline run."""
    ran = golive(monkeypatch, "check", "--offline", "--no-cache", "--env", "prod", "--format", "json", **more)
    report = json.loads(ran.out)
    lines = [one for section in report["sections"] for one in section["items"]]
    return ran.code, next(one for one in lines if one["id"] == item), report["records"]


def test_a_word_is_recorded_beside_the_profile_and_counts_until_it_expires(folder, monkeypatch):
    assert checked(monkeypatch)[1]["status"] == "unknown"
    ran = attest(monkeypatch, LINE, "--evidence", "https://wiki.example/pager", "--expires", "30d")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "Ada vouches for launch.monitoring in prod until 2026-12-22: https://wiki.example/pager\n"
        "Written to golive.records.yaml:6:5. Next: review and commit it, then run `golive check --env prod`.\n"
    )
    set_today(monkeypatch, date(2026, 12, 22))
    _, line, (record,) = checked(monkeypatch)
    assert (line["status"], line["strength"]) == ("pass", "attested")
    assert (record["state"], record["age_days"], record["days_left"]) == ("in use", 30, 0)
    set_today(monkeypatch, date(2026, 12, 23))
    code, line, (record,) = checked(monkeypatch)
    assert (code, line["status"], record["state"]) == (3, "unknown", "lapsed")


def test_it_lasts_half_a_year_unless_something_else_is_said(folder, monkeypatch):
    assert "until 2027-05-21" in attest(monkeypatch, LINE, "--evidence", "x").out
    assert "until 2027-01-31" in attest(monkeypatch, LINE, "--evidence", "x", "--expires", "2027-01-31").out
    write_profile(folder, more="policy: {longest_attestation: 200}")
    assert "until 2027-05-21" in attest(monkeypatch, LINE, "--evidence", "x").out
    (folder / "golive.records.yaml").unlink()
    write_profile(folder, more="policy: {longest_attestation: 20}")
    assert "until 2026-12-12" in attest(monkeypatch, LINE, "--evidence", "x").out


REFUSED = [
    (["launch.base-url", "--evidence", "x"], "`launch.base-url` cannot be vouched for: golive looks for itself"),
    (["launch.monitorng", "--evidence", "x"], "did you mean `launch.monitoring`?"),
    ([LINE], "--evidence is missing. Failures are monitored and page somebody: Who is paged, and on what?"),
    ([], "say which line is vouched for: launch.idempotency, "),
    ([LINE, "--evidence", " "], "the evidence is empty"),
    ([LINE, "--evidence", "x", "--expires", "2026-11-21"], "--expires is over already: today is 2026-11-22"),
    ([LINE, "--evidence", "x", "--expires", "soon"], "--expires takes days or weeks from today, or a day, such as 90d"),
    ([LINE, "--evidence", "x", "--expires", "400d"], "an attestation ends at most 366 days after it was made"),
    ([LINE, "--evidence", "ak_live_c4n4ryc4n4ryc4n4ry"], "the evidence looks like it holds a credential"),
    ([LINE, "--evidence", "x", "--config", "none.yaml"], "there is no file none.yaml"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_what_cannot_count_is_refused_with_the_reason_and_nothing_is_written(folder, monkeypatch, arguments, message):
    ran = attest(monkeypatch, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert "c4n4ry" not in ran.err
    assert not (folder / "golive.records.yaml").exists()


def test_a_fail_cannot_be_attested_away(folder, monkeypatch):
    demo = Path(merchant.__file__).parent / "anton"
    for part in ("sound", "flawed"):
        shutil.copytree(demo / part / "app", folder / "app", dirs_exist_ok=True)
    before = checked(monkeypatch, "launch.idempotency")[1]["status"]
    assert attest(monkeypatch, "launch.idempotency", "--evidence", "all is well").code == 0
    _, line, (record,) = checked(monkeypatch, "launch.idempotency")
    assert (before, line["status"], record["state"]) == ("fail", "fail", "overruled")


def test_an_environment_is_named_where_there_are_several(folder, monkeypatch):
    ran = golive(monkeypatch, "attest", LINE, "--evidence", "x", "--who", "Ada")
    assert (ran.code, ran.err) == (
        2,
        "golive: say which environment with --env; golive.yaml has sandbox, prod\n",
    )
    ran = golive(monkeypatch, "attest", LINE, "--evidence", "x", "--who", "Ada", "--env", "prd")
    assert "did you mean `prod`?" in ran.err


def test_who_vouches_is_gits_user_unless_somebody_else_is_named(folder, monkeypatch):
    repository = GitRepository(folder)
    repository.git("init", "--quiet")
    arguments = ("attest", LINE, "--env", "prod", "--evidence", "x")
    ran = golive(monkeypatch, *arguments, HOME=str(folder))
    assert (ran.code, ran.err) == (2, "golive: say who vouches with --who: git knows no user here\n")
    repository.git("config", "user.name", "Ada Lovelace")
    repository.git("config", "user.email", "ada@example.com")
    assert golive(monkeypatch, *arguments, HOME=str(folder)).out.startswith("Ada Lovelace <ada@example.com> vouches")


def test_what_is_missing_is_asked_for_at_a_terminal(folder, monkeypatch):
    monkeypatch.setattr("golive.cli.asking.asks", lambda: True)
    repository = GitRepository(folder)
    repository.git("init", "--quiet")
    repository.git("config", "user.name", "Ada")
    answers = f"{LINE}\nprod\nthe pager\n\n".encode()
    ran = golive(monkeypatch, "attest", stdin=answers, HOME=str(folder))
    assert "Failures are monitored and page somebody. Who is paged, and on what?" in ran.out
    assert "Who vouches for it [Ada]" in ran.out
    assert "Ada vouches for launch.monitoring in prod until 2027-05-21: the pager" in ran.out
    ran = golive(monkeypatch, "attest", "launch.base-url", "--env", "prod", stdin=answers)
    assert (ran.code, ran.out) == (2, ""), "nothing is asked about what cannot count"


def test_a_broken_file_is_told_before_anything_is_asked(folder, monkeypatch):
    write_records(folder, "version: 1\n<<<<<<< HEAD\n")
    for command in (["attest"], ["waive"], ["check", "--offline"], ["records", "list"], ["records", "prune"]):
        ran = golive(monkeypatch, *command)
        assert ran.code == 2
        assert "golive.records.yaml:2:1: the file holds a merge conflict, marked in line 2" in ran.err
    write_records(folder, f"version: 1\nattestations:\n{attestation('launch.nope')}{attestation(environment='x')}")
    ran = golive(monkeypatch, "check", "--offline")
    assert ran.err.startswith("golive: the records file cannot be used, for 2 reasons:\n  ")
    assert "golive.records.yaml:3:11: `launch.nope` is no line" in ran.err


def test_hostile_records_are_harmless_wherever_they_are_shown(folder, monkeypatch):
    nasty = '"::error::x \\e[31mred \\u202etxt ##vso[task]"'
    write_records(folder, f"version: 1\nattestations:\n{attestation(evidence=nasty, who=nasty, when=nasty)}")
    for command in (["records", "list"], ["records", "list", "-f", "json"], ["records", "lint"]):
        ran = golive(monkeypatch, *command)
        assert "\x1b" not in ran.out
        assert "\u202e" not in ran.out
        assert "##vso[" not in ran.out
        assert "red" in ran.out
    for name in ("text", "json"):
        out = golive(monkeypatch, "check", "--offline", "--env", "prod", "-f", name).out
        assert "\x1b" not in out
        assert "##vso[" not in out


def test_everything_in_the_records_shows_in_text_and_json_with_its_age(folder, monkeypatch):
    entries = (
        attestation()
        + attestation("path.onboarding", expires="2026-11-20")
        + attestation("ramp.monitoring", when="soon")
    )
    write_records(folder, f"version: 1\nattestations:\n{entries}")
    _, _, records = checked(monkeypatch)
    assert [(one["state"], one["age_days"], one["days_left"]) for one in records] == [
        ("in use", 21, 99),
        ("lapsed", 21, -2),
        ("lapsed", None, 99),
    ]
    text = " ".join(golive(monkeypatch, "check", "--offline", "--env", "prod").out.split())
    assert "Ada vouches in prod on 2026-11-01 (21 days ago) until 2027-03-01, 99 days left: seen" in text
    assert "path.onboarding lapsed: it expired on 2026-11-20, 2 days ago" in text
    assert "ramp.monitoring lapsed: the day on which it was made cannot be read" in text


class Context:
    def __init__(self, **params):
        self.params = params


def test_lines_that_take_a_persons_word_are_completed(folder, monkeypatch):
    assert complete_attestable(Context(), "launch.") == ["launch.idempotency", "launch.logging", "launch.monitoring"]
    assert complete_attestable(Context(config="none.yaml"), "launch.") == []
