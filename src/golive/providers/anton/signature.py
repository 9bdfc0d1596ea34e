"""
Anton's webhook deliveries and the three generations of their signature.

Pages: https://help.antonpayments.com/en/articles/14127268-verifying-webhook-signatures (`Anton-Signature`),
https://docs.antonpayments.com/api-reference/webhook-signing (`X-Webhook-Signature`),
https://docs.antonpayments.com/concepts/webhooks (`X-Anton-Signature`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from golive.receiver.scheme import Deliveries, Mistake, Scheme, hmac_sha256

if TYPE_CHECKING:
    from golive.receiver.scheme import Event

SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what every webhook secret begins with


def _stamped(timestamp: int, body: bytes) -> bytes:
    return str(timestamp).encode() + b"." + body


def _bare(_timestamp: int, body: bytes) -> bytes:
    return body


_COMMON: Final = {"Content-Type": "application/json", "User-Agent": "AntonPayments-Webhook/1.0"}
"""Documented for the newer generation; nothing says that the older ones had another."""


def _seed_headers(_event: Event, timestamp: int, digest: str) -> Mapping[str, str]:
    return {**_COMMON, "Anton-Signature": f"t={timestamp},v1={digest}"}


def _newer_headers(event: Event, timestamp: int, digest: str) -> Mapping[str, str]:
    return {
        **_COMMON,
        "X-Webhook-ID": event.id,
        "X-Webhook-Event": event.type,
        "X-Webhook-Timestamp": str(timestamp),
        "X-Webhook-Signature": f"v1={digest}",
    }


def _oldest_headers(_event: Event, _timestamp: int, digest: str) -> Mapping[str, str]:
    return {**_COMMON, "X-Anton-Signature": digest}


def _stripped(secret: str, message: bytes) -> str | None:
    if not secret.startswith(SECRET_PREFIX):
        return None
    return hmac_sha256(secret.removeprefix(SECRET_PREFIX).encode(), message)


def _decoded(secret: str, message: bytes) -> str | None:
    try:
        key = bytes.fromhex(secret.removeprefix(SECRET_PREFIX))
    except ValueError:
        return None
    return hmac_sha256(key, message)


def _mistakes(*, stamped: bool) -> tuple[Mistake, ...]:
    sign = _stamped if stamped else _bare
    common = (
        Mistake(
            id="prefix-stripped",
            title=f"leaves {SECRET_PREFIX} out of the key; the key is the secret as given",
            digest=lambda secret, time, body: _stripped(secret, sign(time, body)),
        ),
        Mistake(
            id="secret-decoded",
            title="takes the secret for hexadecimal digits and decodes it; the key is the secret as given",
            digest=lambda secret, time, body: _decoded(secret, sign(time, body)),
        ),
    )
    if not stamped:
        return common
    return (
        *common,
        Mistake(
            id="timestamp-left-out",
            title="signs the body alone; the timestamp and a full stop come before it",
            digest=lambda secret, _time, body: hmac_sha256(secret.encode(), body),
        ),
    )


DELIVERIES: Final = Deliveries(
    schemes=(
        Scheme(
            id="anton-signature",
            title="Anton-Signature: t=…,v1=…",
            signed=_stamped,
            headers=_seed_headers,
            signature_header="Anton-Signature",
            timestamped=True,
            mistakes=_mistakes(stamped=True),
        ),
        Scheme(
            id="x-webhook-signature",
            title="X-Webhook-Signature: v1=… with X-Webhook-Timestamp",
            signed=_stamped,
            headers=_newer_headers,
            signature_header="X-Webhook-Signature",
            timestamped=True,
            mistakes=_mistakes(stamped=True),
        ),
        Scheme(
            id="x-anton-signature",
            title="X-Anton-Signature, without a timestamp",
            signed=_bare,
            headers=_oldest_headers,
            signature_header="X-Anton-Signature",
            timestamped=False,
            mistakes=_mistakes(stamped=False),
        ),
    ),
    # https://docs.antonpayments.com/api-reference/webhooks/create-webhook-subscription lists it among the events.
    test_event="test",
    test_data={"message": "A test delivery by golive; nothing happened", "amount": "10.50"},
    deadline=30.0,  # https://help.antonpayments.com/en/articles/14127271-webhook-delivery-and-retries
    prompt=10.0,
)
