"""Whatever a receiver does, its probe ends in time, in little memory, at the profile's URL, and with a sentence."""

from __future__ import annotations

import contextlib
import itertools
import re
import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from golive.clock import Deadline, SystemClock
from golive.errors import Unverified
from golive.finding import seen
from golive.http.journal import Exchange, Journal
from golive.http.routes import ConnectTo
from golive.http.wire import Wire
from golive.once import Once
from golive.profile.loader import load_profile
from golive.providers.anton import PROVIDER as ANTON
from golive.providers.octopuscards.signature import DELIVERIES as OCTOPUS
from golive.receiver.observation import FORGED, Observations
from golive.receiver.reach import Receivers
from golive.receiver.target import Target
from golive.redact import Redactor
from golive.registry import Catalogue, built_in, catalogue
from golive.reporters import json as json_report
from golive.reporters import text as text_report
from golive.reporters.formats import Style
from golive.run import Options, judge
from support.canary import leaks
from support.context import make_context
from support.loopback import Authority, Conversation, Loopback

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding
    from golive.provider import Provider

pytestmark = pytest.mark.sockets

HOST = "pay.example.com"
ELSEWHERE = "elsewhere.example.com"
URL = f"https://{HOST}/hooks/anton?shop=7"
SECRET = "whsec_" + "9b1f0c6d2e7a4835" * 4
LIMIT = 1.0
"""Seconds that a receiver has in these tests, instead of the provider's thirty."""
PER_CHECK = 5.0
PATIENCE = 15.0
"""Seconds in which everything here has to be over, on a busy machine."""
MEBIBYTE = 1024 * 1024
PROFILE = f"""\
version: 1
provider: anton
environments:
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    webhooks:
      - url: {URL}
        secret: {{env: SECRET}}
        probe: true
  sandbox:
    kind: sandbox
    base_url: https://api.antonpayments.dev
    webhooks:
      - url: https://{ELSEWHERE}/hooks
        secret: {{env: SECRET}}
        probe: true
"""
CHECKS = ("receiver.*",)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@dataclass(frozen=True)
class Probed:
    observed: Observations
    exchanges: tuple[Exchange, ...]
    seconds: float

    @property
    def error(self) -> str:
        """What is said of the first delivery, which must be one clause about the host and nothing else."""
        error = self.observed.outcomes[0].error
        assert error is not None
        assert HOST in error
        assert not re.search(r"[\n.]$|Error|Traceback|0x", error)
        return error


def provider(deliveries=ANTON.deliveries, limit: float = LIMIT) -> Provider:
    return replace(ANTON, deliveries=replace(deliveries, deadline=limit))


def probe(authority: Authority, port: int, folder: Path, of: Provider | None = None, **options) -> Probed:
    """Probe the receiver behind a port of this machine; every other host leads to a closed one."""
    clock, journal = SystemClock(), Journal()
    routes = (ConnectTo(HOST, 443, "127.0.0.1", port), *options.pop("routes", ()), ConnectTo("", None, "127.0.0.1", 1))
    wire = Wire(clock=clock, user_agent="golive/test", connect_to=routes, ca_bundle=authority.bundle)
    settings = {"offline": False, "tokens": False, "per_check": PER_CHECK} | options
    receivers = Receivers(
        provider=of or provider(),
        wire=Once(lambda: wire),
        clock=clock,
        deadline=Deadline(clock, 30.0),
        journal=journal,
        redactor=Redactor(),
        resolve_host=lambda host: pytest.fail(f"{host} was looked up"),
        routes=routes,
        ca_bundle=authority.bundle,
        proxy=None,
        run_id="19a2b",
        **settings,
    )
    view = make_context(folder, PROFILE, environ={"SECRET": SECRET}).environment
    began = time.monotonic()
    try:
        observed = receivers.deliver(view.webhooks()[0])
    finally:
        wire.close()
    return Probed(observed, journal.exchanges(), time.monotonic() - began)


