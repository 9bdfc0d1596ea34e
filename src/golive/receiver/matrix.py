"""
The deliveries of a run, made without any network: sound, forged, stale, repeated and unusual ones.

Every delivery has an event id of its own that begins with `golive_`, so that a receiver's owner can tell them from the
provider's; only `duplicate` repeats another one, byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from golive.receiver import observation as names
from golive.receiver.bodies import REWRITINGS, Rewriting, compact, tampered, unusual
from golive.receiver.scheme import Deliveries, Event, Mistake, Scheme

AGE: Final = timedelta(seconds=600)
"""How far from now stale and future deliveries are: twice the five minutes that providers recommend to accept."""
NOT_YET_KNOWN: Final = "golive.not_yet_known"
"""An event type that no provider has."""
WITHHELD: Final = (
    "it would send the webhook secret itself to the host that the profile names; allow it with --trust (GOLIVE_TRUST=1)"
)
NO_TOKEN: Final = "deliveries of this provider carry no token"  # noqa: S105 - a reason
NO_TIME: Final = "deliveries of this generation carry no time"
OTHER_SECRET: Final = "golive-another-secret"  # noqa: S105 - nobody's

_TITLES: Final = {
    names.CORRECT: "signed correctly",
    names.MISSING: "without a signature",
    names.EMPTY: "with an empty signature",
    names.WRONG_SECRET: "signed with another secret",
    names.EMPTY_SECRET: "signed with an empty secret",
    names.TRUNCATED: "with the first half of the right signature",
    names.FIRST_DIGIT: "with the right signature but for its first digit",
    names.LAST_DIGIT: "with the right signature but for its last digit",
    names.OTHER_BODY: "with the signature of another body",
    names.TAMPERED: "with a body that was changed after signing",
    names.TOKEN_ONLY: "with the right token and no signature",
    names.STALE: "signed correctly, ten minutes ago",
    names.FUTURE: "signed correctly, ten minutes ahead of time",
    names.CONTROL: "signed correctly, after those that are to be refused",
    names.DUPLICATE: "the first one again, byte for byte",
    names.UNKNOWN_EVENT: "signed correctly, of an event type that does not exist yet",
    names.UNUSUAL: "signed correctly, with unusual white space and letters in the body",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What is sent. The headers may hold the webhook secret itself, so they are in no repr."""

    name: str
    title: str
    """What is sent, as a clause: "signed with another secret"."""
    event: Event
    headers: Mapping[str, str] = field(repr=False)
    bug: str | None = None
    """What it says of a receiver that accepts this one, as a sentence without a full stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """
    Makes the deliveries of one run to one receiver.

    `secret` is the webhook secret, `tokens` whether it may be sent as the scheme's token, `event_type` the type of the
    test event, `now` the time that sound deliveries carry.
    """

    scheme: Scheme
    deliveries: Deliveries
    secret: str = field(repr=False)
    tokens: bool
    event_type: str
    run_id: str
    now: datetime

    @property
    def withheld(self) -> bool:
        """Whether these deliveries lack a token that the provider's have."""
        return self.scheme.token_header is not None and not self.tokens

    def impossible(self) -> dict[str, str]:
        """Return the names of deliveries that cannot be made, and why."""
        reasons: dict[str, str] = {}
        if self.scheme.token_header is None:
            reasons[names.TOKEN_ONLY] = NO_TOKEN
        elif self.withheld:
            reasons[names.TOKEN_ONLY] = WITHHELD
        if not self.scheme.timestamped:
            reasons |= dict.fromkeys((names.STALE, names.FUTURE), NO_TIME)
        return reasons

    def in_order(self) -> tuple[Delivery, ...]:
        """Return all deliveries but the burst, in the order in which they are sent, the impossible ones left out."""
        impossible = self.impossible()
        return tuple(self._made(name) for name in names.IN_ORDER if name not in impossible)

    def burst(self) -> tuple[Delivery, ...]:
        """Return the sound deliveries that are sent at the same time."""
        size = names.BURST_SIZE
        return tuple(self.sound(f"{names.BURST}-{number}", f"one of {size} at once") for number in range(1, size + 1))

    def sound(self, name: str, title: str) -> Delivery:
        """Return a correctly signed test delivery."""
        return self.signed(name, title, self._event(name))

    def control(self, after: str) -> Delivery:
        """Return a sound delivery that tells whether a refusal was about the one before it, or about all."""
        return self.sound(f"{names.CONTROL}-after-{after}", "signed correctly, after one that was refused")

    def without_token(self, name: str, title: str) -> Delivery:
        """Return a correctly signed test delivery that never carries the token: others on the way can read it."""
        return replace(self, tokens=False).sound(name, title)

    def mistakes(self, *, odd: bool = False) -> Iterator[Delivery]:
        """
        Yield deliveries that only a receiver with a certain bug accepts, no two of them signed alike.

        `odd` asks for those with the unusual body, for a receiver that accepts the usual one.
        """
        prefix = "mistake-unusual" if odd else "mistake"
        sample = self._event(prefix, odd=odd).body
        known = {None, self._digest(sample)}
        for mistake in (*self.scheme.mistakes, *map(self._mistake, REWRITINGS)):
            of_sample = mistake.digest(self.secret, self._time, sample)
            name = f"{prefix}-{mistake.id}"
            event = self._event(name, odd=odd)
            digest = mistake.digest(self.secret, self._time, event.body)
            if of_sample in known or digest is None:
                continue
            known.add(of_sample)
            yield Delivery(
                name=name,
                title=f"signed for a receiver that {mistake.title.partition(';')[0]}",
                event=event,
                headers=self._headers(event, digest),
                bug=f"the receiver {mistake.title}",
            )
        if not odd:
            yield from self._other_schemes()
            yield from self._lower_case()

    def _mistake(self, rewriting: Rewriting) -> Mistake:
        return Mistake(
            id=rewriting.id,
            title=rewriting.title,
            digest=lambda secret, time, body: self.scheme.digest(secret, time, rewriting.rewrite(body)),
        )

    def _other_schemes(self) -> Iterator[Delivery]:
        for other in self.deliveries.schemes:
            if other.id != self.scheme.id:
                made = replace(self, scheme=other).sound(f"scheme-{other.id}", f"signed as {other.title}")
                bug = f"the receiver expects {other.title}, and deliveries have {self.scheme.title}"
                yield replace(made, bug=bug)

    def _lower_case(self) -> Iterator[Delivery]:
        made = self.sound("mistake-header-case", "signed correctly, the names of the headers in lower case")
        headers = {header.lower(): value for header, value in made.headers.items()}
        if headers.keys() != made.headers.keys():
            bug = "the receiver finds headers in lower case only; the case of their names means nothing"
            yield replace(made, headers=headers, bug=bug)

    def _made(self, name: str) -> Delivery:
        title = _TITLES[name]
        match name:
            case names.STALE | names.FUTURE:
                then = self.now - AGE if name == names.STALE else self.now + AGE
                return replace(self, now=then).sound(name, title)
            case names.DUPLICATE:
                return replace(self.sound(names.CORRECT, title), name=name)
            case names.UNKNOWN_EVENT:
                return replace(self, event_type=NOT_YET_KNOWN).sound(name, title)
            case names.UNUSUAL:
                return self.signed(name, title, self._event(name, odd=True))
            case names.CORRECT | names.CONTROL:
                return self.sound(name, title)
            case _:
                return self._forged(name, title)

    def _forged(self, name: str, title: str) -> Delivery:
        event = self._event(name)
        right = self._digest(event.body)
        headers = self._headers(event, right)
        match name:
            case names.EMPTY:
                headers = self._headers(event, "")
            case names.WRONG_SECRET:
                other = OTHER_SECRET if self.secret != OTHER_SECRET else f"{OTHER_SECRET}-2"
                headers = self._headers(event, self.scheme.digest(other, self._time, event.body))
            case names.EMPTY_SECRET:
                headers = self._headers(event, self.scheme.digest("", self._time, event.body))
            case names.FIRST_DIGIT:
                headers = self._headers(event, _other_digit(right[0]) + right[1:])
            case names.LAST_DIGIT:
                headers = self._headers(event, right[:-1] + _other_digit(right[-1]))
            case names.TRUNCATED:
                headers = self._headers(event, right[: len(right) // 2])
            case names.OTHER_BODY:
                headers = self._headers(event, self._digest(self._event(names.CORRECT).body))
            case names.TAMPERED:
                event = replace(event, body=tampered(event.body))
            case names.TOKEN_ONLY:
                del headers[self.scheme.signature_header]
            case _:
                del headers[self.scheme.signature_header]
                headers.pop(self.scheme.token_header or "", None)
        return Delivery(name=name, title=title, event=event, headers=headers)

    def signed(self, name: str, title: str, event: Event) -> Delivery:
        """Return a correctly signed delivery of an event."""
        headers = self._headers(event, self._digest(event.body))
        return Delivery(name=name, title=title, event=event, headers=headers)

    def _event(self, name: str, *, odd: bool = False) -> Event:
        event_id = f"golive_{self.run_id}_{name}"
        envelope = self.deliveries.envelope(event_id, self.event_type, self.now, self.deliveries.test_data)
        return Event(id=event_id, type=self.event_type, body=unusual(envelope) if odd else compact(envelope))

    def _headers(self, event: Event, signature: str) -> dict[str, str]:
        headers = dict(self.scheme.headers(event, self._time, signature))
        if self.scheme.token_header is not None and self.tokens:
            headers[self.scheme.token_header] = self.secret
        return headers

    def _digest(self, body: bytes) -> str:
        return self.scheme.digest(self.secret, self._time, body)

    @property
    def _time(self) -> int:
        return int(self.now.timestamp())


def _other_digit(digit: str) -> str:
    return f"{int(digit, 16) ^ 1:x}"
