"""Sending one delivery with a body that somebody brings along. No socket is opened."""

from __future__ import annotations

import socket
import threading

import httpx
import pytest

from golive import sending
from golive.clock import SystemClock
from golive.errors import UsageError
from golive.http.wire import Wire
from golive.probing import ProbeOptions
from golive.profile.types import EnvReference
from golive.report import ExitCode
from golive.sending import LARGEST_BODY, send
from support.canary import leaks
from support.small_receiver import SECRET, SmallReceiver

URL = "http://localhost:8080/hooks"
BODY = b'{ "type": "payout.failed",\n  "id": "evt_77", "amount": 10.50 }\n'


@pytest.fixture
def sent(monkeypatch):
    """Return a function that sends a body to a receiver played in this process: the outcome, and the request."""

    def play(body=BODY, answer=lambda *_: (200, {}, b"{}"), **more):
        asked = []

        def handle(request: httpx.Request) -> httpx.Response:
            asked.append(request)
            status, headers, content = answer(
                {key.lower(): one for key, one in request.headers.items()}, request.content
            )
            return httpx.Response(status, headers=headers, content=content)

        def open_wire(_options, clock, closing):
            return Wire(clock=clock, user_agent="golive/test", transport=httpx.MockTransport(handle))

        monkeypatch.setattr(sending, "open_wire", open_wire)
        given = {"url": URL, "provider": "anton", "secret": EnvReference(env="S"), "event": "payout.failed", **more}
        one = send(ProbeOptions(**given), body, environ={"S": SECRET}, clock=SystemClock())
        assert len(asked) == 1
        return one, asked[0]

    return play


def test_the_very_bytes_are_signed_and_sent_once(sent):
    one, request = sent(answer=SmallReceiver().answer)
    assert request.content == BODY
    assert request.method == "POST"
    assert one.exit_code is ExitCode.READY
    assert one.notes == ()
    assert one.outcome.title == "63 bytes, signed correctly"


def test_headers_carry_the_bodys_own_event_id_and_the_type(sent):
    one, request = sent(signature="x-webhook-signature")
    assert request.headers["x-webhook-id"] == one.event_id == "evt_77"
    assert request.headers["x-webhook-event"] == one.event == "payout.failed"


@pytest.mark.parametrize(
    "own", ["7", '"a b"', '"a\\r\\nX: y"', '"' + "x" * 201 + '"', '""', '"\\u00e9"', "null", '{"a": 1}']
)
def test_an_id_that_no_header_can_hold_is_replaced_by_one_of_golives(sent, own):
    one, request = sent(body=f'{{"id": {own}, "type": "payout.failed"}}'.encode(), signature="x-webhook-signature")
    assert one.event_id.startswith("golive_")
    assert request.headers["x-webhook-id"] == one.event_id


@pytest.mark.parametrize(
    ("body", "note"),
    [
        (b"", "is not JSON"),
        (b"a=b&c=d", "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[1, 2]", "is no JSON object"),
        (b'{"id": "evt_1"}', "the type in the body does not say"),
        (b'{"type": "payout.completed"}', "the type in the body says 'payout.completed'"),
    ],
)
def test_an_odd_body_is_sent_as_it_is_with_a_note(sent, body, note):
    one, request = sent(body=body)
    assert request.content == body
    assert len(one.notes) == 1
    assert note in one.notes[0]
    assert one.exit_code is ExitCode.READY


@pytest.mark.parametrize(("status", "code"), [(200, 0), (202, 0), (302, 1), (400, 1), (429, 1), (500, 1)])
def test_the_exit_code_tells_a_2xx_from_any_other_answer(sent, status, code):
    assert sent(answer=lambda *_: (status, {}, b""))[0].exit_code == code


def test_no_answer_is_told_from_a_wrong_one(sent):
    def answer(*_):
        from golive.http.errors import ConnectionLost

        raise ConnectionLost("the connection was closed")

    one, _ = sent(answer=answer)
    assert one.exit_code is ExitCode.INCOMPLETE
    assert one.outcome.error == "the connection was closed"


def test_the_type_is_the_providers_test_event_where_none_is_named(sent):
    one, request = sent(body=b'{"type": "test"}', event=None, signature="x-webhook-signature")
    assert one.event == request.headers["x-webhook-event"] == "test"
    assert one.notes == ()


def test_an_answer_that_echoes_the_secret_does_not_show_it(sent):
    one, _ = sent(answer=lambda headers, _body: (200, {"X-S": SECRET}, f"{SECRET}\x1b[2J{headers}".encode()))
    assert "***\\x1b" in one.outcome.reply
    assert leaks(repr(one), {"secret": SECRET}) == []


def test_a_secret_in_the_body_is_sent_and_not_shown(sent):
    one, request = sent(body=f'{{"id": "{SECRET}", "type": "{SECRET}"}}'.encode())
    assert SECRET.encode() in request.content
    assert leaks(repr(one), {"secret": SECRET}) == []


def test_a_body_that_is_too_large_and_a_receiver_that_may_not_be_sent_to_are_refused(monkeypatch):
    monkeypatch.setattr(sending, "open_wire", lambda *_: pytest.fail("it was sent"))
    given = {"url": URL, "provider": "anton", "secret": EnvReference(env="S"), "event": "test"}
    with pytest.raises(UsageError, match="is larger than 1,048,576 bytes; nothing was sent"):
        send(ProbeOptions(**given), b"x" * (LARGEST_BODY + 1), environ={"S": SECRET}, clock=SystemClock())
    with pytest.raises(UsageError, match="plain http is for receivers on this machine only"):
        send(
            ProbeOptions(**{**given, "url": "http://pay.acme.com/"}), b"{}", environ={"S": SECRET}, clock=SystemClock()
        )


def test_a_name_that_resolves_to_a_private_address_is_refused(sent, monkeypatch):
    import ipaddress

    monkeypatch.setattr(sending, "look_up", lambda *_: (ipaddress.ip_address("10.1.2.3"),))
    with pytest.raises(UsageError, match="is at a private, local or reserved address"):
        sent(url="https://pay.acme-payments.com/hooks")


def test_a_name_that_takes_for_ever_ends_with_the_time_limit(sent, monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(20) and [])
    try:
        with pytest.raises(UsageError, match="does not resolve from here"):
            sent(url="https://pay.acme-payments.com/hooks", timeout=0.2)
        assert not over.is_set()
    finally:
        over.set()


def test_a_secret_that_no_header_can_hold_is_a_usage_error_and_not_a_silent_receiver(monkeypatch):
    def open_wire(_options, clock, closing):
        return Wire(clock=clock, user_agent="golive/test", transport=httpx.MockTransport(lambda _: pytest.fail("sent")))

    monkeypatch.setattr(sending, "open_wire", open_wire)
    given = {"url": URL, "provider": "octopuscards", "secret": EnvReference(env="S")}
    with pytest.raises(UsageError, match=r"header X-OCTOPUS-WEBHOOK-TOKEN .*; nothing was sent$") as caught:
        send(ProbeOptions(**given), b"{}", environ={"S": "sécret-0123456789"}, clock=SystemClock())
    assert "0123456789" not in str(caught.value)
