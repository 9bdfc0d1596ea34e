"""A proxy on loopback that tunnels to one server, whatever host it is asked for."""

from __future__ import annotations

import contextlib
import select
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.loopback import Conversation, Loopback


class Proxy:
    """A handler for `Loopback`. `status` is what it answers; without a 2 at its beginning there is no tunnel."""

    def __init__(self, target: Loopback, status: bytes = b"200 OK") -> None:
        self.target = target
        self.status = status

    def __call__(self, talk: Conversation) -> None:
        talk.send(b"HTTP/1.1 " + self.status + b"\r\n\r\n")
        if not self.status.startswith(b"2"):
            talk.sock.close()
            return
        with socket.create_connection(("127.0.0.1", self.target.port)) as onward, contextlib.suppress(OSError):
            carry(talk.sock, onward)


def carry(near: socket.socket, far: socket.socket) -> None:
    """Pass bytes on in both directions until one side ends."""
    while True:
        pending = getattr(near, "pending", lambda: 0)()
        ready = [near] if pending else select.select([near, far], [], [], 10)[0]
        for one in ready:
            data = one.recv(65536)
            if not data:
                return
            (far if one is near else near).sendall(data)
        if not ready:
            return
