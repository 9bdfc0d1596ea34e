"""`settings.base-url`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.base_url import judge_base_url
from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remedy="Set the base URL to the provider's host for this kind of environment, over https, without path or port.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127245-sandbox-vs-production",
        "https://octopus-docs.pages.dev/docs/getting-started/environments",
    ),
)
def base_url(ctx: Context) -> Iterator[Finding]:
    """
    The base URL is exactly the provider's host for this kind of environment.

    Every request, and with it the credential, goes to this URL. A sandbox host in production settings moves no money;
    a look-alike host, a port or a user name in the URL hands the credential to somebody else. golive sends nothing to
    the API while this check fails.
    """
    view = ctx.environment
    yield from judge_base_url(view.base_url(), view.kind, ctx.provider, view.place("base_url"))
