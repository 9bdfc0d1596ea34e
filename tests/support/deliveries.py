"""Deliveries signed by hand, as requests that a played receiver takes. No code of the product signs here."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

from golive.emulator.message import Received

SECRET = "whsec_00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
NOW = 1767225600
HOST, PATH = "pay.example.com", "/hooks"


def sha(message: bytes, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def body(event_id: str = "evt_1", event_type: str = "test", **data) -> bytes:
    envelope = {"id": event_id, "type": event_type, "created_at": "2026-01-01T00:00:00Z", "data": data}
    return json.dumps(envelope, separators=(",", ":"), ensure_ascii=False).encode()


def request(content: bytes = b"", headers=(), *, method="POST", path=PATH, host=HOST, scheme="https", now=NOW):
    """Return a request; `headers` are a mapping, or pairs where one is there twice."""
    return Received(
        method=method,
        path=path,
        host=host,
        scheme=scheme,
        time=datetime.fromtimestamp(now, UTC),
        query="",
        headers=tuple(dict(headers).items()) if isinstance(headers, dict) else tuple(headers),
        body=content,
    )


def seed(content: bytes, *, time: int = NOW, secret: str = SECRET, now: int = NOW):
    """Return a delivery of Anton's signed as its help centre says."""
    signature = sha(f"{time}.".encode() + content, secret)
    return request(content, {"Anton-Signature": f"t={time},v1={signature}"}, now=now)


def octopus(content: bytes, *, time: int = NOW, secret: str = SECRET, token: str | None = SECRET, now: int = NOW):
    """Return a delivery of OctopusCards'."""
    headers = {"X-Signature": sha(content, secret), "X-Timestamp": str(time)}
    return request(content, headers | ({"X-OCTOPUS-WEBHOOK-TOKEN": token} if token else {}), now=now)
