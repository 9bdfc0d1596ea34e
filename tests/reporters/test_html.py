"""The report as a page."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from itertools import count, cycle, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golive.check import Strength
from golive.finding import FilePlace, Level, fail, seen
from golive.kind import Kind
from golive.record import RecordState
from golive.reporters.formats import Style
from golive.reporters.html import render
from golive.reporters.html.marks import (
    ATTEST_WORDS,
    LEVELS,
    MARKS,
    STATE_MARKS,
    STATUS_WORDS,
    STRENGTH_MARKS,
    STRENGTH_WORDS,
    VERDICT_MARKS,
)
from golive.reporters.words import plain
from golive.result import Status
from support import reports
from support.snapshots import HtmlFile

INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
VOID = {"meta", "input", "br", "hr", "link", "img", "base", "col", "embed", "source"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ALLOWED = set(
    "html head meta title style body a header main footer nav section article form fieldset legend label input button "
    "h1 h2 h3 p ul ol li dl dt dd div span b code time details summary table caption thead tbody tr th td".split()
)
REPORTS = {
    "every-status": reports.every_status,
    "ready": reports.ready,
    "interrupted": reports.interrupted,
    "all-unknown": reports.all_unknown,
}


class Parsed(HTMLParser):
    """A page as its tags, in order, and its texts. Demands that whatever is opened is closed in turn."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        assert len(attrs) == len(dict(attrs))
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open[-1:] != ["style"]:
            self.texts.append(data)

    def handle_comment(self, data):
        raise AssertionError(data)

    @property
    def names(self) -> list[str]:
        return [tag for tag, _ in self.tags]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())

    def all(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]


def page(*shown) -> str:
    return render(shown, Style())


def several() -> str:
    first, second = reports.every_status(), reports.ready()
    return page(
        replace(first, subject=replace(first.subject, service="payouts")),
        replace(second, subject=replace(second.subject, service="refunds")),
    )


@pytest.fixture
def agreed(snapshot):
    return snapshot.use_extension(HtmlFile)


def test_a_report_with_every_status_is_written_as_agreed(agreed):
    assert page(reports.every_status()) == agreed


@pytest.mark.parametrize("name", REPORTS)
def test_the_same_report_is_the_same_page_whatever_the_style(name):
    assert page(REPORTS[name]()) == render([REPORTS[name]()], Style(width=200, color=True, unicode=False, verbosity=2))


@pytest.mark.parametrize("made", [*(lambda name=name: page(REPORTS[name]()) for name in REPORTS), several])
def test_a_page_is_well_formed_and_every_place_on_it_has_one_name_that_links_can_use(made):
    text = made()
    assert text.startswith('<!DOCTYPE html>\n<html lang="en"')
    assert text.endswith("</html>\n")
    parsed = Parsed(text)
    assert set(parsed.names) <= ALLOWED
    ids = parsed.all("id")
    assert len(ids) == len(set(ids))
    inside = [href[1:] for href in parsed.all("href") if href.startswith("#")]
    assert set(inside) <= set(ids)


@pytest.mark.parametrize("made", [*(lambda name=name: page(REPORTS[name]()) for name in REPORTS), several])
def test_headings_begin_with_one_h1_and_leave_no_level_out(made):
    levels = [HEADINGS.index(tag) for tag in Parsed(made()).names if tag in HEADINGS]
    assert levels[0] == 0
    assert levels.count(0) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_a_caption_and_every_heading_of_it_a_scope():
    names = Parsed(several()).names
    assert names.count("table") == names.count("caption") > 5
    assert all(attributes.get("scope") for tag, attributes in Parsed(several()).tags if tag == "th")


def test_the_policy_allows_the_one_style_element_and_nothing_else():
    text = page(reports.every_status())
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in text.replace("&#39;", "'")
    assert "url(" not in style
    assert "@import" not in style


def test_nothing_but_our_own_pages_is_linked_and_no_attribute_runs_or_loads_anything():
    for tag, attributes in Parsed(several()).tags:
        assert not {"style", "src", "srcset", "action", "formaction", "background", "ping"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]
        href = attributes.get("href", "#")
        assert tag == "a" or href == "#"
        assert re.match(r"#|https://(docs|help)\.antonpayments\.com/", href), href
        assert href.startswith("#") or "noopener" in attributes["rel"]


def test_an_address_that_only_looks_like_the_checklists_is_text():
    report = reports.ready()
    for source in ("https://evil.example/", "javascript:alert(1)", f"{report.subject.checklist_source}?x"):
        parsed = Parsed(page(replace(report, subject=replace(report.subject, checklist_source=source))))
        assert source in parsed.text
        assert source not in parsed.all("href")
    assert report.subject.checklist_source in Parsed(page(report)).all("href")


def test_a_provider_that_golive_does_not_know_gets_no_links():
    report = reports.every_status()
    parsed = Parsed(page(replace(report, subject=replace(report.subject, provider="../anton"))))
    assert all(href.startswith("#") for href in parsed.all("href"))


@pytest.mark.parametrize("text", reports.NASTY)
def test_what_comes_from_outside_is_text_and_can_be_seen(text):
    parsed, harmless = Parsed(page(reports.nasty(text))), Parsed(page(reports.nasty("two words")))
    assert parsed.names == harmless.names
    assert parsed.all("href") == harmless.all("href")
    written = page(reports.nasty(text))
    assert not INVISIBLE & {
        unicodedata.category(character) for character in written.replace("\n", "").replace("\ufe0e", "")
    }
    assert "##[" not in written
    assert " ".join(plain(text).split()) in parsed.text


