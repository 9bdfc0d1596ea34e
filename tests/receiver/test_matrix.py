"""Deliveries, judged by verifiers written here from the providers' pages: they know nothing of `golive.receiver`."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.providers.anton.signature import DELIVERIES as ANTON
from golive.providers.octopuscards.signature import DELIVERIES as OCTOPUS
from golive.receiver import observation as names
from golive.receiver.matrix import Delivery, Matrix

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SECRET = "whsec_" + "00112233445566778899aabbccddeeff" * 2
CHOICES = [(ANTON, scheme.id) for scheme in ANTON.schemes] + [(OCTOPUS, scheme.id) for scheme in OCTOPUS.schemes]
SECRETS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=80)
SOUND = {names.CORRECT, names.CONTROL, names.STALE, names.FUTURE, names.DUPLICATE, names.UNKNOWN_EVENT, names.UNUSUAL}


def mac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode("utf-8"), message, hashlib.sha256).hexdigest()


def verifies(scheme_id: str, secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    match scheme_id:
        case "anton-signature":
            parts = dict(part.split("=", 1) for part in headers.get("Anton-Signature", "").split(",") if part)
            signed, given_mac = parts.get("t", "").encode() + b"." + body, parts.get("v1", "")
        case "x-webhook-signature":
            signed = headers["X-Webhook-Timestamp"].encode() + b"." + body
            given_mac = headers.get("X-Webhook-Signature", "").removeprefix("v1=")
        case "x-anton-signature":
            signed, given_mac = body, headers.get("X-Anton-Signature", "")
        case _:
            signed, given_mac = body, headers.get("X-Signature", "")
    return given_mac == mac(secret, signed)


def sent_at(scheme_id: str, headers: Mapping[str, str]) -> int:
    match scheme_id:
        case "anton-signature":
            return int(headers["Anton-Signature"].split(",")[0].removeprefix("t="))
        case "x-webhook-signature":
            return int(headers["X-Webhook-Timestamp"])
        case _:
            return int(headers["X-Timestamp"])


def make(deliveries=ANTON, scheme_id=None, *, secret=SECRET, tokens=True, event_type=None) -> Matrix:
    return Matrix(
        scheme=deliveries.scheme(scheme_id),
        deliveries=deliveries,
        secret=secret,
        tokens=tokens,
        event_type=event_type or deliveries.test_event,
        run_id="19a2b",
        now=NOW,
    )


def by_name(matrix: Matrix) -> dict[str, Delivery]:
    return {one.name: one for one in matrix.in_order()}


@pytest.mark.parametrize(("deliveries", "scheme_id"), CHOICES)
@given(secret=SECRETS)
def test_every_sound_delivery_verifies_and_every_forged_one_does_not(deliveries, scheme_id, secret) -> None:
    for one in (*(matrix := make(deliveries, scheme_id, secret=secret)).in_order(), *matrix.burst()):
        verified = verifies(scheme_id, secret, one.headers, one.event.body)
        assert verified is (one.name in SOUND or one.name.startswith("burst-")), one.name
        json.loads(one.event.body)


@pytest.mark.parametrize(("deliveries", "scheme_id"), CHOICES)
def test_the_deliveries_come_in_the_fixed_order_less_the_impossible_ones(deliveries, scheme_id) -> None:
    matrix = make(deliveries, scheme_id)
    impossible = matrix.impossible()
    assert [one.name for one in matrix.in_order()] == [name for name in names.IN_ORDER if name not in impossible]
    assert all(impossible.values())


def test_a_generation_without_time_has_no_stale_delivery_and_one_without_token_no_bare_token() -> None:
    assert set(make(ANTON, "x-anton-signature").impossible()) == {names.STALE, names.FUTURE, names.TOKEN_ONLY}
    assert set(make(ANTON).impossible()) == {names.TOKEN_ONLY}
    assert make(OCTOPUS).impossible() == {}


@pytest.mark.parametrize(("deliveries", "scheme_id"), CHOICES)
def test_every_delivery_has_an_event_id_of_its_own_but_the_duplicate(deliveries, scheme_id) -> None:
    matrix = make(deliveries, scheme_id)
    sent = [*matrix.in_order(), *matrix.burst(), *matrix.mistakes(), *matrix.mistakes(odd=True)]
    ids = [one.event.id for one in sent if one.name != names.DUPLICATE]
    assert len(ids) == len(set(ids))
    assert all(one.startswith("golive_19a2b_") for one in ids)
    for one in sent:
        assert json.loads(one.event.body)["id"] == one.event.id
        assert SECRET not in repr(one)


def test_the_duplicate_repeats_the_first_delivery_byte_for_byte() -> None:
    first, again = (by_name(make(OCTOPUS))[name] for name in (names.CORRECT, names.DUPLICATE))
    assert (again.event, again.headers) == (first.event, first.headers)


@pytest.mark.parametrize(("deliveries", "scheme_id"), [one for one in CHOICES if one[1] != "x-anton-signature"])
def test_stale_and_future_deliveries_are_ten_minutes_away(deliveries, scheme_id) -> None:
    made = by_name(make(deliveries, scheme_id))
    now = int(NOW.timestamp())
    assert sent_at(scheme_id, made[names.CORRECT].headers) == now
    assert sent_at(scheme_id, made[names.STALE].headers) == now - 600
    assert sent_at(scheme_id, made[names.FUTURE].headers) == now + 600
    assert json.loads(made[names.STALE].event.body)["created_at"] == f"{NOW - timedelta(minutes=10):%Y-%m-%dT%H:%M:%SZ}"


def test_the_forgeries_are_what_their_names_say() -> None:
    made = by_name(make(ANTON, "x-anton-signature"))
    header = "X-Anton-Signature"
    right = {name: mac(SECRET, one.event.body) for name, one in made.items()}
    assert header not in made[names.MISSING].headers
    assert made[names.EMPTY].headers[header] == ""
    assert made[names.TRUNCATED].headers[header] == right[names.TRUNCATED][:32]
    assert made[names.EMPTY_SECRET].headers[header] == mac("", made[names.EMPTY_SECRET].event.body)
    first, last = (made[name].headers[header] for name in (names.FIRST_DIGIT, names.LAST_DIGIT))
    assert (first[1:], last[:-1]) == (right[names.FIRST_DIGIT][1:], right[names.LAST_DIGIT][:-1])
    assert first[0] != right[names.FIRST_DIGIT][0]
    assert last[-1] != right[names.LAST_DIGIT][-1]
    assert made[names.OTHER_BODY].headers[header] == right[names.CORRECT]
    assert len(made[names.WRONG_SECRET].headers[header]) == 64
    body = made[names.TAMPERED].event.body
    assert made[names.TAMPERED].headers[header] == mac(SECRET, body.replace(b'"10.51"', b'"10.50"'))


def test_the_other_secret_is_never_the_right_one() -> None:
    secret = "golive-another-secret"
    forged = by_name(make(ANTON, "x-anton-signature", secret=secret))[names.WRONG_SECRET]
    assert not verifies("x-anton-signature", secret, forged.headers, forged.event.body)


def test_all_but_the_unsigned_one_carry_the_token_where_it_may_be_sent() -> None:
    matrix = make(OCTOPUS)
    sent = [*matrix.in_order(), *matrix.burst(), *matrix.mistakes()]
    with_token = {one.name for one in sent if one.headers.get("X-OCTOPUS-WEBHOOK-TOKEN") == SECRET}
    assert {one.name for one in sent} - with_token == {names.MISSING, "mistake-header-case"}
    assert "X-Signature" not in by_name(matrix)[names.TOKEN_ONLY].headers
    lowered = next(one for one in sent if one.name == "mistake-header-case")
    assert lowered.headers["x-octopus-webhook-token"] == SECRET


def test_no_delivery_holds_the_secret_where_the_token_may_not_be_sent() -> None:
    matrix = make(OCTOPUS, tokens=False)
    sent = [*matrix.in_order(), *matrix.burst(), *matrix.mistakes(), *matrix.mistakes(odd=True)]
    assert matrix.withheld
    assert "--trust" in matrix.impossible()[names.TOKEN_ONLY]
    assert not [one.name for one in sent if SECRET in str(dict(one.headers)) or SECRET.encode() in one.event.body]


def test_a_delivery_over_plain_http_never_carries_the_token() -> None:
    made = make(OCTOPUS).without_token("plain-http", "over plain http")
    assert SECRET not in made.headers.values()
    assert verifies("x-signature", SECRET, made.headers, made.event.body)


def test_the_types_of_the_events_are_the_test_event_and_one_that_does_not_exist() -> None:
    made = by_name(make(OCTOPUS, event_type="order.delivered"))
    assert made[names.CORRECT].headers["X-Event-Type"] == "order.delivered"
    assert json.loads(made[names.CORRECT].event.body)["type"] == "order.delivered"
    assert made[names.UNKNOWN_EVENT].headers["X-Event-Type"] == "golive.not_yet_known"


@pytest.mark.parametrize(("deliveries", "scheme_id"), CHOICES)
@pytest.mark.parametrize("odd", [False, True])
@given(secret=SECRETS)
def test_mistakes_do_not_verify_and_no_two_are_signed_alike(deliveries, scheme_id, odd, secret) -> None:
    matrix = make(deliveries, scheme_id, secret=secret)
    for one in matrix.mistakes(odd=odd):
        assert one.bug is not None
        if one.name.startswith("mistake-") and one.name != "mistake-header-case":
            assert not verifies(scheme_id, secret, one.headers, one.event.body), one.name


def test_a_receiver_of_another_generation_is_found_out() -> None:
    other = {one.name: one for one in make(ANTON).mistakes()}
    newer = other["scheme-x-webhook-signature"]
    assert verifies("x-webhook-signature", SECRET, newer.headers, newer.event.body)
    assert newer.bug is not None
    assert "X-Webhook-Signature" in newer.bug
    assert "scheme-anton-signature" not in other


def test_the_mistakes_of_the_usual_body_are_those_that_differ_for_it() -> None:
    assert [one.name for one in make(ANTON).mistakes()] == [
        "mistake-prefix-stripped",
        "mistake-secret-decoded",
        "mistake-timestamp-left-out",
        "mistake-body-rewritten-with-spaces",
        "scheme-x-webhook-signature",
        "scheme-x-anton-signature",
        "mistake-header-case",
    ]
    assert [one.name for one in make(OCTOPUS).mistakes(odd=True)] == [
        "mistake-unusual-line-break-added",
        "mistake-unusual-timestamp-signed",
        "mistake-unusual-body-rewritten",
        "mistake-unusual-body-rewritten-with-spaces",
        "mistake-unusual-body-rewritten-as-ascii",
        "mistake-unusual-body-trimmed",
        "mistake-unusual-body-misread",
    ]


def test_a_mistake_on_the_unusual_body_signs_what_the_receiver_makes_of_that_body() -> None:
    made = {one.name: one for one in make(OCTOPUS).mistakes(odd=True)}["mistake-unusual-body-rewritten-with-spaces"]
    assert made.headers["X-Signature"] == mac(SECRET, json.dumps(json.loads(made.event.body)).encode())


def test_headers_that_are_in_lower_case_anyway_are_not_sent_again() -> None:
    from dataclasses import replace

    scheme = replace(ANTON.schemes[2], headers=lambda _event, _time, digest: {"x-anton-signature": digest}, mistakes=())
    matrix = replace(make(ANTON), scheme=scheme, deliveries=replace(ANTON, schemes=(scheme,)))
    assert "mistake-header-case" not in [one.name for one in matrix.mistakes()]


def test_the_same_arguments_make_the_same_deliveries() -> None:
    assert make(OCTOPUS).in_order() == make(OCTOPUS).in_order()
