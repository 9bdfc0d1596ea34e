"""What the idempotency key of a request is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from golive.source.clients import Clients
from golive.source.flow import into
from golive.source.project import function_of
from golive.source.retries import is_library_send
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.facts import IdempotencyKey
    from golive.source.integration import Integration
    from golive.source.project import Project

_DEEPEST: Final = 12


class Origin(IntEnum):
    """Where a key comes from. Of several parts of one key, the highest counts."""

    MISSING = 0
    FIXED = 1
    """The same text for every operation."""
    OUTSIDE = 2
    """A parameter that nobody in these files gives."""
    DATA = 3
    """Something of the business: an id, a reference."""
    CHANCE = 4
    """Chance, or the time."""


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """
    An origin of a key, and the expression that shows it: what makes it, or the request that has none.

    `central` says that the client adds it to whatever it sends.
    """

    origin: Origin
    node: Node
    central: bool = False


_MAKES_RANDOM: Final = frozenset(
    """uuid4 uuid1 uuid7 uuid6 randomuuid random_uuid newguid newstring newv7 newrandom uniqid nanoid cuid ulid ksuid
    token_hex token_urlsafe token_bytes randombytes random_bytes randombytessync hex urlsafe_base64 alphanumeric
    random uniform randint randrange mt_rand random_int rand getrandbits monotonic perf_counter time_ns microtime
    currenttimemillis nanotime hrtime getrandomvalues createid snowflake orderedUuid uuid7 v4 v1 v7 v6 createuuid guid
    createversion7 secrets.token_hex randstr""".lower().split()
)
"""Calls that give something else each time, whatever they are called on, in lower case."""
_MAKES_BY_OWNER: Final = (
    (re.compile(r"(?:^|\.)uuid(?:\(\))?$|securerandom|(?:^|\.)str$"),
     frozenset("uuid new must newstring uuid4 ordereduuid hex".split())),
    (re.compile(r"(?:^|\.)time$"), frozenset({"time", "now", "time_ns"})),
    (re.compile(r"(?:^|\.)(?:date|datetime|instant|clock|time|process|performance|clock\.system|carbon|zoneddatetime|datetimeoffset)$"),
     frozenset({"now", "utcnow", "clock_gettime", "new", "hrtime"})),
    (re.compile(r"(?:^|\.)ulid|ksuid|cuid|shortuuid|xid$"),
     frozenset("new make generate uuid newulid randomulid".split())),
)  # fmt: skip
_BARE: Final = frozenset({"time", "uuid", "uuidv4", "uuidv7", "uuidv1", "nanoid", "uuid4", "v4", "microtime", "uniqid"})
_CLOCKS: Final = frozenset({"utcnow", "now", "ticks"})


def keys_of(integration: Integration, call: ProviderCall) -> tuple[Key, ...]:
    """Return the origins of a request's key: one, or one for each caller that gives it."""
    found = _Search(integration, call).keys()
    return tuple({(key.origin, id(key.node)): key for key in found}.values())


def bindings(project: Project, wanted: IdempotencyKey, regions: Iterable[Node]) -> Iterator[Node]:
    """Yield the values that are given to the key's header or field in some regions."""
    seen: set[int] = set()
    for region in regions:
        for node in region.walk():
            for value in _bound(project, wanted, node):
                if id(value) not in seen:
                    seen.add(id(value))
                    yield value


