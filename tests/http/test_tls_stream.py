"""TLS in memory, between two machines that exchange bytes without a socket."""

from __future__ import annotations

import ssl
from pathlib import Path

import httpcore
import pytest

from golive.http.errors import ConnectionLost, TimedOut, Untrusted
from golive.http.pace import Pace
from golive.http.tls import make_context
from golive.http.tls_stream import TlsStream, _reason
from support.loopback import HOST, Authority


class Peer(httpcore.NetworkStream):
    """The other side: a TLS server that lives in the stream below."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.machine = context.wrap_bio(self.incoming, self.outgoing, server_side=True)
        self.shaken = False
        self.deaf = False
        self.tail = b""
        self.closed = False

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self.deaf:
            raise httpcore.WriteError("gone")
        self.incoming.write(buffer)
        if not self.shaken:
            try:
                self.machine.do_handshake()
            except ssl.SSLWantReadError:
                return
            except ssl.SSLError:
                self.deaf = True
                return
            self.shaken = True

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.outgoing.read(max_bytes) or self.tail

    def close(self) -> None:
        self.closed = True

    def get_extra_info(self, info: str) -> object:
        return f"{info} below"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


def shake(authority: Authority, peer: Peer, host: str = HOST) -> TlsStream:
    return TlsStream.over(peer, make_context(authority.bundle), host, 5, Pace())


def test_bytes_go_both_ways(authority: Authority) -> None:
    peer = Peer(authority.context())
    stream = shake(authority, peer)
    stream.write(b"question")
    assert peer.machine.read(100) == b"question"
    peer.machine.write(b"answer")
    assert stream.get_extra_info("is_readable") is not False
    assert stream.read(100) == b"answer"
    assert stream.get_extra_info("ssl_object").version() == "TLSv1.3"
    assert stream.get_extra_info("server_addr") == "server_addr below"


def test_a_proper_end_is_an_end_and_any_other_is_a_loss(authority: Authority) -> None:
    peer = Peer(authority.context())
    stream = shake(authority, peer)
    with pytest.raises(ssl.SSLWantReadError):
        peer.machine.unwrap()
    assert stream.read(100) == b""
    cut = shake(authority, Peer(authority.context()))
    with pytest.raises(ConnectionLost, match="without ending the TLS session") as caught:
        cut.read(100)
    assert caught.value.__context__ is None


def test_garbage_inside_a_session_is_a_loss(authority: Authority) -> None:
    peer = Peer(authority.context())
    stream = shake(authority, peer)
    peer.tail = b"\x17\x03\x03\x00\x05abcde"
    with pytest.raises(ConnectionLost):
        stream.read(100)


def test_a_handshake_with_garbage_is_untrusted_even_if_the_other_side_is_gone(authority: Authority) -> None:
    for garbage, said in (
        (b"\x15\x03\x03\x00\x02\x02\x28", f"the TLS handshake with {HOST} failed"),
        (b"\x15\x03\x03\x00\x02\x02\x46", f"{HOST} offers no TLS version from 1.2 on"),
        (b"HTTP/1.1 400 Bad Request\r\n", f"{HOST} does not answer with TLS on this port"),
    ):
        peer = Peer(authority.context())
        peer.read = lambda *_, garbage=garbage: garbage
        with pytest.raises(Untrusted) as caught:
            shake(authority, peer)
        assert said in str(caught.value)
        assert caught.value.__context__ is None
        assert peer.closed


def test_a_wrong_name_is_told_even_if_the_goodbye_does_not_arrive(authority: Authority) -> None:
    peer = Peer(authority.context("other.example"))
    write, sent = peer.write, []

    def once(buffer: bytes, timeout: float | None = None) -> None:
        sent.append(buffer)
        if len(sent) > 1:
            raise httpcore.WriteError("gone")
        write(buffer)

    peer.write = once
    with pytest.raises(Untrusted, match="is for another name"):
        shake(authority, peer)
    assert len(sent) == 2


def test_a_deadline_in_the_handshake_closes_the_connection(authority: Authority) -> None:
    def late(*_: object) -> bytes:
        raise TimedOut("late")

    peer = Peer(authority.context())
    peer.read = late
    with pytest.raises(TimedOut):
        shake(authority, peer)
    assert peer.closed


@pytest.mark.parametrize(
    ("code", "message", "said"),
    [
        (10, "", "has expired"),
        (9, "", "is not valid yet"),
        (18, "", "is self-signed"),
        (19, "", "comes from an issuer that this machine does not know (a self-signed one)"),
        (20, "", "comes from an issuer that this machine does not know"),
        (62, "", "is for another name"),
        (99, "odd\x1b thing", "is not trusted by this machine (odd\\x1b thing)"),
        (None, "", "is not trusted by this machine (the system's check failed)"),
    ],
)
def test_every_reason_is_put_into_words(code: int | None, message: str, said: str) -> None:
    error = ssl.SSLCertVerificationError(1, "x")
    if code is not None:
        error.verify_code = code
    error.verify_message = message
    assert _reason(error) == said


def test_the_bundle_file_is_read_as_given(authority: Authority, tmp_path: Path) -> None:
    spaced = tmp_path / "my ca.pem"
    spaced.write_bytes(authority.bundle.read_bytes())
    assert len(make_context(spaced).get_ca_certs()) == 1
