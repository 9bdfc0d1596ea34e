import logging
import os
import threading
import time
from datetime import datetime, timedelta, timezone

import backoff
import httpx

log = logging.getLogger(__name__)


class Busy(Exception):
    def __init__(self, after: float):
        super().__init__("rate limited")
        self.after = after


class Unavailable(Exception):
    pass


class Rejected(Exception):
    def __init__(self, status: int, code: str, message: str):
        super().__init__(f"{status} {code}")
        self.status, self.code, self.message = status, code, message


class Octopus:
    def __init__(self) -> None:
        self._http = httpx.Client(
            base_url=os.environ["OCTOPUS_BASE_URL"], timeout=httpx.Timeout(30, connect=5)
        )
        self._lock = threading.Lock()
        self._token: str | None = None
        self._expires = datetime.min.replace(tzinfo=timezone.utc)

    def token(self) -> str:
        with self._lock:
            if self._token is None or datetime.now(timezone.utc) > self._expires - timedelta(minutes=5):
                data = self._exchange(
                    "POST", "/auth/login",
                    json={"username": os.environ["API_KEY_PROD"], "password": os.environ["API_SECRET_PROD"]},
                )["data"]
                self._token = data["access_token"]
                self._expires = datetime.fromisoformat(data["access_expires_at"])
            return self._token

    def call(self, method: str, path: str, **kwargs):
        return self._exchange(method, path, headers={"Authorization": f"Bearer {self.token()}"}, **kwargs)

    @backoff.on_exception(backoff.runtime, Busy, value=lambda busy: busy.after, max_tries=4, jitter=None)
    @backoff.on_exception(backoff.expo, (Unavailable, httpx.TransportError), max_tries=5, max_value=30)
    def _exchange(self, method: str, path: str, **kwargs):
        response = self._http.request(method, path, **kwargs)
        log.info("%s %s %s rid=%s", method, path, response.status_code, response.headers.get("X-Request-Id"))
        if response.status_code == 429:
            raise Busy(float(response.headers.get("Retry-After", 5)))
        if response.status_code >= 500:
            raise Unavailable(response.status_code)
        if response.is_error:
            error = response.json()["error"]
            raise Rejected(response.status_code, error["code"], error["message"])
        return response.json()


octopus = Octopus()
FINAL = {"DELIVERED", "PARTIALLY_DELIVERED", "FAILED", "CANCELLED"}
TOPUP_FINAL = {"DELIVERED", "RECHARGED", "FAILED", "CANCELLED"}


def order_voucher(reward) -> dict:
    body = {
        "product_id": reward.product_id,
        "denomination": reward.denomination,
        "quantity": reward.quantity,
        "client_reference": f"reward-{reward.pk}",
    }
    try:
        return octopus.call("POST", "/api/v1/orders", json=body)
    except Rejected as rejected:
        if rejected.code != "BAD_REQUEST":
            raise
        found = octopus.call("GET", "/api/v1/orders", params={"client_reference": body["client_reference"]})
        if not found:
            raise
        return found[0]


def top_up(recharge) -> dict:
    body = {"product_id": recharge.product_id, "account": recharge.phone, "client_reference": f"recharge-{recharge.pk}"}
    try:
        order = octopus.call("POST", "/api/v1/topups/orders", json=body)
    except Rejected as rejected:
        if rejected.code != "BAD_REQUEST":
            raise
        found = octopus.call("GET", "/api/v1/topups/orders", params={"client_reference": body["client_reference"]})
        if not found:
            raise
        order = found[0]
    deadline = time.monotonic() + 120
    while order["status"] not in TOPUP_FINAL:
        if time.monotonic() > deadline:
            break
        time.sleep(5)
        order = octopus.call("GET", f"/api/v1/topups/orders/{order['id']}")
    return order
