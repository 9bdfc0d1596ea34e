import hmac
import time
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException, Request, Response
from redis.asyncio import Redis

from .config import Settings, get_settings
from .gateway import AntonGateway
from .ledger import Ledger
from .schemas import Event, PayoutCreate

app = FastAPI()
redis = Redis()


async def gateway(settings: Annotated[Settings, Depends(get_settings)]) -> AntonGateway:
    return AntonGateway.create(settings)


async def verified_body(
    request: Request,
    settings: Annotated[Settings, Depends(get_settings)],
    x_webhook_signature: Annotated[str, Header()],
    x_webhook_timestamp: Annotated[int, Header()],
) -> bytes:
    if abs(int(time.time()) - x_webhook_timestamp) > 300:
        raise HTTPException(401, "stale")
    raw = await request.body()
    mac = hmac.new(settings.webhook_secret.get_secret_value().encode(), digestmod=sha256)
    mac.update(f"{x_webhook_timestamp}.".encode())
    mac.update(raw)
    if not hmac.compare_digest(f"v1={mac.hexdigest()}", x_webhook_signature):
        raise HTTPException(401, "bad signature")
    return raw


@app.post("/hooks/anton", status_code=204)
async def hook(raw: Annotated[bytes, Depends(verified_body)]) -> Response:
    event = Event.model_validate_json(raw)
    first = await redis.set(f"anton:event:{event.id}", 1, nx=True, ex=7 * 86400)
    if first:
        await Ledger(redis).apply(event)
    return Response(status_code=204)


@app.post("/payouts")
async def create(body: PayoutCreate, anton: Annotated[AntonGateway, Depends(gateway)]):
    return await anton.pay(body)
