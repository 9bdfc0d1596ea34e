"""Paying a settlement out to a seller."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from remit.client import AntonClient
from remit.payees import Seller, register

logger = logging.getLogger(__name__)

CENT = Decimal("0.01")


class InsufficientFunds(Exception):
    """The balance does not cover a payout."""


@dataclass(frozen=True)
class Settlement:
    id: str
    seller: Seller
    gross: Decimal
    fee_rate: Decimal

    @property
    def net(self) -> Decimal:
        return (self.gross * (1 - self.fee_rate)).quantize(CENT, rounding=ROUND_HALF_EVEN)


def pay(client: AntonClient, settlement: Settlement) -> dict[str, Any]:
    """Pay a settlement out, once, however often this is called."""
    seller = settlement.seller
    amount = settlement.net
    available = available_balance(client, seller.currency)
    if available < amount:
        raise InsufficientFunds(f"settlement {settlement.id} needs more {seller.currency} than there is")

    destination = register(client, seller)
    payout = client.post(
        "/v1/payouts",
        {
            "payee_id": destination.payee_id,
            "instrument_id": destination.instrument_id,
            "amount": str(amount),
            "currency": seller.currency,
            "reference": settlement.id,
        },
        idempotency_key=f"payout-{settlement.id}",
    )
    logger.info("settlement %s: payout %s is %s", settlement.id, payout["id"], payout["status"])
    return payout


def available_balance(client: AntonClient, currency: str) -> Decimal:
    balance = client.get(f"/v1/balances/{currency}")
    return Decimal(balance["available"])


def payouts_since(client: AntonClient, day: str) -> Iterator[dict[str, Any]]:
    """Yield the payouts made since a day, for the nightly reconciliation."""
    for payout in client.pages("/v1/payouts"):
        if payout["created_at"] >= day:
            yield payout
