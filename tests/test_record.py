"""When a record is in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.record import RecordState, named_by, read_day, why_lapsed
from support.records import TODAY, vouched, waived


@pytest.mark.parametrize("text", ["2026-11-22", "2024-02-29"])
def test_a_day_is_year_month_and_day(text):
    assert read_day(text) == date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-02-30",
        "20261122",
        "2026-W47-7",
        "2026-11-22\n",
        " 2026-11-22",
        "22.11.2026",
        "\u0662026-11-22",
    ],
)
def test_what_is_written_otherwise_cannot_be_read(text):
    assert read_day(text) is None


@given(st.text(max_size=12))
def test_reading_a_day_never_breaks(text):
    day = read_day(text)
    assert day is None or day.isoformat() == text


@pytest.mark.parametrize(
    ("made", "expires", "why"),
    [
        ("2026-11-22", "2026-11-22", None),
        ("2026-11-01", "2026-11-21", "it expired on 2026-11-21, 1 day ago"),
        ("2026-11-01", "2026-11-20", "it expired on 2026-11-20, 2 days ago"),
        ("2026-11-23", "2026-12-01", "it begins on 2026-11-23 only"),
        ("soon", "2026-12-01", "the day on which it was made cannot be read"),
        ("2026-11-01", "never", "the day on which it expires cannot be read"),
        ("2026-12-01", "2026-11-01", "it begins on 2026-12-01 only"),
    ],
)
def test_a_record_is_in_force_from_its_first_day_to_the_end_of_its_last(made, expires, why):
    assert why_lapsed(vouched("a.b", made=made, expires=expires), TODAY) == why


def test_every_record_ends():
    record = waived("a.b")
    last = date.fromisoformat(record.expires)
    assert why_lapsed(record, last) is None
    assert why_lapsed(record, last + timedelta(days=1)) is not None


@pytest.mark.parametrize(
    ("state", "of_attestation", "of_waiver"),
    [
        (RecordState.IN_USE, False, False),
        (RecordState.UNUSED, False, True),
        (RecordState.LAPSED, False, True),
        (RecordState.OVERRULED, False, False),
        (RecordState.NOT_CONSULTED, False, False),
    ],
)
def test_a_waiver_that_excuses_nothing_warns(state, of_attestation, of_waiver):
    assert vouched("a.b", state=state).warns is of_attestation
    assert waived("a.b", state=state).warns is of_waiver


def test_patterns_name_ids():
    assert named_by(["security.*"], "security.tls")
    assert not named_by(["security.*", "launch.tls"], "launch.tls-too")
    assert not named_by([], "launch.tls")
