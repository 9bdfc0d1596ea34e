"""`receiver.signed-delivery`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.check import check
from golive.errors import Unverified
from golive.finding import Finding, fail, seen, unknown
from golive.receiver.observation import CORRECT, UNUSUAL
from golive_checks.receiver._answers import answer, each_receiver, is_wrong, undecided

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Place
    from golive.receiver.observation import Observations, Outcome

SOUND: Final = "a correctly signed delivery"
ODD: Final = "a correctly signed delivery with a body that is written unusually"

_NO_RECEIVER: Final = frozenset({404, 405, 410, 501})
_NO_PERMISSION: Final = frozenset({401, 403})


@check(
    remedy="Compute the HMAC-SHA256 of the raw bytes as they arrived, with the webhook secret exactly as it was given.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127268-verifying-webhook-signatures",
        "https://docs.antonpayments.com/api-reference/webhook-signing",
        "https://octopus-docs.pages.dev/docs/reference/webhooks/verification",
    ),
)
def signed_delivery(ctx: Context) -> Iterator[Finding]:
    """
    Every receiver accepts correctly signed deliveries, however their body is written.

    A receiver that computes the signature otherwise refuses every real delivery, and learns nothing of a payment that
    came back. One that parses the body and writes it anew first accepts most of them, until an amount or a name is
    written in a way that its own library would not choose.
    """
    yield from each_receiver(ctx, _judge)


def _judge(observed: Observations, place: Place) -> Iterator[Finding]:
    correct = observed.outcome(CORRECT)
    if is_wrong(correct) and observed.withheld:
        yield unknown(
            f"{SOUND} {answer(correct)}, and it was sent without the token that the provider's have",
            correct.place,
            fix="Allow golive with --trust to send the token, which is the secret itself, or use golive probe",
        )
    elif is_wrong(correct):
        yield from _refused(SOUND, correct, observed, _hint(correct, observed))
    elif not correct.accepted:
        yield undecided(SOUND, correct)
    else:
        yield from _judge_odd(observed, place)


def _judge_odd(observed: Observations, place: Place) -> Iterator[Finding]:
    try:
        odd = observed.outcome(UNUSUAL)
    except Unverified as why:
        yield unknown(f"{SOUND} was accepted, and {ODD} was not sent: {why}", place)
        return
    if odd.accepted:
        yield seen(
            f"2 correctly signed deliveries, one of them written unusually, were accepted by {observed.url}", place
        )
    elif is_wrong(odd):
        yield from _refused(ODD, odd, observed, _odd_hint(odd))
    else:
        yield undecided(ODD, odd)


def _refused(what: str, outcome: Outcome, observed: Observations, hint: str) -> Iterator[Finding]:
    for bug in dict.fromkeys(observed.bugs):
        yield fail(f"{what} {answer(outcome)}: {bug}", outcome.place)
    if not observed.bugs:
        yield fail(f"{what} {answer(outcome)}", outcome.place, fix=hint)


def _hint(outcome: Outcome, observed: Observations) -> str:
    status = outcome.status or 0
    if status in _NO_RECEIVER:
        return "Compare the path with the application's routes: nothing takes a POST there"
    if status in _NO_PERMISSION:
        return (
            "Make sure that the receiver has the same webhook secret, and computes the signature "
            f"({observed.scheme.title}) of the raw body; where the application never saw the delivery, look at what "
            "stands in front of it: a login, CSRF protection, an allowlist or a firewall"
        )
    if outcome.refused:
        return "Look into the receiver's log for why it refuses this event; test_event sets another type"
    return "Look into the receiver's log for what broke on this delivery"


def _odd_hint(outcome: Outcome) -> str:
    if outcome.status in _NO_PERMISSION:
        return "Compute the signature of the raw bytes, before a framework parses, trims or decodes the body"
    if outcome.refused:
        return (
            "Compute the signature of the raw bytes, before a framework parses, trims or decodes the body, and accept "
            "keys in data that the application does not know"
        )
    return "Look into the receiver's log: it broke on white space, letters outside ASCII or keys that it does not know"
