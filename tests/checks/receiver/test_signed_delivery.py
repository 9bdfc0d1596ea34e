"""`receiver.signed-delivery`: a sound delivery is accepted, and a likely bug is named where it is not."""

from __future__ import annotations

import pytest

from golive.errors import Unverified
from golive.receiver.observation import CORRECT, UNUSUAL
from golive_checks.receiver.signed_delivery import signed_delivery
from support.observations import (
    FORBIDDEN,
    NONE,
    OTHER,
    REDIRECT,
    URL,
    judge,
    no_webhooks,
    observed,
    refusing,
    said,
    status,
)

STRIPPED = "the receiver leaves whsec_ out of the key; the key is the secret as given"


def test_a_receiver_that_accepts_both_passes(tmp_path):
    findings = judge(signed_delivery, tmp_path, observed())
    assert status(findings) == "pass"
    assert said(findings) == [
        f"2 correctly signed deliveries, one of them written unusually, were accepted by {URL}",
    ]
    assert findings[0].place.key == "environments.prod.webhooks.0.url"


def test_any_success_is_acceptance(tmp_path):
    sound = observed({CORRECT: {"status": 202}, UNUSUAL: {"status": 204}})
    assert status(judge(signed_delivery, tmp_path, sound)) == "pass"


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        (404, "nothing takes a POST there"),
        (405, "nothing takes a POST there"),
        (401, "the signature (Anton-Signature: t=…,v1=…) of the raw body"),
        (403, "a login, CSRF protection, an allowlist or a firewall"),
        (400, "why it refuses this event"),
        (422, "test_event sets another type"),
        (500, "what broke on this delivery"),
        (503, "what broke on this delivery"),
    ],
)
def test_a_refusal_fails_with_a_hint(tmp_path, code, hint):
    findings = judge(signed_delivery, tmp_path, refusing(code))
    assert (status(findings), said(findings)) == ("fail", [f"a correctly signed delivery was answered {code}"])
    assert hint in findings[0].fix
    assert findings[0].place.status == code


def test_the_likely_bugs_are_named_each_once(tmp_path):
    other = "the receiver expects another header"
    findings = judge(signed_delivery, tmp_path, refusing(401, bugs=[STRIPPED, other, STRIPPED]))
    assert said(findings, "fail") == [
        f"a correctly signed delivery was answered 401: {STRIPPED}",
        f"a correctly signed delivery was answered 401: {other}",
    ]
    assert [finding.fix for finding in findings] == [None, None]


@pytest.mark.parametrize(
    ("code", "hint"), [(401, "raw bytes"), (422, "keys in data"), (500, "it broke on white space")]
)
def test_a_refusal_of_the_unusual_body_alone_fails_too(tmp_path, code, hint):
    findings = judge(signed_delivery, tmp_path, observed({UNUSUAL: {"status": code}}))
    assert status(findings) == "fail"
    assert said(findings) == [
        f"a correctly signed delivery with a body that is written unusually was answered {code}",
    ]
    assert hint in findings[0].fix


def test_the_bug_behind_it_is_named(tmp_path):
    bug = "the receiver parses the body and writes it anew; take the raw bytes"
    findings = judge(signed_delivery, tmp_path, observed({UNUSUAL: {"status": 401}}, bugs=(bug,)))
    assert said(findings, "fail")[0].endswith(f"was answered 401: {bug}")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (REDIRECT, "was redirected to https://www.example.com (302)"),
        ({"status": 304}, "was redirected (304)"),
        (NONE, "got no answer: pay.example.com closed the connection without an answer"),
        ({"status": None}, "got no answer: the connection ended"),
        ({"status": 429}, "was answered 429"),
    ],
)
@pytest.mark.parametrize("name", [CORRECT, UNUSUAL])
def test_what_is_no_answer_to_the_question_is_unknown(tmp_path, name, fields, words):
    one = refusing(**fields) if name == CORRECT else observed({UNUSUAL: fields})
    findings = judge(signed_delivery, tmp_path, one)
    assert status(findings) == "unknown"
    assert said(findings)[0].endswith(words)
    assert findings[0].fix


@pytest.mark.parametrize(
    ("fields", "words"),
    [({}, "runs and can be reached"), ({"timed_out": True}, "answer at once"), (REDIRECT, "answers by itself")],
)
def test_the_next_step_is_about_what_happened(tmp_path, fields, words):
    findings = judge(signed_delivery, tmp_path, refusing(**{"status": None, **fields}))
    assert words in findings[0].fix


@pytest.mark.parametrize("code", [401, 500])
def test_a_refusal_without_the_token_is_unknown(tmp_path, code):
    findings = judge(signed_delivery, tmp_path, refusing(code, withheld=True))
    assert status(findings) == "unknown"
    assert said(findings)[0].endswith("and it was sent without the token that the provider's have")
    assert "--trust" in findings[0].fix


def test_acceptance_without_the_token_is_acceptance(tmp_path):
    assert status(judge(signed_delivery, tmp_path, observed(withheld=True))) == "pass"


def test_an_unusual_body_that_was_not_sent_is_unknown(tmp_path):
    findings = judge(signed_delivery, tmp_path, observed(unsent={UNUSUAL: "the time was over"}))
    assert status(findings) == "unknown"
    assert said(findings)[0].endswith("was not sent: the time was over")


def test_every_receiver_is_judged_and_one_without_permission_is_unknown(tmp_path):
    findings = judge(signed_delivery, tmp_path, FORBIDDEN, observed(url=OTHER))
    assert [finding.level.value for finding in findings] == ["unknown", "seen"]
    assert "probe: true" in said(findings)[0]
    assert findings[0].place.key == "environments.prod.webhooks.0.url"
    assert status(judge(signed_delivery, tmp_path, FORBIDDEN, refusing(401))) == "fail"


def test_no_receivers_are_unknown(tmp_path):
    with pytest.raises(Unverified, match="declares no webhooks"):
        no_webhooks(signed_delivery, tmp_path)
