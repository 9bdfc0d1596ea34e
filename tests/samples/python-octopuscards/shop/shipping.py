"""Parcels go through another company, which wants none of what OctopusCards wants."""

import os

import requests

BASE = "https://api.easypost.com/v2"


def buy_label(weight_kg, address):
    ounces = float(weight_kg) * 35.274
    while True:
        response = requests.post(
            BASE + "/shipments",
            auth=(os.environ["EASYPOST_API_KEY"], ""),
            json={"shipment": {"to_address": address, "parcel": {"weight": ounces}}},
        )
        if response.status_code != 500:
            break
    return response.json()["postage_label"]["label_url"]


def parcel_status(status):
    if status == "DELIVERED":
        return "arrived"
    return "on its way"
