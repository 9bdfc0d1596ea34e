import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.http import policy
from golive.http.errors import NotAllowed


@pytest.mark.parametrize(
    "path", ["/v1/balances", "/v1/balances/EUR", "/v1/payees/p%C3%A4_1/", "/v1/x:y@z", "/.well-known/jwks.json"]
)
def test_a_plain_path_is_readable(path: str) -> None:
    policy.check_readable(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "v1/balances",
        "//evil.example/v1",
        "https://evil.example/v1",
        "/\\evil.example",
        "/v1//balances",
        "/v1/../secret",
        "/v1/./x",
        "/v1/%2e%2e/x",
        "/v1/a%2fb",
        "/v1/a%5Cb",
        "/v1/a%00",
        "/v1/a%0d%0aX:1",
        "/v1/%252e",
        "/v1/a%3Fb",
        "/v1/a%2",
        "/v1/a?b=c",
        "/v1/a#b",
        "/v1/a b",
        "/v1/a\nb",
        "/v1/a\r\nHost: evil.example",
        "/v1/a\tb",
        "/v1/ä",
        "/v1/\ud800",
        "/v1/a;b=c",
        "@evil.example/",
        "/" + "a" * 2000,
    ],
)
def test_a_tricky_path_is_refused(path: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        policy.check_readable(path)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "path",
    [
        "/v1/webhooks/wbh_1/secret",
        "/v1/webhooks/wbh_1/secret/",
        "/v1/webhooks/wbh_1/SECRET",
        "/v1/webhooks/wbh_1/%73ecret",
        "/v1/webhooks/wbh_1/secret/rotate",
        "/v1/payees/p_1/pii",
        "/v1/auth/logout",
        "/v1/logout-all/now",
        "/v1/oauth/refresh",
        "/v1/token/Refresh_token",
    ],
)
def test_what_is_not_for_reading_is_not_read(path: str) -> None:
    with pytest.raises(NotAllowed, match="golive never asks for"):
        policy.check_readable(path)


@given(st.text(max_size=40))
def test_a_path_that_passes_holds_nothing_that_splits_a_request(path: str) -> None:
    try:
        policy.check_path(path)
    except NotAllowed:
        return
    assert path.startswith("/")
    assert not path.startswith("//")
    assert path.isascii()
    assert not set(path) & set(" \t\r\n\\?#;")
    assert ".." not in path


def test_a_login_goes_to_the_login_paths_only() -> None:
    policy.check_login("/oauth/token", frozenset({"/oauth/token"}))
    with pytest.raises(NotAllowed, match="not a login path"):
        policy.check_login("/v1/payouts", frozenset({"/oauth/token"}))
    with pytest.raises(NotAllowed, match="no plain path"):
        policy.check_login("/oauth/../v1/payouts", frozenset({"/oauth/../v1/payouts"}))


@pytest.mark.parametrize("host", ["api.antonpayments.com", "a-b.c", "127.0.0.1"])
def test_a_plain_host_is_fine(host: str) -> None:
    policy.check_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "localhost",
        "API.x.com",
        "a.com:443",
        "a.com@evil",
        "a.com/",
        "a..com",
        "-a.com",
        "a.com.",
        "a.com\n",
        "ä.com",
        "a" * 64 + ".com",
        "[::1]",
        "a." * 127 + "com",
    ],
)
def test_anything_but_a_plain_host_is_refused(host: str) -> None:
    with pytest.raises(NotAllowed):
        policy.check_host(host)


@pytest.mark.parametrize("run_id", ["", "a b", "-a", "a-", "a\n", "a" * 41, "ä"])
def test_a_run_id_is_a_plain_word(run_id: str) -> None:
    with pytest.raises(NotAllowed):
        policy.check_run_id(run_id)


def test_a_query_is_encoded_whole() -> None:
    assert policy.encode_query(None) == ""
    assert policy.encode_query({}) == ""
    assert policy.encode_query({"a b": "c/d&e=f#g\r\nX: y"}) == "?a%20b=c%2Fd%26e%3Df%23g%0D%0AX%3A%20y"
    with pytest.raises(NotAllowed) as caught:
        policy.encode_query({"cursor": "\ud800"})
    assert caught.value.__context__ is None
