"""What a person types into and chooses from, in dialogs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import Input, TextArea

from golive.redact import inert
from golive.walkthrough.screen.pane import Bar

if TYPE_CHECKING:
    from textual import events

    from golive.reporters.layout import Page


class Field(Input):
    """One line of text. `hidden` shows a star for each character. What is pasted becomes harmless first."""

    def __init__(self, value: str = "", *, hidden: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(inert(value), password=hidden, id=id, select_on_focus=False)

    @property
    def _value(self) -> Text:
        shown = "*" * len(self.value) if self.password else self.value
        return Text(shown, no_wrap=True, overflow="ignore", end="")

    def _on_paste(self, event: events.Paste) -> None:
        # Textual calls the handler of Input next, with the same event.
        event.text = inert(" ".join(event.text.split()))


class Editor(TextArea):
    """Several lines of text."""

    def __init__(self, value: str = "", *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(_lines(value), id=id, tab_behavior="focus", show_line_numbers=False)

    async def _on_paste(self, event: events.Paste) -> None:
        # Textual calls the handler of TextArea next, with the same event.
        event.stop()
        event.text = _lines(event.text)


def _lines(text: str) -> str:
    return "\n".join(inert(line) for line in text.splitlines())


class Choice(Bar, can_focus=True):
    """One of several answers, chosen with the arrows or the space bar."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,down,space", "turn(1)"),
        Binding("left,up", "turn(-1)"),
    ]

    def __init__(self, answers: Sequence[str], *, unicode: bool, chosen: int = 0, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(unicode=unicode, id=id)
        self._answers = answers
        self.chosen = chosen
        self.show(self._put)

    @property
    def answer(self) -> str:
        """The answer that is chosen."""
        return self._answers[self.chosen]

    def action_turn(self, by: int) -> None:
        """Choose the next or the previous answer."""
        self.chosen = (self.chosen + by) % len(self._answers)
        self.show(self._put)

    def _put(self, page: Page) -> None:
        chunks = (
            page.text(f"({'x' if number == self.chosen else ' '}) {answer}", self._style(number))
            for number, answer in enumerate(self._answers)
        )
        page.flow(chunks, 1, Text())

    def _style(self, number: int) -> str:
        if number != self.chosen:
            return ""
        return "reverse" if self.has_focus else "bold"

    def on_focus(self) -> None:
        """Show that the keys go here."""
        self.show(self._put)

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.show(self._put)


class Press(Bar, can_focus=True):
    """A button: Enter or the space bar presses it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press")]

    def __init__(self, label: str, action: str, *, unicode: bool, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(unicode=unicode, id=id)
        self.label, self._does = label, action
        self.show(lambda page: page.lines.append(page.text(f"[ {label} ]", "reverse" if self.has_focus else "bold")))

    async def action_press(self) -> None:
        """Do what the button is for: an action of the screen that it stands on."""
        await self.screen.run_action(self._does)

    def on_focus(self) -> None:
        """Show that the keys go here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()
