from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, Field

KnownStatus = Literal[
    "screening", "pending_approval", "processing", "sent", "completed", "failed", "returned", "cancelled"
]


class PayoutCreate(BaseModel):
    payee_id: str
    instrument_id: str
    amount: Decimal = Field(gt=0, decimal_places=2)
    currency: str
    reference: str


class Payout(BaseModel):
    id: str
    status: str


class PayoutPage(BaseModel):
    data: list[Payout]
    has_more: bool = False
    next_cursor: str | None = None


class Event(BaseModel):
    id: str
    type: str
    data: dict
