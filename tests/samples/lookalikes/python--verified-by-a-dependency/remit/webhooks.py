# The signature is verified by a dependency of FastAPI, before the receiver runs; duplicates are dropped by Redis.
import hashlib
import hmac
import json
import logging
import os
import time
from typing import Annotated

import redis
from fastapi import APIRouter, Depends, HTTPException, Request

from remit.statuses import Ledger, apply_status

logger = logging.getLogger(__name__)
routes = APIRouter()
seen = redis.Redis.from_url(os.environ["REDIS_URL"])


async def verified(request: Request) -> dict:
    body = await request.body()
    fields = dict(part.split("=", 1) for part in request.headers.get("Anton-Signature", "").split(",") if "=" in part)
    stamp = fields.get("t", "")
    if not stamp.isdigit() or abs(time.time() - int(stamp)) > 300:
        raise HTTPException(401)
    secret = os.environ["ANTON_WEBHOOK_SECRET"].encode()
    expected = hmac.new(secret, stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, fields.get("v1", "")):
        raise HTTPException(401)
    return json.loads(body)


@routes.post("/hooks/anton")
async def receive(event: Annotated[dict, Depends(verified)], request: Request) -> dict[str, bool]:
    if not seen.set(f"anton:{event['id']}", 1, nx=True, ex=604800):
        return {"duplicate": True}
    if event["type"].startswith("payout."):
        ledger: Ledger = request.app.state.ledger
        apply_status(ledger, event["data"]["reference"], event["data"]["status"])
    logger.info("event %s of type %s", event["id"], event["type"])
    return {"received": True}
