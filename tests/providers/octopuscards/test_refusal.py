"""What an answer says about the pair: refused, refused for another reason than the pair, or nothing at all."""

from __future__ import annotations

import pytest

from golive.http.errors import TimedOut
from golive.provider import Acceptance
from golive.providers.octopuscards.refusal import ENABLE_IT, LIST_IT
from support.fake_session import reply
from support.octopus_checks import answering, client, refused

LOGIN = "https://api.antonpayments.com/auth/login"  # the fake session's host
GET = "https://api.antonpayments.com/api/v1/currencies"
WRONG_PAIR = "the login refused the pair (wrong, or of the other environment): "
UNUSABLE = "the login found the key or the secret unusable: "
NOT_LISTED = "this address is not on the allowlist; run golive from the application's production egress: "


def authenticate(**answers):
    return client(answering(**answers))[0].authenticate()


def test_the_evidence_of_success_names_the_login_and_the_get():
    outcome = authenticate()
    assert outcome.acceptance is Acceptance.ACCEPTED
    assert outcome.message == f"POST /auth/login took the pair, and {GET} the token that it gave"
    assert str(outcome.place) == f"GET {GET} → 200"
    assert outcome.fix is None


@pytest.mark.parametrize(
    ("answer", "message", "fix"),
    [
        (
            refused(401, "UNAUTHORIZED", "Invalid credentials"),
            f"{WRONG_PAIR}{LOGIN} answered 401 (UNAUTHORIZED: Invalid credentials)",
            None,
        ),
        (
            reply(401, raw=b""),
            f"{WRONG_PAIR}{LOGIN} answered 401",
            None,
        ),
        (
            refused(400, "VALIDATION_FAILURE", "password is required"),
            f"{UNUSABLE}{LOGIN} answered 400 (VALIDATION_FAILURE: password is required)",
            None,
        ),
        (
            refused(403, "FORBIDDEN", "IP address not authorized"),
            f"{NOT_LISTED}{LOGIN} answered 403 (FORBIDDEN: IP address not authorized)",
            LIST_IT,
        ),
        (refused(403, "SOMETHING_NEW"), f"{NOT_LISTED}{LOGIN} answered 403 (SOMETHING_NEW)", LIST_IT),
        (
            refused(403, "FORBIDDEN", "Feature not enabled"),
            f"a feature is not enabled for this client: {LOGIN} answered 403 (FORBIDDEN: Feature not enabled)",
            ENABLE_IT,
        ),
    ],
)
def test_a_login_that_is_refused_says_why(answer, message, fix):
    outcome = authenticate(login=answer)
    assert (outcome.acceptance, outcome.message, outcome.fix) == (Acceptance.REFUSED, message, fix)
    assert str(outcome.place).startswith(f"POST {LOGIN} → ")


@pytest.mark.parametrize(
    ("answer", "message", "fix"),
    [
        (
            refused(401, "UNAUTHORIZED", "Invalid token"),
            f"the login gave a token, which the API refused at once: {GET} answered 401 (UNAUTHORIZED: Invalid token)",
            None,
        ),
        (
            refused(403, "FORBIDDEN", "IP address not authorized"),
            f"{NOT_LISTED}{GET} answered 403 (FORBIDDEN: IP address not authorized)",
            LIST_IT,
        ),
        (
            refused(400, "INVALID_FEATURE", "nope"),
            f"a feature is not enabled for this client: {GET} answered 400 (INVALID_FEATURE: nope)",
            ENABLE_IT,
        ),
    ],
)
def test_a_get_that_is_refused_says_why(answer, message, fix):
    outcome = authenticate(currencies=answer)
    assert (outcome.acceptance, outcome.message, outcome.fix) == (Acceptance.REFUSED, message, fix)


FOREIGN = "in words that are not the API's: something before it may refuse"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (reply(403, raw=b"<html>Access denied</html>"), f"answered 403 {FOREIGN}"),
        (reply(403, {"message": "blocked"}), f"answered 403 {FOREIGN}"),
        (reply(403, {"error": "blocked"}), f"answered 403 {FOREIGN}"),
        (reply(403, {"error": {"code": None, "message": True}}), f"answered 403 {FOREIGN}"),
        (refused(400, "BAD_REQUEST", "?"), "answered 400 (BAD_REQUEST: ?)"),
        (refused(404, "NOT_FOUND"), "answered 404 (NOT_FOUND)"),
        (reply(500, {"error": {"name": "InternalServerError"}}), "answered 500 (InternalServerError)"),
        (reply(503, raw=b"<html>", attempts=3), "answered 503, 3 times in a row"),
        (
            refused(429, "TOO_MANY_REQUESTS", "slow down", retry_after=900.0),
            "answered 429 and asked to wait 900 s, longer than is left of this run (TOO_MANY_REQUESTS: slow down)",
        ),
        (
            reply(302, raw=b"", redirect="https://elsewhere.example"),
            "answered 302, which redirects to https://elsewhere.example; golive follows no redirects",
        ),
    ],
)
@pytest.mark.parametrize("where", ["login", "currencies"])
def test_what_is_not_about_the_pair_decides_nothing(answer, why, where):
    outcome = authenticate(**{where: answer})
    assert outcome.acceptance is Acceptance.UNDECIDED
    assert outcome.message == f"{LOGIN if where == 'login' else GET} {why}"
    assert outcome.fix is None


def test_a_login_without_a_token_decides_nothing():
    outcome = authenticate(login=reply(body={"success": True, "data": {}}))
    assert outcome.acceptance is Acceptance.UNDECIDED
    assert outcome.message == f"{LOGIN} answered 200 without an access_token"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (reply(raw=b"<html>hello</html>"), "answered 200 with an HTML page instead of JSON"),
        (reply(raw=b""), "answered 200 with an empty body instead of JSON"),
        (reply(raw=b"null"), "answered 200 with neither an object nor a list"),
        (reply(raw=b"7"), "answered 200 with neither an object nor a list"),
        (reply(body={"error": {"code": "ODD", "message": "m"}}), "answered 200 (ODD: m)"),
    ],
)
def test_a_success_that_says_nothing_decides_nothing(answer, why):
    outcome = authenticate(currencies=answer)
    assert (outcome.acceptance, outcome.message) == (Acceptance.UNDECIDED, f"{GET} {why}")


def test_no_answer_to_the_get_is_raised():
    with pytest.raises(TimedOut):
        authenticate(currencies=TimedOut("nobody answered in time"))
