"""Types that the profile does not use today are read with the same care."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pytest

from golive.profile.document import parse
from golive.profile.shape import shape


@dataclass(frozen=True)
class Sample:
    number: int = 0
    amount: Decimal = Decimal(0)
    mode: Literal["fast", "slow", 3] = "fast"
    maybe: int | None = None


def read(text):
    value, faults = shape(Sample, parse(text).root)
    return value if not faults else [f"{fault.at.line}:{fault.at.column} {fault.message}" for fault in faults]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{}", Sample()),
        ("number: -12", Sample(number=-12)),
        ("number: 0", Sample(number=0)),
        ("maybe: 3", Sample(maybe=3)),
        ("amount: '-1.50'", Sample(amount=Decimal("-1.50"))),
        ("mode: slow", Sample(mode="slow")),
        ("mode: 3", Sample(mode=3)),
    ],
)
def test_a_value_of_every_type_is_read(text, wanted):
    assert read(text) == wanted


@pytest.mark.parametrize("written", ["012", "0x1f", "12:30", "1_000", "1.0", "'1'", "true", "[1]", "1" * 16, "+5"])
def test_a_whole_number_is_one_in_every_reading_of_yaml(written):
    assert read(f"number: {written}") == ["1:9 `number` has to be a whole number"]


@pytest.mark.parametrize("written", ["quick", "'3'", "4", "[fast]", "true"])
def test_a_choice_is_one_of_those_there_are(written):
    assert read(f"mode: {written}")[0].startswith("1:7 `mode` has to be `fast`, `slow` or `3`")


def test_a_decimal_without_a_form_of_its_own_has_the_usual_one():
    assert read("amount: '1e5'") == ['1:9 `amount` has to be a decimal number in quotes, such as "5000.00"']


def test_every_problem_of_a_document_is_found():
    assert len(read("number: x\namount: 5\nmode: x\nmaybe:\nother: 1\n")) == 5
