"""What a call on the screen leaves behind: records, the evidence pack, and a call that goes on where it stopped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from golive.clock import SystemClock
from golive.evidence.verifying import verify
from golive.records.loading import load_records
from golive.registry import read_profile
from golive.result import Status
from golive.run import Options
from golive.walkthrough import opening as calls
from golive.walkthrough.minutes import Outcome, Party
from golive.walkthrough.stage import stage_of
from golive.walkthrough.state import load
from support.calls import SECRET, Kept, a_call
from support.merchant import PAIR, STATIC, write_merchant
from support.screens import at_the_screen

LINES = {STATIC: "launch.monitoring", PAIR: None}


@pytest.fixture(params=[STATIC, PAIR], ids=["anton", "octopuscards"])
def stage(request, tmp_path):
    """Everything real: a profile, checks that are run without a network, records and a saved call on disk."""
    folder = tmp_path / "merchant"
    folder.mkdir()
    write_merchant(folder, credentials=request.param)
    loaded = read_profile(folder / "golive.yaml")
    options = Options(environment="prod", offline=True)
    return stage_of(loaded, options, {}, SystemClock(), tmp_path / "state" / "call.json")


def begun(stage):
    return calls.begin(stage.backstage("Ada <ada@example.com>"), stage.judge((), lambda _id, _status: None))


def attestable(call):
    return next(line for line in call.lines() if line.can_attest and line.id != "path.certification-call")


def test_an_attestation_is_written_to_the_records_and_settles_the_line(stage):
    call = begun(stage)
    line = attestable(call)

    async def act(hand):
        await hand.press("slash", *str(line.number), "enter", "a")
        assert hand.app.screen.query_one("#who").value == "Ada <ada@example.com>"
        await hand.press("ctrl+s")
        assert "Not attested" in hand.seen
        await hand.fill("evidence", "minutes of 20 November")
        await hand.fill("expires", "tomorrow")
        await hand.press("ctrl+s")
        assert "Write the day as year, month and day" in " ".join(hand.seen.split())
        await hand.fill("expires", str(call.latest_expiry + timedelta(days=1)))
        await hand.press("ctrl+s")
        assert "Not attested" in hand.seen
        await hand.fill("expires", str(call.usual_expiry))
        await hand.press("ctrl+s")
        assert "attested, and written to golive.records.yaml" in hand.seen

    at_the_screen(call, act)
    (record,) = load_records(stage.loaded)
    assert (record.subject, record.text) == (line.id, "minutes of 20 November")
    assert call.line(line.id).item.record is not None


def test_a_line_that_no_word_changes_is_not_asked_about():
    call = a_call()
    line = next(line for line in call.lines() if line.item.status is Status.FAIL)

    async def act(hand):
        hand.desk.open(line.id, read=True)
        await hand.press("a")
        assert hand.app.screen is hand.desk
        assert f"Line {line.number} cannot be attested as it stands" in hand.seen

    at_the_screen(call, act)


def test_a_credential_is_not_attested_with():
    async def act(hand):
        hand.desk.open("launch.monitoring", read=True)
        await hand.press("a")
        await hand.fill("evidence", SECRET)
        await hand.press("ctrl+s")
        assert "what looks like a credential" in " ".join(hand.seen.split())

    kept = Kept()
    call = a_call(kept=kept)
    before = len(kept.records)
    at_the_screen(call, act)
    assert len(kept.records) == before


def test_a_call_that_was_left_goes_on_at_the_same_line(stage):
    call = begun(stage)

    async def leave(hand):
        await hand.press("n", "n", "f", "t")
        await hand.type("to be seen")
        await hand.press("ctrl+s", "q")

    at_the_screen(call, leave)
    saved = load(stage.file, profile=stage.loaded.path, environment="prod")
    resumed = calls.resume(stage.backstage("Ada"), saved)

    async def go_on(hand):
        assert hand.desk.listing.at == call.current.id
        assert "The call goes on at line 3" in hand.seen
        await hand.press("enter")
        assert "to be seen" in "\n".join(hand.desk.page.lines)
        assert "Marked for follow-up" in "\n".join(hand.desk.page.lines)

    at_the_screen(resumed, go_on)


def test_a_call_is_signed_off_and_its_pack_verifies(stage, tmp_path):
    call = begun(stage)

    async def act(hand):
        await hand.press("d", "ctrl+s")
        assert "The call cannot end like this: nobody has signed off" in " ".join(hand.seen.split())
        await hand.fill("merchant-name", "Ada Lovelace")
        await hand.fill("merchant-role", "CTO")
        await hand.fill("provider-name", "Grace Hopper")
        await hand.press("ctrl+s")
        await hand.until("The call is signed off", "golive report verify")
        await hand.press("enter")

    app = at_the_screen(call, act, into=tmp_path / "packs")
    finished = app.return_value
    assert verify(finished.folder, digest=finished.digest).whole
    minutes = verify(finished.folder).minutes
    assert minutes.outcome is Outcome.NOT_PASSED
    assert [(one.party, one.name, one.role) for one in minutes.sign_offs] == [
        (Party.MERCHANT, "Ada Lovelace", "CTO"),
        (Party.PROVIDER, "Grace Hopper", ""),
    ]


def test_the_call_itself_is_attested_where_the_parties_say_so(stage, tmp_path):
    call = begun(stage)
    if call.call_line is None:
        pytest.skip("this provider's checklist has no line about the call")
    line = call.call_line.id

    async def act(hand):
        await hand.press("d")
        outcome = hand.app.screen.query_one("#outcome")
        outcome.focus()
        await hand.press("space")
        assert outcome.answer == "passed"
        await hand.fill("reason", "agreed")
        await hand.fill("provider-name", "Grace")
        hand.app.screen.query_one("#attest").focus()
        await hand.press("right")
        await hand.fill("expires", "soon")
        await hand.press("ctrl+s")
        assert "Write the day" in hand.seen
        await hand.fill("expires", str(call.usual_expiry))
        await hand.press("ctrl+s")
        await hand.until("The call is signed off")
        await hand.press("escape")

    app = at_the_screen(call, act, into=tmp_path / "packs")
    assert verify(app.return_value.folder).whole
    assert [record.subject for record in load_records(stage.loaded)] == [line]
    assert date.fromisoformat(load_records(stage.loaded)[0].expires) == call.usual_expiry


def test_buttons_do_what_they_say():
    call = a_call()

    async def act(hand):
        await hand.press("t")
        await hand.type("by button")
        await hand.press("tab", "enter")
        assert "the note is kept" in hand.seen
        await hand.press("t", "tab", "tab", "space")
        assert hand.app.screen is hand.desk

    at_the_screen(call, act)
    assert len(call.current.remarks.notes) == 1


def test_enter_goes_from_field_to_field_and_up_and_down_scroll_a_long_dialog():
    async def act(hand):
        await hand.press("d")
        frame = hand.app.screen.query_one("#dialog")
        await hand.turns(lambda: frame.scroll_offset.y == 0)
        await hand.press("pagedown")
        await hand.turns(lambda: frame.scroll_offset.y > 0)
        await hand.press("pageup")
        await hand.turns(lambda: frame.scroll_offset.y == 0)
        await hand.press("tab", "enter")
        assert hand.app.focused.id == "merchant-role"

    at_the_screen(a_call(), act, size=(60, 20))


def test_signing_off_waits_for_checks_that_are_run():
    import threading

    from support.calls import Played, backstage_of
    from support.reports import every_status

    go_on = threading.Event()
    judge = Played(every_status(), before=lambda: go_on.wait(30))
    call = calls.begin(backstage_of(every_status(), judge=judge), every_status())

    async def act(hand):
        await hand.press("R", "d")
        assert "Checks are being run." in hand.seen
        assert hand.app.screen is hand.desk
        go_on.set()
        await hand.until("the verdict is still")

    at_the_screen(call, act)
