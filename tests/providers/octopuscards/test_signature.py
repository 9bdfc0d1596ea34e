import json
from datetime import UTC, datetime

import pytest

from golive.providers.octopuscards.signature import DELIVERIES
from golive.receiver.bodies import REWRITINGS
from golive.receiver.scheme import Event

SECRET = "golive-test-secret-0001"
TIME = 1767605400
BODY_A = (
    b'{"id":"evt_golive_0001","type":"order.delivered","created_at":"2026-01-05T09:30:00Z","data":{"id":7001,'
    b'"client_reference":"golive-ref-1","status":"DELIVERED","quantity":6,"delivered_quantity":6,"amount":250.00}}'
)
BODY_B = (
    '{"id":"evt_golive_0002","type":"wallet.debited","created_at":"2026-01-05T09:31:00Z","data":{"note":"café"}}'
).encode()
SCHEME = DELIVERIES.scheme(None)
RIGHT = "4b11a3b88d5e3551d10206c8712a57fb7182a1ec7059e70dd2e716e14d5e0d5b"


def test_the_bodies_are_those_of_the_vectors() -> None:
    assert (len(BODY_A), len(BODY_B)) == (211, 108)


@pytest.mark.parametrize(
    ("body", "digest"), [(BODY_A, RIGHT), (BODY_B, "7ec46903ac3bac4f2598a0fa21e4a4351c2b358d0d35ff4160198e6f90dbd8a8")]
)
def test_the_signature_matches_the_vectors(body: bytes, digest: str) -> None:
    assert SCHEME.digest(SECRET, TIME, body) == digest


def test_another_secret_and_a_changed_body_give_the_wrong_digests_of_the_vectors() -> None:
    changed = BODY_A.replace(b'"quantity":6', b'"quantity":7', 1)
    assert SCHEME.digest("golive-test-secret-0002", TIME, BODY_A) == (
        "aeee35b9b03e9b6c7038a508f5e4e21bef010af2317ab44a5757ad908eab0722"
    )
    assert SCHEME.digest(SECRET, TIME, changed) == "9f3e0afb7ace97bf5e8af8a8b775ee01adac0487d8a614c190d8733690f78a3c"


def test_the_known_mistakes_give_the_wrong_digests_of_the_vectors() -> None:
    assert {one.id: one.digest(SECRET, TIME, BODY_A) for one in SCHEME.mistakes} == {
        "line-break-added": "e47ff99f618e2ede2f39245d50386bbc3631959403e3ce44d202db33e1d3babe",
        "timestamp-signed": "410069bf395cac5e5dd545621f3f0aafef79056483cde329f3a39d80fa0889cb",
    }


def test_a_body_that_is_parsed_and_written_anew_gives_the_wrong_digest_of_the_vectors() -> None:
    (rewriting,) = (one for one in REWRITINGS if one.id == "body-rewritten")
    assert SCHEME.digest(SECRET, TIME, rewriting.rewrite(BODY_A)) == (
        "3026ca98c2cd11da97c4c5c0aedbd02c84da4fe54549d9d5ea24ac0e561712f0"
    )


def test_the_headers_are_the_documented_ones_and_the_token_is_not_among_them() -> None:
    event = Event(id="evt_golive_0001", type="order.delivered", body=BODY_A)
    assert SCHEME.headers(event, TIME, RIGHT) == {
        "Content-Type": "application/json",
        "User-Agent": "octopusrewards.com/webhook-agent",
        "X-Signature": RIGHT,
        "X-Timestamp": "1767605400",
        "X-Event-ID": "evt_golive_0001",
        "X-Event-Type": "order.delivered",
        "X-Webhook-ID": "golive",
    }
    assert SCHEME.token_header == "X-OCTOPUS-WEBHOOK-TOKEN"


def test_the_envelope_has_the_documented_members() -> None:
    made = DELIVERIES.envelope("golive_1", "wallet.credited", datetime(2026, 1, 5, 9, 30, tzinfo=UTC), {"a": 1})
    assert json.dumps(made) == (
        '{"id": "golive_1", "type": "wallet.credited", "created_at": "2026-01-05T09:30:00Z", "data": {"a": 1}}'
    )
