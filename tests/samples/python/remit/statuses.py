"""What a payout's status means for the settlement behind it."""

import logging
from typing import Protocol

logger = logging.getLogger(__name__)


class Ledger(Protocol):
    def mark_pending(self, settlement_id: str) -> None: ...

    def mark_paid(self, settlement_id: str) -> None: ...

    def mark_failed(self, settlement_id: str, reason: str) -> None: ...

    def ask_a_person(self, settlement_id: str, status: str) -> None: ...


def apply_status(ledger: Ledger, settlement_id: str, status: str) -> None:
    match status:
        case "screening" | "pending_approval" | "processing" | "sent":
            ledger.mark_pending(settlement_id)
        case "completed":
            ledger.mark_paid(settlement_id)
        case "failed" | "cancelled":
            ledger.mark_failed(settlement_id, status)
        case "returned":
            ledger.mark_failed(settlement_id, "returned by the bank")
        case _:
            logger.warning("settlement %s: status %s is new to us", settlement_id, status)
            ledger.ask_a_person(settlement_id, status)
