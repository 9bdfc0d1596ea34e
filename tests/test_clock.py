"""Deadlines: a part never outlives the whole, and knows how long it really had."""

import pytest

from golive.clock import Deadline
from support.fake_clock import FakeClock


def test_a_part_ends_with_the_whole_and_says_how_long_it_had():
    clock = FakeClock()
    whole = Deadline(clock, 8.0)
    clock.sleep(2.0)
    assert whole.within(45.0).seconds == pytest.approx(6.0)
    assert whole.within(45.0).remaining == pytest.approx(6.0)
    assert whole.within(1.5).seconds == pytest.approx(1.5)
    assert whole.within(1.5).remaining == pytest.approx(1.5)


def test_a_part_of_what_is_over_is_over():
    clock = FakeClock()
    whole = Deadline(clock, 1.0)
    clock.sleep(3.0)
    assert whole.within(5.0).passed
    assert whole.within(5.0).seconds == 0.0


def test_an_earlier_end_is_never_in_the_past():
    clock = FakeClock()
    whole = Deadline(clock, 8.0)
    sooner = whole.sooner(1.0)
    assert (sooner.seconds, sooner.remaining) == (pytest.approx(7.0), pytest.approx(7.0))
    assert whole.sooner(20.0).passed
    assert whole.sooner(20.0).seconds == 0.0
    clock.sleep(7.5)
    assert sooner.passed
    assert not whole.passed
