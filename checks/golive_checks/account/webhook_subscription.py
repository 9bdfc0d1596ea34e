"""`account.webhook-subscription`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from golive.check import check
from golive.finding import Finding, SettingPlace, fail, seen, unknown, warn

if TYPE_CHECKING:
    from golive.context import Context
    from golive.providers.answers import Listing
    from golive.providers.anton.models import Subscription


@check(
    remedy="Create a webhook subscription for exactly this URL in production; sandbox subscriptions do not carry over.",
    providers=frozenset({"anton"}),
    sources=(
        "https://docs.antonpayments.com/api-reference/webhooks/list-webhook-subscriptions",
        "https://help.antonpayments.com/en/articles/14127305-going-live-checklist",
    ),
)
def webhook_subscription(ctx: Context) -> Iterator[Finding]:
    """
    An active webhook subscription exists for exactly each receiver's URL.

    Sandbox subscriptions do not carry over. Without one in production the application polls blindly, or never learns
    that a payout came back.
    """
    from golive.providers.anton.api import AntonApi

    webhooks = ctx.need_webhooks()
    listing = ctx.api(AntonApi).subscriptions()
    for webhook in webhooks:
        yield from _judge(webhook.url(), listing, webhook.place())


def _judge(url: str, listing: Listing[Subscription], place: SettingPlace) -> Iterator[Finding]:
    rows = [row for row in listing.rows if row.leads_to(url)]
    if not rows:
        yield _absent(url, listing, place)
        return
    rows = [row for row in rows if row.active is not False]
    if not rows:
        yield fail(
            f"the subscription for {url} is inactive",
            place,
            fix="Create a new subscription for this URL, or ask the provider's support to reactivate it",
        )
        return
    ids = list(dict.fromkeys(row.id or f"number {number}" for number, row in enumerate(rows, 1)))
    if len(ids) > 1:
        yield warn(
            f"{len(ids)} subscriptions name {url} ({', '.join(ids)}): an event that several cover comes several times",
            listing.place,
            fix="Deactivate all but one of them",
        )
    if all(row.url != url for row in rows):
        yield warn(
            f"the subscription for {url} is registered as {rows[0].url}: the same address, spelt otherwise",
            listing.place,
            fix="Write the URL in the same way in both places",
        )
    if any(row.active for row in rows):
        yield seen(f"the subscription for {url} is active", listing.place)
    elif all(row.said for row in rows):
        yield unknown(
            f"{url} is subscribed, and whether the subscription is active cannot be told from {rows[0].said!r}",
            listing.place,
            fix="Look in the merchant portal at what became of the subscription",
        )
    else:
        yield warn(
            f"{url} is subscribed, and the answer does not say whether the subscription is active",
            listing.place,
            fix="Confirm in the merchant portal that the subscription is active",
        )


def _absent(url: str, listing: Listing[Subscription], place: SettingPlace) -> Finding:
    if listing.incomplete is not None:
        return unknown(f"no subscription for {url} in what could be read: {listing.incomplete}", listing.place)
    if listing.unreadable:
        return unknown(f"no subscription for {url} in what could be read: {listing.unreadable[0]}", listing.place)
    misses = [(row.url, why) for row in listing.rows if (why := near_miss(url, row.url)) is not None]
    if misses:
        other, why = misses[0]
        return fail(f"no subscription for {url}; the nearest is {other}, which differs in {why}", place)
    return fail(f"no subscription for {url} among the {len(listing.rows)} of the account", place)


def near_miss(wanted: str, actual: str) -> str | None:
    """Return in what a subscribed URL differs from the wanted one where it was probably meant, else None."""
    try:
        one, two = urlsplit(wanted), urlsplit(actual)
        ports = one.port, two.port
    except ValueError:
        return None
    parts = [name for name, differs in _differences(one, two, ports) if differs]
    same_path = one.path.rstrip("/").lower() == two.path.rstrip("/").lower()
    if parts == ["host"] and same_path:
        return _host_difference(one.hostname or "", two.hostname or "")
    if "host" in parts or not same_path:
        return None
    return " and ".join(parts) or None


def _differences(
    one: SplitResult, two: SplitResult, ports: tuple[int | None, int | None]
) -> Iterator[tuple[str, bool]]:
    slash = one.path != two.path and one.path.rstrip("/") == two.path.rstrip("/")
    yield "its scheme", one.scheme != two.scheme
    yield "host", one.hostname != two.hostname
    yield "its port", (ports[0] or 443) != (ports[1] or 443)
    yield "the slash at its end", slash
    yield "upper and lower case of its path", one.path != two.path and not slash
    yield "its query", one.query != two.query


def _host_difference(wanted: str, actual: str) -> str | None:
    """Tell a sandbox twin or a sibling of the same domain from a stranger."""
    ending = ".".join(wanted.split(".")[-2:])
    if not actual.endswith(f".{ending}") and actual != ending:
        return None
    return f"its host: {actual} instead of {wanted}"
