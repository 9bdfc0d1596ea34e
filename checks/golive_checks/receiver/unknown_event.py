"""`receiver.unknown-event`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.check import check
from golive.finding import Finding, fail, seen, warn
from golive.receiver.observation import UNKNOWN_EVENT
from golive_checks.receiver._answers import answer, each_receiver, is_wrong, need_accepted, undecided

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Place
    from golive.receiver.observation import Observations

NEW: Final = "a correctly signed delivery of an event type that does not exist yet"


@check(
    remedy="Answer 2xx to event types that the application does not know, write them to the log, and do nothing else.",
    sources=(
        "https://docs.antonpayments.com/api-reference/webhook-events",
        "https://octopus-docs.pages.dev/docs/getting-started/api-promise",
        "https://octopus-docs.pages.dev/docs/best-practices/api-versioning",
    ),
)
def unknown_event(ctx: Context) -> Iterator[Finding]:
    """
    Every receiver accepts an event of a type that it does not know yet.

    Providers add event types without notice. A receiver that breaks on one gets it again and again, and the events
    that matter wait behind it; one that refuses it may have its subscription disabled.
    """
    yield from each_receiver(ctx, _judge)


def _judge(observed: Observations, place: Place) -> Iterator[Finding]:
    need_accepted(observed, UNKNOWN_EVENT)
    outcome = observed.outcome(UNKNOWN_EVENT)
    if outcome.accepted:
        yield seen(f"1 delivery of an unknown type was accepted by {observed.url}", place)
    elif outcome.refused and outcome.doubt is None:
        yield warn(f"{NEW} {answer(outcome)}, so the provider will send it again", outcome.place)
    elif is_wrong(outcome):
        yield fail(f"{NEW} {answer(outcome)}", outcome.place)
    else:
        yield undecided(NEW, outcome)
