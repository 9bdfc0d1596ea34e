"""Text from outside is text on the screen, whatever it holds; and in presenter mode it is not there at all."""

from __future__ import annotations

import itertools

import pytest

from golive.walkthrough import opening as calls
from golive.walkthrough.screen.drawing import BADGE
from support.calls import CHECKS, Kept, a_call, backstage_of
from support.canary import harmful
from support.reports import NASTY, every_status, soiled
from support.screens import at_the_screen

MARKUP = (
    "[@click=app.exit]leave[/] [@click='screen.done']x[/]",
    "[link=https://evil.example]x[/link] [on red]y[/] [/] [",
    "\\[bold]z[/bold] $foreground {x} :smile: \x9b31m",
)
ALL = (*NASTY, *MARKUP)
CANARY = "canary"


def everywhere(*texts):
    """Return a call in which these texts stand, one after the other, in every field that can hold text from outside."""
    words = itertools.cycle(texts)
    report = soiled(lambda: next(words))
    call = calls.begin(backstage_of(report, checks={}, who=texts[0]), report)
    for line, text in zip(call.lines(), itertools.cycle(texts), strict=False):
        call.note(line.id, text, who=text)
    call.greeting = texts
    return call


def inert(hand):
    """Demand that what stands on the screen does nothing: no escape, no link, no action."""
    assert not harmful(hand.seen), harmful(hand.seen)
    for strip in hand.strips:
        for segment in strip:
            assert segment.style is None or not segment.style.link
            meta = segment.style.meta if segment.style is not None else {}
            assert not any(str(key).startswith("@click") for key in meta)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("first", [0, 5, 10])
def test_nasty_text_in_every_field_is_shown_as_it_is(first, size):
    call = everywhere(*ALL[first:], *ALL[:first])

    async def act(hand):
        inert(hand)
        await hand.press("enter")
        for _ in call.lines():
            inert(hand)
            await hand.press("n")
        for keys in (("t",), ("slash",), ("d",), ("question_mark",)):
            await hand.press(*keys)
            inert(hand)
            await hand.press("escape")
        call.go_to("launch.idempotency")
        hand.desk.open("launch.idempotency", read=True)
        await hand.press("a")
        inert(hand)
        assert hand.app.is_running

    at_the_screen(call, act, size=size)


def test_markup_stands_there_letter_by_letter():
    call = everywhere(MARKUP[0])

    async def act(hand):
        await hand.press("enter")
        assert MARKUP[0] in " ".join("\n".join(hand.desk.page.lines).split())

    at_the_screen(call, act, size=(200, 40))


@pytest.mark.parametrize("field", ["evidence", "who"])
def test_what_is_pasted_becomes_harmless(field):
    from textual import events

    async def act(hand):
        hand.desk.open("launch.idempotency", read=True)
        await hand.press("a")
        widget = hand.app.screen.query_one(f"#{field}")
        widget.focus()
        await hand.settle()
        hand.app._driver.send_message(events.Paste("one\x1b[2J\x9b2J\ntwo\u202ethree"))
        await hand.settle()
        inert(hand)
        assert "two" in widget.value

    at_the_screen(a_call(), act)


def test_a_note_that_is_pasted_becomes_harmless():
    from textual import events

    async def act(hand):
        await hand.press("t")
        widget = hand.app.screen.query_one("#text")
        hand.app._driver.send_message(events.Paste("one\x1b[2J\ntwo"))
        await hand.settle()
        inert(hand)
        assert widget.text == "one\\x1b[2J\ntwo"

    at_the_screen(a_call(), act)


def canaries():
    numbers = itertools.count()
    return lambda: f"{CANARY}{next(numbers)}x"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: "x".join(map(str, size)))
def test_presenter_mode_shows_nothing_from_outside(size):
    """No field of the report, note, record, name, path or message of an error stands anywhere on the screen."""
    report = soiled(canaries())
    kept = Kept(full=True)
    backstage = backstage_of(report, kept=kept, who=f"{CANARY} at the keyboard", checks=CHECKS)
    call = calls.begin(backstage, report)
    call.greeting = (f"{CANARY} in the greeting",)
    call.note("launch.base-url", f"{CANARY} in a note")

    async def act(hand):
        def clean():
            assert CANARY not in hand.everything, hand.everything
            assert BADGE in hand.seen

        clean()
        await hand.press("enter")
        for _ in hand.desk.listing.ids:
            clean()
            await hand.press("n")
        clean()
        await hand.press("r")
        await hand.until("Ran line")
        clean()
        for key in ("slash", "question_mark", "d"):
            await hand.press(key)
            clean()
            await hand.press("escape")
        hand.desk.open("launch.monitoring", read=True)
        await hand.press("a")
        clean()
        await hand.press("ctrl+s")
        assert "Not attested" in hand.seen
        clean()
        await hand.fill("evidence", f"{CANARY} evidence")
        clean()
        await hand.press("ctrl+s")
        clean()
        await hand.press("escape", "t")
        await hand.type(f"{CANARY} note")
        clean()
        await hand.press("ctrl+s")
        clean()
        await hand.press("f", "o", "escape", "home", "end")
        clean()

    at_the_screen(call, act, size=size, presenter=True)


def test_presenter_mode_takes_back_what_was_said_before():
    async def act(hand):
        await hand.press("n", "t")
        await hand.type(CANARY)
        await hand.press("ctrl+s")
        assert CANARY in hand.everything
        hand.desk.tell(f"a message about {CANARY}")
        await hand.press("v")
        assert CANARY not in hand.everything
        assert BADGE in hand.seen
        await hand.press("v")
        assert CANARY in hand.everything
        assert BADGE not in hand.seen

    at_the_screen(a_call(), act, size=(120, 40))


def test_the_pack_is_not_named_in_presenter_mode(tmp_path):
    folder = tmp_path / CANARY

    async def act(hand):
        await hand.press("d")
        await hand.fill("merchant-name", CANARY)
        await hand.press("ctrl+s")
        await hand.until("The call is signed off")
        assert CANARY not in hand.everything
        assert "Its digest" in hand.seen
        await hand.press("enter")

    app = at_the_screen(a_call(), act, presenter=True, into=folder)
    assert app.return_value.folder.parent == folder


def test_a_pack_that_cannot_be_written_is_told_without_its_place(tmp_path):
    file = tmp_path / CANARY
    file.write_text("no folder")

    async def act(hand):
        await hand.press("d")
        await hand.fill("merchant-name", "Ada")
        await hand.press("ctrl+s")
        await hand.until("could not be written")
        assert CANARY not in hand.everything
        await hand.press("escape", "v", "d")
        await hand.fill("merchant-name", "Ada")
        await hand.press("ctrl+s")
        await hand.until("Nothing is signed off yet")

    app = at_the_screen(a_call(), act, presenter=True, into=file)
    assert app.return_value is None


def test_every_status_is_shown_without_colours_where_they_are_not_wanted(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def act(hand):
        await hand.press("o")
        colours = {
            str(colour.name)
            for strip in hand.strips
            for segment in strip.apply_filter(hand.app._filters[-1], hand.app.screen.styles.background)
            if segment.style is not None
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour is not None
        }
        assert colours == {"default"}

    at_the_screen(a_call(every_status()), act, size=(120, 40))
