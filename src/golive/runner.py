"""Running checks side by side: one that breaks or hangs is one broken line, and the others go on."""

from __future__ import annotations

import queue
import threading
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from golive.check import Strength
from golive.errors import NotApplicable, Unverified
from golive.finding import ExchangePlace, FilePlace, Finding, Place, SettingPlace, unknown
from golive.result import Result, Status, result_of, status_of

if TYPE_CHECKING:
    from types import TracebackType

    from golive.check import Check
    from golive.clock import Clock, Deadline
    from golive.context import Context

PER_CHECK: Final = 45.0
"""Seconds that one check may take."""
MOST_FINDINGS: Final = 500
"""Findings of one check that a report carries."""
FRAMES: Final = 5
"""Places of a broken check's stack that a report carries, the last first."""

Clean = Callable[[str], str]
Watch = Callable[[str, Status | None], None]
"""Told the id of a check when it starts (None) and when it ends (its status)."""


@dataclass(slots=True)
class _Running:
    """A check under way. The findings are read by another thread: appending to a list is atomic."""

    check: Check
    index: int
    started: float
    deadline: Deadline
    findings: list[Finding] = field(default_factory=list)


_Done = queue.SimpleQueue[tuple[_Running, Result]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results in the order of the checks, and whether a person interrupted."""

    results: tuple[Result, ...]
    interrupted: bool


def run_checks(
    context: Context,
    checks: Sequence[Check],
    *,
    deadline: Deadline,
    clean: Clean,
    watch: Watch = lambda _id, _status: None,
    per_check: float = PER_CHECK,
) -> Outcome:
    """
    Run every check in a thread of its own and return all results, whatever happens to any of them.

    `clean` makes a text free of secrets and harmless; every text of every result passes it. What has not finished by
    its deadline, or by Ctrl-C, is unknown, with what it had found so far.
    """
    clock = context.clock
    done: _Done = queue.SimpleQueue()
    running: dict[int, _Running] = {}
    results: dict[int, Result] = {}
    interrupted = False
    try:
        # First those that wait for others: those that compute would keep them from asking.
        for index, check in sorted(enumerate(checks), key=lambda pair: pair[1].area.strength is not Strength.OBSERVED):
            one = _Running(check, index, clock.monotonic(), deadline.within(per_check))
            running[index] = one
            watch(check.id, None)
            # A daemon: a check that hangs must not keep the process alive.
            threading.Thread(target=_work, args=(one, context, done), name=f"golive {check.id}", daemon=True).start()
        while running:
            for one, result in _next(done, running.values()):
                if running.pop(one.index, None) is not None:
                    results[one.index] = _cleaned(result, clean)
                    watch(one.check.id, result.status)
            for one in [one for one in running.values() if one.deadline.passed]:
                del running[one.index]
                results[one.index] = _cleaned(
                    _result(one, clock, f"not finished within {one.deadline.seconds:.0f} s"), clean
                )
                watch(one.check.id, results[one.index].status)
    except KeyboardInterrupt:
        interrupted = True
        for one in running.values():
            results[one.index] = _cleaned(_result(one, clock, "interrupted before it finished"), clean)
    missing = [_never(check, clean) for index, check in enumerate(checks) if index not in results]
    ordered = [results[index] for index in sorted(results)]
    return Outcome((*ordered, *missing), interrupted)


def _next(done: _Done, running: Iterable[_Running]) -> list[tuple[_Running, Result]]:
    """Wait for the next result, or until the first deadline; return all that are there by then."""
    try:
        found = [done.get(timeout=min(one.deadline.remaining for one in running))]
    except queue.Empty:
        return []
    while not done.empty():
        found.append(done.get())
    return found


def _work(one: _Running, context: Context, done: _Done) -> None:
    reason: str | None = None
    status: Status | None = None
    trace: tuple[str, ...] = ()
    try:
        for finding in one.check.run(context):
            if not isinstance(finding, Finding):
                raise TypeError(f"it yielded a {type(finding).__name__} instead of a finding")  # noqa: TRY301 - its fault
            one.findings.append(finding)
            if len(one.findings) == MOST_FINDINGS:
                one.findings.append(
                    unknown(f"there are more than {MOST_FINDINGS} findings; the rest was not looked at")
                )
                break
    except Unverified as why:
        reason = str(why)
    except NotApplicable as why:
        # A check that has already seen something does apply: what it saw stands.
        status, reason = (None if one.findings else Status.SKIP), str(why)
    except BaseException as error:  # noqa: BLE001 - whatever a check raises, the others go on
        status = Status.ERROR
        reason = _message(error)
        trace = _frames(error.__traceback__)
    done.put((one, _result(one, context.clock, reason, status, trace)))


def _message(error: BaseException) -> str:
    """Return what an error says, or that it cannot say it: its text is made by code of the check, too."""
    try:
        return f"{type(error).__name__}: {error}"
    except Exception:  # noqa: BLE001 - see above
        return f"{type(error).__name__}, with a message that cannot be shown"


def _result(
    one: _Running, clock: Clock, reason: str | None, status: Status | None = None, trace: tuple[str, ...] = ()
) -> Result:
    findings = tuple(one.findings)
    if status is None:
        status, reason = status_of(findings, reason)
    seconds = clock.monotonic() - one.started
    return result_of(one.check, status, findings=findings, reason=reason, trace=trace, seconds=seconds)


def _never(check: Check, clean: Clean) -> Result:
    return _cleaned(result_of(check, Status.UNKNOWN, reason="interrupted before it started"), clean)


def _frames(trace: TracebackType | None) -> tuple[str, ...]:
    """Return where it happened, the innermost place first: modules, lines and functions, never values."""
    places = [
        f"{frame.f_globals.get('__name__', '?')}:{line} in {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(trace)
        if frame.f_globals.get("__name__") != __name__
    ]
    return tuple(reversed(places[-FRAMES:]))


def _cleaned(result: Result, clean: Clean) -> Result:
    def text(value: str | None) -> str | None:
        return None if value is None else clean(value)

    def place(value: Place | None) -> Place | None:
        match value:
            case FilePlace(path, line, column):
                return FilePlace(clean(path), line, column)
            case SettingPlace(key, FilePlace(path, line, column)):
                return SettingPlace(clean(key), FilePlace(clean(path), line, column))
            case ExchangePlace(method, url, status):
                return ExchangePlace(method, clean(url), status)
            case None:
                return None

    findings = tuple(
        Finding(finding.level, clean(finding.message), place(finding.place), text(finding.fix))
        for finding in result.findings
    )
    trace = tuple(clean(line) for line in result.trace)
    return replace(result, findings=findings, reason=text(result.reason), trace=trace)
