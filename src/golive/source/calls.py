"""Find the requests that a program sends to the provider, however many functions of its own lie in between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from golive.source.elsewhere import goes_elsewhere
from golive.source.logs import is_log
from golive.source.project import Project, function_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.facts import Operation, SourceFacts

VERBS: Final = ("post", "get", "put", "patch", "delete")
"""Methods of HTTP, as they begin or end the names of functions that send requests."""

SENDERS: Final = frozenset(
    """post get put patch delete head request fetch send sendasync do execute exec urlopen newcall exchange call
    postasync getasync putasync deleteasync patchasync postasjsonasync getfromjsonasync requestasync getstringasync
    curl_exec run_request postforentity postforobject getforentity getforobject retrieve bodytomono axios got ky
    superagent http_request request_async httpclient getasstring urlopen file_get_contents newrequest
    newrequestwithcontext open_uri start run postjson getjson post_json get_json method""".split()
)
"""Functions of HTTP libraries that send a request, or make one, in lower case."""

_ADDRESS_KEYS: Final = frozenset({"url", "uri", "path", "endpoint", "route", "requesturi", "pathname", "resource"})
_MAKERS: Final = frozenset(
    {"urljoin", "create", "uri", "url", "parse", "resolve", "urlparse", "join", "sprintf", "format", "of", "build"}
)
_TAKES_SEGMENTS: Final = frozenset({"request", "appendpathsegments", "addpathsegments", "pathsegments", "pathsegment"})
"""Functions that take the parts of a path one by one."""
_ROUTERS: Final = frozenset(
    """app router server fastify r mux e group blueprint bp route routes routing http.handlefunc self.app
    endpoints express hono web web_app webapp""".split()
)
_REGISTERS: Final = frozenset(
    """handlefunc handle mapget mappost mapput mapdelete mapmethods add_url_rule add_route addroute add_api_route
    register_rest_route""".split()
)
"""Methods that tell a server what to do with a path, in lower case."""
_DEEPEST: Final = 4
"""Functions of the merchant between a call and the HTTP library."""


@dataclass(frozen=True, slots=True, eq=False)
class ProviderCall:
    """
    A request to the provider, as the program states it.

    `node` is the call that names the path, with all of its chain. `function` is the function that it stands in, None
    at the top of a file. `layers` are the merchant's own functions that it goes through, the outermost first; `sends`
    the calls of the HTTP library at the end of them (the call itself where nothing lies in between).
    """

    node: Node
    operation: Operation | None
    method: str | None
    path: str
    function: Node | None
    layers: tuple[Node, ...] = ()
    sends: tuple[Node, ...] = field(default=())


_HOLDERS: Final = ("header", "param", "cookie", "environ", "config", "data", "body", "json", "payload", "cache", "env")
"""Parts of the names of things whose `get` and `put` send nothing."""


def provider_calls(project: Project, facts: SourceFacts) -> Iterator[ProviderCall]:
    """Yield the requests to the provider, in the order of files and lines."""
    seen: set[int] = set()
    for call in project.calls():
        path = _path_in(project, facts, call)
        if path is None or _is_route(call):
            continue
        call = _addressed(call)  # noqa: PLW2901 - the request is what takes the address
        top = chain(call)
        if id(top) in seen or _only_makes_address(project, call):
            continue
        seen.add(id(top))
        if goes_elsewhere(project, facts, call):
            continue
        layers, sends, others = _through(project, facts, call)
        if others and not sends:
            continue
        method = _method(project, top, call, layers)
        operation = facts.find(method, path)
        if operation is None and method is not None and facts.prefix not in f"/{path}":
            continue  # a short path that others have too, by a method that the provider does not have for it
        yield ProviderCall(
            node=top,
            operation=operation,
            method=method,
            path=path,
            function=function_of(top),
            layers=layers,
            sends=sends or (top,),
        )


def chain(call: Node) -> Node:
    """Return the last call of a chain of calls on each other's results, awaited or not."""
    top = call
    while top.parent is not None:
        parent = top.parent
        around = parent.parent
        if parent.kind is NodeKind.MEMBER and around is not None and around.kind is NodeKind.CALL:
            if around.one("callee") is not parent:
                break
            top = around
        elif parent.kind is NodeKind.UNARY and parent.operator in {"await", "not"}:
            top = parent
        else:
            break
    return top


def links(top: Node) -> Iterator[Node]:
    """Yield the calls of a chain, the last first."""
    node: Node | None = top
    while node is not None:
        match node.kind:
            case NodeKind.CALL:
                yield node
                node = node.one("callee")
            case NodeKind.MEMBER:
                node = node.one("object")
            case NodeKind.UNARY:
                node = node.one("operand")
            case _:
                return


