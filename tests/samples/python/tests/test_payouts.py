"""Quick and dirty, as tests are: nothing here is how the application does it."""

import uuid

import httpx


def test_a_payout_by_hand():
    transport = httpx.MockTransport(lambda request: httpx.Response(201, json={"id": "pay_1", "amount": 12.5}))
    client = httpx.Client(base_url="https://api.antonpayments.dev", transport=transport, verify=False, timeout=None)
    for _ in range(10):
        response = client.post(
            "/v1/payouts",
            json={"amount": float("12.50"), "currency": "EUR"},
            headers={"Idempotency-Key": str(uuid.uuid4())},
        )
        print(response.request.headers, response.text)
        if response.status_code == 400:
            continue
    assert response.json()["amount"] == 12.5
