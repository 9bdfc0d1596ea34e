"""Whatever a server does, a request ends in time, in little memory, and in one clause that says what happened."""

from __future__ import annotations

import gzip
import itertools
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from golive.clock import Deadline, SystemClock
from golive.http.errors import (
    ConnectionFailed,
    ConnectionLost,
    ExchangeFailed,
    Refused,
    TimedOut,
    TooLarge,
    UnreadableAnswer,
)
from golive.http.journal import Journal
from golive.http.limits import Limits
from golive.http.routes import ConnectTo
from golive.http.session import Session
from golive.http.wire import Wire
from golive.redact import Redactor
from support.loopback import HOST, Authority, Conversation, Loopback

if TYPE_CHECKING:
    from golive.http.answer import Answer

pytestmark = pytest.mark.sockets

PATIENCE = 15.0
"""Seconds in which everything here has to be over, on a busy machine."""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


def session(
    authority: Authority, server: Loopback, limits: Limits | None = None, deadline: float = 30.0
) -> tuple[Session, Journal, Wire]:
    clock = SystemClock()
    wire = Wire(
        clock=clock,
        user_agent="golive/test",
        connect_to=[ConnectTo(HOST, 443, "127.0.0.1", server.port)],
        ca_bundle=authority.bundle,
    )
    journal = Journal()
    made = Session(
        wire=wire,
        host=HOST,
        login_paths=frozenset({"/oauth/token"}),
        deadline=Deadline(clock, deadline),
        journal=journal,
        redactor=Redactor(),
        clock=clock,
        run_id="run1",
        limits=limits,
    )
    return made, journal, wire


def ask(authority: Authority, handler: Callable[[Conversation], None], **options: object) -> Answer:
    with authority.serve(handler) as server:
        made, _, wire = session(authority, server, **options)
        try:
            return made.get("/v1/balances")
        finally:
            wire.close()


def failure(authority: Authority, handler: Callable[[Conversation], None], **options: object) -> ExchangeFailed:
    started = time.monotonic()
    with pytest.raises(ExchangeFailed) as caught:
        ask(authority, handler, **options)
    assert time.monotonic() - started < PATIENCE
    assert caught.value.__context__ is None, "an exception of a library hangs on ours"
    assert HOST in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value


def fail_to_get(wire: Wire, url: str) -> None:
    with pytest.raises(ExchangeFailed):
        wire.send("GET", url)


SHORT = Limits(connect=5, read=0.4, total=0.8)


def test_an_answer_arrives_over_verified_tls(authority: Authority) -> None:
    answer = ask(authority, lambda talk: talk.answer(b'{"data": [{"available": 12.50}]}'))
    assert answer.status == 200
    assert str(answer.json()["data"][0]["available"]) == "12.50"
    assert answer.exchange.url == f"https://{HOST}/v1/balances"


def test_a_first_byte_that_never_comes_is_a_read_timeout(authority: Authority) -> None:
    error = failure(authority, lambda talk: talk.stopped.wait(PATIENCE), limits=SHORT)
    assert isinstance(error, TimedOut)
    assert str(error) == f"{HOST} sent nothing for 0.4 s"


def drip(talk: Conversation, pieces: Iterator[bytes]) -> None:
    for piece in pieces:
        if talk.stopped.wait(0.05):
            return
        talk.send(piece)


def test_headers_that_drip_end_with_the_total_deadline(authority: Authority) -> None:
    def handler(talk: Conversation) -> None:
        drip(talk, itertools.chain([b"HTTP/1.1 200 OK\r\nX-Drip: "], itertools.repeat(b"a")))

    error = failure(authority, handler, limits=SHORT)
    assert isinstance(error, TimedOut)
    assert str(error) == f"{HOST} did not finish its answer within 0.8 s"


