"""`receiver.forged-delivery`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from golive.check import check
from golive.receiver import observation
from golive_checks.receiver._answers import each_receiver, judge_refusals

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Finding, Place
    from golive.receiver.observation import Observations
    from golive.receiver.scheme import Scheme


@check(
    remedy="Verify the signature of every delivery in constant time before anything else, and answer 401 where it is "
    "not right.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127268-verifying-webhook-signatures",
        "https://docs.antonpayments.com/api-reference/webhook-signing",
        "https://octopus-docs.pages.dev/docs/reference/webhooks/verification",
    ),
)
def forged_delivery(ctx: Context) -> Iterator[Finding]:
    """
    Every receiver refuses deliveries that are not signed, or not signed correctly.

    Anybody who knows the URL can send to it. A receiver that believes such a delivery marks payouts as completed that
    never were, or hands out goods that nobody paid for. A signature that is looked at and not compared as a whole
    protects no better than none.
    """
    yield from each_receiver(ctx, _judge)


def _judge(observed: Observations, place: Place) -> Iterator[Finding]:
    scheme = observed.scheme
    telling = (observation.MISSING, observation.EMPTY, observation.TOKEN_ONLY)  # in a short report, these are shown
    names = [
        name
        for name in dict.fromkeys((*telling, *observation.FORGED))
        if name != observation.TOKEN_ONLY or scheme.token_header is not None
    ]
    return judge_refusals(observed, names, "forged deliveries", place, lambda name: _fix(name, scheme))


def _fix(name: str, scheme: Scheme) -> str:
    match name:
        case observation.MISSING | observation.EMPTY:
            return f"Answer 401 where {scheme.signature_header} is missing or empty, in every configuration"
        case observation.TRUNCATED | observation.FIRST_DIGIT | observation.LAST_DIGIT:
            return "Compare the whole signature: whoever compares a part of it accepts what can be guessed"
        case observation.EMPTY_SECRET:
            return "Refuse to start without a secret: a second one that is not set, or empty, lets everybody sign"
        case observation.OTHER_BODY | observation.TAMPERED:
            return "Compute the signature of the very bytes that arrived, and compare it with the delivery's"
        case observation.TOKEN_ONLY:
            return f"Verify {scheme.signature_header} too: the token is the same in every delivery and proves nothing"
        case _:
            return "Compare the delivery's signature with one that is computed with the webhook secret"
