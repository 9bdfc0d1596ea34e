"""Receives what OctopusCards tells about orders."""

import hmac
import json
import sqlite3
import time
from contextlib import closing

from fastapi import FastAPI, Request, Response

from app import settings
from app.sales import settle

OLDEST = 5 * 60  # seconds

app = FastAPI()


@app.post("/hooks/octopuscards")
async def receive(request: Request) -> Response:
    body = await request.body()
    if not is_genuine(request.headers):
        return Response(status_code=401)
    event = json.loads(body)
    with closing(sqlite3.connect(settings.DATABASE)) as database, database:  # one transaction
        if is_new(database, event["id"]):
            settle(database, event["data"]["client_reference"], event["data"]["status"])
    return Response(status_code=204)


def is_genuine(headers):
    """Whether a delivery comes from OctopusCards, less than five minutes ago."""
    timestamp = headers.get("X-Timestamp", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > OLDEST:
        return False
    return hmac.compare_digest(settings.WEBHOOK_SECRET, headers.get("X-OCTOPUS-WEBHOOK-TOKEN", ""))


def is_new(database, event_id):
    """Whether an event comes for the first time. The column of ids is unique."""
    return database.execute("INSERT OR IGNORE INTO events (id) VALUES (?)", (event_id,)).rowcount == 1
