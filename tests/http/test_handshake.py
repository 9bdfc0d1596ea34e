"""What a certificate says, and what goes wrong before or during a handshake, without any socket."""

from __future__ import annotations

import ssl
from datetime import timedelta

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtensionOID, NameOID
from hypothesis import example, given
from hypothesis import strategies as st

from golive.clock import Deadline
from golive.http import handshake
from golive.http.certificate import LONGEST, MOST_NAMES, Details, read_details
from golive.http.errors import ConnectionLost, NotAllowed, TimedOut
from golive.http.handshake import shake_hands
from support.fake_clock import FakeClock
from support.self_signed import build


def der(**parts) -> bytes:
    return build("pay.example.com", **parts)[0].public_bytes(serialization.Encoding.DER)


def test_issuer_names_and_expiry_are_read():
    organised = [(NameOID.ORGANIZATION_NAME, "Let's Encrypt"), (NameOID.COMMON_NAME, "R11")]
    details = read_details(der(attributes=organised))
    assert details.issuer == "Let's Encrypt (R11)"
    assert details.names == ("pay.example.com",)
    assert details.expires_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("attributes", "issuer"),
    [
        ([(NameOID.ORGANIZATION_NAME, "Shop")], "Shop"),
        ([(NameOID.COMMON_NAME, "Shop")], "Shop"),
        ([(NameOID.ORGANIZATION_NAME, "Shop"), (NameOID.COMMON_NAME, "Shop")], "Shop"),
        ([(NameOID.ORGANIZATION_NAME, " "), (NameOID.COMMON_NAME, "Shop")], "Shop"),
        ([], None),
        ([(NameOID.COMMON_NAME, "\x1b]0;\u202eevil")], "\\x1b]0;\\u202eevil"),
    ],
)
def test_an_issuer_is_organisation_and_common_name_made_harmless(attributes, issuer):
    assert read_details(der(attributes=attributes)).issuer == issuer


def test_names_are_hosts_and_addresses_and_not_without_end():
    import ipaddress

    names = [
        x509.RFC822Name("a@example.com"),
        x509.IPAddress(ipaddress.ip_address("192.0.2.1")),
        *(x509.DNSName(f"{number}.example.com") for number in range(MOST_NAMES)),
        x509.DNSName("x" * 300),
    ]
    found = read_details(der(extensions=[x509.SubjectAlternativeName(names)])).names
    assert len(found) == MOST_NAMES
    assert found[0] == "0.example.com"
    long = read_details(der(extensions=[x509.SubjectAlternativeName(names[-1:])])).names
    assert [len(name) for name in long] == [LONGEST]
    address = read_details(der(extensions=[x509.SubjectAlternativeName(names[:2])])).names
    assert address == ("192.0.2.1",)


def test_a_certificate_without_names_has_none():
    assert read_details(der(extensions=[])).names == ()


def test_names_that_cannot_be_read_are_none():
    broken = x509.UnrecognizedExtension(ExtensionOID.SUBJECT_ALTERNATIVE_NAME, b"\x30\x05broken")
    details = read_details(der(extensions=[broken]))
    assert details.names == ()
    assert details.issuer is not None


def test_an_issuer_that_cannot_be_read_is_none():
    sound = der(attributes=[(NameOID.COMMON_NAME, "Shop")])
    details = read_details(sound.replace(b"\x0c\x04Shop", b"\x0c\x04Sh\xff\xfe"))
    assert details.issuer is None


@given(st.binary(max_size=300))
def test_whatever_is_no_certificate_says_nothing(data):
    assert read_details(data) == Details()


def test_no_certificate_says_nothing():
    assert read_details(None) == Details()


SAMPLE = der()
SERIAL = SAMPLE.index(b"\x02\x01\x01") + 2
VERSION = SAMPLE.index(b"\xa0\x03\x02\x01\x02") + 4


@given(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255))
@example(SERIAL, 0xFF)
@example(VERSION, 9)
def test_a_damaged_certificate_breaks_nothing(where, byte):
    details = read_details(SAMPLE[:where] + bytes([byte]) + SAMPLE[where + 1 :])
    assert all(name.isprintable() for name in (*details.names, details.issuer or ""))


class Stream(httpcore.NetworkStream):
    """Fails as told when TLS begins on it."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.closed = False

    def start_tls(self, *_args, **_more):
        raise self.error

    def close(self) -> None:
        self.closed = True


def shake(monkeypatch, stream, *, host="pay.example.com", seconds=30.0):
    monkeypatch.setattr(handshake.Backend, "connect_tcp", lambda *_: stream)
    clock = FakeClock()
    deadline = Deadline(clock, seconds)
    return shake_hands(host, 443, routes=(), ca_bundle=None, proxy=None, clock=clock, deadline=deadline)


@pytest.mark.parametrize(
    ("error", "raised", "words"),
    [
        (httpcore.WriteError("x"), ConnectionLost, "closed the connection during the TLS handshake"),
        (ValueError("x"), NotAllowed, "is no host name that TLS could verify"),
        (TimedOut("late"), TimedOut, "late"),
    ],
)
def test_what_ends_a_handshake_is_raised_in_our_words_and_the_connection_closed(monkeypatch, error, raised, words):
    stream = Stream(error)
    with pytest.raises(raised, match=words) as caught:
        shake(monkeypatch, stream)
    assert caught.value.__context__ is None
    assert stream.closed


def test_an_ssl_error_of_another_kind_is_not_hidden(monkeypatch):
    with pytest.raises(ssl.SSLError):
        shake(monkeypatch, Stream(ssl.SSLError("odd")))


@pytest.mark.parametrize("host", ["", "a b", "a\r\nb", "a%0d%0ab", "a\0b", "xn--\x80", "fe80::1%eth0", "a/b"])
def test_what_is_no_host_is_not_connected_with(monkeypatch, host):
    def never(*_):
        raise AssertionError(host)

    monkeypatch.setattr(handshake.Backend, "connect_tcp", never)
    clock = FakeClock()
    with pytest.raises(NotAllowed, match="nothing was sent"):
        shake_hands(host, 443, routes=(), ca_bundle=None, proxy=None, clock=clock, deadline=None)


def test_a_name_outside_ascii_is_asked_for_as_deliveries_ask(monkeypatch):
    asked = []

    def connect(_self, name, port, _timeout):
        asked.append((name, port))
        return Stream(TimedOut("late"))

    monkeypatch.setattr(handshake.Backend, "connect_tcp", connect)
    with pytest.raises(TimedOut):
        shake_hands("zahlt.böse.example", 8443, routes=(), ca_bundle=None, proxy=None, clock=FakeClock(), deadline=None)
    assert asked == [("zahlt.xn--bse-sna.example", 8443)]
