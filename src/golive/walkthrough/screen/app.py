"""The full-screen application, and what surrounds it: signals, the terminal's encoding, and a defect of our own."""

from __future__ import annotations

import asyncio
import locale
import signal
import sys
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.scrollbar import ScrollBar

from golive.walkthrough.screen.desk import Desk
from golive.walkthrough.screen.dialog import Dialog
from golive.walkthrough.screen.pane import WholeCells

if TYPE_CHECKING:
    from pathlib import Path

    from textual.driver import Driver

    from golive.walkthrough.call import Call
    from golive.walkthrough.closing import Finished

_ENDING: tuple[int, ...] = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Walkthrough(App["Finished"]):
    """
    A certification call on a full screen, in the terminal's own colours. Ends with the pack, or with None.

    Markup is off wherever text is shown; nothing of Textual's that reads it (notifications, tooltips, command palette)
    is used.
    """

    TITLE = "golive walkthrough"
    CSS_PATH = "screen.tcss"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "stop", priority=True, show=False),
        Binding("ctrl+q", "stop", priority=True, show=False),
    ]

    def __init__(
        self,
        call: Call,
        *,
        presenter: bool,
        into: Path,
        unicode: bool = True,
        driver_class: type[Driver] | None = None,
    ) -> None:
        # Said here, or NO_COLOR would be heeded as for other themes: black on black.
        super().__init__(driver_class, ansi_color=True)
        ScrollBar.renderer = WholeCells
        self.theme = "ansi-dark"
        self.animation_level = "none"
        self.interrupted = False
        """Whether a person, or a signal, cut the call short."""
        self.desk = Desk(call, presenter=presenter, into=into, unicode=unicode)
        self.set_class(not unicode, "-ascii")

    def get_default_screen(self) -> Desk:
        """Return the screen of the call."""
        return self.desk

    @property
    def broken(self) -> Exception | None:
        """The defect that ended it, None where there was none."""
        return self._exception

    def action_stop(self) -> None:
        """Close a dialog, or stop waiting for checks, or else leave as interrupted."""
        if isinstance(self.screen, Dialog):
            self.screen.action_cancel()
        elif self.desk.running is not None:
            self.desk.stop_waiting()
        else:
            self.interrupt()

    def interrupt(self) -> None:
        """Leave at once. Everything is saved."""
        self.interrupted = True
        self.desk.call.abandon()
        self.exit()

    def _handle_exception(self, error: Exception) -> None:
        # Textual would print the values of all variables, and with them whatever golive had read.
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()


def show(call: Call, *, presenter: bool, into: Path) -> Finished | None:
    """
    Hold a call on a full screen, and return its evidence pack; None where a person left without signing off.

    Raises KeyboardInterrupt where the call was interrupted. It is saved then as well.
    """
    app = Walkthrough(call, presenter=presenter, into=into, unicode=draws_unicode())
    finished = asyncio.run(_run(app))
    if app.broken is not None:
        raise app.broken
    if app.interrupted:
        raise KeyboardInterrupt
    return finished


async def _run(app: Walkthrough) -> Finished | None:
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in _ENDING}
    for number in _ENDING:
        loop.add_signal_handler(number, app.interrupt)
    try:
        # Without the mouse, so that a terminal's own selecting and copying goes on working.
        return await app.run_async(mouse=False)
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)


def draws_unicode() -> bool:
    """Tell whether the terminal's locale has more than ASCII."""
    from golive.cli.terminal import MARKS

    stream = sys.__stderr__  # where Textual draws
    try:
        for encoding in (locale.getencoding(), stream.encoding if stream is not None else "ascii"):
            MARKS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
