"""What a delivery says about itself, and what a played receiver makes of it."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from golive.emulator.leaf import Leaf
from golive.emulator.message import json_reply

if TYPE_CHECKING:
    from golive.emulator.flaw import Flaw
    from golive.emulator.message import Received, Reply

WINDOW: Final = 300.0
"""Seconds that a delivery may be older or newer than the receiver's clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a delivery says about itself, before anything of it is believed."""

    signature: str = field(repr=False)
    """As sent, perhaps empty."""
    time: int | None
    """When it was sent, in Unix seconds; None where deliveries of this generation do not say."""
    prefix: bytes = b""
    """What is signed before the body."""

    def signed_with(self, key: bytes, body: bytes) -> bool:
        """Return whether the signature is the one of `body` with this key."""
        return hmac.compare_digest(digest(key, self.prefix + body), self.signature.encode())


def digest(key: bytes, message: bytes) -> bytes:
    """Return HMAC-SHA256 as lower-case hexadecimal digits."""
    return hmac.digest(key, message, "sha256").hex().encode()


Read = Callable[["Received"], Claim | None]
"""Gives what a delivery claims, None where its signature header is missing or cannot be read."""
Judge = Callable[["Received", Claim | None, str], bool]
"""Decides whether a delivery comes from the provider: request, claim, webhook secret."""


def genuine(request: Received, claim: Claim | None, secret: str) -> bool:
    """Return whether a delivery is signed with the webhook secret, over the very bytes that came."""
    return claim is not None and claim.signed_with(secret.encode(), request.body)


def _answer(status: int, word: str) -> Reply:
    return json_reply(status, {"status": word})


ACCEPTED: Final = _answer(200, "accepted")
DUPLICATE: Final = _answer(200, "duplicate")
IGNORED: Final = _answer(200, "ignored")
REFUSED: Final = _answer(401, "refused")
UNREADABLE: Final = _answer(400, "unreadable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How a receiver behaves. The defaults are those of a sound one; a flaw replaces what it makes wrong."""

    read: Read
    genuine: Judge = genuine
    oldest: float | None = WINDOW
    """Seconds after which a delivery is too old; None for never."""
    newest: float | None = WINDOW
    """Seconds by which a delivery may be ahead of the clock; None for any number."""
    remembers: bool = True
    """Whether it knows an event again by its id."""
    forged: Reply = REFUSED
    duplicate: Reply = DUPLICATE
    unknown_event: Reply = IGNORED
    always: Reply | None = None
    """What it answers to everything, looking at nothing."""
    one_at_a_time: bool = False
    """Whether deliveries wait for one another, and each takes a while."""
    leaf: Leaf = Leaf.SOUND
    """The certificate that its host shows."""
    plain_http: bool = False
    """Whether it takes deliveries without TLS, on port 80."""


Change = Callable[[Conduct], Conduct]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverPlayed:
    """What a provider brings so that receivers of its deliveries can be played."""

    read: Read
    known_events: frozenset[str]
    """Types of events that a receiver has something to do for."""
    slow_seconds: float
    """What a slow receiver needs for each delivery, so that ten at once wait for longer than is prompt."""
    changes: tuple[tuple[Flaw, Change], ...]
    """What can be wrong with a receiver, and what it makes of a sound one."""

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """The flaws alone."""
        return tuple(flaw for flaw, _ in self.changes)

    def conduct(self, flaws: Iterable[str]) -> Conduct:
        """Return how a receiver with these flaws, by id, behaves."""
        conduct, wrong = Conduct(read=self.read), set(flaws)
        for flaw, change in self.changes:
            conduct = change(conduct) if flaw.id in wrong else conduct
        return conduct
