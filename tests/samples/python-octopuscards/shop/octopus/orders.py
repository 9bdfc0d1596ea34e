"""Buying vouchers and topping phones up."""

import logging
import time

from shop.octopus import endpoints
from shop.octopus.session import OctopusError
from shop.octopus.status import is_final

log = logging.getLogger("shop.octopus")

POLL_EVERY = 5
POLL_FOR = 300


class StillPending(Exception):
    """An order did not come to an end while we waited. The nightly job looks at it again."""


def buy_voucher(session, purchase):
    """Order the vouchers of a purchase and wait until there is a result."""
    order = _place(
        session,
        endpoints.ORDERS,
        {
            "product_id": purchase.product_id,
            "denomination": purchase.denomination,
            "quantity": purchase.quantity,
            "client_reference": "purchase-%d" % purchase.id,
        },
    )
    return wait_for(session, endpoints.ORDERS, order)


def top_up(session, topup):
    """Top a phone up. OctopusCards sends no events for these, so they are polled."""
    order = _place(
        session,
        endpoints.TOPUP_ORDERS,
        {
            "product_id": topup.product_id,
            "denomination": topup.denomination,
            "account": topup.phone,
            "client_reference": "topup-%d" % topup.id,
        },
    )
    return wait_for(session, endpoints.TOPUP_ORDERS, order)


def _place(session, path, payload):
    try:
        return session.post(path, payload)
    except OctopusError as e:
        if e.status != 400 or e.code != "BAD_REQUEST":
            raise
        # The reference may have been used by an earlier attempt whose answer got lost.
        found = session.get(path, client_reference=payload["client_reference"])
        if not found:
            raise
        return found[0]


def wait_for(session, path, order):
    """Ask for an order again and again until its status is final."""
    deadline = time.monotonic() + POLL_FOR
    while not is_final(order["status"]):
        if time.monotonic() > deadline:
            log.warning("order %s is still %s", order["id"], order["status"])
            raise StillPending(order["id"])
        time.sleep(POLL_EVERY)
        order = session.get("%s/%s" % (path, order["id"]))
    return order
