from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from golive.check import Check
from golive.checklist import Item
from golive.finding import seen
from golive.result import Status
from golive.walkthrough import view
from golive.walkthrough.minutes import Note, Remarks
from golive.walkthrough.view import ActionId, Tone
from support.calls import CHECKS, Kept, a_call, backstage_of
from support.fake_clock import FakeClock
from support.packs import ready_call
from support.reports import CHECKLIST, NASTY, RESULTS, every_status, nasty, report_of, result, soiled

CANARY = "canary"


def texts(call, *, presenter):
    """Return everything that a screen can show of a call."""
    yield from (row.text for row in view.header(call, presenter=presenter))
    for line in call.lines():
        seen_of = view.line_view(call, line.id, presenter=presenter)
        yield seen_of.heading.text
        for part in seen_of.parts:
            yield part.title
            yield from (row.text for row in part.rows)
        yield from (action.label for action in seen_of.actions)
        yield view.line_title(call, line, presenter=presenter)
        yield from (view.check_name(call, check_id, presenter=presenter) for check_id in line.check_ids)
    for one in view.overview(call, presenter=presenter):
        yield f"{one.number} {one.status} {one.title} {one.section} {one.notes}"
    yield from (row.text for row in view.besides(call, presenter=presenter))
    yield from (row.text for row in view.ending(call, presenter=presenter))


def whole(call, *, presenter=False):
    return "\n".join(texts(call, presenter=presenter))


def part(call, item_id, name, *, presenter=False):
    found = {one.id: one for one in view.line_view(call, item_id, presenter=presenter).parts}
    return [row.text for row in found[name].rows] if name in found else None


def soiled_call():
    """Return a call with a numbered canary in every field that can hold words from outside."""
    numbers = count()
    report = soiled(lambda: f"{CANARY}{next(numbers)}")
    call = a_call(every_status(), kept=Kept(full=True))
    notes = (Note(at=call.backstage.clock.now(), who=f"{CANARY}-who", text=f"{CANARY}-note"),)
    remarks = {line.id: Remarks(notes=notes, follow_up=True) for line in call.lines()}
    call._state = replace(call.state, report=report, remarks=remarks)
    call.unsaved = f"{CANARY}-unsaved"
    call.who = f"{CANARY}-me"
    return call


def test_in_presenter_mode_nothing_from_outside_is_on_the_screen():
    call = soiled_call()
    assert CANARY in whole(call, presenter=False)
    assert CANARY not in whole(call, presenter=True)


def test_an_unbuilt_presenter_mode_hides_ids_of_plug_in_lines():
    shown = whole(a_call(), presenter=True)
    assert "acme" not in shown
    assert "golive-old" not in shown
    assert view.PACKAGE_LINE in shown


def test_in_presenter_mode_the_words_of_golive_stay():
    call = a_call()
    assert part(call, "launch.live-keys", "must", presenter=True) == ["The key is a live key that production accepts"]
    assert part(call, "launch.live-keys", "status", presenter=True) == ["fail"]
    assert part(call, "launch.live-keys", "todo", presenter=True) == [CHECKS["account.authentication"].remedy]
    assert "Why account.authentication matters." in "".join(part(call, "launch.live-keys", "why", presenter=True))
    assert part(call, "launch.monitoring", "must", presenter=True)[1] == "Only people can know: Who is paged?"
    assert part(call, "launch.base-url", "status", presenter=True) == ["pass (inspected)"]
    assert "found: 1 right (hidden while presenting)" in part(call, "launch.base-url", "evidence", presenter=True)
    secrets = part(call, "launch.secret-storage", "evidence", presenter=True)
    assert "found: 7 wrong, 1 to change, 1 right (hidden while presenting)" in secrets


def test_in_presenter_mode_counts_of_notes_and_kinds_of_records_stay():
    call = a_call()
    call.note("launch.approved", "a note")
    assert part(call, "launch.approved", "notes", presenter=True) == ["1 note (hidden while presenting)"]
    assert part(call, "launch.approved", "records", presenter=True) == ["attestation, in use (hidden while presenting)"]


