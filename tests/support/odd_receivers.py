"""Receivers played as functions, sound ones that are unusual and sly faulty ones, and what the checks say of them."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import httpx

from golive.check import Area
from golive.clock import Deadline
from golive.http.journal import Journal
from golive.http.wire import Wire
from golive.providers.anton.signature import DELIVERIES as ANTON
from golive.providers.octopuscards.signature import DELIVERIES as OCTOPUS
from golive.receiver.matrix import Matrix
from golive.receiver.prober import Prober
from golive.receiver.target import Target
from golive.redact import Redactor, Secret
from golive.registry import built_in
from golive.result import status_of
from support.context import ANTON as ANTON_PROVIDER
from support.fake_clock import FakeClock
from support.observations import judge

if TYPE_CHECKING:
    from golive.finding import Finding
    from golive.receiver.observation import Observations

SECRET = "whsec_" + "00112233445566778899aabbccddeeff" * 2
SCHEMES = {
    "anton-signature": ANTON,
    "x-webhook-signature": ANTON,
    "x-anton-signature": ANTON,
    "x-signature": OCTOPUS,
}
SOUND = {
    "signed-delivery": "pass",
    "forged-delivery": "pass",
    "stale-delivery": "pass",
    "duplicate-delivery": "pass",
    "unknown-event": "pass",
    "promptness": "pass",
}


class Merchant:
    """A sound receiver. Whoever derives from it says what is odd about it."""

    known_events = frozenset({"test", "wallet.credited"})
    clock_is_off = 0.0
    accepted: tuple[int, dict, bytes] = (200, {}, b'{"status":"received"}')
    repeated: tuple[int, dict, bytes] = (200, {}, b'{"status":"duplicate"}')
    not_known: tuple[int, dict, bytes] = (200, {}, b'{"status":"ignored"}')
    refused: tuple[int, dict, bytes] = (401, {}, b'{"error":"signature"}')

    def __init__(self, scheme: str, clock: FakeClock) -> None:
        self.scheme = scheme
        self.clock = clock
        self.count = 0
        self.seen: set[str] = set()
        self.lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        with self.lock:
            self.count += 1
            status, headers, content = self.answer(request)
        return httpx.Response(status, headers=headers, content=content)

    def answer(self, request: httpx.Request) -> tuple[int, dict, bytes]:
        if not self.genuine(request):
            return self.refused
        event = json.loads(request.content)
        event_id = self.event_id(request, event)
        if event_id in self.seen:
            return self.repeated
        self.seen.add(event_id)
        return self.accepted if event["type"] in self.known_events else self.not_known

    def event_id(self, _request: httpx.Request, event: dict) -> str:
        return event["id"]

    def genuine(self, request: httpx.Request) -> bool:
        time, given = self.claim(request.headers)
        return given is not None and self.fresh(time) and self.matches(given, time, request.content)

    def matches(self, given: str, time: str | None, body: bytes) -> bool:
        return hmac.compare_digest(given.encode(), self.digest(time, body).encode())

    def claim(self, headers: Mapping[str, str]) -> tuple[str | None, str | None]:
        """Return the time and the signature that a delivery claims."""
        match self.scheme:
            case "anton-signature":
                parts = dict(part.strip().partition("=")[::2] for part in headers.get("anton-signature", "").split(","))
                return parts.get("t"), parts.get("v1")
            case "x-webhook-signature":
                given = headers.get("x-webhook-signature")
                return headers.get("x-webhook-timestamp"), given and given.removeprefix("v1=")
            case "x-anton-signature":
                return None, headers.get("x-anton-signature")
            case _:
                return headers.get("x-timestamp"), headers.get("x-signature")

    def fresh(self, time: str | None) -> bool:
        if self.scheme == "x-anton-signature":
            return True
        now = self.clock.now().timestamp() + self.clock_is_off
        return time is not None and time.isdecimal() and abs(now - int(time)) <= 300

    def digest(self, time: str | None, body: bytes, secret: str = SECRET) -> str:
        stamped = self.scheme in {"anton-signature", "x-webhook-signature"}
        message = f"{time}.".encode() + body if stamped else body
        return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def observe(kind: type[Merchant], scheme: str = "anton-signature", **options) -> Observations:
    """Return what a receiver did with the deliveries of a run."""
    clock = FakeClock()
    redactor = Redactor()
    redactor.add(Secret(SECRET, "secret"))
    deliveries = SCHEMES[scheme]
    wire = Wire(clock=clock, user_agent="golive/1", transport=httpx.MockTransport(kind(scheme, clock)))
    url = "https://pay.example.com/hooks"
    prober = Prober(
        target=Target(url, "https", "pay.example.com", 443, None),
        wire=wire,
        clock=clock,
        deadline=Deadline(clock, 42.0),
        journal=Journal(),
        redactor=redactor,
    )
    matrix = Matrix(
        scheme=deliveries.scheme(scheme),
        deliveries=deliveries,
        secret=SECRET,
        tokens=True,
        event_type=deliveries.test_event,
        run_id="19a2b",
        now=clock.now(),
    )
    return prober.probe(replace(matrix, **options))


def verdicts(observed: Observations, folder) -> tuple[dict[str, str], dict[str, list[Finding]]]:
    """Return the status of each line about an observed receiver, and the findings."""
    statuses, findings = {}, {}
    provider = replace(ANTON_PROVIDER, deliveries=SCHEMES[observed.scheme.id])
    for check in built_in().checks:
        name = check.id.removeprefix("receiver.")
        if check.area is Area.RECEIVER and name != "certificate":
            findings[name] = judge(check, folder, observed, provider=provider)
            statuses[name] = status_of(tuple(findings[name]), None)[0].value
    return statuses, findings


def probe(kind: type[Merchant], folder, scheme: str = "anton-signature", **options):
    """Return an object with the lines and findings about a receiver, and what it did."""
    observed = observe(kind, scheme, **options)
    lines, findings = verdicts(observed, folder)
    return SimpleNamespace(lines=lines, findings=findings, observed=observed)
