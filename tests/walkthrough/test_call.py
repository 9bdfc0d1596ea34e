from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from golive.errors import UsageError
from golive.registry import NOT_BUILT
from golive.result import Status
from golive.walkthrough import opening as calls
from golive.walkthrough import view
from golive.walkthrough.lines import OPEN, open_lines, runnable
from support.calls import SECRET, Kept, Played, a_call, backstage_of, passing
from support.fake_clock import FakeClock
from support.reports import _READY, CHECKLIST, every_status, ready

END = date(2027, 1, 31)


def status(call, item_id):
    return call.line(item_id).item.status


def test_the_lines_come_in_the_order_of_the_checklist_and_those_of_packages_last():
    ids = [line.id for line in a_call().lines()]
    own = [item.id for item in CHECKLIST.items()]
    assert ids[: len(own)] == own
    assert all(one.startswith("plugins.") for one in ids[len(own) :])


def test_a_call_begins_at_the_first_line_and_has_seen_it():
    call = a_call()
    assert call.current.number == 1
    assert call.progress == (1, len(call.lines()))


def test_steps_stop_at_both_ends():
    call = a_call()
    assert call.step(-1).number == 1
    last = len(call.lines())
    assert call.step(last + 5).number == last
    assert call.step(1).number == last


def test_a_line_that_is_not_there_is_refused():
    with pytest.raises(KeyError):
        a_call().go_to("launch.nothing")


def test_open_lines_come_the_heaviest_first_and_begin_again_after_the_last():
    call = a_call()
    met = [call.go_to(call.next_open()) for _ in range(14)]
    statuses = [line.item.status for line in met]
    order = [Status.FAIL, Status.ERROR, Status.UNKNOWN, Status.WARN]
    count = len({line.id for line in met})
    assert statuses[:count] == sorted(statuses[:count], key=order.index)
    assert met[count].id == met[0].id


def test_what_is_marked_for_follow_up_comes_after_the_warnings():
    call = a_call()
    call.follow_up("launch.base-url")
    last = [line.id for line in open_lines(call.lines())][-1]
    assert last == "launch.base-url"
    assert call.next_open(last) == "launch.live-keys"


def test_from_a_settled_line_the_next_open_one_is_the_first_that_nobody_has_seen():
    call = a_call()
    call.go_to("launch.live-keys")
    assert call.next_open("launch.base-url") == "launch.secret-storage"


def test_where_nothing_is_open_there_is_no_next_line():
    report = ready()
    call = a_call(report, checklist=_READY)
    assert [line.id for line in call.lines() if line.item.status in OPEN] == []
    assert call.next_open() is None


def test_running_a_line_again_runs_its_checks_alone_and_settles_every_line_they_decide():
    report = every_status()
    judge = Played(report, {"account.corridors": passing("account.corridors")})
    call = a_call(report, judge=judge)
    said = call.rerun("launch.corridors")
    assert said.ok
    assert said.text == "the line was unknown, and is pass"
    assert judge.asked == [("account.corridors",)]
    assert status(call, "launch.corridors") is Status.PASS
    assert call.report.result("settings.base-url").findings == report.result("settings.base-url").findings


def test_running_a_derived_line_again_runs_the_checks_of_the_lines_that_decide_it():
    judge = Played(every_status())
    call = a_call(judge=judge)
    call.rerun("cutover.all")
    assert set(judge.asked[0]) == {
        "settings.base-url",
        "account.webhook-subscription",
        "account.webhook-events",
        "settings.webhook-url",
        "account.balance",
        "account.corridors",
    }


def test_checks_that_do_not_exist_are_not_run():
    call = a_call()
    line = call.line("launch.idempotency")
    assert all(call.report.result(one).reason == NOT_BUILT for one in line.check_ids)
    assert runnable(line, call.report) == ()
    said = call.rerun(line.id)
    assert not said.ok
    assert "a person has to answer" in said.text


def test_watching_tells_what_runs():
    heard = []
    a_call().rerun("launch.corridors", lambda check_id, outcome: heard.append((check_id, outcome)))
    assert heard == [("account.corridors", None), ("account.corridors", Status.UNKNOWN)]


def test_a_run_that_is_interrupted_changes_nothing():
    report = every_status()
    for judge in (Played(report, interrupted=True), Played(report, raises=KeyboardInterrupt())):
        call = a_call(report, judge=judge)
        before = call.report
        said = call.rerun("launch.corridors")
        assert not said.ok
        assert "interrupted" in said.text
        assert call.report is before
        assert not call.busy


