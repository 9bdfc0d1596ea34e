"""What a provider has to bring to be played: one folder here, with a value named `PLAYED`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from golive.emulator.flaw import Flaw, Variant
    from golive.emulator.message import Received, Reply
    from golive.emulator.receiver.conduct import ReceiverPlayed
    from golive.kind import Kind


class Api(Protocol):
    """A provider's API: a function from request to reply, without sockets."""

    def answer(self, request: Received) -> Reply:
        """Return the answer to a request, errors included."""
        ...

    def error(
        self, request: Received, status: int, code: str, message: str, headers: Iterable[tuple[str, str]] = ()
    ) -> Reply:
        """Return an error in this API's shape, for a fault."""
        ...


@dataclass(frozen=True, slots=True)
class Playing:
    """An API in play, and the credentials that were made up for it."""

    api: Api
    credentials: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderPlayed:
    """A provider that the emulator can play."""

    id: str
    title: str
    hosts: Mapping[Kind, str]
    api_prefix: str
    """How every path begins that faults concern unless they name another."""
    flaws: tuple[Flaw, ...]
    """What can be wrong with the account."""
    receiver: ReceiverPlayed
    """How receivers of its webhook deliveries are played, and what can be wrong with them."""
    variants: tuple[Variant, ...]
    play: Callable[[Iterable[Kind], Iterable[Flaw], Iterable[Variant], Callable[[], float], int], Playing]
    """Kinds of environment, flaws, variants, a monotonic clock and a seed give an API in play."""
