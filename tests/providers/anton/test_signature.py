import json
from datetime import UTC, datetime

import pytest

from golive.providers.anton.signature import DELIVERIES
from golive.receiver.bodies import REWRITINGS
from golive.receiver.scheme import Event

SECRET = "whsec_" + "00112233445566778899aabbccddeeff" * 2
TIME = 1767225600
BODY = (
    b'{"id":"evt_golive0001","type":"payout.completed","created_at":"2026-01-01T00:00:00Z",'
    b'"data":{"id":"pay_golive0001","status":"completed"}}'
)
RIGHT = "60f0836c4e651a7aaf76ea5a676ddbf3eedd907ceecdd8f97a5ebd36b016ebcf"
OLDEST = "0b5ebebad2ffc6377fb2041d462b1ec2680f7101c53b1cb5f2c9b848270c475b"
EVENT = Event(id="evt_golive0001", type="payout.completed", body=BODY)


def headers(scheme_id: str) -> dict[str, str]:
    scheme = DELIVERIES.scheme(scheme_id)
    return dict(scheme.headers(EVENT, TIME, scheme.digest(SECRET, TIME, BODY)))


def wrong(scheme_id: str) -> dict[str, str | None]:
    return {one.id: one.digest(SECRET, TIME, BODY) for one in DELIVERIES.scheme(scheme_id).mistakes}


def test_the_help_centres_generation_is_the_default_and_matches_the_vector() -> None:
    assert DELIVERIES.scheme(None).id == "anton-signature"
    assert headers("anton-signature")["Anton-Signature"] == f"t=1767225600,v1={RIGHT}"


def test_the_newer_generation_matches_the_vector() -> None:
    assert headers("x-webhook-signature") == {
        "Content-Type": "application/json",
        "User-Agent": "AntonPayments-Webhook/1.0",
        "X-Webhook-ID": "evt_golive0001",
        "X-Webhook-Event": "payout.completed",
        "X-Webhook-Timestamp": "1767225600",
        "X-Webhook-Signature": f"v1={RIGHT}",
    }


def test_the_oldest_generation_signs_the_body_alone() -> None:
    assert headers("x-anton-signature")["X-Anton-Signature"] == OLDEST
    assert not DELIVERIES.scheme("x-anton-signature").timestamped


@pytest.mark.parametrize("scheme_id", ["anton-signature", "x-webhook-signature"])
def test_the_known_mistakes_give_the_wrong_digests_of_the_vectors(scheme_id: str) -> None:
    assert wrong(scheme_id) == {
        "prefix-stripped": "d387a9889a980ce84c2c98ae9accbe74d237fb2cf9fee9d0d1d3b97bc4afef9f",
        "secret-decoded": "c64db0e2eb865fb386cf4a6a8a638bab338cf03f20a077960d4b47ffb4b5b196",
        "timestamp-left-out": OLDEST,
    }


@pytest.mark.parametrize("scheme_id", ["anton-signature", "x-webhook-signature"])
def test_a_body_that_is_parsed_and_written_anew_gives_the_wrong_digest_of_the_vectors(scheme_id: str) -> None:
    (rewriting,) = (one for one in REWRITINGS if one.id == "body-rewritten-with-spaces")
    assert DELIVERIES.scheme(scheme_id).digest(SECRET, TIME, rewriting.rewrite(BODY)) == (
        "7451b44fa58b77255bcee3faeb884291debbbbce29f94e1b1118242350645fa0"
    )


def test_no_mistake_of_any_generation_gives_the_right_digest() -> None:
    for scheme in DELIVERIES.schemes:
        right = scheme.digest(SECRET, TIME, BODY)
        assert right not in wrong(scheme.id).values()


def test_a_secret_without_prefix_or_of_other_letters_rules_mistakes_out() -> None:
    by_id = {one.id: one for one in DELIVERIES.scheme(None).mistakes}
    assert by_id["prefix-stripped"].digest("plain", TIME, BODY) is None
    assert by_id["secret-decoded"].digest("whsec_plain", TIME, BODY) is None


def test_a_generation_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(KeyError):
        DELIVERIES.scheme("x-other")


def test_the_envelope_has_the_documented_members() -> None:
    made = DELIVERIES.envelope("golive_1", "test", datetime(2026, 1, 1, tzinfo=UTC), {"a": 1})
    assert json.dumps(made) == (
        '{"id": "golive_1", "type": "test", "created_at": "2026-01-01T00:00:00Z", "data": {"a": 1}}'
    )
