"""A credential goes to one place: over verified TLS, to the provider's host, never along with a redirect."""

from __future__ import annotations

import base64
import contextlib
import logging
import select
import socket
import ssl
import warnings
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from golive.clock import Deadline, SystemClock
from golive.errors import UsageError
from golive.http.errors import ConnectionLost, ExchangeFailed, Refused, TimedOut, Untrusted
from golive.http.journal import Journal
from golive.http.limits import Limits
from golive.http.proxy import ProxySettings
from golive.http.routes import ConnectTo
from golive.http.session import Session
from golive.http.tls import make_context
from golive.http.wire import Wire
from golive.redact import Redactor, Secret, encodings
from support.loopback import HOST, Authority, Conversation, Loopback

pytestmark = pytest.mark.sockets

CANARY = "ak_live_canary0123456789abcdef"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


def authorize(method: str, url: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {CANARY}"}


def make_wire(bundle: Path | None, server: Loopback | None = None, **options: object) -> Wire:
    routes = [] if server is None else [ConnectTo(HOST, 443, "127.0.0.1", server.port)]
    return Wire(clock=SystemClock(), user_agent="golive/test", connect_to=routes, ca_bundle=bundle, **options)


def make_session(wire: Wire) -> tuple[Session, Journal]:
    clock = SystemClock()
    journal = Journal()
    redactor = Redactor()
    redactor.add(Secret(CANARY, "api_key of prod"))
    session = Session(
        wire=wire,
        host=HOST,
        login_paths=frozenset({"/oauth/token"}),
        deadline=Deadline(clock, 30),
        journal=journal,
        redactor=redactor,
        clock=clock,
        run_id="run1",
    )
    return session, journal


def refusal(bundle: Path | None, context: ssl.SSLContext) -> str:
    """Ask a server with that context, and return why it is not trusted; nothing may have arrived there."""
    with Loopback(Conversation.answer, context) as server:
        wire = make_wire(bundle, server)
        session, journal = make_session(wire)
        with pytest.raises(Untrusted) as caught:
            session.get("/v1/balances", authorize=authorize)
        wire.close()
        assert server.requests == []
    assert caught.value.__context__ is None
    assert journal.exchanges()[0].error == str(caught.value)
    return str(caught.value)


def test_an_expired_certificate_is_refused(authority: Authority) -> None:
    context = authority.context(not_before=datetime(2020, 1, 1, tzinfo=UTC), not_after=datetime(2021, 1, 1, tzinfo=UTC))
    assert refusal(authority.bundle, context) == f"the certificate of {HOST} has expired"


def test_a_certificate_of_the_future_is_refused(authority: Authority) -> None:
    start = datetime.now(UTC) + timedelta(days=2)
    context = authority.context(not_before=start, not_after=start + timedelta(days=2))
    assert refusal(authority.bundle, context) == f"the certificate of {HOST} is not valid yet"


def test_a_certificate_for_another_name_is_refused(authority: Authority) -> None:
    context = authority.context("other.example", f"{HOST}.evil.example", "127.0.0.1")
    assert refusal(authority.bundle, context) == f"the certificate of {HOST} is for another name"


def test_a_certificate_of_an_unknown_issuer_is_refused(authority: Authority) -> None:
    stranger = trustme.CA().issue_cert(HOST)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    stranger.configure_cert(context)
    said = refusal(authority.bundle, context)
    assert said == f"the certificate of {HOST} comes from an issuer that this machine does not know"


def test_the_bundle_replaces_the_system_store_and_is_never_added_to_it(authority: Authority) -> None:
    assert "does not know" in refusal(None, authority.context())


def test_a_self_signed_certificate_is_refused(authority: Authority, tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "self.pem"
    pem.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    assert refusal(authority.bundle, context) == f"the certificate of {HOST} is self-signed"


def test_a_server_without_tls_1_2_is_refused(authority: Authority) -> None:
    context = authority.context()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    assert refusal(authority.bundle, context) == f"{HOST} offers no TLS version from 1.2 on"


def test_tls_1_2_alone_is_enough(authority: Authority) -> None:
    context = authority.context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with Loopback(Conversation.answer, context) as server:
        wire = make_wire(authority.bundle, server)
        assert make_session(wire)[0].get("/v1/balances").status == 200
        wire.close()


class PlainText(Loopback):
    """Answers whatever arrives with plain HTTP, and remembers it."""

    def _converse(self, sock: object) -> None:
        self.requests.append(sock.recv(65536))
        sock.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def test_a_server_that_answers_plain_http_gets_no_credential(authority: Authority) -> None:
    with PlainText(Conversation.answer, None) as server:
        wire = make_wire(authority.bundle, server)
        with pytest.raises(Untrusted, match="does not answer with TLS on this port"):
            make_session(wire)[0].get("/v1/balances", authorize=authorize)
        wire.close()
        assert CANARY.encode() not in b"".join(server.requests)


def test_a_connection_closed_in_the_handshake_is_lost(authority: Authority) -> None:
    class Closing(Loopback):
        def _converse(self, sock: object) -> None:
            sock.recv(10)
            sock.shutdown(1)
            sock.recv(65536)

    with Closing(Conversation.answer, None) as server:
        wire = make_wire(authority.bundle, server)
        with pytest.raises(ConnectionLost, match="during the TLS handshake"):
            wire.send("GET", f"https://{HOST}/")
        wire.close()


def test_verification_cannot_be_switched_off(authority: Authority) -> None:
    for platform in ("linux", "darwin", "win32"):
        for bundle in (None, authority.bundle):
            context = make_context(bundle, platform)
            assert context.verify_mode is ssl.CERT_REQUIRED
            assert context.check_hostname is True
            assert context.minimum_version is ssl.TLSVersion.TLSv1_2


def test_a_truststore_context_verifies_too(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("golive.http.transport.make_context", lambda bundle: make_context(bundle, "darwin"))
    assert "does not know" in refusal(None, authority.context())


def test_the_system_store_is_searched_for_where_openssl_knows_none(
    monkeypatch: pytest.MonkeyPatch, authority: Authority
) -> None:
    nowhere = ssl.DefaultVerifyPaths(None, None, "", "", "", "")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: nowhere)
    monkeypatch.setattr("golive.http.tls._SYSTEM_BUNDLES", ("/nowhere", str(authority.bundle)))
    subjects = [dict(part[0] for part in ca["subject"]) for ca in make_context(None, "linux").get_ca_certs()]
    assert any("trustme" in subject.get("organizationName", "") for subject in subjects)
    monkeypatch.setattr("golive.http.tls._SYSTEM_BUNDLES", ("/nowhere",))
    make_context(None, "linux")


@pytest.mark.parametrize("content", [b"", b"no certificate", None])
def test_a_useless_bundle_is_refused_at_once(tmp_path: Path, content: bytes | None) -> None:
    bundle = tmp_path / "ca.pem"
    if content is not None:
        bundle.write_bytes(content)
    with pytest.raises(UsageError, match=r"the CA bundle .*ca\.pem (cannot be read|holds no certificate)"):
        make_wire(bundle)


def test_a_damaged_bundle_is_said_with_the_first_request(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(Untrusted, match="holds a damaged certificate"):
        make_wire(bundle).prepare()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_anywhere(authority: Authority, status: int) -> None:
    with (
        authority.serve(Conversation.answer, HOST, "evil.example") as other,
        Loopback(Conversation.answer, None) as plain,
    ):
        places = {
            f"https://evil.example:{other.port}/v1/balances": f"https://evil.example:{other.port}",
            f"https://{HOST}:{other.port}/": f"https://{HOST}:{other.port}",
            f"http://127.0.0.1:{plain.port}/": f"http://127.0.0.1:{plain.port}",
            f"//user:pass@127.0.0.1:{plain.port}/": f"https://127.0.0.1:{plain.port}",
            "/v1/elsewhere": f"https://{HOST}",
            "https://[broken": "an address that is no URL",
        }
        for location, shown in places.items():
            header = f"Location: {location}\r\n".encode()

            def handler(talk: Conversation, header: bytes = header) -> None:
                talk.send(b"HTTP/1.1 %d Moved\r\nContent-Length: 0\r\n%b\r\n" % (status, header))

            with authority.serve(handler) as server:
                wire = make_wire(authority.bundle, server)
                session, journal = make_session(wire)
                answer = session.get("/v1/balances", authorize=authorize)
                wire.close()
                assert len(server.requests) == 1
            assert answer.status == status
            assert journal.exchanges()[0].redirect == shown
        assert other.requests == []
        assert plain.requests == []


def test_no_cookie_is_sent_back(authority: Authority) -> None:
    with authority.serve(lambda talk: talk.answer(headers="Set-Cookie: a=b; Path=/\r\n")) as server:
        wire = make_wire(authority.bundle, server)
        session, _ = make_session(wire)
        session.get("/v1/balances")
        session.get("/v1/payees")
        wire.close()
        assert b"cookie" not in b"".join(server.requests).lower()


def test_the_environment_and_netrc_are_not_read(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine {HOST} login somebody password hidden\n")
    netrc.chmod(0o600)
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    with authority.serve(Conversation.answer) as server:
        wire = make_wire(authority.bundle, server)
        make_session(wire)[0].get("/v1/balances")
        wire.close()
        assert b"authorization" not in server.requests[0].lower()
    assert not (tmp_path / "keys").exists()


def test_what_is_sent_is_plain_and_complete(authority: Authority) -> None:
    with authority.serve(Conversation.answer) as server:
        wire = make_wire(authority.bundle, server)
        session, _ = make_session(wire)
        session.get("/v1/payees/a%C3%A4b", query={"cursor": "x\r\nX-Evil: 1", "limit": "5"}, authorize=authorize)
        session.login("/oauth/token", body=b"grant_type=client_credentials", content_type="application/x-form")
        wire.close()
        get, post = (request.decode().split("\r\n") for request in server.requests)
    assert get[0] == "GET /v1/payees/a%C3%A4b?cursor=x%0D%0AX-Evil%3A%201&limit=5 HTTP/1.1"
    fields = dict(line.split(": ", 1) for line in get[1:] if line)
    assert fields["Host"] == HOST
    assert fields["User-Agent"] == "golive/test"
    assert fields["Accept"] == "application/json"
    assert fields["Accept-Encoding"] == "gzip"
    assert fields["Authorization"] == f"Bearer {CANARY}"
    assert fields["X-Request-Id"].startswith("golive-run1-")
    assert post[0] == "POST /oauth/token HTTP/1.1"
    assert post[-1] == "grant_type=client_credentials"


def test_no_log_holds_a_credential_even_when_it_is_echoed(
    authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    echo = f"X-Request-Id: {CANARY}\r\nX-Echo: {CANARY}\r\nSet-Cookie: key={CANARY}\r\n"
    with (
        caplog.at_level(logging.DEBUG),
        authority.serve(lambda talk: talk.answer(CANARY.encode(), headers=echo)) as server,
    ):
        wire = make_wire(authority.bundle, server)
        session, journal = make_session(wire)
        answer = session.get("/v1/balances", authorize=authorize)
        with pytest.raises(ExchangeFailed) as caught:
            answer.json()
        wire.close()
    shown = [answer, answer.headers, dict(answer.headers), journal.exchanges(), caught.value, session, wire]
    everything = (caplog.text + " ".join(map(repr, shown))).lower()
    for form in encodings(CANARY):
        assert form.lower() not in everything
    assert answer.exchange.response_request_id == "***"


class Proxy:
    """A proxy that records what it is asked for, and tunnels to one server."""

    def __init__(self, target: Loopback, status: bytes = b"200 OK") -> None:
        self.heads: list[bytes] = []
        self.target = target
        self.status = status

    def __call__(self, talk: Conversation) -> None:
        self.heads.append(talk.request)
        talk.send(b"HTTP/1.1 " + self.status + b"\r\n\r\n")
        if not self.status.startswith(b"2"):
            talk.sock.close()
            return
        with socket.create_connection(("127.0.0.1", self.target.port)) as onward, contextlib.suppress(OSError):
            _tunnel(talk.sock, onward)


def _tunnel(near: socket.socket, far: socket.socket) -> None:
    """Carry bytes both ways until one side ends; in one thread, for OpenSSL allows no two on one session."""
    while True:
        ready = (
            [near] if isinstance(near, ssl.SSLSocket) and near.pending() else select.select([near, far], [], [], 20)[0]
        )
        for source in ready:
            data = source.recv(65536)
            if not data:
                return
            (far if source is near else near).sendall(data)
        if not ready:
            return


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_sees_the_host_and_its_own_password_and_nothing_else(authority: Authority, scheme: str) -> None:
    with authority.serve(Conversation.answer) as server:
        proxy = Proxy(server)
        context = authority.context("localhost") if scheme == "https" else None
        with Loopback(proxy, context) as outer:
            settings = ProxySettings(f"{scheme}://user:p%40ss@localhost:{outer.port}", ("internal.example",))
            wire = make_wire(authority.bundle, None, proxy=settings)
            answer = make_session(wire)[0].get("/v1/balances", authorize=authorize)
            wire.close()
    assert answer.status == 200
    assert len(proxy.heads) == 1
    head = proxy.heads[0]
    assert head.startswith(f"CONNECT {HOST}:443 HTTP/1.1\r\n".encode())
    assert b"Proxy-Authorization: Basic " + base64.b64encode(b"user:p@ss") in head
    assert CANARY.encode() not in head
    assert b"Authorization: Bearer" in server.requests[0]
    assert b"proxy-authorization" not in server.requests[0].lower()


def test_the_host_behind_a_proxy_is_verified(authority: Authority) -> None:
    with authority.serve(Conversation.answer, "other.example") as server, Loopback(Proxy(server), None) as outer:
        wire = make_wire(authority.bundle, None, proxy=ProxySettings(f"http://127.0.0.1:{outer.port}"))
        with pytest.raises(Untrusted, match=f"the certificate of {HOST} is for another name"):
            make_session(wire)[0].get("/v1/balances", authorize=authorize)
        wire.close()
        assert server.requests == []


def test_a_proxy_that_refuses_is_named_without_its_password(authority: Authority) -> None:
    with authority.serve(Conversation.answer) as server:
        with Loopback(Proxy(server, b"407 \x00Who are you"), None) as outer:
            settings = ProxySettings(f"http://user:hidden@127.0.0.1:{outer.port}")
            wire = make_wire(authority.bundle, None, proxy=settings)
            with pytest.raises(ExchangeFailed):
                make_session(wire)[0].get("/v1/balances", authorize=authorize)
        with Loopback(Proxy(server, b"407 Who are you"), None) as outer:
            settings = ProxySettings(f"http://user:hidden@127.0.0.1:{outer.port}")
            wire = make_wire(authority.bundle, None, proxy=settings)
            with pytest.raises(Refused) as caught:
                make_session(wire)[0].get("/v1/balances", authorize=authorize)
            wire.close()
    assert str(caught.value) == f"the proxy 127.0.0.1:{outer.port} refused a tunnel to {HOST} with status 407"
    assert caught.value.__context__ is None


def test_a_proxy_that_is_not_there_is_named(authority: Authority) -> None:
    with Loopback(Conversation.answer, None) as outer:
        pass
    wire = make_wire(authority.bundle, None, proxy=ProxySettings(f"http://127.0.0.1:{outer.port}"))
    with pytest.raises(Refused, match=r"the proxy 127\.0\.0\.1 refused the connection"):
        wire.send("GET", f"https://{HOST}/")


def test_a_proxy_that_drips_ends_with_the_total_deadline(authority: Authority) -> None:
    def handler(talk: Conversation) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        while not talk.stopped.wait(0.05):
            talk.send(b"a")

    with Loopback(handler, None) as outer:
        wire = make_wire(authority.bundle, None, proxy=ProxySettings(f"http://127.0.0.1:{outer.port}"))
        with pytest.raises(TimedOut):
            wire.send("GET", f"https://{HOST}/", limits=Limits(total=0.6))
        wire.close()


def test_a_mapping_and_an_exception_win_over_the_proxy(authority: Authority) -> None:
    with authority.serve(Conversation.answer, HOST, "localhost") as server, Loopback(Proxy(server), None) as outer:
        settings = ProxySettings(f"http://127.0.0.1:{outer.port}", ("localhost",))
        wire = make_wire(authority.bundle, server, proxy=settings)
        assert wire.send("GET", f"https://{HOST}/").status == 200
        assert wire.send("GET", f"https://localhost:{server.port}/").status == 200
        wire.close()
        assert outer.requests == []


def test_plain_http_is_possible_for_the_wire_but_never_proxied(authority: Authority) -> None:
    with Loopback(Conversation.answer, None) as server, Loopback(Conversation.answer, None) as outer:
        wire = make_wire(None, None, proxy=ProxySettings(f"http://127.0.0.1:{outer.port}"))
        reply = wire.send("GET", f"http://127.0.0.1:{server.port}/x")
        wire.close()
        assert (reply.status, reply.received) == (200, 2)
        assert outer.requests == []
