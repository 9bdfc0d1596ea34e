"""How a provider's webhook deliveries look and are signed: facts, without any network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime


def hmac_sha256(key: bytes, message: bytes) -> str:
    """Return an HMAC-SHA256 as lower-case hexadecimal digits."""
    import hashlib
    import hmac

    return hmac.new(key, message, hashlib.sha256).hexdigest()


def envelope(event_id: str, event_type: str, created_at: datetime, data: Mapping[str, object]) -> Mapping[str, object]:
    """Return the body that most providers send: id, type, time in UTC to the second, and data."""
    return {"id": event_id, "type": event_type, "created_at": f"{created_at:%Y-%m-%dT%H:%M:%SZ}", "data": data}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a delivery is about. `body` are the very bytes that are sent."""

    id: str
    type: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """
    A wrong way to compute a signature that receivers are known for.

    `title` says what the receiver does, as a clause: "leaves whsec_ out of the key". `digest` gives the signature that
    such a receiver expects, of secret, Unix time in seconds and body; None where that cannot be computed.
    """

    id: str
    title: str
    digest: Callable[[str, int, bytes], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One generation of a provider's webhook signature: HMAC-SHA256 in lower-case hexadecimal digits."""

    id: str
    """As the profile names it."""
    title: str
    signed: Callable[[int, bytes], bytes]
    """What is signed, of Unix time in seconds and body."""
    headers: Callable[[Event, int, str], Mapping[str, str]]
    """All headers of a delivery but the token, of event, Unix time in seconds and signature (which may be empty)."""
    signature_header: str
    """The header that a delivery without a signature lacks."""
    timestamped: bool
    """Whether a delivery says when it was sent."""
    token_header: str | None = None
    """The header in which the provider sends the webhook secret itself, None where it never does."""
    mistakes: tuple[Mistake, ...] = ()

    def digest(self, secret: str, timestamp: int, body: bytes) -> str:
        """Return the signature of a body: the key is the secret's UTF-8 bytes, as given."""
        return hmac_sha256(secret.encode(), self.signed(timestamp, body))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """A provider's webhook deliveries."""

    schemes: tuple[Scheme, ...]
    """The default first."""
    test_event: str
    """The type of the event that golive sends: the provider's own test event, or else one without consequences."""
    test_data: Mapping[str, object]
    """The `data` of a test event."""
    deadline: float
    """Seconds after which the provider counts a delivery as failed."""
    prompt: float
    """Seconds within which a receiver ought to answer."""
    envelope: Callable[[str, str, datetime, Mapping[str, object]], Mapping[str, object]] = envelope
    """The body of a delivery, of event id, event type, time of the event and data."""

    def scheme(self, scheme_id: str | None) -> Scheme:
        """Return a scheme by id, the default for None. Raises KeyError where there is none."""
        for scheme in self.schemes:
            if scheme_id in {None, scheme.id}:
                return scheme
        raise KeyError(scheme_id)
