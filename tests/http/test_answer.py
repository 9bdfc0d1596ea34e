import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.http.answer import Answer
from golive.http.errors import UnreadableAnswer
from golive.http.journal import Exchange
from support.fake_clock import START

EXCHANGE = Exchange(method="GET", url="https://api.x.com/v1/a", request_id="r", status=200, started_at=START)


def answer(body: bytes, content_type: str | None = "application/json") -> Answer:
    headers = {} if content_type is None else {"Content-Type": content_type}
    return Answer(200, headers, body, EXCHANGE)


def problem(body: bytes, content_type: str | None = "application/json") -> str:
    with pytest.raises(UnreadableAnswer) as caught:
        answer(body, content_type).json()
    assert caught.value.__context__ is None
    assert caught.value.exchange is EXCHANGE
    assert caught.value.place == EXCHANGE.place
    said = str(caught.value)
    assert said.isprintable()
    return said.removeprefix("https://api.x.com/v1/a answered 200 ")


def test_numbers_are_exact() -> None:
    digits = "123456789012345678901234567890"
    value = answer(f"[{digits}, -{digits}.05, 1e2, 0.1]".encode()).json()
    assert value == [int(digits), Decimal(f"-{digits}.05"), Decimal(100), Decimal("0.1")]
    assert isinstance(value, list)
    assert [type(item) for item in value] == [int, Decimal, Decimal, Decimal]


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/problem+json",
        "text/json",
        "application/vnd.x+json",
        None,
    ],
)
def test_a_json_content_type_or_none_is_read(content_type: str | None) -> None:
    assert answer(b'{"a": "\xc3\xa4"}', content_type).json() == {"a": "ä"}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "with an empty body instead of JSON"),
        (b" \r\n", "with an empty body instead of JSON"),
        (b"<html><body>Down for maintenance", "with an HTML page instead of JSON"),
        (b"\n<!doctype  HTML>", "with an HTML page instead of JSON"),
        (b'{"a": "\xff"}', "with text that is not UTF-8"),
        (b'{"a":\n tru', "with JSON that is broken at line 2, column 2"),
        (b"\xef\xbb\xbf{}", "with JSON that is broken at line 1, column 1"),
        (b"{} {}", "with JSON that is broken at line 1, column 4"),
        (b"[NaN]", "with JSON that holds NaN, which is no number"),
        (b"[-Infinity]", "with JSON that holds -Infinity, which is no number"),
        (b'{"a": 1, "b": 2, "a": 1}', "with JSON that repeats the key 'a' in one object"),
        (b'{"\\u001b[2J": 1, "\\u001b[2J": 1}', "with JSON that repeats the key '\\\\x1b[2J' in one object"),
        (b"[" + b"9" * 100_000 + b"]", "with JSON that holds a number of 100000 characters"),
        (b"[0." + b"9" * 100_000 + b"]", "with JSON that holds a number of 100002 characters"),
        (b"[1e999999999]", "with JSON that holds a number with the exponent 999999999"),
        (b"[1E-999999999999999999999]", "with JSON that holds a number with the exponent -999999999999999999…"),
        (b"[" * 100_000 + b"]" * 100_000, "with JSON nested more than 100 levels deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "with JSON nested more than 100 levels deep"),
        (b"[" * 102 + b"]" * 102, "with JSON that is nested more than 100 levels deep"),
        (b'[{"a": "\\ud800"}]', "with JSON that holds half of a UTF-16 pair, which is no character"),
        (b'[{"\\uDFFF": 1}]', "with JSON that holds half of a UTF-16 pair, which is no character"),
    ],
)
def test_a_hostile_body_is_unreadable_and_said_why(body: bytes, said: str) -> None:
    assert problem(body) == said


@pytest.mark.parametrize(
    ("content_type", "said"),
    [
        ("text/html; charset=utf-8", "with an HTML page instead of JSON"),
        ("application/xhtml+xml", "with an HTML page instead of JSON"),
        ("text/plain", "with text/plain instead of JSON"),
        ("application/jsonp", "with application/jsonp instead of JSON"),
        ("a\x1b[2J" + "b" * 100, "with a\\x1b[2J" + "b" * 51 + "… instead of JSON"),
    ],
)
def test_another_content_type_is_named(content_type: str, said: str) -> None:
    assert problem(b"{}", content_type) == said


def test_a_hundred_levels_and_whole_pairs_are_fine() -> None:
    answer(b"[" * 100 + b"]" * 100).json()
    assert answer(b'["\\ud83d\\ude00"]').json() == ["😀"]


def test_no_repr_holds_headers_or_body() -> None:
    shown = repr(Answer(200, {"X-Token": "hidden"}, b"hidden", EXCHANGE))
    assert "hidden" not in shown


def test_headers_are_found_in_any_case() -> None:
    assert answer(b"{}").headers["CONTENT-type"] == "application/json"
    assert answer(b"{}").place == EXCHANGE.place


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
        max_leaves=20,
    )
)
def test_what_json_can_say_comes_back(value: object) -> None:
    assert answer(json.dumps(value).encode()).json() == value


@given(st.binary(max_size=60))
def test_no_bytes_make_it_crash(body: bytes) -> None:
    try:
        answer(body).json()
    except UnreadableAnswer as error:
        assert str(error).isprintable()  # noqa: PT017 - either outcome is fine
