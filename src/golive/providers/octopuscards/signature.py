"""
OctopusCards' webhook deliveries and their signature.

Pages: https://octopus-docs.pages.dev/docs/reference/webhooks/verification,
https://octopus-docs.pages.dev/docs/guides/handling-webhooks, https://octopus-docs.pages.dev/docs/webhooks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from golive.receiver.scheme import Deliveries, Mistake, Scheme, hmac_sha256

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
                    id="line-break-added",
                    title="adds a line break to the body before it computes the signature; take the raw bytes",
                    digest=lambda secret, _time, body: hmac_sha256(secret.encode(), body + b"\n"),
                ),
                Mistake(
                    id="timestamp-signed",
                    title="puts the timestamp and a full stop before the body; the signature covers the body alone",
                    digest=lambda secret, time, body: hmac_sha256(secret.encode(), f"{time}.".encode() + body),
                ),
            ),
        ),
    ),
    # No test event is documented. Of the documented ones this asks the least of a receiver: a credit of nothing.
    test_event="wallet.credited",
    test_data={"wallet_id": 0, "currency": "USD", "amount": 0, "note": "A test delivery by golive; nothing happened"},
    deadline=30.0,  # https://octopus-docs.pages.dev/docs/best-practices/webhooks
    prompt=5.0,  # "a few seconds": https://octopus-docs.pages.dev/docs/guides/handling-webhooks
)
