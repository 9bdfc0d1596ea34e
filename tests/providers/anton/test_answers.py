"""Anton's answers are read in every documented shape, and nothing else passes for one."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.providers.anton.answers import Unreadable, amount, api_error, explain_refusal, record, text_of
from support.fake_session import reply


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            {"error": {"code": "insufficient_balance", "message": "too little", "details": []}},
            "insufficient_balance: too little",
        ),
        ({"error": {"code": "x", "message": "y", "details": {"field": "z"}}}, "x: y"),
        ({"error": {"code": 401, "message": "key is missing"}}, "401: key is missing"),
        ({"error": "bad_request", "message": "currency is missing"}, "bad_request: currency is missing"),
        ({"error": "invalid_client", "error_description": "unknown client"}, "invalid_client: unknown client"),
        ({"error": {"message": "only words"}}, "only words"),
        ({"error": {"code": True, "message": ["a"]}}, ""),
        ({"error": None}, ""),
        ({"error": ["a"], "message": {"b": 1}}, ""),
        ({"message": "no error field"}, "no error field"),
        (["an", "array"], ""),
        ("text", ""),
        (None, ""),
    ],
)
def test_each_shape_of_an_error_is_read(body, said):
    assert str(api_error(reply(400, body))) == said


@pytest.mark.parametrize("raw", [b"", b"<html><body>Bad gateway</body></html>", b"{", b"\xff\xfe"])
def test_an_error_that_is_no_json_says_nothing(raw):
    assert str(api_error(reply(502, raw=raw))) == ""


def test_a_long_message_is_cut():
    assert len(api_error(reply(400, {"error": "x", "message": "m" * 50_000})).message) == 10_000


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (reply(404, {}), "https://api.antonpayments.com/v1/asked answered 404"),
        (reply(400, {"error": "e", "message": "m"}), "https://api.antonpayments.com/v1/asked answered 400 (e: m)"),
        (
            reply(429, {"error": {"code": "rate_limited", "message": "slow down"}}, retry_after=86400.0),
            (
                "https://api.antonpayments.com/v1/asked answered 429 and asked to wait 86400 s, longer than is left of "
                "this run (rate_limited: slow down)"
            ),
        ),
        (
            reply(429, {}, retry_after=1.0, attempts=3),
            "https://api.antonpayments.com/v1/asked answered 429, 3 times in a row",
        ),
        (reply(500, {}, attempts=3), "https://api.antonpayments.com/v1/asked answered 500, 3 times in a row"),
        (reply(429, {}), "https://api.antonpayments.com/v1/asked answered 429"),
        (
            reply(302, raw=b"", redirect="https://evil.example"),
            (
                "https://api.antonpayments.com/v1/asked answered 302, which redirects to https://evil.example; "
                "golive follows no redirects"
            ),
        ),
    ],
)
def test_a_refusal_is_told_in_one_clause(answer, text):
    assert explain_refusal(answer) == text


@pytest.mark.parametrize(
    ("body", "inside"),
    [({"data": {"a": 1}}, {"a": 1}), ({"a": 1}, {"a": 1}), ({"data": [1]}, {"data": [1]}), ([1], {}), (None, {})],
)
def test_an_object_is_read_with_and_without_its_envelope(body, inside):
    assert record(body) == inside


@pytest.mark.parametrize(
    ("value", "exact", "as_number"),
    [
        ("900.00", "900.00", False),
        ("-5", "-5", False),
        ("0", "0", False),
        ("1.123456789012345678", "1.123456789012345678", False),
        (900, "900", True),
        (999_999_999_999, "999999999999", True),
        (Decimal("0.1"), "0.1", True),
        (Decimal("1E+5"), "100000", True),
        (Decimal("-1.5"), "-1.5", True),
    ],
)
def test_an_amount_is_exact(value, exact, as_number):
    read = amount(value, "it")
    assert (str(read.value), read.as_number) == (exact, as_number)


@pytest.mark.parametrize(
    "value",
    [
        "",
        " 1",
        "1 ",
        "+1",
        "1.",
        ".5",
        "1e5",
        "1,000",
        "NaN",
        "Infinity",
        "0x10",
        "9" * 30,
        "١٢٣",
        "1\n",
        10**12,
        10**350,
        Decimal("1E+12"),
        Decimal("1E+400"),
        True,
        False,
        None,
        [],
        {"amount": "1"},
    ],
)
def test_what_is_no_amount_is_refused_with_its_name(value):
    with pytest.raises(Unreadable, match=r"^the available USD balance is .*, not an amount of at most 12 digits"):
        amount(value, "the available USD balance")


@given(st.one_of(st.text(), st.integers(), st.decimals(), st.booleans(), st.none(), st.lists(st.integers())))
def test_whatever_comes_is_read_exactly_or_refused(value):
    if isinstance(value, int) and abs(value) > 10**400:
        return
    with suppress(Unreadable):
        read = amount(value, "it")
        assert read.value == Decimal(value)
        assert abs(read.value) < 10**12


def test_the_first_field_that_holds_text_counts():
    assert text_of({"a": "", "b": 1, "c": "x", "d": "y"}, "a", "b", "c", "d") == "x"
    assert text_of({"a": None}, "a", "b") is None
