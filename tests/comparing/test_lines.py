"""What became of lines, and of checks beside the checklist."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from golive.check import Strength
from golive.checklist import Attest, Checklist, Section
from golive.comparing import compare
from golive.comparing.changes import Turn
from golive.comparing.lines import turn_of
from golive.finding import ExchangePlace, FilePlace, fail, seen, unknown, warn
from golive.record import RecordKind
from golive.result import LEFT_OUT, Status
from support import reports
from support.reports import all_of, item, record, report_of, result

P, W, F, U, S, E, V = (
    Status.PASS,
    Status.WARN,
    Status.FAIL,
    Status.UNKNOWN,
    Status.SKIP,
    Status.ERROR,
    Status.WAIVED,
)
NAMES = ("code.a", "code.b")


def checklist(*names):
    items = tuple(
        item(f"s.{name.partition('.')[2]}", f"Line {name}", all_of(name), attest=Attest.ACCEPTED, ask="?")
        for name in names
    )
    return Checklist(
        provider="anton", title="T", source="https://x", sections=(Section(id="s", title="S", items=items),)
    )


def run(*results, names=NAMES, records=(), **more):
    """Return a report with one line for each of two checks; what is not given passes."""
    given = {one.id: one for one in results}
    found = [given.pop(name, result(name, P, seen("right"))) for name in names]
    return report_of([*found, *given.values()], checklist(*names), records=records, **more)


def changes(before, after):
    (difference,) = compare([before], [after]).services
    return {change.id: change for change in (*difference.items, *difference.checks)}, difference.worse


def only_change(before, after):
    found, worse = changes(before, after)
    (change,) = found.values()
    assert change.counts is worse
    return change


WORSE = {
    *product([P, S, W, U, V, E], [F]),
    *product([P, S, W, U, V, F], [E]),
    *product([P, S, V, W], [U]),
    *product([P, S, V], [W]),
    *product([P, S], [V]),
}
BETTER = {
    *product([F, E, U, W, V], [P, S]),
    *product([F, E, U, W], [V]),
    *product([F, E, U], [W]),
    (E, U),
}


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_every_change_of_status_is_worse_better_or_neither(before, after):
    turn = turn_of(before, after)
    if before is after:
        assert turn is None
    else:
        assert (turn is Turn.WORSE) is ((before, after) in WORSE)
        assert (turn is Turn.BETTER) is ((before, after) in BETTER)
        assert turn in {Turn.WORSE, Turn.BETTER, Turn.CHANGED}


def test_the_same_report_has_not_changed():
    assert changes(reports.every_status(), reports.every_status()) == ({}, False)


def test_a_line_that_fails_now_is_worse():
    broken = result("code.a", F, fail("no", FilePlace("a.py", 3)))
    change = only_change(run(), run(broken))
    assert (change.id, change.turn, change.counts) == ("s.a", Turn.WORSE, True)
    assert (change.before.status, change.after.status, change.after.why) == (P, F, "no")
    assert change.appeared == broken.findings


def test_a_line_that_passes_now_is_better():
    broken = result("code.a", F, fail("no", FilePlace("a.py", 3)))
    change = only_change(run(broken), run())
    assert (change.turn, change.counts, change.vanished) == (Turn.BETTER, False, broken.findings)


def test_what_failed_and_is_unknown_now_is_not_better():
    change = only_change(run(result("code.a", F, fail("no"))), run(result("code.a", U, reason="offline")))
    assert (change.turn, change.note) == (Turn.CHANGED, "not known any more")


def waived(*results):
    waiver = record(RecordKind.WAIVER, "s.a", 3, expires="2026-12-31")
    return run(*results, records=(waiver,))


def test_a_fail_that_is_waived_is_better_and_named_as_accepted():
    broken = result("code.a", F, fail("no"))
    change = changes(run(broken), waived(broken))[0]["s.a"]
    assert (change.turn, change.note) == (Turn.BETTER, "accepted, not repaired")


def test_a_waiver_that_has_gone_is_worse():
    broken = result("code.a", F, fail("no"))
    change = changes(waived(broken), run(broken))[0]["s.a"]
    assert (change.turn, change.note, change.counts) == (Turn.WORSE, "not accepted any more", True)


def test_a_pass_that_is_waived_is_worse():
    change = changes(run(), waived(result("code.a", U, reason="offline")))[0]["s.a"]
    assert (change.turn, change.note, change.counts) == (Turn.WORSE, "accepted", True)


def test_more_behind_a_waiver_is_told_and_does_not_count():
    one, two = fail("no", FilePlace("a.py", 3)), fail("nor that", FilePlace("b.py", 3))
    change = only_change(waived(result("code.a", F, one)), waived(result("code.a", F, one, two)))
    assert (change.turn, change.appeared, change.counts) == (Turn.CHANGED, (two,), False)


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [(P, S, "does not apply any more"), (S, P, "did not apply before")],
)
def test_a_line_that_begins_or_ceases_to_apply_is_neither(before, after, note):
    def of(status):
        return result("code.a", status, *([seen("x")] if status is P else []), reason=None if status is P else "none")

    change = only_change(run(of(before)), run(of(after)))
    assert (change.turn, change.note) == (Turn.CHANGED, note)


def test_another_failing_finding_in_a_failing_line_is_worse():
    one, two = fail("a key", FilePlace("a.py", 3)), fail("a key", FilePlace("b.py", 3))
    change = only_change(run(result("code.a", F, one)), run(result("code.a", F, one, two)))
    assert (change.turn, change.counts, change.appeared, change.note) == (Turn.WORSE, True, (two,), "other findings")


def test_one_failing_finding_fewer_in_a_failing_line_is_better():
    one, two = fail("a key", FilePlace("a.py", 3)), fail("a key", FilePlace("b.py", 3))
    change = only_change(run(result("code.a", F, one, two)), run(result("code.a", F, one)))
    assert (change.turn, change.counts, change.vanished) == (Turn.BETTER, False, (two,))


def test_what_a_check_found_is_not_mended_because_the_check_did_not_look_any_more():
    both = Section(id="s", title="S", items=(item("s.both", "Both", all_of("code.a", "code.b")),))
    listed = Checklist(provider="anton", title="T", source="https://x", sections=(both,))
    wrong = [result(name, F, fail(f"{name} is wrong", FilePlace("a.py", 3))) for name in NAMES]
    skipped = result("code.b", U, reason=LEFT_OUT)
    found, worse = changes(report_of(wrong, listed), report_of([wrong[0], skipped], listed))
    change = found["s.both"]
    assert (change.turn, change.counts, worse) == (Turn.CHANGED, False, False)
    assert change.note == "a check that found something did not look any more"
    assert change.vanished == wrong[1].findings


def test_a_warning_more_in_a_failing_line_is_neither():
    one = fail("a key", FilePlace("a.py", 3))
    change = only_change(run(result("code.a", F, one)), run(result("code.a", F, one, warn("hm"))))
    assert (change.turn, change.counts) == (Turn.CHANGED, False)


def test_a_finding_that_moved_within_its_file_is_the_same():
    there = [result("code.a", F, fail(f"line {line} holds a key", FilePlace("a.py", line, 2))) for line in (3, 99)]
    assert changes(run(there[0]), run(there[1])) == ({}, False)


def test_a_second_finding_of_the_same_words_in_one_file_is_another():
    def keys(*lines):
        return run(result("code.a", F, *(fail("a key", FilePlace("a.py", line)) for line in lines)))

    change = only_change(keys(3), keys(3, 7))
    assert (change.turn, len(change.appeared)) == (Turn.WORSE, 1)


def test_other_words_about_the_one_thing_that_a_check_saw_are_not_worse():
    def missing(names, status):
        return run(result("code.a", F, fail(f"not subscribed: {names}", ExchangePlace("GET", "https://x/1", status))))

    change = only_change(missing("a, b", 200), missing("a", 200))
    assert (change.turn, change.counts, len(change.appeared)) == (Turn.CHANGED, False, 1)


def test_other_words_in_a_file_are_another_finding():
    def key(words):
        return run(result("code.a", F, fail(words, FilePlace("a.py", 3))))

    assert only_change(key("an API key"), key("a private key")).turn is Turn.WORSE


def test_another_reason_is_told_and_numbers_in_it_are_not():
    def waiting(reason):
        return run(result("code.a", U, reason=reason))

    assert only_change(waiting("offline"), waiting("no key")).note == "another reason"
    assert changes(waiting("no answer within 10 s"), waiting("no answer within 30 s")) == ({}, False)


def test_a_weaker_proof_is_told():
    before = run(result("code.a", P, seen("right")))
    after = run(replace(result("code.a", P, seen("right")), strength=Strength.OBSERVED))
    change = only_change(before, after)
    assert (change.turn, change.note) == (Turn.CHANGED, "the proof was inspected, it is observed")


@pytest.mark.parametrize(("status", "counts"), [(P, False), (W, False), (U, False), (F, True), (E, True)])
def test_a_new_line_counts_where_it_is_broken(status, counts):
    of = {P: seen("x"), W: warn("x"), F: fail("x")}.get(status, unknown("x"))
    more = run(result("code.c", status, of, reason="x" if status in {U, E} else None), names=(*NAMES, "code.c"))
    found, worse = changes(run(), more)
    assert (found["s.c"].turn, found["s.c"].before, found["s.c"].counts) == (Turn.NEW, None, counts)
    assert worse is (counts or status is U), "INCOMPLETE after READY is worse as a whole"


def test_a_line_that_is_gone_is_told():
    found, worse = changes(run(names=(*NAMES, "code.c")), run())
    assert (found["s.c"].turn, found["s.c"].after, worse) == (Turn.GONE, None, False)


def test_checks_beside_the_checklist_count_as_lines_do():
    found, worse = changes(run(), run(result("code.beside", F, fail("no"))))
    assert (found["code.beside"].turn, found["code.beside"].after.why, worse) == (Turn.NEW, "no", True)
    found, worse = changes(run(result("code.beside", P, seen("x"))), run(result("code.beside", F, fail("no"))))
    assert (found["code.beside"].turn, worse) == (Turn.WORSE, True)
    found, worse = changes(run(result("code.beside", F, fail("no"))), run())
    assert (found["code.beside"].turn, worse) == (Turn.GONE, False)


def test_a_check_that_lines_named_and_that_is_beside_them_now_is_followed():
    before = run(result("code.b", P, seen("x")))
    found, worse = changes(before, run(result("code.b", F, fail("no")), names=("code.a",)))
    assert {name: change.turn for name, change in found.items()} == {"s.b": Turn.GONE, "code.b": Turn.WORSE}
    assert worse


def test_an_interrupted_run_is_worse_than_one_that_was_ready():
    found, worse = changes(run(), replace(run(), interrupted=True))
    assert (found, worse) == ({}, True)
