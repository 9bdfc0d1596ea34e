"""Each fault as a client meets it, over TLS."""

import gzip
import http.client
import json
import socket
import ssl
import time
import zlib

import pytest

from golive.emulator import Emulator, faults
from golive.emulator.authority import WRONG_NAME
from support.emulated import FORM, GRANT, PRODUCTION, basic, call, dial, load_key, proof

pytestmark = pytest.mark.sockets


def ask(emulator, path="/v1/balances"):
    """Send a request and return the connection, with nothing read."""
    connection = dial(emulator)
    key = emulator.credentials["api_key"]
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {PRODUCTION}\r\nAuthorization: Bearer {key}\r\n\r\n".encode())
    return connection


def test_statuses_come_and_go():
    with Emulator("anton", faults=["status-503-twice"]) as emulator:
        assert [call(emulator, "/v1/balances").status for _ in range(3)] == [503, 503, 200]
        assert emulator.exercised == {"status-503-twice": 3}


@pytest.mark.parametrize(
    ("fault", "statuses"),
    [
        ("status-500", [500, 500]),
        ("rate-limited-short", [429, 200]),
        ("rate-limited-date", [429, 200]),
        ("rate-limited-day", [429, 429]),
        ("echo-credential", [401, 401]),
        ("echo-credential-500", [500, 500]),
    ],
)
def test_errors_are_in_the_provider_s_shape(fault, statuses):
    with Emulator("anton", faults=[fault]) as emulator:
        got = [call(emulator, "/v1/corridors") for _ in statuses]
    assert [one.status for one in got] == statuses
    assert set(got[0].json["error"]) == {"code", "message"}
    assert got[0].headers["X-RateLimit-Limit"] == "1000"


def test_an_echo_gives_the_key_back():
    with Emulator("anton", faults=["echo-credential"]) as emulator:
        got = call(emulator, "/v1/balances")
        assert emulator.credentials["api_key"] in got.json["error"]["message"]


def test_a_fault_can_concern_one_path():
    with Emulator("anton", faults=["status-500@/v1/corridors"]) as emulator:
        assert call(emulator, "/v1/balances").status == 200
        assert call(emulator, "/v1/corridors?limit=1").status == 500


def test_a_fault_leaves_the_token_endpoint_alone_unless_named():
    for fault, status in (("status-500", 200), ("status-500@/oauth/token", 500)):
        with Emulator("anton", faults=[fault]) as emulator:
            key = load_key(emulator.credentials["dpop_key"])
            fresh = proof(key, url=f"https://{PRODUCTION}/oauth/token", now=time.time(), method="POST")
            headers = {"Authorization": basic(emulator.credentials), "DPoP": fresh, **FORM}
            got = call(emulator, "/oauth/token", method="POST", headers=headers, body=GRANT, key=None)
            assert got.status == status


def test_faults_combine():
    with Emulator("anton", faults=["latency", "wrong-content-type", "long-amounts"]) as emulator:
        started = time.monotonic()
        got = call(emulator, "/v1/balances")
        assert time.monotonic() - started >= 0.1
    assert got.headers["Content-Type"].startswith("text/plain")
    assert len(got.json["data"][0]["available"]) == 33


@pytest.mark.parametrize("fault", ["deep-json", "html", "nan"])
def test_garbage_comes_with_200(fault):
    with Emulator("anton", faults=[fault]) as emulator:
        got = call(emulator, "/v1/balances")
    assert got.status == 200
    assert {"deep-json": b"[[[[", "html": b"<html>", "nan": b":NaN,"}[fault] in got.body


def test_a_first_byte_can_take_longer_than_a_client_waits():
    with Emulator("anton", faults=["first-byte-20s"]) as emulator, pytest.raises(TimeoutError):
        call(emulator, "/v1/balances", timeout=0.5)


@pytest.mark.parametrize("fault", ["drip-headers", "drip-body"])
def test_a_drip_brings_bytes_but_never_the_end(fault):
    with Emulator("anton", faults=[fault]) as emulator, ask(emulator) as connection:
        pieces = [connection.recv(10_000) for _ in range(6)]
    assert all(pieces)
    assert all(len(piece) <= 20 for piece in pieces[2:])
    assert (b"\r\n\r\n" in b"".join(pieces)) == (fault == "drip-body")


def raw_bytes(connection):
    """Return what comes on the TCP connection below TLS, which would call a reset an end."""
    got = b""
    while piece := socket.socket.recv(connection, 10_000):
        got += piece
    return got


def test_a_reset_is_a_reset():
    with Emulator("anton", faults=["reset"]) as emulator, ask(emulator) as connection:  # noqa: SIM117 - clearer apart
        with pytest.raises(ConnectionResetError):
            raw_bytes(connection)


def test_a_truncated_body_breaks_off():
    with (
        Emulator("anton", faults=["truncated"]) as emulator,
        pytest.raises((http.client.IncompleteRead, ssl.SSLError)),
    ):
        call(emulator, "/v1/balances")


def test_a_huge_body_stops_when_the_client_goes():
    with Emulator("anton", faults=["body-1gib"]) as emulator:
        with ask(emulator) as connection:
            got = 0
            while got < 5_000_000:
                got += len(connection.recv(65536))
        assert call(emulator, "/.well-known/jwks.json").status == 200


