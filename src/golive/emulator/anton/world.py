"""
A merchant's account as the emulator plays it: frozen, sound, and the same for the same seed.

Names, ids and amounts are made up. Shapes follow the pages named in `render`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from golive.kind import Kind

HOSTS: Final = {Kind.PRODUCTION: "api.antonpayments.com", Kind.SANDBOX: "api.antonpayments.dev"}
"""https://docs.antonpayments.com/api-reference/introduction"""

RECEIVER: Final = {
    Kind.PRODUCTION: "https://pay.example.com/hooks/anton",
    Kind.SANDBOX: "https://sandbox.pay.example.com/hooks/anton",
}
"""The merchant's own webhook receivers."""

EVENTS: Final = (
    "payout.completed",
    "payout.failed",
    "payout.returned",
    "payout.created",
    "payout.processing",
    "payout.sent",
    "payout.cancelled",
)
PAYEES: Final = 120
"""More than one page of 100, the most that a page can have."""
ACME: Final = "pye_acme"
ACME_INSTRUMENT: Final = "ins_acme_eur"
"""Payee and instrument of production that flaws concern. The other known pair is pye_globex and ins_globex_gbp."""


class Access(StrEnum):
    """What the API makes of a right credential."""

    GRANTED = "granted"
    REFUSED = "refused"
    WRONG_ROLE = "wrong-role"
    SUSPENDED = "suspended"
    TEST_ENVIRONMENT = "test-environment"


@dataclass(frozen=True, slots=True)
class Balance:
    """Money in one currency, decimal strings. `total` is available plus pending."""

    currency: str
    available: str
    pending: str
    total: str


@dataclass(frozen=True, slots=True)
class Corridor:
    """A route for payouts."""

    source: str
    destination: str
    country: str
    method: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Subscription:
    """A webhook subscription. A status of None is left out of the answer."""

    id: str
    url: str
    events: tuple[str, ...]
    status: str | None = "active"


@dataclass(frozen=True, slots=True)
class Payee:
    """Somebody who can be paid."""

    id: str
    name: str
    country: str
    type: str = "business"
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Instrument:
    """Where a payee is paid."""

    id: str
    payee: str
    method: str
    currency: str
    country: str
    status: str = "active"


@dataclass(frozen=True, slots=True)
class Payout:
    """A payout in the past."""

    id: str
    payee: str
    instrument: str
    status: str
    amount: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything the API knows about one merchant in one environment."""

    kind: Kind
    merchant: str
    balances: tuple[Balance, ...]
    corridors: tuple[Corridor, ...]
    subscriptions: tuple[Subscription, ...]
    payees: tuple[Payee, ...]
    instruments: tuple[Instrument, ...]
    payouts: tuple[Payout, ...]
    access: Access = Access.GRANTED
    forbidden: frozenset[str] = frozenset()
    """Paths that the key's role may not read."""
    clock_offset: timedelta = timedelta()
    """How far the server's clock is ahead of the true time."""
    shows_date: bool = True
    corridors_readable: bool = True


def sound_world(kind: Kind, seed: int) -> World:
    """Return a merchant account that is ready for its first payout."""
    dice = random.Random(f"{kind}:{seed}")  # noqa: S311 - made-up names, no secret
    payees, instruments = _people(dice, "" if kind is Kind.PRODUCTION else "sbx_")
    acme, globex = (instruments[position] for position in sorted(_KNOWN))
    return World(
        kind=kind,
        merchant="mer_emulated01",
        balances=(
            Balance("USD", "25000.00", "0.00", "25000.00"),
            Balance("EUR", "9000.00", "150.00", "9150.00"),
        ),
        corridors=(
            Corridor("USD", "EUR", "DE", "sepa"),
            Corridor("EUR", "EUR", "DE", "sepa"),
            Corridor("USD", "GBP", "GB", "faster_payment"),
            Corridor("USD", "NGN", "NG", "bank_transfer", active=False),
            Corridor("USD", "KES", "KE", "mobile_money", active=False),
            Corridor("EUR", "GBP", "GB", "faster_payment", active=False),
        ),
        subscriptions=(
            Subscription("wbh_000001", RECEIVER[kind], EVENTS),
            Subscription("wbh_000002", "https://ops.example.com/anton/batches", ("batch.completed", "batch.failed")),
        ),
        payees=payees,
        instruments=instruments,
        payouts=(
            Payout("pay_000003", globex.payee, globex.id, "processing", "40.00", "GBP"),
            Payout("pay_000002", acme.payee, acme.id, "returned", "12.50", "EUR"),
            Payout("pay_000001", acme.payee, acme.id, "completed", "10.00", "EUR"),
        ),
    )


def _people(dice: random.Random, tag: str) -> tuple[tuple[Payee, ...], tuple[Instrument, ...]]:
    """Return all payees, each with one instrument. `tag` stands in the ids: those of a sandbox are not production's."""
    payees, instruments = [], []
    for number in range(PAYEES):
        method, currency, country = dice.choice(_ACCOUNTS)
        name, suffix, rail = f"{dice.choice(_FIRST)} {dice.choice(_SECOND)}", f"{number:06}", f"{number:06}"
        if number in _KNOWN:
            name, suffix, rail, method, currency, country = _KNOWN[number]
        payee = Payee(f"pye_{tag}{suffix}", name, country)
        payees.append(payee)
        instruments.append(Instrument(f"ins_{tag}{rail}", payee.id, method, currency, country))
    return tuple(payees), tuple(instruments)


_KNOWN: Final = {
    2: ("Acme GmbH", "acme", "acme_eur", "iban", "EUR", "DE"),
    110: ("Globex Ltd", "globex", "globex_gbp", "uk_bank", "GBP", "GB"),
}
"""By position among the payees: one on the first page, one beyond a page of 100."""
_ACCOUNTS: Final = (
    ("iban", "EUR", "DE"),
    ("iban", "EUR", "FR"),
    ("uk_bank", "GBP", "GB"),
    ("us_bank", "USD", "US"),
)
_FIRST: Final = ("Amber", "Birch", "Copper", "Delta", "Ember", "Fjord", "Grove", "Harbour", "Indigo", "Juniper")
_SECOND: Final = ("Bakery", "Boats", "Books", "Cycles", "Films", "Freight", "Gardens", "Looms", "Optics", "Timber")
