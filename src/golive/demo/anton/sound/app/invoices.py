"""Invoices of suppliers, and what becomes of them while their payouts are under way."""

import logging
import sqlite3
from dataclasses import dataclass
from decimal import Decimal

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Supplier:
    id: str
    name: str
    country: str
    currency: str
    iban: str


@dataclass(frozen=True)
class Invoice:
    number: str
    supplier: Supplier
    net: Decimal
    tax: Decimal


def follow(database: sqlite3.Connection, number: str, status: str) -> None:
    """Bring an invoice up to date with the status of its payout."""
    match status:
        case "screening" | "pending_approval" | "processing" | "sent":
            state = "under way"
        case "completed":
            state = "paid"
        case "failed" | "returned" | "cancelled":
            state = "open"
        case _:
            log.warning("invoice %s: a payout can be %s now", number, status)
            state = "to be looked at"
    database.execute("UPDATE invoices SET state = ? WHERE number = ?", (state, number))
