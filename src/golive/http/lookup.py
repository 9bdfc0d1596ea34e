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

_Answer = set[str] | str
"""The addresses, or why there are none."""


def look_up(host: str, routes: Sequence[ConnectTo], deadline: Deadline | None = None) -> tuple[Address, ...]:
    """
    Return a host's addresses, none where `--connect-to` plays it.

    Raises Unverified where it does not resolve, or not before the deadline.
    """
    if find_route(routes, host, HTTPS_PORT) is not None:
        return ()
    answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
    # In a thread of its own: the system's resolver knows no deadline.
    threading.Thread(target=_ask, args=(host, answers), daemon=True, name="golive-lookup").start()
    try:
        answer = answers.get(timeout=None if deadline is None else deadline.remaining)
    except queue.Empty:
        answer = "not in time"
    if isinstance(answer, str):
        raise Unverified(f"{host} does not resolve from here ({answer})")
    addresses = {ipaddress.ip_address(address.partition("%")[0]) for address in answer}
    return tuple(sorted(addresses, key=str))


def _ask(host: str, answers: queue.SimpleQueue[_Answer]) -> None:
    try:
        found = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        answers.put((error.strerror if isinstance(error, OSError) else None) or str(error))
    else:
        answers.put({str(address[0]) for *_, address in found})
