from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    providers=frozenset({"anton"}),
    remedy="Read the balance of the currency right before the payout, compare what is available with the amount and "
    "the fee as decimals, and do not submit the payout where it is too small.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127305-going-live-checklist",
        "https://docs.antonpayments.com/concepts/balances",
    ),
)
def balance_first(ctx: Context) -> Iterator[Finding]:
    """
    The balance is read and compared before a payout is submitted.

    A payout without funds fails after it was accepted, is booked, and has to be taken back by hand. Judged is every
    request that moves money: on the way to it the program has to read what is available and to compare it.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._balance_first import judge

    yield from judge(integration)
