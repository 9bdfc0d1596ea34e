"""Reading Anton's three generations of signatures; the vectors are those of the provider's notes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.emulator.anton.receiver import RECEIVER, read, read_newer, read_oldest, read_seed
from golive.emulator.receiver.conduct import genuine
from support.deliveries import NOW, SECRET, request

BODY = (
    b'{"id":"evt_golive0001","type":"payout.completed","created_at":"2026-01-01T00:00:00Z",'
    b'"data":{"id":"pay_golive0001","status":"completed"}}'
)
STAMPED = "60f0836c4e651a7aaf76ea5a676ddbf3eedd907ceecdd8f97a5ebd36b016ebcf"
BARE = "0b5ebebad2ffc6377fb2041d462b1ec2680f7101c53b1cb5f2c9b848270c475b"
SEED = {"Anton-Signature": f"t={NOW},v1={STAMPED}"}
NEWER = {"X-Webhook-Signature": f"v1={STAMPED}", "X-Webhook-Timestamp": str(NOW)}
OLDEST = {"X-Anton-Signature": BARE}
WRONG = [
    "d387a9889a980ce84c2c98ae9accbe74d237fb2cf9fee9d0d1d3b97bc4afef9f",
    "c64db0e2eb865fb386cf4a6a8a638bab338cf03f20a077960d4b47ffb4b5b196",
    "7451b44fa58b77255bcee3faeb884291debbbbce29f94e1b1118242350645fa0",
]


def is_genuine(headers, reader=read, body=BODY):
    sent = request(body, headers)
    return genuine(sent, reader(sent), SECRET)


@pytest.mark.parametrize(
    ("headers", "reader"), [(SEED, read_seed), (NEWER, read_newer), (OLDEST, read_oldest)], ids=["A", "B", "C"]
)
def test_the_vectors_of_every_generation_hold(headers, reader):
    assert is_genuine(headers)
    assert is_genuine(headers, reader)
    assert is_genuine({name.lower(): value for name, value in headers.items()}), "header names have no case"
    assert not is_genuine(headers, body=BODY + b"\n")
    for other in {read_seed, read_newer, read_oldest} - {reader}:
        assert not is_genuine(headers, other)


@pytest.mark.parametrize("digest", WRONG)
def test_the_wrong_digests_of_the_notes_do_not_hold(digest):
    assert not is_genuine({"Anton-Signature": f"t={NOW},v1={digest}"})
    assert not is_genuine(NEWER | {"X-Webhook-Signature": f"v1={digest}"})
    assert not is_genuine({"X-Anton-Signature": digest})


@pytest.mark.parametrize(
    "value", [f"v1={STAMPED},t={NOW}", f" t = {NOW} , v1 = {STAMPED} ", f"t={NOW},v0=abc,v1={STAMPED},scheme"]
)
def test_order_spaces_and_unknown_parts_do_not_matter(value):
    assert is_genuine({"Anton-Signature": value})


@pytest.mark.parametrize(
    "value",
    [
        "",
        "t=,v1=",
        f"v1={STAMPED}",
        f"t=x,v1={STAMPED}",
        f"t=-1,v1={STAMPED}",
        f"t=\u0661,v1={STAMPED}",
        f"t={'9' * 13},v1=a",
    ],
)
def test_a_signature_without_a_readable_time_claims_nothing(value):
    assert read(request(BODY, {"Anton-Signature": value})) is None


def test_a_header_that_is_there_twice_or_not_at_all_claims_nothing():
    twice = tuple(SEED.items()) * 2
    assert read(request(BODY, twice)) is None
    assert read(request(BODY)) is None
    assert read(request(BODY, {"X-Webhook-Signature": f"v1={STAMPED}"})) is None


def test_the_help_centres_generation_comes_first():
    assert read(request(BODY, OLDEST | {"Anton-Signature": ""})) is None, "no falling back to one without a time"


@given(st.text())
def test_reading_never_breaks_on_what_a_header_holds(text):
    for name in ("Anton-Signature", "X-Webhook-Signature", "X-Anton-Signature"):
        sent = request(BODY, {name: text, "X-Webhook-Timestamp": text})
        assert not genuine(sent, read(sent), SECRET)


def test_a_test_event_is_known():
    assert {"test", "payout.completed"} <= RECEIVER.known_events
