from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from golive.errors import UsageError
from golive.report import Verdict
from golive.walkthrough import opening as calls
from golive.walkthrough.minutes import Outcome, objection
from support.calls import SECRET, Kept, Played, a_call, backstage_of
from support.fake_clock import FakeClock
from support.packs import NOT_PASSED, PASSED, SIGNED, open_call, ready_call

READY, NOT_READY, INCOMPLETE = Verdict.READY, Verdict.NOT_READY, Verdict.INCOMPLETE
PASS, FOLLOW, NOT = Outcome.PASSED, Outcome.FOLLOW_UPS, Outcome.NOT_PASSED


@pytest.mark.parametrize(
    ("outcome", "verdict", "follow_ups", "reason", "fits"),
    [
        (PASS, READY, 0, "", True),
        (PASS, READY, 1, "", False),
        (PASS, READY, 1, "agreed", True),
        (PASS, INCOMPLETE, 0, "", False),
        (PASS, INCOMPLETE, 0, "agreed", True),
        (PASS, NOT_READY, 0, "", False),
        (PASS, NOT_READY, 0, "  ", False),
        (PASS, NOT_READY, 0, "agreed", True),
        (FOLLOW, READY, 1, "", True),
        (FOLLOW, INCOMPLETE, 1, "", True),
        (FOLLOW, INCOMPLETE, 0, "agreed", False),
        (FOLLOW, NOT_READY, 1, "", False),
        (FOLLOW, NOT_READY, 1, "agreed", True),
        (NOT, READY, 0, "", False),
        (NOT, READY, 0, "agreed", True),
        (NOT, INCOMPLETE, 0, "", True),
        (NOT, NOT_READY, 0, "", True),
    ],
)
def test_an_outcome_goes_with_the_verdict_or_gives_a_reason(outcome, verdict, follow_ups, reason, fits):
    assert (objection(outcome, verdict, follow_ups, reason) is None) is fits


def test_a_call_that_fits_has_no_problem():
    assert open_call().problem(NOT_PASSED) is None
    assert ready_call().problem(PASSED) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sign_offs": ()}, "nobody has signed off"),
        ({"sign_offs": (replace(SIGNED[0], name=" "),)}, "a sign-off needs a name"),
        ({"sign_offs": (replace(SIGNED[0], role=SECRET),)}, "looks like a credential"),
        ({"reason": SECRET}, "looks like a credential"),
        ({"outcome": NOT}, "a call that was not passed is not attested"),
        ({"who": ""}, "the name of who vouches"),
        ({"expires": None}, "lasts until some day from 2026-11-22 to 2027-11-23"),
        ({"expires": date(2026, 11, 21)}, "lasts until some day"),
        ({"expires": date(2027, 11, 24)}, "lasts until some day"),
        ({"attest_call": False}, "the verdict is INCOMPLETE"),
    ],
)
def test_what_keeps_a_call_from_ending_is_told(changes, why, tmp_path):
    call = ready_call()
    closing = replace(PASSED, **changes)
    assert why in call.problem(closing)
    with pytest.raises(UsageError, match=why):
        call.finish(closing, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_call_does_not_end_while_checks_run():
    call = open_call()
    with call._running:
        assert "checks are being run" in call.problem(NOT_PASSED)


def test_a_call_does_not_end_with_results_of_another_profile():
    call = open_call()
    other = calls.resume(backstage_of(call.report, digest="other", judge=Played(call.report)), call.state)
    assert "the profile has changed" in other.problem(NOT_PASSED)


def test_a_call_that_is_attested_already_is_not_attested_again():
    call = ready_call()
    call.attest("path.certification-call", evidence="held", who="Ada", expires=date(2027, 1, 31))
    assert call.call_line is None
    assert "cannot be attested now" in call.problem(PASSED)
    assert call.problem(replace(PASSED, attest_call=False)) is None


def test_what_the_records_refuse_ends_the_writing(tmp_path):
    call = ready_call()

    def refuse(**_more):
        raise UsageError("the records file is broken")

    call.backstage = replace(call.backstage, attest=refuse)
    with pytest.raises(UsageError, match="the records file is broken"):
        call.finish(PASSED, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_records_as_they_are_at_the_end_count(tmp_path):
    call = ready_call()
    call.backstage = replace(call.backstage, records=lambda: (_ for _ in ()).throw(UsageError("broken by hand")))
    with pytest.raises(UsageError, match="broken by hand"):
        call.finish(PASSED, tmp_path)


def test_a_clock_that_was_set_back_has_to_be_set_right_before_the_call_can_end(tmp_path):
    clock = FakeClock()
    clock.elapsed = 3600.0
    call = a_call(clock=clock)
    clock.elapsed = 0.0
    with pytest.raises(UsageError, match="behind the beginning of the call"):
        call.finish(NOT_PASSED, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_attestation_that_expires_while_the_call_lasts_changes_what_can_be_signed_off(tmp_path):
    clock = FakeClock()
    call = ready_call(clock=clock)
    closing = replace(PASSED, attest_call=False)
    assert call.attest(call.call_line.id, evidence="held", who="Ada", expires=call.today).ok
    assert call.problem(closing) is None
    clock.sleep(24 * 3600)
    with pytest.raises(UsageError, match="the verdict is INCOMPLETE"):
        call.finish(closing, tmp_path)
    assert call.report.verdict is Verdict.INCOMPLETE
    assert list(tmp_path.iterdir()) == []


def test_a_profile_that_changes_during_the_call_ends_nothing_until_the_walkthrough_begins_again(tmp_path):
    changed = []
    kept = Kept()
    call = ready_call(kept)
    call = type(call)(replace(call.backstage, changed=lambda: bool(changed)), call.state)
    assert call.problem(PASSED) is None
    changed.append(1)
    why = "the profile has changed since this walkthrough began: leave it, and begin it again"
    assert call.problem(PASSED) == why
    assert call.rerun(call.lines()[0].id).text == why
    assert call.rerun_all().text == why
    assert call.attest(call.call_line.id, evidence="held", who="Ada", expires=call.today).text == why
    assert kept.records == []
