"""`account.clock`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from golive.check import check
from golive.errors import Unverified
from golive.finding import Finding, fail, seen, warn
from golive.provider import Api

if TYPE_CHECKING:
    from golive.context import Context

TOLERATED: Final = 5
"""Seconds. An HTTP date has whole seconds, and the answer was on its way."""
REFUSED: Final = 60
"""Seconds. Beyond it the provider refuses DPoP proofs."""


@check(
    remedy="Synchronise this machine's clock (NTP), and the clock of the machines that the application runs on.",
    sources=(
        "https://docs.antonpayments.com/api-reference/balances/get-balance",
        "https://docs.antonpayments.com/api-reference/webhook-signing",
    ),
)
def clock(ctx: Context) -> Iterator[Finding]:
    """
    This machine's clock agrees with the provider's.

    Webhook timestamps are accepted for a few minutes only, and signed proofs of possession for a minute. A clock that
    is off makes sound signatures fail.
    """
    answer = ctx.api(Api).authenticate().answer  # type: ignore[type-abstract]  # a protocol every client fulfils
    header = answer.headers.get("Date")
    if header is None:
        raise Unverified("the API's answer has no Date header")
    from email.utils import parsedate_to_datetime

    try:
        theirs = parsedate_to_datetime(header)
    except (ValueError, TypeError, IndexError, OverflowError):  # all of these, by what is wrong with it
        raise Unverified("the API's Date header is no date") from None
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=UTC)
    off = _off_by(answer.exchange.started_at, answer.exchange.seconds, theirs)
    message = f"this machine's clock is {abs(off):.0f} s {'ahead of' if off > 0 else 'behind'} the API's"
    if abs(off) > REFUSED:
        yield fail(message, answer.place)
    elif abs(off) > TOLERATED:
        yield warn(message, answer.place)
    else:
        yield seen("this machine's clock agrees with the API's within 5 s", answer.place)


def _off_by(sent: datetime, seconds: float, theirs: datetime) -> float:
    """Return the smallest error that explains the header: the server wrote it while the request was under way."""
    early = (sent - theirs).total_seconds()
    late = early + seconds
    return 0.0 if early <= 0 <= late else min((early, late), key=abs)
