"""`account.payees`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from golive.check import check
from golive.errors import Unverified
from golive.finding import Finding, Place, fail, seen, unknown, warn

if TYPE_CHECKING:
    from golive.context import Context
    from golive.profile.types import Payee
    from golive.providers.answers import Listing
    from golive.providers.anton.models import InstrumentRow, PayeeRow

# https://docs.antonpayments.com/api-reference/beneficiaries/list-beneficiaries
USABLE: Final = "active"
UNUSABLE: Final = frozenset({"archived", "blocked", "disabled", "deleted"})


@check(
    remedy="Create the payee and its instrument in production, and put their new ids where the application reads them.",
    providers=frozenset({"anton"}),
    sources=(
        "https://docs.antonpayments.com/api-reference/beneficiaries/list-beneficiaries",
        "https://docs.antonpayments.com/api-reference/instruments/list-instruments",
    ),
)
def payees(ctx: Context) -> Iterator[Finding]:
    """
    Every declared payee and instrument exists in this account and can be paid.

    Sandbox payees and instruments do not exist in production: they have to be created anew, with new ids. A blocked
    payee cannot be unblocked through the API, and only an active instrument can be paid.
    """
    from golive.providers.anton.api import AntonApi

    declared = ctx.environment.settings.payees
    api = ctx.api(AntonApi)
    ahead = any(payee.instruments for payee in declared)
    if ahead:
        api.instruments.begin()  # needs nothing of the payees: the two lists are read side by side
    try:
        listing = api.payees()
    except Unverified:
        if ahead:
            with suppress(Unverified):
                api.instruments()  # waited for, so that what a run sent does not depend on who was faster
        raise
    if not declared:
        count = f"the account has {len(listing.rows)}" if listing.rows else "the account has none"
        yield warn(
            f"the profile declares no payees; {count}",
            ctx.environment.place("payees"),
            fix="Declare the payees of the first payouts, with their instruments, under payees",
        )
    for index, payee in enumerate(declared):
        place = ctx.environment.place("payees", index)
        yield _judge_payee(payee, listing, place)
        if payee.instruments:
            instruments = api.instruments()
            for instrument_id in payee.instruments:
                yield _judge_instrument(instrument_id, payee, instruments, place)


def _judge_payee(payee: Payee, listing: Listing[PayeeRow], place: Place) -> Finding:
    row = next((row for row in listing.rows if row.id == payee.id), None)
    if row is None:
        return _absent(f"the payee {payee.id}", listing, place)
    return _judge_status(f"the payee {payee.id}", row.status, listing.place, place)


def _judge_instrument(instrument_id: str, payee: Payee, listing: Listing[InstrumentRow], place: Place) -> Finding:
    name = f"the instrument {instrument_id}"
    row = next((row for row in listing.rows if row.id == instrument_id), None)
    if row is None:
        return _absent(name, listing, place)
    if row.payee is not None and row.payee != payee.id:
        return fail(f"{name} belongs to the payee {row.payee}, not to {payee.id}", place)
    return _judge_status(f"{name} of {payee.id}", row.status, listing.place, place)


def _judge_status(name: str, status: str | None, looked_at: Place, declared_at: Place) -> Finding:
    if status is None:
        return unknown(f"{name} exists, and the answer does not say whether it is active", looked_at)
    if status.lower() in UNUSABLE:
        return fail(f"{name} is {status}", declared_at)
    if status.lower() != USABLE:
        return unknown(f"{name} is {status!r}, a status that the provider does not document", looked_at)
    return seen(f"{name} is active", looked_at)


def _absent(name: str, listing: Listing[PayeeRow] | Listing[InstrumentRow], place: Place) -> Finding:
    if listing.incomplete is not None:
        return unknown(f"{name} is not in what could be read: {listing.incomplete}", listing.place)
    if listing.unreadable:
        return unknown(f"{name} is not in what could be read: {listing.unreadable[0]}", listing.place)
    return fail(f"{name} does not exist among the {len(listing.rows)} of the account", place)
