from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding


@check(
    remarks=False,  # production's own credentials cannot be ignored
    remedy="Call the provider from a server of yours and let the client ask that. Rotate a credential that has "
    "shipped: whoever loaded the page or the application has it.",
    sources=(
        "https://docs.antonpayments.com/guides/going-live",
        "https://help.antonpayments.com/en/articles/14127356-securing-your-integration",
    ),
)
def client_side(ctx: Context) -> Iterator[Finding]:
    """
    No credential is in code that ships to browsers or phones.

    Whoever opens the page or unpacks the application can read the key and pay with it. Looked at are the paths that
    the profile lists under `repository.client_code`, code that says itself where it runs, and what a build left for
    browsers, also where git ignores it. Variables whose names begin with `NEXT_PUBLIC_`, `VITE_` and the like are
    put into that code by the build, so they may not be filled with a credential. Code of servers stays out of it.
    """
    from golive_checks.code._client_side import judge

    yield from judge(ctx, client_side.id)
