# A Slack command that lists Anton payouts. The old token is compared with ==, as Slack's own page did it.
import logging
import os

from flask import Flask, jsonify, request

from remit.client import AntonClient
from remit.payouts import payouts_since

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.post("/slack/payouts")
def payouts_command():
    if request.form["token"] != os.environ["SLACK_TOKEN"]:
        return "", 403
    client: AntonClient = app.config["anton"]
    found = list(payouts_since(client, request.form["text"]))
    log.info("slack command for %d payouts", len(found))
    return jsonify(text=f"{len(found)} payouts")
