"""Sockets: names, addresses, and bytes in time."""

from __future__ import annotations

import contextlib
import ipaddress
import queue
import selectors
import socket
import ssl
import threading
import weakref
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import httpcore

from golive.http.errors import ConnectionFailed, ConnectionLost, NotAllowed, Refused, TimedOut
from golive.http.routes import ConnectTo, find_route
from golive.http.tls_stream import TlsStream
from golive.redact import inert

if TYPE_CHECKING:
    from golive.http.pace import Pace

_Found = tuple[int, str, int]
"""Address family, address, port."""


class Backend(httpcore.NetworkBackend):
    """Opens connections, to another address where a route says so, and never beyond the request's budget."""

    def __init__(self, pace: Pace, routes: Sequence[ConnectTo] = (), role: str = "") -> None:
        self._pace = pace
        self._routes = tuple(routes)
        self._role = role
        self._open: weakref.WeakSet[SocketStream] = weakref.WeakSet()
        self._lock = threading.Lock()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - httpcore's signature
    ) -> httpcore.NetworkStream:
        """
        Return a connection to the first address that takes one.

        Raises ConnectionFailed, Refused and TimedOut.
        """
        shown = name = f"{self._role}{host}"
        address, address_port = find_route(self._routes, host, port) or (host, port)
        if (address, address_port) != (host, port):
            shown += f" (played from {address})"  # no port: an emulator's differs from run to run
        found = self._resolve(address, address_port, timeout, shown)
        if not self._role and address == host:
            self._demand_reachable(found, shown)
        step = self._pace.step(timeout, shown, "did not accept a connection within {} s")
        share = step.seconds / len(found)  # the first address may be one that swallows everything
        failure: ConnectionFailed | TimedOut = step.error
        for family, place, place_port in found:
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(share)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.connect((place, place_port))
            except TimeoutError:
                failure = step.error
            except ConnectionRefusedError:
                failure = Refused(f"{shown} refused the connection")
            except OSError as error:
                why = inert(error.strerror or type(error).__name__, 100).lower()
                failure = ConnectionFailed(f"{shown} cannot be reached: {why}")
            else:
                return self._kept(SocketStream(sock, name, self._pace))
            sock.close()
        raise failure

    def close(self) -> None:
        """Close all connections, those in the middle of a TLS handshake too, which no pool knows yet."""
        with self._lock:
            streams = tuple(self._open)
        for stream in streams:
            stream.close()

    def _kept(self, stream: SocketStream) -> SocketStream:
        with self._lock:
            self._open.add(stream)
        return stream

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - httpcore's signature
    ) -> httpcore.NetworkStream:
        """Refuse: a provider is never behind a file."""
        raise ConnectionFailed(f"{path} is a local socket, which golive does not connect to")

    def _demand_reachable(self, found: Iterable[_Found], shown: str) -> None:
        """Raise NotAllowed where the name led to an address that this request is not for."""
        may_reach = self._pace.may_reach
        if may_reach is None:
            return
        if not all(may_reach(ipaddress.ip_address(place)) for _, place, _ in found):
            raise NotAllowed(f"{shown} led to an address that must not be sent this; nothing was sent")

    def _resolve(self, host: str, port: int, timeout: float | None, shown: str) -> list[_Found]:
        """Look a name up in a thread of its own: the system's resolver knows no deadline."""
        with contextlib.suppress(ValueError):
            literal = ipaddress.ip_address(host)
            return [(socket.AF_INET6 if literal.version == 6 else socket.AF_INET, host, port)]  # noqa: PLR2004 - IPv6
        step = self._pace.step(timeout, shown, "has a name that did not resolve within {} s")
        answers: queue.SimpleQueue[list[_Found]] = queue.SimpleQueue()
        threading.Thread(target=_look_up, args=(host, port, answers), daemon=True, name="golive-resolver").start()
        try:
            found = answers.get(timeout=step.seconds)
        except queue.Empty:
            found = None
        if found is None:
            raise step.error
        if not found:
            raise ConnectionFailed(f"{shown} has a name that does not resolve")
        return found


def _look_up(host: str, port: int, answers: queue.SimpleQueue[list[_Found]]) -> None:
    found: list[_Found] = []
    with contextlib.suppress(OSError, UnicodeError):  # no such name, or none that DNS could hold
        for family, _, _, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            if family in {socket.AF_INET, socket.AF_INET6}:
                found.append((family, str(place[0]), int(place[1])))
    answers.put(found)


class SocketStream(httpcore.NetworkStream):
    """A TCP connection."""

    def __init__(self, sock: socket.socket, host: str, pace: Pace) -> None:
        self._socket = sock
        self._host = host
        self._pace = pace

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has arrived, empty at the end. Raises TimedOut and ConnectionLost."""
        step = self._pace.step(timeout, self._host, "sent nothing for {} s")
        late = False
        try:
            self._socket.settimeout(step.seconds)
            data = self._socket.recv(max_bytes)
        except TimeoutError:
            late = True
        except OSError:
            data = None
        if late:
            raise step.error
        if data is None:
            raise ConnectionLost(f"{self._host} reset the connection")
        self._pace.ended = not data
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send everything. Raises TimedOut, and httpcore.WriteError: an early answer may still be there to read."""
        step = self._pace.step(timeout, self._host, "took nothing for {} s")
        outcome = ""
        try:
            self._socket.settimeout(step.seconds)
            self._socket.sendall(buffer)
        except TimeoutError:
            outcome = "late"
        except OSError:
            outcome = "lost"
        if outcome == "late":
            raise step.error
        if outcome == "lost":
            raise httpcore.WriteError(f"{self._host} closed the connection")

    def close(self) -> None:
        """Close the connection, and wake whoever reads from it in another thread."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Return this connection with TLS, verified for that name. Raises Untrusted, TimedOut and ConnectionLost."""
        return TlsStream.over(self, ssl_context, server_hostname, timeout, self._pace)

    def get_extra_info(self, info: str) -> object:
        """Return whether something is there to read: on an idle connection that means it was closed."""
        return self._is_readable() if info == "is_readable" else None

    def _is_readable(self) -> bool:
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(self._socket, selectors.EVENT_READ)
                return bool(selector.select(0))
        except (OSError, ValueError):
            return True
