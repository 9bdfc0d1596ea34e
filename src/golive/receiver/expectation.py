"""What a sound receiver does with each test delivery, as far as one answer alone can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from golive.finding import Level
from golive.receiver.observation import CORRECT, DUPLICATE, FORGED, FUTURE, STALE, UNKNOWN_EVENT, UNUSUAL

if TYPE_CHECKING:
    from golive.receiver.observation import Outcome
    from golive.receiver.scheme import Deliveries

_GENUINE: Final = frozenset({CORRECT, DUPLICATE, UNUSUAL})
_TO_REFUSE: Final = frozenset({*FORGED, STALE, FUTURE})
DIAGNOSES: Final = ("mistake-", "scheme-")
"""How the names of deliveries begin that look for the reason why a sound one was refused."""
_SERVER_ERROR: Final = range(500, 600)


def grade(outcome: Outcome, facts: Deliveries) -> Level:
    """
    Return how one answer looks by itself: FAIL is certainly wrong, WARN needs a look, SEEN is as it should be.

    The checks judge what the answers mean together; nothing is wrong here that no check fails for.
    """
    if outcome.genuine and (outcome.redirected or (outcome.status is not None and outcome.seconds > facts.deadline)):
        return Level.FAIL
    if outcome.doubt is not None:
        return Level.WARN
    level = _of_answer(outcome)
    slow = outcome.genuine and outcome.seconds > facts.prompt
    return Level.WARN if level is Level.SEEN and slow else level


def _of_answer(outcome: Outcome) -> Level:
    broke = outcome.status in _SERVER_ERROR
    if outcome.name in _GENUINE:
        return _choose(right=outcome.accepted, wrong=outcome.refused or broke)
    if outcome.name in _TO_REFUSE:
        return _choose(right=outcome.refused, wrong=outcome.accepted)
    if outcome.name == UNKNOWN_EVENT:
        return _choose(right=outcome.accepted, wrong=broke)
    if outcome.name.startswith(DIAGNOSES):
        return _choose(right=outcome.refused, wrong=False)
    return _choose(right=outcome.accepted, wrong=False)


def _choose(*, right: bool, wrong: bool) -> Level:
    if wrong:
        return Level.FAIL
    return Level.SEEN if right else Level.WARN
