from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remedy="Send a key with every request that creates or changes something, made of the business operation, so that "
    "it is the same whenever the operation is repeated and different for every other one.",
    sources=(
        "https://docs.antonpayments.com/api-reference/idempotency",
        "https://octopus-docs.pages.dev/docs/best-practices/idempotency",
    ),
)
def idempotency(ctx: Context) -> Iterator[Finding]:
    """
    Every request that creates or changes something carries a key of its operation.

    When an answer gets lost, nobody knows whether the money moved. With the same key the provider recognises the
    repetition; without a key, or with a new one for each attempt, it pays twice. A key that is made by chance once for
    each call covers the repetitions inside the client, and not those of a person, a queue or a restarted job.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._idempotency import judge

    yield from judge(integration)
