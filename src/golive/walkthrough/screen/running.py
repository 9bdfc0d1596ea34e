"""Checks that are run again in a thread of their own, while the screen stays alive."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from textual.message import Message

from golive.reporters.words import count

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from golive.result import Status
    from golive.runner import Watch
    from golive.walkthrough.call import Said

MOST_NAMED: Final = 3
"""Checks that are named while they run: a few lines of a small screen have to do."""


class Stirred(Message):
    """A check has started or ended."""


class Ended(Message):
    """A run has ended, with what it came to, or with what broke."""

    def __init__(self, run: Run, said: Said | None, broken: Exception | None) -> None:
        super().__init__()
        self.run, self.said, self.broken = run, said, broken


class Run:
    """
    One run of checks. `work` is what the thread does; `what` names it, such as `line 4`.

    The thread is a daemon: a person who does not want to wait can leave at once.
    """

    def __init__(self, what: str, work: Callable[[Watch], Said], tell: MessagePump) -> None:
        self.what = what
        self.seconds = 0
        """How long it has been waited for."""
        self._work = work
        self._tell = tell
        self._lock = threading.Lock()
        self._running: dict[str, None] = {}
        self._ended = 0

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, name=f"golive-walkthrough {self.what}", daemon=True).start()

    def _run(self) -> None:
        said, broken = None, None
        try:
            said = self._work(self._watch)
        except Exception as error:  # noqa: BLE001 - told on the screen's own thread, which ends with it
            broken = error
        self._post(Ended(self, said, broken))

    def _watch(self, check_id: str, outcome: Status | None) -> None:
        with self._lock:
            if outcome is None:
                self._running[check_id] = None
            else:
                self._running.pop(check_id, None)
                self._ended += 1
        self._post(Stirred())

    def _post(self, message: Message) -> None:
        with suppress(RuntimeError):  # the screen is gone, and its loop with it
            self._tell.post_message(message)

    def words(self, name: Callable[[str], str]) -> str:
        """Return in one line how far it is. `name` says how a check may be called."""
        with self._lock:
            running, ended = tuple(self._running), self._ended
        more = f" and {len(running) - MOST_NAMED} more" if len(running) > MOST_NAMED else ""
        waiting = f"; waiting for {', '.join(map(name, running[:MOST_NAMED]))}{more}" if running else ""
        done = f"{ended} of {count(ended + len(running), 'check')} done" if ended or running else "starting"
        seconds = f", {self.seconds} s" if self.seconds else ""
        return f"Running {self.what} again ({done}{seconds}). Escape stops waiting{waiting}"
