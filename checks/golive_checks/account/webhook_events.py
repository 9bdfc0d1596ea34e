"""`account.webhook-events`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check
from golive.finding import Finding, fail, seen, unknown, warn

if TYPE_CHECKING:
    from golive.context import Context, WebhookView
    from golive.providers.anton.models import Subscription

EVERYTHING = "*"


@check(
    remedy="Add the missing event types to the webhook subscription.",
    providers=frozenset({"anton"}),
    sources=(
        "https://docs.antonpayments.com/api-reference/webhooks/create-webhook-subscription",
        "https://help.antonpayments.com/en/articles/14127264-webhook-event-types",
    ),
)
def webhook_events(ctx: Context) -> Iterator[Finding]:
    """
    Each subscription covers every event that the integration needs.

    An event that is not subscribed is never sent: a payout that came back would go unnoticed. What an integration
    needs is what the profile lists, or else the provider's minimum.
    """
    from golive.providers.anton.api import AntonApi

    webhooks = ctx.need_webhooks()
    listing = ctx.api(AntonApi).subscriptions()
    for webhook in webhooks:
        url = webhook.url()
        rows = [row for row in listing.rows if row.leads_to(url)]
        # Whether it is active is another check's question; one that is not delivers nothing beside one that is.
        rows = [row for row in rows if row.active is not False] or rows
        if any(row.events is None for row in rows) or not rows:
            yield unknown(f"there is no subscription for {url} whose events could be read", listing.place)
        else:
            yield from _judge(ctx, webhook, rows)


def _judge(ctx: Context, webhook: WebhookView, rows: list[Subscription]) -> Iterator[Finding]:
    url = webhook.url()
    needed = webhook.settings.events or ctx.provider.needed_events
    place = webhook.place("events")
    events = {event for row in rows for event in row.events or ()}
    if EVERYTHING in events:
        yield warn(
            f"the subscription for {url} is for every event (*), those that do not exist yet included",
            place,
            fix="Subscribe to the event types that the receiver handles, by name",
        )
        return
    missing = [event for event in needed if not _names(event) & events]
    families = {event for event in events if event.endswith(".*")}
    covering = {event: _families(event, families) for event in missing}
    certain = [event for event in missing if not covering[event]]
    vague = [event for event in missing if covering[event]]
    if certain:
        yield fail(f"the subscription for {url} lacks {', '.join(certain)}", place)
    if vague:
        wildcards = sorted({family for event in vague for family in covering[event]})
        yield unknown(
            f"{', '.join(vague)} may be covered by {', '.join(wildcards)}; the provider does not document "
            "wildcards of one family",
            place,
            fix="Subscribe to the event types by name",
        )
    unasked = [
        event
        for event in ctx.provider.needed_events
        if not _names(event) & {*events, *needed} and not _families(event, families)
    ]
    if unasked:
        yield warn(
            f"neither the profile nor the subscription for {url} has {', '.join(unasked)}, without which money can be "
            "lost sight of",
            place,
            fix="Handle these events too: list them under events, and subscribe to them",
        )
    if not missing:
        yield seen(f"the subscription for {url} covers all {len(needed)} needed events", place)


def _families(event: str, families: set[str]) -> set[str]:
    """Return the wildcards that an event falls under, by either of its names."""
    return {family for family in families if any(name.startswith(family.removesuffix("*")) for name in _names(event))}


def _names(event: str) -> set[str]:
    """Return both names of an event: generations of the API call payees beneficiaries."""
    family, dot, rest = event.partition(".")
    twins = {"payee": "beneficiary", "beneficiary": "payee"}
    return {event, f"{twins[family]}{dot}{rest}"} if family in twins else {event}
