"""Texts of the SARIF report."""

from __future__ import annotations

import pytest

from golive.reporters.sarif_text import message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a [b](c) d", "a [b] (c) d"),
        ("{0} and {x}", "{ 0} and {x}"),
        ("one\ntwo", "one\\ntwo"),
        ("::error::x ##[y]", r":\x3aerror::x #\x23[y]"),
        ("[1, 2] (three)", "[1, 2] (three)"),
    ],
)
def test_no_part_of_a_message_is_more_than_text(text, told):
    assert message(text) == told


def test_a_message_is_cut_where_that_is_asked_for():
    assert message("abcdef", 4) == "abc…"
    assert message("abcd", 4) == "abcd"
