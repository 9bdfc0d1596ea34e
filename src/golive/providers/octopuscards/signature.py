"""
OctopusCards' webhook deliveries and their signature.

Pages: https://octopus-docs.pages.dev/docs/reference/webhooks/verification,
https://octopus-docs.pages.dev/docs/guides/handling-webhooks, https://octopus-docs.pages.dev/docs/webhooks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from golive.receiver.scheme import Deliveries, Mistake, Scheme

if TYPE_CHECKING:
    from golive.receiver.scheme import Event


def _signed(_timestamp: int, body: bytes) -> bytes:
    return body


def _headers(event: Event, timestamp: int, digest: str) -> Mapping[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "octopusrewards.com/webhook-agent",
        "X-Signature": digest,
        "X-Timestamp": str(timestamp),
        "X-Event-ID": event.id,
        "X-Event-Type": event.type,
        "X-Webhook-ID": "golive",
    }


def _hex(secret: str, message: bytes) -> str:
    import hashlib
    import hmac

    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def reserialised(body: bytes) -> bytes:
    """Return a JSON body as a receiver writes it that parses it first: 250.00 becomes 250.0."""
    return json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False).encode()


def _envelope(event_id: str, event_type: str, created_at: datetime, data: Mapping[str, object]) -> Mapping[str, object]:
    return {"id": event_id, "type": event_type, "created_at": f"{created_at:%Y-%m-%dT%H:%M:%SZ}", "data": data}


DELIVERIES: Final = Deliveries(
    schemes=(
        Scheme(
            id="x-signature",
            title="X-Signature with X-Timestamp and X-Event-ID",
            signed=_signed,
            headers=_headers,
            signature_header="X-Signature",
            timestamped=True,
            token_header="X-OCTOPUS-WEBHOOK-TOKEN",  # noqa: S106 - the name of a header
            mistakes=(
                Mistake(
                    id="body-reserialised",
                    title="parses the body and writes it anew before it computes the signature; sign the raw bytes",
                    digest=lambda secret, _time, body: _hex(secret, reserialised(body)),
                ),
                Mistake(
                    id="line-break-added",
                    title="adds a line break to the body before it computes the signature; sign the raw bytes",
                    digest=lambda secret, _time, body: _hex(secret, body + b"\n"),
                ),
                Mistake(
                    id="timestamp-signed",
                    title="puts the timestamp and a full stop before the body; the signature covers the body alone",
                    digest=lambda secret, time, body: _hex(secret, f"{time}.".encode() + body),
                ),
            ),
        ),
    ),
    # No test event is documented. Of the documented ones this asks the least of a receiver: a credit of nothing.
    test_event="wallet.credited",
    test_data={"wallet_id": 0, "currency": "USD", "amount": 0, "note": "A test delivery by golive; nothing happened"},
    deadline=30.0,  # https://octopus-docs.pages.dev/docs/best-practices/webhooks
    prompt=5.0,  # "a few seconds": https://octopus-docs.pages.dev/docs/guides/handling-webhooks
    envelope=_envelope,
)
