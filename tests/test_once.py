"""A value is made once, whoever asks, and so is its error."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from golive.errors import Unverified
from golive.once import Once


def test_nothing_is_made_before_somebody_asks():
    made: list[int] = []
    once = Once(lambda: made.append(1))
    assert made == []
    once()
    assert made == [1]


@pytest.mark.parametrize("value", ["value", None, 0, ""])
def test_twenty_threads_get_the_same_value(value):
    start = threading.Barrier(20)
    made: list[object] = []

    def make():
        made.append(value)
        return value

    once = Once(make)

    def ask(_number):
        start.wait()
        return once()

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(ask, range(20))) == [value] * 20
    assert made == [value]


def test_twenty_threads_get_the_same_error():
    made: list[int] = []

    def make():
        made.append(1)
        raise Unverified("not there")

    once = Once(make)

    def ask(_number):
        with pytest.raises(Unverified, match="not there") as caught:
            once()
        return id(caught.value)

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(ask, range(20)))) == 1
    assert made == [1]


def test_an_interruption_is_not_kept():
    """Ctrl-C while the value is made must not be what everybody gets afterwards."""
    answers = iter([KeyboardInterrupt(), "value"])

    def make():
        answer = next(answers)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    once = Once(make)
    with pytest.raises(KeyboardInterrupt):
        once()
    assert once() == "value"


def test_what_was_begun_is_waited_for_and_made_once():
    release, made = threading.Event(), []

    def make():
        release.wait(timeout=30)
        made.append(1)
        return "value"

    once = Once(make)
    once.begin()
    once.begin()
    assert made == []
    release.set()
    assert once() == "value"
    assert made == [1]


def test_an_error_of_what_was_begun_is_raised_to_whoever_asks():
    def make():
        raise Unverified("not there")

    once = Once(make)
    once.begin()
    with pytest.raises(Unverified, match="not there"):
        once()
