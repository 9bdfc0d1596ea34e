"""`account.authentication`: accepted, refused for a named cause, or undecided."""

from __future__ import annotations

import pytest

from golive.errors import Unverified
from golive.http.errors import TimedOut
from golive_checks.account.authentication import authentication
from support.anton_checks import look, status, words
from support.fake_session import answering, listed, reply


def refused(code, body):
    return lambda *_: reply(code, body)


def test_an_accepted_credential_passes(tmp_path):
    findings = look(authentication, tmp_path, balances=[])
    assert (status(findings), words(findings)) == (
        "pass",
        "https://api.antonpayments.com/v1/balances accepted the credential",
    )


@pytest.mark.parametrize(
    ("code", "body", "why"),
    [
        (401, {"error": {"code": 401, "message": "key is missing"}}, "the credential was refused"),
        (403, {"error": {"code": "forbidden", "message": "merchant suspended"}}, "the merchant is suspended: "),
        (403, {"error": "forbidden", "message": "role"}, "the credential's role does not allow it: "),
        (403, {"error": "forbidden", "message": "test key in production"}, "the key is for the other environment: "),
    ],
)
def test_a_refused_credential_fails_with_its_cause(tmp_path, code, body, why):
    findings = look(authentication, tmp_path, answer=refused(code, body))
    assert status(findings) == "fail"
    assert words(findings).startswith(why)
    assert str(findings[0].place) == f"GET https://api.antonpayments.com/v1/balances → {code}"


@pytest.mark.parametrize("code", [404, 429, 500, 503, 302])
def test_an_answer_about_something_else_is_unknown(tmp_path, code):
    assert status(look(authentication, tmp_path, answer=refused(code, {}))) == "unknown"


def test_no_answer_is_unknown(tmp_path):
    with pytest.raises(Unverified, match="no answer"):
        look(authentication, tmp_path, answer=lambda *_: TimedOut("no answer within 10 s"))


def test_the_other_checks_share_its_question(tmp_path):
    from support.fake_session import client

    api, session = client(answering(balances=listed()))
    look(authentication, tmp_path, api=api)
    api.balances()
    assert session.asked() == ["/v1/balances"]
