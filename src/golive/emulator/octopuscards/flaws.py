"""What can be wrong with a client's production account: each flaw, and what it makes of a sound world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from golive.emulator.flaw import Flaw
from golive.emulator.octopuscards.world import Access, Barrier, Wallet, World

Change = Callable[[World], World]

AUTHENTICATION, WALLETS, CLOCK = "account.authentication", "account.wallets", "account.clock"
_NO_ACCESS: Final = {AUTHENTICATION: "fail", WALLETS: "unknown"}
_USD, _EUR = 1, 2
"""Ids of currencies."""


def _access(access: Access) -> Change:
    return lambda world: replace(world, access=access)


def _barrier(path: str, barrier: Barrier) -> Change:
    return lambda world: replace(world, barriers={**world.barriers, path: barrier})


def _wallet(currency: int, change: Callable[[Wallet], Wallet | None]) -> Change:
    def apply(world: World) -> World:
        changed = (change(one) if one.currency == currency else one for one in world.wallets)
        return replace(world, wallets=tuple(one for one in changed if one is not None))

    return apply


def _amount(currency: int, amount: str) -> Change:
    return _wallet(currency, lambda one: replace(one, amount=amount))


def _wallet_twice(world: World) -> World:
    first, *others = world.wallets
    return replace(world, wallets=(first, *others, replace(first, id=first.id + 80, amount="20.00")))


def _currency_missing(world: World) -> World:
    return replace(world, currencies=tuple(one for one in world.currencies if one.id != _USD))


def _clock(**offset: float) -> Change:
    return lambda world: replace(world, clock_offset=timedelta(**offset))


def _flaw(name: str, title: str, breaks: Mapping[str, str], change: Change) -> tuple[Flaw, Change]:
    return Flaw(name, title, breaks), change


FLAWS: Final[tuple[tuple[Flaw, Change], ...]] = (
    _flaw(
        "pair-refused",
        "the pair is refused at login: revoked, mistyped, or that of the sandbox (401)",
        _NO_ACCESS,
        _access(Access.PAIR_REFUSED),
    ),
    _flaw(
        "address-refused",
        "this address is not on the allowlist, and may not log in (403)",
        _NO_ACCESS,
        _access(Access.ADDRESS_REFUSED),
    ),
    _flaw(
        "address-refused-later",
        "this address is not on the allowlist, and may only log in (403)",
        _NO_ACCESS,
        _access(Access.ADDRESS_REFUSED_LATER),
    ),
    _flaw(
        "feature-forbidden",
        "the wallets are a feature that is not enabled (403)",
        {WALLETS: "unknown"},
        _barrier("/api/v1/wallets", Barrier.FEATURE_FORBIDDEN),
    ),
    _flaw(
        "feature-invalid",
        "the wallets are a feature that is not enabled (400 INVALID_FEATURE)",
        {WALLETS: "unknown"},
        _barrier("/api/v1/wallets", Barrier.FEATURE_INVALID),
    ),
    _flaw("wallet-missing", "there is no wallet in EUR", {WALLETS: "fail"}, _wallet(_EUR, lambda _: None)),
    _flaw("wallet-too-low", "the USD wallet is nearly empty", {WALLETS: "fail"}, _amount(_USD, "12.34")),
    _flaw("wallet-empty", "the USD wallet is empty", {WALLETS: "fail"}, _amount(_USD, "0")),
    _flaw("wallet-negative", "the USD wallet is overdrawn", {WALLETS: "fail"}, _amount(_USD, "-12.34")),
    _flaw("wallet-unreadable", "the amount of the USD wallet is no number", {WALLETS: "unknown"}, _amount(_USD, "n/a")),
    _flaw(
        "wallet-type-unknown",
        "the USD wallet is of a type that nobody has described",
        {WALLETS: "unknown"},
        _wallet(_USD, lambda one: replace(one, type="ESCROW")),
    ),
    _flaw(
        "wallet-twice",
        "there are two USD wallets, one of them nearly empty",
        {WALLETS: "unknown"},
        _wallet_twice,
    ),
    _flaw("wallets-none", "there are no wallets", {WALLETS: "fail"}, lambda world: replace(world, wallets=())),
    _flaw(
        "currency-unknown",
        "the list of currencies does not know the currency of the USD wallet",
        {WALLETS: "unknown"},
        _currency_missing,
    ),
    _flaw(
        "currencies-forbidden",
        "the list of currencies cannot be read (403)",
        _NO_ACCESS,
        _barrier("/api/v1/currencies", Barrier.FEATURE_FORBIDDEN),
    ),
    _flaw(
        "clock-behind",
        "this machine's clock is 5 minutes behind the server's",
        {CLOCK: "fail"},
        _clock(minutes=5),
    ),
    _flaw(
        "clock-ahead",
        "this machine's clock is 5 minutes ahead of the server's",
        {CLOCK: "fail"},
        _clock(minutes=-5),
    ),
    _flaw(
        "clock-drift",
        "this machine's clock is 20 seconds behind the server's",
        {CLOCK: "warn"},
        _clock(seconds=20),
    ),
    _flaw(
        "clock-absent",
        "answers carry no Date header",
        {CLOCK: "unknown"},
        lambda world: replace(world, shows_date=False),
    ),
)
