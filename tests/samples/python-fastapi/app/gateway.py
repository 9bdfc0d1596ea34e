import asyncio
import logging
import random
from collections.abc import AsyncIterator
from decimal import Decimal

import aiohttp

from .config import Settings
from .schemas import Payout, PayoutCreate, PayoutPage

log = logging.getLogger("gateway")
TIMEOUT = aiohttp.ClientTimeout(total=35, connect=5, sock_read=30)
MAX_ATTEMPTS = 5
RETRYABLE = frozenset({429, 500, 502, 503, 504})


class GatewayError(RuntimeError):
    pass


class InsufficientBalance(GatewayError):
    pass


class AntonGateway:
    def __init__(self, settings: Settings, http: aiohttp.ClientSession):
        self._settings = settings
        self._http = http

    @classmethod
    def create(cls, settings: Settings) -> "AntonGateway":
        http = aiohttp.ClientSession(
            base_url=settings.base_url,
            timeout=TIMEOUT,
            headers={"Authorization": f"Bearer {settings.api_key.get_secret_value()}"},
        )
        return cls(settings, http)

    async def _send(self, method: str, path: str, *, key: str | None = None, **kwargs) -> dict:
        headers = {"Idempotency-Key": key} if key else {}
        for attempt in range(1, MAX_ATTEMPTS + 1):
            pause = min(2 ** attempt, 30) * random.uniform(0.5, 1.0)
            try:
                async with self._http.request(method, path, headers=headers, **kwargs) as resp:
                    log.info(
                        "anton call",
                        extra={
                            "method": method,
                            "path": path,
                            "status": resp.status,
                            "request_id": resp.headers.get("X-Request-ID"),
                        },
                    )
                    if resp.status < 400:
                        return await resp.json()
                    if resp.status not in RETRYABLE or attempt == MAX_ATTEMPTS:
                        raise GatewayError(f"{method} {path}: {resp.status}")
                    if resp.status == 429:
                        pause = float(resp.headers.get("Retry-After", pause))
            except (aiohttp.ClientConnectionError, asyncio.TimeoutError) as exc:
                if attempt == MAX_ATTEMPTS:
                    raise GatewayError(f"{method} {path}: no answer") from exc
            await asyncio.sleep(pause)
        raise GatewayError("unreachable")

    async def available(self, currency: str) -> Decimal:
        body = await self._send("GET", f"/v1/balances/{currency}")
        return Decimal(body["available"])

    async def register(self, supplier_id: str, name: str, country: str, bank: dict) -> tuple[str, str]:
        payee = await self._send("POST", "/v1/beneficiaries", key=f"ben:{supplier_id}", json={"name": name, "country": country})
        instrument = await self._send(
            "POST", f"/v1/beneficiaries/{payee['id']}/instruments", key=f"ins:{supplier_id}:{bank['id']}", json=bank
        )
        return payee["id"], instrument["id"]

    async def pay(self, payout: PayoutCreate) -> Payout:
        if await self.available(payout.currency) < payout.amount:
            raise InsufficientBalance(payout.currency)
        body = await self._send(
            "POST", "/v1/payouts", key=f"payout:{payout.reference}", json=payout.model_dump(mode="json")
        )
        return Payout.model_validate(body)

    async def payouts(self) -> AsyncIterator[Payout]:
        params = {"limit": "100"}
        more = True
        while more:
            page = PayoutPage.model_validate(await self._send("GET", "/v1/payouts", params=params))
            for payout in page.data:
                yield payout
            more = page.has_more
            if more:
                params["cursor"] = page.next_cursor
