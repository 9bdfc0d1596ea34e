"""`receiver.certificate`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from golive.check import check
from golive.errors import NotApplicable, Unverified
from golive.finding import Finding, fail, seen, unknown, warn
from golive.receiver.target import is_public
from golive_checks.receiver._answers import or_unknown

if TYPE_CHECKING:
    from datetime import datetime

    from golive.context import Context, WebhookView
    from golive.finding import Place
    from golive.receiver.observation import PlainAnswer, TlsInspection

SOON: Final = timedelta(days=21)
"""Before a certificate's end. Who renews by machine does so earlier, and who does not needs the time."""
MOST_NAMES: Final = 3
"""Names of a certificate that a message repeats."""

_NO_PLAIN: Final = "Redirect plain http to https, or close port 80"


@check(
    remedy="Serve the receiver over TLS 1.2 or newer, with a certificate of a public authority for exactly its host, "
    "the intermediate certificates included.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127356-securing-your-integration",
        "https://docs.antonpayments.com/api-reference/webhooks/create-webhook-subscription",
        "https://octopus-docs.pages.dev/docs/guides/handling-webhooks",
    ),
)
def certificate(ctx: Context) -> Iterator[Finding]:
    """
    Every receiver has a sound TLS certificate, and takes nothing over plain http.

    A failed TLS handshake is a failed delivery, and a certificate that expires at night stops all of them at once.
    Whoever can read a delivery on its way learns about payments; what is answered over plain http can be read and
    changed by everybody in between. A private address is one that the provider cannot reach.
    """
    findings = False
    inapplicable: NotApplicable | None = None
    for webhook in ctx.need_webhooks():
        try:
            for finding in or_unknown(webhook, lambda one: _judge(ctx, one)):
                findings = True
                yield finding
        except NotApplicable as why:
            inapplicable = why
    if inapplicable is not None and not findings:
        raise inapplicable


def _judge(ctx: Context, webhook: WebhookView) -> Iterator[Finding]:
    url, place = webhook.url(), webhook.place()
    try:
        found = ctx.inspect_tls(webhook)
    except Unverified:
        private = _private_addresses(ctx, url)
        if not private:
            raise
        yield fail(
            f"{url} leads to {', '.join(private)}, where the provider cannot reach it",
            place,
            fix="Give the receiver a public address; where only this network's DNS answers so, run golive outside it",
        )
        return
    yield _judge_tls(found, ctx.clock.now(), place)
    if found.plain is not None:
        yield _judge_plain(found.host, found.plain, place)


def _private_addresses(ctx: Context, url: str) -> list[str]:
    """Return the addresses of a host that are not public: the likely reason why it was not asked."""
    with suppress(ValueError, Unverified):  # no host to look up, or no way to
        host = urlsplit(url).hostname
        return [str(address) for address in ctx.resolve_host(host) if not is_public(address)] if host else []
    return []


def _judge_tls(found: TlsInspection, now: datetime, place: Place) -> Finding:
    shown = _described(found)
    if found.problem is not None:
        return fail(f"{found.problem}{f' ({shown})' if shown else ''}", place)
    if found.expires_at is None:
        return unknown(f"{found.host} has a trusted certificate, and its expiry could not be read", place)
    if found.expires_at - now <= SOON:
        return warn(
            f"the certificate of {found.host} expires on {found.expires_at:%Y-%m-%d}",
            place,
            fix="Renew it now, and let a machine renew it from now on",
        )
    return seen(f"{found.host} has {found.version} and a trusted certificate {shown}", place)


def _described(found: TlsInspection) -> str:
    """Return what the certificate says of itself, as far as it is known; empty where nothing is."""
    names = ", ".join(found.names[:MOST_NAMES])
    more = len(found.names) - MOST_NAMES
    parts = [
        f"issued by {found.issuer}" if found.issuer else "",
        f"for {names}{f' and {more} more' if more > 0 else ''}" if names else "",
        f"valid until {found.expires_at:%Y-%m-%d}" if found.expires_at else "",
    ]
    return ", ".join(part for part in parts if part)


def _judge_plain(host: str, plain: PlainAnswer, place: Place) -> Finding:
    if plain.status is None:
        return seen(f"{host} answers nothing over plain http", place)
    if 200 <= plain.status < 300:  # noqa: PLR2004 - success
        return fail(
            f"{host} answers plain http with {plain.status}, and everybody in between can read and change that",
            place,
            fix=_NO_PLAIN,
        )
    if plain.redirect is not None:
        if urlsplit(plain.redirect).scheme == "https":
            return seen(f"{host} leads plain http to {plain.redirect}", place)
        return warn(f"{host} leads plain http to {plain.redirect}, which is not https", place, fix=_NO_PLAIN)
    return seen(f"{host} refuses plain http ({plain.status})", place)
