"""`account.balance`: what is available counts, exactly."""

from __future__ import annotations

import pytest

from golive.errors import Unverified
from golive.finding import Level
from golive_checks.account.balance import balance
from support.anton_checks import look, status, words
from support.fake_session import listed, reply

MINIMUM = 'balances: {USD: "5000.00"}'


def usd(available, **more):
    return {"currency": "USD", "available": available, **more}


@pytest.mark.parametrize("available", ["5000.00", "5000", "999999999999.99", "5000.000000001"])
def test_enough_passes(tmp_path, available):
    findings = look(balance, tmp_path, MINIMUM, balances=[usd(available)])
    assert (status(findings), words(findings)) == ("pass", f"{available} USD available, 5000.00 USD declared")


def test_a_minimum_of_nothing_does_not_fund_an_account(tmp_path):
    findings = look(balance, tmp_path, 'balances: {USD: "0"}', balances=[usd("0.00")])
    assert status(findings) == "warn"
    assert "no payout is covered" in words(findings)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (usd("4999.99"), "4999.99 USD available, 5000.00 USD declared"),
        (usd("4999.999999999999999999"), "4999.999999999999999999 USD available, 5000.00"),
        (usd("-5.00"), "-5.00 USD available"),
        (
            usd("100.00", pending="24900.00", total="25000.00"),
            "100.00 USD available (24900.00 more is reserved), 5000.00",
        ),
        (usd("100.00", held="7"), "100.00 USD available (7 more is reserved), 5000.00"),
        (usd("100.00", held="0.00"), "100.00 USD available, 5000.00"),
        ({"currency": "EUR", "available": "9000"}, "there is no USD balance; the account has EUR"),
    ],
)
def test_too_little_fails(tmp_path, row, why):
    findings = look(balance, tmp_path, MINIMUM, balances=[row])
    assert status(findings) == "fail"
    assert words(findings).startswith(why)


def test_an_account_without_balances_fails(tmp_path):
    assert words(look(balance, tmp_path, MINIMUM, balances=[])) == "there is no USD balance; the account has none"


@pytest.mark.parametrize("number", [b"5000", b"5e3", b"5000.0", b"50000e-1"])
def test_a_number_is_read_exactly_and_reported(tmp_path, number):
    raw = b'{"data": [{"currency": "usd", "available": ' + number + b"}]}"
    findings = look(balance, tmp_path, MINIMUM, answer=lambda *_: reply(raw=raw))
    assert status(findings) == "pass"
    assert "the USD balance came as a JSON number and was read exactly" in words(findings)
    assert "E+" not in words(findings)


def test_a_number_that_a_float_would_round_up_fails(tmp_path):
    raw = b'{"data": [{"currency": "USD", "available": 4999.99999999999999999999}]}'
    assert status(look(balance, tmp_path, MINIMUM, answer=lambda *_: reply(raw=raw))) == "fail"


@pytest.mark.parametrize(
    "available", ["NaN", "n/a", "", None, True, "9" * 30, 10**30, 10**350, "1e5", {"amount": "1"}, "5,000.00"]
)
def test_an_amount_that_cannot_be_read_is_unknown(tmp_path, available):
    findings = look(balance, tmp_path, MINIMUM, balances=[usd(available)])
    assert status(findings) == "unknown"
    assert words(findings).startswith("no readable USD balance: the available USD balance is ")


def test_a_list_that_was_not_read_to_its_end_is_unknown(tmp_path):
    page = listed({"currency": "EUR", "available": "1"}, has_more=True)
    findings = look(balance, tmp_path, MINIMUM, balances=page)
    assert (status(findings), words(findings)) == (
        "unknown",
        "no readable USD balance: has_more is true, and there is no next_cursor",
    )


def test_balances_of_one_currency_that_disagree_are_unknown(tmp_path):
    findings = look(balance, tmp_path, MINIMUM, balances=[usd("1.00"), usd("9000.00")])
    assert status(findings) == "unknown"
    assert "several USD balances (1.00 and 9000.00), and only some are enough" in words(findings)
    assert status(look(balance, tmp_path, MINIMUM, balances=[usd("6000"), usd("9000")])) == "pass"
    assert status(look(balance, tmp_path, MINIMUM, balances=[usd("6"), usd("9")])) == "fail"


@pytest.mark.parametrize(
    ("rows", "shown"),
    [([usd("5.00"), {"currency": "EUR", "available": "1"}], "5.00 USD, 1 EUR"), ([], "no readable balance")],
)
def test_nothing_declared_is_a_warning(tmp_path, rows, shown):
    findings = look(balance, tmp_path, balances=rows)
    assert status(findings) == "warn"
    assert words(findings, Level.WARN) == (
        f"the profile declares no balances to expect; available in the account: {shown}"
    )


def test_balances_that_may_not_be_read_are_unknown(tmp_path):
    with pytest.raises(Unverified, match="answered 403"):
        look(balance, tmp_path, MINIMUM, answer=lambda *_: reply(403, {}))


def test_every_declared_currency_is_judged(tmp_path):
    findings = look(balance, tmp_path, 'balances: {USD: "1", EUR: "1", GBP: "0"}', balances=[usd("2")])
    assert [finding.level for finding in findings] == [Level.SEEN, Level.FAIL, Level.FAIL]