def _bound(project: Project, wanted: IdempotencyKey, node: Node) -> Iterator[Node]:  # noqa: C901, PLR0912 - one case for each form
    match node.kind:
        case NodeKind.PAIR if wanted.header is not None or not _only_asks(node):
            key = node.one("key")
            computed = (
                project.text(key)
                if key is not None and key.kind in {NodeKind.NAME, NodeKind.MEMBER, NodeKind.LIST}
                else ""
            )
            if is_key(wanted, node.name) or is_key(wanted, computed):
                yield from node.all("value")
        case NodeKind.ASSIGN:
            for target in node.all("target"):
                index = target.one("index") if target.kind is NodeKind.INDEX else None
                member = target.kind is NodeKind.MEMBER and wanted.header is None and is_key(wanted, target.name)
                if member or (index is not None and is_key(wanted, project.text(index))):
                    yield from node.all("value")
        case NodeKind.CALL:
            arguments = node.all("argument")
            setter = node.name.lower().removeprefix("set").removeprefix("with").removeprefix("add").strip("_")
            if wanted.header is None and is_key(wanted, setter) and len(arguments) == 1:
                yield arguments[0]
            for position, argument in enumerate(arguments[:-1]):
                if argument.kind in {NodeKind.STRING, NodeKind.NAME, NodeKind.MEMBER} and is_key(
                    wanted, project.text(argument)
                ):
                    yield arguments[position + 1]
                    return
        case NodeKind.STRING if wanted.header is not None:
            head, colon, rest = node.name.partition(":")
            if colon and is_key(wanted, head.strip()):
                if node.all("part"):
                    yield from node.all("part")
                elif rest.strip():
                    yield node
                elif node.parent is not None and node.parent.kind is NodeKind.BINARY:
                    yield from node.parent.all("right")


def _only_asks(pair: Node) -> bool:
    """Whether a field is a filter of a list rather than a part of a new thing."""
    names = {each.name.lower().replace("_", "") for each in pair.above() if each.kind in {NodeKind.PAIR, NodeKind.CALL}}
    return bool(
        names & {"params", "searchparams", "query", "qs", "get", "list", "urlencode", "filter", "where", "find"}
    )


def _calls_around(value: Node) -> Iterator[Node]:
    return (each for each in value.above() if each.kind is NodeKind.CALL)


def is_key(wanted: IdempotencyKey, name: str) -> bool:
    """Whether a name is that of the header or field of the key."""
    if wanted.header is not None:
        return name.lower() == wanted.header.lower()
    return name == wanted.field or name.lower().replace("_", "") in {each.replace("_", "") for each in wanted.names}


