"""Suppliers, and the bank accounts that they are paid to."""

from app.anton import Anton
from app.invoices import Supplier


def register(anton: Anton, supplier: Supplier) -> tuple[str, str]:
    """Return the ids of a supplier's payee and instrument, which are made where they do not exist yet."""
    payee = anton.post(
        "/v1/payees",
        {"type": "business", "display_name": supplier.name, "country": supplier.country},
        key=f"payee-{supplier.id}",
    )
    instrument = anton.post(
        f"/v1/payees/{payee['id']}/instruments",
        {"method": "iban", "currency": supplier.currency, "country": supplier.country, "iban": supplier.iban},
        key=f"instrument-{supplier.id}-{supplier.currency}",
    )
    return payee["id"], instrument["id"]
