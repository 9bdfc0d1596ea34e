"""Rows: exact amounts, ids of either kind, and words that are not documented yet."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.providers.answers import Unreadable
from golive.providers.octopuscards.models import currency, wallet
from support.fake_session import reply


def amount_of(raw: bytes):
    """Read an amount as it stands in JSON."""
    row = wallet(reply(raw=b'{"currency_id": 1, "type": "PREPAID", "amount": ' + raw + b"}").json())
    return row.amount, row.said


@pytest.mark.parametrize(
    ("raw", "value", "said"),
    [
        (b"1250.00", "1250.00", "1250.00"),
        (b"0", "0", "0"),
        (b"-3.5", "-3.5", "-3.5"),
        (b"1e5", "100000", "100000"),
        (b"4999.99999999999999999999", "4999.99999999999999999999", "4999.99999999999999999999"),
        (b'"12.5000"', "12.5000", "12.5000"),
    ],
)
def test_an_amount_is_exact(raw, value, said):
    assert amount_of(raw) == (Decimal(value), said)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"null", "nothing"),
        (b"true", "True"),
        (b'"1e5"', "'1e5'"),
        (b'"n/a"', "'n/a'"),
        (b"[1]", "[1]"),
        (b"1e300", None),
        (b"9" * 40, None),
    ],
)
def test_an_amount_that_is_none_is_kept_as_it_was_said(raw, said):
    value, shown = amount_of(raw)
    assert value is None
    assert len(shown) <= 60
    assert said is None or shown == said


@pytest.mark.parametrize(("kind", "read"), [("prepaid", "PREPAID"), ("HYBRID", "HYBRID"), (None, ""), (7, "")])
def test_a_type_is_a_word_even_one_that_is_not_documented(kind, read):
    assert wallet({"currency_id": 1, "amount": 1, "type": kind}).type == read


@pytest.mark.parametrize("shared", [7, "7"])
def test_ids_are_compared_as_text(shared):
    assert currency({"id": shared, "currency": "usd"}).id == "7"
    assert wallet({"currency_id": shared}).currency_id == "7"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({}, "a currency without an id"),
        ({"id": True, "currency": "USD"}, "a currency without an id"),
        ({"id": 1.5, "currency": "USD"}, "a currency without an id"),
        ({"id": "a\nb", "currency": "USD"}, "a currency without an id"),
        ({"id": 7}, "the currency 7 without a code"),
        ({"id": 7, "currency": "US Dollar"}, "the currency 7 without a code"),
    ],
)
def test_a_currency_needs_an_id_and_a_code(row, why):
    with pytest.raises(Unreadable, match=why):
        currency(row)


VALUES = st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False) | st.text(max_size=80)


@given(row=st.dictionaries(st.sampled_from(["id", "currency", "currency_id", "amount", "type"]), VALUES))
def test_any_row_is_read_or_named(row):
    for read in (currency, wallet):
        try:
            said = repr(read(row))
        except Unreadable as why:
            said = str(why)
        assert said.isprintable()