def test_a_body_that_drips_ends_with_the_total_deadline(authority: Authority) -> None:
    def handler(talk: Conversation) -> None:
        drip(talk, itertools.chain([b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"], itertools.repeat(b" ")))

    assert str(failure(authority, handler, limits=SHORT)) == f"{HOST} did not finish its answer within 0.8 s"


def test_interim_answers_without_end_do_not_hold_a_request_up(authority: Authority) -> None:
    def handler(talk: Conversation) -> None:
        drip(talk, itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n"))

    assert isinstance(failure(authority, handler, limits=SHORT), TimedOut)


def test_the_end_of_the_run_comes_before_the_end_of_a_request(authority: Authority) -> None:
    error = failure(authority, lambda talk: talk.stopped.wait(PATIENCE), deadline=0.5)
    assert str(error) == f"the time for this run was over before {HOST} finished its answer"


def test_a_tls_handshake_that_never_answers_times_out(authority: Authority) -> None:
    with Loopback(Conversation.answer, None) as server:  # waits for a request and says nothing
        made, _, wire = session(authority, server, Limits(connect=0.4, total=2))
        with pytest.raises(TimedOut, match=r"sent nothing for 0\.4 s"):
            made.get("/v1/balances")
        wire.close()


def test_a_reset_before_the_answer_is_tried_once_more(authority: Authority) -> None:
    def handler(talk: Conversation) -> None:
        if len(talk.server.requests) == 1:
            talk.reset()
        else:
            talk.answer()

    answer = ask(authority, handler)
    assert answer.status == 200
    assert answer.exchange.attempts == 2


def test_resets_without_end_are_a_lost_connection(authority: Authority) -> None:
    error = failure(authority, Conversation.reset)
    assert isinstance(error, ConnectionLost)
    assert error.exchange is not None
    assert error.exchange.attempts == 2
    assert error.exchange.status is None


def test_a_connection_closed_without_an_answer_is_a_lost_connection(authority: Authority) -> None:
    def handler(talk: Conversation) -> None:
        talk.sock.unwrap()

    assert str(failure(authority, handler)) == f"{HOST} closed the connection without an answer"


def test_a_body_shorter_than_announced_is_noticed(authority: Authority) -> None:
    def handler(talk: Conversation) -> None:
        talk.send(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"data": []}')
        talk.sock.unwrap()

    error = failure(authority, handler)
    assert str(error) == f"{HOST} closed the connection before its answer was complete"
    assert error.exchange is not None
    assert error.exchange.attempts == 1, "an answer that had begun is not asked for again"


def test_a_body_without_length_cut_off_in_between_is_noticed(authority: Authority) -> None:
    def handler(talk: Conversation) -> None:
        talk.send(b'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"data": []}')
        talk.sock.close()  # no end of the TLS session

    assert isinstance(failure(authority, handler), ConnectionLost)


def test_a_body_that_ends_with_the_tls_session_is_complete(authority: Authority) -> None:
    def handler(talk: Conversation) -> None:
        talk.send(b'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{"data": []}')
        talk.sock.unwrap()

    assert ask(authority, handler).json() == {"data": []}


@pytest.mark.parametrize(
    "garbage",
    [
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n\r\n", id="another protocol"),
        pytest.param(b"\x00" * 500, id="zeros"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 200_000, id="an endless header"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", id="a negative length"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", id="two lengths"),
        pytest.param(b"HTTP/1.1 200 OK\r\nBad Header\r\n\r\n", id="no header"),
    ],
)
def test_something_that_is_not_http_is_unreadable(authority: Authority, garbage: bytes) -> None:
    def handler(talk: Conversation) -> None:
        talk.send(garbage)
        talk.stopped.wait(PATIENCE)

    error = failure(authority, handler, limits=Limits(read=2, total=5))
    assert isinstance(error, UnreadableAnswer)
    assert str(error) == f"{HOST} answered with something that is not HTTP"


def test_a_broken_chunk_is_unreadable(authority: Authority) -> None:
    def handler(talk: Conversation) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
        talk.stopped.wait(PATIENCE)

    error = failure(authority, handler, limits=Limits(read=2, total=5))
    assert isinstance(error, UnreadableAnswer)


def memory_of(action: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_gibibyte_is_stopped_at_the_limit_in_little_memory(authority: Authority) -> None:
    sent: list[int] = []

    def handler(talk: Conversation) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        piece = b"10000\r\n" + b" " * 65536 + b"\r\n"
        for _ in range(1024 * 16):
            talk.send(piece)
            sent.append(65536)

    errors: list[ExchangeFailed] = []
    peak = memory_of(lambda: errors.append(failure(authority, handler)))
    assert isinstance(errors[0], TooLarge)
    assert str(errors[0]) == f"{HOST} sent more than 4 MiB, which is more than golive reads"
    assert peak < 40 * 1024 * 1024
    assert sum(sent) < 200 * 1024 * 1024


def test_an_announced_gibibyte_is_not_even_begun(authority: Authority) -> None:
    def handler(talk: Conversation) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n")
        talk.stopped.wait(PATIENCE)

    error = failure(authority, handler)
    assert str(error) == f"{HOST} is sending more than 4 MiB, which is more than golive reads"


def test_a_gzip_bomb_is_stopped_at_the_limit_in_little_memory(authority: Authority) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b"\0" * 1024 * 1024) for _ in range(256)) + packer.flush()
    errors: list[ExchangeFailed] = []
    peak = memory_of(
        lambda: errors.append(failure(authority, lambda talk: talk.answer(bomb, headers="Content-Encoding: gzip\r\n")))
    )
    assert isinstance(errors[0], TooLarge)
    assert "unpacks to more than 8 MiB" in str(errors[0])
    assert peak < 80 * 1024 * 1024


def test_a_packed_answer_is_unpacked(authority: Authority) -> None:
    answer = ask(
        authority, lambda talk: talk.answer(gzip.compress(b'{"data": []}'), headers="Content-Encoding: gzip\r\n")
    )
    assert answer.json() == {"data": []}
    assert answer.exchange.bytes == len(gzip.compress(b'{"data": []}'))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"[" * 100_000 + b"]" * 100_000, "nested more than 100 levels deep"),
        (b'{"data": [', "broken at line 1"),
        (b'{"a": NaN}', "holds NaN"),
        (b"<!DOCTYPE html><p>Maintenance", "with an HTML page instead of JSON"),
    ],
)
def test_a_hostile_body_is_unreadable_json(authority: Authority, body: bytes, said: str) -> None:
    answer = ask(authority, lambda talk: talk.answer(body))
    with pytest.raises(UnreadableAnswer) as caught:
        answer.json()
    assert said in str(caught.value)


