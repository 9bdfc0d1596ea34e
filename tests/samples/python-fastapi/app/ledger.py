import logging

from redis.asyncio import Redis

from .schemas import Event

log = logging.getLogger("ledger")


class Ledger:
    def __init__(self, redis: Redis):
        self.redis = redis

    async def apply(self, event: Event) -> None:
        if not event.type.startswith("payout."):
            return
        payout_id, status = event.data["id"], event.data["status"]
        match status:
            case "screening" | "pending_approval" | "processing" | "sent":
                await self.mark(payout_id, "open")
            case "completed":
                await self.mark(payout_id, "paid")
            case "failed" | "returned" | "cancelled":
                await self.mark(payout_id, "refunded")
            case _:
                log.warning("payout %s: new status %s", payout_id, status)

    async def mark(self, payout_id: str, state: str) -> None:
        await self.redis.hset("payouts", payout_id, state)
