"""The emulator over real sockets: routes, limits, threads, and leaving nothing behind."""

import contextlib
import http.client
import json
import socket
import ssl
import threading
import time

import httpx
import pytest

from golive.emulator import Emulator
from golive.emulator.journal import Journal
from golive.emulator.registry import played
from golive.emulator.server import Server
from golive.errors import UsageError
from support.emulated import PRODUCTION, SANDBOX, call, dial, trusting

pytestmark = pytest.mark.sockets


def threads():
    return {thread for thread in threading.enumerate() if thread.name == "golive-emulator"}


@pytest.fixture
def sound():
    with Emulator("anton") as emulator:
        yield emulator


def test_each_route_answers_over_tls(sound):
    paths = [
        "/v1/balances",
        "/v1/balances/EUR",
        "/v1/corridors",
        "/v1/webhooks",
        "/v1/payees",
        "/v1/payees/pye_acme",
        "/v1/payees/pye_acme/instruments",
        "/v1/instruments",
        "/v1/instruments/ins_acme_eur",
        "/v1/payouts",
        "/v1/payouts/pay_000001",
        "/.well-known/jwks.json",
    ]
    for path in paths:
        got = call(sound, path)
        assert got.status == 200
        assert got.json
        assert got.headers["X-Request-ID"]
    assert [request.path for request in sound.journal] == paths


def test_httpx_reads_it_through_a_kept_connection(sound):
    transport = httpx.HTTPTransport(verify=trusting(sound.ca_bundle))
    headers = {"Host": PRODUCTION, "Authorization": f"Bearer {sound.credentials['api_key']}"}
    with httpx.Client(transport=transport) as client:
        for path in ("/v1/balances", "/v1/webhooks"):
            answer = client.get(
                f"https://127.0.0.1:{sound.port}{path}", headers=headers, extensions={"sni_hostname": PRODUCTION}
            )
            assert answer.status_code == 200
        assert len(threads()) == 2  # the listener and one connection


def test_the_journal_has_all_of_a_request(sound):
    call(sound, "/v1/payees?limit=3", method="POST", headers={"X-Mine": "1"}, body=b"hello")
    (request,) = sound.journal.requests
    assert (request.method, request.path, request.query) == ("POST", "/v1/payees", "limit=3")
    assert (request.host, request.scheme, request.body) == (PRODUCTION, "https", b"hello")
    assert request.values("x-mine") == ("1",)
    assert request.time.tzinfo is not None
    assert sound.journal.holding(sound.credentials["api_key"]) == (request,)


def test_head_gets_no_body(sound):
    got = call(sound, "/v1/balances", method="HEAD")
    assert (got.status, got.body) == (405, b"")


@pytest.mark.parametrize("flaw", played("anton").flaws, ids=lambda flaw: flaw.id)
def test_every_flaw_can_be_served(flaw):
    with Emulator("anton", flaws=[flaw.id]) as emulator:
        assert call(emulator, "/v1/webhooks").status in {200, 401, 403}


def test_where_to_connect_is_said_for_both_hosts(sound):
    assert sound.connect_to == (
        f"{PRODUCTION}:443:127.0.0.1:{sound.port}",
        f"{SANDBOX}:443:127.0.0.1:{sound.port}",
    )
    assert call(sound, "/v1/balances", host=SANDBOX, key="sandbox_api_key").status == 200


def test_one_environment_can_be_played_alone():
    with Emulator("anton", kinds=["sandbox"]) as emulator:
        assert emulator.connect_to == (f"{SANDBOX}:443:127.0.0.1:{emulator.port}",)
        assert "api_key" not in emulator.credentials
        with pytest.raises(ssl.SSLCertVerificationError):
            dial(emulator, PRODUCTION)


def test_other_hosts_can_be_played_and_what_reaches_them_is_seen():
    evil = f"{PRODUCTION}.evil.example"
    with Emulator("anton", extra_hosts=[evil], plain_http=True) as emulator:
        assert call(emulator, "/v1/balances", host=evil).status == 200
        plain_port = int(next(text for text in emulator.connect_to if f"{evil}:80:" in text).rpartition(":")[2])
        connection = http.client.HTTPConnection("127.0.0.1", plain_port, timeout=10)
        connection.request("GET", "/v1/balances", headers={"Host": evil})
        assert connection.getresponse().status == 401
        connection.close()
        seen = [(request.scheme, request.host) for request in emulator.journal]
        assert seen == [("https", evil), ("http", evil)]


