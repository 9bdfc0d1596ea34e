"""`account.corridors`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.check import check
from golive.finding import Finding, SettingPlace, fail, seen, unknown, warn

if TYPE_CHECKING:
    from golive.context import Context
    from golive.profile.types import Corridor
    from golive.providers.answers import Listing
    from golive.providers.anton.models import CorridorRow


PRECISE: Final = frozenset(
    {"wire", "sepa", "swift", "ach", "faster_payment", "mobile_money", "on_chain", "layer2", "exchange", "stablecoin"}
)
"""
The documented payout methods that exclude each other. `bank_transfer` and `wallet` cover several of them.

https://docs.antonpayments.com/api-reference/payouts/create-payout
"""


@check(
    remedy="Ask the provider to enable the corridor in production, or take it out of the profile.",
    providers=frozenset({"anton"}),
    sources=(
        "https://help.antonpayments.com/en/articles/14127305-going-live-checklist",
        "https://docs.antonpayments.com/guides/send-a-payout",
    ),
)
def corridors(ctx: Context) -> Iterator[Finding]:
    """
    Every corridor that will be used is active.

    Corridors are enabled per merchant and per environment; a payout along one that is not is refused. The provider
    documents no fields for this list, so golive reads every plausible shape, and says so where it cannot.
    """
    from golive.providers.anton.api import AntonApi

    declared = ctx.environment.settings.corridors
    listing = ctx.api(AntonApi).corridors()
    if not declared:
        yield warn(
            f"the profile declares no corridors; the account lists {len(listing.rows)}",
            ctx.environment.place("corridors"),
            fix="Declare the corridors that payouts will take, under corridors",
        )
    for index, corridor in enumerate(declared):
        yield _judge(corridor, listing, ctx.environment.place("corridors", index))


def _judge(corridor: Corridor, listing: Listing[CorridorRow], place: SettingPlace) -> Finding:
    name = _name(corridor)
    matching = [row for row in listing.rows if _may_match(row, corridor)]
    exact = [row for row in matching if _untold(row, corridor) is None]
    active = [row for row in exact if row.active]
    if active:
        return seen(f"{name} is active", listing.place)
    if any(row.active is None for row in exact):
        return unknown(f"{name} is listed, and the answer does not say whether it is active", listing.place)
    vague = [row for row in matching if row not in exact and row.active is not False]
    if vague:
        return unknown(
            f"{name}: the answer lists a corridor that may be it, and does not tell its {_untold(vague[0], corridor)}",
            listing.place,
        )
    if matching:
        return fail(f"{name} is listed as inactive", place)
    if listing.unreadable:
        gaps = listing.unreadable
        return unknown(f"{name} could not be found in {len(gaps)} unreadable rows: {gaps[0]}", listing.place)
    if listing.incomplete:
        return unknown(f"{name} is not in what could be read: {listing.incomplete}", listing.place)
    if not listing.rows:
        return unknown(
            f"{name}: the list of corridors is empty; either none is enabled, or the API wants parameters that the "
            "provider does not document",
            listing.place,
        )
    return fail(f"{name} is not among the {len(listing.rows)} corridors of the account", place)


def _may_match(row: CorridorRow, corridor: Corridor) -> bool:
    return (
        row.source in {None, corridor.source}
        and row.destination in {None, corridor.destination}
        and (corridor.country is None or row.country in {None, corridor.country})
        and (corridor.method is None or _tells_method(row, corridor.method) is not False)
    )


def _tells_method(row: CorridorRow, method: str) -> bool | None:
    """Whether the row is by this method; None where its words are not precise enough to tell."""
    if method.lower() in row.methods:
        return True
    return False if row.methods & PRECISE else None


def _untold(row: CorridorRow, corridor: Corridor) -> str | None:
    """Return what the profile asks for and the row does not tell."""
    if row.source is None:
        return "source currency"
    if row.destination is None:
        return "destination currency"
    if corridor.country is not None and row.country is None:
        return "country"
    if corridor.method is not None and not _tells_method(row, corridor.method):
        return "method"
    return None


def _name(corridor: Corridor) -> str:
    ends = f"{corridor.source} to {corridor.destination}"
    details = ", ".join(part for part in (corridor.country, corridor.method) if part)
    return f"{ends} ({details})" if details else ends