class _Search:
    def __init__(self, integration: Integration, call: ProviderCall) -> None:
        self.project = integration.project
        self.facts = integration.facts
        self.wanted = integration.facts.key
        self.call = call
        self.regions = integration.flow(call)
        self.others = integration.calls
        self._clients = Clients(integration)
        self._busy: set[int] = set()

    def keys(self) -> list[Key]:
        found = [each for each in bindings(self.project, self.wanted, self.regions) if not self._is_of_another(each)]
        keys = [self._classified(value) for value in found]
        overwritten = [key for key in self._of_clients() if key.origin is Origin.CHANCE]
        given = overwritten or [key for key in keys if key.origin is not Origin.MISSING]
        if given:
            return given
        if not found:
            named = [self._classified(value) for value in self._named()]
            if named:
                return named
            outer = list(self._of_callers())
            if outer:
                return outer
            elsewhere = list(self._of_clients())
            if elsewhere:
                return elsewhere
        if self._is_open():
            return [Key(Origin.OUTSIDE, self.call.node)]
        # Where the client has no place for a key, the defect is in the client.
        return [Key(Origin.MISSING, node) for node in (self.call.node, *(self.call.layers[:1] if not found else ()))]

    def _is_of_another(self, value: Node) -> bool:
        """Whether a key is that of another request, which this one needs something of."""
        if any(region.holds(value) for region in (self.call.node, *self.call.layers)):
            return False
        around = function_of(value)
        return any(
            each is not self.call
            and (each.node.holds(value) or (around is not None and around is each.function is not self.call.function))
            for each in self.others
        )

    def _named(self) -> Iterator[Node]:
        """Yield values that the request is given under one of the key's names, for a client whose code is not here."""
        if self.call.layers:
            return
        for node in self.call.node.find(NodeKind.PAIR):
            if node.name.lower().replace("-", "_") in self.wanted.names:
                yield from node.all("value")

    def _of_callers(self) -> Iterator[Key]:
        """Yield the origins where callers make the body or the headers that the request is given."""
        function = self.call.function
        if function is None:
            return
        for parameter, caller, argument in self._given_to(function):
            if not _may_hold(self.wanted, parameter.name) or not _used(self.call.node, parameter.name, self.regions):
                continue
            values = list(bindings(self.project, self.wanted, [argument, *into(self.project, argument)]))
            for value in values:
                yield self._classified(value)
            if not values and _may_hold(self.wanted, parameter.name) and argument.kind is NodeKind.OBJECT:
                yield Key(Origin.MISSING, caller)

    def _given_to(self, function: Node) -> Iterator[tuple[Node, Node, Node]]:
        for caller in self.project.callers(function):
            for parameter in function.all("parameter"):
                argument = argument_of(function, parameter.name, caller)
                if argument is not None:
                    yield parameter, caller, argument

    def _of_clients(self) -> Iterator[Key]:
        """Yield the origins where an interceptor or the defaults of a client set the header."""
        language = self.project.file(self.call.node).language
        for file in self.project.files:
            if file.language == language:
                # A key of another vendor's client is none of this request's.
                for value in bindings(self.project, self.wanted, [file.root]):
                    key = self._classified(value)
                    if key.central and not self._clients.belongs_to_another(value):
                        yield key

    def _is_open(self) -> bool:
        """Whether headers or body come from where nobody can look."""
        if not self.call.layers and not all(is_library_send(self.project, send) for send in self.call.sends):
            return True
        function = self.call.function
        if function is None:
            return False
        callers = self.project.callers(function)
        names = {parameter.name for parameter in function.all("parameter")} - {"self", "cls"}
        used = {node.name for argument in self.call.node.find(NodeKind.NAME) for node in (argument,)} & names
        return any(_may_hold(self.wanted, name) for name in used) and not callers

    # What an expression is made of

    def _classified(self, node: Node) -> Key:
        key = self._origin(node, 0)
        # What is constant or data is shown where it goes in.
        shown = key.node if key.origin in {Origin.CHANCE, Origin.FIXED} else node
        return Key(key.origin, shown, central=_is_central(node))

    def _origin(self, node: Node, depth: int) -> Key:  # noqa: C901, PLR0911, PLR0912 - one case for each kind
        if depth > _DEEPEST or id(node) in self._busy:
            return Key(Origin.DATA, node)
        self._busy.add(id(node))
        try:
            match node.kind:
                case NodeKind.NUMBER:
                    return Key(Origin.FIXED, node)
                case NodeKind.CONSTANT:
                    return Key(Origin.MISSING if node.name == "null" else Origin.FIXED, node)
                case NodeKind.STRING:
                    if not node.name:
                        return Key(Origin.MISSING, node)
                    return self._of_parts(node, node.all("part"), depth)
                case NodeKind.BINARY if node.operator in {"or", "||", "??", "?:"}:
                    left = self._origin(node.all("left")[0], depth + 1)
                    if left.origin is Origin.MISSING:
                        return self._origin(node.all("right")[0], depth + 1)
                    return left
                case NodeKind.BINARY | NodeKind.LIST:
                    return self._of_parts(node, node.children, depth)
                case NodeKind.UNARY | NodeKind.CAST:
                    operand = node.one("operand") or node.one("value")
                    return self._origin(operand, depth + 1) if operand is not None else Key(Origin.DATA, node)
                case NodeKind.IF:
                    ways = [self._origin(each, depth + 1) for each in (*node.all("then"), *node.all("otherwise"))]
                    return max(ways, key=lambda key: key.origin, default=Key(Origin.DATA, node))
                case NodeKind.NAME:
                    return self._of_name(node, depth)
                case NodeKind.MEMBER:
                    return self._of_member(node, depth)
                case NodeKind.CALL:
                    return self._of_call(node, depth)
                case NodeKind.PAIR:
                    return (
                        self._origin(node.all("value")[0], depth + 1) if node.one("value") else Key(Origin.DATA, node)
                    )
                case NodeKind.BLOCK | NodeKind.RETURN:
                    last = [*node.children][-1:]
                    return self._origin(last[0], depth + 1) if last else Key(Origin.DATA, node)
            return Key(Origin.DATA, node)
        finally:
            self._busy.discard(id(node))

    def _of_parts(self, node: Node, parts: Iterable[Node], depth: int) -> Key:
        keys = [self._origin(part, depth + 1) for part in parts if part.kind is not NodeKind.TYPE]
        keys = [key for key in keys if key.origin is not Origin.MISSING]
        best = max(keys, key=lambda key: key.origin, default=None)
        return best if best is not None and best.origin is not Origin.FIXED else Key(Origin.FIXED, node)

    def _of_name(self, node: Node, depth: int) -> Key:
        values = [each for each in self.project.values(node) if each.kind is not NodeKind.FUNCTION]
        owner, parameter = _parameter(node)
        if owner is not None and parameter is not None:
            given = self._of_parameter(owner, parameter, node, depth)
            assigned = [each for each in values if each not in parameter.all("default") and not each.holds(node)]
            if given.origin is Origin.MISSING and assigned:
                return max((self._origin(each, depth + 1) for each in assigned), key=lambda key: key.origin)
            return given
        keys = [self._origin(each, depth + 1) for each in values if not each.holds(node)]
        keys = [key for key in keys if key.origin is not Origin.MISSING] or keys
        # Where data is given on some way and chance on another, the chance is a stand-in: it counts.
        return max(keys, key=lambda key: key.origin, default=Key(Origin.DATA, node))

    def _of_parameter(self, owner: Node, parameter: Node, node: Node, depth: int) -> Key:
        callers = self._callers(owner)
        if not callers:
            default = parameter.one("default")
            missing = default is not None and owner in self.call.layers
            return self._origin(default, depth + 1) if missing and default is not None else Key(Origin.OUTSIDE, node)
        keys: list[Key] = []
        for caller in callers:
            argument = argument_of(owner, parameter.name, caller)
            if argument is not None:
                keys.append(self._origin(argument, depth + 1))
            elif any(_spreads(each) for each in caller.all("argument")):
                keys.append(self._spread(parameter, caller, depth))
            elif parameter.one("default") is not None:
                keys.append(self._origin(parameter.all("default")[0], depth + 1))
            else:
                keys.append(Key(Origin.MISSING, caller))
        return max(keys, key=lambda key: key.origin)

    def _spread(self, parameter: Node, caller: Node, depth: int) -> Key:
        """Follow options that are handed on as a whole: `**options`, `...rest`."""
        around = function_of(caller)
        for outer in self._callers(around) if around is not None and around in self.call.layers else ():
            for each in outer.all("argument"):
                if each.kind is NodeKind.PAIR and each.name == parameter.name:
                    return self._origin(each, depth + 1)
        return Key(Origin.MISSING if around in self.call.layers else Origin.OUTSIDE, caller)

    def _callers(self, owner: Node) -> list[Node]:
        """Return the calls that give a function its arguments: those on the way of this request, where it is on it."""
        if owner in self.call.layers:
            inside = [
                each
                for region in (self.call.node, *self.call.layers)
                for each in region.find(NodeKind.CALL)
                if owner in self.project.resolve(each)
            ]
            direct = [each for each in inside if self.call.node.holds(each)]
            return direct or list(dict.fromkeys(inside))
        return list(self.project.callers(owner))

    def _of_member(self, node: Node, depth: int) -> Key:  # noqa: C901 - one case for each form
        owner = node.one("object")
        if owner is not None and owner.kind is NodeKind.NAME and owner.name == "self":
            values = [each for each in self.project.values(node) if not each.holds(node)]
            keys = [self._origin(each, depth + 1) for each in values]
            return max(keys, key=lambda key: key.origin, default=Key(Origin.DATA, node))
        if owner is not None and owner.kind is NodeKind.NAME and node.name.isupper():
            values = list(self.project.values(node))
            if values:
                return self._origin(values[0], depth + 1)
        if (
            node.name.lower() in _CLOCKS
            and owner is not None
            and owner.name.lower() in {"datetime", "datetimeoffset", "utcnow", "now"}
        ):
            return Key(Origin.CHANCE, node)
        options = [self._origin(each, depth + 1) for each in self._options(node)]
        if options:
            return max(options, key=lambda key: key.origin)
        if self._lacks(node):
            return Key(Origin.MISSING, self.call.node)
        plain = node.name.lower().replace("_", "")
        if plain in {each.replace("_", "") for each in self.wanted.names}:
            for region in self.regions:
                for pair in region.find(NodeKind.PAIR):
                    if pair.name.lower().replace("_", "") == plain and pair.one("value") is not None:
                        value = pair.all("value")[0]
                        if value is not node and not value.holds(node):
                            return self._origin(value, depth + 1)
        if owner is not None and owner.kind is NodeKind.CALL:
            return self._origin(owner, depth + 1)
        return Key(Origin.DATA, node)

    def _options(self, node: Node) -> Iterator[Node]:
        """Yield what a request gives, in an object, for a field of a parameter of its layers: `options.key`."""
        layer = function_of(node)
        owner = node.one("object")
        if layer is None or layer not in self.call.layers or owner is None or owner.kind is not NodeKind.NAME:
            return
        for caller in self._callers(layer):
            given = argument_of(layer, owner.name, caller)
            if given is None or given.kind is not NodeKind.OBJECT:
                continue
            yield from (
                value
                for pair in given.all("member")
                if pair.kind is NodeKind.PAIR and pair.name == node.name
                for value in pair.all("value")
            )

    def _lacks(self, node: Node) -> bool:
        """Whether a request gives its layer an object that is written out and has no such field."""
        layer = function_of(node)
        owner = node.one("object")
        if layer is None or layer not in self.call.layers or owner is None or owner.kind is not NodeKind.NAME:
            return False
        given = [argument_of(layer, owner.name, caller) for caller in self._callers(layer)]
        return bool(given) and all(
            each is not None
            and each.kind is NodeKind.OBJECT
            and all(pair.kind is NodeKind.PAIR and pair.name for pair in each.all("member"))
            for each in given
        )

    def _of_call(self, node: Node, depth: int) -> Key:
        if is_random(node):
            return Key(Origin.CHANCE, node)
        functions = self.project.resolve(node)
        if functions:
            returned = [self._origin(value, depth + 1) for each in functions[:2] for value in _returned(each)]
            best = max(returned, key=lambda key: key.origin, default=None)
            if best is not None and best.origin is Origin.CHANCE:
                return best
        callee = node.one("callee")
        parts = [*node.all("argument")]
        if callee is not None and callee.kind is NodeKind.MEMBER:
            base = callee.one("object")
            if base is not None and not (base.kind is NodeKind.NAME and base.name[:1].isupper()):
                parts.append(base)
        keys = [self._origin(each, depth + 1) for each in parts if each.kind is not NodeKind.FUNCTION]
        best = max(keys, key=lambda key: key.origin, default=Key(Origin.DATA, node))
        return (
            best
            if best.origin in {Origin.CHANCE, Origin.OUTSIDE}
            or (best.origin in {Origin.FIXED, Origin.MISSING} and not functions and parts and _shapes(node))
            else Key(Origin.DATA, node)
        )


