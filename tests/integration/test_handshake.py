"""A look at the TLS of real servers on loopback: what is sound, what is not, and what never comes about."""

from __future__ import annotations

import socket
import ssl
import time
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from golive.clock import Deadline, SystemClock
from golive.http.errors import ConnectionLost, NotAllowed, Refused, TimedOut, UnreadableAnswer, Untrusted
from golive.http.handshake import shake_hands
from golive.http.proxy import ProxySettings
from golive.http.routes import ConnectTo
from support.loopback import HOST, Authority, Conversation, Loopback
from support.played_proxy import Proxy
from support.self_signed import self_signed

pytestmark = pytest.mark.sockets

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


def silent(_talk: Conversation) -> None:
    raise AssertionError("golive sent a request")


def shake(bundle: Path | None, server: Loopback | None, *, host: str = HOST, seconds: float = 30.0, proxy=None):
    clock = SystemClock()
    return shake_hands(
        host,
        443,
        routes=[ConnectTo(host, 443, "127.0.0.1", server.port)] if server else [],
        ca_bundle=bundle,
        proxy=proxy,
        clock=clock,
        deadline=Deadline(clock, seconds),
    )


def look(bundle: Path | None, context: ssl.SSLContext):
    """Look at a server with that context, and see that nothing was sent to it."""
    with Loopback(silent, context) as server:
        seen = shake(bundle, server)
    assert server.requests == []
    assert seen.plain is None
    return seen


def test_a_sound_server_shows_version_issuer_names_and_expiry(authority):
    end = datetime(2099, 3, 1, 12, 30, tzinfo=UTC)
    seen = look(authority.bundle, authority.context(HOST, "www.provider.example", "127.0.0.1", not_after=end))
    assert (seen.host, seen.port, seen.problem) == (HOST, 443, None)
    assert seen.version == "TLSv1.3"
    assert seen.names == (HOST, "www.provider.example", "127.0.0.1")
    assert seen.issuer.startswith("trustme v")
    assert seen.expires_at == end
    assert seen.expires_at.tzinfo is not None


def test_tls_1_2_alone_is_sound_and_named(authority):
    context = authority.context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    assert look(authority.bundle, context).version == "TLSv1.2"


def test_a_certificate_that_expires_soon_is_sound_and_says_when(authority):
    end = datetime.now(UTC).replace(microsecond=0) + timedelta(days=10)
    seen = look(authority.bundle, authority.context(not_after=end))
    assert (seen.problem, seen.expires_at) == (None, end)


def test_an_expired_certificate_is_a_problem_with_its_date(authority):
    end = LONG_AGO + timedelta(days=90)
    seen = look(authority.bundle, authority.context(not_before=LONG_AGO, not_after=end))
    assert seen.problem == f"the certificate of {HOST} has expired"
    assert (seen.expires_at, seen.names, seen.version) == (end, (HOST,), None)


def test_a_certificate_of_the_future_is_a_problem(authority):
    start = datetime.now(UTC) + timedelta(days=2)
    seen = look(authority.bundle, authority.context(not_before=start, not_after=start + timedelta(days=2)))
    assert seen.problem == f"the certificate of {HOST} is not valid yet"


def test_a_certificate_for_another_name_is_a_problem_with_its_names(authority):
    seen = look(authority.bundle, authority.context("shop.example", f"{HOST}.evil.example"))
    assert seen.problem == f"the certificate of {HOST} is for another name"
    assert seen.names == ("shop.example", f"{HOST}.evil.example")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("*.provider.example", None),
        ("*.example", "is for another name"),
        ("*.api.provider.example", "is for another name"),
        ("provider.example", "is for another name"),
        ("127.0.0.1", "is for another name"),
    ],
)
def test_an_asterisk_stands_for_one_label(authority, name, problem):
    seen = look(authority.bundle, authority.context(name))
    assert seen.problem == (problem and f"the certificate of {HOST} {problem}")
    assert seen.names == (name,)


@pytest.mark.parametrize("complete", [False, True])
def test_a_chain_without_its_intermediate_certificate_is_a_problem(authority, complete):
    below = authority.ca.create_child_ca()
    certificate = below.issue_cert(HOST)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if complete:
        certificate.configure_cert(context)
    else:
        with certificate.private_key_and_cert_chain_pem.tempfile() as both:
            whole = Path(both).read_bytes()
        end = b"-----END CERTIFICATE-----"
        with trustme.Blob(whole.split(end)[0] + end + b"\n").tempfile() as alone:
            context.load_cert_chain(alone)
    seen = look(authority.bundle, context)
    unknown = f"the certificate of {HOST} comes from an issuer that this machine does not know"
    assert seen.problem == (None if complete else unknown)
    assert seen.names == (HOST,)


