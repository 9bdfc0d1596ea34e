"""The client of Anton Payments: everything that is sent to its API goes through here."""

import logging
import random
import time
import uuid
from collections.abc import Iterator

import requests

from app import settings

log = logging.getLogger(__name__)

ATTEMPTS = 4
FIRST_PAUSE = 0.5  # seconds, as all of these
LONGEST_PAUSE = 20
TIMEOUT = (5, 30)  # to connect, to answer


class AntonError(Exception):
    """Anton refused a request, or gave no answer."""


class Anton:
    def __init__(self) -> None:
        self._http = requests.Session()
        self._http.headers["Authorization"] = f"Bearer {settings.API_KEY}"

    def get(self, path: str, params: dict | None = None) -> dict:
        return self._request("GET", path, params=params)

    def post(self, path: str, body: dict) -> dict:
        return self._request("POST", path, json=body)

    def every(self, path: str) -> Iterator[dict]:
        """Yield all there is in a list, page by page."""
        page = self.get(path, params={"limit": 100})
        yield from page["data"]
        while page["has_more"]:
            page = self.get(path, params={"limit": 100, "cursor": page["next_cursor"]})
            yield from page["data"]

    def _request(self, method: str, path: str, **content) -> dict:
        for attempt in range(ATTEMPTS):
            headers = {"Idempotency-Key": str(uuid.uuid4())}
            try:
                response = self._http.request(
                    method, settings.BASE_URL + path, headers=headers, timeout=TIMEOUT, **content
                )
            except (requests.ConnectionError, requests.Timeout) as error:
                log.warning("%s %s: %s", method, path, type(error).__name__)
                self._pause(attempt)
                continue
            request_id = response.headers.get("X-Request-ID")
            log.info("%s %s: %d, request %s", method, path, response.status_code, request_id)
            if response.status_code == 429:
                self._pause(attempt, response.headers.get("Retry-After"))
            elif response.status_code >= 500:
                self._pause(attempt)
            elif response.ok:
                return response.json()
            else:
                raise AntonError(f"{method} {path} was refused with {response.status_code}, request {request_id}")
        raise AntonError(f"{method} {path} got no answer in {ATTEMPTS} attempts")

    def _pause(self, attempt: int, retry_after: str | None = None) -> None:
        if retry_after is not None and retry_after.isdigit():
            time.sleep(int(retry_after))
        else:
            time.sleep(random.uniform(0, min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempt)))
