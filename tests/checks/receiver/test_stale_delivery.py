"""`receiver.stale-delivery`: an old signature is no signature."""

from __future__ import annotations

from dataclasses import replace

import pytest

from golive.providers.anton.signature import DELIVERIES
from golive.receiver.observation import FUTURE, STALE
from golive_checks.receiver.stale_delivery import stale_delivery
from support.context import ANTON
from support.observations import FORBIDDEN, NONE, NOT_ACCEPTED, REDIRECT, URL, judge, observed, refusing, said, status

TIMELESS = DELIVERIES.schemes[2]


def look(folder, answers=None, **more):
    return judge(stale_delivery, folder, observed(answers, **more))


def test_a_receiver_that_refuses_both_passes(tmp_path):
    findings = look(tmp_path)
    assert (status(findings), said(findings)) == ("pass", [f"2 deliveries of another time were refused by {URL}"])


@pytest.mark.parametrize("name", [STALE, FUTURE])
def test_accepting_one_fails(tmp_path, name):
    findings = look(tmp_path, {name: {"status": 200, "title": "signed correctly, ten minutes away"}})
    assert status(findings) == "fail"
    assert said(findings, "fail") == ["a delivery signed correctly, ten minutes away, was accepted (200)"]
    assert said(findings, "seen") == [f"1 of the deliveries of another time was refused by {URL}"]


def test_breaking_is_a_warning(tmp_path):
    assert status(look(tmp_path, {FUTURE: {"status": 500}})) == "warn"


@pytest.mark.parametrize("fields", [REDIRECT, NONE, {"status": 429}])
def test_no_refusal_is_unknown(tmp_path, fields):
    assert status(look(tmp_path, {STALE: fields})) == "unknown"


def test_not_sent_is_unknown(tmp_path):
    assert status(look(tmp_path, unsent={FUTURE: "the time was over"})) == "unknown"


def test_a_scheme_without_time_is_a_warning_that_names_a_better_one(tmp_path):
    findings = look(tmp_path, scheme=TIMELESS)
    assert status(findings) == "warn"
    assert TIMELESS.title in said(findings)[0]
    for better in DELIVERIES.schemes[:2]:
        assert better.title in findings[0].fix


def test_where_there_is_no_better_one_ids_are_kept(tmp_path):
    alone = replace(ANTON, deliveries=replace(DELIVERIES, schemes=(TIMELESS,)))
    findings = judge(stale_delivery, tmp_path, observed(scheme=TIMELESS), provider=alone)
    assert findings[0].fix == "Instead, keep the ids of all events that were processed, for good"


def test_a_receiver_that_refuses_everything_proves_nothing(tmp_path):
    findings = judge(stale_delivery, tmp_path, refusing(401))
    assert (status(findings), said(findings)) == ("unknown", [NOT_ACCEPTED])


def test_no_permission_is_unknown(tmp_path):
    assert status(judge(stale_delivery, tmp_path, FORBIDDEN)) == "unknown"
