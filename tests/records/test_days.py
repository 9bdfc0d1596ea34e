"""Days and spans as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.errors import UsageError
from golive.records.days import read_expiry, read_span
from support.records import TODAY


@pytest.mark.parametrize(("text", "days"), [("0d", 0), ("30d", 30), ("4w", 28), (" 1d ", 1), ("9999w", 69993)])
def test_a_span_is_days_or_weeks(text, days):
    assert read_span(text, "--expiring-in") == days


@pytest.mark.parametrize("text", ["", "d", "30", "-1d", "1.5d", "30 d", "1y", "10000d", "\u0663d", "30d\n30d"])
def test_anything_else_is_no_span(text):
    with pytest.raises(UsageError, match="--expiring-in takes a number of days or weeks"):
        read_span(text, "--expiring-in")


@pytest.mark.parametrize(
    ("text", "day"),
    [("0d", TODAY), ("2w", date(2026, 12, 6)), ("2027-01-31", date(2027, 1, 31)), ("2026-11-22", TODAY)],
)
def test_an_end_is_a_span_or_a_day(text, day):
    assert read_expiry(text, TODAY, "--expires") == day


@pytest.mark.parametrize("text", ["2026-11-21", "2026-02-30", "soon", "", "31.12.2026"])
def test_a_day_that_is_over_or_none_is_refused(text):
    with pytest.raises(UsageError, match="--expires"):
        read_expiry(text, TODAY, "--expires")


def test_the_calendar_ends():
    with pytest.raises(UsageError, match="beyond the calendar"):
        read_expiry("9999w", date(9990, 1, 1), "--expires")


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_day_or_refused(text):
    try:
        assert read_expiry(text, TODAY, "--expires") >= TODAY
    except UsageError as error:
        assert "--expires" in str(error)  # noqa: PT017 - either is fine
