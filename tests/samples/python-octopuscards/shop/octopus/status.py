"""Statuses of voucher and topup orders."""

import logging

log = logging.getLogger("shop.octopus")

PENDING = "PENDING"
DELIVERED = "DELIVERED"
PARTIALLY_DELIVERED = "PARTIALLY_DELIVERED"
FAILED = "FAILED"
CANCELLED = "CANCELLED"
RECHARGED = "RECHARGED"


def is_final(status):
    return status != PENDING


def settle(purchase, status):
    """Bring a purchase up to date with the order behind it."""
    if status == PENDING:
        purchase.wait()
    elif status in (DELIVERED, RECHARGED):
        purchase.fulfil()
    elif status == PARTIALLY_DELIVERED:
        purchase.fulfil(partly=True)
    elif status in (FAILED, CANCELLED):
        purchase.refund()
    else:
        log.warning("purchase %s: unknown order status %s", purchase.id, status)
        purchase.hold()
