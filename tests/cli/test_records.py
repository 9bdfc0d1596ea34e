"""`golive records`: list, lint and prune."""

from __future__ import annotations

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from support.command import golive
from support.records import attestation, set_today, waiver, write_profile, write_records

TEXT = f"""\
version: 1
attestations:
{attestation(expires="2026-12-10")}{attestation("path.onboarding", environment="sandbox")}  # nobody renewed it
{attestation("ramp.monitoring", expires="2026-11-21")}waivers:  # few
{waiver(check="code.secrets", created="soon")}{waiver(item="launch.base-url", created="2026-12-01")}# the end
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    write_profile(tmp_path)
    write_records(tmp_path, TEXT)
    monkeypatch.chdir(tmp_path)
    set_today(monkeypatch)
    return tmp_path


def records(monkeypatch, *arguments):
    return golive(monkeypatch, "records", *arguments)


def test_every_record_is_listed_with_how_it_stands(folder, monkeypatch):
    ran = records(monkeypatch, "list")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "in force       attestation of launch.monitoring in prod, 18 days left\n"
        "               Ada, 2026-11-01 to 2026-12-10: seen (golive.records.yaml:3:5)\n"
        "in force       attestation of path.onboarding in sandbox, 99 days left\n"
        "               Ada, 2026-11-01 to 2027-03-01: seen (golive.records.yaml:9:5)\n"
        "expired        attestation of ramp.monitoring in prod: it expired on 2026-11-21, 1 day ago\n"
        "               Ada, 2026-11-01 to 2026-11-21: seen (golive.records.yaml:16:5)\n"
        "unreadable     waiver of code.secrets in every environment: "
        "the day on which it was made cannot be read\n"
        "               Grace, soon to 2027-03-01: later (golive.records.yaml:23:5)\n"
        "not begun      waiver of launch.base-url in every environment: it begins on 2026-12-01 only\n"
        "               Grace, 2026-12-01 to 2027-03-01: later (golive.records.yaml:28:5)\n"
    )


def listed(monkeypatch, *arguments) -> list:
    return [one["subject"] for one in json.loads(records(monkeypatch, "list", "-f", "json", *arguments).out)]


def test_the_list_can_be_narrowed(folder, monkeypatch):
    assert listed(monkeypatch, "--env", "sandbox") == ["path.onboarding", "code.secrets", "launch.base-url"]
    assert listed(monkeypatch, "--expiring-in", "18d") == ["ramp.monitoring", "code.secrets"]
    assert listed(monkeypatch, "--expiring-in", "19d")[0] == "launch.monitoring"
    assert records(monkeypatch, "list", "--env", "prd").code == 2
    assert "takes a number of days or weeks" in records(monkeypatch, "list", "--expiring-in", "soon").err


def test_the_list_in_json_holds_all_that_is_written(folder, monkeypatch):
    first, *_, last = json.loads(records(monkeypatch, "list", "--format", "json").out)
    assert first == {
        "kind": "attestation",
        "subject": "launch.monitoring",
        "environment": "prod",
        "who": "Ada",
        "text": "seen",
        "made": "2026-11-01",
        "expires": "2026-12-10",
        "state": "in force",
        "why": "",
        "days_left": 18,
        "path": "golive.records.yaml",
        "line": 3,
    }
    assert (last["environment"], last["state"]) == (None, "not begun")


def test_where_there_are_no_records_that_is_said(folder, monkeypatch):
    (folder / "golive.records.yaml").unlink()
    assert records(monkeypatch, "list").out == "No records beside golive.yaml.\n"
    assert records(monkeypatch, "list", "--env", "prod").out == "No records like that beside golive.yaml.\n"
    assert records(monkeypatch, "list", "-f", "json").out == "[]\n"
    assert records(monkeypatch, "lint").code == 0
    assert records(monkeypatch, "prune").out == "No record beside golive.yaml has expired.\n"
    assert not (folder / "golive.records.yaml").exists()


def test_lint_says_what_is_not_in_force(folder, monkeypatch):
    ran = records(monkeypatch, "lint")
    assert ran.code == 1
    assert "launch.monitoring" not in ran.out
    assert ran.out.endswith(
        "3 of 5 records beside golive.yaml need attention.\n"
        "Whether a waiver still excuses anything, a run of `golive check` tells.\n"
    )
    assert "4 of 5 records" in records(monkeypatch, "lint", "--expiring-in", "30d").out


def test_lint_is_content_where_everything_is_in_force_for_long_enough(folder, monkeypatch):
    write_records(folder, f"version: 1\nattestations:\n{attestation(expires='2026-12-10')}")
    assert (records(monkeypatch, "lint").code, records(monkeypatch, "lint", "--expiring-in", "18d").code) == (0, 0)
    assert records(monkeypatch, "lint", "--expiring-in", "19d").code == 1
    write_records(folder, f"version: 1\nattestations:\n{attestation(expires='2026-12-10')}{attestation()}")
    ran = records(monkeypatch, "lint", "--expiring-in", "4w")
    assert (ran.code, "nothing is out of force for 28 more days" in ran.out) == (0, True), "it was renewed"
    assert "replaced       attestation" in records(monkeypatch, "list").out


def test_lint_names_what_cannot_count(folder, monkeypatch):
    write_profile(folder, more="policy: {not_waivable: [launch.base-url], observed: [launch.logging]}")
    entries = f"attestations:\n{attestation('launch.logging')}waivers:\n{waiver(item='launch.base-url')}"
    write_records(folder, f"version: 1\n{entries}")
    ran = records(monkeypatch, "lint")
    assert ran.code == 1
    assert "without effect attestation of launch.logging in prod: has to be seen in operation" in ran.out
    assert "without effect waiver of launch.base-url in every environment: cannot be waived" in ran.out


def test_a_broken_file_is_exit_code_2(folder, monkeypatch):
    write_records(folder, "version: 1\nwaivers: [\n")
    ran = records(monkeypatch, "lint")
    assert (ran.code, ran.out) == (2, "")
    assert "golive.records.yaml:3:1: the list or mapping that begins here is not closed" in ran.err


def test_prune_removes_what_has_expired_and_nothing_else(folder, monkeypatch):
    path = folder / "golive.records.yaml"
    dry = records(monkeypatch, "prune", "--dry-run")
    assert path.read_text() == TEXT
    assert "1 record would be removed; nothing was changed." in dry.out
    ran = records(monkeypatch, "prune")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "expired        attestation of ramp.monitoring in prod: it expired on 2026-11-21, 1 day ago\n"
        "               Ada, 2026-11-01 to 2026-11-21: seen (golive.records.yaml:16:5)\n"
        "1 record removed. Next: review and commit it.\n"
        "1 other without effect stayed: `golive records lint` says why.\n"
    )
    gone = f"  # nobody renewed it\n{attestation('ramp.monitoring', expires='2026-11-21')}"
    assert path.read_text() == TEXT.replace(gone.replace("renewed it\n", "renewed it\n\n"), "").replace(gone, "")
    assert records(monkeypatch, "prune").out.startswith("No record beside golive.yaml has expired.")


def test_prune_removes_all_of_them_in_time(folder, monkeypatch):
    write_records(folder, f"# head\nversion: 1\nattestations:\n{attestation()}waivers:\n{waiver(check='code.secrets')}")
    set_today(monkeypatch, date(2027, 3, 2))
    assert "2 records removed" in records(monkeypatch, "prune").out
    assert (folder / "golive.records.yaml").read_text() == "# head\nversion: 1\nattestations: []\nwaivers: []\n"


def test_without_a_subcommand_they_are_named(monkeypatch):
    ran = records(monkeypatch)
    assert ran.code == 2
    assert all(name in ran.out for name in ("list", "lint", "prune"))


def test_the_schema_is_one(monkeypatch):
    Draft202012Validator.check_schema(json.loads(golive(monkeypatch, "schema", "records").out))
