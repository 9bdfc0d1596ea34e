from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    providers=frozenset({"anton"}),
    remedy="Follow next_cursor while has_more is true, and pass the cursor on as it came.",
    sources=("https://docs.antonpayments.com/api-reference/pagination",),
)
def pagination(ctx: Context) -> Iterator[Finding]:
    """
    Lists are followed to their last page.

    A program that reads the first page only works until there is a second one: then payouts are missing from the
    reconciliation, and nobody is told. Judged is every request for a list that comes in pages.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._pagination import judge

    yield from judge(integration)
