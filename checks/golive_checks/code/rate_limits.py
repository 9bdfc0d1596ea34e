from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remedy="Repeat after 429, and wait as long as the Retry-After header of the answer says.",
    sources=(
        "https://docs.antonpayments.com/api-reference/rate-limits",
        "https://octopus-docs.pages.dev/docs/best-practices/rate-limits",
    ),
)
def rate_limits(ctx: Context) -> Iterator[Finding]:
    """
    After 429 a request waits as long as Retry-After says and is sent again.

    The provider counts requests per minute. A client that does not wait uses its next allowance up at once, and one
    that takes 429 for a refusal loses payments when there is much to do.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._rate_limits import judge

    yield from judge(integration)
