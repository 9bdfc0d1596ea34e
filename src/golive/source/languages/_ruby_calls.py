"""Which words of a Ruby file are calls: `headers` is one where the file has `def headers` and no such variable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from golive.source.tree import Node, NodeKind

_NO_USE: Final = {
    NodeKind.CALL: ("callee",),
    NodeKind.ASSIGN: ("target",),
    NodeKind.PAIR: ("key",),
}
"""Roles in which a name is not asked for its value."""


def make_calls(root: Node) -> Node:
    """
    Turn the names and members of `self` in a file that stand for a call of one of its methods into calls.

    Readers (`attr_reader :client`) stay what they are: their value is that of `@client`.
    """
    methods = {function.name for function in root.find(NodeKind.FUNCTION) if function.name}
    variables: dict[int, frozenset[str]] = {}
    for node in [each for each in root.find(NodeKind.NAME, NodeKind.MEMBER) if each.name in methods]:
        if node.parent is None or not _is_used(node, node.parent):
            continue
        if node.kind is NodeKind.MEMBER:
            owner = node.one("object")
            # `@client` has its owner in the same place, `self.client` and `Anton.client` have it before the dot.
            if owner is None or owner.path != "self" or owner.end == node.end:
                continue
        else:
            scope = next((each for each in node.above() if each.kind is NodeKind.FUNCTION and each.name), root)
            if id(scope) not in variables:
                variables[id(scope)] = frozenset(_variables(scope))
            if node.name in variables[id(scope)]:
                continue
        _call(node)
    return root


def _is_used(node: Node, around: Node) -> bool:
    if around.kind is NodeKind.LOOP and node in _items(around):
        return False
    return not any(node in around.all(role) for role in _NO_USE.get(around.kind, ()))


def _variables(scope: Node) -> Iterator[str]:
    pending = [scope]
    while pending:
        node = pending.pop()
        match node.kind:
            case NodeKind.PARAMETER | NodeKind.CATCH:
                yield node.name
            case NodeKind.ASSIGN:
                yield from (each.name for each in node.all("target") if each.kind is NodeKind.NAME)
            case NodeKind.LOOP:
                yield from (each.name for each in _items(node))
        pending += [each for each in node.children if each.kind is not NodeKind.FUNCTION or not each.name]


def _items(loop: Node) -> tuple[Node, ...]:
    """Return the variables of a loop: all of its head but what it runs over."""
    return loop.all("head")[:-1] if loop.operator == "each" else ()


def _call(node: Node) -> None:
    """Make a call without arguments of a node, in its place in the tree."""
    callee = Node(node.kind, node.start, node.end, node.line, name=node.name, roles=node.roles, children=node.children)
    callee.parent = node
    node.kind = NodeKind.CALL
    node.roles = {"callee": (callee,)}
    node.children = (callee,)
