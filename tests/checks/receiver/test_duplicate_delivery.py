"""`receiver.duplicate-delivery`: what comes again is accepted, and recognised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.receiver.observation import CORRECT, DUPLICATE
from golive_checks.receiver.duplicate_delivery import _recognised, duplicate_delivery
from support.observations import (
    FORBIDDEN,
    NONE,
    NOT_ACCEPTED,
    REDIRECT,
    URL,
    judge,
    observed,
    outcome,
    refusing,
    said,
    status,
)


def look(folder, first="", second="", **fields):
    answers = {CORRECT: {"reply": first}, DUPLICATE: {"reply": second, **fields}}
    return judge(duplicate_delivery, folder, observed(answers))


def test_a_second_answer_that_tells_so_passes(tmp_path):
    findings = look(tmp_path, '{"status":"received"}', '{"status":"duplicate"}')
    assert status(findings) == "pass"
    assert said(findings) == [f"2 identical deliveries were accepted by {URL}, and the second answer tells so"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", "Already processed"),
        ("ok", "ok, seen before"),
        ('{"duplicate":false}', '{"duplicate":true}'),
        ('{"ok":true,"id":"a"}', '{"ok":true,"id":"a","ignored":true}'),
        ("accepted", "replayed"),
        ("<p>thanks</p>", "<p>This event was received already</p>"),
        ("processed\n", "processed before\n"),
        ("processed", "Already processed - no action taken"),
        ('{"already_seen": false}', '{"already_seen": true}'),
        ('{"already seen": "no"}', '{"already seen": "yes"}'),
        ('{"duplicates": 0}', '{"duplicates": 1}'),
        ('{"duplicate_of": null}', '{"duplicate_of": "evt_1"}'),
        ("received", "Duplicate of an event of 10:00:00 - not processed again"),
    ],
)
def test_many_ways_to_tell_so_are_understood(tmp_path, first, second):
    assert status(look(tmp_path, first, second)) == "pass"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", ""),
        ("ok", "ok"),
        ("duplicate", "duplicate"),
        ("duplicates are ignored", "duplicates are ignored"),
        ('{"duplicate":false,"n":1}', '{"duplicate":false,"n":2}'),
        ('{"n":1}', '{"n":2,"duplicate":false}'),
        ("new", "not a duplicate"),
        ("new", "duplicate not found"),
        ("new", "it isn't a duplicate"),
        ("new", "no event was skipped"),
        ("new", "duplicate check: none"),
        ('{"a":1}', '{"already seen": "false"}'),
        ('{"ignored":1}', '{"ignored":0}'),
        ("ok", "thanks"),
    ],
)
def test_an_answer_that_does_not_tell_is_unknown(tmp_path, first, second):
    findings = look(tmp_path, first, second)
    assert status(findings) == "unknown"
    assert "nothing in the answer tells" in said(findings)[0]
    assert "duplicate" in findings[0].fix


def test_a_header_or_the_status_may_tell_too(tmp_path):
    assert status(look(tmp_path, "ok", "ok", headers={"x-idempotent-replayed": "true"})) == "pass"
    assert status(look(tmp_path, "ok", "ok", headers={"x-duplicate": "false"})) == "unknown"
    assert status(look(tmp_path, "ok", "ok", status=208)) == "pass"


def test_a_header_that_both_have_tells_nothing(tmp_path):
    same = {"x-duplicate-window": "86400"}
    answers = {CORRECT: {"headers": same, "reply": ""}, DUPLICATE: {"headers": same, "reply": ""}}
    assert status(judge(duplicate_delivery, tmp_path, observed(answers))) == "unknown"
    both = {CORRECT: {"status": 208, "reply": ""}, DUPLICATE: {"status": 208, "reply": ""}}
    assert status(judge(duplicate_delivery, tmp_path, observed(both))) == "unknown"


@given(st.text())
def test_two_equal_answers_never_tell_them_apart(text):
    assert not _recognised(outcome(DUPLICATE, reply=text), [outcome(CORRECT, reply=text)])


@pytest.mark.parametrize("code", [400, 409, 422, 500])
def test_a_refusal_the_second_time_fails(tmp_path, code):
    findings = look(tmp_path, status=code)
    assert status(findings) == "fail"
    assert said(findings) == [f"a delivery that was sent for the second time was answered {code}"]


@pytest.mark.parametrize("fields", [REDIRECT, NONE, {"status": 429}])
def test_no_answer_to_the_question_is_unknown(tmp_path, fields):
    assert status(look(tmp_path, **fields)) == "unknown"


def test_a_receiver_that_refuses_everything_proves_nothing(tmp_path):
    findings = judge(duplicate_delivery, tmp_path, refusing(401))
    assert (status(findings), said(findings)) == ("unknown", [NOT_ACCEPTED])


def test_not_sent_and_no_permission_are_unknown(tmp_path):
    unsent = observed(unsent={DUPLICATE: "the time was over"})
    assert said(judge(duplicate_delivery, tmp_path, unsent, FORBIDDEN), "unknown")[0] == "the time was over"