_CENTRAL: Final = frozenset(
    """intercept interceptor roundtrip sendasync handle_request handle_async_request defaultrequest
    defaultrequestheaders
    beforerequest hooks before_request asyncclient client session extend create newbuilder httpclient guzzle""".split()
)
"""Functions, settings and calls in which a client is told what to add to all that it sends."""


def _is_central(value: Node) -> bool:
    """Whether something is set for all requests of a client, by an interceptor or by its defaults."""
    for each in value.above():
        if each.kind in {NodeKind.FUNCTION, NodeKind.PAIR} and each.name.lower() in _CENTRAL:
            return True
        if each.kind is NodeKind.CALL:
            callee = each.one("callee")
            path = callee.path.lower() if callee is not None else ""
            if "interceptors" in path or (each.name.lower() in _CENTRAL and each.name.lower() != "sendasync"):
                return True
            if "defaultrequestheaders" in path or path.endswith(("session.headers.update", "defaults.headers")):
                return True
    return False


def is_random(node: Node) -> bool:
    """Whether a call gives something else each time."""
    name = node.name.lower()
    callee = node.one("callee")
    path = callee.path.lower() if callee is not None else name
    owner = path.rpartition(".")[0]
    if name in {"v5", "uuid5", "uuid3", "v3", "nameuuidfrombytes"}:
        return False
    if name == "date" and node.operator == "new":
        return not node.all("argument")
    if name in _BARE and (not owner or name != "time"):
        return not (name == "uuid" and bool(node.all("argument")))
    if name in _MAKES_RANDOM - {"v4", "v1", "v7", "v6", "guid", "hex", "rand", "random"}:
        return True
    if name in {"hex", "rand", "random", "v4", "v1", "v7"}:
        return "random" in owner or "uuid" in owner or "secrets" in owner or name in {"rand", "random", "v4"}
    return any(pattern.search(owner) is not None and name in names for pattern, names in _MAKES_BY_OWNER)


