"""What holds for records whatever the checklist, the results and the policy are."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golive.record import RecordKind, RecordState, named_by, why_lapsed
from golive.report import Verdict
from golive.reporters.formats import Style
from golive.reporters.json import render
from golive.result import LEFT_OUT, Status
from golive.saved import read_reports
from support.records import TODAY, waived
from support.worlds import CHECKS, LINES, PLUGGED, worlds

BEST_FIRST = (Verdict.READY, Verdict.INCOMPLETE, Verdict.NOT_READY)
SETTLED = {Status.PASS, Status.WARN, Status.SKIP, Status.WAIVED}
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def statuses(report):
    return {item.id: item.status for item in report.items()}


@MANY
@given(worlds())
def test_what_is_no_longer_in_force_is_as_if_it_were_not_there(world):
    kept = [one for one in world.records if why_lapsed(one, TODAY) is None and one.environment != "sandbox"]
    report, without = world.judged(), world.judged(kept)
    assert (statuses(report), report.results) == (statuses(without), without.results)


@MANY
@given(worlds())
def test_records_that_are_not_in_use_change_nothing(world):
    report = world.judged()
    pairs = zip(world.records, report.records, strict=True)
    used = world.judged([one for one, told in pairs if told.state is RecordState.IN_USE])
    assert (statuses(report), report.results) == (statuses(used), used.results)


@MANY
@given(worlds())
def test_nobodys_word_changes_a_fail_or_a_crash_or_a_result(world):
    waivers = [one for one in world.records if one.kind is RecordKind.WAIVER]
    report, unsaid = world.judged(), world.judged(waivers)
    derived = {item.id for item in report.items() if item.derived_from}
    for name, status in statuses(unsaid).items():
        if status in {Status.FAIL, Status.ERROR} and name not in derived:
            assert statuses(report)[name] is status
    assert report.results == unsaid.results
    assert BEST_FIRST.index(report.verdict) <= BEST_FIRST.index(unsaid.verdict)


@MANY
@given(worlds(), st.sampled_from([*LINES, *CHECKS, PLUGGED]))
def test_one_more_waiver_makes_nothing_worse_and_touches_nothing_else(world, subject):
    before, after = world.judged(), world.judged([*world.records, waived(subject, line=99)])
    assert BEST_FIRST.index(after.verdict) <= BEST_FIRST.index(before.verdict)
    for name, status in statuses(after).items():
        was = statuses(before)[name]
        if name not in world.hangs_on(subject):
            assert status is was
        # Beside an alternative that is waived, another may have crashed, which the report tells in any case.
        assert was not in SETTLED or status in SETTLED or (status is Status.ERROR and after.crashed)
        assert was is Status.FAIL or status is not Status.FAIL
        assert was is not Status.ERROR or status in {Status.ERROR, Status.WAIVED}
    assert after.crashed == before.crashed


@MANY
@given(worlds())
def test_ready_is_explained_by_the_records_in_use(world):
    report, plain = world.judged(), world.judged(())
    if report.verdict is not Verdict.READY:
        return
    assert not any(one.status is Status.ERROR or one.reason == LEFT_OUT for one in report.results)
    used = [one for one in report.records if one.state is RecordState.IN_USE]
    assert used or plain.verdict is Verdict.READY
    excused = {one.subject for one in used if one.kind is RecordKind.WAIVER}
    for item in report.items():
        assert item.status in SETTLED
        for name in {name for proof in item.proofs for name in proof.check_ids()}:
            assert plain.result(name).status is not Status.FAIL or excused & {name, item.id}


@MANY
@given(worlds())
def test_no_waiver_changes_what_the_policy_lets_nobody_waive(world):
    words = [one for one in world.records if one.kind is RecordKind.ATTESTATION]
    report, unwaived = world.judged(), world.judged(words)
    for name, status in statuses(report).items():
        if named_by(world.policy.not_waivable, name):
            assert status is statuses(unwaived)[name]
    for one in report.results:
        if named_by(world.policy.not_waivable, one.id):
            assert one.status is not Status.WAIVED
            assert one.status is not Status.FAIL or report.verdict is Verdict.NOT_READY


@MANY
@given(worlds())
def test_whatever_a_run_comes_to_can_be_saved_and_read_back(world):
    saved = render([world.judged()], Style())
    assert render(read_reports(saved), Style()) == saved
