"""
Laying out lines for a terminal of a known width.

Every line is built and folded here, so that none is wider than the page and no outside text is ever markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import StringIO
from typing import Final

from rich.console import Console, Group
from rich.text import Text

from golive.reporters.formats import NARROWEST, Style
from golive.reporters.words import plain
from golive.result import Status

MARKS: Final = {
    Status.PASS: ("✓", "+", "green"),
    Status.WARN: ("!", "!", "yellow"),
    Status.FAIL: ("✗", "x", "bold red"),
    Status.UNKNOWN: ("?", "?", "cyan"),
    Status.SKIP: ("-", "-", "dim"),
    Status.ERROR: ("‼", "#", "bold magenta"),
    Status.WAIVED: ("~", "~", "blue"),
}
"""Of each status: its mark, its mark in ASCII, and how mark and word are shown."""

BODY: Final = 13
"""Column at which titles start: two blanks, mark, blank, the longest status word, two blanks."""
NARROW: Final = 60
"""Columns below which text under a title is not aligned with it."""
WIDE: Final = 110
"""Columns from which on what was seen stands beside the title rather than under it."""
GAP: Final = 2
SHORT_REASON: Final = 48
"""Characters of a reason that is repeated rather than referred to."""
_COMMAND: Final = re.compile(r"\s*::[A-Za-z]")
"""What GitHub takes for a command at the beginning of a line, also where a line break of ours put it there."""


def make_console(style: Style, *, record: bool = False) -> Console:
    """Return a console that writes to a string, heeds nothing but `style`, and can record for `export_svg`."""
    return Console(
        file=StringIO(),
        width=max(style.width, NARROWEST),
        height=100,
        color_system="standard" if style.color else None,
        force_terminal=style.color,
        no_color=not style.color,
        force_interactive=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        record=record,
        _environ={},
    )


@dataclass(slots=True)
class Page:
    """Lines in the making. `seen` are the checks already shown in detail, `told` the reasons already told, by whom."""

    style: Style
    lines: list[Text] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)
    console: Console = field(init=False)

    def __post_init__(self) -> None:
        self.console = make_console(self.style)

    @property
    def width(self) -> int:
        """Columns of the page."""
        return self.console.width

    @property
    def body(self) -> int:
        """Column at which text under a title starts."""
        return BODY if self.width >= NARROW else 4

    def text(self, words: str, style: str = "") -> Text:
        """Return words, from wherever they come, as harmless text."""
        return Text(plain(words, unicode=self.style.unicode), style=style, end="")

    def join(self, *parts: Text | str) -> Text:
        """Return the parts, one after the other."""
        joined = Text(end="")
        for part in parts:
            joined.append_text(part if isinstance(part, Text) else self.text(part))
        return joined

    def mark(self, status: Status) -> Text:
        """Return a status's mark."""
        fancy, simple, style = MARKS[status]
        return Text(fancy if self.style.unicode else simple, style=style, end="")

    def tell(self, reason: str, check_id: str) -> str:
        """Return a reason; where it is long and was told before, only the check beside which it stands."""
        if len(reason) <= SHORT_REASON or reason not in self.told:
            self.told[reason] = check_id
            return reason
        first = self.told[reason]
        return "see above" if first == check_id else f"same as {first} above"

    def forget(self) -> None:
        """Start anew with what was shown and told already: another report follows."""
        self.seen.clear()
        self.told.clear()

    def group(self) -> Group:
        """Return all lines as something that rich prints as they are."""
        for line in self.lines:
            line.end = "\n"
        return Group(*self.lines)

    def blank(self) -> None:
        """Leave a line empty, never two."""
        if self.lines and self.lines[-1].plain:
            self.lines.append(Text())

    def heading(self, words: str, note: str = "") -> None:
        """Start a part of the report."""
        self.blank()
        self.put(self.join(self.text(words, "bold"), self.text(f"  {note}" if note else "", "dim")))

    def put(self, text: Text, indent: int = 0, lead: Text | None = None) -> None:
        """Add a paragraph `indent` columns in. `lead` stands before its first line, the others hang below the text."""
        self.lines += self.hang(text, indent, lead, self.width)

    def hang(self, text: Text, indent: int, lead: Text | None, width: int) -> list[Text]:
        """Return a paragraph folded to `width`; see `put`."""
        first = self.join(Text(" " * indent), lead or "")
        deep = first.cell_len
        room = max(width - deep, 8)
        folded = text.wrap(self.console, room, overflow="fold") or [Text()]
        if any(_COMMAND.match(line.plain) for line in folded):
            apart = Text(r":\x3a", end="").join(text.split("::", allow_blank=True))
            folded = apart.wrap(self.console, room, overflow="fold")
        lines = []
        for number, line in enumerate(folded):
            whole = self.join(Text(" " * deep) if number else first, line)
            whole.rstrip()
            lines.append(whole)
        return lines

    def flow(self, chunks: Iterable[Text], indent: int, lead: Text) -> None:
        """Add short texts one after the other, none of which is split between two lines."""
        first = self.join(Text(" " * indent), lead)
        deep, line = first.cell_len, first
        for chunk in chunks:
            gap = GAP if line.cell_len > deep else 0
            if gap and line.cell_len + gap + chunk.cell_len > self.width:
                self.lines.append(line)
                line, gap = Text(" " * deep), 0
            line = self.join(line, Text(" " * gap), chunk)
        self.lines.append(line)

    def row(self, status: Status, title: Text, tail: Text) -> None:
        """Add a line of a list: status, title, and what was seen beside or below it."""
        style = MARKS[status][2]
        lead = self.join(self.mark(status), Text(f" {status.value:<7}  ", style=style))
        if self.width >= WIDE:
            self._beside(lead, title, tail)
            return
        between = self.text(" · ", "dim")
        if tail.plain and BODY + title.cell_len + between.cell_len + tail.cell_len <= self.width:
            title, tail = self.join(title, between, tail), Text()
        self.put(title, 2, lead)
        if tail.plain:
            self.put(tail, self.body)

    def _beside(self, lead: Text, title: Text, tail: Text) -> None:
        column = BODY + min(84, (self.width - BODY) * 11 // 20)
        left = self.hang(title, 2, lead, column - GAP)
        right = self.hang(tail, 0, None, self.width - column) if tail.plain else []
        for number in range(max(len(left), len(right))):
            line = left[number] if number < len(left) else Text()
            if number < len(right):
                line = self.join(line, Text(" " * (column - line.cell_len)), right[number])
            self.lines.append(line)

    def clip(self, text: Text, width: int) -> Text:
        """Return a text cut to one line of `width` columns, ending in dots where something is missing."""
        if text.cell_len <= width:
            return text
        dots = self.text("…")
        cut = text.copy()
        cut.truncate(width - dots.cell_len, overflow="crop")
        cut.rstrip()
        return self.join(cut, dots)