def argument_of(function: Node, name: str, call: Node) -> Node | None:
    """Return what a call gives a function for a parameter, None where it gives nothing."""
    arguments = list(call.all("argument"))
    positional = [each for each in arguments if each.kind is not NodeKind.PAIR]
    parameters = [each for each in function.all("parameter") if each.name not in {"self", "cls"}]
    for each in arguments:
        if each.kind is NodeKind.PAIR and each.name == name:
            return each
    for index, parameter in enumerate(parameters):
        inner = next((each for each in parameter.all("parameter") if each.name == name), None)
        if parameter.name != name and inner is None:
            continue
        if index >= len(positional) or any(_spreads(each) for each in positional[: index + 1]):
            return None
        argument = positional[index]
        if inner is None:
            return argument
        key = inner.one("key")
        wanted = key.name if key is not None else name
        pair = next((each for each in argument.find(NodeKind.PAIR) if each.name == wanted), None)
        return pair if pair is not None or argument.kind is NodeKind.OBJECT else argument
    return None


def _parameter(node: Node) -> tuple[Node | None, Node | None]:
    """Return the function, and its parameter, that a name stands for, where nothing nearer gives it a value."""
    for scope in node.above():
        if scope.kind is not NodeKind.FUNCTION:
            continue
        for parameter in scope.all("parameter"):
            for each in (parameter, *parameter.all("parameter")):
                if each.name == node.name:
                    return scope, each
        if any(target.name == node.name for each in scope.find(NodeKind.ASSIGN) for target in each.all("target")):
            return None, None
    return None, None


