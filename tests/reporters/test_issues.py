"""What is open in a report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from golive.checklist import Attest, Checklist, Section
from golive.finding import FilePlace, Level, fail, unknown, warn
from golive.profile.types import Policy
from golive.record import RecordKind
from golive.registry import NOT_BUILT
from golive.reporters.issues import OF_VERDICT, OF_WAIVERS, issues_of, sentence
from golive.reporters.words import next_steps
from golive.result import LEFT_OUT, Status
from support import reports
from support.reports import all_of, any_of, item, record, report_of, result

AT = FilePlace("app.py", 3)


def checklist_of(*items):
    section = Section(id="s", title="S", items=items)
    return Checklist(provider="anton", title="T", source="https://example.com", sections=(section,))


LINE = item("s.one", "One is right", all_of("code.one"))
ONE_LINE = checklist_of(LINE)


def told(report):
    return [(issue.rule, issue.level, issue.message) for issue in issues_of(report)]


def test_every_finding_that_is_not_right_is_an_issue_and_what_passes_is_none():
    found = result(
        "code.one", Status.FAIL, fail("bad", AT), warn("odd"), unknown("who knows"), *reports.RESULTS[0].findings
    )
    issues = issues_of(report_of([found], ONE_LINE))
    assert [(one.level, one.message, one.place) for one in issues] == [
        (Level.FAIL, "bad", AT),
        (Level.WARN, "odd", None),
        (Level.UNKNOWN, "who knows", None),
    ]
    assert [bool(one.remedy) for one in issues] == [True, True, False]
    assert issues_of(reports.ready()) == ()


def test_a_fix_of_a_finding_stands_beside_the_remedy_of_its_check():
    (issue,) = issues_of(report_of([result("code.one", Status.FAIL, fail("bad", fix="Mend it."))], ONE_LINE))
    assert issue.fix == "Mend it."
    assert issue.remedy == "Do what the page about code.one says."


def test_what_could_not_be_looked_at_is_told_once():
    gap = result("code.one", Status.FAIL, fail("bad"), reason="a file could not be read")
    assert told(report_of([gap], ONE_LINE))[1:] == [
        ("code.one", Level.UNKNOWN, "It could not look at everything: a file could not be read")
    ]
    twice = result("code.one", Status.UNKNOWN, unknown("no answer"), reason="no answer")
    assert told(report_of([twice], ONE_LINE)) == [("code.one", Level.UNKNOWN, "no answer")]
    bare = result("code.one", Status.UNKNOWN)
    assert told(report_of([bare], ONE_LINE)) == [("code.one", Level.UNKNOWN, "no reason given")]
    more = result("code.one", Status.UNKNOWN, unknown("no answer"), reason="interrupted")
    assert told(report_of([more], ONE_LINE))[1:] == [
        ("code.one", Level.UNKNOWN, "It could not look at everything: interrupted")
    ]


@pytest.mark.parametrize("reason", [NOT_BUILT, LEFT_OUT])
def test_what_says_nothing_about_the_integration_is_no_issue_but_for_the_verdict(reason):
    report = report_of([result("code.one", Status.UNKNOWN, reason=reason)], ONE_LINE)
    (issue,) = issues_of(report)
    assert (issue.rule, issue.level) == (OF_VERDICT, Level.UNKNOWN)
    assert issue.message.startswith("INCOMPLETE: 1 line could not be verified")
    assert issue.fix == " ".join(next_steps(report))
    both = checklist_of(LINE, item("s.two", "Two is right", all_of("code.two")))
    other = result("code.two", Status.UNKNOWN, reason="no idea")
    assert [rule for rule, _, _ in told(report_of([report.results[0], other], both))] == ["code.two"]


def test_a_run_that_was_cut_short_is_an_issue_also_where_nothing_else_is_open():
    report = report_of([result("code.one", Status.PASS, reports.seen("ok"))], ONE_LINE, interrupted=True)
    assert [(rule, level) for rule, level, _ in told(report)] == [(OF_VERDICT, Level.UNKNOWN)]


def test_an_unknown_that_no_line_waits_for_is_no_issue():
    either = checklist_of(item("s.one", "One", any_of("code.one", "code.two")))
    found = [result("code.one", Status.UNKNOWN, reason="no idea"), result("code.two", Status.PASS, reports.seen("ok"))]
    assert told(report_of(found, either)) == []
    assert told(report_of([*found, result("code.three", Status.UNKNOWN, reason="besides")], either)) == [
        ("code.three", Level.UNKNOWN, "besides")
    ]


def test_a_check_that_broke_is_an_error_that_says_whose_defect_it_is():
    ours = result("code.one", Status.ERROR, reason="KeyError")
    theirs = result("acme.one", Status.ERROR, warn("seen before it broke"), origin="golive-acme")
    issues = issues_of(report_of([ours, theirs], ONE_LINE))
    assert [(one.level, one.crashed, one.message) for one in issues] == [
        (Level.FAIL, True, "code.one crashed: KeyError. This is a defect of the check, not of your integration"),
        (
            Level.FAIL,
            True,
            "acme.one of golive-acme crashed: no reason given. This is a defect of the check, not of your integration",
        ),
        (Level.WARN, False, "seen before it broke"),
    ]


def test_a_package_that_could_not_be_loaded_is_an_error():
    issue = next(one for one in issues_of(reports.every_status()) if one.rule == "plugin.golive-old")
    assert issue.crashed
    assert issue.message.startswith("The checks of golive-old can be run: it could not be loaded: ImportError")


def test_a_line_that_waits_for_a_person_is_an_issue_with_what_to_do():
    waits = item("s.word", "Somebody knows", attest=Attest.REQUIRED, ask="Who?")
    (issue,) = issues_of(report_of([], checklist_of(waits)))
    assert (issue.rule, issue.level) == ("s.word", Level.UNKNOWN)
    assert issue.message == "Somebody knows: a person has to answer: Who?"
    assert issue.fix == "Record it with `golive attest s.word --env prod`."


def test_a_line_that_a_check_explains_is_no_issue_of_its_own():
    broken = result("code.one", Status.ERROR, reason="KeyError")
    for found in (result("code.one", Status.FAIL, fail("bad")), result("code.one", Status.UNKNOWN), broken):
        assert [issue.rule for issue in issues_of(report_of([found], ONE_LINE))] == ["code.one"]


def test_a_line_that_no_check_explains_is_an_issue():
    line = replace(LINE, observed=True)
    passed = result("code.one", Status.PASS, reports.seen("read"))
    assert told(report_of([passed], checklist_of(line))) == [
        ("s.one", Level.WARN, "One is right: read from the source only, not seen in operation: read")
    ]
    demanding = report_of([passed], ONE_LINE, policy=Policy(observed=("s.one",)))
    assert [(rule, level) for rule, level, _ in told(demanding)] == [("s.one", Level.UNKNOWN)]


def test_a_line_is_not_told_again_where_another_one_decides_it():
    both = checklist_of(LINE, item("s.all", "All", derived_from=("s.one",)))
    assert [issue.rule for issue in issues_of(report_of([result("code.one", Status.FAIL, fail("x"))], both))] == [
        "code.one"
    ]


def waiver(subject, **more):
    return record(RecordKind.WAIVER, subject, 7, **{**reports.WAIVED, **more})


@pytest.mark.parametrize("subject", ["code.one", "s.one"])
def test_what_a_waiver_excuses_names_it(subject):
    report = report_of([result("code.one", Status.FAIL, fail("bad"))], ONE_LINE, records=(waiver(subject),))
    (issue,) = issues_of(report)
    assert [one.subject for one in issue.excused_by] == [subject]


def test_a_waiver_that_has_lapsed_excuses_nothing_and_is_an_issue_at_its_line():
    old = waiver("code.one", expires="2026-11-01")
    report = report_of([result("code.one", Status.FAIL, fail("bad"))], ONE_LINE, records=(old,))
    bad, lapsed = issues_of(report)
    assert bad.excused_by == ()
    assert (lapsed.rule, lapsed.level, lapsed.place) == (OF_WAIVERS, Level.WARN, old.place)
    assert lapsed.message.startswith("The waiver of code.one is lapsed: it expired on 2026-11-01")


def test_a_finding_stays_open_while_one_of_its_lines_is():
    two = checklist_of(LINE, item("s.two", "Two", all_of("code.one")))
    (issue,) = issues_of(report_of([result("code.one", Status.FAIL, fail("bad"))], two, records=(waiver("s.one"),)))
    assert issue.excused_by == ()


def test_a_person_s_word_excuses_an_unknown():
    line = replace(LINE, attest=Attest.ACCEPTED)
    word = record(RecordKind.ATTESTATION, "s.one", 3)
    (issue,) = issues_of(report_of([result("code.one", Status.UNKNOWN)], checklist_of(line), records=(word,)))
    assert [one.kind for one in issue.excused_by] == [RecordKind.ATTESTATION]


def test_a_waived_line_without_a_check_is_an_excused_issue():
    waits = item("s.word", "Somebody knows", attest=Attest.REQUIRED)
    (issue,) = issues_of(report_of([], checklist_of(waits), records=(waiver("s.word"),)))
    assert (issue.level, [one.subject for one in issue.excused_by]) == (Level.UNKNOWN, ["s.word"])


@pytest.mark.parametrize(("text", "whole"), [("a", "a."), ("a.", "a."), ("a?", "a?"), ("", "."), ("cut…", "cut…")])
def test_a_sentence_ends(text, whole):
    assert sentence(text) == whole