def test_a_host_with_letters_outside_ascii_can_be_played():
    lookalike = "api.antonpayments.com".replace("a", "\u0430").encode("idna").decode()
    with Emulator("anton", extra_hosts=[lookalike]) as emulator:
        assert call(emulator, "/v1/balances", host=lookalike).status == 200


def test_an_unknown_host_header_is_misdirected(sound):
    assert call(sound, "/v1/balances", headers={"Host": "elsewhere.example"}).status == 421


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.1", "localhost", "127.0.0.2", ""])  # noqa: S104 - refused
def test_only_loopback_is_bound(address):
    with pytest.raises(UsageError, match=r"127\.0\.0\.1 or ::1 only"), Emulator("anton", address=address):
        pass  # pragma: no cover - never reached


def test_the_socket_is_bound_to_loopback(sound):
    (server,) = sound._servers
    assert server._listener.socket.getsockname()[0] == "127.0.0.1"


def test_ipv6_loopback_is_bound_and_written_in_brackets():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    with Emulator("anton", address="::1") as emulator:
        assert emulator.connect_to[0] == f"{PRODUCTION}:443:[::1]:{emulator.port}"
        with socket.create_connection(("::1", emulator.port), timeout=10) as raw:
            trusting(emulator.ca_bundle).wrap_socket(raw, server_hostname=PRODUCTION).close()


def test_a_port_that_is_taken_is_said_so_and_nothing_stays_behind(sound):
    before = threads()
    with pytest.raises(UsageError, match=f"cannot listen on port {sound.port}"), Emulator("anton", port=sound.port):
        pass  # pragma: no cover - never reached
    assert threads() == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"flaws": ["webhook-mising"]}, "did you mean `webhook-missing`"),
        ({"faults": ["latenc"]}, "did you mean `latency`"),
        ({"variants": ["beneficiary"]}, "did you mean `beneficiaries`"),
        ({"kinds": ["staging"]}, "production or sandbox"),
    ],
)
def test_unknown_names_are_refused_before_anything_starts(options, message):
    with pytest.raises(UsageError, match=message):
        Emulator("anton", **options)


def test_nothing_stays_behind_even_with_clients_in_the_middle_of_something():
    before = threads()
    with Emulator("anton", faults=["first-byte-20s@/v1/balances", "drip-body@/v1/corridors"]) as emulator:
        bundle, port = emulator.ca_bundle, emulator.port
        silent = socket.create_connection(("127.0.0.1", port))
        idle = dial(emulator)
        busy = []
        for path in ("/v1/balances", "/v1/corridors"):
            busy.append(dial(emulator))
            key = emulator.credentials["api_key"]
            busy[-1].sendall(
                f"GET {path} HTTP/1.1\r\nHost: {PRODUCTION}\r\nAuthorization: Bearer {key}\r\n\r\n".encode()
            )
        while len(emulator.journal) < 2:
            time.sleep(0.01)
        started = time.monotonic()
    assert time.monotonic() - started < 8
    assert threads() == before
    assert not bundle.exists()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    for connection in (silent, idle, *busy):
        connection.close()


def test_a_port_can_be_used_again_at_once():
    with Emulator("anton") as first:
        call(first, "/v1/balances")
        port = first.port
    with Emulator("anton", port=port) as second:
        assert call(second, "/v1/balances").status == 200


def test_the_bundle_is_private_and_removed_after_an_error_too():
    with pytest.raises(ZeroDivisionError), Emulator("anton") as emulator:  # noqa: PT012 - the block is what is tested
        bundle = emulator.ca_bundle
        assert bundle.stat().st_mode & 0o077 == 0
        assert b"PRIVATE" not in bundle.read_bytes()
        raise ZeroDivisionError
    assert not bundle.exists()


def test_no_private_key_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Emulator("anton", faults=["cert-self-signed"]):
        assert [path.suffix for path in tmp_path.iterdir()] == [".pem"]
    assert list(tmp_path.iterdir()) == []


