"""What `golive.walkthrough.view` says, put on pages. Every text goes through `Page.text`, so that none is markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from rich.text import Text

from golive.reporters.layout import GAP, MARKS
from golive.reporters.words import count
from golive.walkthrough.view import Tone

if TYPE_CHECKING:
    from golive.reporters.layout import Page
    from golive.walkthrough.view import LineView, OverviewRow, Row

BADGE: Final = "PRESENTER"
"""What stands at the right end of the first line in presenter mode, in dialogs too."""
MARGIN: Final = 1
"""Columns left free at the edges."""
UNDER: Final = 3
"""Column at which what a part of a line's page says begins."""
STYLES: Final = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.DIM: "dim",
    **{Tone(status.value): style for status, (_, _, style) in MARKS.items()},
}
"""How each tone looks, in the terminal's own colours."""
ROOM_FOR_WORD: Final = 46
"""Columns of a list from which on the status stands there as a word, not only as a mark."""


def text_of(page: Page, row: Row) -> Text:
    """Return a paragraph as harmless text in its tones."""
    return page.join(*(page.text(span.text, STYLES[span.tone]) for span in row.spans))


def put_row(page: Page, row: Row, indent: int = 0) -> None:
    """Add a paragraph under its indent. A first span just as wide as that is its lead, and stands before it."""
    text = text_of(page, row)
    if row.spans and len(row.spans[0].text) == row.indent:
        page.put(text[row.indent :], indent, text[: row.indent])
    else:
        page.put(text, indent + row.indent)


def put_rows(page: Page, rows: Iterable[Row], indent: int = MARGIN) -> None:
    """Add paragraphs, one under the other."""
    for row in rows:
        put_row(page, row, indent)


def put_line_page(page: Page, seen: LineView, keys: Sequence[tuple[str, str]]) -> dict[str, int]:
    """
    Add the page of one line of the checklist: what must be true, what was seen, and what can be done (`keys`).

    Returns the line at which each part begins.
    """
    begins: dict[str, int] = {}
    fancy, simple, style = MARKS[seen.status]
    mark = page.text(fancy if page.style.unicode else simple, style)
    page.put(text_of(page, seen.heading), MARGIN, page.join(mark, Text(" ")))
    for part in seen.parts:
        page.blank()
        begins[part.id] = len(page.lines)
        page.put(page.text(part.title, "bold"), MARGIN)
        put_rows(page, part.rows, UNDER)
    if keys:
        page.blank()
        page.put(page.text("What you can do", "bold"), MARGIN)
        for key, label in keys:
            page.put(page.text(label), UNDER, page.text(f"{key:<6}", "bold"))
    return begins


def put_overview_line(page: Page, row: OverviewRow, *, chosen: bool) -> None:
    """Add one line of the list. What was not looked at yet is bold, and whatever is chosen has an arrow."""
    fancy, simple, style = MARKS[row.status]
    mark = page.text(fancy if page.style.unicode else simple, style)
    word = page.text(f"{row.status.value:<7} ", style) if page.width >= ROOM_FOR_WORD else Text()
    arrow = Text(">" if chosen else " ", style="bold")
    number = page.text(f"{row.number:>3} ", "dim")
    tags = ["follow-up"] if row.follow_up else []
    tags += [count(row.notes, "note")] if row.notes else []
    tail = page.text(f" [{', '.join(tags)}]" if tags else "", "cyan")
    title = page.join(page.text(row.title, "" if row.seen else "bold"), tail)
    page.put(title, 0, page.join(arrow, number, mark, Text(" "), word))


def put_keys(page: Page, keys: Iterable[tuple[str, str]]) -> None:
    """Add as many keys with what they do as fit into one line. The last one is always there."""
    chunks = [page.join(page.text(key, "bold"), page.text(f" {label}")) for key, label in keys]
    last = chunks.pop()
    line = Text(" " * MARGIN)
    for chunk in chunks:
        if line.cell_len + chunk.cell_len + GAP + last.cell_len > page.width:
            continue
        line = page.join(line, chunk, Text(" " * GAP))
    page.lines.append(page.clip(page.join(line, last), page.width))


def put_head(page: Page, rows: Iterable[Text], *, presenter: bool, indent: int = 0) -> None:
    """Add the head of a screen or of a dialog, which says so in presenter mode."""
    shown = page.text(f" {BADGE} ", "bold reverse") if presenter else Text()
    room = page.width - (shown.cell_len + GAP if presenter else 0)
    for number, text in enumerate(rows):
        folded = page.hang(text, indent, None, page.width if number else room)
        if presenter and not number:
            folded[0] = page.join(folded[0], Text(" " * (page.width - folded[0].cell_len - shown.cell_len)), shown)
        page.lines += folded
