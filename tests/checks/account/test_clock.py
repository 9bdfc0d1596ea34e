"""`account.clock`: the smallest error that explains the answer's date."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golive.errors import Unverified
from golive_checks.account.clock import clock
from support.anton_checks import look, status, words
from support.fake_session import reply, sent_late


def dated(date, *, code=200, seconds=0.0):
    headers = {} if date is None else {"Date": date}
    return lambda *_: reply(code, {"data": []}, headers=headers, seconds=seconds)


@pytest.mark.parametrize(
    ("late", "level", "message"),
    [
        (0, "pass", "this machine's clock agrees with the API's within 5 s"),
        (5, "pass", "this machine's clock agrees"),
        (-5, "pass", "this machine's clock agrees"),
        (6, "warn", "this machine's clock is 6 s behind the API's"),
        (-6, "warn", "this machine's clock is 6 s ahead of the API's"),
        (60, "warn", "this machine's clock is 60 s behind"),
        (61, "fail", "this machine's clock is 61 s behind"),
        (-61, "fail", "this machine's clock is 61 s ahead of"),
        (-3600 * 24 * 365 * 50, "fail", "ahead of"),
    ],
)
def test_the_difference_decides(tmp_path, late, level, message):
    findings = look(clock, tmp_path, answer=dated(sent_late(late)))
    assert status(findings) == level
    assert message in words(findings)


@pytest.mark.parametrize(("late", "level"), [(0, "pass"), (30, "pass"), (35, "pass"), (36, "warn"), (-6, "warn")])
def test_a_slow_answer_is_not_the_clocks_fault(tmp_path, late, level):
    """The server wrote its date some time while the request of 30 s was under way."""
    assert status(look(clock, tmp_path, answer=dated(sent_late(late), seconds=30.0))) == level


@pytest.mark.parametrize("code", [401, 403, 500])
def test_a_refusal_tells_the_time_as_well(tmp_path, code):
    assert status(look(clock, tmp_path, answer=dated(sent_late(300), code=code))) == "fail"


def test_a_date_without_a_zone_is_universal_time(tmp_path):
    assert status(look(clock, tmp_path, answer=dated("Sun, 22 Nov 2026 10:00:00 -0000"))) == "pass"


def test_an_answer_without_a_date_is_unknown(tmp_path):
    with pytest.raises(Unverified, match="has no Date header"):
        look(clock, tmp_path, answer=dated(None))


@pytest.mark.parametrize(
    "date",
    [
        "",
        "soon",
        "0",
        "Mon, 99 Nov 2026 10:00:00 GMT",
        "Sun, 22 Nov 99999999999999999999 10:00:00 GMT",
        "Sun, 22 Nov 2026 10:00:00 +99999999999999",
        "22",
        "Nov",
        ",",
        ":",
        "Sun, 22 Nov 2026 ::",
        "1 Jan 1 1:1:1 +2400",
    ],
)
def test_a_date_that_is_none_is_unknown(tmp_path, date):
    with pytest.raises(Unverified, match="Date header is no date"):
        look(clock, tmp_path, answer=dated(date))


PARTS = st.sampled_from(
    [
        "Sun",
        ",",
        "22",
        "Nov",
        "2026",
        "10:00:00",
        "GMT",
        "+0000",
        "-9999",
        "+2359",
        "0",
        "-1",
        ":",
        "-",
        "/",
        "1",
        "0001",
        "9999",
        "99999999999",
        "Jan",
        "z",
    ]
)


@given(st.one_of(st.text(max_size=40), st.lists(PARTS, max_size=8).map(" ".join)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
def test_no_date_breaks_the_check(tmp_path, date):
    with contextlib.suppress(Unverified):
        assert status(look(clock, tmp_path, answer=dated(date))) in {"pass", "warn", "fail"}
