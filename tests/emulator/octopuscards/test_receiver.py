"""Reading OctopusCards' signature headers; the vectors are those of the provider's notes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.emulator.octopuscards.receiver import RECEIVER, read
from golive.emulator.receiver.conduct import genuine
from support.deliveries import request

SECRET = "golive-test-secret-0001"
BODY_A = (
    b'{"id":"evt_golive_0001","type":"order.delivered","created_at":"2026-01-05T09:30:00Z","data":{"id":7001,'
    b'"client_reference":"golive-ref-1","status":"DELIVERED","quantity":6,"delivered_quantity":6,"amount":250.00}}'
)
BODY_B = (
    '{"id":"evt_golive_0002","type":"wallet.debited","created_at":"2026-01-05T09:31:00Z","data":{"note":"café"}}'
).encode()
A = "4b11a3b88d5e3551d10206c8712a57fb7182a1ec7059e70dd2e716e14d5e0d5b"
B = "7ec46903ac3bac4f2598a0fa21e4a4351c2b358d0d35ff4160198e6f90dbd8a8"
WRONG = [
    "aeee35b9b03e9b6c7038a508f5e4e21bef010af2317ab44a5757ad908eab0722",
    "9f3e0afb7ace97bf5e8af8a8b775ee01adac0487d8a614c190d8733690f78a3c",
    "3026ca98c2cd11da97c4c5c0aedbd02c84da4fe54549d9d5ea24ac0e561712f0",
    "e47ff99f618e2ede2f39245d50386bbc3631959403e3ce44d202db33e1d3babe",
    "410069bf395cac5e5dd545621f3f0aafef79056483cde329f3a39d80fa0889cb",
]


def is_genuine(signature, body, time="1767605400"):
    sent = request(body, {"X-Signature": signature, "X-Timestamp": time})
    return genuine(sent, read(sent), SECRET)


def test_the_vectors_of_the_notes_hold():
    assert (len(BODY_A), len(BODY_B)) == (211, 108)
    assert is_genuine(A, BODY_A)
    assert is_genuine(B, BODY_B)
    assert not is_genuine(A, BODY_B)


@pytest.mark.parametrize("digest", WRONG)
def test_the_wrong_digests_of_the_notes_do_not_hold(digest):
    assert not is_genuine(digest, BODY_A)


@pytest.mark.parametrize("time", ["", "x", "-5", "1767605400.5", "\u0661", "9" * 13])
def test_a_delivery_without_a_readable_time_claims_nothing(time):
    assert read(request(BODY_A, {"X-Signature": A, "X-Timestamp": time})) is None


def test_a_delivery_without_both_headers_claims_nothing():
    assert read(request(BODY_A, {"X-Signature": A})) is None
    assert read(request(BODY_A, {"X-Timestamp": "1767605400"})) is None


@given(st.text(), st.text())
def test_reading_never_breaks_on_what_headers_hold(signature, time):
    assert not is_genuine(signature, BODY_A, time)


def test_the_documented_events_are_known():
    assert {"order.delivered", "wallet.credited"} <= RECEIVER.known_events
