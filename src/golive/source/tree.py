"""
Source code as a tree whose nodes mean the same in every language.

A language's adapter (`golive.source.languages`) makes these nodes of what the language's parser gives, so that a rule
about code is written once. What no kind stands for is `OTHER`, and its children are there all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final


class NodeKind(StrEnum):
    """
    What a node is. In brackets: its roles, then what `name` and `operator` hold.

    A role that may be missing is an empty tuple.
    """

    NAME = "name"
    """A variable, parameter, constant or type that is referred to. (name: the identifier, without `$` and `@`)"""
    MEMBER = "member"
    """`a.b`, `a->b`, `A::b`, `a?.b`. (object; name: b)"""
    INDEX = "index"
    """`a[b]`. (object, index)"""
    CALL = "call"
    """A call, with or without parentheses, of a function, method, constructor or macro. A block, closure,
    initialiser (an OBJECT or LIST) or body of an anonymous class (a CLASS) that follows it is its last argument.
    (callee, argument…; name: the last part of the callee; operator: `new` where something is constructed)"""
    STRING = "string"
    """A literal. (part… for what is interpolated; name: the text, escapes resolved, `{}` for each interpolation)"""
    NUMBER = "number"
    """A literal. (name: its text)"""
    CONSTANT = "constant"
    """true, false or the language's nothing. (name: `true`, `false` or `null`)"""
    OBJECT = "object"
    """A dictionary, map, hash, object or struct literal, or an array with keys. (member…: PAIR, or a spread; name: the
    type where it is written, such as `map[string]any` or `Payout`)"""
    PAIR = "pair"
    """A key with its value, a named argument, a field of a struct. (key, value; name: the key's text)"""
    LIST = "list"
    """An array, list, tuple or set literal. (item…)"""
    BINARY = "binary"
    """Two operands. (left, right; operator: as in C, but `and`, `or`, `in`, `=~`; `+` joins strings)"""
    UNARY = "unary"
    """One operand. (operand; operator: `not`, `-`, `await`, `*`, `&`, `...` for a spread, as in C otherwise)"""
    ASSIGN = "assign"
    """An assignment or a declaration of a variable or field. (target…, value…, type, annotation…; operator: `=`,
    `+=`, …; name: the target's name, where there is one)"""
    FUNCTION = "function"
    """A function, method, constructor, closure or block. (parameter…, body, annotation…, type: what it returns,
    receiver: a PARAMETER `self` with the type that it belongs to, in Go and for Kotlin's extensions, and the body calls
    it `self`, too; name: empty for a closure; operator: `async` where it is)"""
    PARAMETER = "parameter"
    """(default, type, annotation…; name; operator: `...` where it takes all the rest)"""
    CLASS = "class"
    """A class, struct, interface, enum, module or object. (base…, body, annotation…, parameter…: of a record or a
    primary constructor, which are its fields as well; name)"""
    ANNOTATION = "annotation"
    """A decorator, annotation or attribute. (value: the NAME or CALL that it is; name: its last part)"""
    IF = "if"
    """(condition, then, otherwise; operator: `?` where it is an expression)"""
    SWITCH = "switch"
    """`switch`, `match`, `when`, `case`. (subject, case…)"""
    CASE = "case"
    """One way of a switch. (label…, body). The default has no label."""
    LOOP = "loop"
    """(head…: what it runs over or its conditions, body; operator: `for`, `each`, `while`, `do`, `loop`)"""
    TRY = "try"
    """(body, catch…, final)"""
    CATCH = "catch"
    """(type…: NAME or MEMBER nodes of what is caught, body; name: the variable)"""
    RETURN = "return"
    """(value)"""
    THROW = "throw"
    """(value)"""
    JUMP = "jump"
    """(operator: `break`, `continue`, `retry`, `next`, `redo`)"""
    IMPORT = "import"
    """(item…: NAME nodes of what is taken from it, by their local names, and as operator what the module calls it where
    that differs; name: the module, with `.` or `/`)"""
    TYPE = "type"
    """A type that is written down. (name: its text, without spaces)"""
    CAST = "cast"
    """A conversion by syntax, such as `(double) x`, `x as T`. (type, value)"""
    BLOCK = "block"
    """Statements, in order."""
    OTHER = "other"
    """Anything else. Its children are its parts in order."""


NO_ROLES: Final[Mapping[str, tuple[Node, ...]]] = {}


class Node:
    """
    A piece of source code. Compared by identity.

    `start` and `end` are bytes of the file, `line` counts from 1. `children` are all parts in the order of the file,
    `roles` the same nodes by what they are to this one.
    """

    __slots__ = ("children", "end", "kind", "line", "name", "operator", "parent", "roles", "start")

    def __init__(
        self,
        kind: NodeKind,
        start: int,
        end: int,
        line: int,
        *,
        name: str = "",
        operator: str = "",
        roles: Mapping[str, tuple[Node, ...]] = NO_ROLES,
        children: tuple[Node, ...] = (),
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.line = line
        self.name = name
        self.operator = operator
        self.roles = roles
        self.children = children
        self.parent: Node | None = None
        for child in children:
            child.parent = self

    def all(self, role: str) -> tuple[Node, ...]:
        """Return the nodes of a role, in order."""
        return self.roles.get(role, ())

    def one(self, role: str) -> Node | None:
        """Return the first node of a role, None where there is none."""
        found = self.roles.get(role, ())
        return found[0] if found else None

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it, in the order of the file."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node.children))

    def find(self, *kinds: NodeKind) -> Iterator[Node]:
        """Yield all nodes of some kinds, this one too, in the order of the file."""
        return (node for node in self.walk() if node.kind in kinds)

    def above(self) -> Iterator[Node]:
        """Yield the nodes around this one, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def root(self) -> Node:
        """The node that holds all of the file."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def within(self, *kinds: NodeKind) -> Node | None:
        """Return the nearest node around this one that is of one of the kinds."""
        return next((node for node in self.above() if node.kind in kinds), None)

    def holds(self, other: Node) -> bool:
        """Whether another node of the same file is this one or lies in it."""
        return self.start <= other.start and other.end <= self.end and (other is self or self in other.above())

    @property
    def path(self) -> str:
        """
        How something is referred to, such as `self.client.post`.

        Empty for anything but names, members, calls, constant indexes and what is awaited. `this` is `self`, a call
        within ends in `()`, and so `a.b(c).d` has the path `a.b().d`.
        """
        parts: list[str] = []
        called = ""  # what follows the name that comes next: brackets, once for each call of it
        node: Node | None = self
        while node is not None:
            match node.kind:
                case NodeKind.NAME:
                    parts.append(("self" if node.name == "this" else node.name) + called)
                    return ".".join(reversed(parts))
                case NodeKind.MEMBER:
                    parts.append(node.name + called)
                    node = node.one("object")
                case NodeKind.CALL:
                    called += "()"
                    node = node.one("callee")
                    continue
                case NodeKind.UNARY if node.operator == "await":
                    node = node.one("operand")
                    continue
                case NodeKind.INDEX:
                    index = node.one("index")
                    if index is None or index.kind is not NodeKind.STRING:
                        return ""
                    parts.append(index.name + called)
                    node = node.one("object")
                case _:
                    return ""
            called = ""
        return ".".join(reversed(parts)) if not called else ""

    def __repr__(self) -> str:
        shown = " ".join(
            part for part in (self.kind.value, self.operator, repr(self.name) if self.name else "") if part
        )
        return f"<{shown} line {self.line}>"
