import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.http.headers import Headers
from golive.http.retry import asked_wait, backoff
from support.fake_clock import START


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0),
        ("2", 2.0),
        (" 2 ", 2.0),
        ("1.5", 1.5),
        ("86400", 86400.0),
        ("9" * 5000, 1e9),
        ("Sun, 22 Nov 2026 10:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 11:00:30 +0100", 30.0),
        ("Sun, 22 Nov 2026 10:00:30", 30.0),
        ("Sun, 22 Nov 2026 10:00:30 -0000", 30.0),
        ("Sun, 22 Nov 2020 10:00:30 GMT", 0.0),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("٣", None),
        ("Sun, 99 Foo 2026 10:00:30 GMT", None),
        ("Sun, 22 Nov 99999999999 10:00:30 GMT", None),
    ],
)
def test_the_asked_wait_is_understood_or_ignored(text: str, seconds: float | None) -> None:
    assert asked_wait(Headers({"Retry-After": text}), START) == seconds


def test_no_header_asks_for_no_wait() -> None:
    assert asked_wait({}, START) is None


@given(st.text())
def test_no_text_makes_it_crash(text: str) -> None:
    wait = asked_wait({"retry-after": text}, START)
    assert wait is None or wait >= 0


def test_the_wait_doubles_and_stays_between_half_and_all_of_it() -> None:
    assert [backoff(attempt, lambda: 1.0) for attempt in (1, 2, 3)] == [0.5, 1.0, 2.0]
    assert [backoff(attempt, lambda: 0.0) for attempt in (1, 2, 3)] == [0.25, 0.5, 1.0]
