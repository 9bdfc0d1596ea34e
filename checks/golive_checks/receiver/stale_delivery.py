"""`receiver.stale-delivery`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check
from golive.finding import Finding, warn
from golive.receiver.observation import FUTURE, STALE
from golive_checks.receiver._answers import each_receiver, judge_refusals

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Place
    from golive.receiver.observation import Observations
    from golive.receiver.scheme import Scheme


@check(
    remedy="Refuse a delivery whose timestamp is more than five minutes away from now, in either direction.",
    sources=(
        "https://docs.antonpayments.com/api-reference/webhook-signing",
        "https://docs.antonpayments.com/guides/going-live",
        "https://octopus-docs.pages.dev/docs/reference/webhooks/verification",
    ),
)
def stale_delivery(ctx: Context) -> Iterator[Finding]:
    """
    Every receiver refuses deliveries whose timestamp is ten minutes away, in either direction.

    A signature is right for ever. Somebody who got hold of one delivery, from a log or a proxy, can send it again as
    often as he likes; only its time gives that away once the receiver has forgotten the event. What comes from the
    future would stay fresh for as long as its sender chose.
    """

    def judge(observed: Observations, place: Place) -> Iterator[Finding]:
        if not observed.scheme.timestamped:
            yield _timeless(observed.scheme, ctx.provider.deliveries.schemes, place)
            return
        yield from judge_refusals(
            observed, (STALE, FUTURE), "deliveries of another time", place, lambda _: "Refuse what is not of now"
        )

    yield from each_receiver(ctx, judge)


def _timeless(scheme: Scheme, schemes: tuple[Scheme, ...], place: Place) -> Finding:
    better = [other.title for other in schemes if other.timestamped]
    advice = f"Ask the provider for deliveries signed as {' or as '.join(better)}; until then" if better else "Instead"
    title = f"{scheme.title}{',' if ',' in scheme.title else ''}"
    return warn(
        f"deliveries with {title} do not say when they were sent, so an old one looks like a new one",
        place,
        fix=f"{advice}, keep the ids of all events that were processed, for good",
    )
