import threading

import pytest

from golive.clock import Deadline
from golive.http.errors import TimedOut
from golive.http.pace import Budget, Pace
from support.fake_clock import FakeClock


def test_the_shorter_of_timeout_and_budget_counts() -> None:
    clock, pace = FakeClock(), Pace()
    with pace.keeping(Budget.of(clock, 20, None)):
        assert pace.step(10, "x.com", "sent nothing for {} s").seconds == 10
        assert str(pace.step(10, "x.com", "sent nothing for {} s").error) == "x.com sent nothing for 10 s"
        clock.sleep(15)
        step = pace.step(10, "x.com", "sent nothing for {} s")
        assert step.seconds == 5
        assert str(step.error) == "x.com did not finish its answer within 20 s"
        assert pace.step(None, "x.com", "{}").seconds == 5
        clock.sleep(5)
        with pytest.raises(TimedOut, match="within 20 s"):
            pace.step(10, "x.com", "{}")
    assert pace.step(None, "x.com", "{}").seconds == 86_400


def test_the_run_ends_a_request_early_and_is_named() -> None:
    clock = FakeClock()
    run = Deadline(clock, 5)
    assert Budget.of(clock, 20, run).shortened
    assert not Budget.of(clock, 4, run).shortened
    assert "the time for this run was over" in str(Budget.of(clock, 20, run).overrun("x.com"))


def test_each_thread_has_its_own_budget() -> None:
    pace = Pace()
    seen: list[float] = []
    with pace.keeping(Budget.of(FakeClock(), 1, None)):
        thread = threading.Thread(target=lambda: seen.append(pace.step(9, "x.com", "{}").seconds))
        thread.start()
        thread.join()
    assert seen == [9]


def test_what_may_be_reached_is_forgotten_after_the_request() -> None:
    pace = Pace()
    budget = Budget.of(FakeClock(), 1.0, None)
    with pace.keeping(budget, lambda address: address.is_loopback):
        assert pace.may_reach is not None
    assert pace.may_reach is None
    with pace.keeping(budget):
        assert pace.may_reach is None
