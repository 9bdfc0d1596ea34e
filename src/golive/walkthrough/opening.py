"""The beginning of a call: on what a run came to, or where an earlier one stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golive.walkthrough.call import Call
from golive.walkthrough.state import State
from golive.walkthrough.view import age_words

if TYPE_CHECKING:
    from golive.report import Report
    from golive.walkthrough.backstage import Backstage


def begin(backstage: Backstage, report: Report) -> Call:
    """
    Return a call that begins with what a run came to, at the first line.

    Raises GoliveError where the records cannot be read.
    """
    now = backstage.clock.now()
    first = next(report.items()).id
    state = State(started_at=now, saved_at=now, results_at=report.started_at, at=first, report=report)
    call = Call(backstage, state)
    call.settle_again()
    call.go_to(first)
    return call


def resume(backstage: Backstage, state: State) -> Call:
    """
    Return a call that goes on where it stopped, with the records as they are now.

    Raises GoliveError where the records cannot be read.
    """
    call = Call(backstage, state)
    call.settle_again()
    age = backstage.clock.now() - state.results_at
    here = call.current
    greeting = [
        f"The call goes on at line {here.number} of {len(call.lines())}.",
        f"The oldest results are {age_words(age)} old.",
    ]
    if call.stale is not None:
        greeting.append(f"{call.stale[0].upper()}{call.stale[1:]}.")
    call.greeting = tuple(greeting)
    return call
