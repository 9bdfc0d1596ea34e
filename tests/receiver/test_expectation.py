"""What one answer looks like by itself."""

from __future__ import annotations

import pytest

from golive.finding import Level
from golive.providers.anton.signature import DELIVERIES
from golive.receiver import observation as names
from golive.receiver.expectation import grade
from support.probes import outcome

RIGHT, LOOK, WRONG = Level.SEEN, Level.WARN, Level.FAIL


@pytest.mark.parametrize(
    ("name", "levels"),
    [
        # Of the answers 200, 204, 400, 401, 429, 500, 503, and none at all.
        *((name, (RIGHT, RIGHT, WRONG, WRONG, LOOK, WRONG, WRONG, LOOK)) for name in (names.CORRECT, names.UNUSUAL)),
        (names.DUPLICATE, (RIGHT, RIGHT, WRONG, WRONG, LOOK, WRONG, WRONG, LOOK)),
        *((name, (WRONG, WRONG, RIGHT, RIGHT, LOOK, LOOK, LOOK, LOOK)) for name in (*names.FORGED, names.STALE)),
        (names.FUTURE, (WRONG, WRONG, RIGHT, RIGHT, LOOK, LOOK, LOOK, LOOK)),
        (names.UNKNOWN_EVENT, (RIGHT, RIGHT, LOOK, LOOK, LOOK, WRONG, WRONG, LOOK)),
        *((name, (LOOK, LOOK, RIGHT, RIGHT, LOOK, LOOK, LOOK, LOOK)) for name in ("mistake-x", "scheme-y")),
        ("burst-3", (RIGHT, RIGHT, LOOK, LOOK, LOOK, LOOK, LOOK, LOOK)),
    ],
)
def test_every_answer_to_every_delivery_is_right_wrong_or_worth_a_look(name, levels):
    statuses = (200, 204, 400, 401, 429, 500, 503, None)
    assert tuple(grade(outcome(name, status), DELIVERIES) for status in statuses) == levels


@pytest.mark.parametrize("name", [*names.IN_ORDER, "mistake-x", "burst-1"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_wrong_whatever_was_sent(name, status):
    assert grade(outcome(name, status), DELIVERIES) is WRONG


@pytest.mark.parametrize(
    ("status", "seconds", "level"),
    [(200, 9.9, RIGHT), (200, 10.1, LOOK), (200, 30.1, WRONG), (401, 10.1, WRONG), (None, 30.1, LOOK)],
)
def test_a_right_answer_that_comes_late_is_worth_a_look_and_one_past_the_deadline_is_wrong(status, seconds, level):
    assert grade(outcome(names.CORRECT, status, seconds), DELIVERIES) is level