def test_a_run_that_cannot_be_made_says_why_and_not_on_a_shared_screen():
    judge = Played(every_status(), raises=UsageError("/home/ada/golive.records.yaml:3:1: broken"))
    said = a_call(judge=judge).rerun("launch.corridors")
    assert "/home/ada" in said.shown(presenter=False)
    assert "/home/ada" not in said.shown(presenter=True)


def test_a_defect_of_the_judge_leaves_the_call_usable():
    judge = Played(every_status(), raises=ZeroDivisionError())
    call = a_call(judge=judge)
    with pytest.raises(ZeroDivisionError):
        call.rerun("launch.corridors")
    assert not call.busy


def test_a_second_run_while_one_is_under_way_is_refused_and_the_first_one_counts():
    report = every_status()
    started, go_on = threading.Event(), threading.Event()

    def wait():
        started.set()
        assert go_on.wait(30)

    judge = Played(report, {"account.corridors": passing("account.corridors")}, before=wait)
    call = a_call(report, judge=judge)
    said = []
    thread = threading.Thread(target=lambda: said.append(call.rerun("launch.corridors")))
    thread.start()
    assert started.wait(30)
    assert call.busy
    assert not call.rerun("launch.base-url").ok
    assert call.note("launch.base-url", "noted meanwhile").ok
    go_on.set()
    thread.join(30)
    assert said[0].ok
    assert status(call, "launch.corridors") is Status.PASS
    assert call.line("launch.base-url").remarks.notes[0].text == "noted meanwhile"


def test_what_is_abandoned_comes_to_nothing():
    report = every_status()
    judge = Played(report, {"account.corridors": passing("account.corridors")})
    call = a_call(report, judge=judge)
    judge.before = call.abandon
    before = call.report
    assert not call.rerun("launch.corridors").ok
    assert call.report is before
    judge.before = None
    assert call.rerun("launch.corridors").ok


def test_running_everything_again_takes_all_results_and_their_time():
    clock = FakeClock()
    judge = Played(every_status(), clock=clock)
    call = a_call(judge=judge, clock=clock)
    before = call.state.results_at
    clock.sleep(60)
    assert call.rerun_all().text == "the verdict is still NOT READY"
    assert judge.asked == [()]
    assert call.state.results_at == clock.now() > before


def test_one_line_run_again_does_not_make_the_other_results_younger():
    clock = FakeClock()
    call = a_call(judge=Played(every_status(), clock=clock), clock=clock)
    before = call.state.results_at
    clock.sleep(60)
    call.rerun("launch.corridors")
    assert call.state.results_at == before


def test_a_note_says_who_and_when_and_holds_no_secret():
    call = a_call()
    said = call.note("launch.base-url", f"they\nuse {SECRET} \x1b[31mnow")
    note = call.line("launch.base-url").remarks.notes[0]
    assert note.text == "they use ak_live_*** \\x1b[31mnow"
    assert note.who == "Ada Lovelace <ada@example.com>"
    assert note.at == call.backstage.clock.now()
    assert "masked" in said.text
    assert SECRET not in repr(call.state)


def test_an_empty_note_is_not_kept():
    call = a_call()
    assert not call.note("launch.base-url", " \n ").ok
    assert call.line("launch.base-url").remarks.notes == ()


def test_a_follow_up_is_set_and_taken_off():
    call = a_call()
    call.follow_up("launch.base-url")
    assert [line.id for line in call.follow_ups()] == ["launch.base-url"]
    call.follow_up("launch.base-url", on=True)
    assert call.follow_ups()
    call.follow_up("launch.base-url")
    assert call.follow_ups() == ()


def test_attesting_writes_a_record_and_settles_the_line_at_once():
    kept = Kept()
    call = a_call(kept=kept)
    said = call.attest("launch.monitoring", evidence="the rota", who="Grace", expires=END)
    assert said.ok
    assert kept.records[-1].subject == "launch.monitoring"
    assert kept.records[-1].made == "2026-11-22"
    assert status(call, "launch.monitoring") is Status.PASS
    assert [one.line for one in call.state.attested] == ["launch.monitoring"]


def test_an_attestation_counts_on_a_later_day_than_that_of_the_results():
    clock = FakeClock()
    call = a_call(clock=clock)
    clock.sleep(5 * 86_400)
    call.attest("launch.monitoring", evidence="the rota", who="Grace", expires=END)
    assert status(call, "launch.monitoring") is Status.PASS
    assert call.report.started_at == every_status().started_at


def test_what_the_records_refuse_is_told_as_a_sentence():
    call = a_call()
    said = call.attest("launch.monitoring", evidence=" ", who="Grace", expires=END)
    assert not said.ok
    assert said.text == "the evidence in /home/ada is empty"
    assert "/home/ada" not in said.safe
    assert call.state.attested == ()


