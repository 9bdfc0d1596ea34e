"""`account.corridors`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check
from golive.finding import Finding, SettingPlace, fail, seen, unknown, warn
from golive.providers.anton.api import AntonApi, Listing

if TYPE_CHECKING:
    from golive.context import Context
    from golive.profile.types import Corridor
    from golive.providers.anton.models import CorridorRow


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
            f"{name}: the answer lists a corridor to {vague[0].destination} without a {_untold(vague[0], corridor)}",
            listing.place,
        )
    if exact:
        return fail(f"{name} is listed as inactive", place)
    if listing.unreadable:
        gaps = listing.unreadable
        return unknown(f"{name} could not be found in {len(gaps)} unreadable rows: {gaps[0]}", listing.place)
    if listing.incomplete:
        return unknown(f"{name} is not in what could be read: {listing.incomplete}", listing.place)
    return fail(f"{name} is not among the {len(listing.rows)} corridors of the account", place)


def _may_match(row: CorridorRow, corridor: Corridor) -> bool:
    return (
        (row.source is None or row.source == corridor.source.upper())
        and row.destination == corridor.destination.upper()
        and (corridor.country is None or row.country is None or row.country == corridor.country.upper())
        and (corridor.method is None or row.method is None or row.method.lower() == corridor.method.lower())
    )


def _untold(row: CorridorRow, corridor: Corridor) -> str | None:
    """Return what the profile asks for and the row does not tell."""
    if row.source is None:
        return "source currency"
    if corridor.country is not None and row.country is None:
        return "country"
    if corridor.method is not None and row.method is None:
        return "method"
    return None


def _name(corridor: Corridor) -> str:
    ends = f"{corridor.source} to {corridor.destination}"
    details = ", ".join(part for part in (corridor.country, corridor.method) if part)
    return f"{ends} ({details})" if details else ends
