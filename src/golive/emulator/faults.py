"""
Misbehaviour: what a server or the network can do wrong, one named fault each. No provider is named here.

A reply fault gives another reply than the sound one. A wire fault puts a reply on the wire in another way. A
certificate fault decides which certificate the server shows, on every connection.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from golive.emulator import fault_replies as replies
from golive.emulator import fault_wires as wires
from golive.emulator.flaw import Fault, unknown_name
from golive.errors import UsageError

if TYPE_CHECKING:
    from golive.emulator.message import Received, Reply, Steps

ReplyFault = Callable[[replies.Turn], "Reply"]
WireFault = Callable[["Reply", "Steps"], "Steps"]

_REPLIES: Final[dict[str, tuple[str, ReplyFault]]] = {
    "status-503-twice": ("answers 503 twice to each request, then as usual", replies.status_503_twice),
    "status-500": ("answers every request with 500", replies.status_500),
    "rate-limited-short": ("answers each request with 429 once, Retry-After one second", replies.rate_limited_short),
    "rate-limited-date": ("answers each request with 429 once, Retry-After as a date", replies.rate_limited_date),
    "rate-limited-day": ("answers every request with 429, Retry-After one day", replies.rate_limited_day),
    "deep-json": ("answers with JSON nested 100,000 deep", replies.deep_json),
    "html": ("answers 200 with an HTML page", replies.html),
    "wrong-content-type": ("labels its JSON as plain text", replies.wrong_content_type),
    "nan": ("writes NaN, which JSON does not have, for every amount", replies.nan),
    "long-amounts": ("writes amounts of 30 digits", replies.long_amounts),
    "cursor-loop": ("every page of a list names the same next page", replies.cursor_loop),
    "has-more-empty": ("every page of a list is empty and promises another", replies.has_more_empty),
    "redirect-host": ("redirects to another host", replies.redirect_host),
    "redirect-http": ("redirects to the same host without TLS", replies.redirect_http),
    "redirect-port": ("redirects to another port of the same host", replies.redirect_port),
    "echo-credential": ("answers 401 with a hostile message that repeats the credential", replies.echo_401),
    "echo-credential-500": ("answers 500 with a hostile message that repeats the credential", replies.echo_500),
}
_WIRES: Final[dict[str, tuple[str, WireFault]]] = {
    "latency": ("takes 100 milliseconds for each answer", wires.latency),
    "first-byte-20s": ("says nothing for 20 seconds", wires.first_byte_20s),
    "drip-headers": ("sends endless headers, a byte at a time", wires.drip_headers),
    "drip-body": ("sends an endless body, a byte at a time", wires.drip_body),
    "reset": ("resets the connection instead of an answer", wires.reset),
    "truncated": ("closes the connection in the middle of the body", wires.truncated),
    "body-1gib": ("sends a body of one gibibyte", wires.body_1gib),
    "gzip-bomb": ("sends about a megabyte that unpacks to one gibibyte", wires.gzip_bomb),
}
_CERTIFICATES: Final[dict[str, str]] = {
    "cert-expired": "shows a certificate that has expired",
    "cert-self-signed": "shows a certificate that it signed itself",
    "cert-wrong-name": "shows a certificate of another host",
}
FAULTS: Final[tuple[Fault, ...]] = (
    *(Fault(name, title) for name, (title, _) in _REPLIES.items()),
    *(Fault(name, title) for name, (title, _) in _WIRES.items()),
    *(Fault(name, title) for name, title in _CERTIFICATES.items()),
)


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault in its place: one path exactly, or every path of the API. Counts how often it struck each request."""

    fault: Fault
    path: str | None = None
    _counts: dict[tuple[str, str], int] = field(default_factory=dict, repr=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def certificate(self) -> str | None:
        """The kind of certificate to show, None where the fault is not about certificates."""
        return self.fault.id.removeprefix("cert-") if self.fault.id in _CERTIFICATES else None

    @property
    def struck(self) -> int:
        """How many requests it has met."""
        with self._lock:
            return sum(self._counts.values())

    def reply(self, request: Received, respond: replies.Respond, surroundings: replies.Surroundings) -> Reply:
        """Return the reply to a request that the fault meets. `respond` gives the reply without it."""
        nth = self._count(request)
        if self.fault.id not in _REPLIES:
            return respond(request)
        return _REPLIES[self.fault.id][1](replies.Turn(request, nth, respond, surroundings))

    def steps(self, reply: Reply, steps: Steps) -> Steps:
        """Return the steps in which the reply goes out. `steps` are those without the fault."""
        return _WIRES[self.fault.id][1](reply, steps) if self.fault.id in _WIRES else steps

    def meets(self, request: Received, prefix: str) -> bool:
        """Return whether the fault applies to this request; `prefix` begins every path of the API."""
        if self.certificate is not None:
            return False
        return request.path.startswith(prefix) if self.path is None else request.path == self.path

    def _count(self, request: Received) -> int:
        key = (request.method, request.target)
        with self._lock:
            self._counts[key] = self._counts.get(key, 0) + 1
            return self._counts[key]


def plant(names: Iterable[str]) -> tuple[Planted, ...]:
    """
    Return the faults named `NAME` or `NAME@/path`, in the order given: the first is the outermost.

    Raises UsageError for a name that is not known, and for a path that cannot be one.
    """
    return tuple(_plant(name) for name in names)


def _plant(text: str) -> Planted:
    name, at, path = text.partition("@")
    by_id = {fault.id: fault for fault in FAULTS}
    if name not in by_id:
        raise UsageError(unknown_name(name, by_id, "fault"))
    if at and name in _CERTIFICATES:
        raise UsageError(f"{name} concerns every connection; leave out {at + path!r}")
    if at and not path.startswith("/"):
        raise UsageError(f"{text!r}: what follows @ is a path and starts with /, as in {name}@/v1/corridors")
    return Planted(by_id[name], path if at else None)