def test_a_certificate_of_an_unknown_issuer_is_a_problem(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA(organization_name="Nobody's CA", organization_unit_name="x").issue_cert(HOST).configure_cert(context)
    seen = look(authority.bundle, context)
    assert seen.problem == f"the certificate of {HOST} comes from an issuer that this machine does not know"
    assert seen.issuer == "Nobody's CA"


def test_without_a_bundle_the_system_decides(authority):
    assert "does not know" in look(None, authority.context()).problem


def test_a_self_signed_certificate_is_a_problem(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    self_signed(HOST).configure_cert(context)
    seen = look(authority.bundle, context)
    assert seen.problem == f"the certificate of {HOST} is self-signed"
    assert seen.issuer == "The shop \\x1b[31m (api.provider.example)"


def test_a_server_without_tls_1_2_is_a_problem_and_asked_once(authority):
    context = authority.context()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with Loopback(silent, context) as server:
        seen = shake(authority.bundle, server)
    assert seen.problem == f"{HOST} offers no TLS version from 1.2 on"
    assert (seen.names, seen.expires_at, server.connections) == ((), None, 1)


class Plain(Loopback):
    def _converse(self, sock):
        sock.recv(65536)
        sock.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def test_plain_http_on_the_port_of_tls_is_a_problem(authority):
    with Plain(silent, None) as server:
        assert shake(authority.bundle, server).problem == f"{HOST} does not answer with TLS on this port"


class Hanging(Loopback):
    def _converse(self, sock):
        self.stopped.wait(20)


def test_a_handshake_that_hangs_ends_with_the_deadline(authority):
    with Hanging(silent, None) as server:
        started = time.monotonic()
        with pytest.raises(TimedOut, match="the time for this run was over"):
            shake(authority.bundle, server, seconds=0.3)
        assert time.monotonic() - started < 5


class Dripping(Loopback):
    def _converse(self, sock):
        sock.recv(65536)
        sock.sendall(b"\x16\x03\x03\x40\x00")
        while not self.stopped.wait(0.02):
            sock.sendall(b"\x02")


def test_a_handshake_that_drips_ends_with_the_deadline(authority):
    with Dripping(silent, None) as server:
        started = time.monotonic()
        with pytest.raises(TimedOut):
            shake(authority.bundle, server, seconds=0.5)
        assert time.monotonic() - started < 5


class Resetting(Loopback):
    def _converse(self, sock):
        sock.recv(10)
        Conversation(self, sock, b"").reset()


class Closing(Loopback):
    def _converse(self, sock):
        sock.recv(65536)


@pytest.mark.parametrize("kind", [Resetting, Closing])
def test_a_connection_that_ends_in_the_handshake_is_raised(authority, kind):
    with kind(silent, None) as server, pytest.raises(ConnectionLost) as caught:
        shake(authority.bundle, server)
    assert caught.value.__context__ is None


def test_nobody_there_is_raised(authority):
    with Loopback(silent, None) as server:
        pass
    with pytest.raises(Refused, match="refused the connection"):
        shake(authority.bundle, server)


class Once(Loopback):
    """Shows its certificate to the first who connects, and hangs up on everybody else."""

    def _serve(self, sock):
        if self.connections > 1:
            sock.close()
        else:
            super()._serve(sock)


def test_where_the_second_look_fails_the_problem_stands_without_details(authority):
    with Once(silent, authority.context("shop.example")) as server:
        seen = shake(authority.bundle, server)
    assert seen.problem == f"the certificate of {HOST} is for another name"
    assert (seen.names, seen.issuer, seen.expires_at) == ((), None, None)


@pytest.mark.parametrize("host", ["", "a b.example", "x" * 64 + ".example", ".example", "a..b"])
def test_what_is_no_host_name_is_not_connected_with(authority, host):
    with Loopback(silent, authority.context()) as server:
        with pytest.raises(NotAllowed):
            shake(authority.bundle, server, host=host)
        assert server.requests == []


def test_a_deadline_that_is_over_connects_with_nobody(authority):
    with Loopback(silent, authority.context()) as server:
        with pytest.raises(TimedOut, match="was over before"):
            shake(authority.bundle, server, seconds=0.0)
        assert server.connections == 0


def test_an_address_is_verified_as_an_address(authority):
    with authority.serve(silent, "127.0.0.1") as server:
        assert shake(authority.bundle, server, host="127.0.0.1").names == ("127.0.0.1",)


@pytest.mark.parametrize("secure", [False, True])
def test_a_host_that_the_proxy_covers_is_looked_at_through_a_tunnel(authority, secure):
    context = authority.context("localhost") if secure else None
    with authority.serve(silent) as server, Loopback(Proxy(server), context) as outer:
        scheme = "https" if secure else "http"
        seen = shake(authority.bundle, None, proxy=ProxySettings(f"{scheme}://user:p%40ss@localhost:{outer.port}"))
        assert (seen.problem, seen.names) == (None, (HOST,))
        head = outer.requests[0].decode()
    assert head.startswith(f"CONNECT {HOST}:443 HTTP/1.1\r\nHost: {HOST}:443\r\n")
    assert "Proxy-Authorization: Basic dXNlcjpwQHNz\r\n" in head


def test_a_certificate_behind_a_proxy_is_verified_and_described(authority):
    with authority.serve(silent, "shop.example") as server, Loopback(Proxy(server), None) as outer:
        seen = shake(authority.bundle, None, proxy=ProxySettings(f"http://127.0.0.1:{outer.port}"))
    assert seen.problem == f"the certificate of {HOST} is for another name"
    assert seen.names == ("shop.example",)


def test_an_address_of_six_parts_has_brackets_in_a_tunnel(authority):
    with authority.serve(silent, "2001:db8::7") as server, Loopback(Proxy(server), None) as outer:
        seen = shake(authority.bundle, None, host="2001:db8::7", proxy=ProxySettings(f"http://127.0.0.1:{outer.port}"))
        assert outer.requests[0].startswith(b"CONNECT [2001:db8::7]:443 HTTP/1.1\r\nHost: [2001:db8::7]:443\r\n")
    assert seen.problem is None


def test_a_mapping_and_an_exception_win_over_the_proxy(authority):
    with authority.serve(silent) as server, Loopback(Proxy(server), None) as outer:
        assert shake(authority.bundle, server, proxy=ProxySettings(f"http://127.0.0.1:{outer.port}")).problem is None
        with pytest.raises(Refused, match="localhost refused"):
            shake_hands(
                "localhost",
                1,
                routes=[],
                ca_bundle=authority.bundle,
                proxy=ProxySettings(f"http://127.0.0.1:{outer.port}", ("localhost",)),
                clock=SystemClock(),
                deadline=None,
            )
        assert outer.requests == []


@pytest.mark.parametrize(
    ("status", "error", "said"),
    [
        (b"407 Who are you", Refused, "refused a tunnel to api.provider.example with status 407"),
        (b"abc", UnreadableAnswer, "answered with something that is not HTTP"),
    ],
)
def test_a_proxy_that_gives_no_tunnel_is_named_without_its_password(authority, status, error, said):
    with authority.serve(silent) as server, Loopback(Proxy(server, status), None) as outer:
        with pytest.raises(error, match=said) as caught:
            shake(authority.bundle, None, proxy=ProxySettings(f"http://user:hidden@127.0.0.1:{outer.port}"))
        assert server.connections == 0
    assert str(caught.value).startswith("the proxy 127.0.0.1:")
    assert caught.value.__context__ is None


def test_a_proxy_that_hangs_up_is_named(authority):
    with Closing(silent, None) as outer, pytest.raises(ConnectionLost, match="without an answer"):
        shake(authority.bundle, None, proxy=ProxySettings(f"http://127.0.0.1:{outer.port}"))


def test_a_proxy_that_is_not_there_is_named(authority):
    with Loopback(silent, None) as outer:
        pass
    with pytest.raises(Refused, match=r"the proxy 127\.0\.0\.1 refused the connection"):
        shake(authority.bundle, None, proxy=ProxySettings(f"http://127.0.0.1:{outer.port}"))


def test_what_is_wrong_with_a_proxy_is_not_said_of_the_host(authority):
    with authority.serve(silent) as server, Loopback(Proxy(server), authority.context("other.example")) as outer:
        with pytest.raises(Untrusted, match="the certificate of localhost is for another name"):
            shake(authority.bundle, None, proxy=ProxySettings(f"https://localhost:{outer.port}"))
        assert server.connections == 0


def test_a_proxy_that_drips_ends_with_the_deadline(authority):
    def handler(talk: Conversation) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        while not talk.stopped.wait(0.05):
            talk.send(b"a")

    with Loopback(handler, None) as outer:
        started = time.monotonic()
        with pytest.raises(TimedOut):
            shake(authority.bundle, None, seconds=0.5, proxy=ProxySettings(f"http://127.0.0.1:{outer.port}"))
        assert time.monotonic() - started < 5


def test_a_damaged_bundle_is_no_problem_of_the_host(authority, tmp_path):
    bundle = tmp_path / "ca.pem"
    bundle.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with authority.serve(silent) as server:
        with pytest.raises(Untrusted, match="holds a damaged certificate"):
            shake(bundle, server)
        assert server.connections == 0


def test_connections_are_closed(authority):
    class Waiting(Loopback):
        def _converse(self, sock):
            sock.settimeout(10)
            try:
                self.requests.append(sock.recv(100))
            except (OSError, ssl.SSLError):
                self.requests.append(b"")

    with Waiting(silent, authority.context()) as server:
        shake(authority.bundle, server)
        deadline = time.monotonic() + 5
        while not server.requests and time.monotonic() < deadline:
            time.sleep(0.01)
        assert server.requests == [b""]
    assert socket.getdefaulttimeout() is None


def test_an_address_that_may_not_be_reached_is_not_connected_with(authority):
    with authority.serve(silent, "localhost") as server:
        with pytest.raises(NotAllowed, match="must not be sent this"):
            shake_hands(
                "localhost",
                server.port,
                routes=[],
                ca_bundle=authority.bundle,
                proxy=None,
                clock=SystemClock(),
                deadline=None,
                may_reach=lambda address: not address.is_loopback,
            )
        assert server.connections == 0
