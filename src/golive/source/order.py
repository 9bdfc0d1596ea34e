"""In which order a program sends its requests, as far as the order of its lines tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.source.calls import links
from golive.source.project import function_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_DEEPEST: Final = 5
"""Functions that are followed, down from one and up to those that call it."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A request that a function sends, itself or through others. `at` is the call in that function that leads to it."""

    at: Node
    call: ProviderCall


def steps(integration: Integration, function: Node) -> tuple[Step, ...]:
    """Return the requests that a function sends, in the order in which its calls end."""
    by_node = {id(link): call for call in integration.calls for link in links(call.node)}
    return tuple(_steps(integration, function, by_node, frozenset({id(function)})))


def starts(integration: Integration, call: ProviderCall) -> tuple[Node, ...]:
    """Return the functions through which a program comes to a request: its own, their callers, and theirs."""
    if call.function is None:
        return ()
    found = [call.function]
    pending = [(call.function, 0)]
    while pending:
        function, depth = pending.pop(0)
        if depth >= _DEEPEST:
            continue
        for caller in integration.project.callers(function):
            around = function_of(caller)
            if around is not None and around not in found:
                found.append(around)
                pending.append((around, depth + 1))
    return tuple(found)


def _steps(
    integration: Integration, function: Node, by_node: dict[int, ProviderCall], visited: frozenset[int]
) -> Iterator[Step]:
    reported: set[int] = set()
    for call in sorted(function.find(NodeKind.CALL), key=lambda node: (node.end, -node.start)):
        request = by_node.get(id(call))
        if request is not None:
            if id(request) not in reported:
                reported.add(id(request))
                yield Step(call, request)
            continue
        if len(visited) > _DEEPEST:
            continue
        for inner in integration.project.resolve(call):
            if id(inner) not in visited and not inner.holds(call):
                for step in _steps(integration, inner, by_node, visited | {id(inner)}):
                    yield Step(call, step.call)
