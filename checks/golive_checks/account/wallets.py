"""`account.wallets`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check
from golive.finding import Finding, Level, SettingPlace, fail, seen, unknown, warn

if TYPE_CHECKING:
    from decimal import Decimal

    from golive.context import Context
    from golive.providers.answers import Listing
    from golive.providers.octopuscards.models import Currency, Wallet


@check(
    remedy="Fund the wallet by wire, which takes up to two business days, or have the account manager create it; lower "
    "the declared minimum if it is too high.",
    providers=frozenset({"octopuscards"}),
    sources=(
        "https://octopus-docs.pages.dev/docs/guides/monitoring-wallets",
        "https://octopus-docs.pages.dev/docs/getting-started/production",
        "https://octopus-docs.pages.dev/docs/reference/data/currencies",
    ),
)
def wallets(ctx: Context) -> Iterator[Finding]:
    """
    Every declared currency has a wallet, and a prepaid one holds at least the declared amount.

    An order is paid from a wallet at once, and is rejected where a prepaid one does not cover it. A wire arrives days
    later, so the minimum to declare is what is spent until then. A postpaid wallet is settled later: its amount is
    shown and not judged.
    """
    from golive.providers.octopuscards.api import OctopusApi

    minimums = ctx.environment.settings.balances
    api = ctx.api(OctopusApi)
    held = _Held(api.wallets(), api.currencies())
    if not minimums:
        yield warn(
            f"the profile declares no balances to expect; the account has {held.all_shown()}",
            ctx.environment.place("balances"),
            fix="Declare the smallest amount to launch with, per currency, under balances",
        )
    for currency, minimum in minimums.items():
        yield _judge(currency, minimum, held, ctx.environment.place("balances", currency))


class _Held:
    """The wallets of the account by currency, which they name by an id."""

    def __init__(self, listing: Listing[Wallet], currencies: Listing[Currency]) -> None:
        self.place = listing.place
        codes: dict[str, set[str]] = {}
        for one in currencies.rows:
            codes.setdefault(one.id, set()).add(one.code)
        # An id that stands for two currencies tells nothing.
        self._codes = {one: next(iter(several)) for one, several in codes.items() if len(several) == 1}
        self._rows = listing.rows
        nameless = sorted({row.currency_id for row in listing.rows} - set(self._codes))
        self.gaps = [
            *listing.unreadable[:3],
            *([listing.incomplete] if listing.incomplete else []),
            *(f"no readable currency has the id {one} of a wallet" for one in nameless[:3]),
        ]

    def wallets_in(self, currency: str) -> list[Wallet]:
        return [row for row in self._rows if self._codes.get(row.currency_id) == currency]

    def currencies(self) -> str:
        return ", ".join(sorted({self._name(row) for row in self._rows})) or "none"

    def all_shown(self) -> str:
        shown = (f"{row.said} {self._name(row)} ({row.type or 'of no type'})" for row in self._rows)
        return ", ".join(shown) or "no readable wallet"

    def _name(self, row: Wallet) -> str:
        return self._codes.get(row.currency_id, f"currency {row.currency_id}")


def _judge(currency: str, minimum: Decimal, held: _Held, place: SettingPlace) -> Finding:
    rows = held.wallets_in(currency)
    if not rows and held.gaps:
        return unknown(f"no readable {currency} wallet: {'; '.join(held.gaps)}", held.place)
    if not rows:
        return fail(
            f"there is no {currency} wallet; the account has {held.currencies()}",
            place,
            fix=f"Have the account manager create a {currency} wallet, and fund it",
        )
    judged = [_judge_one(row, currency, minimum) for row in rows]
    levels = {level for level, _ in judged}
    said = " and ".join(dict.fromkeys(message for _, message in judged))
    if len(levels) > 1:
        return unknown(
            f"there are several {currency} wallets, and which one pays for an order is not known: {said}", held.place
        )
    match levels.pop():
        case Level.FAIL:
            return fail(said, place)
        case Level.WARN:
            return warn(said, place)
        case Level.UNKNOWN:
            return unknown(said, held.place)
        case Level.SEEN:
            return seen(said, held.place)


def _judge_one(row: Wallet, currency: str, minimum: Decimal) -> tuple[Level, str]:
    from golive.providers.octopuscards.models import POSTPAID, PREPAID

    if row.type == POSTPAID:
        return Level.SEEN, f"{row.said} {currency} in a postpaid wallet, which is shown and not judged"
    if row.type != PREPAID:
        kind = f"the type {row.type!r}" if row.type else "no type"
        return Level.UNKNOWN, f"the {currency} wallet has {kind}, which is not PREPAID and not POSTPAID"
    if row.amount is None:
        return Level.UNKNOWN, f"the amount in the {currency} wallet is {row.said}, which is no amount"
    if row.amount < minimum:
        return Level.FAIL, f"{row.said} {currency} available, {minimum} {currency} declared"
    if row.amount <= 0:
        return Level.WARN, f"{row.said} {currency} available: no order is covered, whatever the profile declares"
    return Level.SEEN, f"{row.said} {currency} available, {minimum} {currency} declared"
