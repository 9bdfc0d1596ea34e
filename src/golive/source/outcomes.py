"""
What a program does when the provider gives a certain answer: it returns, it fails, or it sends the request again.

The code around one request is run in the mind: the request is answered with a status, or not at all, and every
condition that depends on that is decided. What depends on something else (a counter, the time) goes both ways; what may
depend on the answer in a way that cannot be followed goes both ways too, and what comes after it is no longer sure.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from golive.source import answers
from golive.source.answers import ANSWER, ANY, HIDDEN, REQUEST, Closure, Error, Many, Span, Status, Unknown
from golive.source.calls import chain, is_sender, links
from golive.source.policies import policy_of
from golive.source.project import function_of, root_name
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.answers import Value
    from golive.source.calls import ProviderCall
    from golive.source.policies import Policy
    from golive.source.project import Project

NO_ANSWER: Final = 0
"""The status of a request that got no answer."""

_MOST_RUNS: Final = 48
_MOST_STEPS: Final = 6_000
_DEEPEST: Final = 9
_MAKES_REQUEST: Final = frozenset(
    """newrequest newrequestwithcontext newbuilder builder httprequestmessage curl_init requestentity request.builder
    requestbuilder curl_setopt curl_setopt_array restrequest httpurlconnection openconnection createrequest""".split()
)
_BUILDERS: Final = frozenset({"Post", "Get", "Put", "Request", "HttpRequest", "HttpPost", "HttpGet", "Builder"})
_LEAVES: Final = (NodeKind.RETURN, NodeKind.THROW, NodeKind.JUMP, NodeKind.TRY)
_ANSWERED: Final = re.compile(r"^r$|^res|resp|result|outcome|answer|^args$|^msg$|message")
"""Names of parameters that are given an answer, in lower case."""
_PENDING_CLOSURES: Final = frozenset("call get invoke apply run execute invokeasync perform accept submit".split())


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


Memo = dict[int, tuple[Node, ...]]
"""What names stand for, by the ids of their nodes."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a condition says: whether it repeats (None: not known), and whether it says no after the same answer too."""

    repeats: bool | None
    ends: bool


def outcome(project: Project, call: ProviderCall, start: Node | None, status: int, memo: Memo) -> Outcome:
    """Return what follows an answer to a request, run from the beginning of a function (None: the call alone)."""
    rounds: list[Round] = []
    decided: list[bool] = []
    sent = ends = False
    for runs in range(1, _MOST_RUNS + 1):
        run = _Run(project, call, status, decided, memo)
        run.begin(start)
        rounds += run.rounds
        sent = sent or run.fired > 0
        ends = ends or (run.fired > 0 and not run.rounds)
        decided = run.made
        while decided and decided[-1]:
            decided.pop()
        if not decided or run.gave_up:
            return Outcome(tuple(rounds), not run.gave_up and runs < _MOST_RUNS, sent, ends)
        decided[-1] = True
    return Outcome(tuple(rounds), complete=False, sent=sent, ends=ends)


def decides(project: Project, call: ProviderCall, function: Node, status: int) -> Verdict:
    """Return what a condition of a library says after an answer: it is given the error, the answer, or both."""
    found: set[bool | None] = set()
    said_no = False
    decided: list[bool] = []
    for _ in range(_MOST_RUNS):
        run = _Run(project, call, status, decided, {})
        run.fired, run.armed = 1, True
        verdict = run.asked_about(function)
        found.add(verdict if run.sure or verdict is None else None)
        said_no = said_no or verdict is False
        decided = run.made
        while decided and decided[-1]:
            decided.pop()
        if not decided or run.gave_up:
            break
        decided[-1] = True
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
    decided: list[bool] = []
    for _ in range(_MOST_RUNS):
        run = _Run(project, pseudo, status, decided, memo)
        run.fired, run.armed = 1, True
        run.asked_about(function)
        sent = run.fired > 1
        found.add(sent if run.sure or not sent else None)
        ends = ends or not sent
        pauses, heeds = pauses or (sent and run.slept > 0), heeds or (sent and run.heeded > 0)
        ran.update(run.seen)
        decided = run.made
        while decided and decided[-1]:
            decided.pop()
        if not decided or run.gave_up:
            break
        decided[-1] = True
    return Resent(True if True in found else None if None in found else False, ends, pauses, heeds, frozenset(ran))


class _Leave(Exception):
    """The program leaves something."""


class _Return(_Leave):
    def __init__(self, value: Value) -> None:
        self.value = value


class _Thrown(_Leave):
    def __init__(self, error: Value) -> None:
        self.error = error


class _Jump(_Leave):
    def __init__(self, operator: str) -> None:
        self.operator = operator


class _Over(_Leave):
    """Nothing that follows is of interest."""


@dataclass(slots=True)
class _Marks:
    """How far a run was when something began."""

    fired: int
    slept: int
    heeded: int
    ran: int


@dataclass(slots=True)
class _Frame:
    function: Node | None
    names: dict[str, Value] = field(default_factory=dict)


