# A development Elasticsearch with a self-signed certificate, fed in the same file as the Anton client.
import json
import logging
import os
import random
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx
import requests

from remit.settings import Settings

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5


class AuditTrail:
    """Where the audit log of payouts goes. The host is on our own network and has no certificate of a public CA."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.verify = False

    def write(self, action: str, reference: str) -> None:
        self._session.post(os.environ["ELASTIC_URL"] + "/audit/_doc", json={"action": action, "ref": reference})


def ship_logs(lines: list[str]) -> None:
    httpx.post("https://logs.intern.example:9200/_bulk", content="\n".join(lines), verify=False)


class AntonError(Exception):
    """Anton refused a request, or could not be reached."""

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class AntonClient:
    def __init__(self, settings: Settings) -> None:
        self._http = httpx.Client(
            base_url=settings.base_url,
            headers={"Authorization": f"Bearer {settings.api_key}"},
            timeout=httpx.Timeout(30.0, connect=5.0),
            verify=True,
        )
        self._audit = AuditTrail()

    def get(self, path: str, params: dict[str, str] | None = None) -> dict[str, Any]:
        return self._request("GET", path, params=params)

    def post(self, path: str, body: dict[str, Any], idempotency_key: str) -> dict[str, Any]:
        self._audit.write(path, idempotency_key)
        return self._request("POST", path, json=body, headers={"Idempotency-Key": idempotency_key})

    def pages(self, path: str) -> Iterator[dict[str, Any]]:
        query = {"limit": "100"}
        while True:
            page = self.get(path, params=query)
            yield from page["data"]
            if not page.get("has_more"):
                return
            query["cursor"] = page["next_cursor"]

    def _request(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        for attempt in range(1, MAX_ATTEMPTS + 1):
            last = attempt == MAX_ATTEMPTS
            try:
                response = self._http.request(method, path, **options)
            except httpx.TransportError as error:
                if last:
                    raise AntonError(f"{method} {path}: no answer") from error
                time.sleep(random.uniform(0, min(20.0, 0.5 * 2**attempt)))
                continue
            logger.info("anton %s %s: %d %s", method, path, response.status_code, response.headers.get("X-Request-ID"))
            if (response.status_code == 429 or response.status_code >= 500) and not last:
                seconds = response.headers.get("Retry-After", "")
                time.sleep(float(seconds) if seconds.isdigit() else random.uniform(0, min(20.0, 0.5 * 2**attempt)))
                continue
            if response.is_error:
                raise AntonError(f"{method} {path}: {response.status_code}", response.status_code)
            return json.loads(response.text, parse_float=Decimal)
        raise AntonError(f"{method} {path}: no attempt left")