def verb_of(name: str) -> str | None:
    """Return the method that the name of a function speaks of: `POST` for `postForEntity` and `_post`."""
    lower = name.lower().strip("_")
    return next((verb.upper() for verb in VERBS if lower == verb or _names_verb(name.strip("_"), verb)), None)


def _names_verb(name: str, verb: str) -> bool:
    """Whether a name begins with a verb as a word: `postJson`, `post_json`, `PostAsync`, but not `postal`."""
    lower = name.lower()
    after = name[len(verb) : len(verb) + 1]
    return lower.startswith(verb) and (after == "_" or after.isupper())


def is_sender(call: Node) -> bool:
    """Whether a call looks like one of an HTTP library, by its name and by what it is called on."""
    callee = call.one("callee")
    on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
    holds_values = on is not None and any(word in on.name.lower() for word in _HOLDERS)
    return call.name.lower() in SENDERS and not holds_values


def _path_in(project: Project, facts: SourceFacts, call: Node) -> str | None:
    """Return the provider's path that one of a call's arguments names."""
    for argument in call.all("argument"):
        found = _path(project, facts, call, argument)
        if found is not None:
            return found
    if call.name.lower() in _TAKES_SEGMENTS and len(call.all("argument")) > 1:
        text = "/".join(project.text(argument).strip("/") for argument in call.all("argument"))
        return f"/{text}" if facts.prefix in f"/{text}" and facts.is_path(f"/{text}") else None
    return None


def _path(project: Project, facts: SourceFacts, call: Node, argument: Node) -> str | None:
    match argument.kind:
        case NodeKind.OBJECT:
            for pair in argument.all("member"):
                if pair.name.lower() in _ADDRESS_KEYS:
                    return _path(project, facts, call, pair)
            return None
        case NodeKind.PAIR:
            value = argument.one("value")
            return _path(project, facts, call, value) if value is not None else None
        case NodeKind.FUNCTION | NodeKind.NUMBER | NodeKind.CONSTANT:
            return None
    text = project.text(argument)
    anchored = facts.prefix in f"/{text}" or text.startswith(("/", "{}/"))
    bare = verb_of(call.name) is not None and " " not in text
    return text if (anchored or bare) and facts.is_path(text) else None


def _addressed(call: Node) -> Node:
    """Return the call of a request whose address a closure puts together: `get().uri(b -> b.path("/v1/payouts"))`."""
    for each in call.above():
        if each.kind is NodeKind.FUNCTION:
            around = each.parent
            takes = around is not None and around.kind is NodeKind.CALL and around.name.lower() in {"uri", "url"}
            return around if takes and around is not None and each in around.all("argument") else call
    return call


def _is_route(call: Node) -> bool:
    """Whether a call says what a server does with a path, rather than sending something there."""
    if any(each.kind is NodeKind.ANNOTATION for each in call.above()) or call.name in {"HandleFunc", "Handle"}:
        return True
    callee = call.one("callee")
    receiver = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
    closures = [each for each in call.all("argument") if each.kind is NodeKind.FUNCTION]
    if receiver is None:
        return bool(closures) and callee is not None and callee.kind is NodeKind.NAME
    path = receiver.path.lower()
    if call.name.lower() in _REGISTERS:
        return True
    return path in _ROUTERS or path.rpartition(".")[2] in _ROUTERS


def _only_makes_address(project: Project, call: Node) -> bool:
    """Whether a call only puts an address together, for another call."""
    if call.name.lower() not in _MAKERS or is_sender(call) or project.resolve(call):
        return False
    # `newBuilder().uri(…).POST(…)` makes a request; `create(…)` on its own an address.
    return not any(is_sender(link) and verb_of(link.name) for link in links(chain(call)))


def _through(
    project: Project, facts: SourceFacts, call: Node
) -> tuple[tuple[Node, ...], tuple[Node, ...], tuple[Node, ...]]:
    """
    Return the merchant's functions that a call goes through, and the calls of the HTTP library at their end.

    The last are those calls that go to somebody else: logs that are shipped, another vendor's API.
    """
    layers: list[Node] = []
    sends: list[Node] = []
    others: list[Node] = []
    pending = [(call, 0)]
    while pending:
        current, depth = pending.pop(0)
        functions = [each for each in project.resolve(current) if each not in layers] if depth < _DEEPEST else []
        if not functions and current is not call and is_sender(current):
            (others if goes_elsewhere(project, facts, current) else sends).append(current)
        for function in functions:
            inner = [each for each in function.find(NodeKind.CALL) if _carries_on(project, function, each)]
            if inner and all(_is_sent_elsewhere(project, facts, each) for each in inner):
                others += inner
                continue
            layers.append(function)
            pending += [(each, depth + 1) for each in inner]
    return tuple(layers), tuple(sends), tuple(others)


