"""
A client's account as the emulator plays it: frozen, sound, and the same for the same seed.

Names, ids and amounts are made up. Shapes follow the pages named in `render`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from golive.kind import Kind

HOSTS: Final = {Kind.PRODUCTION: "api.octopuscards.io", Kind.SANDBOX: "sandbox-api.octopuscards.io"}
"""https://octopus-docs.pages.dev/docs/getting-started/environments"""

PRODUCTS: Final = 24
"""More than two pages of ten, the usual page of voucher products."""


class Access(StrEnum):
    """What the API makes of whoever knows the right pair."""

    GRANTED = "granted"
    PAIR_REFUSED = "pair-refused"
    ADDRESS_REFUSED = "address-refused"
    """The address is not on the allowlist: neither login nor anything else."""
    ADDRESS_REFUSED_LATER = "address-refused-later"
    """The address may log in, and nothing else."""


class Barrier(StrEnum):
    """Why a path cannot be read with a token that is good."""

    FEATURE_FORBIDDEN = "feature-forbidden"
    """403, https://octopus-docs.pages.dev/docs/best-practices/handling-errors"""
    FEATURE_INVALID = "feature-invalid"
    """400 INVALID_FEATURE, https://octopus-docs.pages.dev/docs/reference-data/categories"""


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency of the provider. `precision` counts its decimals."""

    id: int
    code: str
    name: str
    precision: int = 2


@dataclass(frozen=True, slots=True)
class Country:
    """A country of the provider."""

    id: int
    name: str
    alpha_2: str
    alpha_3: str
    numeric: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Wallet:
    """Money in one currency, a decimal string."""

    id: int
    currency: int
    amount: str
    type: str = "PREPAID"


@dataclass(frozen=True, slots=True)
class Transaction:
    """A movement in a wallet."""

    id: int
    wallet: int
    currency: int
    amount: str
    type: str
    remarks: str


@dataclass(frozen=True, slots=True)
class Product:
    """A voucher product."""

    id: int
    name: str
    category: str
    country: str
    currency: str
    face_value: int


@dataclass(frozen=True, slots=True)
class Order:
    """An order in the past, of any vertical."""

    id: int
    reference: str | None
    product: int
    amount: str
    wallet: int
    status: str
    quantity: int = 1
    codes: tuple[str, ...] = field(default=(), repr=False)
    """What was delivered: whoever knows a code can redeem it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything the API knows about one client in one environment."""

    kind: Kind
    client_id: int
    currencies: tuple[Currency, ...]
    countries: tuple[Country, ...]
    wallets: tuple[Wallet, ...]
    transactions: tuple[Transaction, ...]
    products: tuple[Product, ...]
    voucher_orders: tuple[Order, ...]
    topup_orders: tuple[Order, ...]
    esim_orders: tuple[Order, ...]
    access: Access = Access.GRANTED
    barriers: Mapping[str, Barrier] = field(default_factory=dict)
    """Paths that cannot be read, and why."""
    clock_offset: timedelta = timedelta()
    """How far the server's clock is ahead of the true time."""
    shows_date: bool = True


def sound_world(kind: Kind, seed: int) -> World:
    """Return a client's account that is ready for its first order."""
    dice = random.Random(f"{kind}:{seed}")  # noqa: S311 - made-up names, no secret
    production = kind is Kind.PRODUCTION
    first = 11 if production else 511  # nothing of one environment is known to the other
    usd, eur, gbp = first, first + 1, first + 2
    return World(
        kind=kind,
        client_id=4711 if production else 90011,
        currencies=_CURRENCIES,
        countries=_COUNTRIES,
        wallets=(
            Wallet(usd, 1, "12500.00"),
            Wallet(eur, 2, "4000.00"),
            Wallet(gbp, 3, "0", "POSTPAID"),
        ),
        transactions=(
            Transaction(first + 892, eur, 2, "25.00", "DEBIT", "order"),
            Transaction(first + 891, eur, 2, "4025.00", "CREDIT", "initial funding"),
            Transaction(first + 890, usd, 1, "12500.00", "CREDIT", "initial funding"),
        ),
        products=_products(dice),
        voucher_orders=(
            Order(7002, "ref-0002", 302, "300.00", eur, "PENDING", quantity=6),
            Order(7001, "ref-0001", 301, "25.00", eur, "DELIVERED", codes=(f"{dice.randrange(10**16):016}",)),
        ),
        topup_orders=(Order(8001, "ref-0003", 401, "10.0000", usd, "DELIVERED"),),
        esim_orders=(
            Order(9002, "ref-0005", 502, "12.00", usd, "PENDING"),
            Order(9001, "ref-0004", 501, "8.50", usd, "DELIVERED"),
        ),
    )


def _products(dice: random.Random) -> tuple[Product, ...]:
    return tuple(
        Product(
            300 + number,
            f"{dice.choice(_MAKERS)} Card {number}",
            *dice.choice(_MARKETS),
            face_value=dice.choice((10, 25, 50)),
        )
        for number in range(1, PRODUCTS + 1)
    )


_CURRENCIES: Final = (
    Currency(1, "USD", "US Dollar"),
    Currency(2, "EUR", "Euro"),
    Currency(3, "GBP", "Pound Sterling"),
    Currency(4, "JPY", "Yen", 0),
    Currency(5, "AED", "UAE Dirham"),
    Currency(6, "INR", "Indian Rupee"),
    Currency(7, "SGD", "Singapore Dollar"),
    Currency(8, "AUD", "Australian Dollar"),
    Currency(9, "CAD", "Canadian Dollar"),
    Currency(10, "KWD", "Kuwaiti Dinar", 3),
)
_COUNTRIES: Final = (
    Country(1, "United States", "US", "USA", "840", "+1"),
    Country(2, "Germany", "DE", "DEU", "276", "+49"),
    Country(3, "United Kingdom", "GB", "GBR", "826", "+44"),
    Country(5, "Japan", "JP", "JPN", "392", "+81"),
)
_MAKERS: Final = ("Amber", "Birch", "Copper", "Delta", "Ember", "Fjord", "Grove", "Harbour")
_MARKETS: Final = (("Gaming", "US", "USD"), ("Shopping", "DE", "EUR"), ("Streaming", "GB", "GBP"))
