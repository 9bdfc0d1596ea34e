"""How long the operation at hand may take: its own timeout, or what is left of the request, whichever is less."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from golive.clock import Clock, Deadline
from golive.http.errors import TimedOut

_LONGEST = 86_400.0
"""Seconds, where nobody set a timeout: more than any run, and something that a socket can count."""


MayReach = Callable[[ipaddress.IPv4Address | ipaddress.IPv6Address], bool]
"""Given an address, returns whether a connection may be made to it."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The time of one request. `shortened` tells that the run ends before the request's own limit."""

    deadline: Deadline
    shortened: bool

    @staticmethod
    def of(clock: Clock, total: float, run: Deadline | None) -> Budget:
        """Return the budget of a request that starts now: `total` seconds, or what is left of the run."""
        if run is None:
            return Budget(Deadline(clock, total), shortened=False)
        return Budget(run.within(total), shortened=run.remaining < total)

    def overrun(self, host: str) -> TimedOut:
        """Return the error that this time is over."""
        if self.shortened:
            return TimedOut(f"the time for this run was over before {host} finished its answer")
        return TimedOut(f"{host} did not finish its answer within {self.deadline.seconds:g} s")


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: how many seconds it has, and the error for when they are over."""

    seconds: float
    error: TimedOut


class Pace(threading.local):
    """
    What the current thread is in the middle of.

    httpcore hands a timeout for each single operation to the network; a server that sends one byte now and then
    never exceeds it. So the request's budget lies here, where the network layer looks it up.
    """

    budget: Budget | None = None
    ended: bool = False
    """Whether the other side closed the connection during this request."""

    may_reach: MayReach | None = None
    """Where not every address may be connected to."""

    @contextmanager
    def keeping(self, budget: Budget, may_reach: MayReach | None = None) -> Iterator[None]:
        """Hold everything that this thread does inside to the budget, and to these addresses."""
        self.budget, self.ended, self.may_reach = budget, False, may_reach
        try:
            yield
        finally:
            self.budget = self.may_reach = None

    def step(self, timeout: float | None, host: str, late: str) -> Step:
        """
        Return what an operation may take. Raises TimedOut where no time is left at all.

        `late` says what did not happen in time, with a place for the seconds: "sent nothing for {} s".
        """
        limit = _LONGEST if timeout is None else timeout
        if self.budget is None:
            return Step(limit, TimedOut(f"{host} {late.format(f'{limit:g}')}"))
        remaining = self.budget.deadline.remaining
        if remaining <= 0:
            raise self.budget.overrun(host)
        if remaining < limit:
            return Step(remaining, self.budget.overrun(host))
        return Step(limit, TimedOut(f"{host} {late.format(f'{limit:g}')}"))