def _returned(function: Node) -> Iterator[Node]:
    body = function.one("body")
    if body is None:
        return
    if body.kind is not NodeKind.BLOCK:
        yield body
        return
    for each in body.find(NodeKind.RETURN):
        yield from each.all("value")
    if body.children and body.children[-1].kind in {NodeKind.CALL, NodeKind.STRING, NodeKind.NAME, NodeKind.MEMBER}:
        yield body.children[-1]


def _spreads(node: Node) -> bool:
    return node.kind is NodeKind.UNARY and node.operator in {"...", "*", "**"}


def _used(call: Node, name: str, regions: Iterable[Node]) -> bool:
    return any(node.name == name for region in (call, *regions) for node in region.find(NodeKind.NAME))


def _may_hold(wanted: IdempotencyKey, name: str) -> bool:
    """Whether something of a name may bring the headers, or the body, that the key is in."""
    pattern = r"header|opt|kwarg|config|init|extra|request|req$|args"
    if wanted.header is None:
        pattern = r"body|payload|data|json|order|opt|kwarg|dto|input|request|req$|fields|params|attributes|args"
    return re.search(pattern, name.lower()) is not None


def _shapes(node: Node) -> bool:
    """Whether a call only gives a text another shape."""
    return node.name.lower() in {"str", "string", "tostring", "to_s", "encode", "format", "sprintf", "strval", "trim",
                                 "lower", "upper", "tolowercase", "touppercase", "f", "of", "valueof", "sha256",
                                 "hexdigest", "freeze", "digest", "md5", "hash", "join", "concat", "just"}  # fmt: skip
