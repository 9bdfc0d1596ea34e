import pytest

from golive.http.errors import NotAllowed
from golive.http.headers import Headers, check_sendable


def test_a_field_is_found_in_any_case_and_repeats_are_joined() -> None:
    headers = Headers([("X-One", "a"), ("x-one", "b"), ("Two", "c")])
    assert headers["X-ONE"] == "a, b"
    assert headers.get("missing") is None
    assert "TWO" in headers
    assert 1 not in headers
    assert list(headers) == ["x-one", "two"]
    assert len(headers) == 2
    assert Headers({"A": "1"}) == {"a": "1"}


def test_the_repr_holds_no_value() -> None:
    assert repr(Headers({"Set-Cookie": "hidden"})) == "Headers(set-cookie)"


@pytest.mark.parametrize("value", ["", " a", "a ", "a\nb", "a\r\nX: y", "a\0", "ä", "\ud800"])
def test_a_value_that_would_break_the_header_is_named_and_not_shown(value: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        check_sendable({"Authorization": value})
    assert "Authorization" in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("name", ["", "a b", "a:b", "a\nb", "ä"])
def test_a_name_that_would_break_the_header_is_refused(name: str) -> None:
    with pytest.raises(NotAllowed):
        check_sendable({name: "value"})


def test_ordinary_fields_are_fine() -> None:
    check_sendable({"Authorization": "Bearer a.b-c_d/e+f==", "Accept": "a, b;q=1", "X": "1"})


def test_a_field_may_be_empty_where_the_caller_says_so_and_nothing_else_is_let_through() -> None:
    check_sendable({"X-Signature": "", "X": "1"}, may_be_empty={"X-Signature"})
    with pytest.raises(NotAllowed, match="header Authorization"):
        check_sendable({"X-Signature": "", "Authorization": ""}, may_be_empty={"X-Signature"})
    with pytest.raises(NotAllowed, match="header X-Signature"):
        check_sendable({"X-Signature": " "}, may_be_empty={"X-Signature"})
