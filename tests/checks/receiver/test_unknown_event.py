"""`receiver.unknown-event`: a new type of event breaks nothing."""

from __future__ import annotations

import pytest

from golive.receiver.observation import UNKNOWN_EVENT
from golive_checks.receiver.unknown_event import NEW, unknown_event
from support.observations import FORBIDDEN, NONE, NOT_ACCEPTED, REDIRECT, URL, judge, observed, refusing, said, status


@pytest.mark.parametrize(
    ("fields", "expected", "words"),
    [
        ({"status": 200}, "pass", f"1 delivery of an unknown type was accepted by {URL}"),
        ({"status": 202}, "pass", f"1 delivery of an unknown type was accepted by {URL}"),
        ({"status": 400}, "warn", f"{NEW} was answered 400, so the provider will send it again"),
        ({"status": 422}, "warn", f"{NEW} was answered 422, so the provider will send it again"),
        ({"status": 500}, "fail", f"{NEW} was answered 500"),
        ({"status": 429}, "unknown", f"{NEW} was answered 429"),
        (REDIRECT, "unknown", f"{NEW} was redirected to https://www.example.com (302)"),
        (NONE, "unknown", f"{NEW} got no answer: pay.example.com closed the connection without an answer"),
    ],
)
def test_each_answer_means_something_else(tmp_path, fields, expected, words):
    findings = judge(unknown_event, tmp_path, observed({UNKNOWN_EVENT: fields}))
    assert (status(findings), said(findings)) == (expected, [words])


def test_a_receiver_that_refuses_everything_proves_nothing(tmp_path):
    findings = judge(unknown_event, tmp_path, refusing(500))
    assert (status(findings), said(findings)) == ("unknown", [NOT_ACCEPTED])


def test_not_sent_and_no_permission_are_unknown(tmp_path):
    unsent = observed(unsent={UNKNOWN_EVENT: "the time was over"})
    assert len(said(judge(unknown_event, tmp_path, unsent, FORBIDDEN), "unknown")) == 2
