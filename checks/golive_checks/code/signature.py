from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remedy="Compute HMAC-SHA256 over the raw body (as the provider's page says), compare it in constant time, refuse "
    "what is older than five minutes, and answer 401 before anything else is done.",
    sources=(
        "https://docs.antonpayments.com/api-reference/webhook-signing",
        "https://octopus-docs.pages.dev/docs/reference/webhooks/verification",
    ),
)
def signature(ctx: Context) -> Iterator[Finding]:
    """
    The webhook receiver verifies the signature of every delivery.

    Anybody can send a request to a public address. Looked at are the functions that receive deliveries, what they
    call, and what runs before them: that an HMAC is computed with SHA-256 over the bytes that arrived, compared in
    constant time with the header, that the result counts, and that old deliveries are refused.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._signature import judge

    yield from judge(integration, ctx.provider.deliveries)
