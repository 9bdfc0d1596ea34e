from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.evidence.reading import NotWrittenByUsError, dump, parse, read


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, kw_only=True)
class Inner:
    colour: Colour
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Outer:
    name: str
    number: int
    mark: bool
    at: datetime
    inner: tuple[Inner, ...]
    named: Mapping[str, Inner]
    anything: object = None


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RED = Inner(colour=Colour.RED, day=NOON.date())
WHOLE = Outer(name="n", number=1, mark=True, at=NOON, inner=(RED,), named={"a": RED}, anything={"b": [1, None]})


def changed(**values) -> object:
    document = json.loads(dump(WHOLE))
    document.update(values)
    return document


def test_what_is_written_is_what_is_read():
    assert read(Outer, parse(dump(WHOLE))) == WHOLE


@given(st.text(), st.integers(), st.booleans())
def test_any_text_and_number_comes_back(name, number, mark):
    value = Outer(name=name, number=number, mark=mark, at=NOON, inner=(), named={name: RED})
    written = dump(value)
    assert written.isascii()
    assert read(Outer, parse(written)) == value


def test_times_of_other_zones_mean_the_same_moment():
    east = NOON.astimezone(timezone(timedelta(hours=5)))
    assert read(Outer, changed(at=east.isoformat())).at == NOON


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"more": 1}, "golive writes no 'more' here"),
        ({"more\x1b": 1}, r"golive writes no 'more\\x1b' here"),
        ({"name": 1}, "name: expected a text"),
        ({"name": None}, "name: expected a text"),
        ({"number": True}, "number: expected a whole number"),
        ({"number": 1.0}, "number: expected a whole number"),
        ({"mark": 1}, "mark: expected true or false"),
        ({"at": "noon"}, "at: 'noon' is not what golive writes there"),
        ({"at": "2026-11-22T12:00:00"}, "is not what golive writes there"),
        ({"inner": {}}, "inner: expected a list"),
        ({"inner": [1]}, r"inner\[0\]: expected an object"),
        ({"inner": [{}]}, r"inner\[0\]: there is no colour"),
        ({"inner": [{"colour": "blue"}]}, r"inner\[0\].colour: 'blue' is not"),
        ({"inner": [{"colour": "red", "day": "2026-13-01"}]}, r"inner\[0\].day: '2026-13-01' is not"),
        ({"named": []}, "named: expected an object"),
        ({"named": {"a": 1}}, "named.a: expected an object"),
    ],
)
def test_what_golive_would_not_write_is_refused_with_its_place(values, why):
    with pytest.raises(NotWrittenByUsError, match=why):
        read(Outer, changed(**values))


def test_a_document_of_another_kind_is_refused():
    with pytest.raises(NotWrittenByUsError, match="the document: expected an object"):
        read(Outer, [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a": 1, "a": 2}', "says one thing twice"),
        ("NaN", "holds NaN"),
        ("{\n]", r"no JSON document \(line 2\)"),
        ("[" * 200_000, "nested too deeply|no JSON"),
    ],
)
def test_what_is_no_json_document_is_refused(text, why):
    with pytest.raises(NotWrittenByUsError, match=why):
        parse(text)


def test_numbers_that_no_machine_should_count_are_refused():
    with pytest.raises(NotWrittenByUsError, match="no JSON document"):
        parse("1" * 10_000)
