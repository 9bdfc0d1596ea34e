from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest

from golive.errors import Problem, RecordsError, UsageError
from golive.evidence.verifying import verify
from golive.finding import seen
from golive.result import Status
from golive.walkthrough import view
from golive.walkthrough.minutes import Outcome, Party
from golive.walkthrough.plain import Desk, Talk, fold
from support.calls import SECRET, Kept, Played, a_call, passing
from support.packs import open_call, ready_call
from support.reports import _READY, RESULTS, every_status, ready, report_of, result, soiled

CANARY = "canary-note"


class Conversation:
    """Somebody who answers, one line after the other, and what was said to them."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.said: list[str] = []
        self.questions: list[str] = []

    def ask(self, question: str) -> str:
        self.questions.append(question)
        if not self.answers:
            raise EOFError
        answer = self.answers.pop(0)
        if answer == "^C":
            raise KeyboardInterrupt
        return answer

    @property
    def text(self) -> str:
        return "\n".join(self.said)

    @property
    def flat(self) -> str:
        """What was said, not folded."""
        return " ".join(self.text.split())


def desk_of(person: Conversation, into: Path = Path("/nowhere"), **more) -> Desk:
    defaults = {
        "ask": person.ask,
        "say": person.said.append,
        "watching": lambda: nullcontext(lambda _id, _status: None),
        "width": 80,
        "unicode": True,
        "into": into,
    }
    return Desk(**{**defaults, **more})


def talk(call, *answers, presenter=False, into=Path("/nowhere"), **more):
    """Hold a conversation, and return it with what it came to."""
    person = Conversation(*answers)
    finished = Talk(call, desk_of(person, into, **more), presenter=presenter).run()
    return person, finished


def test_the_first_line_is_shown_at_once():
    person, finished = talk(a_call())
    assert "Line 1 of 20 · Launch · launch.base-url" in person.text
    assert "What must be true:\n  The base URL is the production host" in person.text
    assert finished is None


def test_what_the_call_has_to_say_first_is_said():
    call = a_call()
    call.greeting = ("The call goes on at line 3 of 20.",)
    person, _ = talk(call)
    assert person.said[0] == "The call goes on at line 3 of 20."


def test_enter_goes_on_and_b_goes_back():
    call = a_call()
    talk(call, "", "", "b")
    assert call.current.number == 2
    person, _ = talk(call, "b", "b")
    assert person.said[-2] == "This is the first line."


def test_at_the_last_line_the_end_is_offered():
    call = a_call()
    person, _ = talk(call, "g 20", "")
    assert "This is the last line; d ends the call." in person.text


def test_o_leads_from_open_line_to_open_line():
    call = a_call()
    talk(call, "o")
    assert call.current.id == "launch.live-keys"
    person, _ = talk(a_call(ready(), checklist=_READY), "o")
    assert "Nothing is open; d ends the call." in person.text


@pytest.mark.parametrize("answer", ["q", "leave"])
def test_leaving_and_the_end_of_the_input_are_the_same(answer):
    kept = Kept()
    for answers in ((answer,), ()):
        _, finished = talk(a_call(kept=kept), "", *answers)
        assert finished is None
        assert kept.states[-1].at == "launch.live-keys"


def test_an_interruption_goes_through_with_everything_saved():
    kept = Kept()
    call = a_call(kept=kept)
    with pytest.raises(KeyboardInterrupt):
        talk(call, "n a note", "^C")
    assert kept.states[-1].remarks["launch.base-url"].notes[0].text == "a note"


def test_a_line_is_found_by_number_and_by_id():
    call = a_call()
    talk(call, "g 7")
    assert call.current.id == "launch.corridors"
    talk(call, "g", "cutover.all")
    assert call.current.id == "cutover.all"
    person, _ = talk(call, "g 99", "g", "")
    assert "There is no such line: numbers go from 1 to 20" in person.text
    assert call.current.id == "cutover.all"


def test_running_a_line_again_shows_what_it_came_to():
    report = every_status()
    judge = Played(report, {"account.corridors": passing("account.corridors")})
    call = a_call(report, judge=judge)
    person, _ = talk(call, "g launch.corridors", "r")
    assert "The line was unknown, and is pass." in person.text
    assert judge.asked == [("account.corridors",)]
    talk(call, "R")
    assert judge.asked[-1] == ()


def test_the_progress_of_a_run_is_shown_where_it_belongs():
    heard = []

    @contextmanager
    def watching():
        yield lambda check_id, outcome: heard.append((check_id, outcome))

    talk(a_call(), "g launch.corridors", "r", watching=watching)
    assert heard[0] == ("account.corridors", None)


def test_what_cannot_be_run_is_told():
    person, _ = talk(a_call(), "g launch.idempotency", "r")
    assert "No check looks at this line: a person has to answer." in person.text


def test_a_note_is_asked_for_or_typed_behind_its_letter():
    call = a_call()
    person, _ = talk(call, "n first of all", "n", "second", "", "n", "")
    notes = call.line("launch.base-url").remarks.notes
    assert [note.text for note in notes] == ["first of all", "second"]
    assert {note.who for note in notes} == {"Ada Lovelace <ada@example.com>"}
    assert person.text.count("The note is kept.") == 2


def test_who_says_a_note_is_asked_for_once_where_nobody_knows():
    call = a_call(who="")
    person, _ = talk(call, "n one", "Grace", "n two")
    assert [note.who for note in call.line("launch.base-url").remarks.notes] == ["Grace", "Grace"]
    assert person.questions.count("Said by: ") == 1


def test_a_note_is_kept_even_where_the_input_ends_at_the_next_question():
    call = a_call(who="")
    talk(call, "n one")
    assert [note.text for note in call.line("launch.base-url").remarks.notes] == ["one"]


def test_a_key_in_a_note_is_masked_and_that_is_said():
    kept = Kept()
    person, _ = talk(a_call(kept=kept), f"n use {SECRET}")
    assert "what looked like a credential in it is masked" in person.text
    assert SECRET not in repr(kept.states[-1])


def test_attesting_asks_for_evidence_a_name_and_a_day():
    kept = Kept()
    call = a_call(kept=kept)
    person, _ = talk(call, "g launch.monitoring", "a", "the rota", "", "2027-01-31")
    record = kept.records[-1]
    assert (record.subject, record.text, record.expires) == ("launch.monitoring", "the rota", "2027-01-31")
    assert record.who == "Ada Lovelace <ada@example.com>"
    assert "Who is paged?" in person.text
    assert call.current.item.status is Status.PASS


def test_a_day_that_cannot_be_meant_is_asked_for_again():
    kept = Kept()
    talk(a_call(kept=kept), "g launch.monitoring", "a", "rota", "Grace", "soon", "2020-01-01", "2050-01-01", "90d")
    assert kept.records[-1].expires == "2027-02-20"
    assert kept.records[-1].who == "Grace"


def test_an_attestation_without_evidence_or_name_is_not_made():
    kept = Kept()
    call = a_call(kept=kept, who="")
    before = len(kept.records)
    person, _ = talk(call, "g launch.monitoring", "a", "", "a", "rota", "")
    assert len(kept.records) == before
    assert "An attestation needs a name; nothing was written." in person.text


@pytest.mark.parametrize(
    ("item_id", "why"),
    [
        ("launch.base-url", "A person's word does not count for this line."),
        ("cutover.all", "A person's word does not count for this line."),
    ],
)
def test_where_a_word_does_not_count_nobody_is_asked(item_id, why):
    person, _ = talk(a_call(), f"g {item_id}", "a")
    assert why in person.text


def test_a_follow_up_is_marked_and_shown_in_the_list():
    person, _ = talk(a_call(), "f", "n a note", "l")
    assert "Marked for follow-up." in person.text
    assert ">  1 pass    The base URL is the production host (follow-up, 1 note)" in person.text
    assert "   2 fail    The key is a live key that production accepts (not seen yet)" in person.text


def test_help_and_words_that_nobody_knows():
    person, _ = talk(a_call(), "?", "x\x1b[31m", "A")
    assert "  enter  next line" in person.text
    assert "  a      attest (not for this line now)" in person.text
    assert "There is no `x\\x1b[31m` here; ? says what there is." in person.text
    assert "There is no `A` here" in person.text


def test_the_words_of_the_actions_work_as_well_as_their_letters():
    call = a_call()
    person, _ = talk(call, "follow-up", "rerun-all", "next", "Back")
    assert call.follow_ups()
    assert call.current.number == 1
    assert call.backstage.judge.asked == [()]
    assert "There is no" not in person.text


def test_in_presenter_mode_nothing_private_is_asked_or_said():
    call = a_call()
    call.note("launch.live-keys", CANARY)
    answers = ("g launch.live-keys", "l", "n secret", "a", "d", "r", "?", "o")
    person, _ = talk(call, *answers, presenter=True)
    for private in (CANARY, "401", "prod ", "golive.yaml", "Ada", "corridor opens"):
        assert private not in person.text
        assert not any(private in question for question in person.questions)
    assert person.flat.count("leave the presenter mode with p first") == 3
    assert len(call.line("launch.live-keys").remarks.notes) == 1


def test_presenter_mode_is_turned_on_and_off():
    call = a_call()
    person, _ = talk(call, "g launch.live-keys", "p", "p")
    assert "Presenter mode is on." in person.text
    assert "Presenter mode is off." in person.text
    assert person.text.count("production answers 401") == 4


def test_signing_off_ends_the_call_with_a_pack(tmp_path):
    answers = ("d", "1", "Ada Lovelace", "engineer", "", "Grace Hopper", "", "", "y", "", "")
    person, finished = talk(ready_call(), *answers, into=tmp_path)
    assert finished is not None
    checked = verify(finished.folder, digest=finished.digest)
    assert checked.problems == ()
    assert checked.minutes.outcome is Outcome.PASSED
    assert [(one.party, one.name, one.role) for one in checked.minutes.sign_offs] == [
        (Party.MERCHANT, "Ada Lovelace", "engineer"),
        (Party.PROVIDER, "Grace Hopper", ""),
    ]
    assert checked.minutes.sign_offs[0].on == date(2026, 11, 22)
    assert checked.minutes.call_attestation.who == "Ada Lovelace <ada@example.com>"
    assert "INCOMPLETE: 1 line could not be verified" in person.text


def test_an_outcome_that_does_not_follow_needs_a_reason(tmp_path):
    call = open_call()
    person, finished = talk(
        call, "d", "1", "Ada", "", "", "", "n", "", "d", "1", "Ada", "", "", "", "n", "agreed by mail", into=tmp_path
    )
    assert person.flat.count("The verdict is NOT READY: say in a reason") == 2
    assert verify(finished.folder).minutes.reason == "agreed by mail"


def test_follow_ups_need_a_line_that_is_marked(tmp_path):
    call = open_call()
    person, finished = talk(call, "d", "2", "f", "d", "2", "Ada", "", "", "", "n", "agreed", into=tmp_path)
    assert "No line is marked for follow-up" in person.text
    assert verify(finished.folder).minutes.outcome is Outcome.FOLLOW_UPS


def test_nobody_attests_a_call_that_was_not_passed(tmp_path):
    person, finished = talk(open_call(), "d", "5", "not passed", "Ada", "", "", "", into=tmp_path)
    assert finished is not None
    assert not any("Attest that" in question for question in person.questions)


def test_without_a_name_nothing_is_signed(tmp_path):
    person, finished = talk(open_call(), "d", "3", "", "", into=tmp_path)
    assert finished is None
    assert "Nobody signed off, so the call goes on." in person.text
    assert list(tmp_path.iterdir()) == []


def test_going_back_from_the_end_leads_to_the_call(tmp_path):
    person, finished = talk(open_call(), "d", "", "l", into=tmp_path)
    assert finished is None
    assert "Path to production" in person.text


def test_the_end_of_the_input_while_signing_off_signs_nothing(tmp_path):
    _, finished = talk(ready_call(), "d", "1", "Ada", into=tmp_path)
    assert finished is None
    assert list(tmp_path.iterdir()) == []


def test_a_pack_that_cannot_be_written_leads_back_to_the_call(tmp_path):
    (tmp_path / "file").write_text("")
    person, finished = talk(open_call(), "d", "3", "Ada", "", "", "", into=tmp_path / "file")
    assert finished is None
    assert "Nothing is signed off yet: " in person.text


def test_a_credential_among_the_names_leads_back_to_the_call(tmp_path):
    person, finished = talk(open_call(), "d", "3", SECRET, "", "", "", into=tmp_path)
    assert finished is None
    assert "holds what looks like a credential" in person.flat


def test_results_of_another_profile_cannot_be_signed_off(tmp_path):
    call = open_call()
    call.backstage = replace(call.backstage, digest="other")
    person, finished = talk(call, "d", into=tmp_path)
    assert finished is None
    assert "The call cannot end yet: the profile has changed" in person.text


def test_text_is_folded_under_its_indent_and_long_words_stay_whole():
    row = view.row(view.Span("   7 fail    "), "word " * 12 + "x" * 60, indent=13)
    lines = fold(row, 40, unicode=True).splitlines()
    assert lines[0].startswith("   7 fail    word")
    assert all(line.startswith(" " * 13) for line in lines[1:])
    assert lines[-1].strip() == "x" * 60
    assert fold(view.row("a → b", indent=4), 40, unicode=False, indent=2) == "      a -> b"


@pytest.mark.parametrize("width", [80, 40, 1])
def test_what_golive_says_itself_fits_the_page(width):
    person, _ = talk(a_call(), "?", "l", width=width, presenter=True)
    assert max(map(len, person.text.splitlines())) <= max(width, 45)


def test_the_prompt_says_where_the_parties_are_for_the_line_itself_may_have_scrolled_away():
    person, _ = talk(a_call(), "g 3")
    assert person.questions == [
        f"Line {number}, {status}. [Enter] next, o next open line, ? help > "
        for number, status in ((1, a_call().line("launch.base-url").item.status), (3, a_call().lines()[2].item.status))
    ]


def test_of_a_settled_line_it_is_not_told_why_it_matters():
    lines = a_call().lines()
    for wanted in Status:
        found = next((line for line in lines if line.item.status is wanted and line.check_ids), None)
        if found is None or not any(check_id in a_call().backstage.checks for check_id in found.check_ids):
            continue
        person, _ = talk(a_call(), f"g {found.number}")
        told = "Why it matters:" in person.text.rpartition("Line ")[2]
        assert told is (wanted not in {Status.PASS, Status.SKIP, Status.WAIVED}), wanted


@pytest.mark.parametrize(
    ("cleared", "said"),
    [
        (True, "Presenter mode is on. The terminal was cleared; scroll up to see whether it kept something anyway."),
        (False, "Presenter mode is on. What was said before stands above: clear it before you share the screen."),
    ],
)
def test_what_stands_on_the_terminal_is_cleared_when_the_presenter_mode_begins(cleared, said):
    times = []

    def clear():
        times.append(1)
        return cleared

    call = a_call()
    person, _ = talk(call, "p", "p", "p", clear=clear)
    assert person.flat.count(said) == 2
    assert len(times) == 2
    assert call.presenter is True


def test_a_question_stands_once_on_the_page_of_a_line():
    call = open_call()
    ask = call.call_line.ask
    person, _ = talk(call, f"g {call.call_line.id}")
    assert person.flat.count(ask) == 1
    assert "Attest it, with the evidence." in person.flat


def test_a_refused_attestation_is_the_last_thing_said():
    call = ready_call()
    person, _ = talk(call, f"g {call.call_line.id}", "a", f"see {SECRET}", "Ada", "")
    assert person.said[-2].startswith("This holds what looks like a credential")


def test_a_note_that_is_too_long_is_cut_and_that_is_said():
    call = a_call()
    person, _ = talk(call, "n " + "word " * 1_000)
    assert "The note is kept, cut to 2000 characters." in person.flat
    assert len(call.current.remarks.notes[0].text) == 2_000


def test_what_no_check_looks_at_is_not_announced_as_a_run():
    call = open_call()
    person, _ = talk(call, f"g {call.call_line.id}", "r")
    assert "No check looks at this line: a person has to answer." in person.flat
    assert "The checks are being run" not in person.flat


def test_a_credential_that_is_typed_by_mistake_is_not_repeated():
    answers = [SECRET, "n a note", SECRET, "n", "another", SECRET, f"g {SECRET}", "a", "d", "3", SECRET, SECRET]
    person, _ = talk(a_call(who=""), *answers, "", "", "")
    assert SECRET not in person.text
    assert not any(SECRET in question for question in person.questions)


def test_nothing_from_outside_is_said_on_a_shared_screen_whatever_is_done():
    numbers = count()
    report = soiled(lambda: f"{CANARY}{next(numbers)}")
    judge = Played(report)
    call = a_call(report, judge=judge, checks={}, who=CANARY)
    call.note(call.current.id, CANARY)
    call.unsaved = CANARY
    kept = call.backstage.records

    def records():
        if judge.raises is not None:
            raise RecordsError((Problem(CANARY, 1, 1, CANARY),))
        return kept()

    broken = type(call)(replace(call.backstage, records=records), call.state)
    doing = [""] * 25 + ["b", "o", "r", "R", "n", "a", "f", "l", "d", "?", "g 3", "g nothing", "x", "o", "r"]
    person, _ = talk(broken, *doing, presenter=True)
    assert CANARY not in person.text
    judge.raises = UsageError(CANARY)
    person, _ = talk(broken, *doing, presenter=True)
    assert "leave the presenter mode to read why" in person.flat
    assert CANARY not in person.text
    assert not any(CANARY in question for question in person.questions)


def test_a_note_that_is_asked_for_can_be_somebody_elses():
    call = a_call(who="Ada")
    person, _ = talk(call, "n", "they retry by hand", "Grace", "n", "we do", "", "n so do we")
    said = [(note.who, note.text) for note in call.current.remarks.notes]
    assert said == [("Grace", "they retry by hand"), ("Ada", "we do"), ("Ada", "so do we")]
    assert "Said by ([Enter]: Ada): " in person.questions


def test_what_counts_beside_the_checklist_ends_the_list():
    besides = result("account.other", Status.FAIL, seen("fine"), remedy="")
    person, _ = talk(a_call(report_of((*RESULTS, besides))), "l")
    assert "Beside the checklist:\n" in person.text
    assert "fail account.other: " in person.text.partition("Beside the checklist:")[2]
