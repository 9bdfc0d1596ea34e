"""`account.authentication`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check
from golive.finding import Finding, fail, seen, unknown
from golive.provider import Acceptance, Api

if TYPE_CHECKING:
    from golive.context import Context


@check(
    remedy="Compare the credential with the one in the provider's portal for this environment; replace it if in doubt.",
    sources=(
        "https://docs.antonpayments.com/api-reference/errors",
        "https://help.antonpayments.com/en/articles/14127425-common-api-errors-and-how-to-fix-them",
        "https://octopus-docs.pages.dev/docs/reference/authentication",
    ),
)
def authentication(ctx: Context) -> Iterator[Finding]:
    """
    The API accepts the credential.

    A credential can look right and still be revoked, expired, or locked to another role or address. One small
    authenticated GET tells; its answer is shared by the other checks of the account.
    """
    outcome = ctx.api(Api).authenticate()  # type: ignore[type-abstract]  # a protocol that every client fulfils
    match outcome.acceptance:
        case Acceptance.ACCEPTED:
            yield seen(outcome.message, outcome.place)
        case Acceptance.REFUSED:
            yield fail(outcome.message, outcome.place, fix=outcome.fix)
        case _:
            yield unknown(outcome.message, outcome.place, fix=outcome.fix)
