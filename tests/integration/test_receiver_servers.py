"""golive's probe against sound receivers on unusual servers: how HTTP is spoken must not change a single line."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from golive.clock import SystemClock
from golive.probing import ProbeOptions, probe
from golive.profile.types import EnvReference
from support.small_receiver import SECRET, SmallReceiver

pytestmark = pytest.mark.sockets

SOUND = {
    "certificate": "skip",
    "signed-delivery": "pass",
    "forged-delivery": "pass",
    "stale-delivery": "pass",
    "duplicate-delivery": "pass",
    "unknown-event": "pass",
    "promptness": "pass",
}


class Handler(BaseHTTPRequestHandler):
    """One request at a time, as the smallest servers do. The receiver is the server's."""

    protocol_version = "HTTP/1.1"
    more: ClassVar[dict[str, str]] = {}

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, more, content = self.server.receiver.answer(headers, body)
        self.reply(status, {**self.more, **more}, content)

    def reply(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Transfer-Encoding" not in headers:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_) -> None:
        pass


class Old(Handler):
    """HTTP/1.0: no length, the connection's end is the answer's."""

    protocol_version = "HTTP/1.0"

    def reply(self, status, headers, content):
        self.wfile.write(f"HTTP/1.0 {status} Whatever\r\nServer: old\r\n\r\n".encode() + content)


class Packed(Handler):
    more: ClassVar = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}

    def reply(self, status, headers, content):
        super().reply(status, headers, gzip.compress(content))


class Empty(Handler):
    """204 to whatever is accepted; a repetition is told in a header."""

    def reply(self, status, headers, content):
        repeated = {"X-Duplicate": "true"} if b"duplicate" in content else {}
        self.send_response(204 if status == 200 else status)
        for name, value in repeated.items():
            self.send_header(name, value)
        if status != 200:
            self.send_header("Content-Length", "0")
        self.end_headers()


class Chunked(Handler):
    more: ClassVar = {"Transfer-Encoding": "chunked"}

    def reply(self, status, headers, content):
        pieces = b"".join(b"%x\r\n%c\r\n" % (1, byte) for byte in content)
        super().reply(status, headers, pieces + b"0\r\nX-Trailer: yes\r\n\r\n")


class Announced(Handler):
    """An interim answer before the real one."""

    def reply(self, status, headers, content):
        self.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
        super().reply(status, headers, content)


class BehindCdn(Handler):
    more: ClassVar = {
        "Server": "cloudflare",
        "CF-Ray": "8f1e2d3c4b5a6978-FRA",
        "X-Cache": "MISS",
        "Set-Cookie": "__cf=1; Path=/",
        "Content-Type": "text/html; charset=ISO-8859-1",
    }


class Hurried(Handler):
    """Refuses without reading the body, and closes."""

    def do_POST(self) -> None:
        if "anton-signature" not in {name.lower() for name in self.headers}:
            self.close_connection = True
            self.reply(401, {"Connection": "close"}, b"no")
            return
        super().do_POST()


class Slow(Handler):
    def reply(self, status, headers, content):
        time.sleep(0.05)
        super().reply(status, headers, content)


class Closing(Handler):
    """Announces that the connection stays, and closes it."""

    more: ClassVar = {"Connection": "keep-alive", "Keep-Alive": "timeout=1, max=1"}

    def reply(self, status, headers, content):
        super().reply(status, headers, content)
        self.close_connection = True


class Strict(Handler):
    """Demands what providers send anyway."""

    def do_POST(self) -> None:
        kind = self.headers.get("Content-Type", "")
        wanted = kind.startswith("application/json") and self.headers.get("Host") and self.headers.get("User-Agent")
        if not wanted or "Transfer-Encoding" in self.headers or "Expect" in self.headers:
            self.reply(415, {}, b"")
            return
        super().do_POST()


class Server(HTTPServer):
    request_queue_size = 5

    def __init__(self, handler: type[Handler]) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.receiver = SmallReceiver()


@contextlib.contextmanager
def serving(handler: type[Handler]):
    with Server(handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hooks"
        finally:
            server.shutdown()
            thread.join(10)


def probed(url: str):
    options = ProbeOptions(
        url=url, provider="anton", secret=EnvReference(env="SECRET"), signature=None, folder=Path("/nonexistent")
    )
    return probe(options, environ={"SECRET": SECRET}, clock=SystemClock())


def lines(found) -> dict[str, str]:
    return {one.id.removeprefix("receiver."): one.status.value for one in found.results}


SERVERS = [Handler, Old, Packed, Empty, Chunked, Announced, BehindCdn, Hurried, Slow, Closing, Strict]


@pytest.mark.parametrize("handler", SERVERS)
def test_a_sound_receiver_passes_whatever_http_its_server_speaks(handler):
    with serving(handler) as url:
        found = probed(url)
    assert lines(found) == SOUND, [one for one in found.observations.outcomes if one.error]


def test_a_status_counts_though_the_answer_is_longer_than_anybody_reads():
    class Verbose(Handler):
        def reply(self, status, headers, content):
            super().reply(status, headers, content + b" " * 300_000)

        def handle(self):
            with contextlib.suppress(OSError):  # golive reads no further, and closes
                super().handle()

    with serving(Verbose) as url:
        assert lines(probed(url)) == SOUND


def test_an_answer_without_a_body_that_announces_one_is_no_answer():
    """Nobody can tell what a provider makes of it, so nothing is said for sure."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    with connection:
                        connection.recv(65536)
                        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")

        threading.Thread(target=serve, daemon=True).start()
        found = lines(probed(f"http://127.0.0.1:{listening.getsockname()[1]}/hooks"))
        listening.shutdown(socket.SHUT_RDWR)
    assert set(found.values()) == {"unknown", "skip"}
