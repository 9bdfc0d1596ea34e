"""Playing a host from another address, as curl's `--connect-to` does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from golive.errors import UsageError
from golive.redact import inert

_HOST = r"(\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?\]|[^\s\[\]:/@?#\\]*)"
_PORT = r"([0-9]{0,5})"
_CONNECT_TO = re.compile(f"{_HOST}:{_PORT}:{_HOST}:{_PORT}")
LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class ConnectTo:
    """
    Connect to `address`, `address_port` whenever `host`, `port` is asked for.

    An empty host and a missing port mean any on the left, and "as asked for" on the right. Names and certificates
    are still those of the host that was asked for. https://curl.se/docs/manpage.html#--connect-to
    """

    host: str
    port: int | None
    address: str
    address_port: int | None

    def matches(self, host: str, port: int) -> bool:
        """Return whether this is about that host and port."""
        return self.host in {"", _canonical(host)} and self.port in {None, port}


def parse_connect_to(text: str) -> ConnectTo:
    """Return the mapping of `HOST:PORT:ADDRESS:PORT`, IPv6 in brackets. Raises UsageError."""
    parts = _CONNECT_TO.fullmatch(text)
    if parts is None:
        raise UsageError(f"{inert(text, 100)!r} is not HOST:PORT:ADDRESS:PORT; an IPv6 address stands in [brackets]")
    host, port, address, address_port = parts.groups()
    return ConnectTo(_canonical(host), _port(port, text), _canonical(address), _port(address_port, text))


def find_route(routes: Sequence[ConnectTo], host: str, port: int) -> tuple[str, int] | None:
    """Return the address and port to connect to instead; the first mapping that matches counts. None: as asked."""
    for route in routes:
        if route.matches(host, port):
            return route.address or host, port if route.address_port is None else route.address_port
    return None


def _canonical(host: str) -> str:
    return host.removeprefix("[").removesuffix("]").lower()


def _port(text: str, whole: str) -> int | None:
    if not text:
        return None
    port = int(text)
    if not 1 <= port <= LAST_PORT:
        raise UsageError(f"{inert(whole, 100)!r}: a port is a number from 1 to {LAST_PORT}")
    return port
