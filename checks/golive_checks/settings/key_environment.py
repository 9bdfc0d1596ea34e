"""`settings.key-environment`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remedy="Put the credential that the provider issued for this environment where the profile reads it.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127311-api-authentication",
        "https://docs.antonpayments.com/authentication",
        "https://octopus-docs.pages.dev/docs/getting-started/production",
    ),
)
def key_environment(ctx: Context) -> Iterator[Finding]:
    """
    The credential belongs to this environment.

    A credential opens only the environment that it was issued for. Launching with the sandbox's credential fails on
    the first payout; a placeholder that was never replaced fails the same way. This reads the credential's own marks
    and sends it nowhere.
    """
    yield from ctx.provider.judge_credentials(ctx.environment, ctx.environments)
