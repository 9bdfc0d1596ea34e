"""The call by questions and answers: one question at a time, on any terminal, through a pipe, for a screen reader."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.checklist import Attest
from golive.errors import UsageError
from golive.reporters.words import count, plain
from golive.result import Status
from golive.walkthrough import view
from golive.walkthrough.view import ActionId

if TYPE_CHECKING:
    from datetime import date

    from golive.runner import Watch
    from golive.walkthrough.call import Call, Said
    from golive.walkthrough.closing import Finished
    from golive.walkthrough.lines import Line

NARROWEST: Final = 30
"""Columns. Nothing could be read on a narrower page."""
_PRIVATE: Final = "What you type would be seen on the shared screen: leave the presenter mode with p first."
_PROMPT: Final = "[Enter] next, o next open line, ? help > "
_SETTLED: Final = frozenset({Status.PASS, Status.SKIP, Status.WAIVED})
"""Of a line that nobody has to talk about, only what was seen is shown."""
_OFF: Final = "Presenter mode is off."
_CLEARED: Final = "Presenter mode is on. The terminal was cleared; scroll up to see whether it kept something anyway."
_NOT_CLEARED: Final = "Presenter mode is on. What was said before stands above: clear it before you share the screen."
_TYPING: Final = frozenset({ActionId.NOTE, ActionId.ATTEST})
"""What asks for words that are not for everybody's eyes."""
_TYPED: Final = {"y": True, "yes": True, "n": False, "no": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """
    Where a talk takes place.

    `ask` shows a question and returns the answer without its line break; it raises EOFError at the end of the input.
    `watching` shows what goes on while checks run. `width` is in columns, `unicode` allows anything outside ASCII,
    `into` is where the evidence pack is made.
    """

    ask: Callable[[str], str]
    say: Callable[[str], None]
    watching: Callable[[], AbstractContextManager[Watch]]
    width: int
    unicode: bool
    into: Path
    clear: Callable[[], bool] = lambda: False
    """Wipes what stands on the terminal; False where that cannot be done."""


class Talk:
    """A call by questions and answers."""

    def __init__(self, call: Call, desk: Desk, *, presenter: bool = False) -> None:
        self.call = call
        self.desk = desk
        self.presenter = call.presenter = presenter

    def run(self) -> Finished | None:
        """
        Talk until the parties sign off, or leave; None where they leave.

        The end of the input is a way to leave. Everything is saved at each step, so that KeyboardInterrupt may come at
        any time.
        """
        self.tell(*self.call.greeting)
        self.show()
        try:
            while True:
                word, _, rest = self.ask(self.prompt()).strip().partition(" ")
                action = _meant(word)
                if action is None:
                    self.tell(f"There is no `{plain(self.call.backstage.mask(word))}` here; ? says what there is.")
                elif action is ActionId.LEAVE:
                    return None
                elif action is ActionId.DONE:
                    finished = self.done()
                    if finished is not None:
                        return finished
                else:
                    self.act(action, rest.strip())
        except EOFError:
            self.tell("")
            return None

    def act(self, action: ActionId, rest: str) -> None:
        """Do one thing. `rest` is what was typed behind the letter."""
        here = self.call.current
        if self.presenter and action in _TYPING:
            self.tell(_PRIVATE)
            return
        doing: dict[ActionId, Callable[[], None]] = {
            ActionId.NEXT: lambda: self.step(1),
            ActionId.BACK: lambda: self.step(-1),
            ActionId.OPEN: self.open,
            ActionId.GOTO: lambda: self.go_to(rest),
            ActionId.LIST: self.list,
            ActionId.RERUN: lambda: self.rerun(here.id),
            ActionId.RERUN_ALL: lambda: self.rerun(None),
            ActionId.FOLLOW_UP: lambda: self.told(self.call.follow_up(here.id)),
            ActionId.PRESENTER: self.present,
            ActionId.NOTE: lambda: self.note(here.id, rest),
            ActionId.ATTEST: lambda: self.attest(here),
            ActionId.HELP: self.help,
        }
        doing[action]()

    def present(self) -> None:
        """Turn the presenter mode on or off."""
        self.presenter = self.call.presenter = not self.presenter
        self.tell(_OFF if not self.presenter else _CLEARED if self.desk.clear() else _NOT_CLEARED)
        self.show()

    def prompt(self) -> str:
        """Return the question between two steps: where the parties are, for the line itself may have scrolled away."""
        here = self.call.current
        return f"Line {here.number}, {here.item.status}. {_PROMPT}"

    def ask(self, question: str, otherwise: str = "") -> str:
        """Ask, and return the answer, or `otherwise` where it is empty. Raises EOFError."""
        return self.desk.ask(plain(question, unicode=self.desk.unicode)).strip() or otherwise

    def tell(self, *lines: str) -> None:
        """Say something, folded to the page."""
        self.rows(view.row(line) for line in lines)

    def told(self, said: Said) -> None:
        """Say what an operation came to."""
        text = said.shown(self.presenter)
        self.tell(f"{text[:1].upper()}{text[1:].rstrip('.')}.")

    def rows(self, rows: Iterable[view.Row], indent: int = 0) -> None:
        """Say rows of words."""
        self.desk.say("\n".join(fold(row, self.desk.width, unicode=self.desk.unicode, indent=indent) for row in rows))

    def show(self) -> None:
        """Show the line that the parties look at."""
        seen = view.line_view(self.call, self.call.current.id, presenter=self.presenter)
        self.tell("")
        self.rows(view.header(self.call, presenter=self.presenter))
        self.tell("")
        self.rows([seen.heading])
        for part in seen.parts:
            if part.id == "why" and seen.status in _SETTLED:
                continue
            self.tell(f"{part.title}:")
            self.rows(part.rows, indent=2)

    def step(self, by: int) -> None:
        """Go on, or back."""
        before = self.call.current.id
        if self.call.step(by).id == before:
            self.tell("This is the last line; d ends the call." if by > 0 else "This is the first line.")
        else:
            self.show()

    def open(self) -> None:
        """Go to the next open line."""
        found = self.call.next_open()
        if found is None:
            self.tell("Nothing is open; d ends the call.")
        else:
            self.call.go_to(found)
            self.show()

    def go_to(self, asked: str) -> None:
        """Go to the line that a number or an id names."""
        asked = asked or self.ask("Number or id of the line: ")
        if not asked:
            return
        lines = self.call.lines()
        found = next((line for line in lines if asked in {str(line.number), line.id}), None)
        if found is None:
            self.tell(f"There is no such line: numbers go from 1 to {len(lines)}, and l lists them all.")
        else:
            self.call.go_to(found.id)
            self.show()

    def list(self) -> None:
        """List all lines, and what counts besides."""
        section = ""
        for one in view.overview(self.call, presenter=self.presenter):
            if one.section != section:
                section = one.section
                self.tell("", section)
            marks = [] if one.seen else ["not seen yet"]
            marks += ["follow-up"] if one.follow_up else []
            marks += [count(one.notes, "note")] if one.notes else []
            mark = f" ({', '.join(marks)})" if marks else ""
            lead = f"{'>' if one.here else ' '}{one.number:3} {one.status:8}"
            self.rows([view.row(view.Span(lead), f"{one.title}{mark}", indent=len(lead))])
        rest = view.besides(self.call, presenter=self.presenter)
        if rest:
            self.tell("", "Beside the checklist:")
            self.rows(rest, indent=2)

    def rerun(self, item_id: str | None) -> None:
        """Run the checks of a line again, or all of them."""
        offered = {action.id for action in view.actions_of(self.call, self.call.current)}
        if item_id is not None and ActionId.RERUN not in offered:
            self.told(self.call.rerun(item_id))  # which says why
            return
        self.tell("The checks are being run; Ctrl-C stops them.")
        with self.desk.watching() as watch:
            said = self.call.rerun_all(watch) if item_id is None else self.call.rerun(item_id, watch)
        self.told(said)
        if said.ok:
            self.show()

    def note(self, item_id: str, text: str) -> None:
        """Add a note: of who is at the keyboard where it is typed behind the letter, of whoever said it otherwise."""
        asked = not text
        text = text or self.ask("Note (empty: none): ")
        if not text:
            return
        who = self.call.who
        try:
            if asked or not who:
                who = self.who("Said by")
                self.call.who = self.call.who or self.call.backstage.mask(who)
        finally:  # what was said is kept, even if the input ends here
            said = self.call.note(item_id, text, who)
        self.told(said)

    def attest(self, line: Line) -> None:
        """Attest a line, with evidence."""
        if not line.can_attest:
            counts = line.item.attest is not Attest.NEVER and not line.item.derived_from
            as_it_is = f" while it is {line.item.status}" if counts else ""
            self.tell(f"A person's word does not count for this line{as_it_is}.")
            return
        if line.ask is not None:
            self.tell(line.ask)
        evidence = self.ask("Evidence, a sentence or a link (empty: do not attest): ")
        if not evidence:
            return
        who = self.who("Who vouches for it")
        if not who:
            self.tell("An attestation needs a name; nothing was written.")
            return
        expires = self.expiry()
        said = self.call.attest(line.id, evidence=evidence, who=who, expires=expires)
        self.told(said)
        if said.ok:
            self.show()

    def who(self, question: str) -> str:
        """Ask for a name; who is at the keyboard where nothing is said."""
        usual = f" ([Enter]: {self.call.who})" if self.call.who else ""
        return self.ask(f"{question}{usual}: ", self.call.who)

    def expiry(self) -> date:
        """Ask until when an attestation holds."""
        from golive.records.days import read_expiry

        usual, latest = self.call.usual_expiry, self.call.latest_expiry
        while True:
            answer = self.ask(f"Until ([Enter]: {usual}, at most {latest}): ")
            if not answer:
                return usual
            try:
                day = read_expiry(answer, self.call.today, "the last day")
            except UsageError as error:
                self.tell(f"{error}.")
            else:
                if day <= latest:
                    return day
                self.tell(f"The profile's policy allows {latest} at most.")

    def yes(self, question: str) -> bool:
        """Ask for yes or no, until the answer is one of them."""
        while True:
            answer = _TYPED.get(self.ask(f"{question} (y/n): ").lower())
            if answer is not None:
                return answer

    def done(self) -> Finished | None:
        """End the call; None where the parties go back to it."""
        from golive.walkthrough.signing import sign_off

        if self.presenter:
            self.tell(_PRIVATE)
            return None
        return sign_off(self)

    def help(self) -> None:
        """Say what there is to do."""
        offered = view.actions_of(self.call, self.call.current)
        for action in view.ACTIONS:
            off = "" if action in offered else " (not for this line now)"
            self.rows([view.row(view.Span(f"  {action.key:6} "), f"{action.label}{off}", indent=9)])
        self.tell("A letter can have more behind it: `n they retry by hand`, `g 12`. The call is saved at every step.")


def fold(row: view.Row, width: int, *, unicode: bool, indent: int = 0) -> str:
    """Return a row as lines of at most so many columns; a word that is longer stays whole, to be copied."""
    lead, under = " " * indent, " " * (indent + row.indent)
    hangs = bool(row.spans) and len(row.spans[0].text) == row.indent  # its lead is the first span
    return textwrap.fill(
        plain(row.text, unicode=unicode),
        max(width, NARROWEST),
        initial_indent=lead if hangs else under,
        subsequent_indent=under,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _meant(word: str) -> ActionId | None:
    if not word:
        return ActionId.NEXT
    keys = {action.key: action.id for action in view.ACTIONS} | {action.id.value: action.id for action in view.ACTIONS}
    return keys.get(word) or (keys.get(word.lower()) if len(word) > 1 else None)