class _Run:
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
        self._frames: list[_Frame] = [_Frame(None)]
        self._ran: list[Node] = []
        self._caught: list[Value] = []
        self._own = list(links(call.node))
        self._makes = any(_makes_request(link) for link in self._own) and call.sends == (call.node,)
        innermost = next(
            (link for link in reversed(self._own) if is_sender(link)), self._own[-1] if self._own else None
        )
        at_once = innermost if call.sends == (call.node,) and not self._makes else None
        sends = () if self._makes else call.sends
        self._sends = {id(send) for send in sends if not _makes_request(send)} | {id(at_once)}
        self._path = set(call.layers) | ({call.function} if call.function is not None else set())
        self._language = project.file(call.node).language
        self._callers: set[Node] = set()

    @property
    def seen(self) -> tuple[Node, ...]:
        """The functions that were run."""
        return tuple(self._ran)

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
        except _Leave:
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
        except _Thrown:
            return None
        except _Leave:
            return None

    # Choices

    def choose(self, *, hidden: bool) -> bool:
        """Decide what is not known, differently in each run. False comes first."""
        self.sure = self.sure and not hidden
        index = len(self.made)
        answer = self._decided[index] if index < len(self._decided) else False
        self.made.append(answer)
        return answer

    def holds(self, value: Value) -> bool:
        known = answers.truth(value)
        if known is None:
            return self.choose(hidden=isinstance(value, Unknown) and value.hidden)
        return known

    # Statements

    def run(self, node: Node | None) -> Value:  # noqa: C901, PLR0911, PLR0912 - one case for each form
        """Run a statement or an expression, and return its value."""
        if node is None:
            return ANY
        self.steps += 1
        if self.steps > _MOST_STEPS:
            self.gave_up = True
            raise _Over
        match node.kind:
            case NodeKind.BLOCK:
                last: Value = ANY
                for child in node.children:
                    last = self.run(child)
                return last
            case NodeKind.FUNCTION | NodeKind.CLASS | NodeKind.IMPORT | NodeKind.TYPE | NodeKind.ANNOTATION:
                if node.kind is NodeKind.FUNCTION:
                    made = Closure(node, dict(self._names))
                    if node.name:
                        self._names[node.name] = made
                    return made
                return ANY
            case NodeKind.IF:
                return self._if(node)
            case NodeKind.SWITCH:
                return self._switch(node)
            case NodeKind.LOOP:
                return self._loop(node, node.one("body"), node.all("head"))
            case NodeKind.TRY:
                return self._try(node)
            case NodeKind.RETURN:
                values = [self.value(each) for each in node.all("value")]
                raise _Return(Many(tuple(values)) if len(values) > 1 else values[0] if values else None)
            case NodeKind.THROW:
                raise _Thrown(self._error(node.one("value")))
            case NodeKind.JUMP:
                raise _Jump(node.operator)
        return self.value(node)

    def _if(self, node: Node) -> Value:
        condition = node.one("condition")
        for child in node.children:
            if child is not condition and child not in node.all("then") and child not in node.all("otherwise"):
                self.run(child)
        value = self.value(condition) if condition is not None else ANY
        known = answers.truth(value)
        if known is None and value == ANY and not any(True for _ in node.find(*_LEAVES)):
            # Neither way leaves: what is known afterwards is what either does.
            first = self.run(node.one("then"))
            second = self.run(node.one("otherwise"))
            return first if node.one("otherwise") is None or first == second else answers.joined(first, second)
        if self.holds(value):
            return self.run(node.one("then"))
        return self.run(node.one("otherwise"))

    def _switch(self, node: Node) -> Value:
        subject = node.one("subject")
        value: Value = self.value(subject) if subject is not None else True
        default: Node | None = None
        for index, case in enumerate(node.all("case")):
            if not case.all("label"):
                default = case
                continue
            for label in case.all("label"):
                if node.operator == "select" and any(each.name == "Done" for each in label.find(NodeKind.CALL)):
                    continue  # whether somebody gives up waiting says nothing about how often this asks
                matches = answers.same(value, self.value(label)) if subject is not None else self.value(label)
                if self.holds(matches):
                    return self._case(node.all("case")[index:])
        return self._case((default,)) if default is not None else ANY

    def _case(self, cases: Sequence[Node]) -> Value:
        try:
            for case in cases:
                if case.one("body") is not None:
                    return self.run(case.one("body"))
        except _Jump as jump:
            if jump.operator != "break" or self._language in {"ruby", "kotlin"}:
                raise
        return ANY

    def _loop(self, node: Node, body: Node | None, head: Sequence[Node]) -> Value:  # noqa: C901, PLR0912 - one case for each form
        self._forget_counters(node)
        marks = self._marks()
        conditions = [each for each in head if each.kind is not NodeKind.ASSIGN and not _steps(each)]
        over = node.operator in {"for", "each"} and not any(_decides(each) for each in conditions)
        policy = next((found for each in head for found in [policy_of(self.project, each)] if found is not None), None)
        for each in head:
            if each.kind is NodeKind.ASSIGN:
                for target in each.all("target"):
                    self._names[target.name] = ANY
            elif over:
                self.value(each)
        if node.operator != "do" and not over and not all(self._head(each) for each in conditions):
            return ANY
        try:
            self.run(body)
        except _Jump as jump:
            if jump.operator == "break":
                return ANY
            if jump.operator not in {"continue", "next", "redo"}:
                raise
        except _Thrown as thrown:
            if policy is None:
                raise
            self._after(node, policy, thrown.error, marks)
            raise
        if self.fired > marks.fired:
            if not over and not all(self._head(each) for each in conditions):
                return ANY
            if policy is None:
                self._again(node, None, marks)
        return ANY

    def _head(self, condition: Node) -> bool:
        value = self.value(condition)
        known = answers.truth(value)
        if known is None and value == ANY:
            return True
        return self.holds(value)

    def _try(self, node: Node) -> Value:
        self._forget_counters(node)
        marks = self._marks()
        try:
            value = self._guarded(node)
        except _Jump as jump:
            if jump.operator != "retry":
                raise
            if self.fired > marks.fired:
                self._again(node, None, marks)
            raise _Over from None
        finally:
            final = node.one("final")
            if final is not None:
                self.run(final)
        return value

    def _guarded(self, node: Node) -> Value:
        try:
            value = self.run(node.one("body"))
            for extra in node.all("otherwise"):
                value = self.run(extra)
        except _Thrown as thrown:
            for catch in node.all("catch"):
                matches = self._catches(catch, thrown.error)
                if matches is None:
                    matches = self.choose(hidden=True)
                if matches:
                    return self._caught_by(catch, thrown.error)
            raise
        return value

    def _caught_by(self, catch: Node, error: Value) -> Value:
        if catch.name:
            self._names[catch.name] = error
        self._caught.append(error)
        try:
            guard = catch.one("condition") or next(
                (each for each in catch.children if each not in catch.all("type") and each is not catch.one("body")),
                None,
            )
            if guard is not None and not self.holds(self.value(guard)):
                raise _Thrown(error)
            return self.run(catch.one("body"))
        finally:
            self._caught.pop()

    def _catches(self, catch: Node, error: Value) -> bool | None:
        if not isinstance(error, Error):
            return True if not catch.all("type") else None
        found = [self._is(error, each) for each in catch.all("type")]
        if not found or True in found:
            return True
        return None if None in found else False

    def _is(self, error: Error, named: Node) -> bool | None:
        name = named.name or named.path
        if named.kind in {NodeKind.LIST, NodeKind.OTHER}:
            each = [self._is(error, item) for item in named.children]
            return True if True in each else None if None in each else False
        if named.kind is NodeKind.NAME:
            listed = [value for value in self.project.values(named) if value.kind is NodeKind.LIST]
            if listed:
                return self._is(error, listed[0])
        path = named.name.lstrip("*&") if named.kind is NodeKind.TYPE else named.path
        return answers.is_error(self.project, error, name.rpartition(".")[2].lstrip("*&\\"), path, self.status)

    # Sending again

    def _marks(self) -> _Marks:
        return _Marks(self.fired, self.slept, self.heeded, len(self._ran))

    def _again(self, where: Node, policy: Policy | None, marks: _Marks, *, sure: bool = True) -> None:
        """Note that the request is sent again from here; go on as if it had been the last time, in another run."""
        ran = frozenset(self._ran[marks.ran :])
        self.rounds.append(
            Round(where, policy, self.sure and sure, self.slept > marks.slept, self.heeded > marks.heeded, ran)
        )
        if not self.choose(hidden=False):
            raise _Over

    def _after(self, where: Node, policy: Policy, error: Value, marks: _Marks) -> None:
        """Ask a library's settings whether it repeats after an error."""
        if self.fired == marks.fired:
            return
        repeats = self._asked(policy, error)
        if repeats is not False:
            self._again(where, policy, marks, sure=repeats is True)

    def _asked(self, policy: Policy, error: Value) -> bool | None:
        if isinstance(error, Error) and error.final:
            return False
        verdicts: list[bool | None] = []
        for wanted, node in policy.conditions:
            verdict = self._condition(node, error)
            verdicts.append(verdict if wanted or verdict is None else not verdict)
        if not verdicts:
            return policy.repeats_by_default
        return False if False in verdicts else None if None in verdicts else True

    def _condition(self, node: Node, error: Value) -> bool | None:  # noqa: C901, PLR0911 - one case for each form
        """Whether a library's condition (a type of error, a list of them, a function) holds for an error."""
        if node.kind is NodeKind.FUNCTION:
            return answers.truth(self._invoke(node, [error], {}, None, inside=True))
        if node.kind is NodeKind.BINARY and node.operator in {"|", "or", "&", "and"}:
            sides = [self._condition(each, error) for each in (*node.all("left"), *node.all("right"))]
            decisive = node.operator in {"|", "or"}
            return decisive if decisive in sides else None if None in sides else not decisive
        if node.kind is NodeKind.CALL:
            found = [self._condition(each, error) for each in node.all("argument")]
            if "result" in node.name:
                return False
            verdict = True if True in found else None if None in found or not found else False
            return (not verdict if verdict is not None else None) if "not" in node.name.split("_") else verdict
        if node.kind is NodeKind.LIST:
            found = [self._condition(each, error) for each in node.all("item")]
            return True if True in found else None if None in found else False
        if node.kind is NodeKind.PAIR and node.one("value") is not None:
            return self._condition(node.all("value")[0], error)
        functions = self._meant(node)
        if functions:
            return answers.truth(self._invoke(functions[0], [error], {}, None, inside=True))
        for value in self._values(node):
            if value.kind is not NodeKind.NAME:
                return self._condition(value, error)
        if isinstance(error, Error) and node.kind in {NodeKind.NAME, NodeKind.MEMBER}:
            return self._is(error, node if node.name != "class" else node.all("object")[0])
        return None

    def _meant(self, node: Node) -> list[Node]:
        """Return the functions that a name refers to, those of the class that it names first."""
        found = list(self.project.functions(node.name)) if node.name else []
        base = node.one("object")
        own = [
            each
            for each in found
            for owner in [each.within(NodeKind.CLASS)]
            if owner is not None and base is not None and owner.name == base.name
        ]
        return own or found

    # Expressions

    @property
    def _names(self) -> dict[str, Value]:
        return self._frames[-1].names

    def value(self, node: Node) -> Value:  # noqa: C901, PLR0911, PLR0912 - one case for each kind
        """Return what an expression is worth, as far as that is known."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            self.gave_up = True
            raise _Over
        match node.kind:
            case NodeKind.CONSTANT:
                return {"true": True, "false": False}.get(node.name)
            case NodeKind.NUMBER:
                return answers.number(node.name)
            case NodeKind.STRING:
                for part in node.all("part"):
                    self.value(part)
                self._read(node.name)
                return node.name if not node.all("part") else ANY
            case NodeKind.NAME:
                return self._named(node)
            case NodeKind.MEMBER:
                return self._member(node)
            case NodeKind.INDEX:
                base = [self.value(each) for each in (*node.all("object"), *node.all("index"))]
                index = node.one("index")
                if base and isinstance(base[0], Error | answers.Answer) and index is not None and index.name:
                    return self._part(base[0], index.name)
                return answers.taint(base)
            case NodeKind.BINARY:
                return self._binary(node)
            case NodeKind.UNARY:
                return self._unary(node)
            case NodeKind.CAST:
                return self.value(node.all("value")[0]) if node.one("value") is not None else ANY
            case NodeKind.CALL:
                return self._call(node)
            case NodeKind.ASSIGN:
                return self._assign(node)
            case NodeKind.LIST:
                listed = answers.Listed(tuple(self.value(each) for each in node.all("item")))
                written = node.one("type")
                of = written.name.rpartition(".")[2] if written is not None and "[" not in written.name else ""
                return Error(of, node) if of.lower().endswith(("err", "error")) else listed
            case NodeKind.OBJECT:
                values = [self.value(each) for each in node.children if each.kind is not NodeKind.TYPE]
                written = node.one("type")
                name = node.name or (written.name if written is not None else "")
                if "err" in name.lower() or answers.ancestors(self.project, name) & answers.ERRORS:
                    return Error(name.rpartition(".")[2].lstrip("*&"), node)
                return REQUEST if REQUEST in values else ANY
            case NodeKind.PAIR:
                self.value(node.all("key")[0]) if node.one("key") is not None else None
                return self.value(node.all("value")[0]) if node.one("value") is not None else ANY
            case NodeKind.OTHER:
                return answers.taint([self.run(child) for child in node.children])
            case NodeKind.PARAMETER | NodeKind.TYPE | NodeKind.ANNOTATION:
                return ANY
        return self.run(node)

    def _named(self, node: Node) -> Value:
        for frame in reversed(self._frames[-1:]):
            if node.name in frame.names:
                return frame.names[node.name]
        self._read(node.name)
        if node.name.lower() in answers.STATUS and self.fired:
            return Status(self.status)
        named = answers.named_status(node.name)
        if named is not None:
            return named
        if self.fired and self._matched is not ANY and self._language in {"java", "csharp"} and not self._values(node):
            return self._matched
        found = [each for each in self._values(node) if function_of(each) is None]
        if len(found) == 1 and found[0] is not node and self._depth_left():
            return self._constant(found[0])
        if node.name in {"rand", "sleep"} and self._language == "ruby":
            return ANY
        return ANY

    def _values(self, node: Node) -> tuple[Node, ...]:
        known = self._memo.get(id(node))
        if known is None:
            known = self._memo[id(node)] = self.project.values(node)
        return known

    def _constant(self, node: Node) -> Value:
        if node.kind is NodeKind.STRING:
            self._read(node.name)
        if node.kind is NodeKind.CALL and len(node.all("argument")) == 1 and node.name.lower() in answers.WRAPS:
            return self.value(node.all("argument")[0])
        if node.kind is NodeKind.CALL and node.name.lower() in answers.WRAPS:
            return answers.Listed(tuple(self.value(each) for each in node.all("argument")))
        if node.kind is NodeKind.MEMBER and node.name == "freeze":
            return self.value(node.all("object")[0])
        if node.kind is NodeKind.CALL and node.name == "freeze":
            callee = node.one("callee")
            return self.value(callee.all("object")[0]) if callee is not None and callee.all("object") else ANY
        if node.kind in {NodeKind.NUMBER, NodeKind.STRING, NodeKind.LIST, NodeKind.BINARY, NodeKind.CONSTANT}:
            return self.value(node)
        if node.kind is NodeKind.FUNCTION:
            return Closure(node, {})
        return ANY

    def _member(self, node: Node) -> Value:
        self._read(node.name)
        named = answers.named_status(node.name)
        base = node.one("object")
        if named is not None and (base is None or base.kind in {NodeKind.NAME, NodeKind.MEMBER}):
            return named
        on = self.value(base) if base is not None else ANY
        if isinstance(on, Error | answers.Answer):
            return self._part(on, node.name)
        if isinstance(on, Status):
            return on if node.name.lower() in answers.KEEPS else answers.judged(node.name, self.status) or HIDDEN
        if node.path in self._names:
            return self._names[node.path]
        if base is not None and base.name in {"self", "this", "cls", "static"} | {
            each.name for each in self._owner(node)
        }:
            found = [each for each in self._values(node) if each is not node]
            if len(found) == 1 and self._depth_left():
                return self._constant(found[0])
        return answers.taint([on])

    def _owner(self, node: Node) -> Iterator[Node]:
        return (each for each in node.above() if each.kind is NodeKind.CLASS)

    def _part(self, on: Value, name: str) -> Value:
        """Return a part of an answer or of an error."""
        lower = name.lower().strip("_").removeprefix("get") if len(name) > len("get") else name.lower()
        if isinstance(on, Error) and lower == "code" and self.status == NO_ANSWER:
            return HIDDEN
        if lower in answers.STATUS or lower.rstrip("?") in answers.STATUS:
            return Status(self.status)
        if lower in {"headers", "header", "retryafter", "retry_after"}:
            return ANY
        judged = answers.judged(name, self.status)
        if judged is not None:
            return judged
        if lower in {"response", "error", "result"}:
            return ANSWER if self.status != NO_ANSWER else None
        if isinstance(on, Error):
            # What was asked is the same whatever the answer.
            return ANY if lower in {"config", "request", "options"} else self._field(on, name)
        return HIDDEN

    def _field(self, error: Error, name: str) -> Value:  # noqa: C901 - one case for each form
        """Return what an error of the merchant was given under a name when it was made."""
        made = error.made
        if made is None:
            return HIDDEN
        for pair in made.find(NodeKind.PAIR):
            if pair.name == name and pair.one("value") is not None:
                return self.value(pair.all("value")[0])
        for owner in self.project.classes(error.name):
            for each in owner.find(NodeKind.ASSIGN):
                target = each.one("target")
                if target is not None and target.name == name and each.one("value") is not None:
                    maker = function_of(each)
                    names = dict(error.given)
                    if maker is not None and not names:
                        names = {parameter.name: HIDDEN for parameter in maker.all("parameter")}
                    self._frames.append(_Frame(maker, names))
                    try:
                        return self.value(each.all("value")[0])
                    finally:
                        self._frames.pop()
            for index, parameter in enumerate(owner.all("parameter")):
                if parameter.name == name and made.kind is NodeKind.CALL and index < len(made.all("argument")):
                    return dict(error.given).get(name, HIDDEN)
            for method in owner.find(NodeKind.FUNCTION):
                if method.name == name:
                    return self._invoke(method, [], {}, error, inside=True)
        return dict(error.given).get(name, HIDDEN)

    def _binary(self, node: Node) -> Value:  # noqa: C901, PLR0911 - one case for each form
        left = node.one("left")
        right = node.one("right")
        if left is None or right is None:
            return ANY
        if len(node.all("right")) > 1:
            return self._compared(node)
        first = self.value(left)
        operator = node.operator
        if operator in {"and", "or", "&&", "||"}:
            decisive = operator in {"or", "||"}
            known = answers.truth(first)
            if known is decisive:
                return first
            second = self.value(right)
            if known is not None:
                return second
            if answers.truth(second) is decisive:
                return second
            return answers.joined_unknown(first, second)
        if operator in {"??", "?:"}:
            return first if first is not None and not isinstance(first, Unknown) else self.value(right)
        if operator == "instanceof":
            if isinstance(first, Error):
                found = self._is(first, right)
                if found is not False:
                    self._matched = first
                return HIDDEN if found is None else found
            if first is None:
                return False
            return HIDDEN if answers.is_hidden(first) else ANY
        return answers.binary(operator, first, self.value(right))

    def _compared(self, node: Node) -> Value:
        """Return what a chain of comparisons gives: `200 <= status < 300`."""
        parts = [*node.all("left"), *node.all("right")]
        values = [self.value(each) for each in parts]
        data = self.project.file(node).data
        found: list[Value] = []
        for index, (before, after) in enumerate(itertools.pairwise(parts)):
            operator = data[before.end : after.start].decode(errors="replace").strip("() \n\t")
            found.append(answers.binary(operator, values[index], values[index + 1]))
        known = [answers.truth(each) for each in found]
        return False if False in known else True if None not in known else answers.taint(found)

    def _unary(self, node: Node) -> Value:
        operand = node.one("operand")
        if operand is None:
            return ANY
        value = self.value(operand)
        if node.operator in {"not", "!"}:
            known = answers.truth(value)
            return value if known is None else not known
        if node.operator in {"await", "*", "&", "!!", "...", "+"}:
            return value
        return answers.taint([value])

    def _assign(self, node: Node) -> Value:  # noqa: C901, PLR0912 - one case for each form
        targets, given = node.all("target"), node.all("value")
        values = [self.value(each) for each in given]
        if not given and self._language in {"javascript", "typescript"}:
            self._names.update({target.name: None for target in targets if target.kind is NodeKind.NAME})
            return ANY
        if node.operator not in {"=", ":="}:
            for target in targets:
                if target.kind is NodeKind.NAME:
                    self._names[target.name] = ANY if node.operator not in {"||=", "??="} else answers.taint(values)
            return ANY
        if len(values) == 1 and len(targets) > 1:
            value = values[0]
            if isinstance(value, Many):
                values = list(value.values) + [ANY] * len(targets)
            elif isinstance(value, Error | answers.Answer):
                values = [self._part(value, target.name) for target in targets]
            elif self._language == "go" and isinstance(value, Unknown) and self._goes_well(given[0], targets[-1]):
                values = [value] * (len(targets) - 1) + [None]
            else:
                values = [value] * len(targets)
        elif len(values) == 1 and self._language == "go" and values[0] == ANY and targets[0].name.startswith("err"):
            values = [None]
        elif len(values) == 1 and isinstance(values[0], Many):
            values = [values[0].values[0]]
        for target, value in zip(targets, values, strict=False):
            if target.kind is NodeKind.NAME:
                self._names[target.name] = value
            elif target.kind is NodeKind.MEMBER and target.path:
                self._names[target.path] = value
        return values[-1] if values else ANY

    def _goes_well(self, call: Node, error: Node) -> bool:
        """Whether an error of Go is none: nothing but the request goes wrong, such as reading the body."""
        return error.name.startswith("err") and not (call.kind is NodeKind.CALL and self._resolved(call))

    # Calls

    def _call(self, node: Node) -> Value:  # noqa: C901 - one case for each form
        callee = node.one("callee")
        if any(node is each for each in self._own):
            self.armed = True
        on: Value = ANY
        if callee is not None and callee.kind is NodeKind.MEMBER and callee.one("object") is not None:
            on = self.value(callee.all("object")[0])
        elif callee is not None and callee.kind is not NodeKind.NAME:
            on = self.value(callee)
        self._read(node.name)
        policy = policy_of(self.project, node)
        arguments: list[Value] = []
        named: dict[str, Value] = {}
        for argument in node.all("argument"):
            value = Closure(argument, self._names) if argument.kind is NodeKind.FUNCTION else self.value(argument)
            if argument.kind is NodeKind.PAIR:
                named[argument.name] = value
            else:
                arguments.append(value)
        if id(node) in self._sends and (self.armed or on is REQUEST):
            return self._fire(node)
        if answers.waits(node) and not self._computes(node):
            self.slept += 1
            return ANY
        if policy is not None and policy.wraps:
            return self._wrapped(node, policy, arguments, on)
        if self._makes and any(node is each for each in self._own):
            return Many((REQUEST, None)) if self._language == "go" and node.name.startswith("New") else REQUEST
        if (REQUEST in arguments or on is REQUEST) and is_sender(node) and not _makes_request(node):
            inner = self._resolved(node)
            if not inner:
                return self._fire(node)
        return self._applied(node, on, arguments, named)

    def _applied(self, node: Node, on: Value, arguments: list[Value], named: dict[str, Value]) -> Value:  # noqa: C901, PLR0911, PLR0912 - one case for each form
        callee = node.one("callee")
        name = node.name
        lower = name.lower()
        found = self._names.get(callee.name) if callee is not None and callee.kind is NodeKind.NAME else None
        if isinstance(found, Closure):
            return self._invoke(found.node, arguments, named, None, around=found)
        if isinstance(on, Closure) and (lower in _PENDING_CLOSURES or lower == "()"):
            return self._invoke(on.node, arguments, named, None, around=on)
        if lower == "yield":
            block = self._names.get("&block")
            if isinstance(block, Closure):
                return self._invoke(block.node, arguments, named, None, around=block)
        if lower in {"throwerror", "timer"}:
            return lower == "timer"  # of rxjs: what a delay of its `retry` gives
        if lower == "repeat" and len(arguments) == len({"times", "block"}) and isinstance(arguments[1], Closure):
            return self._repeat(node, arguments[1])
        made = self._error_of(node, arguments, named)
        if made is not None:
            return made
        if isinstance(on, Error | answers.Answer):
            if answers.complains(lower):
                self._complain(node)
                return on
            part = self._part(on, name)
            if part != HIDDEN:
                return part
            if lower in answers.SAME_ANSWER:
                return on
            if isinstance(on, answers.Answer) and lower in {"then", "thenapply", "let", "also", "tap"}:
                return self._then(arguments, on)
        known = answers.asked(name, on, arguments, self.status)
        if known is not None:
            return known
        if lower in {"isinstance", "is_a?", "kind_of?", "as", "is_a", "isa"}:
            return self._type_asked(node, on, arguments)
        root = self._names.get(root_name(callee)) if callee is not None and callee.kind is NodeKind.MEMBER else None
        functions = [] if isinstance(root, answers.Answer) else self._resolved(node)
        if functions and (self.armed or self._leads_on(functions[0], arguments)):
            return self._invoke(functions[0], arguments, named, on if isinstance(on, Error) else None)
        for each in (*arguments, *named.values()):
            if isinstance(each, Closure):
                result = self._invoke(each.node, [], {}, None, around=each)
                if self.fired:
                    return result
        if REQUEST in arguments or on is REQUEST or REQUEST in named.values():
            return REQUEST
        return answers.taint([on, *arguments, *named.values()])

    def _then(self, arguments: list[Value], on: Value) -> Value:
        first = arguments[0] if arguments else None
        return self._invoke(first.node, [on], {}, None, around=first) if isinstance(first, Closure) else HIDDEN

    def _repeat(self, node: Node, block: Closure) -> Value:
        """Run Kotlin's `repeat`: a return with a value leaves the function around it."""
        marks = self._marks()
        try:
            self._invoke(block.node, [ANY], {}, None, around=block)
        except _Jump as jump:
            if jump.operator == "break":
                return ANY
        if self.fired > marks.fired:
            self._again(node, None, marks)
        return ANY

    def _type_asked(self, node: Node, on: Value, arguments: list[Value]) -> Value:
        given = node.all("argument")
        about = arguments[0] if node.name in {"isinstance", "As"} and arguments else on
        types = given[1:] if node.name in {"isinstance", "As"} else given
        if not isinstance(about, Error):
            if about is None:
                return False
            return HIDDEN if answers.is_hidden(about) else ANY
        found: list[bool | None] = []
        for each in types:
            target = each.one("operand") if each.kind is NodeKind.UNARY else each
            if node.name == "As" and target is not None:
                written = self._written_type(target)
                verdict = self._is(about, written) if written is not None else None
                if verdict is not False:
                    self._names[target.name] = about
                found.append(verdict)
            elif target is not None:
                found.append(self._is(about, target))
        return True if True in found else HIDDEN if None in found or not found else False

    def _written_type(self, name: Node) -> Node | None:
        scope = function_of(name)
        for each in scope.find(NodeKind.ASSIGN) if scope is not None else ():
            if each.name == name.name or any(target.name == name.name for target in each.all("target")):
                return each.one("type") or each.one("value")
        return None

    def _fire(self, node: Node) -> Value:
        """Answer the request, or do not."""
        if not self.armed and not self._makes:
            return ANY
        self.fired += 1
        go = self._language == "go"
        if self.status == NO_ANSWER:
            error = Error("", None)
            if go:
                return Many((None, error))
            if node.name.startswith("curl_"):
                return False
            raise _Thrown(error)
        if answers.fails_by_itself(self.project, node) and self.status >= answers.FIRST_ERROR:
            raise _Thrown(HIDDEN if answers.translates(self.project) else Error("", None))
        return Many((ANSWER, None)) if go else ANSWER

    def _complain(self, _node: Node) -> None:
        if self.status >= answers.FIRST_ERROR:
            raise _Thrown(Error("", None))

    def _computes(self, node: Node) -> bool:
        """Whether something that is called like a wait only tells how long to: `sleep(delay(attempt))`."""
        inside = any(each.kind is NodeKind.CALL and answers.waits(each) for each in node.above())
        functions = self.project.resolve(node)
        return (
            inside
            and bool(functions)
            and not any(answers.waits(each) for function in functions for each in function.find(NodeKind.CALL))
        )

    def _error(self, node: Node | None) -> Value:
        if node is None:
            return self._caught[-1] if self._caught else Error("", None)
        value = self.value(node)
        if isinstance(value, Error):
            return value
        if node.kind in {NodeKind.NAME, NodeKind.MEMBER} and node.name[:1].isupper():
            return Error(node.name, node)
        return HIDDEN if answers.is_hidden(value) else Error("?", node)

    def _error_of(self, node: Node, arguments: list[Value], named: dict[str, Value]) -> Error | None:
        """Return the error that a call makes, None where it makes none."""
        name = node.name
        if answers.is_final(name):
            inner = next((each for each in arguments if isinstance(each, Error)), None)
            return Error(inner.name if inner is not None else name, node, final=True)
        if name in {"Errorf", "Wrap", "Wrapf", "WithStack", "WithMessage"}:
            return next((each for each in arguments if isinstance(each, Error)), Error("?", node))
        if node.one("callee") is not None and node.all("callee")[0].path in {"errors.New", "backoff.RetryAfter"}:
            return Error("?", node)
        owner = name
        callee = node.one("callee")
        if callee is not None and callee.path in {"cls", "static", "self"} and answers.is_maker(node):
            around = node.within(NodeKind.CLASS)
            owner = name = around.name if around is not None else name
        elif name in {"new", "from", "of", "create", "forStatus", "fromResponse"} and callee is not None:
            base = callee.one("object")
            owner = base.name if base is not None else name
        likely = owner.endswith(("Error", "Exception", "Failure")) and owner[:1].isupper()
        if not likely and not answers.ancestors(self.project, owner) & answers.ERRORS:
            return None
        if name != owner and self._resolved(node):
            return None
        given = dict(named)
        for each in self.project.classes(owner):
            maker = next((one for one in each.find(NodeKind.FUNCTION) if one.name in {*answers.MAKERS, owner}), each)
            parameters = [one for one in maker.all("parameter") if one.name not in {"self", "this"}]
            given |= {one.name: value for one, value in zip(parameters, arguments, strict=False)}
        return Error(owner, node, given=tuple(given.items()))

    def _leads_on(self, function: Node, arguments: list[Value]) -> bool:
        """Whether a function may get to the request, before it was begun."""
        around = any(isinstance(each, Closure) and each.node.holds(self.call.node) for each in arguments)
        return function in self._path or around or function.holds(self.call.node) or function in self._callers

    def _resolved(self, node: Node) -> list[Node]:
        functions = [each for each in self.project.resolve(node) if each.one("body") is not None and _fits(node, each)]
        on_path = [each for each in functions if each in self._path]
        if on_path:
            return on_path
        holding = [each for each in functions if each.holds(self.call.node)]
        return holding or functions

    def _invoke(  # noqa: C901, PLR0912 - one case for each form
        self,
        function: Node,
        arguments: Sequence[Value],
        named: Mapping[str, Value],
        this: Value,
        *,
        around: Closure | None = None,
        inside: bool = False,
    ) -> Value:
        if any(frame.function is function for frame in self._frames):
            if self.fired and (function in self._path or function.holds(self.call.node)):
                self._again(function, None, _Marks(0, 0, 0, 0))
            return HIDDEN if self.fired else ANY
        if not self._depth_left():
            return answers.taint([*arguments, *named.values()])
        names: dict[str, Value] = around.names if around is not None else {}
        parameters = [each for each in function.all("parameter") if each.name not in {"self", "cls"}]
        for parameter in parameters:
            for inner in parameter.all("parameter"):
                names[inner.name] = ANY
        for parameter, value in zip(parameters, arguments, strict=False):
            names[parameter.name] = value
        for parameter in parameters[len(arguments) :]:  # what is not given
            default = parameter.one("default")
            names[parameter.name] = self._constant(default) if default is not None else ANY
            if default is not None and default.kind is NodeKind.CONSTANT:
                names[parameter.name] = ANY
        if any(each.name == function.name for each in function.find(NodeKind.CALL)):
            # It calls itself, with other numbers each time.
            counters = [each.name for each in parameters if type(names[each.name]) is int]
            names |= dict.fromkeys(counters, ANY)
        names |= {name: value for name, value in named.items() if any(each.name == name for each in parameters)}
        closures = [each for each in arguments if isinstance(each, Closure)]
        if (closures and len(arguments) > len(parameters)) or (closures and self._language == "ruby"):
            names["&block"] = closures[-1]
        if this is not None:
            names["self"] = names["this"] = this
        self._frames.append(_Frame(function, names))
        self._ran.append(function)
        marks = self._marks()
        marks.ran -= 1
        found = [policy_of(self.project, annotation) for annotation in function.all("annotation")]
        policies = [each for each in reversed(found) if each is not None]  # the nearest is asked first
        try:
            try:
                result = self.run(function.one("body"))
            except _Return as returned:
                if around is not None and self._language == "kotlin" and returned.value is not None and not inside:
                    raise
                result = returned.value
            except _Thrown as thrown:
                for policy in policies:
                    self._after(function, policy, thrown.error, marks)
                raise
            if (
                function.one("body") is not None
                and function.all("body")[0].kind is NodeKind.BLOCK
                and not (self._language in {"ruby", "kotlin"} or isinstance(result, Many) or result is not ANY)
            ):
                return result
            return result
        finally:
            self._frames.pop()

    def _wrapped(self, node: Node, policy: Policy, arguments: list[Value], on: Value) -> Value:
        """Run what a library was given to repeat."""
        marks = self._marks()
        functions = [each for each in arguments if isinstance(each, Closure)]
        if not functions:
            for argument in node.all("argument"):
                found = self.project.functions(argument.name) if argument.name else ()
                functions += [Closure(each, {}) for each in found[:1]]
        if not functions:
            return answers.taint([on, *arguments])
        try:
            result = self._invoke(functions[0].node, [ANY, ANY], {}, None, around=functions[0])
        except _Thrown as thrown:
            self._after(node, policy, thrown.error, marks)
            raise
        failed = result.values[-1] if isinstance(result, Many) else result
        if isinstance(failed, Error):
            self._after(node, policy, failed, marks)
        elif self._language == "go" and isinstance(failed, Unknown) and self._may_be_error():
            self._after(node, policy, Error("?", node), marks)
        return result

    def _may_be_error(self) -> bool:
        """Whether what is returned after a bad answer is an error, which was made where this cannot be seen."""
        return self.status >= answers.FIRST_ERROR and self.choose(hidden=True)

    def _read(self, name: str) -> None:
        if name.lower().replace("_", "").replace("-", "") in {"retryafter", "getretryafter", "httpretryafter"}:
            self.heeded += 1

    def _depth_left(self) -> bool:
        return len(self._frames) < _DEEPEST

    def _forget_counters(self, region: Node) -> None:
        """Counters have other values in later rounds."""
        for each in region.find(NodeKind.ASSIGN, NodeKind.UNARY):
            targets = each.all("target") if each.kind is NodeKind.ASSIGN else each.all("operand")
            for target in targets:
                value = self._names.get(target.name)
                if isinstance(value, int | float) and not isinstance(value, bool):
                    self._names[target.name] = ANY


