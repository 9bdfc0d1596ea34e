"""The report for a terminal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from golive.finding import FilePlace, fail, seen, warn
from golive.reporters.formats import NARROWEST, Style
from golive.reporters.text import recording, render
from golive.result import Status
from support import reports
from support.snapshots import AnsiFile, TextFile

INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
SGR = re.compile(r"\x1b\[[0-9;]*m")
REPORTS = {
    "every-status": reports.every_status,
    "ready": reports.ready,
    "interrupted": reports.interrupted,
    "all-unknown": reports.all_unknown,
}
STYLES = {
    "80": Style(),
    "50": Style(width=50),
    "120": Style(width=120),
    "200": Style(width=200),
    "ascii": Style(unicode=False),
    "quiet": Style(verbosity=-1),
    "v": Style(verbosity=1),
    "vv": Style(verbosity=2),
}


def assert_harmless(text: str, style: Style) -> None:
    """Demand that the text fits the page, and holds nothing but what can be seen."""
    if style.color:
        text = SGR.sub("", text)
    assert text.endswith("\n")
    for line in text.split("\n"):
        assert cell_len(line) <= max(style.width, NARROWEST)
        assert not line.lstrip().startswith("::error")
        assert "##[" not in line
        assert "##vso[" not in line
        assert not INVISIBLE & {unicodedata.category(character) for character in line}
    if not style.unicode:
        text.encode("ascii")


def test_a_report_on_played_hosts_says_so_at_its_head():
    report = reports.ready()
    assert "--connect-to" not in render([report], Style())
    played = replace(report, subject=replace(report.subject, played=("api.antonpayments.com", "pay.example.com")))
    head, _, _ = " ".join(render([played], Style(width=200)).split()).partition(" Launch")
    assert head.endswith(
        "played api.antonpayments.com, pay.example.com (--connect-to): nothing is said about the real ones"
    )


@pytest.mark.parametrize("style", STYLES)
def test_a_report_with_every_status_looks_as_agreed(snapshot, style):
    text = render([reports.every_status()], STYLES[style])
    assert_harmless(text, STYLES[style])
    assert text == snapshot(extension_class=TextFile)


@pytest.mark.parametrize("name", ["ready", "interrupted", "all-unknown"])
def test_other_outcomes_look_as_agreed(snapshot, name):
    assert render([REPORTS[name]()], Style()) == snapshot(extension_class=TextFile)


@pytest.mark.parametrize("name", REPORTS)
def test_the_verdict_alone_is_one_line(snapshot, name):
    text = render([REPORTS[name]()], Style(verbosity=-1))
    assert text.count("\n") == 1
    assert text == snapshot(extension_class=TextFile)


def test_a_report_in_colour_looks_as_agreed(snapshot):
    assert render([reports.every_status()], Style(color=True)) == snapshot(extension_class=AnsiFile)


def test_colour_changes_nothing_but_colours():
    report = reports.every_status()
    assert SGR.sub("", render([report], Style(color=True))) == render([report], Style())


def test_only_the_eight_basic_colours_bold_and_dim_are_used():
    used = {
        code
        for codes in SGR.findall(render([reports.every_status()], Style(color=True)))
        for code in codes[2:-1].split(";")
    }
    assert used <= {"0", "1", "2", *(str(code) for code in range(31, 37))}


def test_the_environment_does_not_decide_how_a_report_looks(monkeypatch):
    before = render([reports.every_status()], Style())
    for name, value in {"FORCE_COLOR": "1", "COLUMNS": "33", "TERM": "dumb", "NO_COLOR": "1", "COLORTERM": "x"}.items():
        monkeypatch.setenv(name, value)
    assert render([reports.every_status()], Style()) == before
    assert "\x1b[32m" in render([reports.every_status()], Style(color=True))


@pytest.mark.parametrize("text", reports.NASTY, ids=range(len(reports.NASTY)))
@pytest.mark.parametrize("verbosity", [-1, 0, 2])
@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("width", [50, 120])
def test_text_from_outside_is_only_text(text, verbosity, unicode, width):
    style = Style(width=width, unicode=unicode, verbosity=verbosity, color=verbosity == 0)
    assert_harmless(render([reports.nasty(text)], style), style)


def test_markup_from_outside_stays_as_it_is():
    text = render([reports.nasty("[red]x[/red] :smile: [/]")], Style(width=200))
    assert "[red]x[/red] :smile: [/]" in text


def test_workflow_commands_are_broken_up_visibly():
    text = render([reports.nasty("::error::x. ##[group] ##vso[y] [::1]:80 Foo::Bar b")], Style(width=200))
    assert r":\x3aerror::x. #\x23[group] #\x23vso[y] [::1]:80 Foo::Bar b" in text


def test_a_command_that_folding_moves_to_the_start_of_a_line_is_harmless():
    for length in range(28, 48):  # the columns that texts get on a page this narrow
        assert_harmless(render([reports.nasty("x" * length + "::error::boo")], Style(width=50)), Style(width=50))


words = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("\x1b[]m\n\r\t :#/\\\u202e\u200d\ufe0f決👩🏽あa\ud800"),
    ),
    max_size=60,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(words, min_size=1, max_size=12),
    style=st.builds(
        Style,
        width=st.integers(1, 240),
        color=st.booleans(),
        unicode=st.booleans(),
        verbosity=st.integers(-1, 2),
    ),
)
def test_any_report_is_harmless_and_fits_the_page(texts, style):
    endless = cycle(texts)
    assert_harmless(render([reports.soiled(lambda: next(endless))], style), style)


def test_wide_characters_do_not_move_the_columns():
    report = reports.nasty("決済" * 12)
    rows = [line for line in render([report], Style(width=160)).split("\n") if line.startswith("  ✓ pass")]
    assert rows
    assert {cell_len(row[: row.index("決")]) for row in rows} == {13}
    assert len({cell_len(row[: row.rindex("決済" * 12)]) for row in rows}) == 1


def lines_about(text: str, word: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if word in line]


def test_a_defect_behind_several_lines_is_told_once():
    text = render([reports.every_status()], Style())
    assert text.count("asks for every event") == 1
    assert lines_about(text, "see account.webhook-events above")


def test_a_warning_is_shown_although_something_else_keeps_its_line_open():
    text = render([reports.warned_and_unknown()], Style())
    assert lines_about(text, "the page says both")
    assert lines_about(text, "? unknown  Both are looked at")


def test_a_long_reason_behind_several_lines_is_told_once():
    text = render([reports.all_unknown()], Style(width=200))
    assert text.count("the connection was refused") == 1
    assert "account.corridors: same as settings.base-url above" in text
    assert "settings.base-url: see above" in text


def test_checks_that_share_a_reason_are_named_together():
    assert "settings.key-environment, account.authentication: same as" in render(
        [reports.all_unknown()], Style(width=200)
    )


def test_a_check_with_many_findings_shows_the_worst_of_them_first():
    many = [warn(f"warning {number}", FilePlace("a.py", number)) for number in range(9)]
    found = reports.result("account.clock", Status.FAIL, *many, fail("the one that counts"), seen("evidence"))
    report = reports.report_of((*(one for one in reports.RESULTS if one.id != found.id), found))
    text = render([report], Style())
    assert "the one that counts" in text
    assert "evidence" not in text
    assert "warning 3" in text
    assert "warning 4" not in text
    assert "and 5 more, shown with -v" in text
    everything = render([report], Style(verbosity=1))
    assert "warning 8" in everything
    assert "evidence" in everything
    assert "shown with -v" not in everything


def test_the_reason_of_a_check_outside_the_checklist_is_shown():
    clock = reports.result("account.clock", Status.UNKNOWN, reason="there is no Date header")
    report = reports.report_of((*(one for one in reports.RESULTS if one.id != clock.id), clock))
    assert lines_about(render([report], Style()), "there is no Date header")
    assert lines_about(render([report], Style(verbosity=1)), "? there is no Date header")


def test_a_crash_says_whose_defect_it_is():
    broken = replace(
        next(one for one in reports.RESULTS if one.id == "acme.approvals"),
        status=Status.ERROR,
        findings=(),
        reason=None,
    )
    report = reports.report_of((*(one for one in reports.RESULTS if one.id != broken.id), broken))
    text = render([report], Style(width=120))
    assert "acme.approvals of golive-acme crashed: no reason given" in text
    assert "to the authors of golive, golive-acme." in text


def test_a_line_without_results_still_shows_its_summary():
    report = replace(reports.every_status(), results=())
    text = render([report], Style(width=120))
    assert "production answers 401" in text
    assert_harmless(text, Style(width=120))


def test_a_report_without_checklist_or_checks_can_be_shown():
    report = replace(reports.ready(), results=(), sections=(), plugins=(), exchanges=())
    text = render([report], Style(verbosity=2))
    assert "Requests  0 requests" in text
    assert "READY: every line of the checklist is proven or does not apply." in text


def test_a_failing_check_outside_the_checklist_is_part_of_the_verdict():
    clock = reports.result("account.clock", Status.FAIL, fail("the clock is two minutes late"))
    report = replace(reports.ready(), results=(*reports.ready().results[:-1], clock))
    assert "1 fail outside the checklist" in render([report], Style(verbosity=-1))
    text = render([report], Style())
    assert "NOT READY: 1 check outside the checklist fails." in text
    assert "Next: Fix account.clock, then run `golive check --env prod` again." in text


def test_the_verdict_alone_says_when_warnings_count():
    strict = replace(reports.every_status(), fail_on_warn=True)
    assert "warnings count as failed (exit 4)" in render([strict], Style(verbosity=-1)).replace("\n", " ")


def test_a_recorded_report_becomes_a_picture():
    console = recording(reports.every_status(), Style(color=True))
    picture = console.export_svg(title="golive check --env prod")
    assert picture.startswith("<svg")
    assert "The&#160;key&#160;is&#160;a&#160;live&#160;key" in picture


def test_a_waived_check_that_no_line_names_says_what_it_came_to():
    waiver = reports.record(reports.RecordKind.WAIVER, "account.clock", 34, **reports.WAIVED)
    wrong = reports.result("account.clock", Status.FAIL, fail("the clocks differ by 80 s"))
    others = tuple(one for one in reports.RESULTS if one.id != "account.clock")
    text = " ".join(render([reports.report_of((*others, wrong), records=(waiver,))], Style(width=200)).split())
    assert "account.clock: fail, waived: the clocks differ by 80 s" in text