@given(st.lists(st.text(max_size=60), min_size=1, max_size=9))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_changes_what_the_page_is_made_of(texts):
    words = cycle(texts)
    parsed = Parsed(page(reports.soiled(lambda: next(words))))
    assert set(parsed.names) <= ALLOWED
    assert all(href.startswith("#") for href in parsed.all("href"))
    assert len(parsed.all("id")) == len(set(parsed.all("id")))


def test_every_text_of_a_report_stands_on_the_page():
    numbers = count()
    report = reports.soiled(lambda: f"word-{next(numbers)}.")
    text = Parsed(page(report)).text
    missing = [f"word-{number}." for number in range(next(numbers)) if f"word-{number}." not in text]
    # What a check says to do where it does not pass is no news where it passes, or was shown to be unknown.
    remedies = {
        one.remedy
        for one in report.results
        if not any(found.level in {Level.FAIL, Level.WARN} and not found.fix for found in one.findings)
    }
    # An id that no person reads, and a title of a check that does not exist yet.
    unseen = {report.subject.provider} | {one.title for one in report.results if one.reason == "not built yet"}
    assert set(missing) <= remedies | unseen


def test_every_status_strength_state_and_level_has_a_mark_and_a_word():
    assert set(MARKS) == set(STATUS_WORDS) == set(Status)
    assert set(STRENGTH_MARKS) == set(STRENGTH_WORDS) == set(Strength)
    assert set(STATE_MARKS) == set(RecordState)
    assert set(LEVELS) == set(Level)
    assert len(set(MARKS.values())) == len(MARKS)
    assert len(VERDICT_MARKS) == 3
    assert len(ATTEST_WORDS) == 3


def test_the_verdict_is_told_with_its_reasons_what_to_do_and_the_exit_code():
    text = Parsed(page(reports.every_status())).text
    for words in ("Verdict: ✗ NOT READY", "2 lines of the checklist fail.", "What to do next", "Exit code 4"):
        assert words in text
    assert text.index("NOT READY") < text.index("What was judged") < text.index("The base URL is the production host")


def test_several_reports_have_one_verdict_an_overview_and_names_of_their_own():
    text = Parsed(several()).text
    assert "1 READY, 1 NOT READY, of 2 reports." in text
    assert "See below what these needs: payouts, prod." in text
    assert text.index("Overview") < text.rindex("payouts, prod") < text.rindex("refunds, prod")
    assert 'id="r1-launch.base-url"' in several()
    assert 'id="r2-launch.base-url"' in several()


def test_a_line_can_be_linked_to_by_its_id():
    assert 'id="launch.base-url"' in page(reports.ready())


def test_played_hosts_sandboxes_and_interruptions_are_warned_of():
    report = reports.interrupted()
    subject = replace(report.subject, played=("api.antonpayments.com",), kind=Kind.SANDBOX)
    text = Parsed(page(replace(report, subject=subject))).text
    for words in ("Played, not real.", "stood in for api.antonpayments.com", "Interrupted.", "A sandbox."):
        assert words in text
    assert "Played" not in page(reports.ready())
    assert "Interrupted." not in page(reports.ready())


def test_records_show_their_age_and_what_became_of_them():
    text = Parsed(page(reports.every_status())).text
    for words in ("2 days ago", "39 days left", "in use", "not consulted", "Overruled: ", "it expired on 2026-07-01"):
        assert words in text
    assert "golive.records.yaml:22:5" in text


def test_many_places_are_folded_and_very_many_findings_cut_with_a_note():
    places = [fail("the same thing", FilePlace("app.py", line)) for line in range(1, 30)]
    many = [fail(f"thing {number}") for number in range(500)]
    results = [
        reports.result("code.secrets", Status.FAIL, *places, *many, seen("looked")) if one.id == "code.secrets" else one
        for one in reports.RESULTS
    ]
    text = Parsed(page(reports.report_of(results))).text
    assert "23 more places" in text
    assert "app.py:29" in text
    assert "130 findings more; the JSON report holds all of them." in text


def test_a_person_is_told_how_to_vouch_unless_the_names_are_no_plain_words():
    report = reports.every_status()
    assert "golive attest launch.monitoring --env prod</code>" in page(report)
    odd = replace(report, subject=replace(report.subject, environment="prod; rm -rf ~"))
    assert "launch.monitoring --env prod; rm -rf ~</code>" not in page(odd)


def test_a_page_stays_small():
    assert len(page(reports.every_status()).encode()) < 120_000


def test_the_template_engine_is_loaded_for_this_format_alone():
    program = (
        "import sys, golive.reporters.formats, golive.reporters.json, golive.reporters.html;"
        "sys.exit(any(name in sys.modules for name in ('jinja2', 'rich', 'httpx')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_products_warnings_that_count_and_records_about_nothing_known_are_told():
    report = reports.every_status()
    records = (replace(report.records[0], subject="launch.gone"), *report.records[1:])
    subject = replace(report.subject, verticals=("vouchers", "esim"))
    text = Parsed(page(replace(report, subject=subject, records=records, fail_on_warn=True))).text
    for words in ("vouchers, esim", "count as failed in this run (--fail-on warn)", "Attestation: launch.gone"):
        assert words in text


def test_a_line_with_an_odd_id_still_has_a_place_of_its_own():
    report = reports.ready()
    first, *others = report.sections
    odd = tuple(replace(line, id=f"Odd id {number}") for number, line in enumerate(first.items))
    text = page(replace(report, sections=(replace(first, items=odd), *others)))
    ids = Parsed(text).all("id")
    assert "no.1" in ids
    assert len(ids) == len(set(ids))
