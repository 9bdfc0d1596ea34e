"""Settlements in the database."""

import sqlite3


class SqlLedger:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def mark_pending(self, settlement_id: str) -> None:
        self._set(settlement_id, "pending")

    def mark_paid(self, settlement_id: str) -> None:
        self._set(settlement_id, "paid")

    def mark_failed(self, settlement_id: str, reason: str) -> None:
        self._set(settlement_id, f"failed: {reason}")

    def ask_a_person(self, settlement_id: str, status: str) -> None:
        self._set(settlement_id, f"look at {status}")

    def _set(self, settlement_id: str, state: str) -> None:
        self._connection.execute("UPDATE settlements SET state = ? WHERE id = ?", (state, settlement_id))
        self._connection.commit()
