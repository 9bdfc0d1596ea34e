"""A webhook receiver on loopback over plain http, correct or with one defect, as small as it can be."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = "whsec_" + "5eb1d3a97c20f486" * 4
TOLERANCE = 300


class SmallReceiver:
    """
    Verifies the default signature of Anton. `deliveries` holds headers and body of all that arrived.

    `defect` is what it does wrong: `accepts-everything`, `ignores-time`, `redirects`, `rejects-unknown`, `crashes`,
    `strips-prefix`. `echo` makes it answer with whatever it was sent.
    """

    def __init__(self, defect: str = "", *, says_duplicate: bool = True, echo: bool = False) -> None:
        self.deliveries: list[tuple[dict[str, str], bytes]] = []
        self.defect = defect
        self.says_duplicate = says_duplicate
        self.echo = echo
        self._seen: set[str] = set()
        self._lock = threading.Lock()

    def answer(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of the answer."""
        if self.defect == "redirects":
            return 302, {"Location": "https://elsewhere.example/hooks"}, b""
        if self.defect == "crashes":
            return 500, {}, b"Traceback (most recent call last)"
        if self.defect != "accepts-everything" and not self._is_genuine(headers.get("anton-signature", ""), body):
            return 401, {}, b'{"error": "signature"}'
        event = json.loads(body)
        if self.defect == "rejects-unknown" and event["type"] == "golive.not_yet_known":
            return 500, {}, b""
        with self._lock:
            again = event["id"] in self._seen
            self._seen.add(event["id"])
        return 200, {}, b'{"status": "duplicate"}' if again and self.says_duplicate else b'{"status": "ok"}'

    def _is_genuine(self, header: str, body: bytes) -> bool:
        parts = dict(part.partition("=")[::2] for part in header.split(","))
        moment = parts.get("t", "")
        key = SECRET.removeprefix("whsec_") if self.defect == "strips-prefix" else SECRET
        right = hmac.new(key.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
        if not moment.isdecimal() or not hmac.compare_digest(parts.get("v1", ""), right):
            return False
        return self.defect == "ignores-time" or abs(time.time() - int(moment)) <= TOLERANCE


@contextlib.contextmanager
def serving(receiver: SmallReceiver):
    """Serve a receiver on a port of its own, and yield its URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.deliveries.append((headers, body))
            status, more, content = receiver.answer(headers, body)
            if receiver.echo:
                content = json.dumps([SECRET, headers, body.decode(), "\x1b[31mred"]).encode()
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 64  # ten connections at once, on a busy machine
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hooks/anton"
        finally:
            server.shutdown()
            thread.join(10)
