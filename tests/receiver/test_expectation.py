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
        (names.CONTROL, (RIGHT, RIGHT, LOOK, LOOK, LOOK, LOOK, LOOK, LOOK)),
        (names.UNKNOWN_EVENT, (RIGHT, RIGHT, LOOK, LOOK, LOOK, WRONG, WRONG, LOOK)),
        *((name, (LOOK, LOOK, RIGHT, RIGHT, LOOK, LOOK, LOOK, LOOK)) for name in ("mistake-x", "scheme-y")),
        ("burst-3", (RIGHT, RIGHT, LOOK, LOOK, LOOK, LOOK, LOOK, LOOK)),
    ],
)
def test_every_answer_to_every_delivery_is_right_wrong_or_worth_a_look(name, levels):
    statuses = (200, 204, 400, 401, 429, 500, 503, None)
    assert tuple(grade(outcome(name, status), DELIVERIES) for status in statuses) == levels


SENT = [*names.IN_ORDER, "mistake-x", "burst-1", "control-after-duplicate"]
FROM_ATTACKERS = {*names.FORGED, names.STALE, names.FUTURE, "mistake-x"}


@pytest.mark.parametrize("name", SENT)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_wrong_for_what_a_provider_sends(name, status):
    assert grade(outcome(name, status), DELIVERIES) is (LOOK if name in FROM_ATTACKERS else WRONG)


@pytest.mark.parametrize("name", SENT)
def test_nobody_fails_for_letting_an_attacker_wait(name):
    status = 401 if name in FROM_ATTACKERS else 200
    assert grade(outcome(name, status, 12.0), DELIVERIES) is (RIGHT if name in FROM_ATTACKERS else LOOK)
    assert grade(outcome(name, status, 31.0), DELIVERIES) is (RIGHT if name in FROM_ATTACKERS else WRONG)


@pytest.mark.parametrize("name", [names.CORRECT, names.DUPLICATE, names.UNUSUAL, names.UNKNOWN_EVENT, names.MISSING])
@pytest.mark.parametrize("status", [401, 500])
def test_a_refusal_that_proves_nothing_is_worth_a_look(name, status):
    assert grade(outcome(name, status, doubt="everything is refused"), DELIVERIES) is LOOK


@pytest.mark.parametrize(
    ("status", "seconds", "level"),
    [(200, 9.9, RIGHT), (200, 10.1, LOOK), (200, 30.1, WRONG), (401, 10.1, WRONG), (None, 30.1, LOOK)],
)
def test_a_right_answer_that_comes_late_is_worth_a_look_and_one_past_the_deadline_is_wrong(status, seconds, level):
    assert grade(outcome(names.CORRECT, status, seconds), DELIVERIES) is level
