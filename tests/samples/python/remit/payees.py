"""Sellers become payees, and their bank accounts become instruments."""

from dataclasses import dataclass

from remit.client import AntonClient


@dataclass(frozen=True)
class Seller:
    id: str
    name: str
    country: str
    currency: str
    iban: str


@dataclass(frozen=True)
class Destination:
    payee_id: str
    instrument_id: str


def register(client: AntonClient, seller: Seller) -> Destination:
    """Create the payee and the instrument of a seller. Safe to repeat."""
    payee = client.post(
        "/v1/payees",
        {"type": "business", "display_name": seller.name, "country": seller.country, "external_ref": seller.id},
        idempotency_key=f"payee-{seller.id}",
    )
    instrument = client.post(
        f"/v1/payees/{payee['id']}/instruments",
        {"method": "iban", "currency": seller.currency, "country": seller.country, "iban": seller.iban},
        idempotency_key=f"instrument-{seller.id}-{seller.currency}",
    )
    return Destination(payee["id"], instrument["id"])
