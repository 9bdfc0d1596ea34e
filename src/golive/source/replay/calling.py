"""What calls do, and what they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from golive.source import answers
from golive.source.answers import ANSWER, ANY, HIDDEN, REQUEST, Closure, Error, Many, Unknown
from golive.source.calls import is_sender
from golive.source.policies import policy_of
from golive.source.project import function_of, root_name
from golive.source.replay.expressions import Expressions
from golive.source.replay.state import (
    NO_ANSWER,
    Frame,
    Jump,
    Marks,
    Returned,
    Thrown,
    makes_request,
)
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.answers import Value
    from golive.source.policies import Policy


_PENDING_CLOSURES: Final = frozenset("call get invoke apply run execute invokeasync perform accept submit".split())


class Calling(Expressions):
    """What calls do, and what they give."""

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
        if (REQUEST in arguments or on is REQUEST) and is_sender(node) and not makes_request(node):
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
        except Jump as jump:
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
            raise Thrown(error)
        if answers.fails_by_itself(self.project, node) and self.status >= answers.FIRST_ERROR:
            raise Thrown(HIDDEN if answers.translates(self.project) else Error("", None))
        return Many((ANSWER, None)) if go else ANSWER

    def _complain(self, _node: Node) -> None:
        if self.status >= answers.FIRST_ERROR:
            raise Thrown(Error("", None))

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
                self._again(function, None, Marks(0, 0, 0, 0))
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
        self._frames.append(Frame(function, names))
        self._ran.append(function)
        marks = self._marks()
        marks.ran -= 1
        found = [policy_of(self.project, annotation) for annotation in function.all("annotation")]
        policies = [each for each in reversed(found) if each is not None]  # the nearest is asked first
        try:
            try:
                result = self.run(function.one("body"))
            except Returned as returned:
                if around is not None and self._language == "kotlin" and returned.value is not None and not inside:
                    raise
                result = returned.value
            except Thrown as thrown:
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
        except Thrown as thrown:
            self._after(node, policy, thrown.error, marks)
            raise
        failed = result.values[-1] if isinstance(result, Many) else result
        if isinstance(failed, Error):
            self._after(node, policy, failed, marks)
        elif self._language == "go" and isinstance(failed, Unknown) and self._may_be_error():
            self._after(node, policy, Error("?", node), marks)
        return result


def _fits(call: Node, function: Node) -> bool:
    """Whether a call may mean a function of an object literal: `headers.get(…)` is not `api.get(…)`."""
    callee = call.one("callee")
    on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
    if on is None or function.parent is None or function.parent.kind is not NodeKind.PAIR:
        return True
    return not any(word in on.name.lower() for word in ("header", "param", "cookie", "config", "cache", "map"))
