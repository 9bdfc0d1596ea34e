"""Looking up the addresses of a host name."""

from __future__ import annotations

import ipaddress
import socket
import threading

import pytest

from golive.clock import Deadline, SystemClock
from golive.errors import Unverified
from golive.http.lookup import look_up
from golive.http.routes import parse_connect_to


def test_every_address_of_a_name_is_returned_once_in_a_stable_order(monkeypatch):
    found = [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%eth0", 443, 0, 2)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.7", 443)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.7", 443)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert look_up("pay.example.com", ()) == (
        ipaddress.ip_address("203.0.113.7"),
        ipaddress.ip_address("fe80::1"),
    )


def test_a_host_that_is_played_is_not_looked_up(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("it was looked up"))
    assert look_up("pay.example.com", (parse_connect_to("pay.example.com:443:127.0.0.1:9"),)) == ()


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (socket.gaierror(-2, "Name or service not known"), "Name or service not known"),
        (UnicodeError("label too long"), "label too long"),
        (OSError("odd"), "odd"),
    ],
)
def test_a_name_that_does_not_resolve_is_unverified(monkeypatch, error, why):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(Unverified, match=rf"pay\.example\.com does not resolve from here \({why}\)$"):
        look_up("pay.example.com", ())


def test_a_resolver_that_hangs_is_not_waited_for_beyond_the_deadline(monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(20) and [])
    try:
        with pytest.raises(Unverified, match=r"pay\.example\.com does not resolve from here \(not in time\)"):
            look_up("pay.example.com", (), Deadline(SystemClock(), 0.05))
    finally:
        over.set()