def _is_sent_elsewhere(project: Project, facts: SourceFacts, call: Node) -> bool:
    """Whether a call in a function sends something that it was not asked to: to another host, or another path."""
    if project.resolve(call):
        return False
    if goes_elsewhere(project, facts, call):
        return True
    texts = [project.text(argument) for argument in call.all("argument")[:2]]
    fixed = [text for text in texts if re.match(r"(?:\{\})?/[^{}]+$", text)]
    return bool(fixed) and not any(facts.is_path(text) for text in fixed)


def _carries_on(project: Project, function: Node, call: Node) -> bool:
    """Whether a call in a function may send what the function was asked to send."""
    if is_log(call):
        return False
    if project.resolve(call):
        return function not in project.resolve(call) and (is_sender(call) or _passes_on(function, call))
    return is_sender(call)


def _passes_on(function: Node, call: Node) -> bool:
    names = {parameter.name for parameter in function.all("parameter")} - {"self", "cls", ""}
    return any(node.name in names for argument in call.all("argument") for node in argument.find(NodeKind.NAME))


def _method(project: Project, top: Node, call: Node, layers: tuple[Node, ...]) -> str | None:
    """Return the method of a request: by its name, an argument, its chain, or the functions that it goes through."""
    # What a chain does with the answer of one's own function says nothing about the request: `create(path).get("id")`.
    named = _stated(project, call if layers else top, call)
    if named is not None:
        return named
    for layer in layers:
        for each in layer.find(NodeKind.CALL):
            if is_sender(each) or any(inner in layers for inner in project.resolve(each)):
                named = _stated(project, chain(each), each)
                if named is not None:
                    return named
    return _stated(project, top, call) if layers else None


def _stated(project: Project, top: Node, call: Node) -> str | None:
    for argument in call.all("argument"):
        named = _names_method(project, argument)
        if named is not None:
            return named
    for link in (call, *links(top)):  # what names the path first: `client.post(path).get("id")` is a POST
        verb = verb_of(link.name)
        if verb is not None:
            return verb
        if link.name.lower() == "method":
            named = next(filter(None, (_names_method(project, each) for each in link.all("argument"))), None)
            if named is not None:
                return named
    callee = call.one("callee")
    parts = callee.path.split(".") if callee is not None else []
    constructed = next((verb_of(part) for part in parts if verb_of(part)), None)
    if constructed is not None:
        return constructed
    return _method_set_later(project, top) or ("GET" if call.name.lower() in {"fetch", "urlopen", "axios"} else None)


def _names_method(project: Project, argument: Node) -> str | None:
    match argument.kind:
        case NodeKind.STRING:
            return argument.name.upper() if argument.name.lower() in VERBS else None
        case NodeKind.MEMBER | NodeKind.NAME:
            name = argument.name.lower().removeprefix("method").removeprefix("http_").strip("_")
            if name in VERBS:
                return name.upper()
            text = project.text(argument)
            return text.upper() if text.lower() in VERBS else None
        case NodeKind.PAIR if argument.name.lower() in {"method", "type", "verb", "http_method"}:
            value = argument.one("value")
            return _names_method(project, value) if value is not None else None
        case NodeKind.OBJECT:
            return next(filter(None, (_names_method(project, pair) for pair in argument.all("member"))), None)
        case _:
            return None


def _method_set_later(project: Project, top: Node) -> str | None:
    """Return the method that is set on a request after it was made, as with cURL or `HttpURLConnection`."""
    assigned = top.parent if top.parent is not None and top.parent.kind is NodeKind.ASSIGN else None
    scope = function_of(top)
    if assigned is None or not assigned.name or scope is None:
        return None
    for call in scope.find(NodeKind.CALL):
        callee = call.one("callee")
        arguments = call.all("argument")
        on_it = callee is not None and callee.path.startswith(f"{assigned.name}.")
        with_it = bool(arguments) and arguments[0].kind is NodeKind.NAME and arguments[0].name == assigned.name
        if not (on_it or with_it):
            continue
        if any(node.name == "CURLOPT_POST" for argument in arguments for node in argument.find(NodeKind.NAME)):
            return "POST"
        named = next(filter(None, (_names_method(project, each) for each in arguments)), None)
        if named is not None:
            return named
    return None
