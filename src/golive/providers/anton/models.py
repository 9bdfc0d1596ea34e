"""What Anton's read-only answers hold, as far as a checklist asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from golive.providers.anton.answers import Amount, Unreadable, amount, text_of

_OFF_WORDS = frozenset({"inactive", "disabled", "suspended", "unavailable", "closed", "deprecated"})
_ON_WORDS = frozenset({"active", "enabled", "available", "live", "open"})


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance in one currency. `available` alone can fund a payout; `reserved` is `pending` or `held`."""

    currency: str
    available: Amount
    reserved: Amount | None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A webhook subscription. `active` is None where the answer does not say."""

    id: str
    url: str
    events: tuple[str, ...]
    active: bool | None


@dataclass(frozen=True, slots=True)
class CorridorRow:
    """A corridor. What the answer has no field for is None; `active` is None where it does not say."""

    source: str | None
    destination: str
    country: str | None
    method: str | None
    active: bool | None


@dataclass(frozen=True, slots=True)
class PayeeRow:
    """A payee or beneficiary."""

    id: str
    status: str | None


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """An instrument and the payee it belongs to."""

    id: str
    payee: str | None
    status: str | None


def balance(row: Mapping[str, object]) -> Balance:
    """Read https://docs.antonpayments.com/api-reference/balances/list-balances."""
    currency = text_of(row, "currency")
    if currency is None:
        raise Unreadable("a balance without a currency")
    if "available" not in row:
        raise Unreadable(f"the {currency} balance without an available amount")
    reserved = next((row[name] for name in ("pending", "held") if name in row), None)
    return Balance(
        currency,
        amount(row["available"], f"the available {currency} balance"),
        None if reserved is None else amount(reserved, f"the reserved {currency} balance"),
    )


def subscription(row: Mapping[str, object]) -> Subscription:
    """Read https://docs.antonpayments.com/api-reference/webhooks/list-webhook-subscriptions."""
    url = text_of(row, "url")
    events = row.get("events")
    if url is None:
        raise Unreadable("a webhook subscription without a url")
    if not isinstance(events, list) or not all(isinstance(event, str) for event in events):
        raise Unreadable(f"the webhook subscription of {url} without a list of events")
    return Subscription(text_of(row, "id") or "", url, tuple(events), _activity(row))


def corridor(row: Mapping[str, object]) -> CorridorRow:
    """
    Read a corridor leniently: no page documents its fields, so every plausible name counts.

    A bare `currency` is what is paid out: https://docs.antonpayments.com/guides/send-a-payout
    """
    source = _code(row, "source_currency", "source", "from_currency", "from")
    destination = _code(row, "dest_currency", "destination_currency", "destination", "to_currency", "to", "currency")
    country = _code(row, "dest_country", "destination_country", "country", "country_code")
    if destination is None:
        raise Unreadable("a corridor without a currency")
    return CorridorRow(source, destination, country, text_of(row, "method", "payment_method", "rail"), _activity(row))


def payee(row: Mapping[str, object]) -> PayeeRow:
    """Read https://docs.antonpayments.com/api-reference/beneficiaries/list-beneficiaries."""
    payee_id = text_of(row, "id")
    if payee_id is None:
        raise Unreadable("a payee without an id")
    return PayeeRow(payee_id, text_of(row, "status"))


def instrument(row: Mapping[str, object]) -> InstrumentRow:
    """Read https://docs.antonpayments.com/api-reference/instruments/list-instruments."""
    instrument_id = text_of(row, "id")
    if instrument_id is None:
        raise Unreadable("an instrument without an id")
    return InstrumentRow(instrument_id, text_of(row, "payee_id", "beneficiary_id"), text_of(row, "status"))


def _code(row: Mapping[str, object], *names: str) -> str | None:
    text = text_of(row, *names)
    return None if text is None else text.upper()


def _activity(row: Mapping[str, object]) -> bool | None:
    for name in ("active", "enabled", "is_active", "is_enabled"):
        value = row.get(name)
        if isinstance(value, bool):
            return value
    word = (text_of(row, "status", "state") or "").lower()
    if word in _ON_WORDS:
        return True
    return False if word in _OFF_WORDS else None
