"""What is seen of a call: the list of lines, the page of one of them, what happens, and the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen

from golive.walkthrough import view
from golive.walkthrough.screen import keys
from golive.walkthrough.screen.drawing import MARGIN, put_head, put_keys, put_line_page, put_rows, text_of
from golive.walkthrough.screen.listing import BESIDES, Listing
from golive.walkthrough.screen.pane import Bar, Pane

if TYPE_CHECKING:
    from pathlib import Path

    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer

    from golive.reporters.layout import Page
    from golive.walkthrough.call import Call
    from golive.walkthrough.lines import Line
    from golive.walkthrough.screen.running import Run, Stirred
    from golive.walkthrough.view import Action

WIDE: Final = 100
"""Columns from which on the list and the page of a line stand side by side."""


class Board(Screen[None]):
    """What is seen of a call, and moving about in it. `presenter` hides what is sensitive, which the view does."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "step(1)"),
        Binding("p", "step(-1)"),
        Binding("o", "next_open"),
        Binding("v", "presenter"),
        Binding("escape,left,h", "back"),
        Binding("space", "turn_page(1)"),
        Binding("b", "turn_page(-1)"),
        Binding("tab,shift+tab", "other_pane"),
    ]

    def __init__(self, call: Call, *, presenter: bool, into: Path, unicode: bool) -> None:
        super().__init__()
        self.call, self.presenter, self.unicode = call, presenter, unicode
        call.presenter = presenter
        self.into = into
        self._run: Run | None = None
        self._ticking: Timer | None = None
        self._actions: Sequence[Action] = ()
        self._narrow = False
        self._parts: dict[str, int] = {}

    def compose(self) -> ComposeResult:
        """Put the parts in their places."""
        yield Bar(unicode=self.unicode, id="head")
        with Horizontal(id="body"):
            yield Listing(unicode=self.unicode, id="lines")
            yield Pane(unicode=self.unicode, id="page")
        yield Bar(unicode=self.unicode, id="news")
        yield Bar(unicode=self.unicode, id="keys")

    def on_mount(self) -> None:
        """Show where the call stands."""
        self._ticking = self.set_interval(1, self._tick, pause=True)
        # A greeting may name files, which are nobody's business on a shared screen.
        self.tell(self.call.stale or "" if self.presenter else " ".join(self.call.greeting))
        self.call_after_refresh(self.show, self.call.current.id)

    @property
    def listing(self) -> Listing:
        """The list of lines."""
        return self.query_one(Listing)

    @property
    def page(self) -> Pane:
        """The page of one line."""
        return self.query_one("#page", Pane)

    @property
    def reading(self) -> bool:
        """Whether the keys go to the page of a line."""
        return self.page.has_focus

    @property
    def running(self) -> Run | None:
        """The checks that are being waited for, None where there are none."""
        return self._run

    @property
    def line(self) -> Line | None:
        """The line under the cursor, None where that is none of the checklist."""
        at = self.listing.at
        return None if at == BESIDES else self.call.line(at)

    def show(self, at: str, *, from_top: bool = True) -> None:
        """Show everything as it stands now, with the cursor on an entry."""
        besides = bool(view.besides(self.call, presenter=self.presenter))
        self.listing.fill(view.overview(self.call, presenter=self.presenter), at, besides=besides)
        self._show_head()
        self._show_page(from_top=from_top)
        if self._run is not None:
            self._show_run()

    def tell(self, words: str) -> None:
        """Say something above the keys, until something else happens."""
        news = self.query_one("#news", Bar)
        news.show(lambda page: page.put(page.text(words), MARGIN))
        news.display = bool(words)

    def _show_head(self) -> None:
        rows = view.header(self.call, presenter=self.presenter)
        presenter = self.presenter

        def put(page: Page) -> None:
            put_head(page, [text_of(page, row) for row in rows], presenter=presenter, indent=MARGIN)

        self.query_one("#head", Bar).show(put)

    def _show_page(self, *, from_top: bool = True) -> None:
        line = self.line
        if line is None:
            rows = view.besides(self.call, presenter=self.presenter)
            self._actions = ()
            self.page.show(lambda page: put_rows(page, rows), from_top=from_top)
        else:
            seen = view.line_view(self.call, line.id, presenter=self.presenter)
            self._actions = seen.actions
            offered = keys.of_line(seen.actions)

            def put(page: Page) -> None:
                self._parts = put_line_page(page, seen, offered)

            self.page.show(put, from_top=from_top)
        self._show_keys()

    def _show_keys(self) -> None:
        shown = keys.at_the_bottom(self._actions, reading=self.reading, running=self._run is not None)
        self.query_one("#keys", Bar).show(lambda page: put_keys(page, shown))

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Show what the keys do where they go now."""
        self._show_keys()

    def on_resize(self, event: events.Resize) -> None:
        """Put list and page side by side where there is room, else show the one that the keys go to."""
        self._narrow = event.size.width < WIDE
        self.set_class(not self._narrow, "-wide")
        self._turn(reading=self.reading)

    def _turn(self, *, reading: bool) -> None:
        """Lead the keys to the page of the line, or to the list."""
        there, away = (self.page, self.listing) if reading else (self.listing, self.page)
        there.display = True
        there.focus()
        away.display = not self._narrow

    def on_listing_moved(self, _event: Listing.Moved) -> None:
        """Show what is under the cursor. It does not count as looked at yet."""
        self._show_page()

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Read what is under the cursor."""
        self.open(event.at, read=True)

    def open(self, at: str, *, read: bool) -> None:
        """Look at an entry, with the keys on its page where it is to be read."""
        if at != BESIDES:
            self.call.go_to(at)
        self.show(at)
        if read or self._narrow:
            self._turn(reading=True)

    def action_step(self, by: int) -> None:
        """Open the entry so many further on."""
        ids = self.listing.ids
        place = ids.index(self.listing.at) + by
        if 0 <= place < len(ids):
            self.tell("")
            self.open(ids[place], read=False)
        else:
            self.tell("This is the first line." if by < 0 else "This is the last line.")

    def action_next_open(self) -> None:
        """Open the next line that is open."""
        found = self.call.next_open(self.listing.at)
        if found is None:
            self.tell("No line is open.")
        else:
            self.tell("")
            self.open(found, read=False)

    def action_back(self) -> None:
        """Stop waiting for checks, or else go back to the list."""
        if self._run is not None:
            self.stop_waiting()
        else:
            self._turn(reading=False)

    def action_other_pane(self) -> None:
        """Lead the keys to the page of the line, or back to the list."""
        if self.reading:
            self._turn(reading=False)
        else:
            self.listing.action_open()

    def action_turn_page(self, direction: int) -> None:
        """Scroll the page of the line, wherever the keys go."""
        if self.page.display:
            by = direction * max(1, self.page.size.height - 1)
            self.page.scroll_relative(y=by, animate=False, immediate=True)

    def action_presenter(self) -> None:
        """Hide what is sensitive, or show it again. What was said before is taken back: it may hold anything."""
        self.presenter = self.call.presenter = not self.presenter
        self.tell(f"Presenter mode is {'on: what is sensitive is hidden' if self.presenter else 'off'}.")
        self.show(self.listing.at, from_top=False)

    def _tick(self) -> None:
        if self._run is not None:
            self._run.seconds += 1
            self._show_run()

    def _show_run(self) -> None:
        if self._run is not None:
            self.tell(self._run.words(lambda check_id: view.check_name(self.call, check_id, presenter=self.presenter)))

    def on_stirred(self, _event: Stirred) -> None:
        """Show how far the checks are."""
        self._show_run()

    def _forget_run(self) -> None:
        self._run = None
        if self._ticking is not None:
            self._ticking.pause()

    def stop_waiting(self) -> None:
        """Go on without what is being run: it will change nothing."""
        self.call.abandon()
        self._forget_run()
        self.show(self.listing.at, from_top=False)
        self.tell("Stopped waiting: the results are those from before.")
