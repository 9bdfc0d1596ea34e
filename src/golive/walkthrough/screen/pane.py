"""Parts of the screen that show lines of text: laid out by the same hand as the report, and scrolled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final

from rich.style import Style as RichStyle
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget

from golive.reporters.formats import NARROWEST, Style
from golive.reporters.layout import Page

if TYPE_CHECKING:
    from rich.text import Text
    from textual import events
    from textual.app import RenderResult

Draw = Callable[[Page], None]
"""Puts lines on a page, however wide it is."""
CHOSEN: Final = RichStyle(reverse=True)


class WholeCells(ScrollBarRender):
    """A scroll bar made of blanks, which looks the same where the terminal has ASCII only."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


def nothing(_page: Page) -> None:
    """Leave a page empty."""


def page_of(width: int, *, unicode: bool) -> Page:
    """Return an empty page of some width, in the terminal's own colours."""
    return Page(Style(width=width, color=True, unicode=unicode))


def strip_of(widget: Widget, line: Text, width: int, extra: RichStyle | None = None) -> Strip:
    """Return a line as a widget shows it, filled up or cut to `width` columns. The text is never markup."""
    segments = [segment for segment in line.render(widget.app.console) if segment.text]
    style = widget.rich_style + extra if extra else widget.rich_style
    return Strip(segments).apply_style(style).adjust_cell_length(width, style)


class Pane(ScrollView, can_focus=True):
    """Lines of text that can be scrolled, laid out anew whenever the width changes. `unicode` is what may be drawn."""

    def __init__(self, *, unicode: bool, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self.unicode = unicode
        self._draw: Draw = nothing
        self._lines: list[Text] = []
        self._width = 0

    @property
    def lines(self) -> list[str]:
        """What is shown, and what scrolling would show, line by line."""
        return [line.plain for line in self._lines]

    def show(self, draw: Draw, *, from_top: bool = True) -> None:
        """Show something else; `from_top` goes to its first line."""
        self._draw = draw
        self._lay_out()
        if from_top:
            self.scroll_to(y=0, animate=False, immediate=True)

    def on_resize(self, _event: events.Resize) -> None:
        """Lay out anew where the width has changed."""
        if self.scrollable_content_region.width != self._width:
            self._lay_out()

    def _lay_out(self) -> None:
        self._width = self.scrollable_content_region.width
        if not self._width:
            return
        page = page_of(self._width, unicode=self.unicode)
        self._draw(page)
        self._lines = page.lines
        self.virtual_size = Size(max(self._width, NARROWEST), len(self._lines))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one line of the part that is in sight."""
        number = self.scroll_offset.y + y
        if number >= len(self._lines):
            return Strip.blank(self._width, self.rich_style)
        return strip_of(self, self._lines[number], self._width, self.highlight_of(number))

    def highlight_of(self, _number: int) -> RichStyle | None:
        """Return how a line stands out, None where it does not."""
        return None


class Bar(Widget):
    """A few lines of text that are not scrolled: each is cut where the terminal is too narrow for it."""

    def __init__(self, *, unicode: bool, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id, markup=False)
        self.unicode = unicode
        self._draw: Draw = nothing

    def show(self, draw: Draw) -> None:
        """Show something else."""
        self._draw = draw
        self.refresh(layout=True)

    def _laid_out(self, width: int) -> list[Text]:
        page = page_of(width, unicode=self.unicode)
        self._draw(page)
        return page.lines

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        return max(1, len(self._laid_out(width)))

    def render(self) -> RenderResult:
        """Return its lines as one text."""
        from rich.text import Text

        return Text("\n", end="").join(self._laid_out(max(self.content_size.width, NARROWEST)))
