"""Through a proxy, TLS still ends at the provider: the proxy learns the host's name, and no more."""

import select
import socket
import ssl
from contextlib import contextmanager, suppress

import pytest

from golive.http.proxy import ProxySettings
from golive.http.routes import parse_connect_to
from golive.report import Verdict
from support.loopback import Authority, Conversation, Loopback
from support.merchant import OAUTH, RECEIVERS, STATIC, merchant, statuses
from support.process import run_check

pytestmark = pytest.mark.sockets

HOST = "api.antonpayments.com"
KINDS = pytest.mark.parametrize("credentials", [STATIC, OAUTH], ids=["static-key", "oauth-dpop"])
ACCOUNT = tuple(
    f"account.{name}"
    for name in ("authentication", "balance", "corridors", "payees", "webhook-subscription", "webhook-events", "clock")
)


class Proxy:
    """A CONNECT proxy that keeps every byte that it sees, and connects to `port` whatever it is asked for."""

    def __init__(self, port):
        self.port = port
        self.asked = []
        self.seen = bytearray()

    def __call__(self, talk):
        self.asked.append(talk.line)
        self.seen += talk.request
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port)) as onward:
            talk.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            self._carry(talk, onward)
        talk.sock.close()

    def _carry(self, talk, onward):
        while not talk.stopped.is_set():
            ready, _, _ = select.select([talk.sock, onward], [], [], 0.2)
            for source in ready:
                data = source.recv(65536)
                if not data:
                    return
                self.seen += data
                (onward if source is talk.sock else talk.sock).sendall(data)


@contextmanager
def proxied(port):
    """Play a proxy that leads to `port`."""
    proxy = Proxy(port)
    with Loopback(proxy, None) as listener:
        yield proxy, f"http://127.0.0.1:{listener.port}"


def receivers_only(emulator):
    """Return the routes of the receivers' names, so that nobody looks those up; the provider has none."""
    return tuple(route for route in emulator.connect_to if route.partition(":")[0] in RECEIVERS)


@KINDS
def test_a_proxy_learns_the_hosts_name_and_no_more(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials) as it, proxied(it.emulator.port) as (proxy, url):
        routes = tuple(map(parse_connect_to, receivers_only(it.emulator)))
        report = it.judge(connect_to=routes, proxy=ProxySettings(url))
        requests = it.emulator.journal.requests
    assert {status for name, status in statuses(report).items() if name in ACCOUNT} == {"pass"}
    assert len(requests) >= 5
    assert set(proxy.asked) == {f"CONNECT {HOST}:443 HTTP/1.1"}
    for secret in it.environ.values():
        assert secret.encode() not in proxy.seen
    for inside in (b"Bearer", b"DPoP", b"/v1/balances", b"X-Request-Id", b"authorization"):
        assert inside not in proxy.seen


@KINDS
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_the_command_takes_the_proxy_from_its_environment(tmp_path, credentials, variable):
    folder = tmp_path / "merchant"
    folder.mkdir()
    with merchant(folder, credentials=credentials) as it, proxied(it.emulator.port) as (proxy, url):
        secret_url = url.replace("http://", "http://someone:proxy-password@")
        ended = run_check(it, "-vvv", connect_to=receivers_only(it.emulator), environ={variable: secret_url})
    assert ended.code == 3
    assert {ended.statuses()[name] for name in ACCOUNT} == {"pass"}
    assert set(proxy.asked) == {f"CONNECT {HOST}:443 HTTP/1.1"}
    for secret in (*it.environ.values(), "proxy-password"):
        assert secret not in ended.stdout
        assert secret not in ended.stderr
    assert b"Proxy-Authorization: Basic " in proxy.seen


@KINDS
def test_a_proxy_that_shows_a_certificate_of_its_own_is_refused(tmp_path, credentials):
    """Nobody golive trusts has signed it, so the key is not sent, and no request either."""
    liar = Authority(tmp_path)
    with (
        merchant(tmp_path, credentials=credentials) as it,
        liar.serve(Conversation.answer, HOST) as impostor,
        proxied(impostor.port) as (proxy, url),
    ):
        routes = tuple(map(parse_connect_to, receivers_only(it.emulator)))
        report = it.judge(connect_to=routes, proxy=ProxySettings(url))
        assert it.emulator.journal.requests == ()
    found = statuses(report)
    assert {found[name] for name in ACCOUNT} == {"unknown"}
    assert report.verdict is Verdict.INCOMPLETE
    said = {result.reason for result in report.results if result.id in ACCOUNT}
    assert said == {f"the certificate of {HOST} comes from an issuer that this machine does not know"}
    assert proxy.asked
    assert impostor.requests == []


@pytest.mark.parametrize("certificate", ["cert-expired", "cert-self-signed", "cert-wrong-name"])
def test_a_proxy_does_not_soften_what_certificates_have_to_be(tmp_path, certificate):
    with merchant(tmp_path, faults=[certificate]) as it, proxied(it.emulator.port) as (_, url):
        routes = tuple(map(parse_connect_to, receivers_only(it.emulator)))
        report = it.judge(connect_to=routes, proxy=ProxySettings(url))
        assert it.emulator.journal.requests == ()
    assert {status for name, status in statuses(report).items() if name in ACCOUNT} == {"unknown"}


def test_a_proxy_that_answers_itself_gets_no_key(tmp_path):
    """It does not open a tunnel, but sends a page, as a captive portal does."""

    def portal(talk):
        talk.send(b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<h1>")

    with merchant(tmp_path) as it, Loopback(portal, None) as listener:
        routes = tuple(map(parse_connect_to, receivers_only(it.emulator)))
        report = it.judge(connect_to=routes, proxy=ProxySettings(f"http://127.0.0.1:{listener.port}"))
        sent = b"".join(listener.requests)
    assert {result.reason for result in report.results if result.id in ACCOUNT} == {
        f"the proxy 127.0.0.1:{listener.port} refused a tunnel to {HOST} with status 403"
    }
    assert it.environ["LIVE_KEY"].encode() not in sent
    assert b"Authorization" not in sent


def test_a_host_that_is_played_from_another_address_is_not_asked_through_the_proxy(tmp_path):
    with merchant(tmp_path) as it, proxied(it.emulator.port) as (proxy, url):
        report = it.judge(proxy=ProxySettings(url))
    assert statuses(report)["account.balance"] == "pass"
    assert proxy.asked == []


def test_a_proxy_with_a_certificate_of_an_unknown_issuer_is_not_told_the_host(tmp_path):
    """An https proxy has to be who it says as well."""
    context = Authority(tmp_path).context("localhost")
    with merchant(tmp_path) as it, Loopback(Conversation.answer, context) as listener:
        routes = tuple(map(parse_connect_to, receivers_only(it.emulator)))
        report = it.judge(connect_to=routes, proxy=ProxySettings(f"https://localhost:{listener.port}"))
    assert isinstance(context, ssl.SSLContext)
    assert listener.requests == []
    assert {status for name, status in statuses(report).items() if name in ACCOUNT} == {"unknown"}
