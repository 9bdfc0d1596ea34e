"""Find the functions that receive the provider's webhook deliveries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.source.project import Project, function_of, name_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.facts import SourceFacts

_DEEPEST: Final = 4
"""Functions of the merchant that are followed from the one that receives."""
_BODIES: Final = frozenset(
    (
        "request",
        "req",
        "body",
        "payload",
        "event",
        "data",
        "json",
        "rawbody",
        "raw_body",
        "ctx",
        "c",
        "context",
        "params",
    )
)
_REGISTRARS: Final = frozenset(
    (
        *("post", "route", "handle", "handlefunc", "mappost", "all", "use", "add_url_rule", "path", "re_path"),
        *("add_api_route", "any", "match", "map"),
    )
)
"""What registers a function for a path."""
_ROUTE_MARKS: Final = frozenset(
    ("post", "route", "api_view", "csrf_exempt", "postmapping", "requestmapping", "httppost", "api_route", "path")
)
"""Decorators, annotations and attributes of such functions, in lower case."""


@dataclass(frozen=True, slots=True, eq=False)
class Handler:
    """
    A receiver of webhook deliveries: the function that the framework calls, and the merchant's functions it reaches.

    `reads_signature` says that a signature header of the provider is named somewhere in them.
    """

    entry: Node
    regions: tuple[Node, ...]
    reads_signature: bool


def handlers(project: Project, facts: SourceFacts) -> tuple[Handler, ...]:
    """Return the receivers, in the order of files and lines. One that another one reaches is not named by itself."""
    found = [_handler(project, facts, entry) for entry in dict.fromkeys(_entries(project, facts))]
    inner = {id(region) for each in found for region in each.regions[1:]}
    return tuple(each for each in found if id(each.entry) not in inner)


def reached(project: Project, entry: Node) -> tuple[Node, ...]:
    """Return a function and the merchant's functions that it calls, the nearest first."""
    regions: list[Node] = [entry]
    pending = [(entry, 0)]
    while pending:
        region, depth = pending.pop(0)
        if depth >= _DEEPEST:
            continue
        for call in _mentioned(region):
            for function in project.resolve(call):
                if function not in regions and not any(function.holds(each) for each in (region,)):
                    regions.append(function)
                    pending.append((function, depth + 1))
    return tuple(regions)


def _mentioned(region: Node) -> Iterator[Node]:
    yield from region.find(NodeKind.CALL)
    # What a decorator, a dependency or a middleware does, it does for this function.
    for annotation in region.all("annotation"):
        yield from annotation.find(NodeKind.CALL)


def _handler(project: Project, facts: SourceFacts, entry: Node) -> Handler:
    regions = reached(project, entry)
    return Handler(entry, regions, any(names_header(project, region, facts.signature_headers) for region in regions))


def names_header(project: Project, region: Node, headers: tuple[str, ...]) -> bool:
    """Whether one of some headers is named in a region, by a literal or by a constant."""
    variables = {_snake(header) for header in headers}
    wanted = {header.lower() for header in headers} | {_as_variable(header) for header in headers}
    for node in region.walk():
        if node.kind is NodeKind.STRING and node.name.lower() in wanted:
            return True
        if node.kind in {NodeKind.NAME, NodeKind.PARAMETER} and node.name.lower() in variables:
            return True
        if (
            node.kind in {NodeKind.NAME, NodeKind.MEMBER}
            and node.name.isupper()
            and project.text(node).lower() in wanted
        ):
            return True
    return False


def _as_variable(header: str) -> str:
    """Return a header as WSGI, Rack and PHP spell it."""
    return "http_" + _snake(header)


def _snake(header: str) -> str:
    return header.lower().replace("-", "_")


def _entries(project: Project, facts: SourceFacts) -> Iterator[Node]:
    for file in project.files:
        for node in file.root.find(NodeKind.FUNCTION):
            if _receives(project, node) and _speaks_of_deliveries(project, facts, node):
                yield node


def _receives(project: Project, function: Node) -> bool:
    """Whether a framework calls this function with a request, as far as can be told."""
    if any(annotation.name.lower() in _ROUTE_MARKS for annotation in function.all("annotation")):
        return True
    around = function.parent
    if around is not None and around.kind is NodeKind.CALL and function in around.all("argument"):
        return around.name.lower() in _REGISTRARS
    name = name_of(function).lower()
    if any(word in name for word in ("webhook", "hook", "callback", "notification", "handle_event", "receive")):
        parameters = {parameter.name.lower() for parameter in function.all("parameter")}
        return bool(parameters & _BODIES) or function.within(NodeKind.CLASS) is not None
    used = (node for call in project.calls() if call.name.lower() in _REGISTRARS for node in call.all("argument"))
    return bool(name) and any(
        node.kind in {NodeKind.NAME, NodeKind.MEMBER} and node.name == name_of(function) for node in used
    )


def _speaks_of_deliveries(project: Project, facts: SourceFacts, function: Node) -> bool:
    """Whether a function, or one that it calls, names a signature header or a type of event."""
    for region in reached(project, function):
        if names_header(project, region, facts.signature_headers):
            return True
        if any(node.name in facts.event_types for node in region.find(NodeKind.STRING)):
            return True
    owner = function_of(function)
    return owner is not None and names_header(project, owner, facts.signature_headers)
