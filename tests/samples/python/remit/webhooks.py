"""Receives Anton's webhook events."""

import hashlib
import hmac
import json
import logging
import time

from fastapi import APIRouter, Request, Response

from remit.statuses import Ledger, apply_status

logger = logging.getLogger(__name__)

TOLERANCE_SECONDS = 300


class InvalidSignature(Exception):
    """A delivery was not signed by Anton, or is too old."""


def verify(secret: str, header: str, body: bytes, now: float) -> None:
    """Raise InvalidSignature unless a delivery is genuine and fresh."""
    parts = dict(part.strip().split("=", 1) for part in header.split(",") if "=" in part)
    timestamp = parts.get("t", "")
    if not timestamp.isdigit() or abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        raise InvalidSignature("timestamp")
    signed = timestamp.encode() + b"." + body
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, parts.get("v1", "")):
        raise InvalidSignature("signature")


def router(secret: str, ledger: Ledger, seen_events: "SeenEvents") -> APIRouter:
    routes = APIRouter()

    @routes.post("/hooks/anton")
    async def receive(request: Request) -> Response:
        body = await request.body()
        try:
            verify(secret, request.headers.get("Anton-Signature", ""), body, time.time())
        except InvalidSignature as error:
            logger.warning("anton webhook refused: %s", error)
            return Response(status_code=401)

        event = json.loads(body)
        if not seen_events.add(event["id"]):
            logger.info("anton webhook %s was here before", event["id"])
            return Response(status_code=200)
        if event["type"].startswith("payout."):
            payout = event["data"]
            apply_status(ledger, payout["reference"], payout["status"])
        return Response(status_code=200)

    return routes


class SeenEvents:
    """Event ids that were handled. The table has a unique constraint on the id."""

    def __init__(self, connection) -> None:
        self._connection = connection

    def add(self, event_id: str) -> bool:
        """Store an id. False where it was stored before."""
        cursor = self._connection.execute(
            "INSERT INTO anton_events (id) VALUES (?) ON CONFLICT (id) DO NOTHING", (event_id,)
        )
        return cursor.rowcount == 1
