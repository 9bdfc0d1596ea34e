"""What a played receiver answers, for both providers, without sockets."""

import json
import threading
from dataclasses import replace

import pytest

from golive.emulator.message import Pause
from golive.emulator.receiver.receiver import Receiver
from golive.emulator.registry import played
from support.deliveries import NOW, SECRET, body, octopus, request, seed, sha

DELIVER = {"anton": (seed, "test"), "octopuscards": (octopus, "wallet.credited")}
PROVIDERS = pytest.mark.parametrize("provider", DELIVER)


class Played:
    """A receiver, and deliveries of its provider signed by hand."""

    def __init__(self, provider, *flaws, secret=SECRET, seconds=lambda: 0.0):
        brought = played(provider).receiver
        self.deliver, self.known = DELIVER[provider]
        self.receiver = Receiver(
            brought.conduct(flaws),
            secret=secret,
            known_events=brought.known_events,
            monotonic=seconds,
            slow_seconds=2.0,
        )

    def answer(self, event_id="evt_1", event_type=None, **how):
        return self.answer_to(self.deliver(body(event_id, event_type or self.known), **how))

    def answer_to(self, delivery):
        reply = self.receiver.answer(delivery)
        return reply.status, json.loads(reply.body).get("status") if reply.body else None


def forged(deliver, event_type):
    """Return every kind of delivery that nobody but an attacker would send."""
    good = deliver(body("evt_f", event_type))
    header = "Anton-Signature" if deliver is seed else "X-Signature"
    value = dict(good.headers)[header]
    digest = value.rpartition("=")[2]

    def having(new):
        others = tuple(pair for pair in good.headers if pair[0] != header)
        return replace(good, headers=others if new is None else (*others, (header, new)))

    return {
        "missing": having(None),
        "empty": having(value.replace(digest, "")),
        "blank": having(""),
        "wrong-secret": deliver(body("evt_f", event_type), secret="another"),
        "truncated": having(value[:-32]),
        "other-body": replace(good, body=body("evt_g", event_type)),
        "trailing": having(value + "00"),
        "upper-case": having(value.replace(digest, digest.upper())),
        "letters": having(value.replace(digest, "ü" * 64)),
        "twice": replace(good, headers=(*good.headers, (header, value))),
    }


@PROVIDERS
def test_a_sound_receiver_accepts_once_and_knows_the_delivery_again(provider):
    it = Played(provider)
    assert it.answer() == (200, "accepted")
    assert it.answer() == (200, "duplicate")
    assert it.answer("evt_2") == (200, "accepted")


@PROVIDERS
def test_a_sound_receiver_refuses_whatever_is_forged(provider):
    it = Played(provider)
    answers = {name: it.answer_to(one) for name, one in forged(it.deliver, it.known).items()}
    assert answers == dict.fromkeys(answers, (401, "refused"))
    assert it.answer("evt_f") == (200, "accepted"), "what was refused is not remembered"


@PROVIDERS
@pytest.mark.parametrize(("age", "status"), [(0, 200), (299, 200), (-299, 200), (301, 401), (-301, 401)])
def test_five_minutes_in_either_direction_are_accepted(provider, age, status):
    assert Played(provider).answer(time=NOW - age)[0] == status


@PROVIDERS
def test_a_type_that_is_not_known_is_acknowledged(provider):
    assert Played(provider).answer(event_type="golive.not_yet_known") == (200, "ignored")


@PROVIDERS
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"id":1,"type":"test"}', b"[" * 60_000, b"\xff", b"NaN"])
def test_a_signed_body_that_is_no_event_is_unreadable(provider, content):
    it = Played(provider)
    assert it.answer_to(it.deliver(content)) == (400, "unreadable")


@PROVIDERS
def test_only_post_is_a_delivery_and_nothing_is_taken_without_tls(provider):
    it = Played(provider)
    assert it.receiver.answer(request(method="GET")).status == 405
    plain = it.receiver.answer(replace(it.deliver(body("evt_1", it.known)), scheme="http"))
    assert (plain.status, plain.header("Location")) == (308, "https://pay.example.com/hooks")


@PROVIDERS
def test_an_answer_to_head_has_no_body(provider):
    (head,) = Played(provider).receiver.steps(request(method="HEAD"))
    assert head.startswith(b"HTTP/1.1 405 ")
    assert head.endswith(b"\r\n\r\n")


@PROVIDERS
def test_ten_of_the_same_at_once_are_accepted_once(provider):
    it = Played(provider)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(it.answer())) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(answers) == [(200, "accepted"), *[(200, "duplicate")] * 9]


BELIEVED = {
    "receiver-unverified": {"missing", "empty", "blank", "wrong-secret", "truncated", "other-body", "letters"},
    "receiver-presence-only": {"wrong-secret", "truncated", "other-body", "letters"},
    "receiver-prefix-compare": {"truncated"},
}