def test_a_silent_client_holds_nobody_up(sound):
    silent = [socket.create_connection(("127.0.0.1", sound.port)) for _ in range(5)]
    assert call(sound, "/v1/balances").status == 200
    for connection in silent:
        connection.close()


def test_many_clients_at_once_are_all_answered_and_recorded(sound):
    results = []
    workers = [
        threading.Thread(target=lambda: results.append(call(sound, "/v1/balances", timeout=30).status))
        for _ in range(20)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert results == [200] * 20
    assert len(sound.journal) == 20


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_tls_below_1_2_is_refused(sound):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(sound.ca_bundle)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", sound.port)) as raw, pytest.raises(ssl.SSLError):
        context.wrap_socket(raw, server_hostname=PRODUCTION)


def test_plain_http_at_the_tls_port_is_not_answered(sound):
    with socket.create_connection(("127.0.0.1", sound.port), timeout=10) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\n\r\n")
        with contextlib.suppress(ConnectionResetError):
            assert not raw.recv(100).startswith(b"HTTP")
    assert len(sound.journal) == 0


def send(emulator, data):
    with dial(emulator) as connection:
        connection.sendall(data)
        response = http.client.HTTPResponse(connection)
        response.begin()
        body = response.read()
        return response.status, body, connection.recv(1)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 505),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"POST /v1/payouts HTTP/1.1\r\nContent-Length: 70000\r\n\r\n", 413),
        (b"POST /v1/payouts HTTP/1.1\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", 413),
        (b"POST /v1/payouts HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST /v1/payouts HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
    ],
)
def test_what_is_no_request_or_too_large_is_refused_and_the_connection_closed(sound, data, status):
    got, body, more = send(sound, data)
    assert (got, more) == (status, b"")
    assert body.strip()
    assert len(sound.journal) == 0


def test_a_body_that_breaks_off_is_no_request():
    with Emulator("anton", plain_http=True) as emulator:
        plain_port = int(emulator.connect_to[1].rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", plain_port), timeout=10) as raw:
            raw.sendall(b"POST /v1/payouts HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc")
            raw.shutdown(socket.SHUT_WR)
            assert raw.recv(100) == b""
        with dial(emulator) as connection:
            connection.sendall(b"POST /v1/payouts HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc")
        assert call(emulator, "/v1/balances").status == 200
        assert [request.method for request in emulator.journal] == ["GET"]


def test_a_target_that_is_no_path_is_not_found(sound):
    key = sound.credentials["api_key"].encode()
    line = b"GET https://elsewhere.example/v1/balances HTTP/1.1\r\nHost: api.antonpayments.com\r\n"
    status, body, _ = send(sound, line + b"Connection: close\r\nAuthorization: Bearer " + key + b"\r\n\r\n")
    assert status == 404
    assert json.loads(body)["error"]["code"] == "not_found"


def test_nothing_is_printed(sound, capfd):
    call(sound, "/v1/balances?canary=1")
    send(sound, b"nonsense\r\n\r\n")
    assert capfd.readouterr() == ("", "")


def test_latency_is_added_to_every_answer():
    with Emulator("anton", latency_seconds=0.2) as emulator:
        started = time.monotonic()
        assert call(emulator, "/v1/balances").status == 200
        assert time.monotonic() - started >= 0.2


class Broken:
    def answer(self, request):
        raise ZeroDivisionError

    error = answer


def broken_by_a_call():
    emulator = Emulator("anton").__enter__()
    emulator._api = Broken()
    with pytest.raises((OSError, http.client.HTTPException)):
        call(emulator, "/v1/balances")
    return emulator


def test_a_defect_of_the_emulator_is_raised_at_its_end():
    emulator = broken_by_a_call()
    with pytest.raises(RuntimeError, match="a defect of golive") as caught:
        emulator.__exit__(None, None, None)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_defect_does_not_hide_the_error_of_the_block():
    emulator = broken_by_a_call()
    assert emulator.__exit__(KeyError, KeyError(), None) is None


def test_a_server_that_never_started_can_be_stopped(sound):
    server = Server(lambda _: iter(()), journal=Journal(), clock=sound._clock)
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=5)
