"""`settings.webhook-url`."""

from __future__ import annotations

import ipaddress
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from golive.check import check
from golive.errors import Unverified
from golive.finding import Finding, SettingPlace, fail, seen, unknown, warn
from golive.kind import Kind
from golive.receiver.target import LOCAL_SUFFIXES, is_public

if TYPE_CHECKING:
    from golive.context import Address, Context

TUNNELS: Final = (
    "ngrok.io",
    "ngrok.app",
    "ngrok.dev",
    "ngrok-free.app",
    "ngrok-free.dev",
    "trycloudflare.com",
    "loca.lt",
    "localtunnel.me",
    "serveo.net",
    "localhost.run",
    "lhr.life",
    "devtunnels.ms",
    "telebit.io",
    "tunnelto.dev",
    "sharedwithexpose.com",
    "bore.pub",
    "webhook.site",
    "requestbin.com",
    "requestcatcher.com",
    "smee.io",
    "beeceptor.com",
    "localxpose.io",
    "pinggy.link",
    "pinggy.io",
    "tunnelmole.net",
    "gitpod.io",
    "github.dev",
)
"""Hosts of services that carry deliveries to a developer's machine or to a test inbox."""

SANDBOX_LABELS: Final = frozenset({"sandbox", "staging"})
"""Labels that say that a host is not production."""

DOUBTFUL_LABELS: Final = frozenset({"stage", "dev", "test", "testing", "uat", "qa", "preprod"})
"""Labels that mostly say so, and may be anything: a team, a product, a place."""


@check(
    remedy="Use the production receiver's public https URL, and register exactly that with the provider.",
    sources=(
        "https://docs.antonpayments.com/api-reference/webhooks/create-webhook-subscription",
        "https://octopus-docs.pages.dev/docs/guides/handling-webhooks",
    ),
)
def webhook_url(ctx: Context) -> Iterator[Finding]:
    """
    Every webhook URL is public, https, and fit for this kind of environment.

    The provider refuses private addresses and plain http, and a tunnel that a developer once opened is closed by the
    time a payout comes back. A tunnel or a host named as a sandbox may serve a sandbox, and never production. What the
    name resolves to is looked up where golive runs.
    """
    for webhook in ctx.need_webhooks():
        try:
            yield from _judge(ctx, webhook.url(), webhook.place())
        except Unverified as why:
            yield unknown(str(why), webhook.place())


def _judge(ctx: Context, url: str, place: SettingPlace) -> Iterator[Finding]:
    problems = list(_problems(url, ctx.environment.kind))
    for problem in problems:
        yield fail(f"{url}: {problem}", place)
    if problems:
        return
    host = urlsplit(url).hostname or ""
    if _address(host) is not None:
        yield warn(f"{url}: its host is an IP address, which cannot move and for which few certificates exist", place)
        return
    mark = _mark(host.lower().split("."), DOUBTFUL_LABELS)
    if ctx.environment.kind is Kind.PRODUCTION and mark is not None:
        yield warn(f"{url}: {host} is named as a {mark} host; make sure that it is the production receiver", place)
    addresses = ctx.resolve_host(host)
    private = [str(address) for address in addresses if not is_public(address)]
    count = len(addresses)
    if private:
        yield fail(
            f"{url}: {host} resolves to {', '.join(private)} here, which the provider cannot reach",
            place,
            fix="Give the name a public address; where only this network's DNS answers so, run golive from outside it",
        )
    elif addresses:
        yield seen(f"{url} is https, and {host} resolves to {count} public address{'es' if count > 1 else ''}", place)
    else:
        yield seen(f"{url} is https; --connect-to plays {host}, so its address was not looked up", place)


def _problems(url: str, kind: Kind) -> Iterator[str]:
    if "\\" in url or any(unicodedata.category(character).startswith(("C", "Z")) for character in url):
        yield "it holds white space, a backslash or invisible characters"
        return
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
        _ = parts.port
    except ValueError as error:
        yield f"it is no URL ({error})"
        return
    if parts.scheme != "https":
        yield "it is not https"
    if parts.username is not None or parts.password is not None:
        yield "it has a user name or password in it, which every log of it shows"
    if parts.fragment:
        yield "it has a fragment, which is never sent"
    if not host:
        yield "it has no host"
        return
    yield from _host_problems(host, kind)


def _host_problems(host: str, kind: Kind) -> Iterator[str]:
    address = _address(host)
    if address is not None:
        if not is_public(address):
            yield f"{host} is a private or loopback address"
        return
    labels = host.lower().split(".")
    if labels[-1] in LOCAL_SUFFIXES or len(labels) == 1:
        yield f"{host} is a local name that the provider cannot reach"
    elif not all(labels) or labels[-1].isdigit() or labels[-1].startswith("0x"):
        yield f"{host} is no host name"
    if kind is Kind.PRODUCTION:
        tunnel = next((name for name in TUNNELS if host.lower() == name or host.lower().endswith(f".{name}")), None)
        if tunnel is not None:
            yield f"{tunnel} is a tunnel or a test inbox, not a production receiver"
        if mark := _mark(labels, SANDBOX_LABELS):
            yield f"{host} is named as a {mark} host"


def _mark(labels: list[str], marks: frozenset[str]) -> str | None:
    """Return the mark that a host bears. Its last two labels are mostly a registered name, which may be a brand."""
    return min(marks.intersection(part for label in labels[:-2] for part in label.split("-")), default=None)


def _address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
