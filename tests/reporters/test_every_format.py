"""What every format owes, whatever else it does."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from golive.reporters.formats import FORMATS, Style
from golive.result import Status
from support import reports
from support.gfm import html as page_of

MADE = {
    "every-status": lambda: [reports.every_status()],
    "ready": lambda: [reports.ready()],
    "interrupted": lambda: [reports.interrupted()],
    "all-unknown": lambda: [reports.all_unknown()],
    "two": lambda: [of_service("pay", reports.ready()), of_service("refunds", reports.every_status())],
    "empty": lambda: [replace(reports.ready(), sections=(), results=(), records=(), exchanges=(), plugins=())],
}
NAMES_LINES = sorted({"text", "json", "html", "markdown", "junit"} & set(FORMATS))
"""Formats that show the checklist. The others tell of checks and their findings."""
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
IN_JSON = {"json", "sarif", "gitlab"}
CANARY = "canary-5ec2e7f00d"
SURROUNDINGS = (
    *("HOME", "USER", "LOGNAME", "HOSTNAME", "PWD", "PATH", "TERM", "TZ", "LANG", "COLUMNS", "PYTHONHASHSEED"),
    *("CI", "GITHUB_ACTIONS", "GITHUB_TOKEN", "GITHUB_REPOSITORY", "GITHUB_SHA", "GITHUB_WORKSPACE"),
    *("GITHUB_SERVER_URL", "GITHUB_RUN_ID", "GITHUB_STEP_SUMMARY", "GITLAB_CI", "CI_PROJECT_URL", "CI_JOB_TOKEN"),
    *("ANTON_API_KEY", "GOLIVE_TRUST"),
)


def of_service(name, report):
    return replace(report, subject=replace(report.subject, service=name))


def rendered(name, made, **style) -> str:
    return FORMATS[name](made, Style(**style))


@cache
def harmless(name, several) -> str:
    """Return what a format makes of so many reports with harmless words."""
    return rendered(name, [reports.nasty("word")] * several)


def commands(text: str) -> int:
    """Return how many lines GitHub would take for a command. The format for GitHub has some of its own."""
    return sum(bool(re.match(r"\s*::[A-Za-z]", line)) for line in text.split("\n"))


def pages(name: str, text: str) -> Iterator[str]:
    """Yield what a browser or an XML reader would be shown of it, nothing where that is not how it is read."""
    if name in {"html", "junit"}:
        yield text
    if name == "markdown":
        yield page_of(text)


def addresses(value: object, key: str = "") -> Iterator[str]:
    """Yield every text of a JSON document that a reader may follow."""
    match value:
        case dict():
            for inner, each in value.items():
                yield from addresses(each, inner)
        case list():
            for each in value:
                yield from addresses(each, key)
        case str() if key.lower().endswith(("uri", "href", "link")):
            yield value


def assert_harmless(name: str, text: str, like: str) -> None:
    """Demand that nothing in it does anything; `like` is the same report with harmless words."""
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not INVISIBLE & {unicodedata.category(character) for character in text.replace("\n", "")}
    text.encode()
    assert commands(text) == commands(like)
    assert name == "github" or commands(text) == 0
    assert "##[" not in text
    assert "##vso[" not in text
    for page, usual in zip(pages(name, text), pages(name, like), strict=True):
        for pattern in (r"<script", r"<[a-z]+[^>]*\son\w+\s*=", r"<(?:img|iframe|object|embed|base|form|link|meta)\b"):
            assert len(re.findall(pattern, page, re.IGNORECASE)) == len(re.findall(pattern, usual, re.IGNORECASE))
        assert not re.search(r"(?:href|src|action)\s*=\s*[\"']?\s*(?:javascript|data|vbscript):", page, re.IGNORECASE)
    if name in IN_JSON:
        for address in addresses(json.loads(text)):
            assert not re.match(r"\s*(?:javascript|data|vbscript):", address, re.IGNORECASE)


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("name", FORMATS)
def test_every_report_is_rendered_twice_alike_and_ends_with_a_line_break(name, made):
    text = rendered(name, MADE[made]())
    assert text.endswith("\n")
    assert text == rendered(name, MADE[made]())
    assert_harmless(name, text, text)


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("name", NAMES_LINES)
def test_every_line_that_fails_is_named(name, made):
    several = MADE[made]()
    text = rendered(name, several, verbosity=1, width=400)
    failing = [item.id for report in several for item in report.items() if item.status is Status.FAIL]
    assert [line for line in failing if line not in text] == []
    assert bool(failing) == (made in {"every-status", "two"})


@pytest.mark.parametrize("name", FORMATS)
def test_every_check_that_fails_is_named(name):
    text = rendered(name, [reports.every_status()], verbosity=1, width=400)
    failing = [result.id for result in reports.RESULTS if result.status is Status.FAIL]
    assert failing
    assert [check for check in failing if check not in text] == []


@pytest.mark.parametrize("name", NAMES_LINES)
def test_the_verdict_of_every_report_is_told(name):
    for make in MADE.values():
        for report in make():
            told = rendered(name, [report])
            assert report.verdict in told or report.verdict.replace(" ", "_") in told


@pytest.mark.parametrize("text", reports.NASTY, ids=range(len(reports.NASTY)))
@pytest.mark.parametrize("name", FORMATS)
def test_text_from_outside_does_nothing(name, text):
    nasty = reports.nasty(text)
    for several in (1, 2):
        assert_harmless(name, rendered(name, [nasty] * several), harmless(name, several))


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_of_the_surroundings_gets_in(name, monkeypatch, tmp_path):
    before = rendered(name, [reports.every_status()])
    for variable in SURROUNDINGS:
        monkeypatch.setenv(variable, f"{CANARY}-{variable}")
    folder = tmp_path / CANARY
    folder.mkdir()
    monkeypatch.chdir(folder)
    after = rendered(name, [reports.every_status()])
    assert after == before
    assert CANARY not in after
    assert str(tmp_path) not in after
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "text"])
def test_formats_that_are_not_for_a_terminal_look_the_same_on_every_terminal(name):
    plain = rendered(name, [reports.every_status()])
    assert plain == rendered(name, [reports.every_status()], width=33, color=True, unicode=False)
    assert "\x1b" not in plain
