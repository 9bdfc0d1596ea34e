"""What records change in a report, and what became of each: the rules one by one, with the day given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.check import Strength
from golive.checklist import Attest, Checklist, Item, Proof, Section
from golive.kind import Kind
from golive.profile.types import Policy
from golive.record import RecordState
from golive.report import ExitCode, Report, Subject, Verdict, settle
from golive.result import LEFT_OUT, Result, Status
from support.records import TODAY, vouched, waived
from support.results import result, results

IN_USE, UNUSED, LAPSED, OVERRULED, ASIDE = (
    RecordState.IN_USE,
    RecordState.UNUSED,
    RecordState.LAPSED,
    RecordState.OVERRULED,
    RecordState.NOT_CONSULTED,
)


def all_of(item_id: str, *ids: str, **more) -> Item:
    return Item(id=item_id, title="T", proof=(Proof(all=ids),) if ids else (), **more)


def any_of(item_id: str, *ids: str, **more) -> Item:
    return Item(id=item_id, title="T", proof=(Proof(any=ids),), **more)


def judged(
    items, found: dict[str, Result], *records, policy: Policy | None = None, kind=Kind.PRODUCTION, day=TODAY, **more
) -> Report:
    """Return the report on a checklist of these lines, on a day, for the environment prod."""
    checklist = Checklist(
        provider="p", title="t", source="s", sections=(Section(id="s", title="S", items=tuple(items)),)
    )
    subject = Subject(
        profile="golive.yaml",
        digest="d",
        provider="p",
        provider_title="P",
        environment="prod",
        kind=kind,
        base_url="https://example.com",
        checklist_title="t",
        checklist_source="s",
    )
    blank = Report(
        version="1",
        subject=subject,
        started_at=datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC),
        seconds=1.0,
        sections=(),
        results=(),
        policy=policy or Policy(),
        **more,
    )
    return settle(blank, checklist, found.values(), records)


def line(report: Report, item_id: str = "s.a"):
    return next(item for item in report.items() if item.id == item_id)


def states(report: Report) -> list[RecordState]:
    return [record.state for record in report.records]


def left_out(check_id: str) -> Result:
    return result(check_id, "unknown", reason=LEFT_OUT)


ACCEPTED = any_of("s.a", "traffic.a", "code.a", attest=Attest.ACCEPTED)
REQUIRED = all_of("s.a", attest=Attest.REQUIRED, ask="Who is paged?")


# Attestations


def test_a_word_counts_while_the_proof_is_unknown_and_until_its_last_day():
    found = results(traffic_a="unknown", code_a="unknown")
    word = vouched("s.a", expires="2026-11-22")
    report = judged([ACCEPTED], found, word)
    assert (line(report).status, line(report).strength) == (Status.PASS, Strength.ATTESTED)
    assert line(report).summary == "Ada vouched for it on 2026-11-01: seen"
    assert states(report) == [IN_USE]
    assert (report.verdict, report.records[0].age_days, report.records[0].days_left) == (Verdict.READY, 21, 0)
    later = judged([ACCEPTED], found, word, day=TODAY + timedelta(days=1))
    assert line(later) == line(judged([ACCEPTED], found)), "as if it were not there"
    assert (line(later).status, states(later), later.verdict) == (Status.UNKNOWN, [LAPSED], Verdict.INCOMPLETE)
    assert later.records[0].note == "it expired on 2026-11-22, 1 day ago"


def test_what_only_people_know_passes_by_a_persons_word_and_not_longer_than_that():
    word = vouched("s.a", expires="2026-11-22")
    assert line(judged([REQUIRED], {}, word)).status is Status.PASS
    assert line(judged([REQUIRED], {}, word, day=TODAY + timedelta(days=1))).status is Status.UNKNOWN


@pytest.mark.parametrize("status", ["fail", "error"])
@pytest.mark.parametrize("attest", [Attest.ACCEPTED, Attest.REQUIRED])
def test_a_fail_and_a_crash_cannot_be_attested_away(status, attest):
    item = any_of("s.a", "traffic.a", "code.a", attest=attest)
    report = judged([item], results(traffic_a="unknown", code_a=status), vouched("s.a"))
    assert (line(report).status, line(report).record) == (Status(status), None)
    assert states(report) == [OVERRULED]
    assert "a person's word does not change that" in report.records[0].note


def test_nobodys_word_counts_for_a_line_that_golive_looks_at_itself():
    item = any_of("s.a", "code.a", attest=Attest.NEVER)
    report = judged([item], results(code_a="unknown"), vouched("s.a"))
    assert (line(report).status, states(report)) == (Status.UNKNOWN, [OVERRULED])


def test_a_word_for_a_line_that_passes_by_itself_is_not_needed():
    report = judged([ACCEPTED], results(traffic_a="pass", code_a="unknown"), vouched("s.a"))
    assert (line(report).strength, states(report)) == (Strength.OBSERVED, [UNUSED])
    assert not report.records[0].warns


def test_a_word_does_not_count_where_a_check_of_the_line_was_left_out_for_it_might_fail():
    found = {**results(traffic_a="unknown"), "code.a": left_out("code.a")}
    report = judged([ACCEPTED], found, vouched("s.a"))
    assert (line(report).status, states(report)) == (Status.UNKNOWN, [ASIDE])


def test_lines_that_share_a_proof_share_the_word_for_it():
    other = all_of("s.b", attest=Attest.NEVER)
    items = [ACCEPTED, replace(other, same_as="s.a")]
    for subject in ("s.a", "s.b"):
        report = judged(items, results(traffic_a="unknown", code_a="unknown"), vouched(subject))
        assert [item.status for item in report.items()] == [Status.PASS, Status.PASS]
        assert states(report) == [IN_USE]


def test_of_several_words_the_last_counts_and_the_other_says_so():
    report = judged([REQUIRED], {}, vouched("s.a", line=3), vouched("s.a", line=9, who="Grace"))
    assert line(report).record.who == "Grace"
    assert states(report) == [UNUSED, IN_USE]
    assert report.records[0].note == "a later attestation of the same counts instead"


def test_two_records_on_one_line_of_the_file_are_told_apart():
    one, two = vouched("s.a"), vouched("s.a")
    two = replace(two, place=replace(two.place, column=90))
    assert states(judged([REQUIRED], {}, one, two)) == [UNUSED, IN_USE]


def test_a_word_about_another_environment_does_not_count():
    report = judged([REQUIRED], {}, vouched("s.a", environment="sandbox"))
    assert (line(report).status, states(report)) == (Status.UNKNOWN, [ASIDE])


@pytest.mark.parametrize("item", [ACCEPTED, REQUIRED])
def test_a_sandbox_is_never_ready_for_production_by_a_persons_word(item):
    found = results(traffic_a="unknown", code_a="unknown")
    report = judged([replace(item, production=True)], found, vouched("s.a"), kind=Kind.SANDBOX)
    assert (line(report).status, line(report).record, report.verdict) == (Status.UNKNOWN, None, Verdict.INCOMPLETE)
    assert states(report) == [OVERRULED]
    assert "a sandbox proves nothing about production" in report.records[0].note


def test_where_proof_and_word_are_both_asked_for_the_word_alone_is_not_enough():
    item = any_of("s.a", "code.a", attest=Attest.REQUIRED)
    assert line(judged([item], results(code_a="unknown"), vouched("s.a"))).status is Status.UNKNOWN
    both = line(judged([item], results(code_a="pass"), vouched("s.a")))
    assert (both.status, both.strength) == (Status.PASS, Strength.ATTESTED)


# Waivers


@pytest.mark.parametrize("status", ["fail", "warn", "unknown"])
@pytest.mark.parametrize("subject", ["s.a", "code.a"])
def test_a_waiver_excuses_a_line_or_a_check_until_its_last_day(status, subject):
    items, found, waiver = [all_of("s.a", "code.a")], results(code_a=status), waived(subject, expires="2026-11-22")
    report = judged(items, found, waiver)
    assert (line(report).status, line(report).strength) == (Status.WAIVED, None)
    assert (states(report), report.verdict, report.exit_code) == ([IN_USE], Verdict.READY, ExitCode.READY)
    later = judged(items, found, waiver, day=TODAY + timedelta(days=1))
    assert (line(later).status, states(later)) == (Status(status), [LAPSED])
    assert later.sections == judged(items, found).sections


def test_a_waived_line_says_by_whom_until_when_why_and_what_it_was():
    report = judged([all_of("s.a", "code.a")], results(code_a="fail"), waived("s.a"))
    assert line(report).waived_from is Status.FAIL
    assert line(report).summary == "fail, waived by Ada until 2027-03-01: seen (was: code.a fail)"


def test_a_waived_check_says_what_it_was():
    report = judged([all_of("s.a", "code.a")], results(code_a="fail"), waived("code.a"))
    assert report.result("code.a").waived_from is Status.FAIL
    assert line(report).summary == "waived: code.a (fail)"


@pytest.mark.parametrize("subject", ["s.a", "code.a"])
def test_a_crash_is_never_waived(subject):
    report = judged([all_of("s.a", "code.a")], results(code_a="error"), waived(subject))
    assert (line(report).status, report.exit_code, states(report)) == (Status.ERROR, ExitCode.CRASHED, [OVERRULED])


def test_a_waiver_of_a_line_does_not_hide_a_crash_behind_a_fail():
    items = [all_of("s.a", "code.a", "code.b")]
    report = judged(items, results(code_a="fail", code_b="error"), waived("s.a"))
    assert line(report).status is Status.ERROR


@pytest.mark.parametrize("subject", ["s.a", "code.a"])
def test_what_was_left_out_is_not_waived(subject):
    report = judged([all_of("s.a", "code.a")], {"code.a": left_out("code.a")}, waived(subject))
    assert (line(report).status, states(report), report.verdict) == (Status.UNKNOWN, [ASIDE], Verdict.INCOMPLETE)
    assert not report.records[0].warns, "whether it excuses anything, only a whole run can tell"


def test_a_waiver_of_a_line_excuses_what_was_seen_and_not_what_was_left_out():
    found = {**results(code_a="fail"), "code.b": left_out("code.b")}
    report = judged([all_of("s.a", "code.a", "code.b")], found, waived("s.a"))
    assert (line(report).status, report.verdict, states(report)) == (Status.UNKNOWN, Verdict.INCOMPLETE, [IN_USE])
    assert report.records[0].note == "for a part of the line, which is unknown for the rest"


@pytest.mark.parametrize("subject", ["s.a", "code.a"])
@pytest.mark.parametrize("status", ["pass", "skip"])
def test_an_unused_waiver_warns(subject, status):
    items, found = [all_of("s.a", "code.a")], results(code_a=status)
    report = judged(items, found, waived(subject))
    assert (states(report), report.records[0].warns, report.verdict) == ([UNUSED], True, Verdict.READY)
    assert report.records[0].note == f"what it excuses is {status} without it"
    assert judged(items, found, waived(subject), fail_on_warn=True).verdict is Verdict.NOT_READY
    assert judged(items, found, fail_on_warn=True).verdict is Verdict.READY


def test_of_several_waivers_the_last_counts_and_the_other_says_so():
    items, found = [all_of("s.a", "code.a")], results(code_a="fail")
    for subject in ("s.a", "code.a"):
        report = judged(items, found, waived(subject, line=3), waived(subject, line=9))
        assert states(report) == [UNUSED, IN_USE]
    report = judged(items, found, waived("s.a"), waived("code.a"))
    assert states(report) == [UNUSED, IN_USE], "the line has nothing left to waive"


def test_a_pass_that_hangs_on_a_waiver_is_called_waived():
    items = [any_of("s.a", "traffic.a", "code.a")]
    report = judged(items, results(traffic_a="pass", code_a="fail"), waived("code.a"))
    assert line(report).status is Status.WAIVED
    assert line(report).summary == "waived: code.a (fail); traffic.a pass"
    untouched = judged(items, results(traffic_a="pass", code_a="unknown"), waived("code.a"))
    assert line(untouched).status is Status.PASS, "it passes without the waiver"


def test_a_word_does_not_cover_up_what_is_waived():
    item = all_of("s.a", "code.a", "code.b", attest=Attest.ACCEPTED)
    report = judged([item], results(code_a="fail", code_b="unknown"), waived("code.a"), vouched("s.a"))
    assert (line(report).status, states(report)) == (Status.WAIVED, [IN_USE, IN_USE])


def test_a_line_of_a_plug_in_can_be_waived():
    found = {"acme.a": replace(result("code.a", "fail"), id="acme.a", origin="golive-acme")}
    for subject in ("plugins.acme.a", "acme.a"):
        report = judged([all_of("s.a")], found, waived(subject))
        assert (line(report, "plugins.acme.a").status, states(report)) == (Status.WAIVED, [IN_USE])


def test_a_waiver_of_what_was_no_part_of_the_run_is_put_aside():
    report = judged([REQUIRED], {}, waived("code.gone"))
    assert (states(report), report.records[0].note) == ([ASIDE], "nothing of that name was part of this run")


def test_a_derived_line_is_waived_by_itself_and_its_lines_still_count():
    items = [all_of("s.b", "code.a"), Item(id="s.a", title="T", derived_from=("s.b",))]
    report = judged(items, results(code_a="fail"), waived("s.a"))
    assert (line(report).status, line(report, "s.b").status) == (Status.WAIVED, Status.FAIL)
    assert report.verdict is Verdict.NOT_READY
    assert line(judged(items, results(code_a="error"), waived("s.a"))).status is Status.ERROR


def test_a_waiver_without_environment_is_about_all_of_them():
    assert states(judged([REQUIRED], {}, waived("s.a", environment=None))) == [IN_USE]
    assert states(judged([REQUIRED], {}, waived("s.a", environment="sandbox"))) == [ASIDE]


# The policy


@pytest.mark.parametrize("pattern", ["s.a", "s.*"])
@pytest.mark.parametrize("subject", ["s.a", "code.a"])
def test_a_line_that_is_not_waivable_is_excused_neither_by_itself_nor_through_its_check(pattern, subject):
    report = judged(
        [all_of("s.a", "code.a")], results(code_a="fail"), waived(subject), policy=Policy(not_waivable=(pattern,))
    )
    assert (line(report).status, states(report), report.verdict) == (Status.FAIL, [OVERRULED], Verdict.NOT_READY)
    assert report.result("code.a").status is Status.FAIL
    fine = judged([all_of("s.a", "code.a")], results(code_a="pass"), waived(subject), policy=report.policy)
    assert (states(fine), fine.records[0].warns) == ([UNUSED], True), "there is nothing to excuse, either"


def test_a_check_that_decides_other_lines_as_well_is_waived_for_those():
    items, policy = [all_of("s.a", "code.a"), all_of("s.b", "code.a")], Policy(not_waivable=("s.a",))
    report = judged(items, results(code_a="fail"), waived("code.a"), policy=policy)
    assert [item.status for item in report.items()] == [Status.FAIL, Status.WAIVED]
    assert (states(report), report.records[0].note) == ([IN_USE], "not for s.a: the policy lets nobody waive it")


@pytest.mark.parametrize("subject", ["s.a", "code.a"])
def test_a_check_that_is_not_waivable_is_excused_neither_by_itself_nor_through_its_line(subject):
    policy = Policy(not_waivable=("code.a",))
    report = judged([all_of("s.a", "code.a")], results(code_a="fail"), waived(subject), policy=policy)
    assert (line(report).status, states(report)) == (Status.FAIL, [OVERRULED])


def test_what_else_a_line_hangs_on_can_be_waived_beside_such_a_check():
    items, policy = [all_of("s.a", "code.a", "code.b")], Policy(not_waivable=("code.a",))
    fine = judged(items, results(code_a="pass", code_b="fail"), waived("s.a"), policy=policy)
    assert line(fine).status is Status.WAIVED
    both = judged(items, results(code_a="unknown", code_b="fail"), waived("s.a"), policy=policy)
    assert line(both).status is Status.UNKNOWN


@pytest.mark.parametrize("subject", ["s.b", "code.a", "s.a"])
def test_what_decides_a_derived_line_that_is_not_waivable_is_not_either(subject):
    items = [all_of("s.b", "code.a"), Item(id="s.a", title="T", derived_from=("s.b",))]
    report = judged(items, results(code_a="fail"), waived(subject), policy=Policy(not_waivable=("s.a",)))
    assert [item.status for item in report.items()] == [Status.FAIL, Status.FAIL]
    assert states(report) == [OVERRULED]


def test_a_line_that_has_to_be_observed_takes_no_word_and_no_reading():
    policy = Policy(observed=("s.a",))
    word = judged([ACCEPTED], results(traffic_a="unknown", code_a="unknown"), vouched("s.a"), policy=policy)
    assert (line(word).status, states(word)) == (Status.UNKNOWN, [OVERRULED])
    read = judged([ACCEPTED], results(traffic_a="unknown", code_a="pass"), policy=policy)
    assert line(read).status is Status.UNKNOWN
    assert "the policy asks for a proof seen in operation" in line(read).summary
    seen = judged([ACCEPTED], results(traffic_a="pass", code_a="pass"), policy=policy)
    assert (line(seen).status, line(seen).strength) == (Status.PASS, Strength.OBSERVED)
    waiver = judged([ACCEPTED], results(traffic_a="unknown", code_a="fail"), waived("code.a"), policy=policy)
    assert line(waiver).status is Status.UNKNOWN, "a waived check was not seen in operation"


def test_a_derived_line_that_has_to_be_observed_looks_at_its_lines():
    items, policy = (
        [all_of("s.b", "code.a"), Item(id="s.a", title="T", derived_from=("s.b",))],
        Policy(observed=("s.a",)),
    )
    assert line(judged(items, results(code_a="pass"), policy=policy)).status is Status.UNKNOWN
    assert line(judged(items, results(code_a="pass"))).status is Status.PASS


# Whatever people write


STATUSES = st.sampled_from([status.value for status in Status if status is not Status.WAIVED])
RECORDS = st.lists(
    st.builds(
        lambda kind, subject, days: (vouched if kind else waived)(subject, expires=f"2026-{days}"),
        st.booleans(),
        st.sampled_from(["s.a", "s.b", "s.c", "code.a", "traffic.a", "code.none"]),
        st.sampled_from(["11-21", "11-22", "12-31", "13-01"]),
    ),
    max_size=5,
)


@given(STATUSES, STATUSES, RECORDS, st.sampled_from(["", "s.a", "code.a", "s.*"]), st.sampled_from(list(Attest)))
def test_records_never_make_anything_worse_nor_hide_a_crash_and_each_is_told(one, two, records, strict, attest):
    items = [
        any_of("s.a", "code.a", "traffic.a", attest=attest),
        all_of("s.b", "code.a", "traffic.a"),
        Item(id="s.c", title="T", derived_from=("s.a", "s.b")),
    ]
    policy = Policy(not_waivable=(strict,) if strict else ())
    found = results(code_a=one, traffic_a=two)
    plain, report = judged(items, found, policy=policy), judged(items, found, *records, policy=policy)
    assert len(report.records) == len(records)
    assert all(record.age_days is not None for record in report.records)
    assert report.crashed == plain.crashed
    if not records:
        assert report == plain
    if attest is Attest.NEVER and all(record.state is not IN_USE for record in report.records):
        assert report.sections == plain.sections
    before, after = {item.id: item.status for item in plain.items()}, {item.id: item.status for item in report.items()}
    for item_id, status in after.items():
        assert status is before[item_id] or status not in {Status.FAIL, Status.SKIP} or before[item_id] is Status.FAIL
    if "error" in {one, two}:
        assert after["s.b"] is not Status.PASS
        assert report.verdict is not Verdict.READY
    if before["s.b"] is Status.FAIL:
        assert after["s.b"] in {Status.FAIL, Status.WAIVED, Status.ERROR, Status.UNKNOWN, Status.WARN}
