"""Follow a value through a program: which expressions hold it, by assignments, arguments, parameters and results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from golive.source.project import root_name, scope_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.project import Project

_ROUNDS: Final = 8
"""How often the functions are gone through: a value goes one function further in each."""

_FILLS: Final = frozenset(
    "write update append push add put set concat << fprintf fprint writestring addall appendall dofinal".split()
)
"""Methods that put their arguments into what they are called on."""


class Carried:
    """
    Where a value goes in some functions.

    `is_seed` says of a node whether it is the value itself. `stops` says of a node that what is in it comes out
    changed so much that it is not the value any more.
    """

    def __init__(
        self,
        project: Project,
        functions: Iterable[Node],
        is_seed: Callable[[Node], bool],
        *,
        stops: Callable[[Node], bool] = lambda _node: False,
    ) -> None:
        self._project = project
        self._functions = tuple(dict.fromkeys(functions))
        self._is_seed = is_seed
        self._stops = stops
        self._names: set[tuple[int, str]] = set()
        self._members: set[str] = set()
        self._returning: set[int] = set()
        known = -1
        for _ in range(_ROUNDS):
            if known == len(self._names) + len(self._members) + len(self._returning):
                break
            known = len(self._names) + len(self._members) + len(self._returning)
            for function in self._functions:
                self._go_through(function)

    def holds(self, node: Node | None) -> bool:
        """Whether an expression holds the value, or something made of it."""
        return self.where(node) is not None

    def where(self, node: Node | None) -> Node | None:
        """Return the first part of an expression that is, or names, the value. None where it does not hold it."""
        return next(self._parts(node), None) if node is not None else None

    def _parts(self, node: Node) -> Iterator[Node]:
        pending = [node]
        while pending:
            current = pending.pop()
            if self._is_seed(current):
                yield current
            if self._stops(current):
                continue
            if current.kind is NodeKind.FUNCTION and current is not node:
                continue
            if self._is_named(current) or (
                current.kind is NodeKind.CALL and any(id(each) in self._returning for each in self._resolved(current))
            ):
                yield current
            pending.extend(reversed(current.children))

    def _is_named(self, node: Node) -> bool:
        match node.kind:
            case NodeKind.NAME:
                if not self._names or _is_key(node):
                    return False
                scopes = [each for each in node.above() if each.kind is NodeKind.FUNCTION or each.parent is None]
                return any((id(scope), node.name) in self._names for scope in scopes)
            case NodeKind.MEMBER:
                return node.path in self._members
        return False

    def _resolved(self, call: Node) -> tuple[Node, ...]:
        return self._project.resolve(call)

    def _go_through(self, function: Node) -> None:
        for node in function.walk():
            match node.kind:
                case NodeKind.ASSIGN:
                    self._assigned(node)
                case NodeKind.CALL:
                    self._called(node)
                case NodeKind.RETURN:
                    if self.holds(node.one("value")):
                        self._returns(node)
                case NodeKind.PARAMETER:
                    if self._is_seed(node) or self.holds(node.one("default")):
                        self._add(node.within(NodeKind.FUNCTION) or node, node.name)
                case NodeKind.LOOP:
                    self._looped(node)
        body = function.one("body")
        last = body.children[-1] if body is not None and body.kind is NodeKind.BLOCK and body.children else body
        # A body that is an expression, and the last expression of a Ruby or Kotlin function, is its result.
        if function.kind is NodeKind.FUNCTION and last is not None and _is_value(last) and self.holds(last):
            self._returning.add(id(function))

    def _returns(self, node: Node) -> None:
        around = node.within(NodeKind.FUNCTION)
        if around is not None:
            self._returning.add(id(around))

    def _assigned(self, node: Node) -> None:
        targets, values = node.all("target"), node.all("value")
        paired = len(targets) == len(values)
        for index, target in enumerate(targets):
            given = (values[index],) if paired else values
            if any(self.holds(value) for value in given):
                self._taint(target)

    def _looped(self, node: Node) -> None:
        if node.operator not in {"for", "each"}:
            return
        heads = node.all("head")
        if any(self.holds(head) for head in heads):
            for head in heads:
                for name in head.find(NodeKind.NAME):
                    if not _is_key(name):
                        self._add(scope_of(node), name.name)

    def _called(self, call: Node) -> None:
        arguments = call.all("argument")
        callee = call.one("callee")
        on = callee.one("object") if callee is not None else None
        carried = [index for index, argument in enumerate(arguments) if self.holds(argument)]
        from_object = on is not None and self.holds(on)
        if from_object:
            self._given_to_closures(arguments)
        if not carried and not from_object:
            return
        functions = self._resolved(call) if carried else ()
        for function in functions:
            for index in carried:
                self._given(function, arguments[index], index)
        if not functions and carried and on is not None and call.name.lower() in _FILLS:
            self._taint(on)
        for argument in arguments if not functions else ():
            if argument.kind is NodeKind.UNARY and argument.operator == "&":
                self._taint(argument.one("operand"))

    def _given_to_closures(self, arguments: tuple[Node, ...]) -> None:
        for argument in arguments:
            if argument.kind is NodeKind.FUNCTION:
                for parameter in argument.all("parameter"):
                    self._add(argument, parameter.name)
                if not argument.all("parameter"):
                    self._add(argument, "it")

    def _given(self, function: Node, argument: Node, index: int) -> None:
        parameters = [each for each in function.all("parameter") if each.name not in {"self", "cls"}]
        if argument.kind is NodeKind.PAIR:
            named = [each for each in parameters if each.name == argument.name]
            for each in named or parameters[-1:]:
                self._add(function, each.name)
        elif index < len(parameters):
            self._parameter(function, parameters[index], argument)
        elif parameters:
            self._add(function, parameters[-1].name)

    def _parameter(self, function: Node, parameter: Node, argument: Node) -> None:
        if parameter.name:
            self._add(function, parameter.name)
            return
        # A parameter that takes an object apart: by the keys of the argument, where these are known.
        keys = {pair.name for pair in argument.find(NodeKind.PAIR) if self.holds(pair.one("value"))}
        for part in parameter.find(NodeKind.NAME, NodeKind.PARAMETER):
            key = part.one("key")
            if not keys or (key.name if key is not None else part.name) in keys:
                self._add(function, part.name)

    def _taint(self, target: Node | None) -> None:
        if target is None:
            return
        match target.kind:
            case NodeKind.MEMBER if target.path:
                self._members.add(target.path)
            case NodeKind.NAME:
                self._add(scope_of(target), target.name)
            case NodeKind.INDEX | NodeKind.MEMBER:
                self._add(scope_of(target), root_name(target))
            case _:
                for name in target.find(NodeKind.NAME):
                    self._add(scope_of(target), name.name)

    def _add(self, scope: Node, name: str) -> None:
        if name and name not in {"self", "this", "cls", "_"}:
            self._names.add((id(scope), name))


def _is_key(node: Node) -> bool:
    """Whether a name is the key of a pair or the name of a called function, and so no value."""
    around = node.parent
    if around is None:
        return False
    return (around.kind is NodeKind.PAIR and around.one("key") is node and around.one("value") is not node) or (
        around.kind is NodeKind.CALL and around.one("callee") is node
    )


def _is_value(node: Node) -> bool:
    return node.kind in {
        NodeKind.NAME,
        NodeKind.MEMBER,
        NodeKind.INDEX,
        NodeKind.CALL,
        NodeKind.BINARY,
        NodeKind.UNARY,
        NodeKind.STRING,
        NodeKind.OBJECT,
    }
