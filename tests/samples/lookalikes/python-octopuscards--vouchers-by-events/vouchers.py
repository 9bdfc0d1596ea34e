# Vouchers are not polled: their events are received, and that is enough.
import hashlib
import hmac
import os
import time

import requests
from flask import Flask, abort, request

app = Flask(__name__)
BASE = os.environ["OCTOPUSCARDS_BASE_URL"]


def buy(session, order):
    response = session.post(BASE + "/api/v1/orders", json={"client_reference": f"order-{order.id}"}, timeout=(5, 30))
    app.logger.info("order %s %s", response.status_code, response.headers.get("X-Request-Id"))
    return response.json()


@app.post("/hooks/octopuscards")
def hook():
    secret = os.environ["OCTOPUSCARDS_WEBHOOK_SECRET"].encode()
    expected = hmac.new(secret, request.get_data(), hashlib.sha256).hexdigest()
    fresh = abs(time.time() - int(request.headers["X-Timestamp"])) <= 300
    if not fresh or not hmac.compare_digest(expected, request.headers["X-Signature"]):
        abort(401)
    event = request.get_json()
    if app.store.first_time(event["id"]) and event["type"] == "order.delivered":
        app.store.deliver(event["data"]["client_reference"])
    return "", 200


def session(token):
    made = requests.Session()
    made.headers["Authorization"] = "Bearer " + token
    return made
