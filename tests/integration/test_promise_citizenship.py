"""golive is a good citizen at the provider's: few requests, read-only, and each of them says whose it is."""

import pytest

import golive
from golive.emulator.registry import variants_of
from support.emulated import call
from support.merchant import KINDS, LOGINS, OAUTH, PAIR, integration_of, merchant, statuses
from support.process import run_check

pytestmark = pytest.mark.sockets

EVERY_KIND = pytest.mark.parametrize("credentials", KINDS.values(), ids=KINDS)
MOST_REQUESTS = 12
NEVER = ("secret", "pii", "logout", "refresh", "rotate", "revoke", "userinfo", "orders")
SHAPES = [
    pytest.param(credentials, variant.id, id=f"{kind}-{variant.id}")
    for kind, credentials in KINDS.items()
    for variant in variants_of(integration_of(credentials).provider)
    if (kind, variant.id) != ("static-key", "oauth-only")
]


def check_manners(requests, credentials):
    """See that these requests of one run are read-only, few, and signed."""
    integration, login = integration_of(credentials), LOGINS.get(credentials)
    assert 1 <= len(requests) <= MOST_REQUESTS
    logins = [request for request in requests if request.path == login]
    assert len(logins) == (0 if login is None else 1)
    for request in requests:
        assert request.method == ("POST" if request.path == login else "GET")
        assert request.path in integration.paths | {login}
        assert not any(word in request.path.lower() for word in NEVER)
        assert request.host == integration.host
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


@EVERY_KIND
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
        assert len([request for request in requests if request.path == LOGINS[OAUTH]]) <= 2
    else:
        check_manners(requests, credentials)


@EVERY_KIND
def test_the_command_asks_no_more_than_the_function(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials) as it:
        ended = run_check(it)
        requests = it.emulator.journal.requests
    assert ended.code == 3
    check_manners(requests, credentials)


@EVERY_KIND
def test_two_runs_are_told_apart_by_their_request_ids(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials) as it:
        it.judge()
        first = {request.values("X-Request-Id") for request in it.emulator.journal}
        it.emulator.journal.clear()
        it.judge()
        second = {request.values("X-Request-Id") for request in it.emulator.journal}
    assert first.isdisjoint(second)


@EVERY_KIND
def test_a_repeated_request_says_which_attempt_it_is(tmp_path, credentials):
    path, _ = integration_of(credentials).listed
    with merchant(tmp_path, credentials=credentials, faults=[f"status-503-twice@{path}"]) as it:
        it.judge()
        ids = [request.values("X-Request-Id")[0] for request in it.emulator.journal if request.path == path]
    assert ids == [ids[0], f"{ids[0]}-2", f"{ids[0]}-3"]


def test_a_refused_credential_is_not_tried_again_and_again(tmp_path):
    with merchant(tmp_path, variants=["oauth-only"]) as it:
        found = statuses(it.judge())
        requests = it.emulator.journal.requests
    assert found["account.authentication"] == "fail"
    assert len({request.target for request in requests}) == len(requests)


@pytest.mark.parametrize("credentials", [OAUTH, PAIR], ids=["oauth-dpop", "pair"])
def test_a_refused_login_is_tried_once(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials, faults=[f"echo-credential@{LOGINS[credentials]}"]) as it:
        found = statuses(it.judge())
        targets = [request.target for request in it.emulator.journal]
    assert found["account.authentication"] == "fail"
    assert targets == [LOGINS[credentials]]


def test_a_token_that_is_refused_is_not_replaced(tmp_path):
    """Somebody may have logged the client out on purpose: whoever logs in again undoes that."""
    with merchant(tmp_path, credentials=PAIR, faults=["echo-credential"]) as it:
        found = statuses(it.judge())
        targets = [request.target for request in it.emulator.journal]
    assert found["account.authentication"] == "fail"
    assert targets.count(LOGINS[PAIR]) == 1
    assert len(set(targets)) == len(targets)


def test_a_used_up_quota_of_logins_is_left_to_the_merchants_own_service(tmp_path):
    with merchant(tmp_path, credentials=PAIR) as it:
        for _ in range(10):
            call(it.emulator, LOGINS[PAIR], host=it.integration.host, method="POST", key=None)
        it.emulator.journal.clear()
        report = it.judge(timeout=5.0, only=("account.*",))
        targets = [request.target for request in it.emulator.journal]
    assert targets == [LOGINS[PAIR]]
    (finding,) = report.result("account.authentication").findings
    assert "answered 429 and asked to wait" in finding.message
    assert {statuses(report)[name] for name in it.integration.answered} == {"unknown"}


@EVERY_KIND
def test_checks_that_are_left_out_ask_nothing(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials) as it:
        it.judge(only=("settings.*", "code.*"))
        assert it.emulator.journal.requests == ()
