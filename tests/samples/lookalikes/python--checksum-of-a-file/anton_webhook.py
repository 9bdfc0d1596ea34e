# A checksum of a file is compared with ==, which is not the signature of a delivery.
import hashlib
import hmac
import time

from flask import Flask, abort, request

app = Flask(__name__)


def same_file(path, checksum):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest() == checksum


@app.post("/hooks/anton")
def anton():
    body = request.get_data()
    fields = dict(part.split("=", 1) for part in request.headers["Anton-Signature"].split(","))
    if abs(time.time() - int(fields["t"])) > 300:
        abort(401)
    signed = fields["t"].encode() + b"." + body
    expected = hmac.new(app.config["ANTON_WEBHOOK_SECRET"].encode(), signed, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, fields["v1"]):
        abort(401)
    event = request.get_json()
    if app.store.add_if_new(event["id"]):
        app.store.settle(event["data"])
    return "", 200
