"""What runs before a receiver does: decorators, dependencies, middleware, filters and before-actions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.source.project import name_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.project import Project

_BEFORE: Final = frozenset(
    """before_action prepend_before_action before_request before use add_middleware addfilter middleware usemiddleware
    addhook onrequest prehandler usewhen depends useguards addendpointfilter intercept install withmiddleware
    before_filter""".split()
)
"""Calls that name, or hold, something that runs before receivers, in lower case."""

_FILTERS: Final = re.compile(
    r"(?i)filter|middleware|interceptor|guard|attribute|handlerinterceptor|canactivate|eventsubscriber|eventlistener"
)
"""Names of what a class extends whose methods frameworks run before receivers."""


_DEPENDS: Final = re.compile(r"\b(?:Depends|Security)\((\w+)")
"""A dependency in a type: `Annotated[dict, Depends(verified)]`."""


def guards(project: Project, entry: Node) -> Iterator[Node]:
    """Yield the merchant's functions that run before a receiver, as far as this is written in these files."""
    yield from _named_beside(project, entry)
    yield from _named_on(project, entry)
    yield from _registered(project)
    yield from _filters(project)


def _named_beside(project: Project, entry: Node) -> Iterator[Node]:
    """Yield what is registered in the same call, or wraps the receiver: `post("/x", verify, handler)`."""
    around = entry.parent
    if around is not None and around.kind is NodeKind.CALL:
        yield from _functions_in(project, around, entry)
    name = name_of(entry)
    if not name:
        return
    for node in (each for file in project.files for each in file.root.find(NodeKind.NAME, NodeKind.MEMBER)):
        if node.name != name or node.parent is None or node.parent.kind is not NodeKind.CALL:
            continue
        if node in node.parent.all("argument"):
            for call in (each for each in node.above() if each.kind is NodeKind.CALL):
                yield from _functions_in(project, call, node)


def _functions_in(project: Project, call: Node, other_than: Node) -> Iterator[Node]:
    yield from project.resolve(call)
    for argument in call.all("argument"):
        if argument is other_than or argument.holds(other_than):
            continue
        if argument.kind is NodeKind.FUNCTION:
            yield argument
        for node in argument.find(NodeKind.NAME, NodeKind.MEMBER):
            yield from project.functions(node.name)
            # What makes a middleware of a function: `const signed = createMiddleware(async (c, next) => …)`.
            for value in project.values(node):
                if value.kind is NodeKind.CALL:
                    yield from (each for each in value.all("argument") if each.kind is NodeKind.FUNCTION)


def _named_on(project: Project, entry: Node) -> Iterator[Node]:
    """Yield what annotations of the receiver and of its class, and defaults of its parameters, name."""
    owner = entry.within(NodeKind.CLASS)
    for annotated in (entry, *((owner,) if owner is not None else ())):
        for annotation in annotated.all("annotation"):
            yield from _by_name(project, annotation.name)
            for node in annotation.find(NodeKind.NAME, NodeKind.MEMBER):
                yield from _by_name(project, node.name)
    for parameter in entry.all("parameter"):
        yield from _named_by(project, parameter)


def _named_by(project: Project, parameter: Node) -> Iterator[Node]:
    """Yield what a parameter's default, type or annotation says that makes its value."""
    nodes = [node for annotation in parameter.all("annotation") for node in annotation.find(NodeKind.NAME)]
    if any(call.name in {"Depends", "Security"} for call in parameter.find(NodeKind.CALL)):
        nodes += parameter.find(NodeKind.NAME, NodeKind.MEMBER)
    names = [node.name for node in nodes]
    names += [name for node in parameter.find(NodeKind.TYPE) for name in _DEPENDS.findall(node.name)]
    for name in names:
        yield from _by_name(project, name)


def _by_name(project: Project, name: str) -> Iterator[Node]:
    yield from project.functions(name)
    for each in (*project.classes(name), *project.classes(f"{name}Attribute")):
        yield from each.find(NodeKind.FUNCTION)


def _registered(project: Project) -> Iterator[Node]:
    """Yield what `before_action :verify`, `app.use(verify)` and the like name, wherever they stand."""
    for call in project.calls():
        if call.name.lower() not in _BEFORE:
            continue
        for argument in call.all("argument"):
            if argument.kind is NodeKind.FUNCTION:
                yield argument
            for node in argument.find(NodeKind.STRING, NodeKind.NAME, NodeKind.MEMBER):
                if node.within(NodeKind.FUNCTION) in {None, call.within(NodeKind.FUNCTION)} and node.name:
                    yield from _by_name(project, node.name)
    for file in project.files:
        for function in file.root.find(NodeKind.FUNCTION):
            if any(annotation.name.lower() in _BEFORE for annotation in function.all("annotation")):
                yield function


def _filters(project: Project) -> Iterator[Node]:
    for file in project.files:
        for each in file.root.find(NodeKind.CLASS):
            bases = [node.name for base in each.all("base") for node in base.walk() if node.name]
            if any(_FILTERS.search(base) for base in bases) or _is_middleware(each):
                yield from each.find(NodeKind.FUNCTION)


def _is_middleware(each: Node) -> bool:
    """Whether a class is a middleware by its shape: `handle($request, Closure $next)`, `InvokeAsync(context)`."""
    return any(
        function.name.lower() in {"handle", "invokeasync", "invoke", "call", "__call__", "process", "dispatch"}
        and re.search(r"(?i)middleware|filter|guard|signature|verif", each.name)
        for function in each.find(NodeKind.FUNCTION)
    )
