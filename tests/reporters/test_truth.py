"""Every format tells the same truth: the verdict, how much fails and where, and nothing unproven as proven."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golive.check import Strength
from golive.checklist import Checklist, Section
from golive.finding import ExchangePlace, FilePlace, Finding, Level, SettingPlace, seen
from golive.registry import NOT_BUILT
from golive.report import Report, Verdict
from golive.reporters.formats import FORMATS, Style
from golive.reporters.words import place_of
from golive.result import LEFT_OUT, Result, Status, unrun
from support import reports
from support.gfm import Seen
from support.invented import invented

WIDE = Style(width=4_000, verbosity=1)
MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
PROVEN = {Status.PASS, Status.WARN}
NOT_PROVEN = {Status.FAIL, Status.UNKNOWN, Status.ERROR}


@dataclass(frozen=True)
class Told:
    """What a reader takes from a format. `green` is whether a machine takes it for a pass, None where none reads it."""

    verdict: str | None
    lines: Mapping[str, str]
    """Of each line that is shown, the word that stands for its status."""
    failing: int | None
    words: str
    green: bool | None


def from_json(text: str) -> Told:
    told = json.loads(text)
    lines = {item["id"]: item["status"] for section in told["sections"] for item in section["items"]}
    return Told(told["verdict"], lines, told["counts"]["items"]["fail"], text, told["exit_code"] == 0)


def from_text(text: str) -> Told:
    verdict = re.search(r"^(NOT READY|READY|INCOMPLETE)(?:, interrupted)?: ", text, re.MULTILINE)
    tally = re.search(r"^  lines {5,}(.*)$", text, re.MULTILINE)
    failing = re.search(r"(\d+) fail", tally[1]) if tally else None
    rows = re.findall(r"^  \S+ (\w+) +(Line number \d|All of it|The title of acme.seven)", text, re.MULTILINE)
    lines = {title: status for status, title in rows}
    return Told(verdict and verdict[1], lines, int(failing[1]) if failing else 0, " ".join(text.split()), None)


def from_html(text: str) -> Told:
    verdict = re.search(r'<h2><span class="sr">Verdict: </span>.*?</span> (.*?)(?:, interrupted)?</h2>', text)
    head = text.partition('class="because"')[0]
    failing = re.search(r'<span class="t-fail">(\d+) ', head)
    lines = dict(
        re.findall(r'<li class="line s-\w+ k-\w+" id="([\w.-]+)">\s*<details[^>]*>\s*<summary>.*?</span> (\w+)<', text)
    )
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())
    return Told(verdict and verdict[1], lines, int(failing[1]) if failing else 0, words, None)


def from_markdown(text: str) -> Told:
    verdict = re.search(r"^## \S+ (NOT READY|READY|INCOMPLETE)", text, re.MULTILINE)
    tally = re.search(r"^Lines of the checklist: (.*)$", text, re.MULTILINE)
    failing = re.search(r"(\d+) fail", tally[1]) if tally else None
    lines = {name: status for status, name in re.findall(r"^\| \S+ (\w+) \|[^|]* · `([\w.-]+)` \|", text, re.MULTILINE)}
    return Told(
        verdict and verdict[1], lines, int(failing[1]) if failing else 0, " ".join(Seen(text).text.split()), None
    )


def from_junit(text: str) -> Told:
    root = ET.fromstring(text)  # noqa: S314 - golive has just written it
    lines, verdict = {}, None
    for case in root.iter("testcase"):
        wrong = [child for child in case if child.tag in {"failure", "error", "skipped"}]
        outcome = wrong[0].tag if wrong else "passed"
        name = case.attrib["name"].partition(": ")[0]
        kind = case.attrib["classname"].rpartition(".")[2]
        if kind == "verdict":
            verdict = wrong[0].attrib["type"] if wrong else "READY"
        elif kind not in {"checks", "records"}:
            lines[name] = outcome
    failing = sum(outcome == "failure" for outcome in lines.values())
    green = root.attrib["failures"] == root.attrib["errors"] == "0"
    return Told(verdict, lines, failing, " ".join([unescape(text), *root.itertext()]), green)


def from_sarif(text: str) -> Told:
    (run,) = json.loads(text)["runs"]
    (invocation,) = run["invocations"]
    why = re.search(r"(\d+) lines? of the checklist fail", invocation["properties"]["verdict"])
    counted = [one for one in run["results"] if not one.get("suppressions")]
    return Told(
        run["properties"]["verdict"], {}, int(why[1]) if why else 0, json.dumps(run, ensure_ascii=False), not counted
    )


def from_gitlab(text: str) -> Told:
    return Told(None, {}, None, json.dumps(json.loads(text), ensure_ascii=False), text == "[]\n")


def from_github(text: str) -> Told:
    notice = re.search(r"(NOT READY|READY|INCOMPLETE)(?:, interrupted)?[:,] ", text.rpartition("golive")[2])
    why = re.search(r"(\d+) lines? of the checklist fail", text)
    return Told(notice and notice[1], {}, int(why[1]) if why else 0, text, "::" not in text)


READERS: dict[str, Callable[[str], Told]] = {
    "json": from_json,
    "text": from_text,
    "html": from_html,
    "markdown": from_markdown,
    "junit": from_junit,
    "sarif": from_sarif,
    "gitlab": from_gitlab,
    "github": from_github,
}


SHOW_LINES = {"json", "text", "html", "markdown", "junit"}
"""The others tell of checks and their findings."""


def told(name: str, report: Report) -> Told:
    return READERS[name](FORMATS[name]([report], WIDE))


def title_or_id(name: str, item) -> str:
    return item.title.removesuffix(" is right").removesuffix(" is a true sentence") if name == "text" else item.id


def counted_fails(report: Report):
    """Yield the failing checks, and of each what was found to be wrong."""
    for result in report.results:
        if result.status is Status.FAIL:
            yield result, result.of(Level.FAIL)


def fix_of(finding: Finding, result: Result) -> str:
    return (finding.fix or result.remedy).rstrip(".")


def assert_same_verdict(name: str, report: Report, found: Told) -> None:
    if name == "gitlab":  # it has no word for either
        return
    assert found.verdict == report.verdict
    assert found.failing == sum(
        item.status is Status.FAIL or (name == "junit" and report.fail_on_warn and item.status is Status.WARN)
        for item in report.items()
    )


def assert_green_only_where_ready(name: str, report: Report, found: Told) -> None:
    if report.verdict is not Verdict.READY:
        assert found.green is not True
    elif name == "junit":
        assert found.green is True


def assert_lines(name: str, report: Report, found: Told) -> None:
    """Demand that every line has its own status, and that what is not proven is no pass."""
    for item in report.items() if name in SHOW_LINES else ():
        said = found.lines[title_or_id(name, item)]
        if name != "junit":
            assert said == item.status
        elif item.status in PROVEN:
            assert said == ("failure" if item.status is Status.WARN and report.fail_on_warn else "passed")
        elif item.status in NOT_PROVEN:
            assert said == ("failure" if item.status is Status.FAIL else "error")
        else:
            assert said == "skipped"


def assert_fails_told(name: str, report: Report, found: Told) -> None:
    """Demand every failing check, each place and each fix, or how many more there are."""
    for result, wrong in counted_fails(report):
        assert result.id in found.words or name == "github"
        shown = wrong[: {"markdown": 5}.get(name, len(wrong))]
        assert len(shown) == len(wrong) or "more finding" in found.words
        for finding in shown if name != "github" else ():
            assert finding.message in found.words
            assert fix_of(finding, result) in found.words
            if finding.place is not None and name != "json":
                assert written_place(finding.place) in found.words, place_of(finding.place)
    if name == "github":
        assert_annotated(report, found.words)


def assert_annotated(report: Report, text: str) -> None:
    errors = [line for line in text.splitlines() if line.startswith("::error ")]
    assert len(errors) <= 10
    for result, _ in counted_fails(report):
        assert f"title={result.id}::" in text or len(errors) == 10
    wrong = [finding for _, found in counted_fails(report) for finding in found]
    assert all(finding.message in text for finding in wrong) or re.search(r"\d+ more errors?\b", text)


def assert_people_named(name: str, report: Report, found: Told) -> None:
    """Demand that what rests on a person says so where it stands."""
    if name not in SHOW_LINES:
        return
    attested = sum(item.strength is Strength.ATTESTED for item in report.items())
    assert found.words.count("attested") >= attested
    for item in report.items():
        if item.strength is Strength.ATTESTED:
            assert item.summary in found.words
        if item.record is not None:
            assert item.record.text in found.words


def written_place(place) -> str:
    match place:
        case FilePlace(path, _, _):
            return path
        case SettingPlace(key, file):
            return file.path if file.path == "golive.yaml" else key
        case ExchangePlace(_, url, _):
            return url


def test_there_is_a_reader_for_every_format():
    assert set(READERS) == set(FORMATS)


@pytest.mark.parametrize("name", READERS)
@MANY
@given(report=invented())
def test_every_format_tells_the_same_truth(name, report):
    """The verdict, how much fails, where, what to do; nothing is proven that is not, and no person is a machine."""
    found = told(name, report)
    assert_same_verdict(name, report, found)
    assert_green_only_where_ready(name, report, found)
    assert_lines(name, report, found)
    assert_fails_told(name, report, found)
    assert_people_named(name, report, found)


def one_line(result: Result, *more: Result, **fields) -> Report:
    line = reports.item("s.one", "One is right", reports.all_of(result.id))
    section = Section(id="s", title="S", items=(line,))
    checklist = Checklist(provider="anton", title="T", source="https://example.com", sections=(section,))
    return reports.report_of((result, *more), checklist, plugins=(), **fields)


def missing(check_id: str, reason: str) -> Result:
    return unrun(check_id, "It is so", Strength.INSPECTED, reason)


RIGHT = reports.result("code.one", Status.PASS, seen("it is right"))
INCOMPLETE = {
    "not-built": lambda: one_line(missing("code.one", NOT_BUILT)),
    "left-out": lambda: one_line(missing("code.one", LEFT_OUT)),
    "left-out-besides": lambda: one_line(RIGHT, missing("code.two", LEFT_OUT)),
    "interrupted": lambda: one_line(RIGHT, interrupted=True),
}


@pytest.mark.parametrize("made", INCOMPLETE)
@pytest.mark.parametrize("name", READERS)
def test_a_verdict_that_no_finding_accounts_for_is_told_all_the_same(name, made):
    report = INCOMPLETE[made]()
    assert report.verdict is Verdict.INCOMPLETE
    found = told(name, report)
    assert_same_verdict(name, report, found)
    assert found.green is not True
    assert "INCOMPLETE" in found.words
    assert not re.search(r"INCOMPLETE: *\.", found.words)


@pytest.mark.parametrize("name", READERS)
@settings(MANY, max_examples=20)
@given(found=st.lists(invented(), min_size=2, max_size=3))
def test_of_several_reports_none_hides_another(name, found):
    named = [
        replace(one, subject=replace(one.subject, service=f"service-{number}")) for number, one in enumerate(found)
    ]
    text = FORMATS[name](named, WIDE)
    ready = all(one.verdict is Verdict.READY for one in named)
    if name == "gitlab":
        assert ready or text != "[]\n"
    elif name == "github":
        assert ready or all(f"{one.subject.service}, prod" in text for one in named)
    else:
        assert all(one.subject.service in text for one in named)
        assert all(result.id in text for one in named for result, _ in counted_fails(one))


def test_the_readers_can_tell_a_lie():
    honest = FORMATS["text"]([reports.every_status()], WIDE)
    assert from_text(honest).verdict == "NOT READY"
    assert from_text(honest.replace("NOT READY", "READY")).verdict == "READY"
    assert from_html(FORMATS["html"]([reports.every_status()], WIDE)).lines["launch.live-keys"] == "fail"
