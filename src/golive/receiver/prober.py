"""Sending a receiver its deliveries: each once, in order, and nothing to anybody else."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from golive.http.errors import ExchangeFailed, NotAllowed, TimedOut
from golive.http.journal import Exchange, Journal
from golive.http.limits import Limits
from golive.http.retry import asked_wait
from golive.once import Once
from golive.receiver import observation as names
from golive.receiver.observation import Observations, Outcome
from golive.receiver.target import Target, may_reach
from golive.redact import Redactor, inert

if TYPE_CHECKING:
    from golive.clock import Clock, Deadline
    from golive.http.wire import Reply, Wire
    from golive.receiver.matrix import Delivery, Matrix

NOT_ACCEPTED: Final = "a correctly signed delivery was not accepted"
TOO_OFTEN: Final = "the receiver answered 429, too many requests"
REDIRECTED: Final = "the receiver redirected the first delivery, and golive follows no redirect"
BLOCKED: Final = (
    "a correctly signed delivery was no longer accepted, as where a firewall or a limit refuses all that golive sends"
)
UNANSWERED: Final = "the receiver did not answer the first delivery"
NO_TIME_LEFT: Final = "the time for test deliveries was over"

ENOUGH: Final = 64 * 1024
"""Bytes of an answer that are read. Providers ignore what a receiver writes; its status counts."""
CONNECT: Final = 10.0
"""Seconds for the name, the connection and the TLS handshake, each."""
_LONGEST_URL: Final = 400
_LONGEST_HEADER: Final = 200
_MOST_HEADERS: Final = 100
_PROBLEMS: Final = range(400, 600)
_REDIRECTS: Final = range(300, 400)
_NEARLY: Final = 0.99
"""Two clocks were asked: the wire's own limit begins a moment later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prober:
    """Sends deliveries to one receiver. `deadline` is when the last of them has to be over."""

    target: Target
    wire: Wire
    clock: Clock
    deadline: Deadline
    journal: Journal
    redactor: Redactor

    def probe(self, matrix: Matrix) -> Observations:
        """
        Return what the receiver did with the deliveries of a run.

        Nothing is sent twice, and nothing follows a redirect. A first delivery that is not accepted, a sound one that
        is no longer accepted, and a 429 to any of them end it: what is left is unsent, with the reason.
        """
        walk = _Walk(self, matrix.deliveries.deadline, matrix.impossible())
        for delivery in matrix.in_order():
            outcome = walk.send(delivery)
            if outcome is None:
                continue
            if delivery.name == names.CORRECT and not outcome.accepted:
                walk.look_for_bugs(outcome, matrix.mistakes())
                walk.stop = walk.stop or _why_not(outcome)
            elif delivery.name == names.CONTROL:
                walk.doubt_refusals(outcome)
            elif outcome.genuine and _problem(outcome):
                walk.doubt_refusals(walk.send(matrix.control(delivery.name)), of=delivery.name)
                if delivery.name == names.UNUSUAL and walk.stop is None:
                    walk.look_for_bugs(outcome, matrix.mistakes(odd=True))
        burst = walk.send_at_once(matrix.burst())
        return Observations(
            url=self.shown(self.target.url),
            scheme=matrix.scheme,
            outcomes=tuple(walk.outcomes),
            burst=burst,
            unsent=walk.unsent,
            bugs=tuple(dict.fromkeys(walk.bugs)),
            withheld=matrix.withheld,
        )

    def send(self, delivery: Delivery, *, limit: float, url: str | None = None) -> Outcome:
        """
        Send one delivery, to the receiver or to `url`, and return what came of it within `limit` seconds.

        Where the deadline cut that short, the receiver did not time out: it was not given the time. Raises NotAllowed
        where nothing was sent: a header that cannot be, a name that led somewhere else by then.
        """
        started_at, began = self.clock.now(), self.clock.monotonic()
        reply: Reply | None = None
        failure: ExchangeFailed | None = None
        try:
            reply = self.wire.send(
                "POST",
                url or self.target.url,
                headers=delivery.headers,
                body=delivery.event.body,
                limits=_limits(limit),
                deadline=self.deadline,
                may_be_empty=delivery.headers,
                alone=True,
                may_reach=may_reach(self.target),
            )
        except NotAllowed as why:
            raise NotAllowed(self.shown(str(why))) from None
        except ExchangeFailed as error:
            failure = error
        seconds = self.clock.monotonic() - began
        exchange = Exchange(
            method="POST",
            url=self.shown(url or self.target.url),
            request_id=delivery.event.id,
            status=None if reply is None else reply.status,
            bytes=0 if reply is None else reply.received,
            started_at=started_at,
            seconds=seconds,
            error=None if failure is None else self.shown(str(failure)),
            retry_after=None if reply is None else asked_wait(reply.headers, self.clock.now()),
            delivery=delivery.name,
            redirect=None if reply is None else self._redirect(reply, url or self.target.url),
        )
        self.journal.add(exchange)
        return Outcome(
            name=delivery.name,
            title=delivery.title,
            status=exchange.status,
            seconds=seconds,
            error=exchange.error,
            timed_out=isinstance(failure, TimedOut) and seconds >= limit * _NEARLY,
            redirect=exchange.redirect,
            reply="" if reply is None else inert(self.redactor(reply.body.decode("utf-8", "replace").strip())),
            headers={} if reply is None else self._headers(reply),
            place=exchange.place,
        )

    def shown(self, text: str, longest: int = _LONGEST_URL) -> str:
        """Return a text from outside free of secrets and harmless to print."""
        return inert(self.redactor(text), longest)

    def _redirect(self, reply: Reply, url: str) -> str | None:
        location = reply.headers.get("location")
        if reply.status not in _REDIRECTS or location is None:
            return None
        try:
            origin = _origin(urljoin(url, location))
            return self.shown(origin if origin != _origin(url) else f"another path of {origin}")
        except ValueError:
            return "an address that is no URL"

    def _headers(self, reply: Reply) -> dict[str, str]:
        some = islice(reply.headers.items(), _MOST_HEADERS)
        return {self.shown(name, _LONGEST_HEADER): self.shown(value, _LONGEST_HEADER) for name, value in some}


