"""What a person does with a call on the screen: running again, notes, attestations, marks, signing off, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from golive.walkthrough import view
from golive.walkthrough.screen import keys
from golive.walkthrough.screen.board import Board
from golive.walkthrough.screen.closing import ClosingDialog, FinishedDialog
from golive.walkthrough.screen.dialogs import AttestDialog, NoteDialog, PageDialog, SearchDialog
from golive.walkthrough.screen.running import Ended, Run

if TYPE_CHECKING:
    from collections.abc import Callable

    from golive.runner import Watch
    from golive.walkthrough.call import Said
    from golive.walkthrough.closing import Finished
    from golive.walkthrough.lines import Line

_NO_LINE: Final = "Choose a line of the checklist first."


class Desk(Board):
    """The call on a screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "rerun"),
        Binding("R", "rerun_all"),
        Binding("t", "note"),
        Binding("a", "attest"),
        Binding("f", "follow_up"),
        Binding("slash", "find"),
        Binding("question_mark", "keys"),
        Binding("d", "done"),
        Binding("q", "leave"),
    ]

    def _said(self, line: Line, said: Said, part: str) -> None:
        """Say what became of a line, and show the part of its page in which that stands."""
        self.show(line.id, from_top=False)
        if part in self._parts:
            self.page.scroll_to(y=self._parts[part], animate=False, immediate=True)
        self.tell(f"Line {line.number}: {said.shown(self.presenter)}.")

    def _chosen(self) -> Line | None:
        """Return the line that a key is about, which the parties look at from now on; say so where there is none."""
        line = self.line
        if line is None:
            self.tell(_NO_LINE)
            return None
        return self.call.go_to(line.id)

    def action_follow_up(self) -> None:
        """Mark the line for follow-up, or take the mark off."""
        line = self._chosen()
        if line is not None:
            self._said(line, self.call.follow_up(line.id), "status")

    def action_note(self) -> None:
        """Ask for a note on the line."""
        line = self._chosen()
        if line is not None:
            name = view.line_title(self.call, line, presenter=self.presenter)
            dialog = NoteDialog(self.call, line, name, presenter=self.presenter, unicode=self.unicode)
            self._ask(dialog, line, "notes")

    def action_attest(self) -> None:
        """Ask for a person's word for the line, where that counts."""
        line = self._chosen()
        if line is None:
            return
        if not line.can_attest:
            self.show(line.id, from_top=False)
            self.tell(f"Line {line.number} cannot be attested as it stands: a person's word would change nothing.")
            return
        name = view.line_title(self.call, line, presenter=self.presenter)
        dialog = AttestDialog(self.call, line, name, presenter=self.presenter, unicode=self.unicode)
        self._ask(dialog, line, "status")

    def _ask(self, dialog: NoteDialog | AttestDialog, line: Line, part: str) -> None:
        def answered(said: Said | None) -> None:
            if said is not None:
                self._said(line, said, part)
            else:
                self.show(line.id, from_top=False)

        self.app.push_screen(dialog, answered)

    def action_find(self) -> None:
        """Ask for words of a line, and open it."""

        def found(at: str | None) -> None:
            if at is not None:
                self.tell("")
                self.open(at, read=False)

        rows = view.overview(self.call, presenter=self.presenter)
        self.app.push_screen(SearchDialog(rows, presenter=self.presenter, unicode=self.unicode), found)

    def action_keys(self) -> None:
        """Show all keys."""
        self.app.push_screen(PageDialog("Keys", keys.put_all, presenter=self.presenter, unicode=self.unicode))

    def action_rerun(self) -> None:
        """Run the checks of the line again."""
        line = self._chosen()
        if line is not None:
            item_id = line.id
            self._begin(f"line {line.number}", lambda watch: self.call.rerun(item_id, watch))

    def action_rerun_all(self) -> None:
        """Run everything again."""
        self._begin("everything", self.call.rerun_all)

    def _begin(self, what: str, work: Callable[[Watch], Said]) -> None:
        if self._run is not None:
            self.tell("Checks are being run already. Escape stops waiting for them.")
            return
        self._run = Run(what, work, self)
        if self._ticking is not None:
            self._ticking.resume()
        self._run.start()
        self.show(self.listing.at, from_top=False)

    def on_ended(self, event: Ended) -> None:
        """Show what the checks came to, unless nobody waits for them any more."""
        if event.broken is not None:
            raise event.broken
        if event.run is self._run and event.said is not None:
            self._forget_run()
            self.show(self.listing.at, from_top=False)
            self.tell(f"Ran {event.run.what} again: {event.said.shown(self.presenter)}.")

    def action_done(self) -> None:
        """Ask both parties to sign off, and name the evidence pack."""
        if self._run is not None:
            self.tell("Checks are being run. Wait for them, or press Escape first.")
            return
        rows = view.ending(self.call, presenter=self.presenter)
        self.app.push_screen(
            ClosingDialog(self.call, rows, self.into, presenter=self.presenter, unicode=self.unicode), self._signed
        )

    def _signed(self, finished: Finished | None) -> None:
        if finished is None:
            self.show(self.listing.at, from_top=False)
            return
        dialog = FinishedDialog(finished, presenter=self.presenter, unicode=self.unicode)
        self.app.push_screen(dialog, lambda _none: self.app.exit(finished))

    def action_leave(self) -> None:
        """End without signing off. Everything is saved."""
        self.call.abandon()
        self.app.exit()
