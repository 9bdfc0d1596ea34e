from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    providers=frozenset({"octopuscards"}),
    remedy="Log the request id of every answer, of successful ones too, in the one function that sends requests.",
    sources=("https://octopus-docs.pages.dev/docs/best-practices/observability",),
)
def request_ids(ctx: Context) -> Iterator[Finding]:
    """
    The request id of every answer is logged, on success and on failure.

    It is what support asks for first. Looked at are the functions that send requests to the provider and those that
    these go through: that they read the header with the id, and that it goes into a log call that every answer gets
    to.
    """
    integration = ctx.source  # first: without any, nothing more is loaded
    from golive_checks.code._request_ids import judge

    yield from judge(integration)
