"""What the emulator received. Credentials are kept so that tests can look for them; nothing here prints them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from golive.emulator.message import Received


class Recorder(Protocol):
    """Anything that writes requests down."""

    def add(self, request: Received) -> None:
        """Write down a request."""
        ...


class Journal:
    """Every request that arrived, in the order of arrival. Safe to use from threads."""

    def __init__(self) -> None:
        self._requests: list[Received] = []
        self._lock = threading.Lock()

    def add(self, request: Received) -> None:
        """Write down a request."""
        with self._lock:
            self._requests.append(request)

    @property
    def requests(self) -> tuple[Received, ...]:
        """All requests so far."""
        with self._lock:
            return tuple(self._requests)

    def holding(self, text: str) -> tuple[Received, ...]:
        """Return the requests that hold `text` in path, query, headers or body."""
        return tuple(request for request in self.requests if request.holds(text))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._requests.clear()

    def __iter__(self) -> Iterator[Received]:
        return iter(self.requests)

    def __len__(self) -> int:
        return len(self.requests)


@dataclass(frozen=True, slots=True)
class Sorting:
    """Writes requests to some hosts into a journal of their own, and all others into another."""

    hosts: frozenset[str]
    theirs: Journal
    others: Journal

    def add(self, request: Received) -> None:
        """Write down a request."""
        (self.theirs if request.name in self.hosts else self.others).add(request)
