"""`receiver.promptness`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from golive.check import check
from golive.finding import Finding, fail, seen, unknown, warn
from golive.receiver.observation import BURST
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
    everything = (*observed.outcomes, *observed.burst)
    problems = [*_failures(everything, facts), *_delays(everything, facts), *_overload(observed.burst)]
    yield from problems
    if not observed.burst:
        reason = observed.unsent.get(BURST, "they were not sent")
        yield unknown(f"how the receiver copes with several deliveries at once was not seen: {reason}", place)
    elif not problems:
        yield seen(
            f"{observed.count} deliveries, {len(observed.burst)} of them at once, were each answered within "
            f"{facts.prompt:g} s by {observed.url}",
            place,
        )


def _failures(outcomes: Sequence[Outcome], facts: Deliveries) -> Iterator[Finding]:
    """Yield one finding for each way to fail, at the first delivery that shows it."""
    redirected = [one for one in outcomes if one.redirected]
    late = [one for one in outcomes if _is_late(one, facts)]
    lost = [one for one in outcomes if one.status is None and not _is_late(one, facts)]
    if redirected:
        yield fail(
            f"a delivery {answer(redirected[0])}, and providers do not follow redirects",
            redirected[0].place,
            fix="Register the URL that answers by itself, down to the slash at its end",
        )
    if late:
        yield fail(
            f"{_some(late, outcomes)} not answered within the {facts.deadline:g} s after which the provider gives up",
            late[0].place,
        )
    if lost:
        yield unknown(f"a delivery {answer(lost[0])}", lost[0].place)


def _delays(outcomes: Sequence[Outcome], facts: Deliveries) -> Iterator[Finding]:
    slow = [one for one in outcomes if one.status is not None and facts.prompt < one.seconds <= facts.deadline]
    if slow:
        yield warn(
            f"{_some(slow, outcomes)} answered only after more than {facts.prompt:g} s; the provider gives up after "
            f"{facts.deadline:g} s",
            slow[0].place,
        )


def _overload(burst: Sequence[Outcome]) -> Iterator[Finding]:
    """Yield that sound deliveries were turned away because they came together: one by itself was accepted before."""
    turned_away = [one for one in burst if one.status is not None and not one.accepted and not one.redirected]
    if turned_away:
        statuses = ", ".join(map(str, sorted({one.status or 0 for one in turned_away})))
        yield warn(
            f"{_some(turned_away, burst)} answered {statuses} when {len(burst)} came at once",
            turned_away[0].place,
            fix="Let the receiver take several deliveries at a time: real events come together",
        )


def _is_late(outcome: Outcome, facts: Deliveries) -> bool:
    if outcome.status is None:
        return outcome.timed_out
    return outcome.seconds > facts.deadline


def _some(which: Sequence[Outcome], among: Sequence[Outcome]) -> str:
    return f"{len(which)} of {len(among)} deliveries {'was' if len(which) == 1 else 'were'}"
