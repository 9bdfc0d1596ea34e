"""Find the functions that receive the provider's webhook deliveries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.source.guards import guards
from golive.source.hmacs import is_hmac
from golive.source.project import CONSTRUCTORS, Project, function_of, name_of
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
_COMMON: Final = frozenset({"map", "match", "any", "all", "path", "handle"})
"""Of these, what means something else where no path is named."""
_ROUTE_MARKS: Final = frozenset(
    ("post", "route", "api_view", "csrf_exempt", "postmapping", "requestmapping", "httppost", "api_route", "path")
)
"""Decorators, annotations and attributes of such functions, in lower case."""
_VERIFIES: Final = re.compile(r"(?i)verif|valid|genuine|signature|authentic|^sign")
"""Names of functions that a receiver asks, rather than of receivers."""
_OTHER_VENDORS: Final = re.compile(r"(?i)^(?:http_)?(?:[a-z0-9]+[-_])*(?:signature|hmac)(?:[-_][a-z0-9]+)*$")
"""Headers of signatures. Those of the provider are told before."""
_TELLING: Final = ("webhook", "hook", "callback", "notification", "handle_event", "handleevent", "receive", "delivery")
"""Parts of the names of functions and classes that receive, in lower case."""


@dataclass(frozen=True, slots=True, eq=False)
class Handler:
    """
    A receiver of webhook deliveries: the function that the framework calls, and the merchant's functions it reaches.

    `entry` is a whole file where the server runs files. `regions` has those of the functions that run before it, such
    as middleware, too, where they speak of signatures. `reads_signature` says that a signature header of the provider
    is named somewhere in them.
    """

    entry: Node
    regions: tuple[Node, ...]
    reads_signature: bool


def handlers(project: Project, facts: SourceFacts) -> tuple[Handler, ...]:
    """Return the receivers, in the order of files and lines. One that another one reaches is not named by itself."""
    before = _Before(project, facts)
    found = [_handler(before, entry) for entry in dict.fromkeys(_entries(before))]
    inner = {id(region) for each in found for region in each.regions[1:]}
    inner |= {id(region) for each in found for region in each.entry.find(NodeKind.FUNCTION) if region is not each.entry}
    return tuple(each for each in found if id(each.entry) not in inner)


class _Before:
    """The functions that run before receivers and speak of signatures, with all that they reach."""

    def __init__(self, project: Project, facts: SourceFacts) -> None:
        self.project = project
        self.facts = facts
        self._verifies: dict[int, bool] = {}
        self.used = {
            node.name
            for call in project.calls()
            if call.name.lower() in _REGISTRARS
            for argument in call.all("argument")
            for node in argument.find(NodeKind.NAME, NodeKind.MEMBER)
            if not _is_looked_into(node)
            if not _is_callee(node) or any(map(_makes_receivers, project.functions(node.name)))
        }
        """Names that are given to what registers receivers."""

    def of(self, entry: Node) -> tuple[Node, ...]:
        """Return those that run before one receiver."""
        found: list[Node] = []
        for guard in dict.fromkeys(guards(self.project, entry)):
            if guard is not entry and not guard.holds(entry) and self._speaks(guard):
                found += [each for each in reached(self.project, guard) if each not in found]
        return tuple(found)

    def _speaks(self, guard: Node) -> bool:
        known = self._verifies.get(id(guard))
        if known is None:
            known = any(
                names_header(self.project, each, self.facts.signature_headers) or any(map(is_hmac, each.walk()))
                for each in reached(self.project, guard)
            )
            self._verifies[id(guard)] = known
        return known


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


def _handler(before: _Before, entry: Node) -> Handler:
    regions = tuple(dict.fromkeys([*reached(before.project, entry), *before.of(entry)]))
    headers = before.facts.signature_headers
    return Handler(entry, regions, any(names_header(before.project, region, headers) for region in regions))


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


def _entries(before: _Before) -> Iterator[Node]:
    project, facts = before.project, before.facts
    for file in project.files:
        for node in file.root.find(NodeKind.FUNCTION):
            if _receives(node, before.used) and _speaks_of_deliveries(before, node):
                yield node
        if file.language == "php" and _runs_by_itself(project, facts, file.root):
            yield file.root


def _receives(function: Node, used: set[str]) -> bool:
    """Whether a framework calls this function with a request, as far as can be told."""
    if _is_registered(function, used):
        return True
    name = name_of(function)
    owner = function.within(NodeKind.CLASS)
    if not name or name in CONSTRUCTORS or (owner is not None and name == owner.name) or _VERIFIES.search(name):
        return False
    parameters = {parameter.name.lower() for parameter in function.all("parameter")}
    types = " ".join(each.name.lower() for parameter in function.all("parameter") for each in parameter.all("type"))
    takes_request = bool(parameters & _BODIES) or "request" in types
    if name in {"post", "__invoke", "handler", "lambda_handler", "default"} and (takes_request or owner is not None):
        return owner is None or _is_telling(owner.name)
    if _is_telling(name):
        return takes_request or owner is not None
    return owner is not None and _is_telling(owner.name) and (takes_request or _is_controller(owner))


def _is_registered(function: Node, used: set[str]) -> bool:
    """Whether a function is certainly one that a server calls: by an annotation, its place, or what registers it."""
    if any(annotation.name.lower() in _ROUTE_MARKS for annotation in function.all("annotation")):
        return True
    around = function.parent
    if around is not None and around.kind is NodeKind.CALL and function in around.all("argument"):
        name = around.name.lower()
        names_path = any(each.kind is NodeKind.STRING and "/" in each.name for each in around.all("argument"))
        return name in _REGISTRARS and (names_path or name not in _COMMON)
    return name_of(function) in used | {"ServeHTTP", "POST", "do_POST"}


def _is_looked_into(node: Node) -> bool:
    """Whether a name only stands for what holds a value: `payee` in `payee["id"]`, and in a text."""
    parent = node.parent
    return parent is not None and (
        parent.kind is NodeKind.STRING
        or (parent.kind in {NodeKind.MEMBER, NodeKind.INDEX} and parent.one("object") is node)
    )


def _is_callee(node: Node) -> bool:
    return node.parent is not None and node.parent.kind is NodeKind.CALL and node.parent.one("callee") is node


def _makes_receivers(function: Node) -> bool:
    """Whether a function returns a closure: `r.POST("/hooks", receive(store))`."""
    return any(
        given.kind is NodeKind.FUNCTION
        for returned in function.find(NodeKind.RETURN)
        for value in returned.all("value")
        for given in (value, *value.all("argument"))
    )


def _is_telling(name: str) -> bool:
    return any(word in name.lower() for word in _TELLING)


def _is_controller(owner: Node) -> bool:
    bases = [node.name.lower() for base in owner.all("base") for node in base.walk()]
    return any("controller" in base for base in bases) or "controller" in owner.name.lower()


def _speaks_of_deliveries(before: _Before, function: Node) -> bool:
    """Whether a function, what it calls, or what runs before it, names a signature header or a type of event."""
    project, facts = before.project, before.facts
    kinds = _kinds(facts)
    regions = (*reached(project, function), *before.of(function))
    if any(names_header(project, region, facts.signature_headers) for region in regions):
        return True
    if any(_OTHER_VENDORS.search(node.name) for region in regions for node in region.find(NodeKind.STRING)):
        return False
    if any(node.name in kinds for region in regions for node in region.find(NodeKind.STRING)):
        return True
    owner = function_of(function)
    if owner is not None and names_header(project, owner, facts.signature_headers):
        return True
    # A receiver that verifies nothing may look at no type either.
    return _is_registered(function, before.used) and _stands_for_provider(before, function)


def _stands_for_provider(before: _Before, function: Node) -> bool:
    """Whether a receiver stands in a file about webhooks that names the provider, or could verify a signature."""
    file = before.project.file(function)
    owner = function.within(NodeKind.CLASS)
    names = (file.name, name_of(function), owner.name if owner is not None else "")
    if not any(map(_is_telling, names)):
        return False
    markers = before.facts.markers
    speaks = any(
        re.search(marker, text) for marker in markers for text in (file.data, file.name.encode(errors="replace"))
    )
    return speaks or any(map(is_hmac, file.root.walk()))


def _runs_by_itself(project: Project, facts: SourceFacts, root: Node) -> bool:
    """Whether a PHP file receives deliveries outside any function."""
    functions = tuple(root.find(NodeKind.FUNCTION))
    top = [
        node
        for node in root.find(NodeKind.STRING, NodeKind.CALL)
        if not any(function.holds(node) for function in functions)
    ]
    reads = any(node.kind is NodeKind.STRING and node.name == "php://input" for node in top)
    return reads and (
        names_header(project, root, facts.signature_headers)
        or any(node.name in _kinds(facts) for node in root.find(NodeKind.STRING))
    )


def _kinds(facts: SourceFacts) -> frozenset[str]:
    """Return the types of events, and what they begin with: `payout.`."""
    return frozenset({event.partition(".")[0] + "." for event in facts.event_types} | set(facts.event_types))
