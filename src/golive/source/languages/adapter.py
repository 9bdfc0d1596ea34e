"""
What an adapter is made of: a rule for each type of node that its parser knows and that means something here.

A rule is either data (`shape`: kind, and which of the parser's fields has which role) or a function for what is odd.
Types without a rule become `OTHER`, or vanish where they only wrap one other node.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    import tree_sitter

    Rule = Callable[["Builder", "tree_sitter.Node"], Node | None]

DEEPEST: Final = 150
"""
Levels of nesting that are read. What lies deeper was not written by hand.

A level takes up to 5 frames of Python's stack.
"""

_ESCAPES: Final[Mapping[str, str]] = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "b": "\b", "f": "\f", "v": "\v"}
_ESCAPE: Final = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(\n)|(.))", re.DOTALL)
_HIGHEST_CHARACTER: Final = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Adapter:
    """
    A language: its id (as in messages' fixes), the ends of its files' names, and its rules.

    `grammar` loads the parser's grammar. `suffixes` have no dot. `title` is what people call it.
    """

    id: str
    title: str
    suffixes: tuple[str, ...]
    grammar: Callable[[], object]
    rules: Mapping[str, Rule]
    dropped: frozenset[str] = frozenset({"comment"})
    """Types that are left out with all that they hold."""


class Builder:
    """Makes neutral nodes of one file. `data` is its text in UTF-8."""

    def __init__(self, adapter: Adapter, data: bytes) -> None:
        self._rules = adapter.rules
        self._dropped = adapter.dropped
        self._data = data
        self._depth = 0

    def build(self, found: tree_sitter.Node | None) -> Node | None:
        """Return the neutral node for a parser's node, None for a comment and for what is not there."""
        if found is None or found.type in self._dropped or self._depth > DEEPEST:
            return None
        rule = self._rules.get(found.type)
        self._depth += 1
        try:
            return rule(self, found) if rule is not None else self._other(found)
        finally:
            self._depth -= 1

    def build_all(self, found: Iterable[tree_sitter.Node]) -> tuple[Node, ...]:
        """Return the neutral nodes for some of the parser's nodes."""
        made: list[Node] = []
        for each in found:  # no generator: its frames would be on the stack at every level
            node = self.build(each)
            if node is not None:
                made.append(node)
        return tuple(made)

    def text(self, found: tree_sitter.Node | None) -> str:
        """Return the source text of a parser's node, nothing for None."""
        if found is None:
            return ""
        return self._data[found.start_byte : found.end_byte].decode(errors="replace")

    def node(
        self,
        found: tree_sitter.Node,
        kind: NodeKind,
        *,
        name: str = "",
        operator: str = "",
        children: Iterable[Node] = (),
        **roles: Node | Iterable[Node] | None,
    ) -> Node:
        """Return a node at the place of a parser's node. `children` are parts that have no role."""
        sorted_roles = {role: _tuple(nodes) for role, nodes in roles.items()}
        parts = [*children, *(node for nodes in sorted_roles.values() for node in nodes)]
        parts.sort(key=lambda node: (node.start, -node.end))
        return Node(
            kind,
            found.start_byte,
            found.end_byte,
            found.start_point[0] + 1,
            name=name,
            operator=operator,
            roles={role: nodes for role, nodes in sorted_roles.items() if nodes},
            children=tuple(dict.fromkeys(parts)),
        )

    def string(self, found: tree_sitter.Node, parts: Iterable[str | Node]) -> Node:
        """Return a literal of pieces of text (escapes already resolved) and of what is interpolated."""
        pieces = list(parts)
        text = "".join("{}" if isinstance(piece, Node) else piece for piece in pieces)
        return self.node(found, NodeKind.STRING, name=text, part=[each for each in pieces if isinstance(each, Node)])

    def _other(self, found: tree_sitter.Node) -> Node | None:
        children = self.build_all(found.named_children)
        if len(children) == 1 and found.is_named and found.parent is not None:
            return children[0]
        return self.node(
            found, NodeKind.OTHER, name=self.text(found) if not found.child_count else "", children=children
        )


def shape(kind: NodeKind, *, name: str = "", operator: str = "", **roles: str) -> Rule:
    """
    Return a rule: `roles` gives for each role the parser's field, or a type of named children after `:`.

    `name` is the field whose text becomes the name. `operator` is the field that holds the operator, or a fixed
    operator after `=`. A role of `*` takes all named children that no other role takes, `children`, which is no role,
    as well.
    """

    def rule(builder: Builder, found: tree_sitter.Node) -> Node:
        taken: set[int] = set()
        made: dict[str, tuple[Node, ...]] = {}
        for role, field in roles.items():
            if field == "*":
                continue
            chosen = (
                [child for child in found.named_children if child.type == field[1:]]
                if field.startswith(":")
                else [child for child in found.children_by_field_name(field) if child.is_named]
            )
            taken.update(child.id for child in chosen)
            made[role] = builder.build_all(chosen)
        named = found.child_by_field_name(name) if name else None
        if named is not None:
            taken.add(named.id)
        if "*" in roles.values():
            rest = builder.build_all(child for child in found.named_children if child.id not in taken)
            made |= {role: rest for role, field in roles.items() if field == "*"}
        symbol = operator[1:] if operator.startswith("=") else builder.text(found.child_by_field_name(operator or "?"))
        parts = made.pop("children", ())
        return builder.node(found, kind, name=builder.text(named), operator=symbol, children=parts, **made)

    return rule


def leaf(kind: NodeKind, *, strip: str = "") -> Rule:
    """Return a rule for a node that is its text, without some characters at its beginning."""
    return lambda builder, found: builder.node(found, kind, name=builder.text(found).lstrip(strip))


def constant(value: str) -> Rule:
    """Return a rule for true, false or nothing."""
    return lambda builder, found: builder.node(found, NodeKind.CONSTANT, name=value)


def signed(operator: str) -> Rule:
    """Return a rule for one operand with an operator that the parser's type tells: a spread, `++`, `&`."""
    return lambda builder, found: builder.node(
        found, NodeKind.UNARY, operator=operator, operand=builder.build_all(found.named_children)
    )


def jump(operator: str) -> Rule:
    """Return a rule for a statement that leaves or repeats a loop."""
    return lambda builder, found: builder.node(found, NodeKind.JUMP, operator=operator)


def block(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a BLOCK of all named children: a rule."""
    return builder.node(found, NodeKind.BLOCK, children=builder.build_all(found.named_children))


def through(builder: Builder, found: tree_sitter.Node) -> Node | None:
    """Make the node of the only named child that is no comment: a rule for brackets and wrappers."""
    return next(iter(builder.build_all(found.named_children)), None)


def decorator(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make the ANNOTATION of a decorator: a rule."""
    value = through(builder, found)
    return builder.node(found, NodeKind.ANNOTATION, name=last_part(value), value=value)


def written_type(builder: Builder, found: tree_sitter.Node | None) -> Node | None:
    """Return the TYPE that a parser's node is, None for None."""
    if found is None:
        return None
    return builder.node(found, NodeKind.TYPE, name="".join(builder.text(found).split()))


def dropped(_builder: Builder, _found: tree_sitter.Node) -> Node | None:
    """Leave a node out: a rule."""
    return None


def unescaped(text: str) -> str:
    """Resolve backslash escapes as most languages know them. An unknown one keeps its character."""

    def resolve(match: re.Match[str]) -> str:
        code = match[1] or match[2] or match[3]
        if code:
            number = int(code, 16)
            return chr(number) if number <= _HIGHEST_CHARACTER else "\ufffd"
        return "" if match[4] else _ESCAPES.get(match[5], match[5])

    return _ESCAPE.sub(resolve, text) if "\\" in text else text


def last_part(node: Node | None) -> str:
    """Return the name of what is called: `post` for `client.post`."""
    return node.name if node is not None and node.kind in {NodeKind.NAME, NodeKind.MEMBER, NodeKind.CALL} else ""


def _tuple(nodes: Node | Iterable[Node] | None) -> tuple[Node, ...]:
    if nodes is None:
        return ()
    return (nodes,) if isinstance(nodes, Node) else tuple(nodes)
