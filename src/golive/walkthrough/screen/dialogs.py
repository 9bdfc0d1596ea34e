"""The dialogs about one line: a note, an attestation, and finding a line; and the page of all keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from golive.record import read_day
from golive.walkthrough.call import Said
from golive.walkthrough.screen.dialog import HIDDEN, Dialog, labelled, saying
from golive.walkthrough.screen.fields import Editor, Field
from golive.walkthrough.screen.listing import Listing
from golive.walkthrough.screen.pane import Draw, Pane

if TYPE_CHECKING:
    from textual.widget import Widget
    from textual.widgets import Input

    from golive.walkthrough.call import Call
    from golive.walkthrough.lines import Line
    from golive.walkthrough.view import OverviewRow

DAY: Final = "Write the day as year, month and day, such as {day}."


class NoteDialog(Dialog[Said]):
    """Asks for a note on a line, and adds it."""

    def __init__(self, call: Call, line: Line, name: str, *, presenter: bool, unicode: bool) -> None:
        super().__init__(f"Note on line {line.number}: {name}", presenter=presenter, unicode=unicode, done="Save")
        self._call, self._line = call, line

    def parts(self) -> Iterable[Widget]:
        """Yield an editor; in presenter mode one field that hides what is typed."""
        if self.presenter:
            yield saying(HIDDEN, unicode=self.unicode)
            yield Field(hidden=True, id="text")
        else:
            yield Editor(id="text")

    def action_save(self) -> None:
        """Add the note, or say why not."""
        field = self.query_one("#text")
        text = field.text if isinstance(field, Editor) else field.value if isinstance(field, Field) else ""
        said = self._call.note(self._line.id, text.strip())
        if said.ok:
            self.dismiss(said)
        else:
            self.refuse(f"Not kept: {said.shown(self.presenter)}.")


class AttestDialog(Dialog[Said]):
    """Asks for a person's word for a line, and writes it to the records."""

    def __init__(self, call: Call, line: Line, name: str, *, presenter: bool, unicode: bool) -> None:
        super().__init__(f"Attest line {line.number}: {name}", presenter=presenter, unicode=unicode, done="Attest")
        self._call, self._line = call, line

    def parts(self) -> Iterable[Widget]:
        """Yield the line's question, and fields for evidence, name and last day."""
        if self.presenter:
            yield saying(HIDDEN, unicode=self.unicode)
        yield saying(self._line.ask or "What shows that this is true?", unicode=self.unicode)
        evidence = Field(hidden=self.presenter, id="evidence")
        yield labelled("Evidence", evidence, unicode=self.unicode)
        who = Field(self._call.who, hidden=self.presenter, id="who")
        yield labelled("Who vouches for it", who, unicode=self.unicode)
        expires = Field(str(self._call.usual_expiry), id="expires")
        yield labelled("Last day (UTC)", expires, unicode=self.unicode)
        yield saying(
            "Evidence is what it is, and where it can be looked up. The last day is "
            f"{self._call.latest_expiry} at the latest.",
            unicode=self.unicode,
            style="dim",
        )

    def action_save(self) -> None:
        """Write it to the records, or say why not."""
        expires = read_day(self.query_one("#expires", Field).value.strip())
        if expires is None:
            self.refuse(DAY.format(day=self._call.usual_expiry))
            self.query_one("#expires").focus()
            return
        said = self._call.attest(
            self._line.id,
            evidence=self.query_one("#evidence", Field).value.strip(),
            who=self.query_one("#who", Field).value.strip(),
            expires=expires,
        )
        if said.ok:
            self.dismiss(said)
        else:
            self.refuse(f"Not attested: {said.shown(self.presenter)}.")


class SearchDialog(Dialog[str]):
    """Finds a line by words of its title, its section or its number, and gives its id."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", priority=True),
        Binding("up", "move(-1)", priority=True),
    ]

    def __init__(self, rows: Sequence[OverviewRow], *, presenter: bool, unicode: bool) -> None:
        super().__init__("Find a line by words or by its number", presenter=presenter, unicode=unicode, done="Go there")
        self._rows = rows

    def parts(self) -> Iterable[Widget]:
        """Yield a field, and the lines that go with what is typed."""
        yield Field(id="words")
        listing = Listing(unicode=self.unicode, id="found")
        listing.can_focus = False
        yield listing

    def on_mount(self) -> None:
        """List every line at first."""
        super().on_mount()
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """List the lines that hold every word."""
        self._fill(event.value)

    def _fill(self, words: str) -> None:
        wanted = words.casefold().split()
        numbered = [row for row in self._rows if [str(row.number)] == wanted]
        found = numbered or [row for row in self._rows if all(_has(row, word) for word in wanted)]
        self.query_one(Listing).fill(found, "")

    def action_move(self, by: int) -> None:
        """Move among what was found, while the words can still be changed."""
        self.query_one(Listing).action_move(by)

    def action_next_field(self) -> None:
        """Leave the key to the field, which says so once it has everything that was typed."""
        raise SkipAction

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Go there."""
        self.action_save()

    def action_save(self) -> None:
        """Give the line that is chosen."""
        found = self.query_one(Listing)
        if found.ids:
            self.dismiss(found.at)
        else:
            self.refuse("No line holds these words.")


def _has(row: OverviewRow, word: str) -> bool:
    return word in row.title.casefold() or word in row.section.casefold()


class PageDialog(Dialog[None]):
    """Something to read: all keys, or what a call came to."""

    def __init__(self, heading: str, draw: Draw, *, presenter: bool, unicode: bool) -> None:
        super().__init__(heading, presenter=presenter, unicode=unicode, done=None, cancel="Close")
        self._draw = draw

    def parts(self) -> Iterable[Widget]:
        """Yield the page."""
        yield Pane(unicode=self.unicode, id="reading")

    def on_mount(self) -> None:
        """Show the page, as high as it is where there is room."""
        super().on_mount()
        pane = self.query_one(Pane)
        self.call_after_refresh(pane.show, self._draw)
