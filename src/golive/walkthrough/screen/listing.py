"""The list of the checklist's lines, with a cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message

from golive.walkthrough.screen.drawing import MARGIN, put_overview_line
from golive.walkthrough.screen.pane import CHOSEN, Pane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from golive.reporters.layout import Page
    from golive.walkthrough.view import OverviewRow

BESIDES: Final = ""
"""Stands for what was looked at outside the checklist: an entry after the last line."""


class Listing(Pane):
    """Sections and lines. The cursor stands on a line; moving it opens nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)"),
        Binding("up,k", "move(-1)"),
        Binding("pagedown", "leap(1)"),
        Binding("pageup", "leap(-1)"),
        Binding("home", "edge(0)"),
        Binding("end", "edge(-1)"),
        Binding("enter,right,l", "open"),
    ]

    class Moved(Message):
        """The cursor stands on another entry."""

        def __init__(self, at: str) -> None:
            super().__init__()
            self.at = at

    class Opened(Moved):
        """A person wants to read the entry."""

    def __init__(self, *, unicode: bool, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(unicode=unicode, id=id)
        self._rows: Sequence[OverviewRow] = ()
        self._besides = False
        self._spans: dict[str, range] = {}
        self.at = BESIDES

    @property
    def ids(self) -> list[str]:
        """The ids of all entries, in order."""
        return [row.item_id for row in self._rows] + ([BESIDES] if self._besides else [])

    def fill(self, rows: Sequence[OverviewRow], at: str, *, besides: bool = False) -> None:
        """Show these lines, with the cursor on `at`, or on the first where it is not among them."""
        self._rows, self._besides = rows, besides
        self.at = at if at in self.ids else next(iter(self.ids), BESIDES)
        self.show(self._put, from_top=False)
        self.call_after_refresh(self._into_sight)

    def place(self, at: str) -> None:
        """Put the cursor on an entry."""
        if at != self.at and at in self.ids:
            self.at = at
            self._lay_out()
            self._into_sight()
            self.post_message(self.Moved(at))

    def action_move(self, by: int) -> None:
        """Move the cursor by so many entries, and stop at the ends."""
        ids = self.ids
        if ids:
            self.place(ids[min(max(ids.index(self.at) + by, 0), len(ids) - 1)])

    def action_leap(self, direction: int) -> None:
        """Move the cursor by about as many entries as are in sight."""
        height = max(1, len(self._lines) // max(1, len(self._rows)))
        self.action_move(direction * max(1, self.size.height // height - 1))

    def action_edge(self, index: int) -> None:
        """Move the cursor to the first or the last entry."""
        if self.ids:
            self.place(self.ids[index])

    def action_open(self) -> None:
        """Say that the entry is to be read."""
        if self.ids:
            self.post_message(self.Opened(self.at))

    def _put(self, page: Page) -> None:
        self._spans = {}
        section = None
        for row in self._rows:
            if row.section != section:
                section = row.section
                page.blank()
                page.put(page.text(section, "bold underline"), MARGIN)
            start = len(page.lines)
            put_overview_line(page, row, chosen=row.item_id == self.at)
            self._spans[row.item_id] = range(start, len(page.lines))
        if self._besides:
            page.blank()
            start = len(page.lines)
            arrow = ">" if self.at == BESIDES else " "
            page.put(page.text("Looked at outside the checklist"), 0, page.text(f"{arrow}    "))
            self._spans[BESIDES] = range(start, len(page.lines))

    def _into_sight(self) -> None:
        span = self._spans.get(self.at)
        if span is not None:
            # With the heading of its section, where it is the first of it.
            top = max(0, span.start - (2 if self.at == next(iter(self._spans), None) else 1))
            self.scroll_to_region(Region(0, top, 1, span.stop - top), animate=False, immediate=True, force=True)

    def highlight_of(self, number: int) -> Style | None:
        """Return how the line with the cursor stands out: turned round while the keys go here, else by its arrow."""
        span = self._spans.get(self.at)
        return CHOSEN if self.has_focus and span is not None and number in span else None

    def on_focus(self) -> None:
        """Show where the cursor is."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.refresh()
