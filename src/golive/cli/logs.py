"""What libraries and plug-ins write by themselves: shown at -vvv only, and never with a secret in it."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.cli.terminal import Watcher, progress

if TYPE_CHECKING:
    from golive.redact import Redactor
    from golive.result import Status

LONGEST_LINE: Final = 2_000
"""Characters of one record."""


class _Formatter(logging.Formatter):
    """Masks secrets in the finished line, tracebacks included, and makes it one harmless line."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(asctime)s %(name)s %(levelname)s %(message)s")
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        from golive.redact import inert
        from golive.reporters.words import plain

        return plain(inert(self._redactor(super().format(record)), LONGEST_LINE))


class _Handler(logging.StreamHandler):  # type: ignore[type-arg]  # generic in the type hints only
    """Writes to standard error. A record that does not fit its own arguments is named; they are not shown."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        from golive.reporters.words import plain

        with contextlib.suppress(OSError, ValueError):
            self.stream.write(f"a log record of {plain(record.name)} could not be written\n")


@contextlib.contextmanager
def discreet(redactor: Redactor, *, shown: bool) -> Iterator[None]:
    """
    Keep what others write by themselves from giving away a secret while the block lasts.

    Log records, warnings, and errors that end a thread go to standard error with secrets masked where `shown`, else
    nowhere: what matters is in the report.
    """
    root = logging.getLogger()
    before = (root.handlers[:], root.level, threading.excepthook, sys.unraisablehook)
    handler: logging.Handler = logging.NullHandler()
    if shown and sys.stderr is not None:
        handler = _Handler(sys.stderr)
        handler.setFormatter(_Formatter(redactor))
    log = logging.getLogger("golive")

    def thread_ended(ended: threading.ExceptHookArgs) -> None:
        log.error("a thread ended with %s", ended.exc_type.__name__, exc_info=ended.exc_value)

    def unraisable(raised: sys.UnraisableHookArgs) -> None:
        log.error("an error that nobody catches: %s", raised.exc_type.__name__, exc_info=raised.exc_value)

    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG if shown else logging.CRITICAL)
    threading.excepthook, sys.unraisablehook = thread_ended, unraisable
    logging.captureWarnings(capture=True)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        root.handlers[:], level, threading.excepthook, sys.unraisablehook = before
        root.setLevel(level)


@contextlib.contextmanager
def observed(redactor: Redactor, total: str, *, logs: bool) -> Iterator[Watcher]:
    """Show what goes on during a run: as a log where `logs`, else as progress on a terminal. Without secrets."""
    with discreet(redactor, shown=logs):
        if logs:
            yield _Narrator()
        else:
            with progress(total) as watch:
                yield watch


class _Narrator(Watcher):
    """Writes what goes on into the log, but for how far a piece of work is."""

    def __call__(self, check_id: str, outcome: Status | None) -> None:
        logging.getLogger("golive").debug("%s %s", check_id, "started" if outcome is None else f"ended: {outcome}")