@PROVIDERS
@pytest.mark.parametrize("flaw", BELIEVED)
def test_a_careless_receiver_believes_some_forgeries_and_is_sound_otherwise(provider, flaw):
    believed = set()
    for name, delivery in forged(*DELIVER[provider]).items():
        if Played(provider, flaw).answer_to(delivery)[0] == 200:
            believed.add(name)
    assert believed >= BELIEVED[flaw]
    if flaw == "receiver-prefix-compare":
        assert believed == {"truncated"}
    it = Played(provider, flaw)
    assert [it.answer()[1], it.answer()[1], it.answer(event_type="x", event_id="evt_3")[1]] == [
        "accepted",
        "duplicate",
        "ignored",
    ]
    assert it.answer("evt_4", time=NOW - 600)[0] == 401


@PROVIDERS
def test_a_receiver_that_writes_the_body_anew_refuses_only_what_is_written_unusually(provider):
    it = Played(provider, "receiver-reserialised")
    assert it.answer()[0] == 200
    event = body("evt_2", it.known)
    for odd in (event + b"\n", event.replace(b'"data":{}', b'"data":{"amount":10.50}'), event.replace(b":", b" : ")):
        assert Played(provider).answer_to(it.deliver(odd))[0] == 200
        assert it.answer_to(it.deliver(odd))[0] == 401
    assert it.answer_to(it.deliver(b"{"))[0] == 401
    assert {it.answer_to(one)[0] for one in forged(it.deliver, it.known).values()} == {401}


@PROVIDERS
@pytest.mark.parametrize(
    ("flaw", "old", "ahead"),
    [("receiver-no-replay-window", 200, 200), ("receiver-future-accepted", 401, 200)],
)
def test_a_receiver_without_a_window_takes_deliveries_of_any_time(provider, flaw, old, ahead):
    it = Played(provider, flaw)
    assert (it.answer("a", time=NOW - 600)[0], it.answer("b", time=NOW + 600)[0]) == (old, ahead)
    assert {it.answer_to(one)[0] for one in forged(it.deliver, it.known).values()} == {401}


@PROVIDERS
def test_receivers_treat_repeated_unknown_and_forged_deliveries_in_wrong_ways(provider):
    conflict = Played(provider, "receiver-duplicate-conflict")
    assert [conflict.answer()[0], conflict.answer()[0]] == [200, 409]
    forgetful = Played(provider, "receiver-no-dedup")
    assert [forgetful.answer(), forgetful.answer()] == [(200, "accepted")] * 2
    assert Played(provider, "receiver-unknown-event-crash").answer(event_type="x")[0] == 500
    assert Played(provider, "receiver-unknown-event-refused").answer(event_type="x")[0] == 422
    crashing = Played(provider, "receiver-crash-on-forged")
    assert {crashing.answer_to(one)[0] for one in forged(crashing.deliver, crashing.known).values()} == {500}
    assert crashing.answer(time=NOW - 600)[0] == 500
    assert crashing.answer()[0] == 200


@PROVIDERS
def test_a_redirecting_receiver_looks_at_nothing(provider):
    it = Played(provider, "receiver-redirect")
    assert it.answer()[0] == it.answer_to(request())[0] == 308


@PROVIDERS
def test_a_receiver_that_takes_deliveries_without_tls_answers_them(provider):
    it = Played(provider, "receiver-plain-http")
    assert it.answer_to(request(scheme="http"))[0] == 200
    assert it.answer_to(request())[0] == 401


@PROVIDERS
def test_a_slow_receiver_works_accepted_deliveries_through_one_at_a_time(provider):
    now = [0.0]
    it = Played(provider, "receiver-slow", seconds=lambda: now[0])

    def waited(event_id, **how):
        return [
            step.seconds
            for step in it.receiver.steps(it.deliver(body(event_id, it.known), **how))
            if isinstance(step, Pause)
        ]

    assert [waited(f"evt_{number}") for number in range(3)] == [[2.0], [4.0], [6.0]]
    assert waited("evt_x", secret="another") == []
    now[0] = 100.0
    assert waited("evt_4") == [2.0]


def test_a_token_alone_is_believed_by_the_receiver_that_trusts_it():
    it = Played("octopuscards", "receiver-token-only")
    content = body("evt_1", it.known)
    assert it.answer_to(request(content, {"X-OCTOPUS-WEBHOOK-TOKEN": SECRET}))[0] == 200
    assert it.answer_to(request(content, {"X-OCTOPUS-WEBHOOK-TOKEN": "other"}))[0] == 401
    assert it.answer_to(octopus(content, token=None))[0] == 401
    assert it.answer("evt_2", time=NOW - 600)[0] == 401


def test_a_receiver_that_strips_the_secret_accepts_what_is_signed_so_and_nothing_else():
    it = Played("anton", "receiver-secret-stripped")
    assert it.answer()[0] == 401
    assert it.answer(secret=SECRET.removeprefix("whsec_"))[0] == 200
    assert it.answer_to(request(body()))[0] == 401


def test_a_receiver_of_the_newer_signature_knows_no_other():
    it = Played("anton", "receiver-newer-signature")
    content = body()
    newer = {"X-Webhook-Signature": f"v1={sha(f'{NOW}.'.encode() + content)}", "X-Webhook-Timestamp": str(NOW)}
    assert it.answer()[0] == 401
    assert it.answer_to(request(content, newer))[0] == 200
