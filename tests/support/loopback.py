"""Servers on loopback that answer as a test tells them to, byte for byte, and remember what they were sent."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import trustme

HOST = "api.provider.example"

Handler = Callable[["Conversation"], None]


class Conversation:
    """One request that has arrived, and the connection to answer on."""

    def __init__(self, server: Loopback, sock: socket.socket, request: bytes) -> None:
        self.server = server
        self.sock = sock
        self.request = request

    @property
    def line(self) -> str:
        return self.request.split(b"\r\n", 1)[0].decode()

    @property
    def stopped(self) -> threading.Event:
        return self.server.stopped

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def answer(self, body: bytes = b"{}", *, status: int = 200, headers: str = "") -> None:
        length = f"Content-Length: {len(body)}\r\n"
        head = f"HTTP/1.1 {status} Text\r\nContent-Type: application/json\r\n{length}{headers}\r\n"
        self.send(head.encode() + body)

    def reset(self) -> None:
        """End the connection with a TCP reset."""
        raw = self.sock
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        raw.close()


class Loopback:
    """A server. `requests` holds the head and body of everything that arrived, in order."""

    def __init__(self, handler: Handler, context: ssl.SSLContext | None) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.stopped = threading.Event()
        self._handler = handler
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self.stopped.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._start(self._serve, sock)

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(20)
        with contextlib.suppress(OSError, ValueError):
            if self._context is not None:
                sock = self._context.wrap_socket(sock, server_side=True)
            self._converse(sock)
        with contextlib.suppress(OSError):
            sock.close()

    def _converse(self, sock: socket.socket) -> None:
        while not self.stopped.is_set():
            request = read_request(sock)
            if not request:
                return
            self.requests.append(request)
            self._handler(Conversation(self, sock, request))


def read_request(sock: socket.socket) -> bytes:
    """Return the next request with its body, empty at the end."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = sock.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < length:
        body += sock.recv(65536)
    return head + b"\r\n\r\n" + body


class Authority:
    """A certificate authority made for the test."""

    def __init__(self, folder: Path) -> None:
        self.ca = trustme.CA(key_type=trustme.KeyType.ECDSA)
        self.bundle = folder / "ca.pem"
        self.ca.cert_pem.write_to_path(str(self.bundle))

    def context(self, *names: str, **options: object) -> ssl.SSLContext:
        """Return a server's context with a certificate for these names."""
        certificate = self.ca.issue_cert(*(names or (HOST,)), **options)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return context

    @contextlib.contextmanager
    def serve(self, handler: Handler, *names: str, **options: object) -> Iterator[Loopback]:
        """Serve over TLS with a certificate for these names, or for HOST."""
        with Loopback(handler, self.context(*names, **options)) as server:
            yield server
