"""What all dialogs share: a frame, fields with their questions, a place for what is wrong, and a way out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.containers import HorizontalGroup, VerticalScroll
from textual.screen import ModalScreen

from golive.walkthrough.screen.drawing import put_head, put_keys
from golive.walkthrough.screen.fields import Field, Press
from golive.walkthrough.screen.pane import Bar

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from golive.reporters.layout import Page

Answer = TypeVar("Answer")
HIDDEN = "Presenter mode is on: what you type is shown as stars."


def saying(text: str, *, unicode: bool, style: str = "", id: str | None = None) -> Bar:  # noqa: A002 - Textual's own name for it
    """Return a paragraph of a dialog."""
    bar = Bar(unicode=unicode, id=id)
    bar.show(lambda page: page.put(page.text(text, style)))
    return bar


def labelled(label: str, field: Widget, *, unicode: bool) -> Widget:
    """Return a field beside what it asks for."""
    name = saying(label, unicode=unicode)
    name.add_class("label")
    return HorizontalGroup(name, field, classes="row")


class Dialog(ModalScreen[Answer]):
    """
    A question with its answers. Escape takes it back.

    The heading and `parts` stand in it; `done` is the label of the button that ends it, None where there is nothing to
    end. In presenter mode what is typed is hidden, and the heading says so.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel"),
        Binding("ctrl+s", "save"),
        Binding("pagedown", "scroll_frame(1)"),
        Binding("pageup", "scroll_frame(-1)"),
        # At once, or what is typed ahead of a slow connection would still go to the field before.
        Binding("tab", "app.focus_next", priority=True),
        Binding("shift+tab", "app.focus_previous", priority=True),
        Binding("enter", "next_field", priority=True),
    ]

    def __init__(
        self, heading: str, *, presenter: bool, unicode: bool, done: str | None, cancel: str = "Cancel"
    ) -> None:
        super().__init__()
        self.presenter, self.unicode = presenter, unicode
        self._heading, self._done, self._cancel = heading, done, cancel

    def parts(self) -> Iterable[Widget]:
        """Yield what stands between the heading and the buttons."""
        return ()

    def compose(self) -> ComposeResult:
        """Put the parts into a frame that scrolls where the terminal is small."""
        with VerticalScroll(id="dialog", can_focus=False):
            heading = Bar(unicode=self.unicode, id="heading")
            heading.show(self._put_heading)
            yield heading
            yield from self.parts()
            yield Bar(unicode=self.unicode, id="problem")
            with HorizontalGroup(id="buttons"):
                if self._done is not None:
                    yield Press(self._done, "save", unicode=self.unicode, id="save")
                yield Press(self._cancel, "cancel", unicode=self.unicode, id="cancel")
            yield self._keys()

    def _put_heading(self, page: Page) -> None:
        put_head(page, [page.text(self._heading, "bold")], presenter=self.presenter)

    def _keys(self) -> Bar:
        keys = Bar(unicode=self.unicode, id="dialog-keys")
        done = [] if self._done is None else [("Ctrl-S", self._done.lower()), ("Tab", "next field")]
        known = [*done, ("PgDn PgUp", "scroll")]
        keys.show(lambda page: put_keys(page, [*known, ("Esc", self._cancel.lower())]))
        return keys

    def on_mount(self) -> None:
        """Begin at the top, and hide the place for what is wrong as long as nothing is."""
        self.query_one("#problem", Bar).display = False
        first = next(widget for widget in self._frame.query("*") if widget.focusable)
        self.set_focus(first, scroll_visible=False)

    @property
    def _frame(self) -> VerticalScroll:
        return self.query_one("#dialog", VerticalScroll)

    def action_scroll_frame(self, direction: int) -> None:
        """Scroll the dialog where it does not fit into the terminal."""
        self._frame.scroll_relative(y=direction * max(1, self._frame.size.height - 2), animate=False, immediate=True)

    def refuse(self, why: str) -> None:
        """Say why it cannot be done like that."""
        problem = self.query_one("#problem", Bar)

        def put(page: Page) -> None:
            page.put(page.text(why, "bold red"), 0, page.text("! ", "bold red"))

        problem.show(put)
        problem.display = True
        self.call_after_refresh(problem.scroll_visible, animate=False)

    def action_next_field(self) -> None:
        """Go from a field to the next; what is no field does with the key what it does."""
        if not isinstance(self.focused, Field):
            raise SkipAction
        self.focus_next()

    def action_cancel(self) -> None:
        """End it without an answer."""
        self.dismiss(None)

    def action_save(self) -> None:
        """End it with the answer."""
