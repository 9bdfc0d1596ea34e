"""
Scan with several processes, where that pays.

They are started anew and not forked, because the threads of the other checks are running; they get what to look for
through a pipe, so that no secret stands in an argument or a variable. One that fails, or answers nonsense, costs time
and nothing else: whatever it leaves undone is scanned by the process that asked.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final, Self, cast

from golive.repository.reading import Skipped, Stamp
from golive.repository.search import End
from golive.repository.wire import receive, send

if TYPE_CHECKING:
    from golive.clock import Deadline
    from golive.repository.secrets import Hit

MOST_HELPERS: Final = 3
"""Processes besides this one. With more, the disk is what everybody waits for."""

PATIENCE: Final = 0.5
"""Seconds that an answer is waited for, before the same work is done here as well."""

Batch = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What was found in a file, the state that it was in (None where it changed meanwhile), how far it was searched."""

    hits: tuple[Hit, ...]
    stamp: Stamp | None
    end: End = End.WHOLE


Outcome = Scanned | Skipped

_Answer = tuple[int, list[Outcome] | None]


def spread(
    batches: Sequence[Batch], here: Callable[[Batch], list[Outcome]], team: Team, deadline: Deadline
) -> Iterator[tuple[Batch, list[Outcome]]]:
    """
    Yield each batch with its outcomes, in no particular order, until all are done or the time is up.

    `here` scans a batch in this process, and returns fewer outcomes where the time is up.
    """
    waiting = deque(range(len(batches)))
    undone = dict.fromkeys(range(len(batches)))
    answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
    for helper in team.helpers:
        arguments = (helper, batches, waiting, answers)
        threading.Thread(target=_feed, args=arguments, name="golive scan", daemon=True).start()
    while undone and not deadline.passed:
        index, outcomes = _next(waiting, undone, answers, min(PATIENCE, deadline.remaining))
        if outcomes is None and index in undone:
            outcomes = here(batches[index])
        if outcomes is not None and index in undone:
            del undone[index]
            yield batches[index], outcomes


def _next(waiting: deque[int], undone: dict[int, None], answers: queue.SimpleQueue[_Answer], wait: float) -> _Answer:
    """Return an answer that is there; else, without outcomes, a batch that is to be scanned here."""
    with contextlib.suppress(queue.Empty):
        return answers.get_nowait()
    with contextlib.suppress(IndexError):
        return waiting.popleft(), None
    with contextlib.suppress(queue.Empty):
        return answers.get(timeout=wait)
    return next(iter(undone)), None


def _feed(helper: Helper, batches: Sequence[Batch], waiting: deque[int], answers: queue.SimpleQueue[_Answer]) -> None:
    """Hand batches to a helper, until there are none or it fails."""
    while True:
        try:
            index = waiting.popleft()
        except IndexError:
            return
        outcomes = helper.scan(batches[index])
        answers.put((index, outcomes))
        if outcomes is None:
            return


class Team:
    """Up to `most` processes that help, as many as there are other processors. They end with the `with` block."""

    def __init__(self, greeting: object, *, most: int) -> None:
        self._greeting = greeting
        self._most = min(most, MOST_HELPERS, processors() - 1)
        self.helpers: list[Helper] = []

    def __enter__(self) -> Self:
        for _ in range(self._most):
            with contextlib.suppress(OSError):  # one that cannot be started does not help
                self.helpers.append(Helper(self._greeting))
        return self

    def __exit__(self, *_: object) -> None:
        for helper in self.helpers:
            helper.end()


def processors() -> int:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


class Helper:
    """A process that scans. Raises OSError where it cannot be started."""

    def __init__(self, greeting: object) -> None:
        self._greeting: object | None = greeting
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter and our own module
            [*_interpreter(), "-m", "golive.repository.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the process that a person started
        )

    def scan(self, batch: Batch) -> list[Outcome] | None:
        """Return the outcomes of a batch, None where the process is of no use any more."""
        try:
            if self._greeting is not None:
                send(cast("IO[bytes]", self._process.stdin), self._greeting)
                self._greeting = None
            send(cast("IO[bytes]", self._process.stdin), batch)
            answer = receive(cast("IO[bytes]", self._process.stdout))
        except (OSError, ValueError, EOFError, pickle.UnpicklingError):
            return None
        return answer if _is_answer(answer, batch) else None

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1.0)
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was not written any more
                cast("IO[bytes]", stream).close()


def _is_answer(answer: object, batch: Batch) -> bool:
    return (
        isinstance(answer, list)
        and len(answer) == len(batch)
        and all(isinstance(outcome, Scanned | Skipped) for outcome in answer)
    )


def _interpreter() -> list[str]:
    """Return how to start this interpreter as it was started. -P: never with modules of the folder we are run in."""
    flags = sys.flags
    options = ["-P", *(["-I"] if flags.isolated else []), *(["-E"] if flags.ignore_environment else [])]
    return [sys.executable, *options, *(["-s"] if flags.no_user_site else [])]
