"""Where issues are shown, and their fingerprints."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.finding import ExchangePlace, FilePlace, SettingPlace, fail, unknown
from golive.reporters.formats import Style
from golive.reporters.located import located
from golive.result import Status
from support import reports
from support.reports import SUBJECT, report_of, result

NESTED = Style(profile_folder="services/pay", sources_folder="services")


def of(*findings, check_id="code.one", style=None, **more):
    found = result(check_id, Status.FAIL, *findings)
    only = replace(reports.CHECKLIST, sections=())
    return located(report_of([found], only, **more), style or Style())


def at(place, style=None):
    (one,) = of(fail("bad", place), style=style)
    return one.path, one.line, one.column, one.in_file


def prints(*findings, **more):
    return [one.fingerprint for one in of(*findings, **more)]


def test_a_finding_is_shown_where_it_is():
    assert at(FilePlace("app/a.py", 3, 4)) == ("app/a.py", 3, 4, True)
    assert at(SettingPlace("environments.prod.base_url", FilePlace("pay.yaml", 14))) == ("pay.yaml", 14, None, True)


def test_what_is_in_no_file_is_shown_at_the_profile():
    for place in (None, ExchangePlace("GET", "https://api.example.com/v1", 401)):
        assert at(place) == ("golive.yaml", None, None, False)
    assert of(fail("bad", ExchangePlace("GET", "https://x.example/v1")))[0].told == (
        "bad (at GET https://x.example/v1 (no answer))"
    )


def test_paths_count_from_the_root_of_the_repository():
    assert at(FilePlace("app/a.py"), NESTED)[0] == "services/app/a.py"
    assert at(SettingPlace("x", FilePlace("golive.yaml")), NESTED)[0] == "services/pay/golive.yaml"
    assert at(FilePlace("../shared/a.py"), NESTED)[0] == "shared/a.py"
    assert at(None, NESTED)[0] == "services/pay/golive.yaml"
    waivers = [one for one in located(reports.every_status(), NESTED) if one.issue.rule == "records.waiver"]
    assert {one.path for one in waivers} == {"services/pay/golive.records.yaml"}


@pytest.mark.parametrize(
    "path", ["", " ", ".", "..", "/etc/passwd", "../../up", "C:\\x\\a.py", "c:/a.py", "\\\\host\\a"]
)
def test_what_is_no_file_of_the_repository_is_shown_at_the_profile(path):
    assert at(FilePlace(path, 9)) == ("golive.yaml", None, None, False)


@pytest.mark.parametrize(
    ("path", "shown"), [("a\\b.py", "a/b.py"), ("./a.py", "a.py"), ("a//b/../c.py", "a/c.py"), ("C:a.py", "C:a.py")]
)
def test_a_path_is_written_in_one_way(path, shown):
    assert at(FilePlace(path))[0] == shown


@pytest.mark.parametrize("number", [0, -1, 10**9, 10**30])
def test_a_line_that_cannot_be_is_left_out(number):
    assert at(FilePlace("a.py", number, number)) == ("a.py", None, None, True)


def test_a_profile_without_a_usable_name_is_called_as_usual():
    (one,) = of(fail("bad"), subject=replace(SUBJECT, profile="/"))
    assert one.path == "golive.yaml"


def test_a_fingerprint_survives_moved_lines_and_what_differs_from_run_to_run():
    before = fail("app.py:31 sends no key, seen 3 times at 2026-11-22T02:14:05 (req_81a)", FilePlace("app.py", 31, 2))
    after = fail("app.py:77 sends no key, seen 12 times at 2026-12-01T00:00:00 (req_9f0)", FilePlace("app.py", 77, 9))
    assert prints(before) == prints(after)
    assert prints(before) != prints(replace(after, message="app.py:77 sends no date"))
    assert prints(before) != prints(replace(after, place=FilePlace("other.py", 77)))
    assert prints(before) != prints(before, check_id="code.two")


def test_equal_findings_in_one_file_differ_by_their_order():
    many = prints(*(fail("bad", FilePlace("a.py", line)) for line in (3, 8, 9)))
    assert len(set(many)) == 3
    assert many == prints(*(fail("bad", FilePlace("a.py", line)) for line in (30, 80, 90)))
    assert many[:1] == prints(fail("bad", FilePlace("a.py", 1)))


def test_why_something_is_unknown_is_no_part_of_its_fingerprint():
    assert prints(unknown("refused", None)) == prints(unknown("no answer", None))
    assert prints(unknown("refused")) != prints(fail("refused"))


def test_what_is_in_no_file_belongs_to_its_environment():
    sandbox = replace(SUBJECT, environment="sandbox")
    place = FilePlace("a.py", 1)
    assert prints(fail("bad", place)) == prints(fail("bad", place), subject=sandbox)
    assert prints(fail("bad")) != prints(fail("bad"), subject=sandbox)


def test_services_are_told_apart():
    other = replace(SUBJECT, service="refunds")
    place = FilePlace("a.py", 1)
    assert prints(fail("bad", place)) != prints(fail("bad", place), subject=other)


def test_requests_are_told_apart_but_for_their_ids():
    def asked(url):
        return prints(fail("bad", ExchangePlace("GET", url, 500)))

    assert asked("https://a.example/v1/payouts/po_1f3?x=1") == asked("https://a.example/v1/payouts/po_9c2?x=2")
    assert asked("https://a.example/v1/payouts") != asked("https://a.example/v1/payees")


@given(st.text(st.characters(exclude_categories=()), max_size=200), st.text(max_size=40))
def test_any_path_is_shown_in_one_line_within_the_repository(path, folder):
    (one,) = of(fail("bad", FilePlace(path, 1)), style=Style(sources_folder=folder))
    assert one.path
    assert not {unicodedata.category(character) for character in one.path} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not one.path.startswith(("/", "../"))
    assert len(one.fingerprint) == 40
