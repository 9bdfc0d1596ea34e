"""A person goes through a call on the screen: moving, running again, notes, marks, finding, leaving."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from golive.result import Status
from golive.walkthrough import opening as calls
from golive.walkthrough.screen.keys import ALL
from support.calls import Kept, Played, a_call, backstage_of, passing
from support.fake_clock import FakeClock
from support.reports import _READY as READY
from support.reports import every_status, ready
from support.screens import at_the_screen
from support.snapshots import TextFile

SIZES = [(80, 24), (120, 40), (60, 20)]


def played(**more):
    """Return a call whose judge the test plays, and the judge."""
    clock, report = FakeClock(), every_status()
    judge = Played(report, clock=clock, **more)
    return calls.begin(backstage_of(report, judge=judge, clock=clock), report), judge


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("list", ()),
        ("line", ("n", "n")),
        ("open", ("o",)),
        ("note", ("t",)),
        ("attest", ("slash", "7", "enter", "escape", "end", "home", *("down",) * 7, "a")),
        ("find", ("slash", "k", "e", "y")),
        ("done", ("d",)),
        ("keys", ("question_mark",)),
        ("presenter", ("v", "o")),
    ],
)
def test_the_screen_looks_as_agreed(snapshot, name, keys, size):
    async def act(hand):
        await hand.press(*keys)
        lines = [f"{line:{size[0]}}|".rstrip() for line in hand.seen.split("\n")]
        assert "\n".join(lines) + "\n" == snapshot(extension_class=TextFile)

    at_the_screen(a_call(), act, size=size)


def test_without_unicode_the_screen_is_ascii(snapshot):
    async def act(hand):
        for key in ("o", "t", "escape", "d", "escape", "question_mark", "escape", "slash"):
            await hand.press(key)
            assert hand.everything.isascii(), hand.everything
        await hand.press("escape", "escape")
        assert hand.seen + "\n" == snapshot(extension_class=TextFile)

    at_the_screen(a_call(), act, size=(120, 30), unicode=False)


@pytest.mark.parametrize("size", [*SIZES, (40, 12)], ids=lambda size: "x".join(map(str, size)))
def test_whatever_does_not_fit_can_be_scrolled_to(size):
    """Every line of every page comes into sight, and none is cut off at the right."""

    async def act(hand):
        await hand.press("enter")
        while True:
            page = hand.desk.page
            met = ""
            for _ in range(len(page.lines) + 1):
                met += hand.seen
                if page.is_vertical_scroll_end:
                    break
                await hand.press("space")
            missing = [line for line in page.lines if line.strip() not in met]
            assert not missing
            at = hand.desk.listing.at
            await hand.press("n")
            if hand.desk.listing.at == at:
                break

    at_the_screen(a_call(), act, size=size)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_every_line_of_the_list_comes_into_sight_under_the_cursor(size):
    async def act(hand):
        listing = hand.desk.listing
        for item_id in listing.ids:
            span = listing._spans[item_id]
            shown = [line for line in hand.seen.split("\n") if line.strip()]
            for number in span:
                assert any(listing.lines[number].strip() in line for line in shown)
            await hand.press("down")

    at_the_screen(a_call(), act, size=size)


def test_the_cursor_moves_without_counting_as_looked_at_and_enter_opens():
    call = a_call()

    async def act(hand):
        await hand.press("down", "j", "j", "k")
        assert hand.desk.line.number == 3
        assert call.progress[0] == 1
        assert call.current.number == 1
        await hand.press("enter")
        assert call.current.number == 3
        assert call.progress[0] == 2
        assert hand.desk.reading

    at_the_screen(call, act)


def test_in_a_wide_terminal_the_page_follows_the_cursor():
    async def act(hand):
        await hand.press("down")
        assert "launch.live-keys" in hand.seen
        assert "Production cutover" in hand.seen

    at_the_screen(a_call(), act, size=(120, 40))


def test_a_narrow_terminal_shows_the_list_or_the_page():
    async def act(hand):
        assert "launch.base-url" not in hand.seen
        await hand.press("enter")
        assert "launch.base-url" in hand.seen
        assert "Keys live in" not in hand.seen
        await hand.press("escape")
        assert "Keys live in" in hand.seen

    at_the_screen(a_call(), act)


def test_a_terminal_that_changes_its_width_shows_the_same_line():
    async def act(hand):
        await hand.press("n")
        await hand.pilot.resize_terminal(120, 30)
        await hand.until("launch.live-keys", "Keys live in")
        await hand.pilot.resize_terminal(60, 20)
        await hand.until("launch.live-keys")
        assert "Keys live in" not in hand.seen

    at_the_screen(a_call(), act)


def test_steps_open_lines_and_say_where_the_list_ends():
    call = a_call()

    async def act(hand):
        await hand.press("p")
        assert "This is the first line." in hand.seen
        await hand.press("n", "n", "p")
        assert call.current.number == 2
        await hand.press("escape", "end", "n")
        assert "This is the last line." in hand.seen

    at_the_screen(call, act)


def test_the_next_open_line_is_the_one_that_the_call_names():
    call = a_call()
    expected = call.next_open()

    async def act(hand):
        await hand.press("o")
        assert call.current.id == expected

    at_the_screen(call, act)


def test_where_nothing_is_open_it_says_so():
    async def act(hand):
        await hand.press("o")
        assert "No line is open." in hand.seen

    at_the_screen(a_call(ready(), checklist=READY), act)


def test_what_was_looked_at_outside_the_checklist_is_an_entry_of_its_own():
    async def act(hand):
        await hand.press("end")
        assert hand.desk.line is None
        await hand.press("enter")
        assert hand.desk.page.lines
        for key in "rtaf":
            await hand.press(key)
            assert "Choose a line of the checklist first." in hand.seen

    report = every_status()
    failing = replace(report.result("account.clock"), status=Status.FAIL, waived_from=None)
    results = tuple(failing if one.id == failing.id else one for one in report.results)
    at_the_screen(a_call(replace(report, results=results), records=lambda: ()), act)


def test_a_line_is_run_again_while_the_screen_stays_alive():
    go_on = threading.Event()
    call, judge = played(answers={"account.corridors": passing("account.corridors")}, before=lambda: go_on.wait(30))

    async def act(hand):
        await hand.press("slash", *"corridor", "enter", "r")
        await hand.until("Running line 7 again")
        await hand.press("r")
        assert "already" in hand.seen
        await hand.press("n", "p")
        assert "Running line 7 again" in hand.seen
        assert call.busy
        go_on.set()
        await hand.until("Ran line 7 again", "was unknown, and is pass")
        assert judge.asked == [("account.corridors",)]

    at_the_screen(call, act)


def test_the_checks_that_are_waited_for_are_named():
    go_on = threading.Event()
    call, judge = played()
    answer = judge.__call__

    def slow(only, watch):
        watch("account.corridors", None)
        go_on.wait(30)
        watch("account.corridors", Status.PASS)
        return answer(only, watch)

    call = calls.begin(replace(call.backstage, judge=slow), call.report)

    async def act(hand):
        await hand.press("R")
        await hand.until("Running everything again (0 of 1 check done)", "account.corridors")
        hand.desk._tick()
        await hand.until("check done, 1 s)")
        go_on.set()
        await hand.until("the verdict is still NOT READY")

    at_the_screen(call, act)


@pytest.mark.parametrize("key", ["escape", "ctrl+c", "ctrl+q"])
def test_waiting_can_be_stopped_and_what_comes_late_changes_nothing(key):
    go_on = threading.Event()
    call, _ = played(answers={"account.corridors": passing("account.corridors")}, before=lambda: go_on.wait(30))

    async def act(hand):
        await hand.press("slash", *"corridor", "enter", "r")
        await hand.until("Running line 7 again")
        await hand.press(key)
        await hand.until("Stopped waiting")
        thread = next(one for one in threading.enumerate() if one.name == "golive-walkthrough line 7")
        go_on.set()
        thread.join(30)
        await hand.settle()
        assert "Stopped waiting" in hand.seen
        assert call.line("launch.corridors").item.status is Status.UNKNOWN
        assert hand.app.is_running

    assert at_the_screen(call, act).interrupted is False


def test_somebody_who_leaves_does_not_wait_for_checks():
    go_on = threading.Event()
    call, _ = played(before=lambda: go_on.wait(30))

    async def act(hand):
        await hand.press("R")
        await hand.until("Running everything again")
        await hand.press("q")

    try:
        app = at_the_screen(call, act)
        assert app.return_value is None
        assert call.busy
    finally:
        thread = next(one for one in threading.enumerate() if one.name == "golive-walkthrough everything")
        go_on.set()
        thread.join(30)


def test_a_run_that_cannot_be_is_told():
    call, _ = played()
    call = calls.Call(replace(call.backstage, digest="sha256:other"), call.state)

    async def act(hand):
        await hand.press("r")
        await hand.until("Ran line 1 again: the profile has changed")

    at_the_screen(call, act)


def test_a_defect_in_a_run_ends_the_screen_with_it():
    call, _ = played(raises=ZeroDivisionError("boom"))

    async def act(hand):
        await hand.press("r")
        await hand.until("never")

    with pytest.raises(ZeroDivisionError):
        at_the_screen(call, act)


def test_a_note_is_kept_and_shown():
    call = a_call()

    async def act(hand):
        await hand.press("n", "t")
        await hand.press("ctrl+s")
        assert "Not kept: an empty note is not kept." in hand.seen
        await hand.type("asked Bo")
        await hand.press("ctrl+s")
        assert "Line 2: the note is kept." in hand.seen
        assert "asked Bo" in "\n".join(hand.desk.page.lines)
        await hand.press("escape")
        assert "1 note]" in hand.seen

    at_the_screen(call, act)
    assert [note.text for note in call.line("launch.live-keys").remarks.notes] == ["asked Bo"]


@pytest.mark.parametrize("key", ["escape", "ctrl+c"])
def test_a_dialog_that_is_closed_changes_nothing(key):
    call = a_call()

    async def act(hand):
        await hand.press("t")
        await hand.type("never mind q")
        await hand.press(key)
        assert hand.app.screen is hand.desk

    assert not at_the_screen(call, act).interrupted
    assert not call.current.remarks.notes


def test_a_line_is_marked_for_follow_up_and_unmarked():
    call = a_call()

    async def act(hand):
        await hand.press("f")
        assert "Line 1: marked for follow-up." in hand.seen
        assert "[follow-up]" in hand.seen
        await hand.press("f")
        assert "no longer marked" in hand.seen

    at_the_screen(call, act)
    assert not call.follow_ups()


def test_a_line_is_found_by_its_words_or_number():
    call = a_call()

    async def act(hand):
        await hand.press("slash", *"zzz", "enter")
        assert "No line holds these words." in hand.seen
        await hand.press("escape", "slash", *"production", "down", "up", "enter")
        assert call.current.number == 1
        await hand.press("slash", "1", "1", "enter")
        assert call.current.number == 11

    at_the_screen(call, act)


def test_every_key_is_on_the_page_of_keys():
    async def act(hand):
        await hand.press("question_mark")
        page = hand.app.screen.query_one("#reading")
        text = "\n".join(page.lines)
        for _, keys in ALL:
            for key, _label in keys:
                assert key in text

    at_the_screen(a_call(), act, size=(120, 60))


def test_a_call_that_cannot_be_saved_says_so():
    kept = Kept(full=True)

    async def act(hand):
        await hand.press("n")
        assert "Not saved" in hand.seen

    at_the_screen(a_call(kept=kept), act)


def test_q_leaves_with_the_line_saved():
    kept = Kept()

    async def act(hand):
        await hand.press("n", "n", "q")

    app = at_the_screen(a_call(kept=kept), act)
    assert app.return_value is None
    assert not app.interrupted
    assert kept.states[-1].at == "launch.secret-storage"


def test_ctrl_c_leaves_as_interrupted():
    async def act(hand):
        await hand.press("ctrl+c")

    assert at_the_screen(a_call(), act).interrupted


def test_space_scrolls_the_page_from_the_list_too():
    async def act(hand):
        await hand.press("down", "space")
        assert hand.desk.page.scroll_offset.y > 0
        assert not hand.desk.reading
        await hand.press("b")
        assert hand.desk.page.scroll_offset.y == 0
        await hand.press("tab")
        assert hand.desk.reading
        await hand.press("tab")
        assert not hand.desk.reading
        await hand.press("pagedown", "pageup", "end", "home")
        assert hand.desk.line.number == 1

    at_the_screen(a_call(), act, size=(110, 16))


@pytest.mark.parametrize("presenter", [True, False])
def test_the_call_knows_whether_the_screen_is_shared_so_that_the_end_is_told_as_discreetly(presenter):
    call = a_call()

    async def act(hand):
        assert call.presenter is presenter
        await hand.press("v")
        assert call.presenter is not presenter

    at_the_screen(call, act, presenter=presenter)
