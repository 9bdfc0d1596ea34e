"""`golive diff`."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from golive.reporters.formats import Style
from golive.reporters.json import render
from support import reports
from support.command import golive


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ready = reports.ready()
    other = replace(ready, subject=replace(ready.subject, provider="octopuscards", provider_title="OctopusCards"))
    for name, of in {
        "good.json": [ready],
        "bad.json": [reports.all_unknown()],
        "both.json": [
            replace(one, subject=replace(one.subject, service=name)) for name, one in (("a", ready), ("b", ready))
        ],
        "other.json": [other],
    }.items():
        (tmp_path / name).write_text(render(of, Style()))


@pytest.mark.parametrize(
    ("pair", "code", "words"),
    [
        (("good.json", "good.json"), 0, "READY, as before: nothing got worse."),
        (("good.json", "bad.json"), 1, "INCOMPLETE, was READY: 19 things got worse."),
        (("bad.json", "good.json"), 0, "READY, was INCOMPLETE: nothing got worse."),
        (("both.json", "both.json"), 0, "READY, as before: nothing got worse."),
        (("good.json", "both.json"), 0, "READY, as before: nothing got worse."),
    ],
)
def test_the_exit_code_says_whether_something_got_worse(files, monkeypatch, pair, code, words):
    ran = golive(monkeypatch, "diff", *pair)
    assert (ran.code, ran.err) == (code, "")
    assert words in ran.out
    quiet = golive(monkeypatch, "diff", *pair, "-q")
    assert (quiet.code, quiet.out) == (code, f"{words}\n")


@pytest.mark.parametrize("name", ["text", "json", "markdown"])
def test_every_format_says_the_same(files, monkeypatch, name):
    ran = golive(monkeypatch, "diff", "good.json", "bad.json", "--format", name)
    assert ran.code == 1
    assert "INCOMPLETE" in ran.out
    if name == "json":
        assert json.loads(ran.out)["worse"] is True


def test_one_of_them_may_be_standard_input(files, monkeypatch, tmp_path):
    ran = golive(monkeypatch, "diff", "good.json", "-", stdin=(tmp_path / "bad.json").read_bytes())
    assert ran.code == 1
    assert golive(monkeypatch, "diff", "-", "-").err == "golive: standard input (-) can be read once; name files\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["good.json", "no.json"], "golive: no.json does not exist"),
        (["good.json"], "Missing argument"),
        (["good.json", "other.json"], "the first report is about Anton Payments and the second about OctopusCards"),
        (["good.json", "bad.json", "-f", "html"], "html"),
    ],
)
def test_what_cannot_be_compared_is_said(files, monkeypatch, arguments, message):
    ran = golive(monkeypatch, "diff", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
