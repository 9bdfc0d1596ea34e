"""`receiver.duplicate-delivery`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from golive.check import check
from golive.finding import Finding, fail, seen, unknown
from golive.receiver.observation import CONTROL, DUPLICATE, UNUSUAL
from golive_checks.receiver._answers import answer, each_receiver, is_wrong, need_accepted, undecided

if TYPE_CHECKING:
    from golive.context import Context
    from golive.finding import Place
    from golive.receiver.observation import Observations, Outcome

REPEATED: Final = "a delivery that was sent for the second time"
ALREADY_REPORTED: Final = 208
"""A status that says it all: https://www.rfc-editor.org/rfc/rfc5842#section-7.1."""

_STATEMENT: Final = re.compile(r"[^,;{}\[\]\r\n]+")
_SAYS_SO: Final = re.compile(
    r"duplicat|\bdedup|already|seen before|\bignored\b|\breplay|\brepeat|processed before|\bskipped\b|\bknown event",
    re.IGNORECASE,
)
# Before the word ("not a duplicate"), right after it ("duplicate not found"), or as a value ("duplicate: false"). What
# else follows is about something else: "already processed - no action taken".
_DENIED_BEFORE: Final = re.compile(r"\b(?:not|no|non|never|false|null|none|0)\b|n't\b", re.IGNORECASE)
_DENIED_AFTER: Final = re.compile(
    r"\w*\s+(?:not|never)\b|.*[:=][\s\"']*(?:false|null|none|no|not|never|0)[\s\"']*$", re.IGNORECASE
)


@check(
    remedy="Keep the id of every event that was processed, answer 2xx to one that comes again, and do nothing with it.",
    sources=(
        "https://docs.antonpayments.com/api-reference/webhook-events",
        "https://help.antonpayments.com/en/articles/14127271-webhook-delivery-and-retries",
        "https://octopus-docs.pages.dev/docs/best-practices/webhooks",
    ),
)
def duplicate_delivery(ctx: Context) -> Iterator[Finding]:
    """
    Every receiver accepts a delivery that comes again, and says that it knows it.

    Deliveries are repeated whenever an answer was lost. One that is refused the second time is repeated until the
    provider gives up; one that is processed twice books a payout twice. What a receiver does with an event cannot be
    seen from outside: only an answer that tells of the repetition shows that it was noticed.
    """
    yield from each_receiver(ctx, _judge)


def _judge(observed: Observations, place: Place) -> Iterator[Finding]:
    fresh = [need_accepted(observed, DUPLICATE), *_more_fresh(observed)]
    second = observed.outcome(DUPLICATE)
    if is_wrong(second):
        yield fail(
            f"{REPEATED} {answer(second)}",
            second.place,
            fix="Answer 2xx to an event that was processed already: any other answer brings it again",
        )
    elif not second.accepted:
        yield undecided(REPEATED, second)
    elif _recognised(second, fresh):
        yield seen(f"2 identical deliveries were accepted by {observed.url}, and the second answer tells so", place)
    else:
        yield unknown(
            f"{REPEATED} was accepted, and nothing in the answer tells whether it was recognised",
            second.place,
            fix='Let the answer to a repeated delivery say so, such as {"status": "duplicate"}',
        )


def _more_fresh(observed: Observations) -> Iterator[Outcome]:
    """Yield what came of other deliveries that were sent once: their answers tell of no repetition."""
    single = [one for one in observed.outcomes if one.name in {CONTROL, UNUSUAL}]
    return (one for one in (*single, *observed.burst) if one.accepted)


def _recognised(repeated: Outcome, fresh: Iterable[Outcome]) -> bool:
    """
    Return whether an answer says what none to a fresh delivery does: that this one was here before.

    What they say is compared by the telling word alone: around it there may be counters, times and ids.
    """
    fresh = tuple(fresh)
    if repeated.status == ALREADY_REPORTED:
        return all(one.status != ALREADY_REPORTED for one in fresh)
    return not _telling(repeated) <= {word for one in fresh for word in _telling(one)}


def _telling(outcome: Outcome) -> set[str]:
    """Return the words with which an answer tells of a repetition, those that it denies left out."""
    return {
        found[0].lower()
        for statement in _statements(outcome)
        for found in _SAYS_SO.finditer(statement)
        if not _DENIED_BEFORE.search(statement, 0, found.start()) and not _DENIED_AFTER.match(statement, found.end())
    }


def _statements(outcome: Outcome) -> list[str]:
    """Return an answer in pieces: each header, and what stands between the commas and braces of the body."""
    body = [piece.strip() for piece in _STATEMENT.findall(outcome.reply)]
    return [*body, *(f"{name}: {value}" for name, value in outcome.headers.items())]
