from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remedy="Log method, path, status, ids and request ids only. Mask account numbers to their last four characters "
    "where people need them.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127356-securing-your-integration",
        "https://octopus-docs.pages.dev/docs/best-practices/security",
    ),
)
def logging(ctx: Context) -> Iterator[Finding]:
    """
    Logs hold no bank details, keys, bodies or headers.

    Logs are kept for long and read by many. Looked at is what goes into the log calls of the source files that speak
    of the provider, and of the functions that send requests to it or receive its deliveries: whole requests and
    answers, webhook payloads, headers, credentials and private fields, and whether the HTTP library is told to log all
    of it by itself.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._logging import judge

    yield from judge(integration)
