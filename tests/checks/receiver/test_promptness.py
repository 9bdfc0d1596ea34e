"""`receiver.promptness`: answered in time, by itself, and ten at once."""

from __future__ import annotations

import pytest

from golive.receiver.observation import BURST, CORRECT, MISSING, STALE, UNUSUAL
from golive_checks.receiver.promptness import promptness
from support.observations import FORBIDDEN, NONE, REDIRECT, URL, judge, observed, refusing, said, status


def look(folder, answers=None, **more):
    return judge(promptness, folder, observed(answers, **more))


def test_a_prompt_receiver_passes_and_the_deliveries_are_counted(tmp_path):
    findings = look(tmp_path)
    assert status(findings) == "pass"
    assert said(findings) == [f"15 sound deliveries, 10 of them at once, were each answered within 10 s by {URL}"]


@pytest.mark.parametrize(
    ("seconds", "expected"), [(9.99, "pass"), (10.0, "pass"), (10.01, "warn"), (30.0, "warn"), (30.01, "fail")]
)
def test_the_limits_are_the_providers(tmp_path, seconds, expected):
    assert status(look(tmp_path, {UNUSUAL: {"seconds": seconds}})) == expected
    assert status(look(tmp_path, burst={"seconds": seconds})) == expected


GIVES_UP = "; the provider gives up after 30 s"


@pytest.mark.parametrize(
    ("slow", "burst", "words"),
    [
        ((CORRECT,), 0.1, "the first delivery was not answered within 10 s, while all others were"),
        ((UNUSUAL,), 0.1, "not every delivery was answered within 10 s"),
        ((CORRECT, UNUSUAL), 0.1, "not every delivery was answered within 10 s"),
        ((CORRECT,), 12.0, "not every delivery was answered within 10 s"),
        ((), 12.0, "single deliveries were answered within 10 s, and not all of 10 at once"),
    ],
)
def test_slow_answers_are_told_without_numbers_that_differ_from_run_to_run(tmp_path, slow, burst, words):
    findings = look(tmp_path, {name: {"seconds": 11.0} for name in slow}, burst={"seconds": burst})
    assert said(findings) == [words + GIVES_UP]
    assert status(findings) == "warn"


def test_some_that_are_late_and_some_that_are_slow_are_told_apart(tmp_path):
    findings = look(tmp_path, {CORRECT: {"seconds": 31.0}}, burst={"seconds": 12.0})
    assert said(findings, "fail") == [
        "the first delivery was not answered within 30 s, while all others were, and then the provider gives up"
    ]
    assert said(findings, "warn") == [f"not every delivery was answered within 10 s{GIVES_UP}"]


@pytest.mark.parametrize("fields", [{"seconds": 31.0}, REDIRECT, {"status": None, "timed_out": True}])
def test_what_only_an_attacker_sends_may_take_any_time(tmp_path, fields):
    assert status(look(tmp_path, {MISSING: fields, STALE: fields})) == "pass"


def test_waiting_in_vain_for_all_of_the_deadline_fails(tmp_path):
    waited = refusing(None, seconds=30.0, timed_out=True, error="pay.example.com did not finish", why="no answer")
    findings = judge(promptness, tmp_path, waited)
    assert status(findings) == "fail"
    assert said(findings, "fail") == ["the delivery was not answered within 30 s, and then the provider gives up"]


def test_waiting_less_is_unknown(tmp_path):
    findings = look(tmp_path, {UNUSUAL: {"status": None, "seconds": 4.0, "error": "the time for this run was over"}})
    assert (status(findings), said(findings)) == (
        "unknown",
        ["a delivery got no answer: the time for this run was over"],
    )


def test_a_redirect_fails(tmp_path):
    findings = judge(promptness, tmp_path, refusing(**REDIRECT, why="the receiver redirected"))
    assert status(findings) == "fail"
    assert said(findings, "fail") == [
        "a delivery was redirected to https://www.example.com (302), and providers do not follow redirects"
    ]
    assert status(look(tmp_path, {UNUSUAL: REDIRECT})) == "fail"
    assert status(look(tmp_path, burst=REDIRECT)) == "fail"


def test_no_answer_for_another_reason_is_unknown(tmp_path):
    assert status(look(tmp_path, {UNUSUAL: NONE})) == "unknown"
    assert status(look(tmp_path, {UNUSUAL: NONE, CORRECT: {"seconds": 31.0}})) == "fail"


def test_a_refusal_in_time_is_prompt(tmp_path):
    assert status(look(tmp_path, {UNUSUAL: {"status": 500}})) == "pass"


@pytest.mark.parametrize("code", [401, 429, 500, 503])
def test_sound_deliveries_that_are_turned_away_because_they_come_together_are_a_warning(tmp_path, code):
    findings = look(tmp_path, burst={"status": code})
    assert status(findings) == "warn"
    assert said(findings) == [f"deliveries were answered {code} when 10 came at once"]


def test_without_the_burst_it_is_unknown(tmp_path):
    findings = look(tmp_path, unsent={BURST: "the receiver answered 429, too many requests"})
    assert status(findings) == "unknown"
    assert said(findings)[0].endswith("was not seen: the receiver answered 429, too many requests")
    assert status(judge(promptness, tmp_path, refusing(401))) == "unknown"
    assert status(judge(promptness, tmp_path, FORBIDDEN)) == "unknown"