def test_a_gzip_bomb_is_gzip():
    with Emulator("anton", faults=["gzip-bomb"]) as emulator:
        got = call(emulator, "/v1/balances", timeout=60)
    assert got.headers["Content-Encoding"] == "gzip"
    assert len(got.body) < 2_000_000
    start = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(got.body, 1000)
    assert start == b" " * 1000
    assert got.body[:2] == gzip.compress(b"")[:2]


def test_a_cursor_loop_goes_round():
    with Emulator("anton", faults=["cursor-loop"]) as emulator:
        first = call(emulator, "/v1/payees?limit=2").json
        second = call(emulator, f"/v1/payees?limit=2&cursor={first['next_cursor']}").json
    assert first == second
    assert first["has_more"] is True


def test_empty_pages_follow_each_other():
    with Emulator("anton", faults=["has-more-empty"]) as emulator:
        first = call(emulator, "/v1/payees").json
        second = call(emulator, f"/v1/payees?cursor={first['next_cursor']}").json
    assert (first["data"], second["data"]) == ([], [])
    assert first["next_cursor"] != second["next_cursor"]


def mapped(emulator, name, port):
    (found,) = (text for text in emulator.connect_to if text.startswith(f"{name}:{port}:"))
    return int(found.rpartition(":")[2])


@pytest.mark.parametrize(
    ("fault", "location"),
    [
        ("redirect-host", "https://redirect.evil.example/v1/balances"),
        ("redirect-port", f"https://{PRODUCTION}:8443/v1/balances"),
        ("redirect-http", f"http://{PRODUCTION}/v1/balances"),
    ],
)
def test_a_redirect_leads_where_the_journal_shows_who_came(fault, location):
    with Emulator("anton", faults=[fault]) as emulator:
        got = call(emulator, "/v1/balances")
        assert (got.status, got.headers["Location"]) == (307, location)
        scheme, _, rest = location.partition("://")
        host = rest.partition("/")[0]
        name, _, port = host.partition(":")
        arrived_at = mapped(emulator, name, port or {"http": "80", "https": "443"}[scheme])
        if scheme == "https":
            assert arrived_at == emulator.port
            assert call(emulator, "/v1/balances", host=host).status == 200
        else:
            connection = http.client.HTTPConnection("127.0.0.1", arrived_at, timeout=10)
            key = emulator.credentials["api_key"]
            connection.request("GET", "/v1/balances", headers={"Host": host, "Authorization": f"Bearer {key}"})
            assert connection.getresponse().status == 200
            connection.close()
        assert [(request.scheme, request.host) for request in emulator.journal] == [
            ("https", PRODUCTION),
            (scheme, host),
        ]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("cert-expired", "certificate has expired"),
        ("cert-self-signed", "self.signed certificate"),
        ("cert-wrong-name", "Hostname mismatch"),
    ],
)
def test_a_wrong_certificate_is_wrong_in_exactly_that_way(fault, reason):
    with Emulator("anton", faults=[fault]) as emulator, pytest.raises(ssl.SSLCertVerificationError, match=reason):
        dial(emulator)
    assert len(emulator.journal) == 0


def test_the_wrong_name_is_one_that_never_resolves():
    with Emulator("anton", faults=["cert-wrong-name"]) as emulator:
        dial(emulator, WRONG_NAME).close()


def test_another_authority_s_bundle_does_not_verify():
    with Emulator("anton") as one, Emulator("anton") as other:
        assert one.ca_bundle != other.ca_bundle
        context = ssl.create_default_context(cafile=str(other.ca_bundle))
        with (
            socket.create_connection(("127.0.0.1", one.port)) as raw,
            pytest.raises(ssl.SSLCertVerificationError),
        ):
            context.wrap_socket(raw, server_hostname=PRODUCTION)


@pytest.mark.parametrize("fault", faults(), ids=lambda fault: fault.id)
def test_every_fault_can_be_served(fault):
    with Emulator("anton", faults=[fault.id]) as emulator:
        assert emulator.port


def test_dpop_works_over_tls_with_the_host_that_the_client_means():
    with Emulator("anton", variants=["oauth-only", "dpop-ed25519"]) as emulator:
        key = load_key(emulator.credentials["dpop_key"])
        fresh = proof(key, url=f"https://{PRODUCTION}/oauth/token", now=time.time(), method="POST")
        headers = {"Authorization": basic(emulator.credentials), "DPoP": fresh, **FORM}
        token = call(emulator, "/oauth/token", method="POST", headers=headers, body=GRANT, key=None).json[
            "access_token"
        ]
        for status, jti in ((200, "once"), (401, "once"), (200, "twice")):
            fresh = proof(key, url=f"https://{PRODUCTION}/v1/payees", now=time.time(), token=token, jti=jti)
            headers = {"Authorization": f"DPoP {token}", "DPoP": fresh}
            assert call(emulator, "/v1/payees?limit=1", headers=headers, key=None).status == status
        assert json.dumps(call(emulator, "/v1/payees").json).count("unauthorized") == 1
