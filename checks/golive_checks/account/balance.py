"""`account.balance`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check
from golive.finding import Finding, SettingPlace, fail, seen, unknown, warn

if TYPE_CHECKING:
    from decimal import Decimal

    from golive.context import Context
    from golive.providers.answers import Listing
    from golive.providers.anton.models import Balance


@check(
    remedy="Fund the account by wire, and wait until the amount shows as available; lower the declared minimum if it "
    "is too high.",
    providers=frozenset({"anton"}),
    sources=(
        "https://docs.antonpayments.com/api-reference/balances/list-balances",
        "https://help.antonpayments.com/en/articles/14127275-understanding-your-balances",
    ),
)
def balance(ctx: Context) -> Iterator[Finding]:
    """
    Every declared currency has at least the declared balance available.

    Only the available part of a balance can fund a payout; what is pending or held cannot. A payout without cover
    fails, and the first ones usually fail for this reason.
    """
    from golive.providers.anton.api import AntonApi

    minimums = ctx.environment.settings.balances
    listing = ctx.api(AntonApi).balances()
    yield from _oddities(listing)
    if not minimums:
        held = ", ".join(f"{row.available.value} {row.currency}" for row in listing.rows) or "no readable balance"
        yield warn(
            f"the profile declares no balances to expect; available in the account: {held}",
            ctx.environment.place("balances"),
            fix="Declare the smallest balance to launch with, per currency, under balances",
        )
    for currency, minimum in minimums.items():
        yield _judge(currency, minimum, listing, ctx.environment.place("balances", currency))


def _judge(currency: str, minimum: Decimal, listing: Listing[Balance], place: SettingPlace) -> Finding:
    rows = [row for row in listing.rows if row.currency == currency]
    if not rows and (listing.unreadable or listing.incomplete):
        return unknown(f"no readable {currency} balance: {'; '.join(_gaps(listing))}", listing.place)
    if not rows:
        others = ", ".join(sorted({row.currency for row in listing.rows})) or "none"
        return fail(f"there is no {currency} balance; the account has {others}", place)
    enough = {row.available.value >= minimum for row in rows}
    if len(enough) > 1:
        amounts = " and ".join(str(row.available.value) for row in rows)
        return unknown(
            f"the answer has several {currency} balances ({amounts}), and only some are enough", listing.place
        )
    available, reserved = rows[0].available.value, rows[0].reserved
    if enough == {True} and available <= 0:
        return warn(f"{available} {currency} available: no payout is covered, whatever the profile declares", place)
    if enough == {True}:
        return seen(f"{available} {currency} available, {minimum} {currency} declared", listing.place)
    part = f" ({reserved.value} more is reserved)" if reserved is not None and reserved.value else ""
    return fail(f"{available} {currency} available{part}, {minimum} {currency} declared", place)


def _oddities(listing: Listing[Balance]) -> Iterator[Finding]:
    for row in listing.rows:
        if row.available.as_number:
            yield seen(f"the {row.currency} balance came as a JSON number and was read exactly", listing.place)


def _gaps(listing: Listing[Balance]) -> Iterator[str]:
    yield from listing.unreadable[:3]
    if listing.incomplete:
        yield listing.incomplete
