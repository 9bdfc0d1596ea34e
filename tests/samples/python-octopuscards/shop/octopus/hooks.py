"""Webhook endpoint for OctopusCards."""

import hashlib
import hmac
import logging
import time

from flask import Blueprint, abort, current_app, request

from shop import store
from shop.octopus.status import settle

log = logging.getLogger("shop.octopus")
bp = Blueprint("octopus_hooks", __name__)

MAX_SKEW = 5 * 60
REMEMBER_FOR = 7 * 24 * 3600


def signature_is_valid(secret, raw_body, signature):
    digest = hmac.new(secret.encode("utf-8"), raw_body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(digest, signature)


def timestamp_is_fresh(value):
    try:
        sent = int(value)
    except ValueError:
        return False
    return abs(time.time() - sent) <= MAX_SKEW


@bp.route("/webhooks/octopuscards", methods=["POST"])
def octopuscards():
    raw = request.get_data()
    secret = current_app.config["OCTOPUSCARDS_WEBHOOK_SECRET"]
    if not signature_is_valid(secret, raw, request.headers.get("X-Signature", "")):
        log.warning("octopus webhook with a wrong signature")
        abort(401)
    if not timestamp_is_fresh(request.headers.get("X-Timestamp", "")):
        log.warning("octopus webhook out of time")
        abort(401)

    event = request.get_json()
    seen = "octopus:event:" + event["id"]
    if not store.redis().set(seen, "1", nx=True, ex=REMEMBER_FOR):
        return "", 200
    try:
        handle(event)
    except Exception:
        store.redis().delete(seen)  # so that the next delivery is not taken for a duplicate
        raise
    return "", 200


def handle(event):
    if not event["type"].startswith("order."):
        return
    order = event["data"]
    purchase = store.purchase_by_reference(order["client_reference"])
    settle(purchase, order["status"])
    store.database().commit()
