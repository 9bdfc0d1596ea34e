"""`account.wallets`: a prepaid wallet is judged, a postpaid one is shown."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golive.errors import NotApplicable, Unverified
from golive.finding import Level
from golive_checks.account.balance import balance
from golive_checks.account.wallets import wallets
from support.anton_checks import status, words
from support.fake_session import reply
from support.octopus_checks import CURRENCIES, client, look, refused

MINIMUM = 'balances: {USD: "5000.00"}'


def usd(amount: object, kind: object = "PREPAID", **more: object) -> dict[str, object]:
    return {"id": 11, "currency_id": 1, "amount": amount, "type": kind, **more}


def euro(amount: object, kind: object = "PREPAID") -> dict[str, object]:
    return {"id": 12, "currency_id": 3, "amount": amount, "type": kind}


def judged(folder, *rows, minimum=MINIMUM, **answers):
    findings = look(wallets, folder, minimum, wallets=list(rows), **answers)
    return status(findings), words(findings)


@pytest.mark.parametrize("amount", [5000, "5000.00", 6000.25])
def test_enough_passes(tmp_path, amount):
    assert judged(tmp_path, usd(amount, brand_new="field")) == (
        "pass",
        f"{amount} USD available, 5000.00 USD declared",
    )


@pytest.mark.parametrize("amount", [0, -5, "4999.999999999999999999", 4999.99])
def test_a_prepaid_wallet_below_the_minimum_fails(tmp_path, amount):
    assert judged(tmp_path, usd(amount)) == ("fail", f"{amount} USD available, 5000.00 USD declared")


def test_a_number_that_a_float_would_round_up_fails(tmp_path):
    raw = b'[{"currency_id": 1, "type": "PREPAID", "amount": 4999.99999999999999999999}]'
    assert status(look(wallets, tmp_path, MINIMUM, wallets=reply(raw=raw))) == "fail"


@pytest.mark.parametrize("amount", [0, -1, "0.00"])
def test_a_minimum_of_nothing_does_not_fund_a_wallet(tmp_path, amount):
    minimum = 'balances: {USD: "0"}'
    if amount == -1:
        assert judged(tmp_path, usd(amount), minimum=minimum)[0] == "fail"
    else:
        assert judged(tmp_path, usd(amount), minimum=minimum) == (
            "warn",
            f"{amount} USD available: no order is covered, whatever the profile declares",
        )


@pytest.mark.parametrize("amount", [0, -900.5, 10**6, None])
def test_a_postpaid_wallet_is_shown_and_not_judged(tmp_path, amount):
    said = "nothing" if amount is None else amount
    assert judged(tmp_path, usd(amount, "postpaid")) == (
        "pass",
        f"{said} USD in a postpaid wallet, which is shown and not judged",
    )


@pytest.mark.parametrize(
    ("kind", "shown"), [("HYBRID", "the type 'HYBRID'"), (None, "no type"), (["PREPAID"], "no type")]
)
def test_a_type_that_is_not_documented_is_unknown(tmp_path, kind, shown):
    assert judged(tmp_path, usd(9000, kind)) == (
        "unknown",
        f"the USD wallet has {shown}, which is not PREPAID and not POSTPAID",
    )


@pytest.mark.parametrize(("amount", "shown"), [("n/a", "'n/a'"), (None, "nothing"), ([1], "[1]"), (True, "True")])
def test_an_amount_that_cannot_be_read_is_unknown(tmp_path, amount, shown):
    assert judged(tmp_path, usd(amount)) == (
        "unknown",
        f"the amount in the USD wallet is {shown}, which is no amount",
    )


def test_a_currency_without_a_wallet_fails_and_names_those_there_are(tmp_path):
    assert judged(tmp_path, euro(9000)) == ("fail", "there is no USD wallet; the account has EUR")
    assert judged(tmp_path) == ("fail", "there is no USD wallet; the account has none")


@pytest.mark.parametrize(
    ("rows", "currencies", "why"),
    [
        ([{"currency_id": None}], CURRENCIES, "a wallet without a currency_id"),
        ([{"currency_id": 9, "amount": 1}], CURRENCIES, "no readable currency has the id 9 of a wallet"),
        ([usd(9000)], [], "no readable currency has the id 1 of a wallet"),
        (
            [usd(9000)],
            [*CURRENCIES, {"id": 1, "currency": "AUD"}],
            "no readable currency has the id 1 of a wallet",
        ),
    ],
)
def test_a_wallet_that_may_be_the_one_leaves_it_unknown(tmp_path, rows, currencies, why):
    assert judged(tmp_path, *rows, currencies=currencies) == ("unknown", f"no readable USD wallet: {why}")


def test_a_list_that_was_not_read_to_its_end_is_unknown(tmp_path):
    page = reply(body=[euro(1)], headers={"X-Has-More": "perhaps"})
    findings = look(wallets, tmp_path, MINIMUM, wallets=page)
    assert (status(findings), words(findings)) == (
        "unknown",
        "no readable USD wallet: X-Has-More is neither true nor false",
    )


def test_several_wallets_of_one_currency_count_where_they_agree(tmp_path):
    assert judged(tmp_path, usd(5000), usd(7000)) == (
        "pass",
        "5000 USD available, 5000.00 USD declared and 7000 USD available, 5000.00 USD declared",
    )
    assert judged(tmp_path, usd(5), usd(7))[0] == "fail"
    assert judged(tmp_path, usd(7000), usd(0, "POSTPAID"))[0] == "pass"
    result, said = judged(tmp_path, usd(5), usd(7000))
    assert result == "unknown"
    assert said.startswith("there are several USD wallets, and which one pays for an order is not known: 5 USD")


def test_every_declared_currency_is_judged(tmp_path):
    findings = look(wallets, tmp_path, 'balances: {USD: "1", EUR: "1", GBP: "0"}', wallets=[usd(2), euro(0)])
    assert [finding.level for finding in findings] == [Level.SEEN, Level.FAIL, Level.FAIL]
    assert findings[2].message == "there is no GBP wallet; the account has EUR, USD"
    assert "create a GBP wallet" in findings[2].fix
    assert str(findings[1].place).startswith("environments.prod.balances.EUR ")
    assert str(findings[0].place).startswith("GET ")


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        (
            [usd(5), euro(0, "POSTPAID"), {"currency_id": 9, "amount": 1}],
            "5 USD (PREPAID), 0 EUR (POSTPAID), 1 currency 9 (of no type)",
        ),
        ([], "no readable wallet"),
    ],
)
def test_nothing_declared_is_a_warning_that_shows_what_is_there(tmp_path, rows, shown):
    findings = look(wallets, tmp_path, wallets=rows)
    assert status(findings) == "warn"
    assert words(findings) == f"the profile declares no balances to expect; the account has {shown}"


@pytest.mark.parametrize("name", ["wallets", "currencies", "login"])
@pytest.mark.parametrize("answer", [refused(403, "FORBIDDEN"), refused(500), reply(raw=b"<html>")])
def test_what_may_not_be_read_is_unknown(tmp_path, name, answer):
    with pytest.raises(Unverified):
        look(wallets, tmp_path, MINIMUM, **{name: answer})


def test_the_check_of_another_providers_account_does_not_apply(tmp_path):
    with pytest.raises(NotApplicable, match="OctopusCards has no such interface"):
        look(balance, tmp_path, MINIMUM, api=client()[0])


VALUES = st.none() | st.booleans() | st.integers(-9, 9999) | st.sampled_from(["PREPAID", "POSTPAID", "USD", "1", "5e9"])
ROWS = st.lists(
    st.dictionaries(st.sampled_from(["id", "currency", "currency_id", "amount", "type"]), VALUES) | VALUES, max_size=4
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=ROWS, currencies=ROWS)
def test_any_rows_come_to_one_finding_per_declared_currency(tmp_path, held, currencies):
    with contextlib.suppress(Unverified):
        findings = look(wallets, tmp_path, 'balances: {USD: "5", EUR: "0"}', wallets=held, currencies=currencies)
        assert len(findings) == 2
