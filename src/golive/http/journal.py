"""The journal: what was asked, and what came back, as evidence. It never holds a credential."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

from golive.finding import ExchangePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request with all its attempts, and the last answer."""

    method: str
    url: str
    """With its query; secrets are masked."""
    request_id: str
    """The X-Request-Id of the last attempt; the event id of a delivery."""
    status: int | None = None
    """Of the last answer; None where none came."""
    response_request_id: str | None = None
    """The X-Request-Id that the other side gave back."""
    attempts: int = 1
    bytes: int = 0
    """Size of the last answer's body as it was sent."""
    started_at: datetime
    seconds: float = 0.0
    """From the first attempt to the last byte, waits included."""
    error: str | None = None
    """What happened where no usable answer came."""
    retry_after: float | None = None
    """Seconds that the last answer asked to wait."""
    delivery: str | None = None
    """Name of the test delivery to a webhook receiver, None for a request to the provider."""
    redirect: str | None = None
    """Scheme, host and port that the answer pointed to. golive did not go there."""

    @property
    def place(self) -> ExchangePlace:
        """This exchange as the place of a finding."""
        return ExchangePlace(self.method, self.url, self.status)


class Journal:
    """All exchanges of a run. Safe to use from threads."""

    def __init__(self) -> None:
        self._exchanges: list[Exchange] = []
        self._lock = threading.Lock()

    def add(self, exchange: Exchange) -> None:
        """Keep an exchange."""
        with self._lock:
            self._exchanges.append(exchange)

    def exchanges(self) -> tuple[Exchange, ...]:
        """Return the exchanges in an order that does not depend on who was faster."""
        with self._lock:
            kept = tuple(self._exchanges)
        return tuple(sorted(kept, key=lambda one: (one.url, one.method, one.request_id, one.started_at)))
