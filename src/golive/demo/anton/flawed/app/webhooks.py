"""Receives what Anton Payments tells about payouts."""

import hashlib
import hmac
import logging
import sqlite3
import time
from contextlib import closing

from flask import Flask, request

from app import settings
from app.invoices import follow

log = logging.getLogger(__name__)

OLDEST = 300  # seconds

app = Flask(__name__)


@app.post("/hooks/anton")
def receive() -> tuple[str, int]:
    body = request.get_data()
    if not is_genuine(request.headers.get("Anton-Signature", ""), body):
        log.warning("a delivery was not signed by Anton")
    event = request.get_json()
    with closing(sqlite3.connect(settings.DATABASE)) as database, database:  # one transaction
        if is_new(database, event["id"]) and event["type"].startswith("payout."):
            follow(database, event["data"]["reference"], event["data"]["status"])
    return "", 204


def is_genuine(header: str, body: bytes) -> bool:
    """Whether a delivery was signed by Anton, less than five minutes ago."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    timestamp = parts.get("t", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > OLDEST:
        return False
    expected = hmac.new(settings.WEBHOOK_SECRET.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return hmac.compare_digest(expected.hexdigest(), parts.get("v1", ""))


def is_new(database: sqlite3.Connection, event_id: str) -> bool:
    """Whether an event comes for the first time. The column of ids is unique."""
    return database.execute("INSERT OR IGNORE INTO events (id) VALUES (?)", (event_id,)).rowcount == 1
