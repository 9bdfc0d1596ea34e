"""What a Ruby function gives back without saying `return`: the value of its last statement."""

from __future__ import annotations

from typing import Final

from golive.source.tree import Node, NodeKind

_VALUES: Final = frozenset(
    {NodeKind.NAME, NodeKind.MEMBER, NodeKind.INDEX, NodeKind.CALL, NodeKind.STRING, NodeKind.NUMBER}
    | {NodeKind.CONSTANT, NodeKind.OBJECT, NodeKind.LIST, NodeKind.BINARY, NodeKind.UNARY, NodeKind.FUNCTION}
)
_BRANCHES: Final = {
    NodeKind.IF: ("then", "otherwise"),
    NodeKind.SWITCH: ("case",),
    NodeKind.CASE: ("body",),
    NodeKind.TRY: ("body", "catch"),
    NodeKind.CATCH: ("body",),
}


def returning(node: Node | None) -> Node | None:
    """
    Return a function's body with a RETURN around what it gives back, in each of its branches.

    So a wrapper's value is found the same way as in a language in which `return` is written.
    """
    if node is None:
        return None
    is_value = node.kind in _VALUES and not (node.kind is NodeKind.FUNCTION and node.name)
    if is_value or (node.kind is NodeKind.IF and node.operator == "?"):
        return Node(NodeKind.RETURN, node.start, node.end, node.line, roles={"value": (node,)}, children=(node,))
    if node.kind is NodeKind.BLOCK and node.children:
        return _changed(node, {node.children[-1]: returning(node.children[-1])})
    return _changed(node, {each: returning(each) for role in _BRANCHES.get(node.kind, ()) for each in node.all(role)})


def _changed(node: Node, changes: dict[Node, Node | None]) -> Node:
    new = {old: change for old, change in changes.items() if change is not None and change is not old}
    if not new:
        return node
    return Node(
        node.kind,
        node.start,
        node.end,
        node.line,
        name=node.name,
        operator=node.operator,
        roles={role: tuple(new.get(each, each) for each in nodes) for role, nodes in node.roles.items()},
        children=tuple(new.get(each, each) for each in node.children),
    )
