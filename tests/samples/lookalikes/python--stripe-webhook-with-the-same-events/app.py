# Another vendor's webhook beside a client of Anton: its events have the same names, and its header is its own.
import os

import requests
from flask import Flask, request

app = Flask(__name__)


def anton_balance(currency):
    response = requests.get(
        f"https://api.antonpayments.com/v1/balances/{currency}",
        headers={"Authorization": "Bearer " + os.environ["ANTON_API_KEY"]},
        timeout=(5, 30),
    )
    response.raise_for_status()
    return response.json()["available"]


@app.post("/hooks/stripe")
def stripe_hook():
    header = request.headers["Stripe-Signature"]
    if request.json["type"] == "payout.failed" and header:
        print("stripe says that a payout failed")
    return "", 200
