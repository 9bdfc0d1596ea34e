"""A call on a full screen that a test looks at and types into: Textual's pilot, without a terminal."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input, TextArea

from golive.walkthrough.screen.app import Walkthrough
from golive.walkthrough.screen.pane import Bar, Pane

NOWHERE = Path("/nowhere")
NAMED = {"slash": "/", "question_mark": "?", "space": " "}
"""Keys whose character is not their name."""
ROUNDS = 8
"""How often messages are waited for: a key climbs from its field to the screen, one message for each step."""
PATIENCE = 30.0
"""Seconds until a test gives up waiting for something to appear."""


class Hand:
    """Whoever sits at the screen."""

    def __init__(self, app, pilot) -> None:
        self.app, self.pilot = app, pilot

    @property
    def desk(self):
        return self.app.desk

    async def press(self, *keys: str) -> None:
        """Press keys one after the other: by their names, or by the character that they write."""
        for key in keys:
            character = NAMED.get(key, key if len(key) == 1 else None)
            name = _character_to_key(key) if len(key) == 1 else key
            self._send(name, character)
            await self.settle()

    def _send(self, name: str, character: str | None) -> None:
        event = events.Key(name, character)
        event.set_sender(self.app)
        self.app._driver.send_message(event)

    async def settle(self) -> None:
        """
        Wait until every message there is has been dealt with, and what came of it stands on the screen.

        Textual's own pilot waits until the processor is idle, which depends on what else the machine does.
        """
        for _ in range(ROUNDS):
            await asyncio.sleep(0)
            await self.pilot._wait_for_screen()
            if self.app.is_running:
                self.app.screen._on_timer_update()

    async def type(self, text: str) -> None:
        """Write into the field that has the keys."""
        assert isinstance(self.app.focused, Input | TextArea)
        await self.press(*text)

    async def fill(self, name: str, text: str) -> None:
        """Replace what a field of the dialog holds."""
        field = self.app.screen.query_one(f"#{name}")
        field.focus()
        if isinstance(field, Input):
            field.value = ""
        await self.settle()
        await self.type(text)

    @property
    def strips(self):
        return self.app.screen._compositor.render_strips()

    @property
    def seen(self) -> str:
        """What stands on the screen now."""
        return "\n".join(strip.text.rstrip() for strip in self.strips)

    @property
    def everything(self) -> str:
        """What stands on any screen of the stack, and what scrolling would show."""
        return "\n".join([self.seen, *self._everything()])

    def _everything(self) -> Iterator[str]:
        yield self.app.title
        yield self.app.sub_title
        for screen in self.app.screen_stack:
            yield screen.title or ""
            for widget in screen.query("*"):
                yield f"{widget.tooltip or ''}{widget.border_title or ''}{widget.border_subtitle or ''}"
                if isinstance(widget, Pane):
                    yield "\n".join(widget.lines)
                elif isinstance(widget, Bar):
                    yield "\n".join(line.plain for line in widget._laid_out(200))
                elif isinstance(widget, Input):
                    yield str(widget._value)
                elif isinstance(widget, TextArea):
                    yield widget.text

    async def turns(self, condition) -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, self.seen
            await asyncio.sleep(0.01)
            await self.settle()

    async def until(self, *texts: str) -> None:
        """Wait until each of these texts stands on the screen, or until a defect has ended it."""
        end = time.monotonic() + PATIENCE
        while self.app.broken is None and not all(text in self.seen for text in texts):
            assert time.monotonic() < end, f"{texts} did not appear in\n{self.seen}"
            await asyncio.sleep(0.01)
            await self.settle()


def at_the_screen(call, act, *, size=(80, 24), presenter=False, unicode=True, into=NOWHERE) -> Walkthrough:
    """Show a call, let `act` (a coroutine function) do something with it, and return the application."""

    async def held() -> Walkthrough:
        app = Walkthrough(call, presenter=presenter, into=into, unicode=unicode)
        async with app.run_test(size=size) as pilot:
            hand = Hand(app, pilot)
            await hand.settle()
            await act(hand)
        return app

    return asyncio.run(held())
