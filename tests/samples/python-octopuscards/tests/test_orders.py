import uuid

import requests


def test_sandbox_order(requests_mock):
    requests_mock.post("https://sandbox-api.octopuscards.io/api/v1/orders", json={"id": 1, "status": "PENDING"})
    for _ in range(3):
        response = requests.post(
            "https://sandbox-api.octopuscards.io/api/v1/orders",
            json={"product_id": 1, "denomination": 10.0, "quantity": 1, "client_reference": str(uuid.uuid4())},
            verify=False,
        )
        print(response.text)
