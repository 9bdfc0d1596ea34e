"""What Anton's read-only answers hold, as far as a checklist asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from golive.providers.answers import Unreadable
from golive.providers.anton.answers import Amount, amount, text_of

_CURRENCY = re.compile(r"[A-Z0-9]{3,12}")
_COUNTRY = re.compile(r"[A-Z]{2}")

_FLAGS = "active", "enabled", "is_active", "is_enabled"
_WORDS = "status", "state"
_OFF_WORDS = frozenset({"inactive", "deactivated", "disabled", "suspended", "unavailable", "closed", "deprecated"})
_ON_WORDS = frozenset({"active", "enabled", "available", "live", "open"})


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance in one currency. `available` alone can fund a payout; `reserved` is `pending` or `held`."""

    currency: str
    available: Amount
    reserved: Amount | None


@dataclass(frozen=True, slots=True)
class Subscription:
    """
    A webhook subscription. `events` and `active` are None where the answer does not say.

    `said` is what the answer says about its activity, such as `status: paused`; empty where it says nothing.
    """

    id: str
    url: str
    events: tuple[str, ...] | None
    active: bool | None
    said: str

    def leads_to(self, url: str) -> bool:
        """Whether its deliveries arrive at this URL: the same address, however scheme, host and port are spelt."""
        return self.url == url or address(self.url) == address(url) is not None


@dataclass(frozen=True, slots=True)
class CorridorRow:
    """
    A corridor. What is None, the answer does not tell, or not in a way that can be compared.

    `methods` are all the names under which it files the way of payment, in lower case.
    """

    source: str | None
    destination: str | None
    country: str | None
    methods: frozenset[str]
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
    currency = _code(row, _CURRENCY, "currency")
    if currency is None:
        raise Unreadable("a balance without a currency")
    if "available" not in row:
        raise Unreadable(f"the {currency} balance without an available amount")
    return Balance(currency, amount(row["available"], f"the available {currency} balance"), _reserved(row))


def subscription(row: Mapping[str, object]) -> Subscription:
    """Read https://docs.antonpayments.com/api-reference/webhooks/list-webhook-subscriptions."""
    url = text_of(row, "url")
    if url is None:
        raise Unreadable("a webhook subscription without a url")
    events = row.get("events")
    readable = isinstance(events, list) and all(isinstance(event, str) for event in events)
    events = _texts(events) if readable else None
    return Subscription(text_of(row, "id") or "", url, events, _activity(row), _said(row))


def corridor(row: Mapping[str, object]) -> CorridorRow:
    """
    Read a corridor leniently: no page documents its fields, so every plausible name counts.

    A bare `currency` is what is paid out: https://docs.antonpayments.com/guides/send-a-payout
    """
    start, end = _part(row, "source", "from"), _part(row, "destination", "dest", "to")
    sources = "source_currency", "from_currency", "source", "from"
    destinations = "dest_currency", "destination_currency", "to_currency", "destination", "dest", "to", "currency"
    countries = "dest_country", "destination_country", "to_country", "country", "country_code"
    source = _code(row, _CURRENCY, *sources) or _code(start, _CURRENCY, "currency")
    # In an object, the destination's own currency comes before one that may be anybody's.
    destination = _code(end, _CURRENCY, "currency") or _code(row, _CURRENCY, *destinations)
    country = _code(end, _COUNTRY, "country", "country_code") or _code(row, _COUNTRY, *countries)
    if source is None and destination is None:
        raise Unreadable("a corridor without any currency")
    return CorridorRow(source, destination, country, _methods(row), _activity(row))


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


def address(url: str) -> tuple[str, str, int | None, str, str] | None:
    """Return what of a URL decides where a request arrives; None where it cannot be read."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    host = parts.netloc.rpartition("@")[0] + "@" + (parts.hostname or "")
    return parts.scheme, host, usual if port is None else port, parts.path or "/", f"{parts.query}#{parts.fragment}"


def _reserved(row: Mapping[str, object]) -> Amount | None:
    """Return what is reserved, None where that cannot be read: no verdict depends on it."""
    value = next((row[name] for name in ("pending", "held") if row.get(name) is not None), None)
    try:
        return amount(value, "the reserved balance")
    except Unreadable:
        return None


def _code(row: Mapping[str, object], form: re.Pattern[str], *names: str) -> str | None:
    """Return the first of some fields that holds a code of this form, in upper case."""
    codes = (value.upper() for name in names if isinstance(value := row.get(name), str))
    return next((code for code in codes if form.fullmatch(code)), None)


def _part(row: Mapping[str, object], *names: str) -> Mapping[str, object]:
    """Return the first of some fields that holds an object; empty where none does."""
    return next((value for name in names if isinstance(value := row.get(name), dict)), {})


def _methods(row: Mapping[str, object]) -> frozenset[str]:
    names = "method", "payment_method", "methods", "payment_methods", "rail", "rail_type", "network", "networks"
    return frozenset(text.lower() for name in names for text in _texts(row.get(name)))


def _texts(value: object) -> tuple[str, ...]:
    """Return the texts of a list, or a text by itself."""
    several = value if isinstance(value, list) else [value]
    return tuple(one for one in several if isinstance(one, str))


def _activity(row: Mapping[str, object]) -> bool | None:
    """Return whether something is active; None where the answer does not say, or says both."""
    flags = [row.get(name) for name in _FLAGS]
    votes: set[bool | None] = {flag for flag in flags if isinstance(flag, bool)}
    # Any other word, `pending` for one, means that it is not simply active.
    words = {word.lower() for name in _WORDS for word in _texts(row.get(name))}
    votes |= {word in _ON_WORDS if word in _ON_WORDS | _OFF_WORDS else None for word in words}
    return votes.pop() if len(votes) == 1 else None


def _said(row: Mapping[str, object]) -> str:
    """Return the fields that tell of activity, as the answer has them."""
    return ", ".join(f"{name}: {row[name]}" for name in (*_WORDS, *_FLAGS) if row.get(name) is not None)
