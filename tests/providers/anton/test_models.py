"""Rows are read leniently; what is vague stays unknown."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.providers.answers import Unreadable
from golive.providers.anton import models

ROW = {"currency": "EUR", "available": "900.00", "pending": "100.00", "total": "1000.00"}


@pytest.mark.parametrize(
    ("row", "reserved"),
    [
        (ROW, "100.00"),
        ({"currency": "EUR", "available": "900.00", "held": "7"}, "7"),
        (ROW | {"pending": None, "held": "8"}, "8"),
        (ROW | {"pending": "soon"}, None),
        ({"currency": "EUR", "available": "900.00"}, None),
    ],
)
def test_what_is_reserved_has_two_names_and_no_say(row, reserved):
    read = models.balance(row)
    assert (read.currency, str(read.available.value)) == ("EUR", "900.00")
    assert (read.reserved and str(read.reserved.value)) == reserved


@pytest.mark.parametrize(
    ("read", "row", "why"),
    [
        (models.balance, {"available": "1"}, "a balance without a currency"),
        (models.balance, {"currency": 7, "available": "1"}, "a balance without a currency"),
        (models.balance, {"currency": "EUR"}, "the EUR balance without an available amount"),
        (models.balance, {"currency": "EUR", "available": None}, "the available EUR balance is None"),
        (models.subscription, {"events": ["*"]}, "a webhook subscription without a url"),
        (models.corridor, {"lane": "USD>EUR#7f"}, "a corridor without any currency"),
        (models.corridor, {"source": "US", "destination": "DE"}, "a corridor without any currency"),
        (models.payee, {"status": "active"}, "a payee without an id"),
        (models.instrument, {"id": 5}, "an instrument without an id"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(read, row, why):
    with pytest.raises(Unreadable, match=f"^{why}"):
        read(row)


def test_a_currency_is_compared_in_upper_case():
    assert models.balance(ROW | {"currency": "eur"}).currency == "EUR"


@pytest.mark.parametrize(
    ("fields", "active"),
    [
        ({"status": "active"}, True),
        ({"status": "ACTIVE"}, True),
        ({"status": "inactive"}, False),
        ({"status": "deactivated"}, False),
        ({"state": "enabled"}, True),
        ({"enabled": True}, True),
        ({"is_active": False}, False),
        ({"enabled": True, "status": "active"}, True),
        ({"enabled": True, "status": "suspended"}, None),
        ({"enabled": True, "status": "pending"}, None),
        ({"active": True, "enabled": False}, None),
        ({"enabled": "true"}, None),
        ({"status": "pending"}, None),
        ({"status": 1}, None),
        ({}, None),
    ],
)
def test_whether_something_is_active_is_known_only_where_the_answer_is_of_one_mind(fields, active):
    assert models.subscription({"url": "https://a.test/", "events": [], **fields}).active is active


@pytest.mark.parametrize(
    ("events", "read"),
    [(["a", "b"], ("a", "b")), ([], ()), (None, None), ("*", None), ([1], None), ({"a": 1}, None)],
)
def test_events_that_are_no_list_of_names_are_unknown(events, read):
    assert models.subscription({"url": "https://a.test/", "events": events}).events == read


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {
                "source_currency": "USD",
                "dest_currency": "EUR",
                "dest_country": "DE",
                "method": "sepa",
                "network": "sepa",
            },
            ("USD", "EUR", "DE", {"sepa"}),
        ),
        ({"source": "usd", "destination": "eur"}, ("USD", "EUR", None, set())),
        ({"from": "USD", "to": "EUR", "country_code": "de", "rail": "SEPA"}, ("USD", "EUR", "DE", {"sepa"})),
        ({"source_currency": "USD", "currency": "EUR", "country": "DE"}, ("USD", "EUR", "DE", set())),
        (
            {"currency": "EUR", "country": "DE", "method": "bank_transfer", "network": "sepa"},
            (None, "EUR", "DE", {"bank_transfer", "sepa"}),
        ),
        (
            {"source": {"currency": "USD", "country": "US"}, "destination": {"currency": "EUR", "country": "DE"}},
            ("USD", "EUR", "DE", set()),
        ),
        ({"source": "US", "destination": "DE", "currency": "EUR"}, (None, "EUR", None, set())),
        ({"source_currency": "USD", "dest_currency": "EUR", "country": "DEU"}, ("USD", "EUR", None, set())),
        (
            {"source_currency": "USD", "dest_currency": "EUR", "country": "Germany", "methods": ["sepa", 1, "wire"]},
            ("USD", "EUR", None, {"sepa", "wire"}),
        ),
        ({"source_currency": "USD", "dest_currency": ["EUR"]}, ("USD", None, None, set())),
    ],
)
def test_a_corridor_is_read_under_every_plausible_name(row, expected):
    read = models.corridor(row)
    assert (read.source, read.destination, read.country, set(read.methods)) == expected


@pytest.mark.parametrize(
    ("registered", "same"),
    [
        ("https://pay.example.com/hooks", True),
        ("HTTPS://Pay.Example.COM:443/hooks", True),
        ("https://pay.example.com/hooks/", False),
        ("https://pay.example.com/Hooks", False),
        ("http://pay.example.com/hooks", False),
        ("https://pay.example.com:8443/hooks", False),
        ("https://pay.example.com:0/hooks", False),
        ("https://pay.example.com/hooks?a=1", False),
        ("https://pay.example.com/hooks#a", False),
        ("https://user@pay.example.com/hooks", False),
        ("https://pay.example.com.evil.example/hooks", False),
        ("https://[pay.example.com/hooks", False),
        ("https://pay.example.com:port/hooks", False),
    ],
)
def test_a_subscription_leads_to_a_url_that_is_the_same_address(registered, same):
    row = models.subscription({"url": registered, "events": []})
    assert row.leads_to("https://pay.example.com/hooks") is same
    assert row.leads_to(registered)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        "id",
        "url",
        "events",
        "status",
        "state",
        "active",
        "enabled",
        "currency",
        "available",
        "pending",
        "held",
        "source",
        "source_currency",
        "from",
        "to",
        "destination",
        "dest_currency",
        "country",
        "dest_country",
        "method",
        "methods",
        "network",
        "payee_id",
    ]
)


@given(st.dictionaries(NAMES, JSON))
def test_any_row_is_read_or_refused_and_can_be_hashed(row):
    for read in (models.balance, models.subscription, models.corridor, models.payee, models.instrument):
        with suppress(Unreadable):
            assert hash(read(json.loads(json.dumps(row)))) is not None


def test_an_instrument_belongs_to_a_payee_by_either_name():
    assert models.instrument({"id": "i", "payee_id": "p"}).payee == "p"
    assert models.instrument({"id": "i", "beneficiary_id": "b"}).payee == "b"
    assert models.instrument({"id": "i"}).payee is None