def test_a_reason_is_hidden_but_that_something_is_not_built_is_no_secret():
    call = a_call()
    unbuilt = part(call, "launch.idempotency", "evidence", presenter=True)
    assert "not built yet: traffic.idempotency, code.idempotency" in unbuilt
    assert "the reason is hidden while presenting" in part(call, "cutover.balance", "evidence", presenter=True)


def test_a_line_shows_what_must_be_true_its_evidence_and_what_to_do():
    call = a_call()
    shown = view.line_view(call, "launch.live-keys", presenter=False)
    assert shown.heading.text == "Line 2 of 20 · Launch · launch.live-keys"
    assert shown.status is Status.FAIL
    assert [one.id for one in shown.parts] == ["must", "status", "todo", "evidence", "records", "why"]
    assert part(call, "launch.live-keys", "status") == ["fail: production answers 401: the key is not known there"]
    assert part(call, "launch.live-keys", "todo") == [RESULTS[2].remedy]
    assert "at GET https://api.antonpayments.com/v1/balances → 401" in part(call, "launch.live-keys", "evidence")


def test_what_a_finding_says_about_its_fix_comes_before_the_remedy_of_the_check():
    assert part(a_call(), "launch.webhook-registered", "todo") == ["List the events that the application handles."]


def test_a_derived_line_names_the_lines_that_decide_it():
    call = a_call()
    assert part(call, "cutover.all", "evidence") == [
        "pass    14. The base URL was switched, no sandbox host is left",
        "warn    15. A production subscription exists for the production URL",
        "waived  16. The account is funded",
        "waived  17. Corridors were checked again",
    ]
    assert part(call, "cutover.all", "todo") == ["Settle the lines that decide it."]


def test_a_crash_shows_where_it_was():
    call = a_call()
    rows = part(call, "security.crash", "evidence")
    assert "KeyError: 'events'" in rows
    assert "at golive_checks/settings/broken.py:31 in broken" in rows
    assert "defect of the check" in part(call, "security.crash", "todo")[-1]


def test_many_findings_are_counted_beyond_what_can_be_read():
    many = [result("settings.base-url", Status.PASS, *(seen(f"number {number}") for number in range(30)))]
    report = report_of([*many, *(one for one in RESULTS if one.id != "settings.base-url")])
    rows = part(a_call(report), "launch.base-url", "evidence")
    assert "right: number 19" in rows
    assert "right: number 20" not in rows
    assert "and 10 more, in the report" in rows


def test_a_waived_line_says_what_it_would_be():
    rows = part(a_call(), "cutover.corridors", "status")
    assert rows[0].startswith("waived, unknown without the waiver: ")


def test_notes_follow_ups_and_records_are_shown():
    call = a_call()
    call.note("launch.approved", "a note", "Grace")
    call.follow_up("launch.approved")
    assert part(call, "launch.approved", "notes") == ["2026-11-22 10:00 Grace: a note"]
    assert part(call, "launch.approved", "status")[-1] == "Marked for follow-up"
    assert part(call, "launch.approved", "records")[0].startswith("in use: Ada Lovelace")


def test_a_record_of_a_line_that_shares_its_proof_is_shown():
    first, *others = CHECKLIST.sections
    shared = Item(id="security.approved", title="It is approved", same_as="launch.approved")
    sections = (first, *(replace(one, items=(*one.items, shared)) if one.id == "security" else one for one in others))
    checklist = replace(CHECKLIST, sections=sections)
    kept = Kept(records=[replace(every_status().records[0], subject="security.approved")])
    call = a_call(report_of(RESULTS, checklist), checklist=checklist, kept=kept)
    for item_id in ("launch.approved", "security.approved"):
        assert len(part(call, item_id, "records")) == 1


def test_conditions_of_a_line_are_told():
    sections = tuple(
        replace(
            section,
            items=tuple(replace(one, production=True, observed=True) for one in section.items),
        )
        for section in CHECKLIST.sections
    )
    call = a_call(checklist=replace(CHECKLIST, sections=sections))
    assert part(call, "launch.base-url", "must")[1:] == [
        "Only a production environment can prove it.",
        "A proof read from source or settings alone counts as a warning.",
    ]


