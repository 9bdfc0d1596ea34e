"""What a receiver did with golive's test deliveries, and what its TLS looked like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified

if TYPE_CHECKING:
    from golive.finding import ExchangePlace
    from golive.receiver.scheme import Scheme

CORRECT: Final = "correct"
MISSING: Final = "missing-signature"
EMPTY: Final = "empty-signature"
WRONG_SECRET: Final = "wrong-secret"  # noqa: S105 - the name of a delivery
EMPTY_SECRET: Final = "empty-secret"  # noqa: S105 - the name of a delivery
TRUNCATED: Final = "truncated-signature"
FIRST_DIGIT: Final = "first-digit-changed"
LAST_DIGIT: Final = "last-digit-changed"
OTHER_BODY: Final = "signature-of-another-body"
TAMPERED: Final = "tampered-body"
TOKEN_ONLY: Final = "token-without-signature"  # noqa: S105 - the name of a delivery
STALE: Final = "stale-timestamp"
FUTURE: Final = "future-timestamp"
CONTROL: Final = "control"
DUPLICATE: Final = "duplicate"
UNKNOWN_EVENT: Final = "unknown-event"
UNUSUAL: Final = "unusual-body"
BURST: Final = "burst"

FORGED: Final = (
    MISSING,
    EMPTY,
    WRONG_SECRET,
    EMPTY_SECRET,
    TRUNCATED,
    FIRST_DIGIT,
    LAST_DIGIT,
    OTHER_BODY,
    TAMPERED,
    TOKEN_ONLY,
)
"""Deliveries that nobody but an attacker would send."""
IN_ORDER: Final = (CORRECT, *FORGED, STALE, FUTURE, CONTROL, DUPLICATE, UNKNOWN_EVENT, UNUSUAL)
"""The deliveries of a run, before the burst, in the order in which they are sent."""
BURST_SIZE: Final = 10
"""Deliveries that are sent at the same time."""

_GENUINE: Final = frozenset({CORRECT, CONTROL, DUPLICATE, UNKNOWN_EVENT, UNUSUAL})
_SUCCESS: Final = range(200, 300)
_REDIRECT: Final = range(300, 400)
_REFUSAL: Final = range(400, 500)
TOO_MANY: Final = 429


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One delivery, and the receiver's answer to it."""

    name: str
    """
    One of the names above; `burst-1` and so on; `mistake-…` or `scheme-…` for one that looks for a likely bug;
    `control-after-…` for one that tells whether the refusal before it was about that delivery.
    """
    title: str
    """What was sent, as a clause: "signed with another secret"."""
    status: int | None
    """None where no answer came."""
    seconds: float
    """From the first byte sent to the end of the answer."""
    error: str | None = None
    """What happened where no answer came."""
    timed_out: bool = False
    redirect: str | None = None
    """Scheme, host and port that the answer pointed to, or that it is another path there. golive did not go there."""
    reply: str = field(default="", repr=False)
    """The beginning of the answer's body, free of secrets and harmless to print."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Of the answer, by name in lower case; free of secrets and harmless to print."""
    place: ExchangePlace
    doubt: str | None = None
    """Why it proves nothing that this delivery was not accepted; None where it does prove something."""

    @property
    def genuine(self) -> bool:
        """Whether a provider may send such a delivery. The others come from nobody but an attacker."""
        return self.name in _GENUINE or self.name.startswith((f"{CONTROL}-", f"{BURST}-"))

    @property
    def accepted(self) -> bool:
        """Whether the receiver acknowledged the delivery: any 2xx."""
        return self.status in _SUCCESS

    @property
    def redirected(self) -> bool:
        """Whether the receiver pointed elsewhere: any 3xx. Providers do not follow."""
        return self.status in _REDIRECT

    @property
    def refused(self) -> bool:
        """Whether the receiver refused this delivery: any 4xx but 429, which is about their number."""
        return self.status in _REFUSAL and self.status != TOO_MANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Observations:
    """Everything one receiver did with the deliveries of a run."""

    url: str
    scheme: Scheme
    outcomes: tuple[Outcome, ...]
    """In the order in which they were sent, the burst aside; those that looked for a likely bug among them."""
    burst: tuple[Outcome, ...] = ()
    unsent: Mapping[str, str] = field(default_factory=dict)
    """Names of deliveries that were not sent (`burst` for all of those), and why."""
    bugs: tuple[str, ...] = ()
    """Likely bugs that the accepted deliveries give away, as sentences about the receiver, without a full stop."""
    withheld: bool = False
    """Whether the provider sends a token that these deliveries lacked, for want of permission."""

    def outcome(self, name: str) -> Outcome:
        """Return what came of a delivery. Raises Unverified, with the reason, where it was not sent."""
        for one in self.outcomes:
            if one.name == name:
                return one
        raise Unverified(self.unsent.get(name, f"the delivery {name} was not sent"))

    @property
    def count(self) -> int:
        """How many deliveries were sent."""
        return len(self.outcomes) + len(self.burst)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainAnswer:
    """What the receiver's host does with plain http, on port 80."""

    status: int | None
    """None where nobody answers there, which is fine."""
    redirect: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsInspection:
    """What a TLS handshake with a receiver showed."""

    host: str
    port: int
    version: str | None = None
    """Such as `TLSv1.3`; None where the handshake failed."""
    issuer: str | None = None
    names: tuple[str, ...] = ()
    expires_at: datetime | None = None
    problem: str | None = None
    """Why the certificate or the handshake is not to be trusted, None where it is."""
    plain: PlainAnswer | None = None
    """None where plain http was not tried: --connect-to plays the host on another port only, or a proxy leads to it."""
