"""What became of attestations and waivers."""

from __future__ import annotations

from dataclasses import replace

from golive.comparing.changes import RecordTurn
from golive.comparing.records import records
from golive.record import RecordKind, RecordState
from support.reports import RECORDS, record

WAIVER = record(RecordKind.WAIVER, "code.a", 3)


def turns(before, after):
    return [(change.turn, change.record.subject) for change in records(before, after)]


def test_records_that_stayed_have_not_changed_wherever_they_are_written():
    assert turns(RECORDS, RECORDS[::-1]) == []
    assert turns([WAIVER], [replace(WAIVER, place=replace(WAIVER.place, line=99), age_days=5)]) == []


def test_a_record_comes_and_goes():
    assert turns([], [WAIVER]) == [(RecordTurn.CAME, "code.a")]
    assert turns([WAIVER], []) == [(RecordTurn.WENT, "code.a")]
    other = replace(WAIVER, environment="sandbox")
    assert turns([WAIVER], [other]) == [(RecordTurn.CAME, "code.a"), (RecordTurn.WENT, "code.a")]


def test_a_record_lapses():
    lapsed = replace(WAIVER, state=RecordState.LAPSED, note="it expired")
    assert turns([WAIVER], [lapsed]) == [(RecordTurn.LAPSED, "code.a")]
    assert turns([lapsed], [lapsed]) == []


def test_a_record_is_rewritten():
    assert turns([WAIVER], [replace(WAIVER, expires="2027-06-01")]) == [(RecordTurn.REWRITTEN, "code.a")]


def test_a_record_does_something_else_now():
    used = replace(WAIVER, state=RecordState.IN_USE)
    assert turns([used], [replace(WAIVER, state=RecordState.UNUSED)]) == [(RecordTurn.CHANGED, "code.a")]


def test_of_two_about_one_thing_the_one_that_stayed_is_matched_first():
    other = replace(WAIVER, who="Somebody else")
    newer = replace(WAIVER, text="another reason")
    (change,) = records([WAIVER, other], [newer, WAIVER])
    assert (change.turn, change.before, change.after) == (RecordTurn.REWRITTEN, other, newer)
