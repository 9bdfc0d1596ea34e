# The idempotency key is made by chance once, stored with the settlement and read back from the database ever after.
import logging
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from remit.client import AntonClient
from remit.payees import Seller, register

logger = logging.getLogger(__name__)


class InsufficientFunds(Exception):
    """The balance does not cover a payout."""


@dataclass(frozen=True)
class Settlement:
    id: str
    seller: Seller
    net: Decimal


def key_of(connection: sqlite3.Connection, settlement: Settlement) -> str:
    connection.execute(
        "INSERT INTO payout_keys (settlement_id, idempotency_key) VALUES (?, ?) ON CONFLICT (settlement_id) DO NOTHING",
        (settlement.id, str(uuid.uuid4())),
    )
    connection.commit()
    row = connection.execute(
        "SELECT idempotency_key FROM payout_keys WHERE settlement_id = ?", (settlement.id,)
    ).fetchone()
    return row[0]


def pay(client: AntonClient, connection: sqlite3.Connection, settlement: Settlement) -> dict[str, Any]:
    seller = settlement.seller
    balance = client.get(f"/v1/balances/{seller.currency}")
    if Decimal(balance["available"]) < settlement.net:
        raise InsufficientFunds(settlement.id)
    destination = register(client, seller)
    return client.post(
        "/v1/payouts",
        {
            "payee_id": destination.payee_id,
            "instrument_id": destination.instrument_id,
            "amount": f"{settlement.net:.2f}",
            "currency": seller.currency,
        },
        idempotency_key=key_of(connection, settlement),
    )


def payouts_since(client: AntonClient, day: str) -> Iterator[dict[str, Any]]:
    yield from (payout for payout in client.pages("/v1/payouts") if payout["created_at"] >= day)