class _Walk:
    """How far the deliveries of a run have come. Nothing more is sent once `stop` says why."""

    def __init__(self, prober: Prober, limit: float, unsent: dict[str, str]) -> None:
        self._prober = prober
        self._limit = limit
        self.outcomes: list[Outcome] = []
        self.unsent = unsent
        self.bugs: list[str] = []
        self.stop: str | None = None

    def send(self, delivery: Delivery) -> Outcome | None:
        """Send one delivery and keep what came of it. None where it is not sent any more."""
        if not self._may_go_on():
            self.unsent[delivery.name] = self.stop or NO_TIME_LEFT
            return None
        try:
            outcome = self._prober.send(delivery, limit=self._limit)
        except NotAllowed as why:
            self.stop = self.unsent[delivery.name] = str(why)
            return None
        self.outcomes.append(outcome)
        if outcome.status == names.TOO_MANY:
            self.stop = TOO_OFTEN
        return outcome

    def look_for_bugs(self, refusal: Outcome, mistakes: Iterable[Delivery]) -> None:
        """After a refusal, send what only a receiver with a certain bug accepts, until it does not answer plainly."""
        last: Outcome | None = refusal
        for delivery in mistakes:
            if last is None or not _problem(last):
                return
            last = self.send(delivery)
            if last is not None and last.accepted:
                self.bugs.append(delivery.bug or "")
                last = refusal

    def doubt_refusals(self, control: Outcome | None, of: str | None = None) -> None:
        """
        Where a sound delivery is not accepted either, end it: no refusal is about its own delivery any more.

        Then it proves nothing that the deliveries before it were refused, or the one called `of` alone.
        """
        if control is None or control.accepted or control.status == names.TOO_MANY:
            return
        self.stop = BLOCKED
        self.outcomes = [
            one if one.accepted or of not in {None, one.name} else replace(one, doubt=BLOCKED) for one in self.outcomes
        ]

    def send_at_once(self, burst: tuple[Delivery, ...]) -> tuple[Outcome, ...]:
        """Send deliveries at the same time, each in a thread of its own."""
        if not self._may_go_on():
            self.unsent[names.BURST] = self.stop or NO_TIME_LEFT
            return ()
        go = threading.Event()

        def one(delivery: Delivery) -> Outcome | None:
            go.wait()
            try:
                return self._prober.send(delivery, limit=self._limit)
            except NotAllowed as why:
                self.unsent[names.BURST] = str(why)
                return None

        under_way = [Once(partial(one, delivery)) for delivery in burst]
        for each in under_way:
            each.begin()
        go.set()
        return tuple(outcome for each in under_way if (outcome := each()) is not None)

    def _may_go_on(self) -> bool:
        if self.stop is None and self._prober.deadline.passed:
            self.stop = NO_TIME_LEFT
        return self.stop is None


def _limits(total: float) -> Limits:
    return Limits(
        connect=min(CONNECT, total), read=total, total=total, compressed=ENOUGH, decompressed=ENOUGH, cut=True
    )


def _origin(url: str) -> str:
    """Return a URL's scheme, host and port. Raises ValueError where it is none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _problem(outcome: Outcome) -> bool:
    """Return whether a receiver said no: 4xx or 5xx, but not "too many requests"."""
    return outcome.status in _PROBLEMS and outcome.status != names.TOO_MANY


def _why_not(outcome: Outcome) -> str:
    """Return why nothing more is sent after a first delivery that was not accepted."""
    if outcome.status is None:
        return UNANSWERED
    return REDIRECTED if outcome.redirected else NOT_ACCEPTED
