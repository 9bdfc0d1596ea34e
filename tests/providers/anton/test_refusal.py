"""What an answer to a credential means: only certain refusals are refusals, and their causes are told apart."""

from __future__ import annotations

import pytest

from golive.provider import Acceptance
from golive.providers.anton.refusal import FORBIDDEN_CAUSES, FORBIDDEN_FIXES, PROOF_FIX, forbidden_cause, judge_answer
from support.fake_session import reply


def said(code, message=""):
    return {"error": {"code": code, "message": message}}


@pytest.mark.parametrize("body", [said("unauthorized"), said(401), {}, None])
def test_401_is_a_refusal(body):
    outcome = judge_answer(reply(401, body))
    assert outcome.acceptance is Acceptance.REFUSED
    assert outcome.message.startswith(
        "the credential was refused (missing, malformed, expired, revoked, or of the other environment): "
    )


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ("a test key cannot be used in production", "the key is for the other environment"),
        ("this sandbox API key does not open production", "the key is for the other environment"),
        ("wrong_environment", "the key is for the other environment"),
        ("credential belongs to another environment", "the key is for the other environment"),
        ("the merchant is suspended", "the merchant is suspended"),
        ("the merchant is suspended in this environment", "the merchant is suspended"),
        ("MFA required", "the operation needs multi-factor authentication"),
        ("blocked by velocity rule", "a velocity rule blocks the merchant"),
        ("sandbox_only", "the operation exists in the sandbox only"),
        ("IP not on allow-list", "this address is not on the merchant's allowlist"),
        ("ip_not_allowed", "this address is not on the merchant's allowlist"),
        ("the role of this key does not allow this", "the credential's role does not allow it"),
        ("insufficient_permissions", "the credential's role does not allow it"),
        ("your role may not do this in this environment", "the credential's role does not allow it"),
        ("missing scope balances:read", "the credential's role does not allow it"),
        ("no", None),
        ("equipment, controller, tip, telescope", None),
    ],
)
def test_the_causes_of_a_403_are_told_apart(message, cause):
    answer = reply(403, said("forbidden", message))
    assert forbidden_cause(answer) == cause
    outcome = judge_answer(answer)
    assert outcome.acceptance is Acceptance.REFUSED
    assert outcome.message.startswith(f"{cause or 'the credential was refused'}: https://")
    assert outcome.fix == (FORBIDDEN_FIXES.get(cause) if cause else None)


def test_every_cause_but_the_one_that_reading_cannot_have_comes_with_a_fix():
    assert {cause for _, cause in FORBIDDEN_CAUSES} - FORBIDDEN_FIXES.keys() == {
        "the operation exists in the sandbox only"
    }


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        (reply(403, raw=b"<html>blocked</html>"), "in words that are not the API's"),
        (reply(403, raw=b""), "in words that are not the API's"),
        (reply(500, {}), "answered 500"),
        (reply(429, {}, retry_after=90.0), "asked to wait 90 s"),
        (reply(404, said("not_found")), "answered 404 (not_found)"),
        (reply(400, said("bad_request")), "answered 400 (bad_request)"),
        (reply(302, raw=b"", redirect="https://evil.example"), "redirects to https://evil.example"),
        (reply(200, raw=b"<html>maintenance</html>"), "with an HTML page instead of JSON"),
        (reply(204, raw=b""), "with an empty body instead of JSON"),
        (reply(200, 5), "with neither an object nor a list"),
        (reply(200, said("unauthorized", "go away")), "answered 200 (unauthorized: go away)"),
        (reply(200, {"error": {"message": "go away"}}), "answered 200 (go away)"),
    ],
)
def test_an_answer_about_something_else_decides_nothing(answer, part):
    outcome = judge_answer(answer)
    assert outcome.acceptance is Acceptance.UNDECIDED
    assert part in outcome.message


@pytest.mark.parametrize("body", [{"data": []}, [], {}, {"data": [], "message": "hello"}])
def test_a_success_that_the_api_words_is_an_acceptance(body):
    outcome = judge_answer(reply(200, body))
    assert (outcome.acceptance, outcome.message) == (
        Acceptance.ACCEPTED,
        "https://api.antonpayments.com/v1/asked accepted the credential",
    )


@pytest.mark.parametrize(
    ("code", "acceptance"),
    [
        ("invalid_client", Acceptance.REFUSED),
        ("unauthorized_client", Acceptance.REFUSED),
        ("", Acceptance.REFUSED),
        ("invalid_request", Acceptance.UNDECIDED),
        ("unsupported_grant_type", Acceptance.UNDECIDED),
        ("invalid_scope", Acceptance.UNDECIDED),
    ],
)
def test_a_400_at_the_login_refuses_the_client_unless_it_is_about_the_request(code, acceptance):
    assert judge_answer(reply(400, {"error": code}), at_login=True).acceptance is acceptance


@pytest.mark.parametrize("code", ["invalid_dpop_proof", "use_dpop_nonce"])
@pytest.mark.parametrize("status", [400, 401])
def test_a_refused_proof_points_at_the_key_and_the_clock(code, status):
    outcome = judge_answer(reply(status, {"error": code}), at_login=True)
    assert (outcome.acceptance, outcome.fix) == (Acceptance.REFUSED, PROOF_FIX)
    assert outcome.message.startswith("the DPoP proof was refused: ")
