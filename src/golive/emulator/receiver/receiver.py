"""One played receiver: a function from request to the steps of its answer, and a memory of events."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from golive.emulator.message import Pause, Reply, Steps, json_reply
from golive.emulator.receiver.conduct import ACCEPTED, UNREADABLE

if TYPE_CHECKING:
    from golive.emulator.message import Received
    from golive.emulator.receiver.conduct import Claim, Conduct

NOT_ALLOWED: Final = json_reply(405, {"status": "deliveries are sent by POST"}, [("Allow", "POST")])


class Receiver:
    """
    A merchant's receiver with a memory of its own. Safe to use from threads.

    `secret` is the webhook secret, `known_events` the types of events that it has something to do for, `monotonic` a
    clock in seconds, `slow_seconds` what each delivery takes where the conduct says one at a time.
    """

    def __init__(
        self,
        conduct: Conduct,
        *,
        secret: str,
        known_events: frozenset[str],
        monotonic: Callable[[], float],
        slow_seconds: float,
    ) -> None:
        self.conduct = conduct
        self._secret = secret
        self._known_events = known_events
        self._monotonic = monotonic
        self._slow_seconds = slow_seconds
        self._lock = threading.Lock()
        self._seen: set[str] = set()
        self._busy_until = 0.0

    def steps(self, request: Received) -> Steps:
        """Yield the steps in which the answer goes out."""
        reply = self.answer(request)
        if self.conduct.one_at_a_time and reply.status < 300:  # noqa: PLR2004 - what is refused takes no time
            yield Pause(self._queued())
        yield reply.head() if request.method == "HEAD" else reply.wire()

    def answer(self, request: Received) -> Reply:
        """Return the answer to a request."""
        if request.scheme == "http" and self.conduct.plain_http:
            return ACCEPTED
        if request.scheme == "http":
            return Reply(308, (("Location", f"https://{request.name}{request.target}"),))
        if self.conduct.always is not None:
            return self.conduct.always
        if request.method != "POST":
            return NOT_ALLOWED
        claim = self.conduct.read(request)
        if not self.conduct.genuine(request, claim, self._secret) or not self._in_time(request, claim):
            return self.conduct.forged
        event = _event(request.body)
        if event is None:
            return UNREADABLE
        event_id, event_type = event
        if self._seen_before(event_id):
            return self.conduct.duplicate
        return ACCEPTED if event_type in self._known_events else self.conduct.unknown_event

    def _in_time(self, request: Received, claim: Claim | None) -> bool:
        if claim is None or claim.time is None:
            return True
        age = request.time.timestamp() - claim.time
        oldest, newest = self.conduct.oldest, self.conduct.newest
        return (oldest is None or age <= oldest) and (newest is None or -age <= newest)

    def _seen_before(self, event_id: str) -> bool:
        with self._lock:
            seen = event_id in self._seen
            self._seen.add(event_id)
        return seen and self.conduct.remembers

    def _queued(self) -> float:
        """Return in how many seconds a delivery that begins to wait now has been worked through."""
        with self._lock:
            now = self._monotonic()
            self._busy_until = max(now, self._busy_until) + self._slow_seconds
            return self._busy_until - now


def _event(body: bytes) -> tuple[str, str] | None:
    """Return id and type of an event, None where the body holds none."""
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        return None
    match event:
        case {"id": str(event_id), "type": str(event_type)}:
            return event_id, event_type
    return None
