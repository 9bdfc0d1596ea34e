"""`receiver.promptness`: answered in time, by itself, and ten at once."""

from __future__ import annotations

import pytest

from golive.receiver.observation import BURST, CORRECT, MISSING, UNUSUAL
from golive_checks.receiver.promptness import promptness
from support.observations import FORBIDDEN, NONE, REDIRECT, URL, judge, observed, refusing, said, status


def look(folder, answers=None, **more):
    return judge(promptness, folder, observed(answers, **more))


def test_a_prompt_receiver_passes_and_the_deliveries_are_counted(tmp_path):
    findings = look(tmp_path)
    assert status(findings) == "pass"
    assert said(findings) == [f"22 deliveries, 10 of them at once, were each answered within 10 s by {URL}"]


@pytest.mark.parametrize(
    ("seconds", "expected"), [(9.99, "pass"), (10.0, "pass"), (10.01, "warn"), (30.0, "warn"), (30.01, "fail")]
)
def test_the_limits_are_the_providers(tmp_path, seconds, expected):
    assert status(look(tmp_path, {UNUSUAL: {"seconds": seconds}})) == expected
    assert status(look(tmp_path, burst={"seconds": seconds})) == expected


def test_slow_answers_are_counted_without_their_seconds(tmp_path):
    findings = look(tmp_path, {CORRECT: {"seconds": 11.0}, MISSING: {"seconds": 12.5}})
    assert said(findings) == [
        "2 of 22 deliveries were answered only after more than 10 s; the provider gives up after 30 s"
    ]
    one = look(tmp_path, {CORRECT: {"seconds": 11.0}})
    assert said(one)[0].startswith("1 of 22 deliveries was answered")


def test_waiting_in_vain_for_all_of_the_deadline_fails(tmp_path):
    waited = refusing(None, seconds=30.0, timed_out=True, error="pay.example.com did not finish", why="no answer")
    findings = judge(promptness, tmp_path, waited)
    assert status(findings) == "fail"
    assert said(findings, "fail") == [
        "1 of 1 deliveries was not answered within the 30 s after which the provider gives up"
    ]


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
    assert said(findings) == [f"10 of 10 deliveries were answered {code} when 10 came at once"]


def test_without_the_burst_it_is_unknown(tmp_path):
    findings = look(tmp_path, unsent={BURST: "the receiver answered 429, too many requests"})
    assert status(findings) == "unknown"
    assert said(findings)[0].endswith("was not seen: the receiver answered 429, too many requests")
    assert status(judge(promptness, tmp_path, refusing(401))) == "unknown"
    assert status(judge(promptness, tmp_path, FORBIDDEN)) == "unknown"
