from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    providers=frozenset({"anton"}),
    remedy="Compute with decimals or whole minor units, and send amounts as decimal strings.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127305-going-live-checklist",
        "https://docs.antonpayments.com/api-reference/payouts/get-payout",
    ),
)
def amounts(ctx: Context) -> Iterator[Finding]:
    """
    Amounts are strings or decimals, never floating point numbers.

    Binary floating point cannot hold 0.10: sums drift by cents, and what was agreed is not what is paid. Judged are
    the fields of requests and answers that carry an amount, in the source files that talk to the provider.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._amounts import judge

    yield from judge(integration)
