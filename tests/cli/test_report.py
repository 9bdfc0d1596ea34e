"""`golive report`: saved reports in other formats, and several as one."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from golive.reporters.formats import FORMATS, Style
from golive.reporters.json import render
from golive.saved import read_reports
from support import reports
from support.command import golive
from support.shards import HALVES


@pytest.fixture
def save(tmp_path, monkeypatch):
    """Return a function that writes reports into a file below the working directory, and returns its name."""
    monkeypatch.chdir(tmp_path)

    def write(name, *of, text=None):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(of, Style()) if text is None else text)
        return name

    return write


def about(report, **subject):
    return replace(report, subject=replace(report.subject, **subject))


@pytest.mark.parametrize("name", FORMATS)
def test_a_saved_run_is_shown_as_the_run_itself_was(save, monkeypatch, name):
    path = save("run.json", reports.ready())
    ran = golive(monkeypatch, "report", "convert", path, "--format", name, COLUMNS=90)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == FORMATS[name]([reports.ready()], Style(width=90))


@pytest.mark.parametrize("name", FORMATS)
def test_a_saved_run_with_every_status_is_shown_in_every_format(save, monkeypatch, name):
    path = save("run.json", reports.every_status())
    ran = golive(monkeypatch, "report", "convert", path, "--format", name, COLUMNS=90)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == FORMATS[name](read_reports(render([reports.every_status()], Style())), Style(width=90))


def test_files_are_written_as_well(save, monkeypatch, tmp_path):
    path = save("run.json", reports.every_status())
    ran = golive(monkeypatch, "report", "convert", path, "-q", "-o", "json=again.json", "-o", "html=run.html")
    assert ran.code == 0
    assert ran.out.startswith("NOT READY: ")
    assert (tmp_path / "again.json").read_text() == (tmp_path / "run.json").read_text()
    assert "<html" in (tmp_path / "run.html").read_text()


def test_standard_input_is_read(save, monkeypatch):
    saved = render([reports.every_status(), reports.ready()], Style())
    ran = golive(monkeypatch, "report", "convert", "-", "-f", "json", stdin=saved.encode())
    assert (ran.code, ran.out) == (0, saved)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["convert", "no.json"], "golive: no.json does not exist; name a file that `golive check -o json=…` wrote\n"),
        (["convert", "."], "golive: . is a folder; name a file"),
        (
            ["convert", "cut.json"],
            "golive: cut.json: line 4, column 3: this is not JSON, or cut off; write it again with",
        ),
        (["convert", "-"], "golive: standard input: this is empty"),
        (["convert", "run.json", "-f", "htm"], "golive: there is no format 'htm'; did you mean `html`?"),
        (["convert", "run.json", "-v", "-q"], "golive: --verbose and --quiet exclude each other"),
        (["convert", "run.json", "-o", "json=no/x"], "there is no folder"),
        (["merge", "-", "a=-"], "golive: standard input (-) can be read once; name files\n"),
        (
            ["merge", "=run.json"],
            "golive: NAME=PATH takes a name and a path, such as payouts=run.json, not '=run.json'",
        ),
        (["merge", "pay="], "golive: NAME=PATH takes a name and a path"),
        (
            ["merge", "pay=both.json"],
            "golive: both.json holds 2 reports, so it cannot be called pay; leave the name out",
        ),
        (
            ["merge", "run.json", "copy.json"],
            "golive: run.json and copy.json are about the same profile and environment",
        ),
        (
            ["merge", "both.json"],
            "golive: both.json and both.json are about the same profile and environment, and neither",
        ),
    ],
)
def test_what_cannot_be_done_is_said(save, monkeypatch, arguments, message):
    save("run.json", reports.ready())
    save("copy.json", reports.ready())
    save("both.json", reports.ready(), reports.ready())
    save("cut.json", text=render([reports.ready()], Style())[:60])
    ran = golive(monkeypatch, "report", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err


def test_a_closed_standard_input_is_said(save, monkeypatch):
    import sys

    import golive.cli.saved
    from golive.errors import UsageError

    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(UsageError, match="standard input is closed; name a file"):
        golive.cli.saved.load_named("-")


def test_a_file_that_contradicts_itself_is_refused_with_that_reason(save, monkeypatch):
    text = render([reports.every_status()], Style()).replace('"verdict": "NOT READY"', '"verdict": "READY"')
    ran = golive(monkeypatch, "report", "convert", save("run.json", text=text))
    assert ran.code == 2
    assert ran.err == (
        "golive: run.json: verdict: this says READY, but what the file holds comes to NOT READY; somebody changed the "
        "file; run golive check again\n"
    )


def test_services_are_merged_into_one_page_with_one_verdict(save, monkeypatch):
    save("pay/run.json", about(reports.ready(), digest="1"))
    save("cards/run.json", about(reports.all_unknown(), digest="2"))
    save("third.json", about(reports.ready(), digest="3"))
    arguments = ["pay/run.json", "cards/run.json", "third.json", "ledger=third.json"]
    ran = golive(monkeypatch, "report", "merge", *arguments[:3], "-f", "json")
    document = json.loads(ran.out)
    assert [one["subject"]["service"] for one in document["reports"]] == ["pay", "cards", "third"]
    assert (ran.code, document["verdict"], document["exit_code"]) == (3, "INCOMPLETE", 3)
    ran = golive(monkeypatch, "report", "merge", *arguments, "-f", "text", "-q")
    assert (ran.code, ran.err) == (3, "")
    assert "ledger, prod" in ran.out
    assert ran.out.endswith("INCOMPLETE: 3 READY, 1 INCOMPLETE, of 4 reports.\n")


@pytest.mark.parametrize(
    ("second", "code"),
    [(reports.ready, 0), (reports.every_status, 4), (reports.all_unknown, 3), (reports.interrupted, 130)],
)
def test_the_gravest_exit_code_is_the_exit_code(save, monkeypatch, second, code):
    save("a.json", reports.ready())
    save("b.json", about(second(), digest="2"))
    assert golive(monkeypatch, "report", "merge", "a.json", "b.json", "-q").code == code


def test_merged_files_are_merged_again(save, monkeypatch, tmp_path):
    save("a.json", about(reports.ready(), digest="1"))
    save("b.json", about(reports.ready(), digest="2"))
    save("c.json", about(reports.ready(), digest="3"))
    golive(monkeypatch, "report", "merge", "a.json", "b.json", "-q", "-o", "json=ab.json")
    ran = golive(monkeypatch, "report", "merge", "ab.json", "c.json", "-f", "json")
    assert [one["subject"]["service"] for one in json.loads(ran.out)["reports"]] == ["a", "b", "c"]


def test_shards_of_one_run_are_united(save, monkeypatch):
    from golive import merging

    monkeypatch.setattr(merging.merged, "__defaults__", (lambda _: reports.CHECKLIST,))
    save("one.json", HALVES[0].report)
    save("two.json", HALVES[1].report)
    ran = golive(monkeypatch, "report", "merge", "one.json", "two.json", "-f", "json")
    document = json.loads(ran.out)
    assert document["format"] == "golive-report"
    assert (ran.code, document["verdict"]) == (4, "NOT READY")
    whole = json.loads(render([reports.every_status()], Style()))
    assert document["counts"] == whole["counts"]


def test_a_path_that_holds_an_equals_sign_is_a_path_where_there_is_such_a_file(save, monkeypatch):
    save("a=b.json", reports.ready())
    assert golive(monkeypatch, "report", "merge", "a=b.json", "-q").code == 0


def test_a_fleets_last_job_tells_the_page_of_the_step(save, monkeypatch, tmp_path):
    save("a.json", reports.ready())
    save("b.json", about(reports.every_status(), digest="2"))
    summary = tmp_path / "summary.md"
    summary.touch()
    ran = golive(
        monkeypatch,
        "report",
        "merge",
        "a.json",
        "b.json",
        GITHUB_ACTIONS="true",
        GITHUB_STEP_SUMMARY=summary,
        CI="true",
    )
    assert ran.code == 4
    assert "NOT READY" in summary.read_text()
    assert not re.search("^::", ran.out, re.MULTILINE)


def test_the_group_alone_says_what_it_offers(monkeypatch):
    ran = golive(monkeypatch, "report")
    assert ran.code == 2
    for word in ("convert", "merge"):
        assert word in ran.out


@pytest.mark.parametrize("text", reports.NASTY, ids=range(len(reports.NASTY)))
def test_what_a_file_says_cannot_harm_the_terminal(save, monkeypatch, text):
    document = json.loads(render([reports.every_status()], Style()))
    document["results"][0]["status"] = text
    ran = golive(monkeypatch, "report", "convert", save("run.json", text=json.dumps(document)))
    assert ran.code == 2
    assert ran.err.rstrip("\n").isprintable()
    assert not ran.err.startswith("::")
