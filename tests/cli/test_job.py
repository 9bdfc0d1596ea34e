"""`golive check` in a job of a CI system, without sockets."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from golive import run
from golive.check import Area, Check
from golive.checklist import Checklist, Item, Proof, Section
from golive.cli import job, terminal
from golive.cli.job import CUT, LARGEST_SUMMARY, ROOM, shortened
from golive.finding import FilePlace, fail, seen, unknown
from golive.registry import Catalogue
from golive.reporters.formats import FORMATS, Style
from support import reports
from support.command import golive
from support.merchant import write_merchant

CHECK = ["check", "--env", "prod"]
OFFLINE = [*CHECK, "--offline"]
GITHUB = {"GITHUB_ACTIONS": "true", "CI": "true"}
ANNOTATION = re.compile(r"^::(error|warning|notice) .*$", re.MULTILINE)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    write_merchant(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def runs(monkeypatch):
    """Make the checklist three lines, and the checks three that count how often they run."""
    counted = []

    def make(name, *findings):
        def function(_ctx):
            counted.append(name)
            yield from findings

        return Check(f"settings.{name}", Area.SETTINGS, f"The {name} is right", "guide", f"Mend the {name}", function)

    checks = (
        make("host", seen("the host is right")),
        make("key", fail("the key is not right ::error::boo ##[error]", FilePlace("app/keys.py", 7))),
        make("rest", unknown("who knows")),
    )
    items = tuple(
        Item(id=f"s.{number}", title=f"Line {number}", proof=(Proof(all=(check.id,)),))
        for number, check in enumerate(checks)
    )
    sections = (Section(id="s", title="Section", items=items),)
    checklist = Checklist(provider="anton", title="Sample", source="https://example.com", sections=sections)
    monkeypatch.setattr(run, "load_checklist", lambda _provider: checklist)
    known = Catalogue(checks, {check.id: "golive" for check in checks}, ())
    monkeypatch.setitem(run.judge.__kwdefaults__, "find_checks", lambda *_, **__: known)
    return counted


@pytest.fixture
def summary(tmp_path):
    file = tmp_path / "summary.md"
    file.write_text("", encoding="utf-8")
    return file


pytestmark = pytest.mark.usefixtures("folder")


def test_all_formats_at_once_cost_one_run_of_every_check(monkeypatch, runs, tmp_path, summary):
    names = [name for name in FORMATS if name != "text"]
    outputs = [part for name in names for part in ("--output", f"{name}={tmp_path / f'report.{name}'}")]
    ran = golive(monkeypatch, *OFFLINE, *outputs, **GITHUB, GITHUB_STEP_SUMMARY=summary)
    assert (ran.code, ran.err) == (1, "")
    assert sorted(runs) == ["host", "key", "rest"]
    assert all((tmp_path / f"report.{name}").stat().st_size for name in names)
    assert summary.stat().st_size


def test_outside_a_ci_system_the_report_shows_everything(monkeypatch, runs):
    for value in (None, "", "false"):
        ran = golive(monkeypatch, *OFFLINE, CI=value)
        assert "Line 0" in ran.out
        assert not ANNOTATION.search(ran.out)


def test_in_a_ci_system_the_report_shows_what_is_open(monkeypatch, runs):
    ran = golive(monkeypatch, *OFFLINE, CI="true")
    assert "Line 0" not in ran.out
    assert "Line 1" in ran.out
    assert "who knows" in ran.out
    assert "Summary" in ran.out
    assert "NOT READY: " in ran.out
    assert "Next: Fix settings.key" in ran.out
    assert not ANNOTATION.search(ran.out)
    assert "Line 0" in golive(monkeypatch, *OFFLINE, "-v", CI="true").out
    assert golive(monkeypatch, *OFFLINE, "-q", CI="true").out.count("\n") == 1


def test_at_a_terminal_the_report_shows_everything_also_in_a_ci_system(monkeypatch, runs):
    monkeypatch.setattr("golive.cli.output.is_terminal", lambda _stream: True)
    assert "Line 0" in golive(monkeypatch, *OFFLINE, CI="true").out


def test_on_github_annotations_follow_the_report_and_nothing_else_is_a_command(monkeypatch, runs):
    ran = golive(monkeypatch, *OFFLINE, **GITHUB)
    assert (ran.code, ran.err) == (1, "")
    report, _, annotated = ran.out.rpartition("\n\n")
    assert "Exit code 1: not ready." in report
    assert not ANNOTATION.search(report)
    lines = annotated.splitlines()
    assert lines[0].startswith("::error file=app/keys.py,line=7,title=settings.key::the key is not right ")
    assert lines[0].endswith(". Fix: Mend the key.")
    assert lines[1].startswith("::notice title=golive%2C Anton Payments%2C prod::NOT READY: ")
    assert len(lines) == 2
    assert "##[" not in ran.out


@pytest.mark.parametrize("arguments", [["-q"], ["--format", "json"], ["--format", "sarif"]])
def test_there_are_no_annotations_where_something_else_was_asked_for(monkeypatch, runs, arguments):
    assert not ANNOTATION.search(golive(monkeypatch, *OFFLINE, *arguments, **GITHUB).out)


def test_the_paths_of_a_profile_further_down_count_from_the_root(monkeypatch, runs, tmp_path):
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "shop"
    folder.mkdir()
    write_merchant(folder)
    monkeypatch.chdir(folder)
    ran = golive(monkeypatch, *OFFLINE, "--output", "sarif=run.sarif", **GITHUB)
    assert "file=shop/app/keys.py" in ran.out
    log = json.loads((folder / "run.sarif").read_text(encoding="utf-8"))
    uris = {
        location["physicalLocation"]["artifactLocation"]["uri"]
        for result in log["runs"][0]["results"]
        for location in result["locations"]
    }
    assert uris == {"shop/app/keys.py", "shop/golive.yaml"}


def test_the_markdown_report_is_appended_to_the_summary_of_the_step(monkeypatch, runs, summary):
    summary.write_text("# Before\n", encoding="utf-8")
    ran = golive(monkeypatch, *OFFLINE, **GITHUB, GITHUB_STEP_SUMMARY=summary)
    assert (ran.code, ran.err) == (1, "")
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("# Before\n\n")
    assert "NOT READY" in text
    assert text.endswith("\n")


def test_the_summary_is_left_alone_elsewhere(monkeypatch, runs, summary):
    golive(monkeypatch, *OFFLINE, CI="true", GITHUB_STEP_SUMMARY=summary)
    assert not summary.read_text(encoding="utf-8")


def test_a_report_that_is_written_to_the_summary_anyway_stands_there_once(monkeypatch, runs, summary):
    golive(monkeypatch, *OFFLINE, "--output", f"markdown={summary}", **GITHUB, GITHUB_STEP_SUMMARY=summary)
    assert summary.read_text(encoding="utf-8").count("## ") >= 1
    once = summary.read_text(encoding="utf-8")
    golive(monkeypatch, *OFFLINE, "--output", f"markdown={summary}", **GITHUB)
    assert len(summary.read_text(encoding="utf-8")) == pytest.approx(len(once), abs=20)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("missing.md", "GITHUB_STEP_SUMMARY names no file that is there"),
        (".", "GITHUB_STEP_SUMMARY names no file that is there"),
        ("/dev/full", "GITHUB_STEP_SUMMARY names no file that is there"),
        ("a" * 5_000, "File name too long"),
        ("golive.yaml/x", ""),
    ],
)
def test_a_summary_that_cannot_be_written_is_a_note_and_no_more(monkeypatch, runs, name, told):
    ran = golive(monkeypatch, *OFFLINE, **GITHUB, GITHUB_STEP_SUMMARY=name)
    assert ran.code == 1
    assert ran.err.startswith("golive: the summary of the step was not written: ")
    assert told in ran.err
    assert ran.err.count("\n") == 1


def test_a_summary_that_may_not_be_written_is_a_note(monkeypatch, runs, summary):
    def refuse(_self, *_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    ran = golive(monkeypatch, *OFFLINE, **GITHUB, GITHUB_STEP_SUMMARY=summary)
    assert (ran.code, ran.err) == (1, "golive: the summary of the step was not written: Permission denied\n")


def test_a_summary_that_is_nearly_full_is_cut(monkeypatch, runs, summary):
    summary.write_bytes(b"x" * (LARGEST_SUMMARY - ROOM - 10))
    ran = golive(monkeypatch, *OFFLINE, **GITHUB, GITHUB_STEP_SUMMARY=summary)
    assert ran.err == "golive: the summary of the step was cut short: GitHub takes 1 MiB\n"
    content = summary.read_bytes()
    assert len(content) <= LARGEST_SUMMARY
    assert content.endswith(CUT.encode())


def test_a_summary_that_is_full_stays_as_it_is(monkeypatch, runs, summary):
    summary.write_bytes(b"x" * LARGEST_SUMMARY)
    ran = golive(monkeypatch, *OFFLINE, **GITHUB, GITHUB_STEP_SUMMARY=summary)
    assert ran.code == 1
    assert "cut short" in ran.err
    assert summary.stat().st_size == LARGEST_SUMMARY


def test_a_text_is_cut_between_paragraphs_and_what_was_opened_is_closed():
    text = "<details>\n\n<summary>ü</summary>\n\n```\n" + "line\n" * 200 + "\n\nend " + "é" * 5_000
    cut = shortened(text.encode(), ROOM + 1_200).decode()
    assert cut.endswith(f"line\n```\n\n</details>{CUT}")
    assert shortened(b"no paragraph at all" * 500, ROOM + 100).decode() == CUT
    assert shortened(text.encode(), ROOM - 1) == b""
    whole = "closed\n\n<details>\n\n</details>\n\n" + "x" * 5_000
    assert shortened(whole.encode(), ROOM + 200).decode() == f"closed\n\n<details>\n\n</details>{CUT}"


def test_a_job_without_secrets_is_told_so_below_the_report_and_in_the_summary(monkeypatch, runs, summary):
    variables = {**GITHUB, "GITHUB_EVENT_NAME": "pull_request", "GITHUB_STEP_SUMMARY": summary}
    missing = {"LIVE_KEY": None}
    ran = golive(monkeypatch, *CHECK, "--timeout", "5", **variables, **missing)
    told = " ".join(ran.out.split())
    assert "Note: This job has no LIVE_KEY" in told
    assert "let that one block." in told
    assert "> This job has no LIVE_KEY" in summary.read_text(encoding="utf-8")
    assert "Note:" not in golive(monkeypatch, *OFFLINE, **variables, **missing).out


def test_on_a_terminal_that_a_ci_system_plays_no_progress_is_drawn(monkeypatch):
    monkeypatch.setattr(terminal, "is_terminal", lambda _stream: True)
    monkeypatch.setenv("CI", "true")
    with terminal.progress("Checking prod") as watch:
        assert type(watch) is terminal.Watcher


def test_a_folder_outside_of_any_repository_is_its_own_root(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / ".git").mkdir()
    assert job._below_root(tmp_path / "a" / "b") == "a/b"
    assert job._below_root(tmp_path) == ""
    assert job._below_root(Path(os.sep)) == ""


def test_a_note_goes_to_standard_error_as_one_harmless_line(monkeypatch, capsys):
    terminal.write_note("one\ntwo ::error::x")
    assert capsys.readouterr().err == "golive: one\\ntwo :\\x3aerror::x\n"
    monkeypatch.setattr("sys.stderr", None)
    terminal.write_note("nobody listens")


def test_where_there_is_nothing_to_annotate_nothing_is_added():
    on_github = job.Job(system=job.CiSystem.GITHUB)
    assert job.closing([reports.ready()], on_github, Style()) == ""
    assert job.closing([reports.warned_and_unknown()], on_github, Style()).startswith("\n::warning ")
    assert job.closing([reports.warned_and_unknown()], job.NO_JOB, Style()) == ""


@pytest.mark.parametrize("kind", ["pipe", "loop"])
def test_a_summary_that_is_a_pipe_or_a_loop_of_links_is_a_note_and_nobody_waits(monkeypatch, runs, tmp_path, kind):
    path = tmp_path / "summary"
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path)
    ran = golive(monkeypatch, *OFFLINE, **GITHUB, GITHUB_STEP_SUMMARY=path)
    assert ran.code == 1
    assert re.fullmatch(r"golive: the summary of the step was not written: [A-Za-z_ ]+\n", ran.err)
    assert "Error" not in ran.err
