from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remedy="Let the HTTP library verify certificates, in development too; give it the CA file where a company's own "
    "CA is in between.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127356-securing-your-integration",
        "https://octopus-docs.pages.dev/docs/best-practices/security",
    ),
)
def tls_verification(ctx: Context) -> Iterator[Finding]:
    """
    The client that talks to the provider verifies certificates.

    With verification off, whoever sits on the network between can read the API key and change a payout. Looked at are
    the source files that speak of the provider, and the clients that its requests go through. What certainly belongs
    to the client of somebody else is left out, unless it switches verification off for the whole process.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._tls_verification import judge

    yield from judge(integration)
