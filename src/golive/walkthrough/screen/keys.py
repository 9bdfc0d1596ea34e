"""The keys of the screen, said once: for the line at the bottom, for a line's page, and for the page of all keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from golive.reporters.layout import MARKS
from golive.walkthrough.screen.drawing import UNDER
from golive.walkthrough.view import ActionId

if TYPE_CHECKING:
    from golive.reporters.layout import Page
    from golive.walkthrough.view import Action

ALL: Final = (
    ("Moving", (
        ("Enter", "open the line under the cursor; it counts as looked at from then on"),
        ("Up Down j k", "move the cursor in the list, or scroll the page of a line"),
        ("Space b", "scroll the page of the line, from the list as well (PgDn and PgUp on the page)"),
        ("n p", "open the next line, the one before"),
        ("o", "open the next line that is open: what fails first, then what is unknown, warns or is to be followed up"),
        ("/", "find a line by words or by its number"),
        ("Esc Left", "back to the list"),
    )),
    ("On a line", (
        ("r", "run the checks of the line again now; Escape or Ctrl-C stops waiting"),
        ("t", "add a note"),
        ("a", "attest: a person vouches for what no check can see"),
        ("f", "mark for follow-up, or take the mark off"),
    )),
    ("The call", (
        ("R", "run everything again now"),
        ("v", "presenter mode, for a shared screen: hide everything sensitive"),
        ("d", "done: sign off, and write the evidence pack"),
        ("q Ctrl-C", "leave; everything is saved, and the same command goes on where you left"),
        ("?", "this page"),
    )),
)  # fmt: skip
_KEY_OF: Final = {
    ActionId.RERUN: "r",
    ActionId.NOTE: "t",
    ActionId.ATTEST: "a",
    ActionId.FOLLOW_UP: "f",
}
"""What a line's page names; the line at the bottom and the page of all keys name the others."""


def of_line(actions: Iterable[Action]) -> list[tuple[str, str]]:
    """Return the keys that make sense for a line, and what they do."""
    return [(_KEY_OF[action.id], action.label) for action in actions if action.id in _KEY_OF]


def at_the_bottom(actions: Iterable[Action], *, reading: bool, running: bool) -> list[tuple[str, str]]:
    """Return the keys for the line at the bottom, the most useful first but for the last, which is always shown."""
    useful = {_KEY_OF[action.id] for action in actions if action.id in _KEY_OF}
    first = ("Esc", "stop waiting") if running else ("Esc", "list") if reading else ("Enter", "open")
    words = (("r", "run"), ("t", "note"), ("a", "attest"), ("f", "follow-up"))
    return [
        first,
        ("n/p", "step"),
        ("o", "next open"),
        *((key, label) for key, label in words if key in useful),
        ("d", "done"),
        ("q", "leave"),
        ("v", "presenter"),
        ("/", "find"),
        ("R", "run all"),
        ("?", "keys"),
    ]


def put_all(page: Page) -> None:
    """Add every key, and what the marks in the list mean."""
    for title, keys in ALL:
        page.blank()
        page.put(page.text(title, "bold"))
        for key, label in keys:
            page.put(page.text(label), UNDER, page.text(f"{key:<12}", "bold"))
    page.blank()
    page.put(page.text("Marks", "bold"))
    marks = (
        page.join(page.mark(status), page.text(f" {status.value}", style)) for status, (_, _, style) in MARKS.items()
    )
    page.flow(marks, UNDER, page.join())
    page.put(page.text("Lines that nobody has opened yet are bold in the list."), UNDER)
