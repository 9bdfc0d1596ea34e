from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remedy="Replace the sandbox value with the production one, or move the setting to the sandbox's own file. Payees "
    "and instruments have to be created anew in production.",
    sources=(
        "https://docs.antonpayments.com/guides/going-live",
        "https://help.antonpayments.com/en/articles/14127305-going-live-checklist",
    ),
)
def sandbox_leftovers(ctx: Context) -> Iterator[Finding]:
    """
    The production configuration names no sandbox host, key or id.

    One forgotten setting is enough to send a real payout to the sandbox, where it seems to succeed and nobody is
    paid, or to name a payee who does not exist in production. Production configuration is every file that the
    profile's production environment reads (only the keys that it reads, where another environment shares the file),
    every configuration file whose path names production, and in other configuration files what a key that names
    production holds. Comments, examples and tests are left out.
    """
    from golive_checks.code._sandbox_leftovers import judge

    yield from judge(ctx)
