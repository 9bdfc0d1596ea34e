from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remedy="Give every request 5 to 10 seconds to connect and about 30 seconds for the answer.",
    providers=frozenset({"octopuscards"}),
    sources=("https://octopus-docs.pages.dev/docs/best-practices/before-you-go-live",),
)
def timeouts(ctx: Context) -> Iterator[Finding]:
    """
    Every request ends after a limited time.

    A request without a limit waits for ever when a connection hangs. Workers fill up with such requests until none is
    left, and one slow minute at the provider becomes an outage here. Looked at are the requests, the functions that
    they go through, the clients, and what each HTTP library does when it is told nothing.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._timeouts import judge

    yield from judge(integration)
