"""What the checks of deliveries share: going through the receivers, and words for their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import Finding, fail, seen, unknown, warn
from golive.receiver.observation import CORRECT, TOO_MANY

if TYPE_CHECKING:
    from golive.context import Context, WebhookView
    from golive.finding import Place
    from golive.receiver.observation import Observations, Outcome

Judge = Callable[["Observations", "Place"], Iterator[Finding]]
"""Yields what one receiver's answers mean; the place is where the profile writes its URL."""

LET_IN: Final = "Let whatever stands before the receiver take all deliveries of one run, then run golive again"
NOT_ACCEPTED: Final = "a correctly signed delivery was not accepted, so what becomes of others proves nothing"


def each_receiver(ctx: Context, judge: Judge) -> Iterator[Finding]:
    """Yield what is found about each receiver. One that cannot be judged is unknown, and the others go on."""

    def judged(webhook: WebhookView) -> Iterator[Finding]:
        yield from judge(ctx.deliver(webhook), webhook.place())

    for webhook in ctx.need_webhooks():
        yield from or_unknown(webhook, judged)


def or_unknown(webhook: WebhookView, judge: Callable[[WebhookView], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield what a judge yields, and that the rest is unknown where it raises Unverified."""
    try:
        yield from judge(webhook)
    except Unverified as why:
        yield unknown(str(why), webhook.place())


def need_accepted(observed: Observations, name: str) -> Outcome:
    """Return what came of the sound delivery. Raises Unverified, as for `name`, where it was not accepted."""
    correct = observed.outcome(CORRECT)
    if not correct.accepted:
        raise Unverified(observed.unsent.get(name, NOT_ACCEPTED))
    return correct


def answer(outcome: Outcome) -> str:
    """Return what came of a delivery, to stand after "the delivery"."""
    if outcome.status is None:
        return f"got no answer: {outcome.error or 'the connection ended'}"
    if outcome.redirected:
        to = f" to {outcome.redirect}" if outcome.redirect else ""
        return f"was redirected{to} ({outcome.status})"
    return f"was answered {outcome.status}"


def is_wrong(outcome: Outcome) -> bool:
    """Return whether the receiver itself said no to this one: 4xx or 5xx, but not "too many requests"."""
    said_no = outcome.status is not None and (outcome.refused or outcome.status >= 500)  # noqa: PLR2004 - server errors
    return said_no and outcome.doubt is None


def undecided(what: str, outcome: Outcome) -> Finding:
    """Return that an answer tells nothing about what was sent: a redirect, none at all, one to whatever is sent."""
    doubt = f"; that proves nothing: {outcome.doubt}" if outcome.doubt else ""
    return unknown(f"{what} {answer(outcome)}{doubt}", outcome.place, fix=_next_step(outcome))


def judge_refusals(
    observed: Observations, names: Iterable[str], what: str, place: Place, fix: Callable[[str], str]
) -> Iterator[Finding]:
    """
    Yield what is wrong with the answers to deliveries that a receiver has to refuse.

    `what` calls all of them, in the plural; `fix` says what to do where one of that name was accepted. Raises
    Unverified where the sound delivery was not accepted either.
    """
    names = tuple(names)
    need_accepted(observed, names[0])
    refused = 0
    doubts: dict[str, None] = {}
    reasons: dict[str, None] = {}
    for name in names:
        try:
            outcome = observed.outcome(name)
        except Unverified as why:
            reasons[str(why)] = None
            continue
        delivery = f"a delivery {outcome.title}{',' if ',' in outcome.title else ''}"
        if outcome.accepted:
            yield fail(f"{delivery} was accepted ({outcome.status})", outcome.place, fix=fix(name))
        elif outcome.doubt is not None:
            doubts[outcome.doubt] = None
        elif outcome.refused:
            refused += 1
        elif is_wrong(outcome):
            yield warn(
                f"{delivery} {answer(outcome)}: nothing says that it was refused, and a provider repeats what broke",
                outcome.place,
                fix="Answer 401 to what is not to be believed, before anything else is done with it",
            )
        else:
            yield undecided(delivery, outcome)
    for doubt in doubts:
        yield unknown(f"{what} were not accepted; that proves nothing: {doubt}", place, fix=LET_IN)
    for reason in reasons:
        yield unknown(f"not all {what} were sent: {reason}", place)
    if refused:
        count = f"1 of the {what} was" if refused == 1 else f"{refused} {what} were"
        yield seen(f"{count} refused by {observed.url}", place)


def _next_step(outcome: Outcome) -> str:
    if outcome.doubt is not None:
        return LET_IN
    if outcome.status == TOO_MANY:
        return "Let the receiver take more deliveries in a minute, then run golive again"
    if outcome.redirected:
        return "Register the URL that answers by itself: providers do not follow redirects"
    if outcome.timed_out:
        return "Let the receiver answer at once and do the work afterwards, then run golive again"
    sound = ", and that its certificate is sound" if outcome.place.url.startswith("https:") else ""
    return f"Make sure that the receiver runs and can be reached from here{sound}, then run golive again"
