"""
What the account looks like on the wire, in the shapes of several generations of the documentation.

The default is the generation of the going-live article: single objects wrapped in `data`, payees, `pending`.
Pages: https://docs.antonpayments.com/api-reference/balances/list-balances (and its neighbours for each resource),
https://docs.antonpayments.com/api-reference/introduction. The fields of a corridor are documented nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from golive.emulator.flaw import Variant

if TYPE_CHECKING:
    from golive.emulator.anton.world import Balance, Corridor, Instrument, Payee, Payout, Subscription, World

VARIANTS: Final = (
    Variant("beneficiaries", "payees are called beneficiaries: the older and the newest pages do"),
    Variant("bare-objects", "single objects are not wrapped in `data`"),
    Variant("corridors-bare-list", "corridors are an array without any wrapper"),
    Variant("corridors-enabled-flag", "a corridor says `enabled: true` instead of a status"),
    Variant("corridors-pairs", "a corridor is a pair of currencies, without country and method"),
    Variant("corridors-alias-names", "a corridor calls its destination `currency` and `country`"),
    Variant("balance-held-name", "the reserved part of a balance is called `held`"),
    Variant("amounts-as-numbers", "amounts are JSON numbers instead of strings"),
    Variant("error-integer-code", "the code of an error is its HTTP status"),
    Variant("error-flat", "an error is a code and a message without an object around them"),
    Variant("has-more-always", "lists that come whole say `has_more: false` too"),
    Variant("no-has-more", "every list comes whole and says nothing about pages"),
    Variant("oauth-only", "static keys are refused: OAuth with DPoP only"),
    Variant("dpop-nonce", "DPoP proofs need a nonce that the server gives (RFC 9449, section 8)"),
    Variant("dpop-ed25519", "the registered DPoP key is an Ed25519 key"),
)

TIME: Final = "2026-01-01T00:00:00Z"
"""When everything in the account was made and last changed, for answers that are the same every day."""
VERSION: Final = "2024-01-01"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Turns parts of a world into JSON values, in the shapes that the variants choose."""

    world: World
    variants: frozenset[str]

    @property
    def person(self) -> str:
        """What a payee is called here: `payee` or `beneficiary`."""
        return "beneficiary" if "beneficiaries" in self.variants else "payee"

    @property
    def people(self) -> str:
        """The path segment of payees."""
        return "beneficiaries" if "beneficiaries" in self.variants else "payees"

    def amount(self, text: str) -> str | float:
        """Return an amount as the variants want it. What is no number stays text."""
        if "amounts-as-numbers" in self.variants and text.replace(".", "", 1).isdecimal():
            return float(text)
        return text

    def balance(self, balance: Balance) -> Row:
        """Return a balance."""
        return {
            "id": f"bal_{balance.currency.lower()}",
            "merchant_id": self.world.merchant,
            "currency": balance.currency,
            "available": self.amount(balance.available),
            "held" if "balance-held-name" in self.variants else "pending": self.amount(balance.pending),
            "total": self.amount(balance.total),
            "updated_at": TIME,
        }

    def corridor(self, corridor: Corridor) -> Row:
        """Return a corridor, or something nobody can read."""
        if not self.world.corridors_readable:
            return {"lane": f"{corridor.source}>{corridor.destination}#7f", "grade": "B", "rails": [corridor.method]}
        aliases = "corridors-alias-names" in self.variants
        row: Row = {
            "source_currency": corridor.source,
            "currency" if aliases else "dest_currency": corridor.destination,
        }
        if "corridors-pairs" not in self.variants:
            row["country" if aliases else "dest_country"] = corridor.country
            row |= {"method": corridor.method, "network": corridor.method}
        if "corridors-enabled-flag" in self.variants:
            return row | {"enabled": corridor.active}
        return row | {"status": "active" if corridor.active else "inactive"}

    def subscription(self, subscription: Subscription) -> Row:
        """Return a webhook subscription, without its secret as documented."""
        status = {} if subscription.status is None else {"status": subscription.status}
        return {
            "id": subscription.id,
            "merchant_id": self.world.merchant,
            "url": subscription.url,
            "events": list(subscription.events),
            "version": VERSION,
            **status,
            "metadata": {},
            "created_at": TIME,
            "updated_at": TIME,
        }

    def payee(self, payee: Payee) -> Row:
        """Return a payee."""
        return {
            "id": payee.id,
            "merchant_id": self.world.merchant,
            "type": payee.type,
            "status": payee.status,
            "display_name": payee.name,
            "country": payee.country,
            "external_ref": None,
            "metadata": {},
            "created_at": TIME,
            "updated_at": TIME,
        }

    def instrument(self, instrument: Instrument) -> Row:
        """Return an instrument."""
        return {
            "id": instrument.id,
            f"{self.person}_id": instrument.payee,
            "merchant_id": self.world.merchant,
            "method": instrument.method,
            "currency": instrument.currency,
            "country": instrument.country,
            "label": "main account",
            "display_last4": "0000",
            "display_bank": "Example Bank",
            "masked_account": f"{instrument.country}00****0000",
            "status": instrument.status,
            "is_default": True,
            "created_at": TIME,
            "updated_at": TIME,
        }

    def payout(self, payout: Payout) -> Row:
        """Return a payout."""
        return {
            "id": payout.id,
            "merchant_id": self.world.merchant,
            f"{self.person}_id": payout.payee,
            "instrument_id": payout.instrument,
            "status": payout.status,
            "method": "sepa" if payout.currency == "EUR" else "faster_payment",
            "source_amount": self.amount(payout.amount),
            "source_currency": payout.currency,
            "dest_amount": self.amount(payout.amount),
            "dest_currency": payout.currency,
            "total_debited": self.amount(payout.amount),
            "total_debited_currency": payout.currency,
            "created_at": TIME,
            "updated_at": TIME,
        }

    def one(self, row: Row) -> Row:
        """Return a single object, wrapped or bare."""
        return row if "bare-objects" in self.variants else {"data": row}

    def whole(self, rows: list[Row]) -> Row:
        """Return a list that is never cut into pages."""
        return {"data": rows, "has_more": False} if "has-more-always" in self.variants else {"data": rows}
