"""What goes into a call: its arguments, what they were made of, and what was set on them before they were sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from golive.source.calls import ProviderCall, chain, is_sender, links
from golive.source.project import Project, function_of, root_name, scope_of
from golive.source.tree import Node, NodeKind

_FARTHEST: Final = 5
"""Steps from a call back to where its parts come from."""

_EVERYWHERE: Final = frozenset(
    ("self", "cls", "super", "console", "log", "logger", "json", "JSON", "os", "process", "")
)
"""Names that lead to everything: what is done with them says nothing about one request."""


def flow(project: Project, call: ProviderCall) -> tuple[Node, ...]:
    """
    Return everything that goes into a request.

    These are: the call itself, what its names were given in the same function, what was set on them there, the
    merchant's own functions that make a part of it, and all of the functions that it goes through.
    """
    return tuple(dict.fromkeys([*into(project, call.node), *call.layers]))


def into(project: Project, node: Node) -> tuple[Node, ...]:
    """Return what goes into an expression of a function, the expression first."""
    found: dict[int, Node] = {}
    names: set[tuple[int, str]] = set()
    pending: list[tuple[Node, int]] = [(chain(node), 0)]
    while pending:
        current, steps = pending.pop(0)
        if id(current) in found or steps > _FARTHEST:
            continue
        found[id(current)] = current
        pending += [(each, steps + 1) for each in _parts(project, current, names)]
    return tuple(found.values())


def strings(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield all literals in some nodes, keys of objects and fields included."""
    return (node for each in nodes for node in each.find(NodeKind.STRING))


def words(nodes: Iterable[Node]) -> Iterator[tuple[str, Node]]:
    """Yield every text and name in some nodes that could be a key: literals, keys of pairs, members, arguments."""
    for each in nodes:
        for node in each.walk():
            if node.kind in {NodeKind.STRING, NodeKind.PAIR, NodeKind.MEMBER, NodeKind.NAME} and node.name:
                yield node.name, node


def _parts(project: Project, region: Node, known: set[tuple[int, str]]) -> Iterator[Node]:
    assigned = region.parent
    if assigned is not None and assigned.kind is NodeKind.ASSIGN and region in assigned.all("value"):
        for target in assigned.all("target"):
            yield from _about(project, region, root_name(target), known)
    for node in region.find(NodeKind.NAME, NodeKind.MEMBER):
        callee = node.parent is not None and node.parent.kind is NodeKind.CALL and node.parent.one("callee") is node
        if node.kind is NodeKind.NAME and not callee:
            yield from _about(project, node, node.name, known)
        elif node.kind is NodeKind.MEMBER and node.path.startswith("self.") and not callee:
            yield from project.values(node)
    for node in region.find(NodeKind.CALL):
        if not is_sender(node):
            yield from (each for each in project.resolve(node) if each is not function_of(region))


def _about(project: Project, node: Node, name: str, known: set[tuple[int, str]]) -> Iterator[Node]:
    """Yield what a name is given around a node, and what is set on it there."""
    scope = scope_of(node)
    if not name or name in _EVERYWHERE or (id(scope), name) in known:
        return
    known.add((id(scope), name))
    touching = _touching(project, scope).get(name, ())
    yield from touching
    if not any(each.kind is NodeKind.ASSIGN for each in touching):
        yield from project.values(node) if node.kind is NodeKind.NAME and node.name == name else ()


def _touching(project: Project, scope: Node) -> Mapping[str, tuple[Node, ...]]:
    """Return the assignments and calls of a scope that change what a name stands for, by the name."""
    known = project.touching.get(id(scope))
    if known is None:
        found: dict[str, list[Node]] = {}
        for each in scope.find(NodeKind.ASSIGN, NodeKind.CALL):
            for name in dict.fromkeys(_touched(each)):
                found.setdefault(name, []).append(each)
        known = project.touching[id(scope)] = {name: tuple(nodes) for name, nodes in found.items()}
    return known


def _touched(node: Node) -> Iterator[str]:
    """Yield the names that a node changes: `headers.set(…)`, `curl_setopt(ch, …)`, not `client.post(…)`."""
    if node.kind is NodeKind.ASSIGN:
        yield from (root_name(target) for target in node.all("target"))
        return
    if any(is_sender(link) and not _is_setter(link) for link in links(node)):
        return  # a request, or something that is done with its answer
    callee = node.one("callee")
    if callee is not None and callee.kind is NodeKind.MEMBER:
        yield root_name(callee)
    arguments = node.all("argument")
    if len(arguments) > 1 and arguments[0].kind is NodeKind.NAME:
        yield arguments[0].name


def _is_setter(call: Node) -> bool:
    """Whether something named like a sender only sets a header: `headers.put("A", b)`."""
    callee = call.one("callee")
    path = callee.path.lower() if callee is not None else ""
    return call.name.lower() in {"put", "method"} and "header" in path.rpartition(".")[0]