@pytest.mark.parametrize(
    ("item_id", "missing"),
    [
        ("launch.base-url", {ActionId.BACK, ActionId.ATTEST}),
        ("launch.live-keys", {ActionId.ATTEST}),
        ("launch.idempotency", {ActionId.RERUN}),
        ("launch.monitoring", set()),
    ],
)
def test_only_what_makes_sense_for_a_line_is_offered(item_id, missing):
    offered = {action.id for action in view.line_view(a_call(), item_id, presenter=False).actions}
    assert {action.id for action in view.ACTIONS} - offered == missing


def test_while_checks_run_no_others_are_offered():
    call = a_call()
    with call._running:
        offered = {action.id for action in view.actions_of(call, call.current)}
    assert offered.isdisjoint({ActionId.RERUN, ActionId.RERUN_ALL})


def test_the_header_says_what_is_judged_and_how_it_stands():
    call = a_call()
    assert [row.text for row in view.header(call, presenter=False)] == [
        "Anton Payments launch checklist · prod (production) of golive.yaml",
        "NOT READY · 1 of 20 lines seen; results of 2026-11-22 02:14 UTC",
    ]
    assert [row.text for row in view.header(call, presenter=True)] == [
        "Anton Payments launch checklist · production",
        "NOT READY · 1 of 20 lines seen",
    ]


def test_what_cannot_be_saved_is_in_the_header():
    call = a_call(kept=Kept(full=True))
    assert view.header(call, presenter=False)[-1].text.startswith("Not saved: the call cannot be saved in /full")
    assert "/full" not in view.header(call, presenter=True)[-1].text


def test_the_ending_lists_what_is_open_but_for_mere_warnings():
    call = a_call()
    call.follow_up("launch.webhook-registered")
    rows = [row.text for row in view.ending(call, presenter=False)]
    assert rows[1] == "20 lines: 2 fail, 2 error, 4 warn, 5 unknown, 2 waived, 4 pass, 1 skip"
    assert "19 lines not looked at yet" in rows
    assert "warn    4. The production webhook is registered (follow-up)" in rows
    assert not any("5. Webhook signatures" in row for row in rows)


def test_checks_outside_the_checklist_that_count_are_shown():
    besides = result("account.other", Status.FAIL, seen("fine"), remedy="")
    report = report_of((*RESULTS, besides))
    shown = [row.text for row in view.besides(a_call(report), presenter=False)]
    assert shown[0].startswith("fail account.other: ")


@pytest.mark.parametrize("text", NASTY)
def test_texts_from_outside_are_harmless(text):
    call = a_call(every_status())
    call._state = replace(call.state, report=nasty(text))
    shown = list(texts(call, presenter=False))
    for bad in ("\x1b", "\u202e", "\n", "\ud800", "::error", "##[", "##vso["):
        assert not any(bad in one for one in shown), bad


def test_every_status_has_a_tone():
    assert {Tone(status.value) for status in Status} <= set(Tone)


def test_checks_of_the_real_catalogue_are_known_by_name():
    own = backstage_of(every_status()).checks
    assert all(isinstance(check, Check) for check in own.values())


def test_the_line_of_an_older_golive_stands_under_the_heading_of_this_one():
    call = a_call()
    sections = tuple(replace(section, id=f"old-{section.id}") for section in call.report.sections)
    older = type(call)(call.backstage, replace(call.state, report=replace(call.report, sections=sections)))
    for before, after in zip(view.overview(call, presenter=True), view.overview(older, presenter=True), strict=True):
        assert after.section == before.section
    for line in older.lines():
        view.line_view(older, line.id, presenter=False)


def test_results_of_another_day_are_told_before_anybody_signs_off():
    clock = FakeClock()
    call = a_call(clock=clock)
    assert not any("oldest results" in row.text for row in view.ending(call, presenter=True))
    clock.sleep(3 * 24 * 3600)
    assert any("The oldest results are 3 days old" in row.text for row in view.ending(call, presenter=True))


def test_an_attestation_of_the_call_from_before_is_told_before_anybody_signs_off():
    call = ready_call()
    words = "path.certification-call is attested already"
    assert not any(words in row.text for row in view.ending(call, presenter=True))
    assert call.attest(call.call_line.id, evidence="another day", who="Ada", expires=call.usual_expiry).ok
    assert any(words in row.text for row in view.ending(call, presenter=True))
