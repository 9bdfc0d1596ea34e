"""No text from outside does anything, in whichever field of a report it stands and whichever format shows it."""

from __future__ import annotations

from functools import cache

import pytest

from golive.reporters.formats import FORMATS, Style
from support import hostile, reports
from support.inertness import assert_inert_as


@cache
def harmless(name: str, several: int) -> str:
    return FORMATS[name]([reports.every_status(), hostile.steeped(lambda: "word")][:several], Style(verbosity=2))


@pytest.mark.parametrize("several", [1, 2])
@pytest.mark.parametrize("name", FORMATS)
def test_every_hostile_text_in_every_field_is_inert(name, several):
    for start in range(0, len(hostile.TEXTS), several):
        found = [hostile.steeped(hostile.cycling(start + number)) for number in range(several)]
        assert_inert_as(name, FORMATS[name](found, Style(verbosity=2)), harmless(name, several))


@pytest.mark.parametrize("width", [30, 37, 80])
def test_no_width_of_the_text_breaks_a_line_so_that_it_does_something(width):
    for start in range(len(hostile.TEXTS)):
        text = FORMATS["text"]([hostile.steeped(hostile.cycling(start))], Style(width=width, verbosity=2))
        assert_inert_as("text", text, "")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", [text for text in hostile.TEXTS if text.strip()], ids=range(len(hostile.TEXTS) - 3))
def test_one_hostile_text_everywhere_is_inert(name, text):
    assert_inert_as(name, FORMATS[name]([hostile.steeped(lambda: text)], Style(verbosity=2)), harmless(name, 1))
