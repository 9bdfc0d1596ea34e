"""A token is asked for once, a nonce is taken once, and a refusal is remembered."""

from __future__ import annotations

import base64
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import pytest

from golive.errors import Unverified
from golive.http.errors import TimedOut
from golive.providers.anton.auth import LoginRefused
from golive.redact import Redactor
from support.dpop_keys import EC_KEY, pem, unb64
from support.fake_clock import START
from support.fake_session import KEY, client, listed, reply

TOKEN = "eyJ0.made-up.token"
OAUTH = {"client_id": "ant_oc_live_" + "0a" * 16, "client_secret": "s:e/c r€t", "dpop_key": pem(EC_KEY)}


def claims(call):
    return json.loads(unb64(call.headers["DPoP"].split(".")[1]))


def server(*, token=None, nonce=None, refuse_with=401):
    """Answer like a server that gives a token, and wants a nonce in every proof where one is given."""
    given = reply(200, {"access_token": TOKEN, "token_type": "DPoP"}) if token is None else token

    def answer(method, path, query):
        call = session_of[0].calls[-1]
        if nonce is not None and claims(call).get("nonce") != nonce:
            return reply(refuse_with, {"error": "use_dpop_nonce"}, headers={"DPoP-Nonce": nonce})
        return given if path == "/oauth/token" else listed()

    session_of: list = []
    return answer, session_of


def connected(*, redactor=None, **options):
    answer, session_of = server(**options)
    api, session = client(answer, redactor=redactor, **OAUTH)
    session_of.append(session)
    return api, session


def test_a_static_key_is_a_bearer_token():
    api, session = client(lambda *_: listed())
    api.balances()
    assert session.calls[0].headers == {"Authorization": f"Bearer {KEY}"}


def test_a_token_request_carries_the_client_form_encoded_and_a_proof_without_a_token():
    api, session = connected()
    api.balances()
    login, ask = session.calls
    assert (login.method, login.path, parse_qs(login.body.decode())) == (
        "POST",
        "/oauth/token",
        {"grant_type": ["client_credentials"]},
    )
    scheme, _, pair = login.headers["Authorization"].partition(" ")
    assert scheme == "Basic"
    assert base64.b64decode(pair).decode() == OAUTH["client_id"] + ":s%3Ae%2Fc%20r%E2%82%ACt"
    assert claims(login).keys() == {"jti", "htm", "htu", "iat"}
    assert ask.headers["Authorization"] == f"DPoP {TOKEN}"
    assert claims(ask)["htu"] == "https://api.antonpayments.com/v1/balances"
    assert claims(ask)["iat"] == int(START.timestamp())
    assert "ath" in claims(ask)


def test_the_token_may_come_in_an_envelope_and_is_masked_from_then_on():
    redactor = Redactor()
    api, session = connected(token=reply(200, {"data": {"access_token": TOKEN}}), redactor=redactor)
    api.balances()
    assert session.calls[1].headers["Authorization"] == f"DPoP {TOKEN}"
    assert redactor(f"echo {TOKEN}") == "echo ***"


def test_twenty_threads_ask_for_one_token():
    start = threading.Barrier(20)

    def slow(_method, path, _query):
        return reply(200, {"access_token": TOKEN}) if path == "/oauth/token" else listed()

    api, session = client(slow, **OAUTH)
    lists = [api.balances, api.corridors, api.subscriptions, api.payees, api.instruments]

    def ask(number):
        start.wait()
        return lists[number % 5]()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(ask, range(20)))
    asked = session.asked()
    assert asked.count("/oauth/token") == 1
    assert len(asked) == 6


@pytest.mark.parametrize("refuse_with", [400, 401])
def test_a_nonce_is_asked_for_once_and_then_kept(refuse_with):
    api, session = connected(nonce="n-1", refuse_with=refuse_with)
    api.balances()
    api.corridors()
    assert [claims(call).get("nonce") for call in session.calls] == [None, "n-1", "n-1", "n-1"]
    assert session.asked() == ["/oauth/token", "/oauth/token", "/v1/balances", "/v1/corridors"]


