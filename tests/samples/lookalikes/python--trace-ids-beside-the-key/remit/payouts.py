# Random ids for traces and requests stand next to the idempotency key, which is made of the settlement.
import logging
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from remit.client import AntonClient
from remit.payees import Seller, register

logger = logging.getLogger(__name__)
NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")


class InsufficientFunds(Exception):
    """The balance does not cover a payout."""


@dataclass(frozen=True)
class Settlement:
    id: str
    seller: Seller
    net: Decimal


def pay(client: AntonClient, settlement: Settlement) -> dict[str, Any]:
    seller = settlement.seller
    trace_id = uuid.uuid4().hex
    if available_balance(client, seller.currency) < settlement.net:
        raise InsufficientFunds(settlement.id)
    destination = register(client, seller)
    payout = client.post(
        "/v1/payouts",
        {
            "payee_id": destination.payee_id,
            "instrument_id": destination.instrument_id,
            "amount": str(settlement.net.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)),
            "currency": seller.currency,
            "reference": settlement.id,
            "metadata": {"trace_id": trace_id, "batch": str(uuid.uuid1())},
        },
        idempotency_key=str(uuid.uuid5(NAMESPACE, settlement.id)),
    )
    logger.info("trace %s: settlement %s is payout %s", trace_id, settlement.id, payout["id"])
    return payout


def available_balance(client: AntonClient, currency: str) -> Decimal:
    return Decimal(client.get(f"/v1/balances/{currency}")["available"])


def payouts_since(client: AntonClient, day: str) -> Iterator[dict[str, Any]]:
    for payout in client.pages("/v1/payouts"):
        if payout["created_at"] >= day:
            yield payout