def attack(authority: Authority, folder: Path, handler: Callable[[Conversation], None], **options) -> Probed:
    with authority.serve(handler, HOST) as server:
        probed = probe(authority, server.port, folder, **options)
        heads = [request.split(b"\r\n", 1)[0] for request in server.requests]
    assert set(heads) <= {b"POST /hooks/anton?shop=7 HTTP/1.1"}
    assert probed.seconds < PATIENCE
    assert len(probed.exchanges) == probed.observed.count
    return probed


def drip(talk: Conversation, pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        talk.send(piece)
        if talk.stopped.wait(0.05):
            return


def hang(talk: Conversation) -> None:
    talk.stopped.wait(PATIENCE)


def drip_headers(talk: Conversation) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\n")
    drip(talk, (f"X-{number}: 1\r\n".encode() for number in itertools.count()))


def drip_body(talk: Conversation) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")
    drip(talk, itertools.repeat(b"x"))


def drip_chunks(talk: Conversation) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    drip(talk, itertools.repeat(b"1\r\nx\r\n"))


def stay_informational(talk: Conversation) -> None:
    drip(talk, itertools.repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n"))


@pytest.mark.parametrize("handler", [hang, drip_headers, drip_body, drip_chunks, stay_informational])
def test_a_receiver_that_takes_for_ever_times_out_and_is_sent_nothing_else(authority, tmp_path, handler) -> None:
    probed = attack(authority, tmp_path, handler)
    assert probed.error == f"{HOST} did not finish its answer within 1 s"
    assert probed.observed.outcomes[0].timed_out
    assert probed.observed.count == 1
    assert probed.observed.unsent["burst"] == "the receiver did not answer the first delivery"


def test_a_receiver_that_never_shakes_hands_times_out(authority, tmp_path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:  # the system accepts, and nobody answers
        probed = probe(authority, listener.getsockname()[1], tmp_path)
    assert probed.error.startswith(f"{HOST} ")
    assert probed.seconds < PATIENCE


def cut_off(talk: Conversation) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    talk.sock.close()


@pytest.mark.parametrize(
    ("handler", "said"),
    [
        (Conversation.reset, "closed the connection|reset the connection"),
        (lambda talk: talk.sock.close(), "closed the connection"),
        (cut_off, "before its answer was complete"),
        (lambda talk: talk.send(b"\x00\xff\x00 garbage\r\n\r\n" * 5), "not HTTP"),
        (lambda talk: talk.send(b"SSH-2.0-OpenSSH\r\n\r\n"), "not HTTP"),
        (lambda talk: talk.send(b"HTTP/1.1 999999 What\r\n\r\n"), "not HTTP"),
        (lambda talk: talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"), "not HTTP"),
        (lambda talk: talk.send(b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 2 * MEBIBYTE), "not HTTP|reset|closed"),
    ],
)
def test_a_receiver_that_breaks_off_or_talks_nonsense_is_one_sentence(authority, tmp_path, handler, said) -> None:
    probed = attack(authority, tmp_path, handler)
    assert re.search(said, probed.error)
    assert probed.observed.count == 1
    assert not probed.observed.outcomes[0].timed_out


def flood(talk: Conversation) -> None:
    talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
    for _ in range(16384):
        talk.send(b"x" * 65536)


def test_a_gibibyte_is_not_read_and_the_status_counts(authority, tmp_path) -> None:
    tracemalloc.start()
    try:
        probed = attack(authority, tmp_path, flood, per_check=20.0, of=provider(limit=10.0))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert probed.observed.outcome("correct").status == 200
    assert probed.observed.count == 26
    assert all(one.bytes < MEBIBYTE for one in probed.exchanges)
    assert peak < 16 * MEBIBYTE


def test_an_answer_that_ends_with_the_connection_counts_though_nobody_ended_tls(authority, tmp_path) -> None:
    """As Python's own server does, and others: the body has no length, and the connection is just closed."""

    def curt(talk: Conversation) -> None:
        talk.send(b"HTTP/1.0 200 OK\r\n\r\nok")
        talk.sock.close()

    probed = attack(authority, tmp_path, curt)
    assert probed.observed.outcome("correct").status == 200
    assert probed.observed.outcome("correct").reply == "ok"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_reported_and_the_other_host_never_contacted(authority, tmp_path, status) -> None:
    with authority.serve(lambda talk: talk.answer(), ELSEWHERE) as elsewhere:
        location = f"Location: https://{ELSEWHERE}/hooks/anton\r\n"
        probed = attack(
            authority,
            tmp_path,
            lambda talk: talk.answer(status=status, headers=location),
            routes=(ConnectTo(ELSEWHERE, 443, "127.0.0.1", elsewhere.port),),
        )
        assert elsewhere.connections == 0
    assert probed.observed.outcome("correct").redirect == f"https://{ELSEWHERE}"
    assert probed.observed.count == 1


def test_429_is_obeyed_at_once(authority, tmp_path) -> None:
    probed = attack(authority, tmp_path, lambda talk: talk.answer(status=429, headers="Retry-After: 1\r\n"))
    assert probed.observed.count == 1
    assert probed.exchanges[0].retry_after == 1.0


def name_of(talk: Conversation) -> str:
    match = re.search(rb'"id"\s*:\s*"golive_[0-9a-z]+_([a-z0-9-]+)"', talk.request)
    assert match is not None
    return match[1].decode()


def test_a_receiver_that_hangs_later_ends_with_the_checks_time(authority, tmp_path) -> None:
    def later(talk: Conversation) -> None:
        talk.answer() if name_of(talk) in {"correct", "missing-signature"} else hang(talk)

    probed = attack(authority, tmp_path, later, per_check=4.0)
    assert probed.observed.outcome("empty-signature").timed_out
    assert probed.observed.unsent["burst"] == "the time for test deliveries was over"


def test_a_burst_that_hangs_ends_in_time_and_every_one_of_it_is_told(authority, tmp_path) -> None:
    def tired(talk: Conversation) -> None:
        hang(talk) if name_of(talk).startswith("burst-") else talk.answer()

    probed = attack(authority, tmp_path, tired, per_check=PATIENCE)
    assert [one.timed_out for one in probed.observed.burst] == [True] * 10


def test_an_untrusted_receiver_is_sent_nothing(authority, tmp_path) -> None:
    other = Authority(tmp_path)
    with other.serve(lambda talk: talk.answer(), HOST) as server:
        probed = probe(authority, server.port, tmp_path)
        assert server.requests == []
    assert "issuer that this machine does not know" in probed.error


def test_every_delivery_has_a_connection_of_its_own_and_an_empty_signature_arrives(authority, tmp_path) -> None:
    with authority.serve(lambda talk: talk.answer(), HOST) as server:
        probe(authority, server.port, tmp_path, provider(OCTOPUS), tokens=True)
        assert server.connections == len(server.requests) == 27
        empty = next(one for one in server.requests if b"_empty-signature" in one)
    assert b"\r\nX-Signature:" in empty
    assert re.search(rb"\r\nX-Signature: *\r\n", empty)


def test_the_token_goes_nowhere_without_permission(authority, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(Target, "on_this_machine", False)
    with authority.serve(lambda talk: talk.answer(), HOST) as server:
        probed = probe(authority, server.port, tmp_path, provider(OCTOPUS))
        received = b"".join(server.requests)
    assert probed.observed.withheld
    assert probed.observed.count == 26
    assert "--trust" in probed.observed.unsent["token-without-signature"]
    assert leaks(received, {"secret": SECRET}) == []


def test_a_receiver_that_refuses_without_the_token_learns_it_from_no_later_delivery(
    authority, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(Target, "on_this_machine", False)
    with authority.serve(lambda talk: talk.answer(status=401), HOST) as server:
        probe(authority, server.port, tmp_path, provider(OCTOPUS))
        assert leaks(b"".join(server.requests), {"secret": SECRET}) == []


@contextlib.contextmanager
def judged(
    authority: Authority, folder: Path, server: Loopback, profile: str = PROFILE, find_checks=catalogue, **options
):
    """Judge a profile with all checks of receivers, everything else led to a closed port."""
    path = folder / "golive.yaml"
    path.write_text(profile, encoding="utf-8")
    routes = (
        ConnectTo(HOST, 443, "127.0.0.1", server.port),
        ConnectTo(ELSEWHERE, 443, "127.0.0.1", server.port),
        ConnectTo("", None, "127.0.0.1", 1),
    )
    settings = {"only": CHECKS, "connect_to": routes, "ca_bundle": authority.bundle, "per_check": PATIENCE} | options
    redactor = Redactor()
    yield judge(
        load_profile(path),
        Options(environment="prod", **settings),
        environ={"SECRET": SECRET},
        clock=SystemClock(),
        redactor=redactor,
        find_checks=find_checks,
    )


@pytest.mark.parametrize(
    ("profile", "options"),
    [
        (PROFILE.replace("probe: true", "probe: false"), {}),
        (PROFILE, {"offline": True}),
        (PROFILE, {"trusted": True, "offline": True}),
    ],
)
def test_without_probing_and_offline_nothing_at_all_is_sent(authority, tmp_path, profile, options) -> None:
    with authority.serve(lambda talk: talk.answer(), HOST, ELSEWHERE) as server:
        with judged(authority, tmp_path, server, profile, **options) as report:
            receiver = [one for one in report.results if one.id.startswith("receiver.")]
            assert {one.status.value for one in receiver} == {"unknown"}
            assert report.exchanges == ()
        assert server.connections == 0


def test_a_run_sends_to_the_judged_environment_only(authority, tmp_path) -> None:
    with authority.serve(lambda talk: talk.answer(), HOST, ELSEWHERE) as server:
        with judged(authority, tmp_path, server) as report:
            deliveries = [one for one in report.exchanges if one.delivery not in {None, "plain-http"}]
        assert len(deliveries) == len(server.requests) == 26
    assert {one.url for one in deliveries} == {URL}
    assert ELSEWHERE.encode() not in b"".join(server.requests)


def test_no_check_can_have_the_receivers_of_another_environment_probed(authority, tmp_path) -> None:
    def greedy(ctx: Context) -> Iterator[Finding]:
        other = ctx.environments["sandbox"].webhooks()[0]
        for ask in (ctx.deliver, ctx.inspect_tls):
            with pytest.raises(Unverified, match="receivers of sandbox: prod is judged"):
                ask(other)
        yield seen("both were refused")

    check = replace(built_in().check("receiver.promptness"), run=greedy)
    known = Catalogue(checks=(check,), origins={check.id: "golive"}, planned=())
    with authority.serve(lambda talk: talk.answer(), HOST, ELSEWHERE) as server:
        with judged(authority, tmp_path, server, find_checks=lambda *_, **__: known) as report:
            assert next(one.status.value for one in report.results if one.id == check.id) == "pass"
        assert server.connections == 0


def test_the_webhook_secret_is_in_no_output_whatever_the_receiver_echoes(authority, tmp_path) -> None:
    def echo(talk: Conversation) -> None:
        headers = f"X-Echo: {SECRET}\r\nLocation: https://{SECRET}.example.com/{SECRET}\r\n"
        body = f"duplicate {SECRET} \x1b[2J{SECRET[:40]} {SECRET.encode().hex()}".encode()
        talk.answer(body, status=200 if name_of(talk) == "correct" else 302, headers=headers)

    with (
        authority.serve(echo, HOST, ELSEWHERE) as server,
        judged(authority, tmp_path, server) as report,
    ):
        texts = [render([report], Style(width=120, verbosity=2)) for render in (json_report.render, text_report.render)]
        everything = "".join(texts) + repr(report)
    assert "https://***" in everything
    assert leaks(everything, {"secret": SECRET}) == []
    assert FORGED[0] in everything
