"""The report as Markdown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golive.finding import FilePlace, fail, seen
from golive.registry import built_in, load_checklist, provider_ids
from golive.report import Verdict
from golive.reporters.fitting import size
from golive.reporters.formats import Style
from golive.reporters.gfm import shown
from golive.reporters.markdown import MARKER, MOST, render
from golive.result import Status
from support import reports
from support.gfm import Seen, assert_inert
from support.snapshots import TextFile

GITHUB_TAKES = 65_536
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
LINKS = {page for check in built_in().checks for page in check.sources} | {
    load_checklist(provider_id).source for provider_id in provider_ids()
}
MADE = [reports.every_status, reports.ready, reports.interrupted, reports.all_unknown, reports.warned_and_unknown]


class MarkdownFile(TextFile):
    file_extension = "md"


def written(*several) -> str:
    """Return the page, which fits a comment and is inert."""
    text = render(several, Style())
    assert text.startswith(f"{MARKER}\n")
    assert text.endswith("\n")
    assert len(text) <= size(text) <= MOST < GITHUB_TAKES
    assert not INVISIBLE & {unicodedata.category(character) for character in text.replace("\n", "")}
    assert not re.search(r"^\s*(/|::)|##\[|##vso\[", text, re.MULTILINE)
    page = assert_inert(text, LINKS)
    assert page.comments == [" golive-report "]
    return text


@pytest.mark.parametrize(
    "made",
    [[reports.every_status()], [reports.ready()], [reports.every_status(), reports.ready()]],
    ids=["every-status", "ready", "two"],
)
def test_a_report_looks_as_agreed(snapshot, made):
    assert written(*made) == snapshot(extension_class=MarkdownFile)


@pytest.mark.parametrize("make", MADE)
def test_the_verdict_comes_first_with_one_sentence_why(make):
    report = make()
    lines = [line for line in written(report).split("\n") if line]
    assert lines[1].startswith("## ")
    assert f"{report.verdict}" in lines[1]
    assert lines[2].endswith(".")
    assert len(lines[2]) > 20


def test_the_launch_list_is_open_and_the_other_sections_are_folded():
    launch, _, rest = written(reports.every_status()).partition("<details>")
    assert "`launch.corridors`" in launch
    assert "`security.tls`" not in launch
    assert "<summary>Security: 1 error, 2 unknown, 1 skip</summary>" in rest


def test_what_is_open_is_told_once_with_place_fix_and_documentation():
    text = written(reports.every_status())
    detail = text[text.index("**fail** `account.authentication`") :].partition("\n- ")[0]
    assert "(at `GET https://api.antonpayments.com/v1/balances → 401`)" in detail
    assert "**Fix:** Create a live key under Developers" in detail
    assert "](https://docs.antonpayments.com/api-reference/errors)" in detail
    assert text.count("**fail** `account.authentication`") == 1
    assert "and 3 more findings" in text


def test_records_stand_in_a_table_with_age_and_expiry():
    rows = [line for line in written(reports.every_status()).split("\n") if "golive.records.yaml" in line]
    assert len(rows) == len(reports.RECORDS)
    assert "| 2026-11-20 (2 days ago) | 2027-05-19 (178 days left) |" in rows[0]
    assert "lapsed: it expired on 2026-07-01, 144 days ago" in rows[1]
    assert "| 31.12.2026 |" in rows[7]


@pytest.mark.parametrize(
    ("made", "expires", "words"),
    [("2026-11-22", "2026-11-22", "(today)"), ("2026-11-23", "2027-01-01", "(in 1 day)")],
)
def test_the_age_of_a_record_reads_well(made, expires, words):
    record = replace(reports.RECORDS[0], made=made, expires=expires)
    assert words in written(reports.report_of(reports.RESULTS, records=(record,)))


def test_the_foot_says_who_judged_what_and_when():
    foot = written(reports.every_status()).rstrip("\n").rpartition("\n")[2]
    for words in ("golive `0.1.0`", "`sha256:5f2b1c9d8e7a`", "2026-11-22 `02:14:05` UTC", "took 2.3 s", "exit code 4"):
        assert words in foot
    assert f"[Anton Payments launch checklist]({reports.SUBJECT.checklist_source})" in foot


def test_a_source_that_golive_does_not_know_is_no_link():
    subject = replace(reports.SUBJECT, checklist_source="https://evil.example/")
    text = written(replace(reports.ready(), subject=subject))
    assert "evil" not in text
    assert "Anton Payments launch checklist" in text


def test_many_hosts_and_receivers_are_not_all_listed():
    exchange = reports.EXCHANGES[2]
    exchanges = tuple(replace(exchange, url=f"https://pay.example.com/{number}") for number in range(11))
    subject = replace(reports.SUBJECT, played=tuple(f"host-{number}.example" for number in range(10)))
    text = written(replace(reports.ready(), subject=subject, exchanges=exchanges))
    assert "`host-7.example` and 2 more. Nothing" in text
    assert "1 test delivery sent to `https://pay.example.com/7` and 3 more" in text


def test_played_hosts_are_said_at_the_head():
    played = replace(reports.SUBJECT, played=("api.antonpayments.com",))
    assert "`api.antonpayments.com`. Nothing is said about the real ones." in written(
        replace(reports.ready(), subject=played)
    )


def test_several_reports_begin_with_a_table_of_services():
    pay, refunds = (
        replace(report, subject=replace(report.subject, service=name))
        for report, name in ((reports.ready(), "pay"), (reports.every_status(), "refunds"))
    )
    lines = written(pay, refunds).split("\n")
    assert lines[1] == "## ❌ NOT READY: 1 READY, 1 NOT READY, of 2 reports"
    assert "| ✅ READY | pay, prod |" in "\n".join(lines)
    assert "| ❌ NOT READY | refunds, prod |" in "\n".join(lines)
    assert lines.index("### ✅ READY: pay, prod") < lines.index("### ❌ NOT READY: refunds, prod")
    assert "#### Launch" in lines


def test_a_report_without_lines_or_checks_can_be_shown():
    assert "READY" in written(replace(reports.ready(), results=(), sections=(), records=()))


def test_a_check_beside_the_checklist_is_shown_with_what_it_found_or_why_not():
    for status, findings, reason, words in (
        (Status.FAIL, (fail("two minutes late"), seen("asked twice")), None, "two minutes late"),
        (Status.UNKNOWN, (), "there is no Date header", "there is no Date header"),
        (Status.UNKNOWN, (), None, "no reason given"),
    ):
        clock = reports.result("account.clock", status, *findings, reason=reason)
        others = (one for one in reports.ready().results if one.id != clock.id)
        text = written(replace(reports.ready(), results=(*others, clock)))
        row = next(line for line in text.split("\n") if "· `account.clock`" in line)
        assert row.endswith(f"| {words} |")


def test_a_waived_check_beside_the_checklist_says_what_it_was():
    clock = reports.result("account.clock", Status.WAIVED, fail("two minutes late"), waived_from=Status.FAIL)
    text = written(replace(reports.ready(), results=(clock,)))
    assert "| fail, waived: two minutes late |" in text


def test_a_check_behind_many_lines_names_a_dozen():
    report = reports.every_status()
    item = report.sections[0].items[1]
    many = tuple(replace(item, id=f"launch.line-{number}") for number in range(20))
    text = written(replace(report, sections=(replace(report.sections[0], items=many),)))
    assert "`launch.line-11` and 8 more\n" in text


@pytest.mark.parametrize("text", reports.NASTY, ids=range(len(reports.NASTY)))
def test_text_from_outside_is_only_text(text):
    page = Seen(written(reports.nasty(text)))
    assert page.text.count(shown(text, 300)) > 20


PIECES = st.sampled_from(
    "| ` ** _ ~~ # > - [ ] ( ) ! < & : $ @a https://evil.example www.evil.com u@evil.com #1 GH-1 :smile: $x$ [^1] "
    "&lt; <b> <!-- --> </details> </summary> [a](b) 0123456789abcdef a\\ 1. 決済 word".split()
)
outside_texts = st.one_of(
    st.lists(PIECES, max_size=8).map(" ".join),
    st.lists(PIECES, max_size=8).map("".join),
    st.text(st.characters(exclude_categories=()), max_size=60),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(outside_texts, min_size=1, max_size=12))
def test_any_report_is_inert(texts):
    endless = cycle(texts)
    written(reports.soiled(lambda: next(endless)), reports.soiled(lambda: next(endless)))


def huge(lines: int, findings: int, word: str):
    """Return a report with so many lines, each with a failing check of so many findings."""
    base = reports.every_status()
    section = base.sections[0]
    found = tuple(
        replace(
            base.result("code.secrets"),
            id=f"code.rule-{number}",
            findings=tuple(fail(f"{word} {each}", FilePlace(word, each + 1)) for each in range(findings)),
        )
        for number in range(lines)
    )
    items = tuple(
        replace(
            section.items[number % len(section.items)],
            id=f"launch.line-{number}",
            summary=word,
            title=word,
            check_ids=(f"code.rule-{number}",),
        )
        for number in range(lines)
    )
    return replace(
        base,
        sections=(replace(section, items=items), *base.sections[1:]),
        results=(*base.results, *found),
        records=base.records * (1 + lines // 9),
    )


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lines=st.integers(100, 400),
    findings=st.integers(0, 9),
    word=st.sampled_from(["w" * 600, "| ` " * 150, "😀" * 600, "決", "https://evil.example/" * 30]),
    several=st.integers(1, 2),
)
def test_a_huge_report_fits_and_says_what_is_left_out(lines, findings, word, several):
    report = huge(lines, findings, word)
    text = render([report] * several, Style())
    assert size(text) <= MOST
    assert len([line for line in text.split("\n") if line.startswith("#")]) >= several
    assert re.search(r"^> \d+ rows are left out here: .* `html` and `json` have all of it\.$", text, re.MULTILINE)
    assert str(report.verdict) in text.split("\n")[2 if several == 1 else 1]


def test_a_huge_report_is_inert_and_names_what_fails_before_what_passes():
    text = written(huge(400, 9, "| ` @x " * 40))
    passing = [line for line in text.split("\n") if line.startswith("| ✅ pass")]
    failing = [line for line in text.split("\n") if line.startswith("| ❌ fail")]
    assert failing
    assert not passing
    assert "more left out here for want of room." in text


def test_hundreds_of_services_fit():
    services = [
        replace(reports.every_status(), subject=replace(reports.SUBJECT, service=f"service-{number}-{'x' * 100}"))
        for number in range(400)
    ]
    text = render(services, Style())
    assert size(text) <= MOST
    assert "NOT READY: 400 NOT READY, of 400 reports" in text
    assert "left out here" in text
    assert Verdict.NOT_READY in text


def test_an_ordinary_report_leaves_nothing_out():
    for make in MADE:
        assert "left out here" not in written(make(), make())
