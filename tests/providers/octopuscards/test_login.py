"""One login per run, its tokens in memory and nowhere else."""

from __future__ import annotations

import json
import threading
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.errors import Unverified
from golive.http.errors import TimedOut
from golive.providers.octopuscards.login import LoginRefused
from golive.redact import Redactor
from support.fake_session import reply
from support.octopus_checks import ACCESS, KEY, REFRESH, SECRET, answering, client, logged_in, refused


def bearer(session) -> set[str]:
    return {call.headers.get("Authorization", "") for call in session.calls if call.method == "GET"}


def test_key_and_secret_are_sent_once_as_json_and_every_get_carries_the_token():
    api, session = client()
    api.authenticate()
    api.wallets()
    api.currencies()
    api.authenticate()
    assert [(call.method, call.path) for call in session.calls] == [
        ("POST", "/auth/login"),
        ("GET", "/api/v1/currencies"),
        ("GET", "/api/v1/wallets"),
    ]
    assert json.loads(session.calls[0].body) == {"username": KEY, "password": SECRET}
    assert session.calls[0].headers == {}
    assert bearer(session) == {f"Bearer {ACCESS}"}


def test_many_threads_share_one_login():
    api, session = client()
    threads = [threading.Thread(target=ask) for ask in (api.wallets, api.currencies, api.authenticate) * 5]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(session.asked()) == ["/api/v1/currencies", "/api/v1/wallets", "/auth/login"]


@pytest.mark.parametrize(
    "body",
    [
        {"success": True, "data": {"access_token": ACCESS, "refresh_token": REFRESH, "client_id": 4711}},
        {"access_token": ACCESS, "token": "another", "expires_in": 3600},
        {"token": ACCESS, "expires_in": 3600},
        {"success": True, "data": {"token": ACCESS}},
        {"success": True, "data": {"access_token": ACCESS}, "token": "another"},
        {"success": True, "data": None, "token": ACCESS},
        {"success": True, "data": {"access_token": None}, "access_token": ACCESS},
    ],
)
def test_the_token_is_found_in_every_documented_place(body):
    api, session = client(answering(login=reply(body=body)))
    api.wallets()
    assert bearer(session) == {f"Bearer {ACCESS}"}


def test_both_tokens_are_secrets_from_then_on():
    redactor = Redactor()
    client(redactor=redactor)[0].wallets()
    for token in (ACCESS, REFRESH):
        assert token not in redactor(f"an echo of {token}, {quote(token, safe='')} and {token[:18]}")
        assert redactor(f"x {token} y") == "x *** y"


@pytest.mark.parametrize("broken", ["with a space", "tökén", "line\nbreak", "nul\0"])
def test_a_token_that_no_header_can_carry_is_never_sent_and_never_shown(broken):
    redactor = Redactor()
    api, session = client(answering(login=logged_in(access_token=broken)), redactor=redactor)
    with pytest.raises(LoginRefused, match="an access_token that no header can carry") as refusal:
        api.wallets()
    assert session.asked() == ["/auth/login"]
    assert broken not in str(refusal.value)
    assert redactor(broken) == "***"


@pytest.mark.parametrize(
    "body", [{}, [], "text", 7, {"success": True, "data": {}}, {"success": False, "data": []}, {"access_token": 7}]
)
def test_a_login_without_a_token_is_asked_once_and_nothing_else_is(body):
    api, session = client(answering(login=reply(body=body)))
    for ask in (api.wallets, api.currencies, api.wallets):
        with pytest.raises(LoginRefused, match="answered 200 without an access_token"):
            ask()
    assert session.asked() == ["/auth/login"]


def test_a_refused_login_is_not_repeated():
    api, session = client(answering(login=refused(401, "UNAUTHORIZED", "Invalid credentials")))
    api.authenticate()
    for ask in (api.wallets, api.currencies):
        with pytest.raises(LoginRefused, match=r"answered 401 \(UNAUTHORIZED: Invalid credentials\)"):
            ask()
    assert session.asked() == ["/auth/login"]


@pytest.mark.parametrize("answer", [reply(raw=b"<html>"), TimedOut("nobody answered in time")])
def test_a_login_without_a_readable_answer_is_unverified_and_not_repeated(answer):
    api, session = client(answering(login=answer))
    for ask in (api.authenticate, api.wallets):
        with pytest.raises(Unverified):
            ask()
    assert session.asked() == ["/auth/login"]


@pytest.mark.parametrize("missing", ["api_key", "api_secret"])
def test_half_a_pair_sends_nothing(missing):
    pair = {"api_key": KEY, "api_secret": SECRET}
    del pair[missing]
    with pytest.raises(Unverified, match=f"declares no {missing}"):
        client(**pair)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["success", "data", "token", "access_token", "refresh_token", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(body=JSON, status=st.sampled_from([200, 201, 301, 400, 401, 403, 404, 429, 500]))
def test_any_answer_to_the_login_ends_with_a_token_or_unverified(body, status):
    api, session = client(answering(login=reply(status, body)))
    try:
        api.wallets()
    except Unverified:
        assert session.asked() == ["/auth/login"]
    else:
        assert len(session.calls) == 2
    assert api.authenticate().message
    assert session.asked().count("/auth/login") == 1
