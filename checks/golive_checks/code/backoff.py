from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remedy="Repeat after network errors and 5xx, at most about five times, with pauses that double and have a random "
    "part.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127316-error-handling",
        "https://octopus-docs.pages.dev/docs/best-practices/before-you-go-live",
    ),
)
def backoff(ctx: Context) -> Iterator[Finding]:
    """
    Requests are repeated after server errors, with growing pauses and an end.

    A provider that restarts answers 502 or nothing for some seconds. A client that gives up at once loses payments, and
    one that asks again at once, or without an end, keeps the provider down. A random part in the pause keeps many
    workers from coming back at the same moment. Looked at are loops, retry libraries and the settings of HTTP clients
    that a request goes through.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._backoff import judge

    yield from judge(integration)
