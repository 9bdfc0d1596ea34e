"""Vouchers and eSIMs for the customers of the shop."""

import time

from app.octopus import OctopusError

VOUCHERS = "/api/v1/orders"
ESIMS = "/api/v1/esim/orders"
PAUSE = 5  # seconds
LOOKS = 60


class StillPending(Exception):
    """An order has no result yet. The job of the night asks again."""


def order_voucher(octopus, sale):
    """Order what a customer paid for, and wait for the result."""
    order = place(
        octopus,
        VOUCHERS,
        {
            "product_id": sale.product_id,
            "denomination": sale.denomination,
            "quantity": sale.quantity,
            "client_reference": f"sale-{sale.id}",
        },
    )
    return wait(octopus, VOUCHERS, order)


def order_esim(octopus, sale):
    order = place(
        octopus,
        ESIMS,
        {"product_id": sale.product_id, "quantity": sale.quantity, "client_reference": f"sale-{sale.id}"},
    )
    return wait(octopus, ESIMS, order)


def place(octopus, path, body):
    try:
        return octopus.post(path, body)
    except OctopusError as error:
        if error.status != 400 or error.code != "BAD_REQUEST":
            raise
        # Perhaps the reference is taken, by an attempt whose answer got lost.
        orders = octopus.get(path, client_reference=body["client_reference"])
        if not orders:
            raise
        return orders[0]


def wait(octopus, path, order):
    for _ in range(LOOKS):
        if order["status"] != "PENDING":
            return order
        time.sleep(PAUSE)
        order = octopus.get(f"{path}/{order['id']}")
    raise StillPending(order["id"])