def _fits(call: Node, function: Node) -> bool:
    """Whether a call may mean a function of an object literal: `headers.get(…)` is not `api.get(…)`."""
    callee = call.one("callee")
    on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
    if on is None or function.parent is None or function.parent.kind is not NodeKind.PAIR:
        return True
    return not any(word in on.name.lower() for word in ("header", "param", "cookie", "config", "cache", "map"))


def _makes_request(call: Node) -> bool:
    callee = call.one("callee")
    path = callee.path if callee is not None else ""
    return (
        call.name.lower() in _MAKES_REQUEST
        or (call.operator == "new" and any(part in _BUILDERS for part in path.split(".")))
        or (call.name == "new" and bool(set(path.split(".")) & _BUILDERS))
    )


def _steps(node: Node) -> bool:
    return node.kind is NodeKind.UNARY and node.operator in {"++", "--"}


def _decides(node: Node) -> bool:
    """Whether a loop's head is a condition, rather than what it runs over."""
    return node.kind in {NodeKind.BINARY, NodeKind.UNARY} and node.operator not in {"..", "await", "*", "&", "..."}


def starts(project: Project, call: ProviderCall) -> list[Node | None]:
    """
    Return where to begin: at the functions in which something around the request may repeat it, else at the request.

    Callers are followed two steps.
    """
    if call.function is None:
        return [None]
    request = any(_makes_request(link) for link in links(call.node)) and call.sends == (call.node,)
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


__all__ = ["NO_ANSWER", "Outcome", "Round", "Span", "chain", "outcome", "starts"]
