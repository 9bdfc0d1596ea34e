from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    providers=frozenset({"anton"}),
    remedy="Handle every status, tell somebody about one that is not known, and do not take it for a final one.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127305-going-live-checklist",
        "https://docs.antonpayments.com/api-reference/payouts/get-payout",
    ),
)
def statuses(ctx: Context) -> Iterator[Finding]:
    """
    Every status of a payout is handled, and a newer one breaks nothing.

    A payout that comes back days later is forgotten where nothing handles `returned`, and a status that the provider
    adds falls through where there is no default. Judged are the places that tell statuses apart, all together.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._statuses import judge

    yield from judge(integration)
