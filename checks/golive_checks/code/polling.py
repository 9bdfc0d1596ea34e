from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    providers=frozenset({"octopuscards"}),
    remedy="Read every order that is PENDING again, with a pause in between, until its status is final; stop after "
    "some minutes and let a scheduled job go on.",
    sources=(
        "https://octopus-docs.pages.dev/docs/reference/topups/webhooks",
        "https://octopus-docs.pages.dev/docs/guides/handling-webhooks",
    ),
)
def polling(ctx: Context) -> Iterator[Finding]:
    """
    Orders that are pending are followed until they are final.

    Looked at are the requests that make orders, and the loops and scheduled jobs that read them again: that there is
    one for each kind of order that sends no events, that it pauses between two requests, and that it ends.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._polling import judge

    yield from judge(integration)
