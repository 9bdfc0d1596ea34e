"""
What a program does when the provider gives a certain answer: it returns, it fails, or it sends the request again.

The code around one request is run in the mind: the request is answered with a status, or not at all, and every
condition that depends on that is decided. What depends on something else (a counter, the time) goes both ways; what may
depend on the answer in a way that cannot be followed goes both ways too, and what comes after it is no longer sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from golive.source import answers
from golive.source.answers import ANSWER, ANY, Error
from golive.source.calls import links
from golive.source.policies import policy_of
from golive.source.project import function_of
from golive.source.replay.sending import Sending
from golive.source.replay.state import (
    NO_ANSWER,
    Leave,
    Memo,
    Round,
    Thrown,
    makes_request,
)
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.answers import Value
    from golive.source.calls import ProviderCall
    from golive.source.project import Project


_MOST_RUNS: Final = 48
_ANSWERED: Final = re.compile(r"^r$|^res|resp|result|outcome|answer|^args$|^msg$|message")
"""Names of parameters that are given an answer, in lower case."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    All that may follow an answer.

    `complete` says that every way was tried, `sent` that the request was seen, `ends` that some way sends nothing
    more.
    """

    rounds: tuple[Round, ...]
    complete: bool
    sent: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a condition says: whether it repeats (None: not known), and whether it says no after the same answer too."""

    repeats: bool | None
    ends: bool


def outcome(project: Project, call: ProviderCall, start: Node | None, status: int, memo: Memo) -> Outcome:
    """Return what follows an answer to a request, run from the beginning of a function (None: the call alone)."""
    rounds: list[Round] = []
    sent = ends = gave_up = False
    tried = 0
    for run in _ways(project, call, status, memo):
        run.begin(start)
        tried += 1
        rounds += run.rounds
        sent = sent or run.fired > 0
        ends = ends or (run.fired > 0 and not run.rounds)
        gave_up = run.gave_up
    return Outcome(tuple(rounds), not gave_up and tried < _MOST_RUNS, sent, ends)


def _ways(project: Project, call: ProviderCall, status: int, memo: Memo) -> Iterator[_Run]:
    """
    Yield a fresh run for each way through the program. The caller runs it before it asks for the next.

    What was chosen last is chosen differently next, until all was, or a run gave up, or there were enough.
    """
    decided: list[bool] = []
    for _ in range(_MOST_RUNS):
        run = _Run(project, call, status, decided, memo)
        yield run
        decided = run.made
        while decided and decided[-1]:
            decided.pop()
        if not decided or run.gave_up:
            return
        decided[-1] = True


def decides(project: Project, call: ProviderCall, function: Node, status: int) -> Verdict:
    """Return what a condition of a library says after an answer: it is given the error, the answer, or both."""
    found: set[bool | None] = set()
    said_no = False
    for run in _ways(project, call, status, {}):
        run.fired, run.armed = 1, True
        verdict = run.asked_about(function)
        found.add(verdict if run.sure or verdict is None else None)
        said_no = said_no or verdict is False
    # What the counter of attempts decides ends the repeating; it does not say after what there is any.
    repeats = True if True in found else None if None in found else False
    return Verdict(repeats, said_no and repeats is not False)


@dataclass(frozen=True, slots=True)
class Resent:
    """What an interceptor of failed answers does: see `Retry` for the fields."""

    repeats: bool | None
    ends: bool
    pauses: bool
    heeds: bool
    ran: frozenset[Node]


def resends(  # noqa: PLR0917 - what a run needs
    project: Project, call: ProviderCall, function: Node, again: Node, status: int, memo: Memo
) -> Resent:
    """Return whether a function that is given a failed answer sends the request again, by a call in it."""
    pseudo = replace(call, node=again, function=function_of(again), layers=(), sends=(again,))
    found: set[bool | None] = set()
    ends = pauses = heeds = False
    ran: set[Node] = set()
    for run in _ways(project, pseudo, status, memo):
        run.fired, run.armed = 1, True
        run.asked_about(function)
        sent = run.fired > 1
        found.add(sent if run.sure or not sent else None)
        ends = ends or not sent
        pauses, heeds = pauses or (sent and run.slept > 0), heeds or (sent and run.heeded > 0)
        ran.update(run.seen)
    return Resent(True if True in found else None if None in found else False, ends, pauses, heeds, frozenset(ran))


class _Run(Sending):
    """A run that is begun from outside."""

    def begin(self, start: Node | None) -> None:
        if start is not None and self.call.function is not None:
            outer = {function_of(each) for each in self.project.callers(self.call.function)}
            self._callers = {each for each in outer if each is not None}
        try:
            if start is None:
                self.armed = True
                self.value(self.call.node)
            else:
                self._invoke(start, [], {}, None)
        except Leave:
            pass
        except RecursionError:
            self.gave_up = True

    def asked_about(self, function: Node) -> bool | None:
        """Run a library's condition with what such conditions are given."""
        parameters = [each for each in function.all("parameter") if each.name not in {"self", "cls"}]
        both = any(_ANSWERED.search(each.name.lower()) for each in parameters) and len(parameters) > 1
        given: list[Value] = []
        for each in parameters:
            lower = each.name.lower()
            if re.search(r"^e$|^ex$|err|exc|cause|reason|throw|fail", lower):
                given.append(Error("", None) if self.status == NO_ANSWER or not both else None)
            elif _ANSWERED.search(lower):
                given.append(ANSWER if self.status != NO_ANSWER else None)
            elif not both:
                given.append(Error("", None) if self.status == NO_ANSWER else ANSWER)
            else:
                given.append(ANY)
        try:
            return answers.truth(self._invoke(function, given, {}, None, inside=True))
        except Thrown:
            return None
        except Leave:
            return None


def starts(project: Project, call: ProviderCall) -> list[Node | None]:
    """
    Return where to begin: at the functions in which something around the request may repeat it, else at the request.

    Callers are followed two steps.
    """
    if call.function is None:
        return [None]
    request = any(makes_request(link) for link in links(call.node)) and call.sends == (call.node,)
    found: list[Node | None] = [call.function if request or _may_repeat(project, call.function, call.node) else None]
    pending = [(call.function, 0)]
    seen = {call.function}
    while pending:
        function, depth = pending.pop(0)
        for caller in project.callers(function) if depth < _FARTHEST else ():
            around = function_of(caller)
            if around is None or around in seen:
                continue
            seen.add(around)
            pending.append((around, depth + 1))
            if _may_repeat(project, around, caller):
                found.append(around)
    return found[:_MOST_STARTS]


_FARTHEST: Final = 2
_MOST_STARTS: Final = 6


def _may_repeat(project: Project, function: Node, call: Node) -> bool:
    """Whether something in a function around a call, or around the function, may run it again."""
    if any(policy_of(project, each) is not None for each in function.all("annotation")):
        return True
    for each in call.above():
        if each is function:
            break
        if each.kind is NodeKind.LOOP or (each.kind is NodeKind.FUNCTION and each.parent is not None):
            return True
        if each.kind is NodeKind.TRY and any(
            True for catch in each.all("catch") for _ in catch.find(NodeKind.CALL, NodeKind.JUMP)
        ):
            return True
    return (
        any(function in project.resolve(each) for each in project.calls(function.name) if function.holds(each))
        if function.name
        else False
    )
