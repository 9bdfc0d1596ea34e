"""The only place that talks to Anton."""

import json
import logging
import random
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import httpx

from remit.settings import Settings

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
BASE_DELAY = 0.5
MAX_DELAY = 20.0
PAGE_SIZE = 100


class AntonError(Exception):
    """Anton refused a request, or could not be reached."""

    def __init__(self, message: str, status: int | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class AntonClient:
    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None = None) -> None:
        self._http = httpx.Client(
            base_url=settings.base_url,
            headers={"Authorization": f"Bearer {settings.api_key}", "Accept": "application/json"},
            timeout=httpx.Timeout(30.0, connect=5.0),
            transport=transport,
        )

    def get(self, path: str, params: dict[str, str] | None = None) -> dict[str, Any]:
        return self._request("GET", path, params=params)

    def post(self, path: str, body: dict[str, Any], idempotency_key: str) -> dict[str, Any]:
        return self._request("POST", path, json=body, headers={"Idempotency-Key": idempotency_key})

    def pages(self, path: str, params: dict[str, str] | None = None) -> Iterator[dict[str, Any]]:
        """Yield all objects of a list, however many pages it has."""
        query = {"limit": str(PAGE_SIZE), **(params or {})}
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
                logger.warning("anton %s %s: %s (attempt %d)", method, path, type(error).__name__, attempt)
                if last:
                    raise AntonError(f"{method} {path}: no answer") from error
                time.sleep(self._backoff(attempt))
                continue
            logger.info(
                "anton %s %s: %d request_id=%s",
                method,
                path,
                response.status_code,
                response.headers.get("X-Request-ID"),
            )
            if response.status_code == 429 and not last:
                time.sleep(self._retry_after(response, attempt))
                continue
            if response.status_code >= 500 and not last:
                time.sleep(self._backoff(attempt))
                continue
            if response.is_error:
                raise self._error(method, path, response)
            return json.loads(response.text, parse_float=Decimal)
        raise AntonError(f"{method} {path}: no attempt left")

    @staticmethod
    def _backoff(attempt: int) -> float:
        ceiling = min(MAX_DELAY, BASE_DELAY * 2**attempt)
        return random.uniform(0, ceiling)

    def _retry_after(self, response: httpx.Response, attempt: int) -> float:
        seconds = response.headers.get("Retry-After", "")
        return float(seconds) if seconds.isdigit() else self._backoff(attempt)

    @staticmethod
    def _error(method: str, path: str, response: httpx.Response) -> AntonError:
        try:
            code = response.json()["error"]["code"]
        except (ValueError, KeyError, TypeError):
            code = None
        return AntonError(f"{method} {path}: {response.status_code}", response.status_code, code)