def test_a_credential_gets_into_no_record():
    kept = Kept()
    call = a_call(kept=kept)
    before = list(kept.records)
    for words in ({"evidence": SECRET, "who": "Grace"}, {"evidence": "rota", "who": SECRET}):
        said = call.attest("launch.monitoring", expires=END, **words)
        assert not said.ok
        assert SECRET not in said.text
    assert kept.records == before


@pytest.mark.parametrize(
    ("item_id", "counts"),
    [
        ("launch.monitoring", True),
        ("launch.idempotency", True),
        ("launch.approved", True),
        ("launch.base-url", False),
        ("launch.live-keys", False),
        ("cutover.all", False),
    ],
)
def test_a_word_is_offered_only_where_it_counts(item_id, counts):
    assert a_call().line(item_id).can_attest is counts


def test_every_change_is_saved():
    kept = Kept()
    call = a_call(kept=kept)
    doings = (
        lambda: call.step(1),
        lambda: call.note("launch.base-url", "a note"),
        lambda: call.follow_up("launch.base-url"),
        lambda: call.attest("launch.monitoring", evidence="rota", who="G", expires=END),
        lambda: call.rerun("launch.corridors"),
        call.rerun_all,
        call.settle_again,
    )
    for do in doings:
        before = len(kept.states)
        do()
        assert len(kept.states) == before + 1
        assert kept.states[-1] == call.state


def test_a_call_that_cannot_be_saved_goes_on_and_says_so():
    kept = Kept(full=True)
    call = a_call(kept=kept)
    assert "No space left" in call.unsaved
    assert call.note("launch.base-url", "a note").ok
    kept.full = False
    call.note("launch.base-url", "another note")
    assert call.unsaved is None
    assert len(kept.states[-1].remarks["launch.base-url"].notes) == 2


def test_a_call_goes_on_where_it_stopped_and_says_how_old_the_results_are():
    clock = FakeClock()
    before = a_call(clock=clock)
    before.go_to("launch.corridors")
    clock.sleep(3 * 3600)
    call = calls.resume(before.backstage, before.state)
    assert call.current.id == "launch.corridors"
    assert call.greeting == (
        "The call goes on at line 7 of 20.",
        "The oldest results are 10 hours old.",
    )


def test_a_call_begins_and_goes_on_with_the_records_as_they_are():
    kept = Kept()
    report = every_status()
    call = a_call(report, kept=kept)
    assert status(call, "launch.approved") is Status.PASS
    kept.records.clear()
    again = calls.resume(replace(call.backstage, records=lambda: ()), call.state)
    assert status(again, "launch.approved") is Status.UNKNOWN
    assert again.report.records == ()


def test_records_that_lapse_between_two_days_no_longer_count():
    clock = FakeClock()
    call = a_call(clock=clock)
    clock.sleep(200 * 86_400)
    again = calls.resume(call.backstage, call.state)
    assert status(again, "launch.approved") is Status.UNKNOWN


def test_nothing_is_attested_on_the_results_of_another_profile():
    kept = Kept()
    call = a_call(kept=kept, digest="other")
    before = list(kept.records)
    assert not call.attest("launch.monitoring", evidence="rota", who="G", expires=END).ok
    assert kept.records == before


def test_results_of_another_profile_or_version_are_not_mixed_with_new_ones():
    report = every_status()
    for changed in ({"digest": "sha256:other"}, {"version": "9.9"}):
        judge = Played(report)
        call = calls.resume(backstage_of(report, judge=judge, **changed), a_call(report).state)
        assert "run everything again" in call.greeting[-1]
        assert not call.rerun("launch.corridors").ok
        assert judge.asked == []
    judge.report = replace(report, version="9.9")
    assert call.rerun_all().ok
    assert call.stale is None


def test_ages_are_told_in_minutes_hours_and_days():
    assert view.age_words(timedelta(minutes=1)) == "1 minute"
    assert view.age_words(timedelta(minutes=59)) == "59 minutes"
    assert view.age_words(timedelta(hours=1)) == "1 hour"
    assert view.age_words(timedelta(days=2, hours=5)) == "2 days"
    assert view.age_words(timedelta(seconds=-5)) == "less than a minute"


def test_the_last_day_of_an_attestation_follows_the_policy():
    report = every_status()
    call = a_call(replace(report, policy=replace(report.policy, longest_attestation=30)))
    assert call.usual_expiry == call.latest_expiry == date(2026, 12, 22)
    assert a_call().usual_expiry == date(2027, 5, 21)
