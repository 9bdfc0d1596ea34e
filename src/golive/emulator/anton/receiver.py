"""
A receiver of Anton's webhook deliveries: what its three generations of signatures say, read as a merchant would.

It shares no code with `golive.providers.anton.signature`, so that signer and verifier cannot share a mistake. Pages:
https://help.antonpayments.com/en/articles/14127268-verifying-webhook-signatures (`Anton-Signature`),
https://docs.antonpayments.com/api-reference/webhook-signing (`X-Webhook-Signature`),
https://docs.antonpayments.com/concepts/webhooks (`X-Anton-Signature`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from golive.emulator.anton.world import EVENTS
from golive.emulator.flaw import Flaw
from golive.emulator.receiver.conduct import Change, Claim, ReceiverPlayed
from golive.emulator.receiver.flaws import ALL_REFUSED, COMMON, judging

if TYPE_CHECKING:
    from golive.emulator.message import Received

_LONGEST_TIME: Final = 12
"""Digits of a Unix time that is worth reading."""


def read_seed(request: Received) -> Claim | None:
    """Read `Anton-Signature: t=<seconds>,v1=<hexadecimal digits>`, unknown parts and spaces ignored."""
    header = _only(request, "Anton-Signature")
    if header is None:
        return None
    parts = dict(_pairs(header))
    return _stamped(parts.get("t", ""), parts.get("v1", ""))


def read_newer(request: Received) -> Claim | None:
    """Read `X-Webhook-Signature: v1=<hexadecimal digits>` and `X-Webhook-Timestamp: <seconds>`."""
    header, time = _only(request, "X-Webhook-Signature"), _only(request, "X-Webhook-Timestamp")
    if header is None or time is None:
        return None
    return _stamped(time, dict(_pairs(header)).get("v1", ""))


def read_oldest(request: Received) -> Claim | None:
    """Read `X-Anton-Signature: <hexadecimal digits>`, which says nothing of time."""
    header = _only(request, "X-Anton-Signature")
    return None if header is None else Claim(signature=header, time=None)


def read(request: Received) -> Claim | None:
    """Read the signature of whichever generation has its header in the request, the help centre's first."""
    for name, reader in _GENERATIONS:
        if request.values(name):
            return reader(request)
    return None


_GENERATIONS: Final = (
    ("Anton-Signature", read_seed),
    ("X-Webhook-Signature", read_newer),
    ("X-Anton-Signature", read_oldest),
)


def _only(request: Received, header: str) -> str | None:
    """Return the value of a header that is there once."""
    values = request.values(header)
    return values[0].strip() if len(values) == 1 else None


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(","):
        name, _, value = part.partition("=")
        yield name.strip(), value.strip()


def _stamped(time: str, signature: str) -> Claim | None:
    if not (time.isascii() and time.isdigit() and len(time) <= _LONGEST_TIME):
        return None
    return Claim(signature=signature, time=int(time), prefix=f"{time}.".encode())


def _secret_stripped(request: Received, claim: Claim | None, secret: str) -> bool:
    return claim is not None and claim.signed_with(secret.removeprefix("whsec_").encode(), request.body)


_OWN: Final[tuple[tuple[Flaw, Change], ...]] = (
    (
        Flaw("receiver-secret-stripped", "the receiver leaves whsec_ out of the key", ALL_REFUSED),
        judging(_secret_stripped),
    ),
    (
        Flaw("receiver-newer-signature", "the receiver knows X-Webhook-Signature alone", ALL_REFUSED),
        lambda conduct: replace(conduct, read=read_newer),
    ),
)

RECEIVER: Final = ReceiverPlayed(
    read=read,
    # https://docs.antonpayments.com/api-reference/webhooks/create-webhook-subscription has `test` among the events.
    known_events=frozenset({*EVENTS, "test"}),
    slow_seconds=10.0 / 6,
    changes=(*COMMON, *_OWN),
)
