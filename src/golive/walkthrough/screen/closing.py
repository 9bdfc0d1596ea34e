"""How a call ends: the dialog in which both parties sign off, and the one that names the evidence pack."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from textual import work

from golive.errors import GoliveError
from golive.record import read_day
from golive.walkthrough.minutes import Closing, Outcome, Party, SignOff
from golive.walkthrough.screen.dialog import HIDDEN, Dialog, labelled, saying
from golive.walkthrough.screen.dialogs import DAY
from golive.walkthrough.screen.drawing import put_rows
from golive.walkthrough.screen.fields import Choice, Field
from golive.walkthrough.screen.pane import Bar

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from textual.widget import Widget

    from golive.reporters.layout import Page
    from golive.walkthrough.call import Call
    from golive.walkthrough.closing import Finished
    from golive.walkthrough.view import Row

_OUTCOMES: Final = tuple(Outcome)
_NOT_WRITTEN: Final = "The evidence pack could not be written; leave the presenter mode to read why."


class ClosingDialog(Dialog["Finished"]):
    """Asks for the outcome and both parties' names, and writes the evidence pack."""

    def __init__(self, call: Call, ending: tuple[Row, ...], into: Path, *, presenter: bool, unicode: bool) -> None:
        super().__init__("Sign off the call", presenter=presenter, unicode=unicode, done="Sign off")
        self._call, self._ending, self._into = call, ending, into
        self._writing = False

    def parts(self) -> Iterable[Widget]:
        """Yield how it stands, the outcome, a name and a role for each party, and a reason."""
        summary = Bar(unicode=self.unicode, id="ending")
        summary.show(lambda page: put_rows(page, self._ending, 0))
        yield summary
        if self.presenter:
            yield saying(HIDDEN, unicode=self.unicode)
        answers = [str(outcome) for outcome in _OUTCOMES]
        yield self._row("Outcome (arrows)", Choice(answers, unicode=self.unicode, chosen=2, id="outcome"))
        for party in Party:
            yield self._row(f"{party.capitalize()}: name", Field(hidden=self.presenter, id=f"{party}-name"))
            yield self._row(f"{party.capitalize()}: role", Field(hidden=self.presenter, id=f"{party}-role"))
        yield self._row("Reason", Field(hidden=self.presenter, id="reason"))
        yield from self._about_the_call()
        yield saying(
            "A reason is needed where the outcome does not follow from the verdict.", unicode=self.unicode, style="dim"
        )

    def _about_the_call(self) -> Iterator[Widget]:
        line = self._call.call_line
        if line is None:
            return
        yield self._row("Attest the call itself", Choice(["no", "yes"], unicode=self.unicode, id="attest"))
        yield self._row("Who vouches for it", Field(self._call.who, hidden=self.presenter, id="who"))
        yield self._row("Last day (UTC)", Field(str(self._call.usual_expiry), id="expires"))

    def _row(self, label: str, field: Widget) -> Widget:
        return labelled(label, field, unicode=self.unicode)

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).value.strip()

    def action_save(self) -> None:
        """Write the pack, or say why the call cannot end like this."""
        if self._writing:
            return
        closing = self._decided()
        if closing is None:
            self.refuse(DAY.format(day=self._call.usual_expiry))
            return
        problem = self._call.problem(closing)
        if problem is not None:
            self.refuse(f"The call cannot end like this: {problem}.")
            return
        self._writing = True
        self._tell("Writing the evidence pack")
        self._finish(closing)

    def _decided(self) -> Closing | None:
        """Return how the call is to end, None where the day cannot be read."""
        signed = tuple(
            SignOff(
                party=party, name=self._typed(f"{party}-name"), role=self._typed(f"{party}-role"), on=self._call.today
            )
            for party in Party
            if self._typed(f"{party}-name")
        )
        outcome = _OUTCOMES[self.query_one("#outcome", Choice).chosen]
        reason = self._typed("reason")
        if not self.query("#attest") or not self.query_one("#attest", Choice).chosen:
            return Closing(outcome=outcome, sign_offs=signed, reason=reason)
        expires: date | None = read_day(self._typed("expires"))
        if expires is None:
            return None
        who = self._typed("who")
        return Closing(outcome=outcome, sign_offs=signed, reason=reason, attest_call=True, who=who, expires=expires)

    @work
    async def _finish(self, closing: Closing) -> None:
        """Write the pack beside the screen, which stays alive, and end with it."""
        try:
            finished = await asyncio.to_thread(self._call.finish, closing, self._into)
        except GoliveError as error:
            self._writing = False
            self.refuse(_NOT_WRITTEN if self.presenter else f"Nothing is signed off yet: {error}.")
        else:
            self.dismiss(finished)

    def _tell(self, words: str) -> None:
        bar = self.query_one("#problem", Bar)
        bar.show(lambda page: page.put(page.text(words)))
        bar.display = True

    def action_cancel(self) -> None:
        """Go back to the call, unless the pack is being written."""
        if not self._writing:
            super().action_cancel()


class FinishedDialog(Dialog[None]):
    """Names the evidence pack and its digest, which both parties write down."""

    def __init__(self, finished: Finished, *, presenter: bool, unicode: bool) -> None:
        super().__init__("The call is signed off", presenter=presenter, unicode=unicode, done=None, cancel="Leave")
        self._finished = finished

    def parts(self) -> Iterable[Widget]:
        """Yield the folder and the digest, on lines of their own."""
        about = Bar(unicode=self.unicode, id="pack")
        about.show(self._put)
        yield about

    def _put(self, page: Page) -> None:
        folder = "FOLDER" if self.presenter else str(self._finished.folder)
        page.put(page.text("The evidence pack is written." if self.presenter else "The evidence pack is in the folder"))
        if not self.presenter:
            page.put(page.text(folder, "bold"), 2)
        page.blank()
        page.put(page.text("Its digest, for both parties to write down, is"))
        page.put(page.text(self._finished.digest, "bold"), 2)
        page.blank()
        page.put(page.text("Anybody can verify the pack:"))
        page.put(page.text(f"golive report verify {folder}", "bold"), 2)
