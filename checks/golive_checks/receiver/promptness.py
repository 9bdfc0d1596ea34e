"""`receiver.promptness`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from golive.check import check
from golive.finding import Finding, fail, seen, unknown, warn
from golive.receiver.observation import BURST, CORRECT
from golive_checks.receiver._answers import answer, each_receiver

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Place
    from golive.receiver.observation import Observations, Outcome
    from golive.receiver.scheme import Deliveries


@check(
    remedy="Put the delivery into a queue, answer 2xx at once, and do the work afterwards.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127271-webhook-delivery-and-retries",
        "https://docs.antonpayments.com/api-reference/webhook-events",
        "https://octopus-docs.pages.dev/docs/guides/handling-webhooks",
    ),
)
def promptness(ctx: Context) -> Iterator[Finding]:
    """
    Every receiver answers promptly and by itself, ten deliveries at once included.

    A delivery that is not answered in time counts as failed and is sent again while the first one is still being
    processed. A redirect is not followed: to the provider it is a failed delivery, however well a browser copes.
    """
    facts = ctx.provider.deliveries
    yield from each_receiver(ctx, lambda observed, place: _judge(observed, place, facts))


def _judge(observed: Observations, place: Place, facts: Deliveries) -> Iterator[Finding]:
    # How soon an attacker learns that he was refused is no provider's affair.
    single = [one for one in observed.outcomes if one.genuine]
    problems = [
        *_failures(single, observed.burst, facts),
        *_delays(single, observed.burst, facts),
        *_overload(observed.burst),
    ]
    yield from problems
    if not observed.burst:
        reason = observed.unsent.get(BURST, "they were not sent")
        yield unknown(f"how the receiver copes with several deliveries at once was not seen: {reason}", place)
    elif not problems:
        yield seen(
            f"{len(single) + len(observed.burst)} sound deliveries, {len(observed.burst)} of them at once, were each "
            f"answered within {facts.prompt:g} s by {observed.url}",
            place,
        )


def _failures(single: Sequence[Outcome], burst: Sequence[Outcome], facts: Deliveries) -> Iterator[Finding]:
    """Yield one finding for each way to fail, at the first delivery that shows it."""
    everything = (*single, *burst)
    redirected = [one for one in everything if one.redirected]
    late = [one for one in everything if _is_late(one, facts)]
    lost = [one for one in everything if one.status is None and not _is_late(one, facts)]
    if redirected:
        yield fail(
            f"a delivery {answer(redirected[0])}, and providers do not follow redirects",
            redirected[0].place,
            fix="Register the URL that answers by itself, down to the slash at its end",
        )
    if late:
        yield fail(
            f"{_not_within(facts.deadline, single, burst)}, and then the provider gives up",
            late[0].place,
        )
    if lost:
        yield unknown(f"a delivery {answer(lost[0])}", lost[0].place)


def _delays(single: Sequence[Outcome], burst: Sequence[Outcome], facts: Deliveries) -> Iterator[Finding]:
    slow = [one for one in (*single, *burst) if one.status is not None and facts.prompt < one.seconds <= facts.deadline]
    if slow:
        yield warn(
            f"{_not_within(facts.prompt, single, burst)}; the provider gives up after {facts.deadline:g} s",
            slow[0].place,
        )


def _overload(burst: Sequence[Outcome]) -> Iterator[Finding]:
    """Yield that sound deliveries were turned away because they came together: one by itself was accepted before."""
    turned_away = [one for one in burst if one.status is not None and not one.accepted and not one.redirected]
    if turned_away:
        statuses = " or ".join(map(str, sorted({one.status or 0 for one in turned_away})))
        yield warn(
            f"deliveries were answered {statuses} when {len(burst)} came at once",
            turned_away[0].place,
            fix="Let the receiver take several deliveries at a time: real events come together",
        )


def _not_within(limit: float, single: Sequence[Outcome], burst: Sequence[Outcome]) -> str:
    """Return which deliveries took longer than this many seconds. How many is another number in every run."""
    if len(single) + len(burst) == 1:
        return f"the delivery was not answered within {limit:g} s"
    slow = {one.name for one in (*single, *burst) if one.status is None or one.seconds > limit}
    if slow == {CORRECT}:
        return f"the first delivery was not answered within {limit:g} s, while all others were"
    if slow.isdisjoint(one.name for one in single):
        return f"single deliveries were answered within {limit:g} s, and not all of {len(burst)} at once"
    return f"not every delivery was answered within {limit:g} s"


def _is_late(outcome: Outcome, facts: Deliveries) -> bool:
    if outcome.status is None:
        return outcome.timed_out
    return outcome.seconds > facts.deadline
