"""golive is a good citizen at the provider's: few requests, read-only, and each of them says whose it is."""

import pytest

import golive
from golive.emulator.registry import variants_of
from support.merchant import OAUTH, STATIC, merchant, statuses
from support.process import run_check

pytestmark = pytest.mark.sockets

KINDS = pytest.mark.parametrize("credentials", [STATIC, OAUTH], ids=["static-key", "oauth-dpop"])
MOST_REQUESTS = 12
TOKEN = "/oauth/token"
DOCUMENTED = {"/v1/balances", "/v1/corridors", "/v1/payees", "/v1/beneficiaries", "/v1/instruments", "/v1/webhooks"}
NEVER = ("secret", "pii", "logout", "refresh", "rotate", "revoke", "userinfo")
SHAPES = [
    pytest.param(credentials, variant.id, id=f"{kind}-{variant.id}")
    for kind, credentials in (("static-key", STATIC), ("oauth-dpop", OAUTH))
    for variant in variants_of("anton")
    if (kind, variant.id) != ("static-key", "oauth-only")
]


def check_manners(requests, credentials):
    """See that these requests of one run are read-only, few, and signed."""
    assert 1 <= len(requests) <= MOST_REQUESTS
    logins = [request for request in requests if request.path == TOKEN]
    assert len(logins) == (1 if credentials == OAUTH else 0)
    for request in requests:
        assert request.method == ("POST" if request.path == TOKEN else "GET")
        assert request.path in DOCUMENTED | {TOKEN}
        assert not any(word in request.path.lower() for word in NEVER)
        assert request.host == "api.antonpayments.com"
        assert request.values("User-Agent") == (f"golive/{golive.__version__}",)
        (request_id,) = request.values("X-Request-Id")
        assert 0 < len(request_id) < 64
        assert request_id.isascii()
        assert request_id.isprintable()
        assert request.values("Cookie") == ()
        if request.method == "GET":
            assert request.body == b""
    ids = [request.values("X-Request-Id") for request in requests]
    assert len(set(ids)) == len(ids), "each request has an id of its own"


@KINDS
def test_a_usual_run_asks_little_and_says_who_asks(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials) as it:
        report = it.judge()
        requests = it.emulator.journal.requests
    check_manners(requests, credentials)
    assert {exchange.request_id for exchange in report.exchanges} == {
        request.values("X-Request-Id")[0] for request in requests
    }


@pytest.mark.parametrize(("credentials", "variant"), SHAPES)
def test_no_shape_of_the_answers_makes_golive_talkative(tmp_path, credentials, variant):
    with merchant(tmp_path, credentials=credentials, variants=[variant]) as it:
        it.judge()
        requests = it.emulator.journal.requests
    if variant == "dpop-nonce":  # the server asks for each kind of request to be repeated with its nonce
        assert len([request for request in requests if request.path == TOKEN]) <= 2
    else:
        check_manners(requests, credentials)


@KINDS
def test_the_command_asks_no_more_than_the_function(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials) as it:
        ended = run_check(it)
        requests = it.emulator.journal.requests
    assert ended.code == 3
    check_manners(requests, credentials)


@KINDS
def test_two_runs_are_told_apart_by_their_request_ids(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials) as it:
        it.judge()
        first = {request.values("X-Request-Id") for request in it.emulator.journal}
        it.emulator.journal.clear()
        it.judge()
        second = {request.values("X-Request-Id") for request in it.emulator.journal}
    assert first.isdisjoint(second)


@KINDS
def test_a_repeated_request_says_which_attempt_it_is(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials, faults=["status-503-twice@/v1/corridors"]) as it:
        it.judge()
        ids = [request.values("X-Request-Id")[0] for request in it.emulator.journal if request.path == "/v1/corridors"]
    assert ids == [ids[0], f"{ids[0]}-2", f"{ids[0]}-3"]


def test_a_refused_credential_is_not_tried_again_and_again(tmp_path):
    with merchant(tmp_path, variants=["oauth-only"]) as it:
        found = statuses(it.judge())
        requests = it.emulator.journal.requests
    assert found["account.authentication"] == "fail"
    assert len({request.target for request in requests}) == len(requests)


def test_a_refused_login_is_tried_once(tmp_path):
    with merchant(tmp_path, credentials=OAUTH, faults=["echo-credential@/oauth/token"]) as it:
        found = statuses(it.judge())
        targets = [request.target for request in it.emulator.journal]
    assert found["account.authentication"] == "fail"
    assert targets == [TOKEN]


@KINDS
def test_checks_that_are_left_out_ask_nothing(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials) as it:
        it.judge(only=("settings.*", "code.*"))
        assert it.emulator.journal.requests == ()
