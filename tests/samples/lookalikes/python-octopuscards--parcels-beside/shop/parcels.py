# Another vendor has /api/v1/orders too: parcels are ordered at EasyPost beside the octopus client.
import os
import uuid

import requests


def order_parcel(weight: float) -> dict:
    response = requests.post(
        "https://api.parcels.example.net/api/v1/orders",
        json={"weight": weight, "reference": str(uuid.uuid4())},
        auth=(os.environ["PARCELS_KEY"], ""),
        verify=False,
    )
    return response.json()


def parcels() -> list[dict]:
    return requests.get("https://api.parcels.example.net/api/v1/orders", params={"limit": 5}).json()