def test_a_nonce_that_another_thread_learnt_meanwhile_is_still_used():
    """Both proofs left without a nonce; the second refusal brings the nonce that the first one brought already."""
    both_sent = threading.Barrier(2)

    def answer(_method, path, _query):
        if path == "/oauth/token":
            return reply(200, {"access_token": TOKEN})
        with lock:
            mine = next(call for call in reversed(session.calls) if call.path == path)
        if claims(mine).get("nonce") == "n-1":
            return listed()
        both_sent.wait(timeout=30)
        return reply(401, {"error": "use_dpop_nonce"}, headers={"DPoP-Nonce": "n-1"})

    api, session = client(answer, **OAUTH)
    lock = session.lock
    with ThreadPoolExecutor(2) as pool:
        rows = [future.result().rows for future in (pool.submit(api.corridors), pool.submit(api.instruments))]
    assert rows == [(), ()]


def test_a_server_that_is_never_content_is_asked_twice_and_no_more():
    count = iter(range(1000))
    api, session = client(
        lambda *_: reply(401, {"error": "use_dpop_nonce"}, headers={"dpop-nonce": f"n-{next(count)}"}), **OAUTH
    )
    with pytest.raises(LoginRefused):
        api.balances()
    assert len(session.calls) == 2
    api2, session2 = client(
        lambda _m, path, _q: (
            reply(200, {"access_token": TOKEN})
            if path == "/oauth/token"
            else reply(401, {}, headers={"dpop-nonce": f"n-{next(count)}"})
        ),
        **OAUTH,
    )
    with pytest.raises(Unverified, match="the credential was refused"):
        api2.balances()
    assert session2.asked() == ["/oauth/token", "/v1/balances", "/v1/balances"]


def test_the_same_nonce_twice_is_a_refusal():
    api, session = client(lambda *_: reply(401, {}, headers={"dpop-nonce": "n"}), **OAUTH)
    with pytest.raises(LoginRefused):
        api.balances()
    assert len(session.calls) == 2


def test_a_refused_login_is_remembered_and_nothing_else_is_sent():
    api, session = client(lambda *_: reply(401, {"error": "invalid_client"}), **OAUTH)
    for ask in (api.balances, api.corridors, api.subscriptions, api.payees, api.instruments):
        with pytest.raises(
            LoginRefused, match=r"^no access token was given: .*/oauth/token answered 401 \(invalid_client\)$"
        ):
            ask()
    assert session.asked() == ["/oauth/token"]


def test_a_login_without_an_answer_is_remembered():
    api, session = client(lambda *_: TimedOut("no answer within 10 s"), **OAUTH)
    for ask in (api.balances, api.corridors):
        with pytest.raises(TimedOut, match="no answer within 10 s"):
            ask()
    assert session.asked() == ["/oauth/token"]


@pytest.mark.parametrize(
    "body", [{}, {"access_token": None}, {"access_token": ""}, {"access_token": 7}, {"access_token": "tökén"}, [TOKEN]]
)
def test_an_answer_without_a_usable_token_is_told(body):
    api, _ = connected(token=reply(200, body))
    with pytest.raises(Unverified, match=r"^the token endpoint's answer holds no access_token$"):
        api.balances()


def test_a_key_that_cannot_be_used_is_told_before_anything_is_sent():
    with pytest.raises(Unverified, match=r"^the DPoP key cannot be used: it is neither PEM nor a JWK$"):
        client(lambda *_: listed(), **(OAUTH | {"dpop_key": "nonsense"}))


def test_half_a_client_is_told():
    with pytest.raises(Unverified, match=r"^the OAuth client lacks its client_secret and dpop_key$"):
        client(lambda *_: listed(), client_id="ant_oc_x")


def test_no_credential_that_the_provider_knows_is_told():
    with pytest.raises(Unverified, match="no credential that this provider accepts"):
        client(lambda *_: listed(), api_secret="x")
