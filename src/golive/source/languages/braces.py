"""What the adapters of Go, Java, Kotlin and C# have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    import tree_sitter

    from golive.source.languages.adapter import Builder

OPERATORS: Final[Mapping[str, str]] = {"&&": "and", "||": "or", "!": "not", "===": "==", "!==": "!="}
"""Operators whose name is another in the neutral tree."""


def symbol(builder: Builder, found: tree_sitter.Node | None) -> str:
    """Return the neutral name of an operator."""
    text = builder.text(found)
    return OPERATORS.get(text, text)


def binary(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a BINARY of the fields left, operator and right: a rule."""
    operator = found.child_by_field_name("operator")
    return builder.node(
        found,
        NodeKind.BINARY,
        operator=symbol(builder, operator),
        left=builder.build(found.child_by_field_name("left")),
        right=builder.build(found.child_by_field_name("right")),
    )


def unary(builder: Builder, found: tree_sitter.Node) -> Node:
    """Make a UNARY of the only named child and the sign beside it: a rule."""
    sign = next((child for child in found.children if not child.is_named), None)
    return builder.node(
        found, NodeKind.UNARY, operator=symbol(builder, sign), operand=builder.build_all(found.named_children)
    )


def member(builder: Builder, owner: Node, name: tree_sitter.Node) -> Node:
    """Return the MEMBER from the beginning of its object to the end of its name."""
    return Node(
        NodeKind.MEMBER,
        owner.start,
        name.end_byte,
        owner.line,
        name=builder.text(name),
        roles={"object": (owner,)},
        children=(owner,),
    )


def name_of(builder: Builder, found: tree_sitter.Node) -> Node:
    """Return the NAME that a parser's node is, whatever its type."""
    return builder.node(found, NodeKind.NAME, name=builder.text(found).strip("`@"))


def dotted(builder: Builder, found: tree_sitter.Node, parts: Iterable[tree_sitter.Node]) -> Node:
    """Return names in a row as a NAME, or as MEMBERs of one another."""
    first, *rest = [*parts] or [found]
    node = name_of(builder, first)
    for part in rest:
        node = member(builder, node, part)
    return node


def children_of(found: tree_sitter.Node | None, *types: str) -> list[tree_sitter.Node]:
    """Return the named children, all or those of some types. None has no children."""
    if found is None:
        return []
    return [child for child in found.named_children if not types or child.type in types]


def child_of(found: tree_sitter.Node | None, *types: str) -> tree_sitter.Node | None:
    """Return the first named child of some types."""
    return next(iter(children_of(found, *types)), None)


def group(builder: Builder, found: tree_sitter.Node, nodes: Iterable[Node]) -> Node | None:
    """Return what one statement declares: nothing, the node itself, or `OTHER` around several."""
    made = tuple(nodes)
    if len(made) <= 1:
        return made[0] if made else None
    return builder.node(found, NodeKind.OTHER, children=made)


def pair(builder: Builder, found: tree_sitter.Node, key: Node | None, value: Node | None) -> Node:
    """Return the PAIR of two nodes."""
    return builder.node(found, NodeKind.PAIR, name=key.name if key is not None else "", key=key, value=value)
