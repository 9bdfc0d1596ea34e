# A parcel is polled without a pause, which is another vendor's business. OctopusCards is only asked for balances.
import os

import requests

OCTOPUSCARDS = os.environ["OCTOPUSCARDS_BASE_URL"]


def wallets(token):
    response = requests.get(OCTOPUSCARDS + "/api/v1/wallets", headers={"Authorization": "Bearer " + token}, timeout=(5, 30))
    print("wallets", response.status_code, response.headers.get("X-Request-Id"))
    return response.json()


def wait_for_parcel(parcel):
    while True:
        status = requests.get("https://api.parcels.example/v1/parcels/" + parcel).json()["status"]
        if status != "PENDING":
            return status
