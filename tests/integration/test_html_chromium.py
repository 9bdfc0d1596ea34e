"""The page in a browser: what it asks for, looks like, and lets people do with it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import cycle

import pytest

from golive.reporters.formats import Style
from golive.reporters.html import render
from support import reports
from support.browser import assert_accessible, assert_silent, chromium, opened, tones

OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
TAGS = "[...document.querySelectorAll('*')].map((one) => one.tagName + '.' + one.getAttribute('href'))"
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "\"><svg onload=alert(3)> ' onmouseover='alert(4)",
    "javascript:alert(5)",
    "</style></title></textarea><iframe src=javascript:alert(6)></iframe>",
    "{{ 7 * 7 }} {% raw %} <!-- --> ]]> &lt;b&gt;",
    "data:text/html,<script>alert(7)</script>",
)


def several():
    first, second = reports.every_status(), reports.ready()
    return [
        replace(first, subject=replace(first.subject, service="payouts")),
        replace(second, subject=replace(second.subject, service="refunds")),
    ]


PAGES = {
    "every-status": lambda: [reports.every_status()],
    "ready": lambda: [reports.ready()],
    "several": several,
    "nasty": lambda: [reports.nasty(" ".join((*HOSTILE, *reports.NASTY[:9])))],
    "wide": lambda: [reports.nasty("w" * 900)],
}
LOOKS = [
    *(("every-status", size, scheme) for size in ("phone", "desktop") for scheme in ("light", "dark")),
    ("several", "phone", "dark"),
]


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def written(tmp_path):
    def write(shown):
        file = tmp_path / "report.html"
        file.write_text(render(shown, Style()), encoding="utf-8")
        return file

    return write


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_a_page_is_silent_accessible_and_fits_wherever_it_is_read(browser, written, tmp_path, look):
    name, size, scheme = look
    with opened(browser, written(PAGES[name]()), size=size, color_scheme=scheme) as (page, heard):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert tones(page.screenshot(path=tmp_path / "page.png")) > 40
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert_accessible(page)
        assert_silent(page, heard)


@pytest.mark.parametrize("name", ["nasty", "wide"])
def test_long_words_are_broken_rather_than_making_the_page_wider_than_a_phone(browser, written, name):
    with opened(browser, written(PAGES[name]()), size="phone") as (page, heard):
        page.evaluate(OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert_silent(page, heard)


def test_the_browser_reads_the_elements_that_were_written_and_mends_none(browser, written):
    file = written(PAGES["several"]())
    with opened(browser, file) as (page, _):
        read = page.evaluate("[...document.querySelectorAll('*')].map((one) => one.localName)")
    assert read == re.findall(r"<([a-z][a-z0-9]*)[\s>]", file.read_text(encoding="utf-8"))


def test_the_schemes_differ_and_both_are_readable(browser, written):
    colours = {}
    for scheme in ("light", "dark"):
        with opened(browser, written(PAGES["ready"]()), color_scheme=scheme) as (page, _):
            colours[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colours["light"] != colours["dark"]


def test_a_filter_hides_lines_and_the_number_that_is_left_is_told(browser, written):
    with opened(browser, written(PAGES["every-status"]())) as (page, heard):
        passing, failing = page.locator(".line.s-pass"), page.locator(".line.s-fail")
        all_of_them = page.locator(".line:visible").count()
        assert all_of_them == page.locator(".line").count()
        assert page.locator(".count:visible").count() == 0
        page.get_by_role("checkbox", name="pass").uncheck()
        assert passing.first.is_hidden()
        assert page.locator(".line.s-pass:visible").count() == 0
        assert failing.first.is_visible()
        assert page.locator(".count:visible").first.evaluate("one => getComputedStyle(one, '::before').content")
        page.get_by_role("checkbox", name="no proof").uncheck()
        assert page.locator(".line.k-unproven:visible").count() == 0
        assert_accessible(page)
        page.get_by_role("button", name="Show all lines").click()
        assert page.locator(".line:visible").count() == all_of_them
        assert_silent(page, heard)


def test_filters_work_by_keyboard_and_enter_sends_nothing(browser, written):
    with opened(browser, written(PAGES["every-status"]())) as (page, heard):
        box = page.locator("#show-unknown")
        box.focus()
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Space")
        assert page.locator(".line.s-unknown:visible").count() == 0
        page.keyboard.press("Enter")
        page.keyboard.press("Space")
        assert page.locator(".line.s-unknown:visible").count() == page.locator(".line.s-unknown").count()
        assert_silent(page, heard)


def test_a_link_shows_its_line_though_a_filter_hides_it_and_its_details_are_closed(browser, written):
    with opened(browser, written(PAGES["every-status"]())) as (page, _):
        page.locator("#show-pass").uncheck()
        target = page.locator("[id='launch.base-url']")
        assert target.is_hidden()
        page.evaluate("location.hash = 'check-settings.base-url'")
        assert target.is_visible()
        assert page.locator("[id='check-settings.base-url']").is_visible()


def test_lines_open_and_close_by_keyboard_and_those_that_need_attention_are_open(browser, written):
    with opened(browser, written(PAGES["every-status"]())) as (page, _):
        assert page.locator(".line:is(.s-fail, .s-error, .s-unknown) > details:not([open])").count() == 0
        assert page.locator(".line:not(.s-fail, .s-error, .s-unknown) > details[open]").count() == 0
        page.locator(".s-pass > details > summary").first.focus()
        page.keyboard.press("Enter")
        assert page.locator(".s-pass > details .evidence").first.is_visible()


def test_the_first_stop_of_the_keyboard_skips_to_the_checklist(browser, written):
    with opened(browser, written(PAGES["every-status"]())) as (page, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the checklist"
        assert page.locator(".skip").bounding_box()["y"] >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('#lines .line summary')")


def test_on_paper_everything_is_there_and_there_are_no_filters(browser, written):
    with opened(browser, written(PAGES["every-status"]()), color_scheme="dark") as (page, _):
        page.locator("#show-pass").uncheck()
        page.emulate_media(media="print")
        assert page.locator(".filters").is_hidden()
        assert page.locator("nav").is_hidden()
        for part in (".line", ".evidence", ".findings > li", ".wire tr", ".record"):
            assert page.locator(part).count() == page.locator(f"{part}:visible").count() > 0, part
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_high_contrast_keeps_borders_and_reduced_motion_moves_nothing(browser, written):
    wanted = {"forced_colors": "active", "reduced_motion": "reduce"}
    with opened(browser, written(PAGES["every-status"]()), **wanted) as (page, heard):
        chevron = "getComputedStyle(document.querySelector('.line summary'), '::after')"
        assert page.evaluate(f"{chevron}.transitionDuration") == "0s"
        edge = "getComputedStyle(document.querySelector('.mark')).borderTopColor"
        assert page.evaluate(edge) != "rgba(0, 0, 0, 0)"
        assert_silent(page, heard)


def test_without_its_style_the_page_reads_in_order_and_offers_no_filters(browser, written):
    with opened(browser, written(PAGES["every-status"]())) as (page, _):
        page.evaluate("document.querySelector('style').remove()")
        assert page.locator(".filters").is_hidden()
        told = page.inner_text("body")
        order = [
            "NOT READY",
            "Why",
            "What to do next",
            "What was judged",
            "Launch",
            "Security",
            "How to read this page",
        ]
        assert sorted(order, key=told.index) == order
        assert page.locator(".line.s-fail .findings").first.is_visible()


@pytest.mark.parametrize("texts", [(*HOSTILE, *reports.NASTY), (" ".join((*HOSTILE, *reports.NASTY[:9])),)])
def test_what_comes_from_outside_is_text_wherever_it_stands(browser, written, texts):
    harmless, hostile = cycle([f"harmless text {number}" for number in range(len(texts))]), cycle(texts)
    with opened(browser, written([reports.soiled(lambda: next(harmless))])) as (page, _):
        expected = page.evaluate(TAGS)
    with opened(browser, written([reports.soiled(lambda: next(hostile))])) as (page, heard):
        page.evaluate(OPEN_ALL)
        assert page.evaluate(TAGS) == expected
        assert not [tag for tag in expected if "javascript:" in tag or tag.startswith(("SCRIPT", "IFRAME", "IMG"))]
        assert_silent(page, heard)
