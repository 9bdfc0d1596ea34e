"""Making one report of several."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from golive.errors import UsageError
from golive.merging import Part, merged, refreshed, unwaived
from golive.record import RecordState
from golive.report import ExitCode, Verdict, exit_code_of, verdict_of
from golive.result import Status
from support import reports
from support.shards import HALVES, only, shard

CHECKLIST = reports.CHECKLIST


def united(*parts):
    (report,) = merged(parts, lambda _: CHECKLIST)
    return report


def statuses(report):
    return {item.id: item.status for item in report.items()}


def test_shards_make_the_report_that_one_run_makes():
    whole = reports.every_status()
    report = united(*HALVES)
    assert statuses(report) == statuses(whole)
    assert {one.id: one for one in report.results} == {one.id: one for one in whole.results}
    assert report.records == whole.records
    assert (report.verdict, report.exit_code) == (whole.verdict, whole.exit_code)


def test_one_shard_alone_is_incomplete():
    (report,) = merged([HALVES[0]], lambda _: pytest.fail("nothing is settled again"))
    assert report == HALVES[0].report


def test_shards_began_with_the_first_and_ended_with_the_last():
    later = only("code.", started_at=reports.STARTED + timedelta(seconds=10), seconds=5.0)
    report = united(Part(later, "b.json"), shard("a.json", "account."))
    assert report.started_at == reports.STARTED
    assert report.seconds == pytest.approx(15)


def test_records_are_judged_by_the_day_of_the_last_shard():
    before = reports.STARTED.replace(month=12, day=31)
    after = reports.STARTED.replace(year=2027, month=1, day=1) - timedelta(hours=2)
    report = united(
        Part(only("account.", "receiver.", started_at=before), "a.json"),
        Part(only("settings.", "code.", "acme.", "plugin.", started_at=after), "b.json"),
    )
    assert report.result("account.balance").status is Status.UNKNOWN
    assert {one.subject: one.state for one in report.records}["account.balance"] is RecordState.LAPSED


def test_requests_of_all_shards_are_kept_once():
    report = united(
        shard("a.json", "account.", exchanges=reports.EXCHANGES[:2]),
        shard("b.json", "code.", exchanges=reports.EXCHANGES[1:]),
    )
    assert set(report.exchanges) == set(reports.EXCHANGES)
    assert len(report.exchanges) == len(reports.EXCHANGES)


def test_what_holds_for_one_shard_holds_for_all():
    report = united(shard("a.json", "account.", interrupted=True), shard("b.json", "code.", fail_on_warn=True))
    assert report.interrupted
    assert report.fail_on_warn


def test_of_two_results_the_worse_counts_and_says_so():
    good = replace(
        only("account."),
        results=tuple(
            replace(one, status=Status.PASS, findings=(), reason=None) if one.id == "account.authentication" else one
            for one in only("account.").results
        ),
    )
    for parts in (
        [Part(good, "a.json"), shard("b.json", "account.")],
        [shard("b.json", "account."), Part(good, "a.json")],
    ):
        result = united(*parts).result("account.authentication")
        assert result.status is Status.FAIL
        assert result.findings
        assert "the shards differ (" in result.reason
        assert "pass in a.json" in result.reason
        assert "and the worst counts" in result.reason


def test_a_reason_stays_where_shards_differ():
    unknown = replace(
        only("account."),
        results=tuple(
            replace(one, status=Status.UNKNOWN, findings=(), reason="offline") if one.id == "account.clock" else one
            for one in only("account.").results
        ),
    )
    result = united(shard("a.json", "account."), Part(unknown, "b.json")).result("account.clock")
    assert result.reason == "offline; the shards differ (pass in a.json, unknown in b.json), and the worst counts"


def test_a_shard_of_another_day_is_no_part_of_the_run():
    old = only("code.", started_at=reports.STARTED - timedelta(hours=25))
    for parts in ([Part(old, "old.json"), HALVES[0]], [HALVES[0], Part(old, "old.json")]):
        with pytest.raises(UsageError, match=r"were made more than 24 hours apart.* run all shards on one commit"):
            merged(parts, lambda _: CHECKLIST)


def test_shards_of_one_profile_say_the_same_of_it():
    other = only("code.", subject=replace(reports.SUBJECT, verticals=("esim",)))
    with pytest.raises(UsageError, match="say different things about one profile; run all shards on one commit"):
        merged([HALVES[0], Part(other, "b.json")], lambda _: CHECKLIST)


@pytest.mark.parametrize("provider", ["nope", "../anton", ""])
def test_shards_about_a_provider_that_is_not_known_are_refused(provider):
    subject = replace(reports.SUBJECT, provider=provider, provider_title="Nope")
    shards = [Part(only(name, subject=subject), f"{name}json") for name in ("code.", "account.")]
    with pytest.raises(UsageError, match=r"code\.json is about Nope, which this golive does not know"):
        merged(shards)


def test_two_whole_runs_of_one_profile_are_no_shards():
    parts = [Part(reports.every_status(), "a.json"), Part(reports.every_status(), "b.json")]
    with pytest.raises(UsageError, match="neither leaves a check out; take one of them, or name them"):
        merged(parts)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": "0.0.1"}, r"made by golive 0\.1\.0 and 0\.0\.1; run all shards with one version"),
        ({"records": reports.RECORDS[:2]}, "with different records; run all shards on one commit"),
        ({"policy": replace(reports.POLICY, longest_waiver=9)}, "with different records"),
    ],
)
def test_shards_that_do_not_fit_together_are_refused(change, message):
    other = replace(only("code."), **change)
    with pytest.raises(UsageError, match=message):
        united(shard("a.json", "account."), Part(other, "b.json"))


def test_shards_of_another_version_are_refused():
    parts = [Part(replace(only(prefix), version="9.0"), f"{prefix}json") for prefix in ("account.", "code.")]
    with pytest.raises(UsageError, match=r"a run of golive 9\.0, and this is golive"):
        united(*parts)


def test_shards_without_a_result_that_the_checklist_names_are_refused():
    report = only("account.")
    short = replace(report, results=report.results[1:])
    with pytest.raises(UsageError, match=r"a\.json and b\.json: there is no result of settings\.base-url"):
        united(Part(short, "a.json"), Part(short, "b.json"))


def service(label, name="", fallback="", **subject):
    report = reports.ready()
    return Part(replace(report, subject=replace(report.subject, **subject)), label, name, fallback)


def test_services_are_named_in_the_order_in_which_they_are_given():
    found = merged(
        [
            service("z.json", name="payouts", digest="1"),
            service("cards.json", fallback="cards", digest="2"),
            service("x.json", service="ledger", digest="3", fallback="x"),
            Part(reports.every_status(), "f.json", "flawed"),
        ]
    )
    assert [report.subject.service for report in found] == ["payouts", "cards", "ledger", "flawed"]
    assert verdict_of(found) is Verdict.NOT_READY
    assert exit_code_of(found) is ExitCode.CRASHED


def test_a_report_alone_needs_no_name():
    assert merged([Part(reports.ready(), "a.json", "", "a")]) == (reports.ready(),)
    assert merged([Part(reports.ready(), "a.json", "pay", "a")])[0].subject.service == "pay"


def test_shards_of_several_services_are_told_apart_by_name():
    parts = [replace(part, name=name) for name in ("one", "two") for part in HALVES]
    found = merged(parts, lambda _: CHECKLIST)
    assert [report.subject.service for report in found] == ["one", "two"]
    assert statuses(found[0]) == statuses(reports.every_status())


def test_two_services_of_one_name_are_refused():
    with pytest.raises(
        UsageError, match=r"a\.json and b\.json are both pay; say what each is called, as in pay=b\.json"
    ):
        merged([service("a.json", name="pay", digest="1"), service("b.json", name="pay", digest="2")])


def test_one_service_may_have_two_environments():
    found = merged([service("a.json", name="pay"), service("b.json", name="pay", environment="sandbox")])
    assert [report.subject.environment for report in found] == ["prod", "sandbox"]


def test_a_service_that_nobody_names_is_refused():
    with pytest.raises(
        UsageError, match=r"a\.json says no name of its service; say what each is called, as in payouts="
    ):
        merged([service("a.json", digest="1"), service("b.json", name="pay", digest="2")])


def test_results_looked_at_anew_stand_in_the_report():
    before = reports.every_status()
    fixed = tuple(
        replace(one, status=Status.PASS, findings=(), reason=None)
        if one.id in {"account.authentication", "account.corridors"}
        else one
        for one in unwaived(before.results)
    )
    fresh = only("account.", report=replace(before, results=fixed), started_at=before.started_at + timedelta(hours=1))
    report = refreshed(before, fresh, CHECKLIST)
    assert report.result("account.authentication").status is Status.PASS
    assert report.result("code.secrets") == before.result("code.secrets")
    assert statuses(report)["launch.live-keys"] is Status.PASS
    assert statuses(report)["cutover.corridors"] is Status.PASS
    assert statuses(report)["launch.secret-storage"] is Status.FAIL
    assert report.started_at == fresh.started_at
    assert report.seconds == before.seconds + fresh.seconds
    assert report.exchanges == before.exchanges


def test_a_waiver_that_has_gone_excuses_an_old_result_no_longer():
    before = reports.every_status()
    assert before.result("account.balance").status is Status.WAIVED
    report = refreshed(before, only("code.", records=()), CHECKLIST)
    assert report.result("account.balance").status is Status.UNKNOWN
    assert report.result("account.balance").waived_from is None
    assert report.records == ()


def test_a_waiver_that_came_excuses_an_old_result():
    before = reports.every_status()
    bare = reports.report_of(unwaived(before.results), records=(), policy=before.policy)
    assert bare.result("account.balance").status is Status.UNKNOWN
    report = refreshed(bare, only("code."), CHECKLIST)
    assert report.result("account.balance").status is Status.WAIVED
    assert statuses(report) == statuses(before)


def test_an_interruption_and_the_name_of_a_service_stay():
    before = replace(reports.interrupted(), subject=replace(reports.SUBJECT, service="pay"))
    report = refreshed(before, only("code."), CHECKLIST)
    assert report.interrupted
    assert report.subject.service == "pay"


def test_results_about_another_environment_are_refused():
    fresh = only("code.", subject=replace(reports.SUBJECT, environment="sandbox"))
    with pytest.raises(UsageError, match="results about sandbox of Anton Payments cannot stand in a report about prod"):
        refreshed(reports.every_status(), fresh, CHECKLIST)
