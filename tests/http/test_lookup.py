"""Looking up the addresses of a host name."""

from __future__ import annotations

import ipaddress
import socket

import pytest

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


@pytest.mark.parametrize("error", [socket.gaierror(-2, "Name or service not known"), UnicodeError("label too long")])
def test_a_name_that_does_not_resolve_is_unverified(monkeypatch, error):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(Unverified, match=r"pay\.example\.com does not resolve from here"):
        look_up("pay.example.com", ())
