"""
A receiver of OctopusCards' webhook deliveries: what their headers say, read as a merchant would.

It shares no code with `golive.providers.octopuscards.signature`, so that signer and verifier cannot share a mistake.
Pages: https://octopus-docs.pages.dev/docs/reference/webhooks/verification,
https://octopus-docs.pages.dev/docs/guides/handling-webhooks.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final

from golive.emulator.flaw import Flaw
from golive.emulator.receiver.conduct import Change, Claim, ReceiverPlayed
from golive.emulator.receiver.flaws import COMMON, FORGED, judging

if TYPE_CHECKING:
    from golive.emulator.message import Received

_LONGEST_TIME: Final = 12
"""Digits of a Unix time that is worth reading."""


def read(request: Received) -> Claim | None:
    """Read `X-Signature: <hexadecimal digits>`, which covers the body alone, and `X-Timestamp: <seconds>`."""
    signature, time = _only(request, "X-Signature"), _only(request, "X-Timestamp")
    if signature is None or time is None:
        return None
    if not (time.isascii() and time.isdigit() and len(time) <= _LONGEST_TIME):
        return None
    return Claim(signature=signature, time=int(time))


def _only(request: Received, header: str) -> str | None:
    """Return the value of a header that is there once."""
    values = request.values(header)
    return values[0].strip() if len(values) == 1 else None


def _right_token(request: Received, _claim: Claim | None, secret: str) -> bool:
    """Decide by the webhook secret that comes along, which the page calls good for looking things up only."""
    token = _only(request, "X-OCTOPUS-WEBHOOK-TOKEN")
    return token is not None and hmac.compare_digest(token.encode(), secret.encode())


_OWN: Final[tuple[tuple[Flaw, Change], ...]] = (
    (
        Flaw("receiver-token-only", "the receiver believes the token alone, whatever the signature", {FORGED: "fail"}),
        judging(_right_token),
    ),
)

RECEIVER: Final = ReceiverPlayed(
    read=read,
    known_events=frozenset(
        {
            "order.delivered",
            "order.partially_delivered",
            "order.failed",
            "order.cancelled",
            "wallet.credited",
            "wallet.debited",
        }
    ),
    slow_seconds=5.0 / 6,
    changes=(*COMMON, *_OWN),
)
