"""
A small HTTPS server for loopback: threads, keep-alive, and replies that go out step by step.

It knows no provider and no fault; it asks `answer` for the steps of each reply.
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from golive.emulator.message import HangUp, Pause, Received, Reply, Steps
from golive.errors import UsageError

if TYPE_CHECKING:
    from golive.clock import Clock
    from golive.emulator.journal import Recorder

LOOPBACK: Final = ("127.0.0.1", "::1")
"""The only addresses a server binds."""
LARGEST_BODY: Final = 64 * 1024
"""Bytes of a request's body. A longer one is refused unread."""
LONGEST_LINE: Final = 64 * 1024
"""Bytes of a request line."""
IDLE_SECONDS: Final = 60.0
"""How long a connection may say nothing."""
STOP_SECONDS: Final = 10.0
"""How long `stop` waits for each thread. Their sockets are closed by then, so they end at once."""

Answer = Callable[[Received], Steps]


class Server:
    """
    A listener on a loopback address, over TLS where `context` is given.

    Raises UsageError for any other address. `defects` holds what went wrong inside `answer`.
    """

    def __init__(
        self,
        answer: Answer,
        *,
        journal: Recorder,
        clock: Clock,
        address: str = LOOPBACK[0],
        port: int = 0,
        context: ssl.SSLContext | None = None,
    ) -> None:
        if address not in LOOPBACK:
            raise UsageError(f"the emulator listens on {' or '.join(LOOPBACK)} only, not on {address!r}")
        try:
            self._listener = _Listener((address, port), answer, journal, clock, context)
        except OSError as error:
            raise UsageError(f"the emulator cannot listen on port {port} of {address}: {error.strerror}") from error
        self.port: int = self._listener.server_address[1]
        self.defects = self._listener.defects
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.02}, name="golive-emulator", daemon=True
        )

    def start(self) -> None:
        """Begin to accept connections."""
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection, and wait until no thread is left."""
        if self._thread.is_alive():
            self._listener.shutdown()
            self._thread.join(STOP_SECONDS)
        self._listener.end()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        address: tuple[str, int],
        answer: Answer,
        journal: Recorder,
        clock: Clock,
        context: ssl.SSLContext | None,
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.answer = answer
        self.journal = journal
        self.clock = clock
        self.context = context
        self.stopping = threading.Event()
        self.defects: list[Exception] = []
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._workers: set[threading.Thread] = set()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Bind without asking the name service for this machine's name, as HTTPServer would."""
        TCPServer.server_bind(self)

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """Hand a connection to a thread of its own, handshake included, so that a silent client holds nobody up."""
        worker = threading.Thread(
            target=self._work, args=(request, client_address), name="golive-emulator", daemon=True
        )
        with self._lock:
            self._workers.add(worker)
        worker.start()

    def _work(self, request: socket.socket, client_address: object) -> None:
        connection = request
        try:
            request.settimeout(IDLE_SECONDS)
            if self.context is not None:
                connection = self.context.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
            with self._lock:
                self._connections.add(connection)
            if self.stopping.is_set():
                return
            if isinstance(connection, ssl.SSLSocket):
                connection.do_handshake()
            _Handler(connection, client_address, self)
        except OSError:  # the client went away, was silent for too long, or does not trust the certificate
            return
        except Exception as error:  # noqa: BLE001 - a defect of the emulator: kept, and raised where it is stopped
            self.defects.append(error)
        finally:
            with self._lock:
                self._connections.discard(connection)
                self._workers.discard(threading.current_thread())
            connection.close()

    def end(self) -> None:
        """Close the port and all connections, and wait for the threads."""
        self.stopping.set()
        self.server_close()
        with self._lock:
            workers = tuple(self._workers)
            for connection in self._connections:
                _wake(connection)
        for worker in workers:
            worker.join(STOP_SECONDS)


def _wake(connection: socket.socket) -> None:
    """End whatever a thread is waiting for on this connection; the thread itself closes it."""
    try:
        socket.socket.shutdown(connection, socket.SHUT_RDWR)  # not SSLSocket's: it would pull TLS from under the thread
    except OSError:  # it has ended already
        return


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listener

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(LONGEST_LINE + 1)
        if len(self.raw_requestline) > LONGEST_LINE:
            self.requestline = self.request_version = self.command = ""
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
        elif not self.raw_requestline:
            self.close_connection = True
        elif self.parse_request():
            self._exchange()

    def _exchange(self) -> None:
        body = self._body()
        if body is None:
            return
        target = urlsplit(self.path) if self.path.startswith("/") else None
        request = Received(
            method=self.command,
            path=target.path if target else self.path,
            query=target.query if target else "",
            host=self.headers.get("Host", ""),
            scheme="https" if self.server.context else "http",
            time=self.server.clock.now(),
            headers=tuple(self.headers.items()),
            body=body,
        )
        self.server.journal.add(request)
        for step in self.server.answer(request):
            match step:
                case bytes():
                    self.wfile.write(step)
                case Pause(seconds):
                    self.close_connection = self.server.stopping.wait(seconds) or self.close_connection
                case HangUp(reset):
                    self.close_connection = True
                    if reset:
                        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
            if self.server.stopping.is_set():
                return

    def _body(self) -> bytes | None:
        if self.headers.get("Transfer-Encoding") is not None:
            self.send_error(HTTPStatus.LENGTH_REQUIRED)
            return None
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()):
            self.send_error(HTTPStatus.BAD_REQUEST)
            return None
        if len(length) > len(str(LARGEST_BODY)) or int(length) > LARGEST_BODY:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return None
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            return None
        return body

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer what is no HTTP request, or too large a one, with a plain line, and close."""
        del message, explain  # they repeat what the client sent
        self.close_connection = True
        body = f"{HTTPStatus(code).phrase}\n".encode()
        self.wfile.write(Reply(code, (("Content-Type", "text/plain"), ("Connection", "close")), body).wire())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Print nothing: the journal has it, and a request line may hold a credential."""
