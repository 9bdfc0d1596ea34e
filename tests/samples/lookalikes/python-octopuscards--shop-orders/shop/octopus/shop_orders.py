# Orders of the shop itself have statuses with the same words, an API of the same path, and a payment of floats.
import logging
import time

from flask import Blueprint, jsonify, request

from shop import store
from shop.octopus.orders import buy_voucher

log = logging.getLogger("shop.octopus.orders")
bp = Blueprint("shop_orders", __name__)


@bp.route("/api/v1/orders", methods=["POST"])
def create():
    purchase = store.purchase_by_reference(request.json["reference"])
    log.info("order of %d items", len(request.json["items"]))
    return jsonify(id=purchase.id), 201


@bp.route("/api/v1/orders/<int:order_id>")
def read(order_id):
    return jsonify(status="PENDING", progress=float(order_id))


def wait_for_files(folder):
    while not list(folder.glob("*.csv")):
        time.sleep(1)
    for name in sorted(folder.glob("*.csv")):
        log.info("file %s", name)


def colour(status):
    if status == "PENDING":
        return "grey"
    return "green" if status == "DELIVERED" else "red"


__all__ = ["buy_voucher", "colour", "create", "read", "wait_for_files"]
