"""What can be wrong with a merchant's production account: each flaw, and what it makes of a sound world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from golive.emulator.anton.world import ACME, ACME_INSTRUMENT, Access, Balance, Corridor, World
from golive.emulator.flaw import Flaw

Change = Callable[[World], World]

AUTHENTICATION, BALANCE, CORRIDORS = "account.authentication", "account.balance", "account.corridors"
PAYEES, CLOCK = "account.payees", "account.clock"
SUBSCRIPTION, EVENTS = "account.webhook-subscription", "account.webhook-events"

_NO_ACCESS: Final = {
    AUTHENTICATION: "fail",
    **dict.fromkeys((BALANCE, CORRIDORS, PAYEES, SUBSCRIPTION, EVENTS), "unknown"),
}
_NO_SUBSCRIPTION: Final = {SUBSCRIPTION: "fail", EVENTS: "unknown"}


def _access(access: Access) -> Change:
    return lambda world: replace(world, access=access)


def _url(change: Callable[[str], str]) -> Change:
    def apply(world: World) -> World:
        first, *others = world.subscriptions
        return replace(world, subscriptions=(replace(first, url=change(first.url)), *others))

    return apply


def _events(change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Change:
    def apply(world: World) -> World:
        first, *others = world.subscriptions
        return replace(world, subscriptions=(replace(first, events=change(first.events)), *others))

    return apply


def _webhook_status(status: str | None) -> Change:
    def apply(world: World) -> World:
        first, *others = world.subscriptions
        return replace(world, subscriptions=(replace(first, status=status), *others))

    return apply


def _webhook_missing(world: World) -> World:
    # Kept in first place but somewhere else, so that a second flaw of the subscription still has one to change.
    return _url(lambda _: "https://old.example.net/callbacks")(world)


def _webhook_duplicate(world: World) -> World:
    first, *others = world.subscriptions
    return replace(world, subscriptions=(first, replace(first, id="wbh_000003"), *others))


def _balance(change: Callable[[Balance], Balance | None]) -> Change:
    def apply(world: World) -> World:
        changed = (change(one) if one.currency == "USD" else one for one in world.balances)
        return replace(world, balances=tuple(one for one in changed if one is not None))

    return apply


def _corridor(change: Callable[[Corridor], Corridor | None]) -> Change:
    def apply(world: World) -> World:
        changed = (
            change(one) if (one.source, one.destination, one.country) == ("USD", "EUR", "DE") else one
            for one in world.corridors
        )
        return replace(world, corridors=tuple(one for one in changed if one is not None))

    return apply


def _payee_missing(world: World) -> World:
    return replace(
        world,
        payees=tuple(payee for payee in world.payees if payee.id != ACME),
        instruments=tuple(one for one in world.instruments if one.payee != ACME),
    )


def _payee_status(status: str) -> Change:
    def apply(world: World) -> World:
        changed = (replace(payee, status=status) if payee.id == ACME else payee for payee in world.payees)
        return replace(world, payees=tuple(changed))

    return apply


def _instrument_missing(world: World) -> World:
    return replace(world, instruments=tuple(one for one in world.instruments if one.id != ACME_INSTRUMENT))


def _instrument_disabled(world: World) -> World:
    changed = (replace(one, status="disabled") if one.id == ACME_INSTRUMENT else one for one in world.instruments)
    return replace(world, instruments=tuple(changed))


def _clock(**offset: float) -> Change:
    return lambda world: replace(world, clock_offset=timedelta(**offset))


FLAWS: Final[tuple[tuple[Flaw, Change], ...]] = (
    (
        Flaw("key-refused", "the credential is refused: revoked, expired or mistyped (401)", _NO_ACCESS),
        _access(Access.REFUSED),
    ),
    (
        Flaw("key-role", "the role of the credential may not read the account (403)", _NO_ACCESS),
        _access(Access.WRONG_ROLE),
    ),
    (Flaw("merchant-suspended", "the merchant is suspended (403)", _NO_ACCESS), _access(Access.SUSPENDED)),
    (
        Flaw("key-test-environment", "the credential belongs to the sandbox (403, as newer pages say)", _NO_ACCESS),
        _access(Access.TEST_ENVIRONMENT),
    ),
    (
        Flaw("balance-currency-missing", "there is no balance in USD", {BALANCE: "fail"}),
        _balance(lambda _: None),
    ),
    (
        Flaw("balance-too-low", "the USD balance is nearly empty", {BALANCE: "fail"}),
        _balance(lambda one: replace(one, available="12.34", pending="0.00", total="12.34")),
    ),
    (
        Flaw("balance-held", "nearly all of the USD balance is reserved: the total is fine", {BALANCE: "fail"}),
        _balance(lambda one: replace(one, available="100.00", pending="24900.00", total="25000.00")),
    ),
    (
        Flaw("balance-unreadable", "the available USD amount is no number", {BALANCE: "unknown"}),
        _balance(lambda one: replace(one, available="n/a")),
    ),
    (
        Flaw("corridor-missing", "there is no corridor from USD to EUR in Germany", {CORRIDORS: "fail"}),
        _corridor(lambda _: None),
    ),
    (
        Flaw("corridor-inactive", "the corridor from USD to EUR in Germany is not active", {CORRIDORS: "fail"}),
        _corridor(lambda one: replace(one, active=False)),
    ),
    (
        Flaw("corridor-other-country", "the corridor from USD to EUR leads to France only", {CORRIDORS: "fail"}),
        _corridor(lambda one: replace(one, country="FR")),
    ),
    (
        Flaw("corridor-other-method", "the corridor from USD to EUR is by wire only", {CORRIDORS: "fail"}),
        _corridor(lambda one: replace(one, method="wire")),
    ),
    (
        Flaw("corridor-unreadable", "corridors come in a shape nobody has described", {CORRIDORS: "unknown"}),
        lambda world: replace(world, corridors_readable=False),
    ),
    (Flaw("payee-missing", "the payee pye_acme does not exist here", {PAYEES: "fail"}), _payee_missing),
    (Flaw("payee-blocked", "the payee pye_acme is blocked", {PAYEES: "fail"}), _payee_status("blocked")),
    (Flaw("payee-archived", "the payee pye_acme is archived", {PAYEES: "fail"}), _payee_status("archived")),
    (
        Flaw("payees-none", "there are no payees and no instruments", {PAYEES: "fail"}),
        lambda world: replace(world, payees=(), instruments=()),
    ),
    (
        Flaw("instrument-missing", "the instrument ins_acme_eur does not exist here", {PAYEES: "fail"}),
        _instrument_missing,
    ),
    (Flaw("instrument-disabled", "the instrument ins_acme_eur is disabled", {PAYEES: "fail"}), _instrument_disabled),
    (
        Flaw("webhook-duplicate", "two subscriptions have the receiver's URL", {SUBSCRIPTION: "warn"}),
        _webhook_duplicate,
    ),
    (
        Flaw("webhook-inactive", "the subscription of the receiver is inactive", {SUBSCRIPTION: "fail"}),
        _webhook_status("inactive"),
    ),
    (
        Flaw("webhook-status-absent", "the subscription does not say whether it is active", {SUBSCRIPTION: "warn"}),
        _webhook_status(None),
    ),
    (
        Flaw("webhook-event-missing", "the subscription lacks payout.returned", {EVENTS: "fail"}),
        _events(lambda events: tuple(event for event in events if event != "payout.returned")),
    ),
    (Flaw("webhook-wildcard", "the subscription takes every event", {EVENTS: "warn"}), _events(lambda _: ("*",))),
    (
        Flaw("webhook-trailing-slash", "the subscription's URL ends in a slash too many", _NO_SUBSCRIPTION),
        _url(lambda url: f"{url}/"),
    ),
    (
        Flaw("webhook-http", "the subscription's URL is http", _NO_SUBSCRIPTION),
        _url(lambda url: url.replace("https://", "http://")),
    ),
    (
        Flaw("webhook-sandbox-twin", "the subscription leads to the sandbox receiver", _NO_SUBSCRIPTION),
        _url(lambda url: url.replace("//", "//sandbox.")),
    ),
    (Flaw("webhook-missing", "no subscription has the receiver's URL", _NO_SUBSCRIPTION), _webhook_missing),
    (
        Flaw(
            "webhooks-forbidden",
            "the role of the credential may not read webhook subscriptions (403)",
            {SUBSCRIPTION: "unknown", EVENTS: "unknown"},
        ),
        lambda world: replace(world, forbidden=world.forbidden | {"/v1/webhooks"}),
    ),
    (
        Flaw("clock-behind", "this machine's clock is 5 minutes behind the server's", {CLOCK: "fail"}),
        _clock(minutes=5),
    ),
    (
        Flaw("clock-ahead", "this machine's clock is 5 minutes ahead of the server's", {CLOCK: "fail"}),
        _clock(minutes=-5),
    ),
    (
        Flaw("clock-drift", "this machine's clock is 20 seconds behind the server's", {CLOCK: "warn"}),
        _clock(seconds=20),
    ),
    (
        Flaw("clock-absent", "answers carry no Date header", {CLOCK: "unknown"}),
        lambda world: replace(world, shows_date=False),
    ),
)
