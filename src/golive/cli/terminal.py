"""The terminal: how a report looks best on it, writing to it, and progress while a run lasts."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, TextIO

from golive.errors import UsageError

if TYPE_CHECKING:
    from golive.reporters.formats import Style
    from golive.result import Status

WIDTH_WITHOUT_TERMINAL: Final = 100
"""Columns of a report that goes to a file or a CI log, unless COLUMNS says otherwise."""
WIDTH_OF_UNKNOWN_TERMINAL: Final = 80
"""Columns of a terminal that does not tell."""
WIDEST: Final = 500
"""Columns. No line of a report gets longer, whatever COLUMNS says."""
NARROWEST: Final = 20
"""Columns that folded text gets at least."""
BAR: Final = 10
"""Characters of a bar that shows how far a piece of work is."""
QUIET: Final = -1
MOST_VERBOSE: Final = 3
MARKS: Final = "✓✗‼…→─·"
"""What a report uses where the terminal's encoding has it."""


def style_for(stream: TextIO | None, environ: Mapping[str, str], verbosity: int) -> Style:
    """Return how a report looks best on a stream; None stands for one that the shell closed."""
    from golive.reporters.formats import Style

    terminal = is_terminal(stream)
    no_color = bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
    forced = bool(environ.get("FORCE_COLOR"))
    return Style(
        width=_width(environ.get("COLUMNS", ""), stream),
        color=(terminal or forced) and not no_color,
        unicode=stream is not None and _can_encode(stream, MARKS),
        verbosity=verbosity,
    )


def _width(columns: str, stream: TextIO | None) -> int:
    if columns.isascii() and columns.isdecimal() and columns.strip("0"):
        return WIDEST if len(columns) > len(str(WIDEST)) else min(int(columns), WIDEST)
    # Into a pager or `head`, a report still ends on the terminal that standard error is on.
    screen = next((one for one in (stream, sys.stderr) if is_terminal(one)), None)
    if screen is None:
        return WIDTH_WITHOUT_TERMINAL
    with contextlib.suppress(OSError, ValueError):
        return os.get_terminal_size(screen.fileno()).columns or WIDTH_OF_UNKNOWN_TERMINAL
    return WIDTH_OF_UNKNOWN_TERMINAL


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at a stream."""
    return stream is not None and stream.isatty()


def _can_encode(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def write_out(text: str) -> None:
    """
    Write to standard output. What its encoding lacks is written as an escape.

    A reader who has seen enough and went away is no error: the command ends as it would have. Raises UsageError where
    the text cannot be written for another reason, such as a full disk.
    """
    stream: TextIO | None = sys.stdout
    if stream is None:
        return
    encoding = stream.encoding or "ascii"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        if not text.endswith("\n"):
            stream.write("\n")
        stream.flush()
    except BrokenPipeError:
        _forsake(stream)
    except OSError as error:
        _forsake(stream)
        raise UsageError(f"standard output cannot be written: {error.strerror}") from None


def write_note(text: str) -> None:
    """Write a harmless line to standard error: something to know that changes neither the report nor the exit code."""
    from golive.reporters.words import plain

    stream: TextIO | None = sys.stderr
    if stream is None:
        return
    encoding = stream.encoding or "ascii"
    with contextlib.suppress(OSError):  # nobody listens
        stream.write(f"golive: {plain(text)}\n".encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()


def _forsake(stream: TextIO) -> None:
    """Lead a stream nowhere, or the interpreter would try to write what is left when it ends, and complain."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def fold(text: str, width: int, *, lead: str = "", indent: str | None = None) -> str:
    """
    Fold a text beside its lead, or under `indent`, and leave no blanks at the end of a line.

    Ids and addresses stay whole, so that they can be clicked and copied.
    """
    import textwrap

    folded = textwrap.fill(
        text,
        max(width, len(lead) + NARROWEST),
        initial_indent=lead,
        subsequent_indent=" " * len(lead) if indent is None else indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return folded or lead.rstrip()


def ask_hidden(question: str, *, otherwise: str) -> str:
    """
    Ask at the terminal and return what is typed, which is not shown.

    Raises UsageError where that cannot be hidden; `otherwise` is what to do then.
    Not with Typer, whose question stands there before what is typed is hidden.
    """
    import getpass
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(question)
        except getpass.GetPassWarning:
            pass
    raise UsageError(f"this terminal cannot hide what is typed; {otherwise}")


class Watcher:
    """Is told which checks start and end, and how far a long piece of work is. Shows nothing; others do."""

    def __call__(self, check_id: str, outcome: Status | None) -> None:
        """Take note of a check that starts (None) or ends (its status)."""

    def progress(self, what: str, done: int, total: int) -> None:
        """Take note of how many pieces of some work are done. Called from any thread."""


class _Line(Watcher):
    """What goes on, in one line of a terminal."""

    def __init__(self, total: str, show: Callable[[str], None]) -> None:
        self._total = total
        self._show = show
        self._running: dict[str, None] = {}
        self._ended = 0
        self._work: dict[str, str] = {}
        self._lock = threading.Lock()

    def __call__(self, check_id: str, outcome: Status | None) -> None:
        with self._lock:
            if outcome is None:
                self._running[check_id] = None
            else:
                self._running.pop(check_id, None)
                self._ended += 1
            self._draw()

    def progress(self, what: str, done: int, total: int) -> None:
        with self._lock:
            self._work.pop(what, None)
            if done < total:
                bar = "#" * (BAR * done // total)
                self._work[what] = f"; {what} [{bar:-<{BAR}}] {100 * done // total} %"
            self._draw()

    def _draw(self) -> None:
        waiting = f"; waiting for {', '.join(self._running)}" if self._running else ""
        checks = f"{self._ended} of {self._ended + len(self._running)} checks done"
        self._show(f"{self._total}: {checks}{''.join(self._work.values())}{waiting}")


@contextlib.contextmanager
def progress(total: str) -> Iterator[Watcher]:
    """Show what is going on, on standard error where that is a person's terminal; else show nothing."""
    from golive.cli.ci import ci_system

    # Some CI systems run jobs on a pseudo-terminal, and keep every state of the line in their log.
    if not is_terminal(sys.stderr) or ci_system(os.environ) is not None:
        yield Watcher()
        return
    from rich.console import Console
    from rich.text import Text

    from golive.reporters.words import plain

    console = Console(stderr=True)

    def line(words: str) -> Text:
        # Never wider than the terminal: a line that folds leaves its first half behind when it is drawn again.
        text = Text(plain(words), end="")
        text.truncate(max(10, console.width - 4), overflow="ellipsis")
        return text

    with console.status(line(total), spinner="line") as status:
        yield _Line(total, lambda words: status.update(line(words)))
