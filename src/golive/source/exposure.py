"""What of a request, an answer or a delivery nobody may write to a log, and where an expression holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from golive.source.logs import is_log
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.integration import Integration

_SAFE: Final = re.compile(
    r"(?i)mask|redact|sanit|scrub|censor|obfuscat|fingerprint|hash|sha256|hmac|last_?(?:4|four|digits)|anonymi|encrypt"
    r"|^(?:len|length|size|count|sizeof|strlen|keys|typeof|type|bool|boolean|isempty|is_null|empty|isset|gettype"
    r"|get_class|getclass|class|takelast|last|right|substr|substring|slice|tail|present|blank|any|filter\w*|pick|omit"
    r"|without|except|only|array_keys|status_of|has|contains|includes|containskey|startswith|endswith)[?]?$"
)
"""Functions after which a value shows nothing: masked, counted, cut to its end, or asked for."""
_SECRETS: Final = re.compile(
    r"^(?:.*_)?(?:api_?key|api_secret|secret|secret_key|webhook_secret|client_secret|access_token|auth_token|bearer_token"
    r"|password|passwd|private_key|signing_key|credentials|authorization|auth_header|bearer)$"
)
_NO_SECRETS: Final = re.compile(
    r"(?:secret|key|credentials?)_(?:id|name|path|arn|version|source|ref)$|public_key$|^no_|^has_|^is_"
)
_PEOPLE: Final = frozenset({"first_name", "last_name", "display_name"})
"""Fields with names that other things have, too."""
_BODIES: Final = frozenset(
    """body raw_body rawbody payload raw request_body requestbody response_body responsebody response_text
    body_text bodytext raw_payload body_bytes body_string json_body request_payload response_payload""".split()
)
_BODY_PARTS: Final = frozenset(
    """text body content data json get_body raw raw_body get_content get_data body_as_string read_as_string_async
    as_json response_body read_all raw_post body_string string get_response_body get_request_body to_array
    request_body read_as_string as_string payload get_contents array_buffer body_to_mono read request response
    to_json config""".split()
)
"""What of a request or an answer holds all that was sent."""
_WIRE: Final = re.compile(r"(?i)^(?:.*_)?(?:resp|response|res|reply|answer|request|req|result)$")
_ERRORS: Final = re.compile(r"(?i)^(?:error|err|e|ex|exception|exc|failure|reason)$")
_DUMPS: Final = frozenset({"dumprequest", "dumprequestout", "dumpresponse", "tocurl", "to_curl"})
_OBJECTS: Final = frozenset(
    """payee instrument beneficiary recipient bank_account bank_details event webhook_event voucher card
    supplier_bank account_details""".split()
)
_INTERCEPTS: Final = frozenset({"intercept", "sendasync", "roundtrip", "onrequest", "onresponse"})
"""Methods by which clients are extended, in lower case."""
_HOOKS: Final = frozenset(
    """beforerequest afterresponse beforeerror beforeretry onrequest onresponse onresponseerror event_hooks
    addinterceptor addnetworkinterceptor interceptor addrequestinterceptor requestinterceptor
    responseinterceptor""".split()
)
"""What clients call the functions that they run around each request, in lower case."""
_SNAKE: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True)
class Exposed:
    """A part of an expression that is not for logs. `what` names it in a sentence; `certain` says that it is one."""

    node: Node
    what: str
    certain: bool


def snake(name: str) -> str:
    """Return a name in small letters with underscores, without `get` before it."""
    text = _SNAKE.sub("_", name).replace("-", "_").lower().strip("_")
    return re.sub(r"^get_(?=[a-z])", "", text)


@dataclass(frozen=True, eq=False)
class Exposure:
    """Tells what in an expression is not for logs."""

    integration: Integration

    @cached_property
    def sending(self) -> frozenset[int]:
        """Functions that send requests or receive deliveries, closures in them too."""
        found: list[Node] = [call.function for call in self.integration.calls if call.function is not None]
        found += [layer for call in self.integration.calls for layer in call.layers]
        found += [each for each in self.integration.project.functions() if each.name.lower() in _INTERCEPTS]
        found += [region for handler in self.integration.handlers for region in handler.regions]
        return frozenset(id(each) for region in found for each in (region, *region.find(NodeKind.FUNCTION)))

    @cached_property
    def private(self) -> frozenset[str]:
        """Fields of the provider that nobody may log."""
        return frozenset(snake(name) for name in self.integration.facts.private) - {"masked_account", "display_last4"}

    def of(self, expression: Node) -> Iterator[Exposed]:
        """Yield what an expression shows that is not for logs."""
        pending = [expression]
        while pending:
            node = pending.pop()
            if self._is_calm(node):
                continue
            found = self._exposed(node)
            if found is not None:
                yield found
                continue
            pending.extend(reversed(_shown(node)))

    def _is_calm(self, node: Node) -> bool:
        match node.kind:
            case NodeKind.CALL:
                return _SAFE.search(node.name) is not None and not is_log(node)
            case NodeKind.FUNCTION:
                return True
            case NodeKind.BINARY:
                return node.operator in {"==", "!=", "===", "!==", "<", ">", "<=", ">=", "in", "is", "instanceof"}
            case NodeKind.UNARY:
                return node.operator == "not"
        return False

    def _exposed(self, node: Node) -> Exposed | None:
        if node.kind is NodeKind.CALL:
            if node.name.lower() in _DUMPS:
                return Exposed(node, "a request or answer with its headers", certain=True)
            return self._field(node, node.name) if not node.all("argument") else None
        if node.kind not in {NodeKind.NAME, NodeKind.MEMBER, NodeKind.INDEX}:
            return None
        if node.kind is NodeKind.INDEX:
            index = node.one("index")
            if index is None or index.kind is not NodeKind.STRING:
                return None
            return self._field(node, index.name)
        return self._field(node, node.name)

    def _field(self, node: Node, name: str) -> Exposed | None:
        """Return what a name, a member or a getter shows, by its name and by what it is of."""
        if _is_type(node) or _is_taken_apart(node):
            return None
        plain = snake(name)
        if _SECRETS.match(plain) and not _NO_SECRETS.search(plain) and not _is_constant(node):
            return Exposed(node, "a credential", certain=True)
        if plain in self.private and not _is_constant(node):
            return Exposed(node, f"the private field {plain}", certain=plain not in _PEOPLE)
        if plain in {"headers", "header", "all_headers", "request_headers"}:
            return self._headers(node, plain)
        if node.kind is NodeKind.NAME:
            return self._named(node, plain)
        return self._part(node, plain)

    def _headers(self, node: Node, plain: str) -> Exposed | None:
        on = _object(node)
        of = snake(on.name) if on is not None else ""
        if node.kind is NodeKind.CALL and on is None:
            return None
        if not of:
            given = self.integration.project.values(node)
            held = any(
                each.name.lower() == "authorization"
                for value in given
                for each in value.walk()
                if each.kind is not NodeKind.NAME
            )
            return (
                Exposed(node, "request headers", certain=held or plain == "request_headers")
                if self.sends(node)
                else None
            )
        if re.search(r"^(?:.*_)?(?:resp|response|res|reply|answer)$", of):
            return Exposed(node, "all headers of an answer", certain=False)
        if re.search(r"^(?:.*_)?(?:req|request|config|r|options)$", of):
            return Exposed(node, "the headers of a request", certain=True) if self.sends(node) else None
        return Exposed(node, "headers", certain=False) if self.sends(node) else None

    def _named(self, node: Node, plain: str) -> Exposed | None:
        if not self.sends(node):
            return None
        if plain in _BODIES:
            return Exposed(node, "a whole request or answer", certain=True)
        if plain == "config" and any(
            "interceptors" in each.path for each in node.above() if each.kind is NodeKind.CALL
        ):
            return Exposed(node, "a request with its headers", certain=True)
        if plain in _OBJECTS or self._is_answer(node):
            return Exposed(node, "a whole object of the API", certain=False)
        return None

    def _part(self, node: Node, plain: str) -> Exposed | None:
        on = _object(node)
        if on is None or plain not in _BODY_PARTS or not self.sends(node):
            return None
        of = snake(on.name)
        if plain in {"request", "response", "config"}:
            # Of an error of an HTTP library: its request holds the key, its answer the body.
            return Exposed(node, "a request with its headers", certain=False) if _ERRORS.match(of) else None
        if plain == "to_json" and _ERRORS.match(of):
            return Exposed(node, "a request with its headers", certain=False)
        if _WIRE.match(of) or (of == "config" and plain == "data") or (plain == "body" and of in {"r", "ctx"}):
            return Exposed(node, "a whole request or answer", certain=True)
        return None

    def _is_answer(self, node: Node) -> bool:
        """Whether a name holds what a request to the provider returned, in full."""
        calls = {id(call.node) for call in self.integration.calls}
        return any(
            id(each) in calls
            for value in self.integration.project.values(node)
            for each in (value, *value.all("operand"))
        )

    def sends(self, node: Node) -> bool:
        """Whether code is part of what sends requests to the provider, or receives its deliveries."""
        return any(id(each) in self.sending or _is_hook(each) for each in node.above())


def _is_hook(node: Node) -> bool:
    """Whether a node holds what an HTTP client runs around each request."""
    if node.kind is NodeKind.PAIR:
        return node.name.lower() in _HOOKS
    if node.kind is NodeKind.CALL:
        callee = node.one("callee")
        return node.name.lower() in _HOOKS or (callee is not None and "interceptors" in callee.path)
    return False


def _shown(node: Node) -> list[Node]:
    """Return the parts of an expression whose values it shows."""
    match node.kind:
        case NodeKind.PAIR:
            return list(node.all("value"))
        case NodeKind.IF:
            return [*node.all("then"), *node.all("otherwise")]
        case NodeKind.MEMBER:
            return [each for each in node.all("object") if each.kind in {NodeKind.CALL, NodeKind.MEMBER}]
        case NodeKind.INDEX:
            index = node.one("index")
            named = index is not None and index.kind is NodeKind.STRING
            return [each for each in node.all("object") if not named or each.kind is not NodeKind.NAME]
        case NodeKind.CALL:
            callee = node.one("callee")
            on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
            return [*([on] if on is not None else []), *node.all("argument")]
    return list(node.children)


def _is_taken_apart(node: Node) -> bool:
    """Whether only something of the node is used: `headers["A"]`, `body.id`, `headers.get("A")`."""
    around = node.parent
    if around is None:
        return False
    if around.kind is NodeKind.INDEX and around.one("object") is node:
        index = around.one("index")
        # A part of a text is text all the same.
        return index is not None and index.kind in {NodeKind.STRING, NodeKind.NAME, NodeKind.CONSTANT}
    if around.kind is not NodeKind.MEMBER:
        return False
    call = around.parent
    if call is None or call.kind is not NodeKind.CALL or call.one("callee") is not around:
        return True
    if snake(node.name) in {"headers", "header"} and call.all("argument"):
        return True
    return call.name.lower() not in {
        *(
            "tostring",
            "to_s",
            "decode",
            "string",
            "text",
            "json",
            "inspect",
            "to_json",
            "tojson",
            "entries",
            "asstring",
        ),
        *(
            "all",
            "toarray",
            "to_h",
            "to_a",
            "map",
            "tomap",
            "items",
            "readalltext",
            "getcontents",
            "__tostring",
            "read",
        ),
        *(
            "tomultimap",
            "asstring",
            "topretttystring",
            "toprettystring",
            "todict",
            "dict",
            "model_dump",
            "copy",
            "encode",
        ),
    }


def _is_type(node: Node) -> bool:
    return node.kind is NodeKind.NAME and node.name[:1].isupper() and not node.name.isupper()


def _is_constant(node: Node) -> bool:
    """Whether a name is a constant, such as the name of a field or of a variable of the environment."""
    return node.kind is NodeKind.NAME and node.name.isupper() and "_" in node.name


def _object(node: Node) -> Node | None:
    """Return what a member, an index or a getter is of."""
    of = node
    if node.kind is NodeKind.CALL:
        callee = node.one("callee")
        if callee is None or callee.kind is not NodeKind.MEMBER:
            return None
        of = callee
    on = of.one("object")
    while on is not None and on.kind is NodeKind.UNARY:
        on = on.one("operand")
    return on
