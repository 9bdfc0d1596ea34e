"""Paying the invoices of suppliers."""

from collections.abc import Iterator
from decimal import Decimal

from app.anton import Anton
from app.invoices import Invoice
from app.payees import register


class NotEnough(Exception):
    """The balance does not cover an invoice."""


def pay(anton: Anton, invoice: Invoice) -> dict:
    """Pay an invoice, once, however often it is asked for."""
    amount = invoice.net + invoice.tax
    balance = anton.get(f"/v1/balances/{invoice.supplier.currency}")
    if Decimal(balance["available"]) < amount:
        raise NotEnough(invoice.number)
    payee, instrument = register(anton, invoice.supplier)
    return anton.post(
        "/v1/payouts",
        {
            "payee_id": payee,
            "instrument_id": instrument,
            "amount": str(amount),
            "currency": invoice.supplier.currency,
            "reference": invoice.number,
        },
        key=f"invoice-{invoice.number}",
    )


def unsettled(anton: Anton) -> Iterator[dict]:
    """Yield the payouts that the accountants ask about every evening."""
    return (payout for payout in anton.every("/v1/payouts") if payout["status"] != "completed")
