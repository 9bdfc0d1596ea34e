"""Making a page fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from golive.reporters.fitting import Piece, Row, fit, size

rows = st.builds(Row, st.text(st.sampled_from("aé決😀\n"), max_size=40), st.integers(0, 4))
pieces = st.lists(
    st.builds(Piece, st.lists(rows, max_size=6).map(tuple), st.text("h", max_size=9), st.text("t", max_size=9)),
    max_size=6,
)


@given(pieces, st.integers(0, 900))
def test_a_page_is_never_longer_than_its_room(several, room):
    text, left_out = fit(several, room)
    assert size(text) <= room
    assert 0 <= left_out <= sum(len(piece.rows) for piece in several)


@given(pieces)
def test_a_page_with_room_enough_is_whole_and_in_order(several):
    whole = "".join(
        piece.head + "".join(row.text for row in piece.rows) + piece.tail for piece in several if piece.rows
    )
    assert fit(several, 10_000) == (whole, 0)


def test_what_matters_least_goes_first_and_what_is_left_out_is_said():
    listed = Piece((Row("one\n", 2), Row("two\n", 0), Row("three\n", 1)), head="head\n", tail="tail\n")
    for room, kept in ((72, "two\nthree\n"), (66, "two\n")):
        text, left_out = fit([listed], room)
        missing = 3 - kept.count("\n")
        assert text == f"head\n{kept}\n{missing} more left out here for want of room.\ntail\n"
        assert left_out == missing
        assert size(text) <= room


def test_nothing_stands_there_that_matters_less_than_something_left_out():
    text, left_out = fit([Piece((Row("a" * 500, 1),)), Piece((Row("b", 2),)), Piece((Row("c", 0),))], 300)
    assert (text, left_out) == ("c", 2)


def test_a_character_outside_the_first_plane_counts_twice():
    assert (size("a"), size("決"), size("😀"), size("\ud800")) == (1, 1, 2, 1)
