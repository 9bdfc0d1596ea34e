"""Talking at a terminal or through a pipe: one line for each answer, and an end when the process is told to."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from golive.cli.terminal import is_terminal

MOST_TYPED: Final = 1024 * 1024
"""Characters of one answer; what feeds golive more without a line break is nobody who answers."""


class Ended:
    """Whether the process was told to end. While checks run, that stops them, as Ctrl-C does; the call ends, too."""

    def __init__(self) -> None:
        self.told = False

    @contextmanager
    def heard(self) -> Iterator[None]:
        """Listen for the signals while the block lasts."""
        ending = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
        before = {number: signal.getsignal(number) for number in ending}
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:  # under nohup it goes on
                signal.signal(number, self._hear)
        try:
            yield
        except OSError:  # of the terminal that went away
            if self.told:
                raise KeyboardInterrupt from None
            raise
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _hear(self, _number: int, _frame: object) -> None:
        self.told = True
        raise KeyboardInterrupt


def clear(variables: Mapping[str, str]) -> bool:
    """Wipe the terminal, and what can be scrolled back to; False where there is none that does so."""
    if not is_terminal(sys.stdout) or variables.get("TERM", "dumb") == "dumb":
        return False
    sys.stdout.write("\x1b[H\x1b[2J\x1b[3J")
    sys.stdout.flush()
    return True


def ask(question: str) -> str:
    """Ask, and return the answer without its line break. Raises EOFError where nobody answers any more."""
    stream, echoed = sys.stdin, is_terminal(sys.stdin)
    try:
        if sys.stdout is not None:
            sys.stdout.write(question)
            sys.stdout.flush()
        answer = "" if stream is None else one_line(stream.readline)
        if not echoed and sys.stdout is not None:
            sys.stdout.write("\n")  # a terminal shows what is typed, line break included; a pipe does not
    except OSError:  # the terminal is gone, or nobody reads any more
        raise EOFError from None
    return answer


def one_line(readline: Callable[[int], str]) -> str:
    """Return a line without its break, cut where it is longer than anything that is kept. Raises EOFError."""
    from golive.walkthrough.call import LONGEST_NOTE

    answer = piece = readline(LONGEST_NOTE * 4)
    left = MOST_TYPED
    while piece and not piece.endswith("\n"):
        piece = readline(LONGEST_NOTE * 4)
        left -= len(piece)
        if left < 0:
            raise EOFError
    if not answer:
        raise EOFError
    return answer.rstrip("\r\n")
