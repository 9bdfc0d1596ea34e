"""Looking up the addresses of a host name."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.http.routes import ConnectTo, find_route

if TYPE_CHECKING:
    from golive.clock import Deadline
    from golive.context import Address

HTTPS_PORT: Final = 443


def look_up(host: str, routes: Sequence[ConnectTo]) -> tuple[Address, ...]:
    """Return a host's addresses, none where `--connect-to` plays it. Raises Unverified where it does not resolve."""
    if find_route(routes, host, HTTPS_PORT) is not None:
        return ()
    try:
        found = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unverified(f"{host} does not resolve from here ({error})") from None
    addresses = {ipaddress.ip_address(str(address[0]).partition("%")[0]) for *_, address in found}
    return tuple(sorted(addresses, key=str))
