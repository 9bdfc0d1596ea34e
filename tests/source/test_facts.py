"""What a path is in a provider's API."""

from __future__ import annotations

import pytest

from support.sources import ANTON, OCTOPUS


@pytest.mark.parametrize(
    ("method", "path", "title"),
    [
        ("POST", "/v1/payouts", "create a payout"),
        ("POST", "https://api.antonpayments.com/v1/payouts", "create a payout"),
        ("GET", "{}/v1/payouts?limit=10", "list payouts"),
        ("GET", "v1/payouts/{}", "read a payout"),
        ("POST", "/v1/payouts/pay_1/cancel", "cancel a payout"),
        ("POST", "{}/payees", "create a payee"),
        ("POST", "/v1/beneficiaries/{}/instruments/", "create an instrument"),
        ("GET", "/v1/balances/EUR#now", "read a balance"),
        (None, "/v1/balances", "read the balances"),
    ],
)
def test_a_documented_path_is_found_however_it_begins(method, path, title):
    found = ANTON.find(method, path)
    assert found is not None
    assert found.title == title
    assert ANTON.is_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "{}",
        "{}/{}",
        "/v1/",
        "/v2/payouts",
        "/v1/payouts/a/b/c",
        "/v1/charges",
        "https://x.example/v1/customers",
    ],
)
def test_other_paths_are_not(path):
    assert not ANTON.is_path(path)
    assert ANTON.find("POST", path) is None


def test_a_method_that_is_not_documented_is_no_operation():
    assert ANTON.find("DELETE", "/v1/payouts") is None
    assert ANTON.is_path("/v1/payouts")


def test_a_prefix_of_two_parts_is_left_off_too():
    assert OCTOPUS.below("https://api.octopuscards.io/api/v1/topups/orders") == "topups/orders"
    assert OCTOPUS.find("POST", "api/v1/orders").keyed


def test_a_key_has_a_name_for_people():
    assert ANTON.key.title == "the Idempotency-Key header"
    assert OCTOPUS.key.title == "the field client_reference"