def test_a_closed_port_is_a_refused_connection(authority: Authority) -> None:
    with authority.serve(Conversation.answer) as server:
        made, _, wire = session(authority, server)
    with pytest.raises(Refused, match=r"\(played from 127\.0\.0\.1\) refused the connection"):
        made.get("/v1/balances")
    wire.close()


def test_a_name_that_does_not_resolve_is_said(authority: Authority) -> None:
    wire = Wire(clock=SystemClock(), user_agent="golive/test")
    with pytest.raises(ConnectionFailed, match="does not resolve"):
        wire.send("GET", "https://nobody.invalid/")
    wire.close()


def test_twenty_threads_do_not_wait_for_each_other(authority: Authority) -> None:
    together = threading.Barrier(20)

    def handler(talk: Conversation) -> None:
        together.wait(PATIENCE)  # nobody is answered before all have asked
        talk.answer()

    with authority.serve(handler) as server:
        made, journal, wire = session(authority, server, Limits(read=PATIENCE, total=2 * PATIENCE, connect=PATIENCE))
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda number: made.get(f"/v1/things/{number}"), range(20)))
        wire.close()
    assert {answer.status for answer in answers} == {200}
    assert len(journal.exchanges()) == 20


def test_a_slow_handshake_does_not_hold_up_another_host(authority: Authority) -> None:
    with Loopback(Conversation.answer, None) as silent, authority.serve(Conversation.answer) as server:
        wire = Wire(
            clock=SystemClock(),
            user_agent="golive/test",
            connect_to=[
                ConnectTo("slow.example", None, "127.0.0.1", silent.port),
                ConnectTo(HOST, None, "127.0.0.1", server.port),
            ],
            ca_bundle=authority.bundle,
        )
        slow = threading.Thread(target=fail_to_get, args=(wire, "https://slow.example/"))
        slow.start()
        while not silent.connections:
            time.sleep(0.01)
        assert wire.send("GET", f"https://{HOST}/").status == 200
        assert slow.is_alive(), "the slow handshake was over too early to prove anything"
        wire.close()
        slow.join(PATIENCE)
        assert not slow.is_alive()


def test_a_kept_connection_that_the_server_closed_is_replaced(authority: Authority) -> None:
    def handler(talk: Conversation) -> None:
        talk.answer()
        if len(talk.server.requests) == 2:
            talk.sock.unwrap()

    with authority.serve(handler) as server:
        made, journal, wire = session(authority, server)
        for number in range(4):
            assert made.get(f"/v1/things/{number}").status == 200
            time.sleep(0.2)  # so that the end of the session has arrived
        wire.close()
        assert server.connections == 2
    assert [one.attempts for one in journal.exchanges()] == [1, 1, 1, 1]


def test_a_login_is_not_sent_twice_when_the_connection_is_lost(authority: Authority) -> None:
    with authority.serve(Conversation.reset) as server:
        made, _, wire = session(authority, server)
        with pytest.raises(ConnectionLost):
            made.login("/oauth/token", body=b"grant_type=client_credentials", content_type="text/plain")
        wire.close()
        assert len(server.requests) == 1


def test_an_upload_that_nobody_reads_times_out(authority: Authority) -> None:
    class Deaf(Loopback):
        def _converse(self, sock: ssl.SSLSocket) -> None:
            self.stopped.wait(PATIENCE)

    with Deaf(Conversation.answer, authority.context()) as server:
        _, _, wire = session(authority, server)
        with pytest.raises(TimedOut, match=r"took nothing for 0\.5 s"):
            wire.send("POST", f"https://{HOST}/", body=b"x" * 50_000_000, limits=Limits(read=0.5, total=10))
        wire.close()


def test_closing_wakes_a_request_that_waits(authority: Authority, tmp_path: Path) -> None:
    arrived = threading.Event()

    def handler(talk: Conversation) -> None:
        arrived.set()
        talk.stopped.wait(PATIENCE)

    with authority.serve(handler) as server:
        _, _, wire = session(authority, server)
        waiting = threading.Thread(target=fail_to_get, args=(wire, f"https://{HOST}/"))
        started = time.monotonic()
        waiting.start()
        arrived.wait(PATIENCE)
        wire.close()
        waiting.join(PATIENCE)
        assert time.monotonic() - started < 8, "it waited for its read timeout"
