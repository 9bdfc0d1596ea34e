"""Where a run in the mind is: what names stand for, what was chosen, what has happened so far."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from golive.source import answers
from golive.source.answers import ANY, Closure, Error, Unknown
from golive.source.calls import is_sender, links
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.answers import Value
    from golive.source.calls import ProviderCall
    from golive.source.policies import Policy
    from golive.source.project import Project


NO_ANSWER: Final = 0
"""The status of a request that got no answer."""

_DEEPEST: Final = 9
_MAKES_REQUEST: Final = frozenset(
    """newrequest newrequestwithcontext newbuilder builder httprequestmessage curl_init requestentity request.builder
    requestbuilder curl_setopt curl_setopt_array restrequest httpurlconnection openconnection createrequest""".split()
)
_BUILDERS: Final = frozenset({"Post", "Get", "Put", "Request", "HttpRequest", "HttpPost", "HttpGet", "Builder"})


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """
    A way in which a request is sent again after an answer.

    `where` is the loop, function or call that repeats, `policy` what a library was told where one does it. `sure` says
    that nothing was guessed, `pauses` that it waits before, `heeds` that it reads Retry-After before. `ran` are the
    functions that each attempt runs.
    """

    where: Node
    policy: Policy | None
    sure: bool
    pauses: bool
    heeds: bool
    ran: frozenset[Node]


Memo = dict[int, tuple[Node, ...]]
"""What names stand for, by the ids of their nodes."""


class Leave(Exception):
    """The program leaves something."""


class Returned(Leave):
    """The function returns."""

    def __init__(self, value: Value) -> None:
        self.value = value


class Thrown(Leave):
    """Something is raised."""

    def __init__(self, error: Value) -> None:
        self.error = error


class Jump(Leave):
    """A loop is left, or begun again."""

    def __init__(self, operator: str) -> None:
        self.operator = operator


class Over(Leave):
    """Nothing that follows is of interest."""


@dataclass(slots=True)
class Marks:
    """How far a run was when something began."""

    fired: int
    slept: int
    heeded: int
    ran: int


@dataclass(slots=True)
class Frame:
    """The function that runs, and what its names stand for."""

    function: Node | None
    names: dict[str, Value] = field(default_factory=dict)


class Run(ABC):
    """One way through the program. The forms of code that it can run are in the classes that derive from it."""

    def __init__(self, project: Project, call: ProviderCall, status: int, decided: Sequence[bool], memo: Memo) -> None:
        self._memo = memo
        self._matched: Value = ANY
        self.project = project
        self.call = call
        self.status = status
        self.fired = self.slept = self.heeded = self.steps = 0
        self.sure = True
        self.gave_up = False
        self.armed = False
        self.rounds: list[Round] = []
        self.made: list[bool] = []
        self._decided = list(decided)
        self._frames: list[Frame] = [Frame(None)]
        self._ran: list[Node] = []
        self._caught: list[Value] = []
        self._own = list(links(call.node))
        self._makes = any(makes_request(link) for link in self._own) and call.sends == (call.node,)
        innermost = next(
            (link for link in reversed(self._own) if is_sender(link)), self._own[-1] if self._own else None
        )
        at_once = innermost if call.sends == (call.node,) and not self._makes else None
        sends = () if self._makes else call.sends
        self._sends = {id(send) for send in sends if not makes_request(send)} | {id(at_once)}
        self._path = set(call.layers) | ({call.function} if call.function is not None else set())
        self._language = project.file(call.node).language
        self._callers: set[Node] = set()

    @property
    def seen(self) -> tuple[Node, ...]:
        """The functions that were run."""
        return tuple(self._ran)

    def choose(self, *, hidden: bool) -> bool:
        """Decide what is not known, differently in each run. False comes first."""
        self.sure = self.sure and not hidden
        index = len(self.made)
        answer = self._decided[index] if index < len(self._decided) else False
        self.made.append(answer)
        return answer

    def holds(self, value: Value) -> bool:
        """Whether a value counts as true. Chosen where that is not known."""
        known = answers.truth(value)
        if known is None:
            return self.choose(hidden=isinstance(value, Unknown) and value.hidden)
        return known

    def _marks(self) -> Marks:
        return Marks(self.fired, self.slept, self.heeded, len(self._ran))

    @property
    def _names(self) -> dict[str, Value]:
        return self._frames[-1].names

    def _depth_left(self) -> bool:
        return len(self._frames) < _DEEPEST

    def _may_be_error(self) -> bool:
        """Whether what is returned after a bad answer is an error, which was made where this cannot be seen."""
        return self.status >= answers.FIRST_ERROR and self.choose(hidden=True)

    def _read(self, name: str) -> None:
        if name.lower().replace("_", "").replace("-", "") in {"retryafter", "getretryafter", "httpretryafter"}:
            self.heeded += 1

    def _forget_counters(self, region: Node) -> None:
        """Counters have other values in later rounds."""
        for each in region.find(NodeKind.ASSIGN, NodeKind.UNARY):
            targets = each.all("target") if each.kind is NodeKind.ASSIGN else each.all("operand")
            for target in targets:
                value = self._names.get(target.name)
                if isinstance(value, int | float) and not isinstance(value, bool):
                    self._names[target.name] = ANY

    @abstractmethod
    def _after(self, where: Node, policy: Policy, error: Value, marks: Marks) -> None:
        """Ask a library's settings whether it repeats after an error."""
        ...

    @abstractmethod
    def _again(self, where: Node, policy: Policy | None, marks: Marks, *, sure: bool = True) -> None:
        """Note that the request is sent again from here; go on as if it had been the last time, in another run."""
        ...

    @abstractmethod
    def _call(self, node: Node) -> Value: ...

    @abstractmethod
    def _invoke(
        self,
        function: Node,
        arguments: Sequence[Value],
        named: Mapping[str, Value],
        this: Value,
        *,
        around: Closure | None = None,
        inside: bool = False,
    ) -> Value: ...

    @abstractmethod
    def _is(self, error: Error, named: Node) -> bool | None: ...

    @abstractmethod
    def _resolved(self, node: Node) -> list[Node]: ...

    @abstractmethod
    def run(self, node: Node | None) -> Value:
        """Run a statement or an expression, and return its value."""
        ...


def makes_request(call: Node) -> bool:
    """Whether a call makes a request that another one sends."""
    callee = call.one("callee")
    path = callee.path if callee is not None else ""
    return (
        call.name.lower() in _MAKES_REQUEST
        or (call.operator == "new" and any(part in _BUILDERS for part in path.split(".")))
        or (call.name == "new" and bool(set(path.split(".")) & _BUILDERS))
    )
