"""The certification call, without any screen: where the parties are, what they see, say and decide."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.errors import GoliveError
from golive.walkthrough.backstage import Backstage, Said, refused, told
from golive.walkthrough.lines import CALL_LINE, Line, lines_of, open_lines, runnable
from golive.walkthrough.minutes import Attested, Note, Remarks

if TYPE_CHECKING:
    from golive.checklist import Checklist
    from golive.report import Report
    from golive.runner import Watch
    from golive.walkthrough.closing import Finished
    from golive.walkthrough.minutes import Closing
    from golive.walkthrough.state import State

__all__ = ["Backstage", "Call", "Said"]

USUAL_DAYS: Final = 180
"""How long an attestation holds unless somebody says otherwise, in days."""
LONGEST_NOTE: Final = 2_000
"""Characters of a note, a name or a reason."""
_OUTDATED: Final = "the profile has changed since this walkthrough began: leave it, and begin it again"
_BUSY: Final = "checks are being run already: wait until they have ended"


def _unheard(_check_id: str, _status: object) -> None:
    """Take no note of what runs."""


class Call:
    """
    A certification call. Safe to use from threads; every change is saved at once.

    What a person asks for and cannot have is told as a sentence (`Said`), not raised.
    """

    def __init__(self, backstage: Backstage, state: State, *, greeting: tuple[str, ...] = ()) -> None:
        self.backstage = backstage
        self.greeting = greeting
        """Sentences to begin with."""
        self.who = backstage.who
        """Who is at the keyboard, empty where nobody knows."""
        self.presenter = False
        """Whether the screen is shared now. Who shows the call says so; what is told afterwards heeds it."""
        self.unsaved: str | None = None
        """Why the last change could not be saved, None where it was. The call goes on with it."""
        self._state = state
        self._lock = threading.RLock()
        self._running = threading.Lock()
        self._abandoned = 0

    @property
    def state(self) -> State:
        """Everything that is saved."""
        return self._state

    @property
    def report(self) -> Report:
        """The report as it stands now."""
        return self._state.report

    @property
    def checklist(self) -> Checklist:
        """The provider's checklist."""
        return self.backstage.checklist

    @property
    def busy(self) -> bool:
        """Whether checks are being run."""
        return self._running.locked()

    @property
    def today(self) -> date:
        """The day, UTC."""
        return self.backstage.clock.now().date()

    @property
    def latest_expiry(self) -> date:
        """The last day that the profile's policy allows an attestation made today."""
        return self.today + timedelta(days=self.report.policy.longest_attestation)

    @property
    def usual_expiry(self) -> date:
        """The last day that an attestation gets unless somebody says otherwise."""
        return min(self.latest_expiry, self.today + timedelta(days=USUAL_DAYS))

    @property
    def stale(self) -> str | None:
        """Why the results are not those of the profile and the golive that are here now, None where they are."""
        if self.backstage.changed():
            return _OUTDATED
        if self.report.subject.digest != self.backstage.digest:
            return "the profile has changed since these results were seen: run everything again"
        if self.report.version != self.backstage.version:
            return "another version of golive saw these results: run everything again"
        return None

    def lines(self) -> tuple[Line, ...]:
        """Return all lines in the order of the checklist."""
        state = self._state
        return lines_of(state.report, self.checklist, state.remarks)

    def line(self, item_id: str) -> Line:
        """Return a line. Raises KeyError where there is none of that id."""
        for line in self.lines():
            if line.id == item_id:
                return line
        raise KeyError(item_id)

    @property
    def current(self) -> Line:
        """The line that the parties look at."""
        lines = self.lines()
        return next((line for line in lines if line.id == self._state.at), lines[0])

    @property
    def progress(self) -> tuple[int, int]:
        """How many lines the parties have looked at, and of how many."""
        lines = self.lines()
        return sum(line.remarks.seen for line in lines), len(lines)

    @property
    def call_line(self) -> Line | None:
        """The line about the call itself, None where the checklist has none, or where it needs nobody's word now."""
        found = next((line for line in self.lines() if line.id == CALL_LINE), None)
        return found if found is not None and found.can_attest and found.item.record is None else None

    def follow_ups(self) -> tuple[Line, ...]:
        """Return the lines that are marked for follow-up."""
        return tuple(line for line in self.lines() if line.remarks.follow_up)

    def go_to(self, item_id: str) -> Line:
        """Look at a line. Raises KeyError where there is none of that id."""
        with self._lock:
            line = self.line(item_id)
            self._change(replace(self._state, at=line.id, remarks=self._with(line, seen=True)))
            return self.line(item_id)

    def step(self, by: int) -> Line:
        """Look at the line so many further on, or at the last one there is in that direction."""
        with self._lock:
            lines = self.lines()
            place = self.current.number - 1 + by
            return self.go_to(lines[min(max(place, 0), len(lines) - 1)].id)

    def next_open(self, after: str | None = None) -> str | None:
        """
        Return the id of the next line to talk about, None where nothing is open.

        Lines that fail come first, then errors, unknown ones, warnings, and what is marked for follow-up; after the
        last it begins again. From a line that is settled it leads to the first that nobody has looked at.
        """
        found = open_lines(self.lines())
        ids = [line.id for line in found]
        if not ids:
            return None
        at = self.current.id if after is None else after
        if at in ids:
            return ids[(ids.index(at) + 1) % len(ids)]
        return next((line.id for line in found if not line.remarks.seen), ids[0])

    def note(self, item_id: str, text: str, who: str | None = None) -> Said:
        """Add a note to a line. What looks like a secret in it is masked."""
        words = self._cleaned(text)
        if not words:
            return refused("an empty note is not kept")
        masked, cut = self.backstage.mask(text) != text, len(" ".join(text.split())) > LONGEST_NOTE
        note = Note(at=self.backstage.clock.now(), who=self._cleaned(self.who if who is None else who), text=words)
        with self._lock:
            line = self.line(item_id)
            self._change(replace(self._state, remarks=self._with(line, notes=(*line.remarks.notes, note))))
        kept = f"the note is kept, cut to {LONGEST_NOTE} characters" if cut else "the note is kept"
        if self.unsaved is not None:
            kept += ", but the call cannot be saved"
        return told(f"{kept}; what looked like a credential in it is masked" if masked else kept)

    def follow_up(self, item_id: str, *, on: bool | None = None) -> Said:
        """Mark a line for follow-up, or take the mark off; None does what it is not."""
        with self._lock:
            line = self.line(item_id)
            wanted = not line.remarks.follow_up if on is None else on
            self._change(replace(self._state, remarks=self._with(line, follow_up=wanted)))
        return told("marked for follow-up" if wanted else "no longer marked for follow-up")

    def attest(self, item_id: str, *, evidence: str, who: str, expires: date) -> Said:
        """Write an attestation of a line to the records, and settle all lines again."""
        if self.stale is not None:
            return refused(self.stale)
        if self.backstage.mask(evidence) != evidence or self.backstage.mask(who) != who:
            return refused("this holds what looks like a credential, and the records are read by many: leave it out")
        try:
            with self._lock:
                line = self.line(item_id)
                before = line.item.status
                made = self.today
                self.backstage.attest(item=item_id, who=who, made=made, evidence=evidence, expires=expires)
                done = Attested(
                    line=item_id,
                    at=self.backstage.clock.now(),
                    who=self._cleaned(who),
                    evidence=self._cleaned(evidence),
                    expires=expires,
                )
                report = self._settled(self.report)
                self._change(replace(self._state, report=report, attested=(*self._state.attested, done)))
                after = self.line(item_id).item.status
        except GoliveError as error:
            return refused(str(error), safe="this cannot be attested now: leave the presenter mode to read why")
        return told(
            f"attested, and written to {self.backstage.records_path.name}; {_became(before, after)}",
            safe=f"attested; {_became(before, after)}",
        )

    def rerun(self, item_id: str, watch: Watch = _unheard) -> Said:
        """
        Run the checks of a line now, and settle all lines again. Takes as long as the checks do.

        What is interrupted or abandoned changes nothing.
        """
        if self.stale is not None:
            return refused(self.stale)
        line = self.line(item_id)
        ids = runnable(line, self.report)
        if not ids:
            return refused("no check looks at this line: a person has to answer")
        said = self._run(ids, watch)
        return said or told(_became(line.item.status, self.line(item_id).item.status, again=True))

    def rerun_all(self, watch: Watch = _unheard) -> Said:
        """Run everything again now. What is interrupted or abandoned changes nothing."""
        if self.backstage.changed():
            return refused(_OUTDATED)
        before = self.report.verdict
        said = self._run((), watch)
        after = self.report.verdict
        return said or told(
            f"the verdict is still {after}" if before is after else f"the verdict was {before}, and is {after}"
        )

    def abandon(self) -> None:
        """Let what is being run come to nothing."""
        with self._lock:
            self._abandoned += 1

    def problem(self, closing: Closing) -> str | None:
        """Return why the call cannot end like this, as a sentence, None where it can."""
        from golive.walkthrough.closing import problem

        return problem(self, closing)

    def finish(self, closing: Closing, into: Path) -> Finished:
        """
        End the call: write the evidence pack into a new folder below `into`.

        Raises UsageError where it cannot end like this, or where the pack cannot be written.
        """
        from golive.walkthrough.closing import finish

        with self._lock:
            return finish(self, closing, into)

    def settle_again(self) -> None:
        """
        Take over what the records say now, unless the results are stale: a run has to be made then anyway.

        Raises GoliveError where they cannot be read.
        """
        if self.stale is not None:
            return
        with self._lock:
            self._change(replace(self._state, report=self._settled(self.report)))

    def _run(self, ids: tuple[str, ...], watch: Watch) -> Said | None:
        """Run checks and take over what they found. Returns why nothing was taken over, None where it was."""
        if not self._running.acquire(blocking=False):
            return refused(_BUSY)
        turn = self._abandoned
        try:
            fresh = self.backstage.judge(ids, watch)
            with self._lock:
                if fresh.interrupted or self._abandoned != turn:
                    return refused("interrupted: the results are those from before")
                self._take_over(fresh, whole=not ids)
        except KeyboardInterrupt:
            return refused("interrupted: the results are those from before")
        except GoliveError as error:
            return refused(str(error), safe="the checks could not be run: leave the presenter mode to read why")
        finally:
            self._running.release()
        return None

    def _take_over(self, fresh: Report, *, whole: bool) -> None:
        from golive.merging import refreshed

        report = self._settled(fresh if whole else refreshed(self.report, fresh, self.checklist))
        oldest = fresh.started_at if whole else self._state.results_at
        self._change(replace(self._state, report=report, results_at=oldest))

    def _settled(self, report: Report) -> Report:
        """Return a report with its lines settled by the records as they are now, and as of today."""
        from golive.merging import unwaived
        from golive.report import settle

        today = replace(report, started_at=self.backstage.clock.now())
        settled = settle(today, self.checklist, unwaived(report.results), self.backstage.records())
        return replace(settled, started_at=report.started_at)

    def _with(self, line: Line, **changes: object) -> Mapping[str, Remarks]:
        remarks = replace(line.remarks, **changes)  # type: ignore[arg-type]  # fields of Remarks
        return {**self._state.remarks, line.id: remarks}

    def _cleaned(self, text: str) -> str:
        from golive.redact import inert

        return inert(self.backstage.mask(" ".join(text.split())), LONGEST_NOTE)

    def _change(self, state: State) -> None:
        with self._lock:
            self._state = replace(state, saved_at=self.backstage.clock.now())
            try:
                self.backstage.keep(self._state)
            except GoliveError as error:
                self.unsaved = str(error)
            else:
                self.unsaved = None


def _became(before: str, after: str, *, again: bool = False) -> str:
    if before == after:
        return f"the line is still {after}" if again else f"the line is {after}"
    return f"the line was {before}, and is {after}"
