"""A merchant's webhook receiver on Flask."""

import json
import os

from flask import Flask, request
from merchant import DEFECT, PATH, announce, receive
from werkzeug.serving import make_server

app = Flask(__name__)


@app.post(PATH + "/" if DEFECT == "moved-elsewhere" else PATH)
def webhooks():
    """Answer a delivery."""
    raw = json.dumps(request.get_json()).encode() if DEFECT == "body-reserialised" else request.get_data()
    status, answer = receive(request.headers.get, raw)
    return answer, status


if __name__ == "__main__":
    server = make_server("127.0.0.1", int(os.environ.get("PORT", "0")), app, threaded=True)
    announce(server.server_port)
    server.serve_forever()
