"""`receiver.forged-delivery`: whatever is not signed correctly is refused."""

from __future__ import annotations

import pytest

from golive.providers.octopuscards.signature import DELIVERIES as WITH_TOKEN
from golive.receiver.matrix import WITHHELD
from golive.receiver.observation import EMPTY, FORGED, MISSING, TAMPERED, TOKEN_ONLY, TRUNCATED, WRONG_SECRET
from golive_checks.receiver.forged_delivery import forged_delivery
from support.observations import FORBIDDEN, NONE, NOT_ACCEPTED, REDIRECT, URL, judge, observed, refusing, said, status

TOKENS = WITH_TOKEN.schemes[0]
PLAIN = [name for name in FORGED if name != TOKEN_ONLY]


def look(folder, answers=None, **more):
    return judge(forged_delivery, folder, observed(answers, **more))


def test_a_receiver_that_refuses_all_passes_and_says_how_many(tmp_path):
    findings = look(tmp_path)
    assert (status(findings), said(findings)) == ("pass", [f"9 forged deliveries were refused by {URL}"])


def test_a_scheme_with_a_token_has_one_more(tmp_path):
    findings = look(tmp_path, scheme=TOKENS)
    assert (status(findings), said(findings)) == ("pass", [f"10 forged deliveries were refused by {URL}"])


@pytest.mark.parametrize("name", FORGED)
def test_each_of_them_fails_when_it_is_accepted(tmp_path, name):
    findings = look(tmp_path, {name: {"status": 204, "title": "made up"}}, scheme=TOKENS)
    assert status(findings) == "fail"
    assert said(findings, "fail") == ["a delivery made up was accepted (204)"]
    assert said(findings, "seen") == [f"9 forged deliveries were refused by {URL}"]
    assert findings[0].place.status == 204
    assert len(findings[0].fix) > 20


def test_every_one_is_named(tmp_path):
    findings = look(tmp_path, {name: {"status": 200} for name in PLAIN})
    assert len(said(findings, "fail")) == 9
    assert said(findings, "seen") == []
    assert len({finding.fix for finding in findings}) == 5


def test_the_fix_names_the_header(tmp_path):
    assert "Anton-Signature" in look(tmp_path, {MISSING: {"status": 200}})[0].fix
    assert "X-Signature" in look(tmp_path, {TOKEN_ONLY: {"status": 200}}, scheme=TOKENS)[0].fix
    assert "whole signature" in look(tmp_path, {TRUNCATED: {"status": 200}})[0].fix
    assert "webhook secret" in look(tmp_path, {WRONG_SECRET: {"status": 200}})[0].fix


@pytest.mark.parametrize("code", [400, 401, 403, 404, 422])
def test_any_refusal_is_one(tmp_path, code):
    assert status(look(tmp_path, {name: {"status": code} for name in PLAIN})) == "pass"


def test_breaking_instead_of_refusing_is_a_warning(tmp_path):
    findings = look(tmp_path, {EMPTY: {"status": 500, "title": "with an empty signature"}})
    assert status(findings) == "warn"
    assert said(findings, "warn")[0].startswith("a delivery with an empty signature was answered 500: ")


@pytest.mark.parametrize("fields", [REDIRECT, NONE, {"status": 429}, {"status": 102}])
def test_what_is_no_refusal_is_unknown(tmp_path, fields):
    assert status(look(tmp_path, {TAMPERED: fields})) == "unknown"
    assert status(look(tmp_path, {TAMPERED: fields, MISSING: {"status": 200}})) == "fail"


def test_what_was_not_sent_is_unknown_with_each_reason_once(tmp_path):
    findings = look(tmp_path, unsent=dict.fromkeys(PLAIN[2:], "the receiver answered 429, too many requests"))
    assert status(findings) == "unknown"
    assert said(findings, "unknown") == [
        "not all forged deliveries were sent: the receiver answered 429, too many requests"
    ]


def test_a_token_that_was_withheld_is_unknown_at_best(tmp_path):
    findings = look(tmp_path, scheme=TOKENS, unsent={TOKEN_ONLY: WITHHELD}, withheld=True)
    assert status(findings) == "unknown"
    assert "--trust" in said(findings, "unknown")[0]


def test_a_receiver_that_refuses_everything_proves_nothing(tmp_path):
    findings = judge(forged_delivery, tmp_path, refusing(401))
    assert (status(findings), said(findings)) == ("unknown", [NOT_ACCEPTED])
    unexplained = observed({"correct": {"status": 401}})
    assert "proves nothing" in said(judge(forged_delivery, tmp_path, unexplained))[0]


def test_no_permission_is_unknown(tmp_path):
    assert status(judge(forged_delivery, tmp_path, FORBIDDEN)) == "unknown"
