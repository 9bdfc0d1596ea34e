from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    providers=frozenset({"anton"}),
    remedy="Create the payee, then its instrument, wait for both answers, and name their ids in the payout.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127305-going-live-checklist",
        "https://docs.antonpayments.com/guides/manage-payees",
    ),
)
def payees_first(ctx: Context) -> Iterator[Finding]:
    """
    The payee and the instrument exist before a payout names them.

    A payout to an instrument that does not exist yet is refused, and one to a guessed or copied id pays somebody else.
    Judged is every request that submits a payout, together with those that create payees and instruments.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._payees_first import judge

    yield from judge(integration)
