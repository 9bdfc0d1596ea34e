"""What an emulator can do otherwise than a sound, usual provider: the nouns, and choosing them by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from golive.errors import UsageError
from golive.profile.nearest import did_you_mean


@dataclass(frozen=True, slots=True)
class Flaw:
    """
    One wrong thing in the merchant's account, or about the merchant's receiver.

    `breaks` says which checks change status because of it, and to what: `{"account.clock": "fail"}`. It is exact for
    a merchant that authenticates with a static key, whose receiver is probed, and who is sound otherwise; every other
    check stays as it was.
    """

    id: str
    title: str
    breaks: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a server or the network misbehaves, whatever the account holds."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One plausible shape of the provider's answers that is not wrong: older, newer or undocumented."""

    id: str
    title: str


class Named(Protocol):
    """Anything that has an id."""

    @property
    def id(self) -> str:
        """The name by which people choose it."""
        ...


N = TypeVar("N", bound=Named)


def choose(ids: Iterable[str], known: Iterable[N], noun: str) -> tuple[N, ...]:
    """
    Return those of `known` that `ids` name, in the order of `known`, each once.

    Raises UsageError for a name that is not known, with the nearest one that is.
    """
    by_id = {thing.id: thing for thing in known}
    wanted = tuple(ids)
    for name in wanted:
        if name not in by_id:
            raise UsageError(unknown_name(name, by_id, noun))
    return tuple(thing for name, thing in by_id.items() if name in wanted)


def unknown_name(name: str, known: Iterable[str], noun: str) -> str:
    """Return the message that `name` is not known, with the nearest name that is, or all of them."""
    names = sorted(known)
    hint = did_you_mean(name, names) or f"; there are {', '.join(names) or 'none'}"
    return f"the emulator has no {noun} named {name!r}{hint}"
