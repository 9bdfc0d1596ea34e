"""
What the account looks like on the wire: bare objects and arrays, with a few other shapes that the pages make plausible.

Pages: https://octopus-docs.pages.dev/docs/reference/conventions, …/docs/guides/monitoring-wallets (wallets),
…/docs/reference/data/currencies, …/docs/reference/data/countries, …/docs/products/products,
…/docs/reference/wallets/transactions, …/docs/reference/topups/orders, …/docs/reference/esim/orders and
…/docs/orders/create-order (what a voucher order holds).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from golive.emulator.flaw import Variant

if TYPE_CHECKING:
    from golive.emulator.octopuscards.world import Country, Currency, Order, Product, Transaction, Wallet, World

VARIANTS: Final = (
    Variant("login-token", "login answers `token` and `expires_in`, as the documentation's first page shows"),
    Variant("login-bare", "the answer to a login is not wrapped in `data`"),
    Variant("lists-wrapped", "lists are wrapped in `success` and `data`, as two pages' samples read them"),
    Variant("pages-small", "a page of a list holds one row, whatever the request asks for"),
    Variant("pages-untold", "lists come whole and say nothing about pages"),
    Variant("amounts-as-strings", "amounts are strings instead of JSON numbers"),
    Variant("amounts-four-decimals", "amounts have more decimals than their currency"),
    Variant("fields-unknown", "objects have fields, and states and types have values, that nobody has described"),
)

TIME: Final = "2026-01-02T08:00:00Z"
"""When everything in the account was made, for answers that are the same every day."""

Row = dict[str, Any]

_MARK: Final = "\ue000"
"""A character for private use: it marks a text that is written as a number, digit by digit."""
_AMOUNT: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_NUMBER: Final = re.compile(f'"{_MARK}({_AMOUNT.pattern})"', re.ASCII)


def encoded(value: object) -> bytes:
    """Return a value as JSON. Amounts become numbers with the decimals that they were given."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _NUMBER.sub(r"\1", text).encode()


@dataclass(frozen=True, slots=True)
class Shapes:
    """Turns parts of a world into JSON values, in the shapes that the variants choose."""

    world: World
    variants: frozenset[str]

    def amount(self, text: str) -> str:
        """Return an amount as the variants want it, for `encoded`. What is no number stays text."""
        if not _AMOUNT.fullmatch(text):
            return text
        if "amounts-four-decimals" in self.variants:
            text = str(Decimal(text).quantize(Decimal("0.0001")))
        return text if "amounts-as-strings" in self.variants else _MARK + text

    def currency(self, currency: Currency) -> Row:
        """Return a currency."""
        return self._row(
            {"id": currency.id, "name": currency.name, "currency": currency.code, "precision": currency.precision}
        )

    def country(self, country: Country) -> Row:
        """Return a country."""
        return self._row(
            {
                "id": country.id,
                "name": country.name,
                "official_name": country.name,
                "alpha_2": country.alpha_2,
                "alpha_3": country.alpha_3,
                "numeric_code": country.numeric,
                "dialing_prefix": country.prefix,
            }
        )

    def wallet(self, wallet: Wallet) -> Row:
        """Return a wallet. Its currency is told by id only."""
        return self._row(
            {
                "id": wallet.id,
                "currency_id": wallet.currency,
                "amount": self.amount(wallet.amount),
                "type": wallet.type,
            }
        )

    def transaction(self, transaction: Transaction) -> Row:
        """Return a movement in a wallet."""
        return self._row(
            {
                "id": transaction.id,
                "wallet_id": transaction.wallet,
                "currency_id": transaction.currency,
                "amount": self.amount(transaction.amount),
                "transaction_type": transaction.type,
                "status": "COMPLETED",
                "source_currency": None,
                "destination_currency": None,
                "forex_rate": None,
                "conversion_charges": None,
                "remarks": transaction.remarks,
                "created_at": TIME,
            }
        )

    def product(self, product: Product) -> Row:
        """Return a voucher product."""
        return self._row(
            {
                "id": product.id,
                "name": product.name,
                "category": product.category,
                "sub_category": None,
                "country_code": product.country,
                "currency_code": product.currency,
                "image_url": None,
                "delivery_mode": "Code with PIN",
                "delivery_time": "Instant",
                "validity": None,
                "available_denominations": [
                    {"min_value": product.face_value, "max_value": product.face_value, "discount": self.amount("3.0")}
                ],
            }
        )

    def order(self, order: Order) -> Row:
        """Return an order as every vertical has it."""
        return self._row(
            {
                "id": order.id,
                "client_reference": order.reference,
                "product_id": order.product,
                "quantity": order.quantity,
                "amount": self.amount(order.amount),
                "wallet_id": order.wallet,
                "status": order.status,
                "created_at": TIME,
            }
        )

    def voucher_order(self, order: Order) -> Row:
        """Return an order of vouchers. Once delivered, it holds codes that are worth money: nobody should read it."""
        vouchers = [
            {
                "card_number": code,
                "pin_code": code[-4:],
                "claim_url": None,
                "expires_at": None,
                "voucher_reference_number": f"vrn_{order.id}_{number}",
            }
            for number, code in enumerate(order.codes, 1)
        ]
        return self.order(order) | {
            "product_name": "Example Card",
            "denomination": self.amount(order.amount),
            "vouchers": vouchers,
        }

    def _row(self, row: Row) -> Row:
        if "fields-unknown" not in self.variants:
            return row
        return {"$schema": "v1.next", **row, "labels": ["new"], "links": {"self": None}, "score": 0.5}

    def wallets(self) -> list[Row]:
        """Return all wallets, and one of a type that nobody has described where unknown values are wanted."""
        rows = [self.wallet(wallet) for wallet in self.world.wallets]
        if "fields-unknown" in self.variants:
            rows.append(self._row({"id": 99, "currency_id": 7, "amount": self.amount("10.00"), "type": "ESCROW"}))
        return rows
