from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remedy="Remember the id of every event in a durable store with a unique key before acting on it, and answer a "
    "repeated delivery with 200 without acting again.",
    sources=(
        "https://docs.antonpayments.com/concepts/webhooks",
        "https://octopus-docs.pages.dev/docs/guides/handling-webhooks",
    ),
)
def deduplication(ctx: Context) -> Iterator[Finding]:
    """
    The webhook receiver drops repeated deliveries by the id of the event.

    A delivery whose answer gets lost comes again, and so one event may arrive several times. Looked at are the
    functions that receive deliveries and what they call: that the event's id is looked up or stored, that what
    happens next depends on the answer, and that this comes before acting.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._deduplication import judge

    yield from judge(integration)
