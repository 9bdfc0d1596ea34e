from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remedy="Repeat after network errors, 5xx and 429 only; report other 4xx at once.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127316-error-handling",
        "https://octopus-docs.pages.dev/docs/best-practices/handling-errors",
    ),
)
def client_errors(ctx: Context) -> Iterator[Finding]:
    """
    Requests that the provider refused are not sent again.

    400, 401, 403, 404, 409 and 422 stay what they are however often one asks: repeating hides a bug behind a delay,
    uses up the rate limit and, with wrong credentials, looks like an attack.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._client_errors import judge

    yield from judge(integration)
