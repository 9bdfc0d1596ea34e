"""What OctopusCards' read-only answers hold, as far as a checklist asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from golive.providers.answers import Unreadable
from golive.redact import inert

PREPAID: Final = "PREPAID"
POSTPAID: Final = "POSTPAID"

_CURRENCY: Final = re.compile("[A-Z0-9]{3,12}")
_AMOUNT: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,30})?")
_ID: Final = re.compile("[!-~]{1,64}")


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: its id, by which wallets name it, and its ISO 4217 code."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class Wallet:
    """
    A wallet. `amount` is exact, and None where it could not be read: then `said` is what stands there.

    `type` is PREPAID, POSTPAID, or a word that is not documented yet (empty: none).
    """

    currency_id: str
    amount: Decimal | None
    said: str
    type: str


def currency(row: Mapping[str, object]) -> Currency:
    """Read https://octopus-docs.pages.dev/docs/reference/data/currencies. Raises Unreadable."""
    currency_id, code = _id(row.get("id")), row.get("currency")
    if currency_id is None:
        raise Unreadable("a currency without an id")
    if not isinstance(code, str) or not _CURRENCY.fullmatch(code.upper()):
        raise Unreadable(f"the currency {currency_id} without a code")
    return Currency(currency_id, code.upper())


def wallet(row: Mapping[str, object]) -> Wallet:
    """Read https://octopus-docs.pages.dev/docs/guides/monitoring-wallets. Raises Unreadable."""
    currency_id = _id(row.get("currency_id"))
    if currency_id is None:
        raise Unreadable("a wallet without a currency_id")
    kind = row.get("type")
    value = row.get("amount")
    amount = _amount(value)
    shown = repr(value) if isinstance(value, str) else "nothing" if value is None else str(value)
    said = inert(shown, 60) if amount is None else f"{amount:f}"
    return Wallet(currency_id, amount, said, inert(kind.strip().upper(), 40) if isinstance(kind, str) else "")


def _id(value: object) -> str | None:
    """Return an id, documented as an integer; text is taken as well."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return str(value) if _ID.fullmatch(str(value)) else None


def _amount(value: object) -> Decimal | None:
    """Return an amount, documented as a JSON number; a decimal text is taken as well. None where it is neither."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        return None
    plain = value if isinstance(value, str) else f"{Decimal(value):f}"  # `1e5` written out
    return Decimal(plain) if _AMOUNT.fullmatch(plain) else None
