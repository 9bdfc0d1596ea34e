"""Where the request id of an answer goes: into a log, into an exception, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.source.handlers import names_header, reached
from golive.source.logs import data_of, is_log
from golive.source.project import function_of, root_name
from golive.source.taint import Carried
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_FAILS: Final = re.compile(r"(?i)^(?:is_?)?(?:error|err|failed|failure|exception|server_?error|client_?error)\??$")
_SUCCEEDS: Final = re.compile(r"(?i)^(?:is_?)?(?:ok|success|successful|success_?status_?code|succeeded)\??$")
_FAILURE_HOOKS: Final = frozenset(
    {"beforeerror", "onerror", "onresponseerror", "responseerror", "catch", "beforeretry"}
)
_LIBRARIES: Final = re.compile(
    rb"\b(?:requests|httpx|aiohttp|urllib\w*|axios|got|ky|undici|fetch|superagent|net/http|resty|okhttp\w*|RestTemplate"
    rb"|WebClient|RestClient|HttpClient|HttpURLConnection|java\.net\.http|Faraday|faraday|Net::HTTP|HTTParty|HTTP|Guzzle\w*"
    rb"|curl_\w+|file_get_contents|ktor|Typhoeus|Excon|retrofit2?|RestSharp|Flurl)\b"
)
"""HTTP libraries. Where none is named, requests go through a client that is made elsewhere."""
_LOWEST_FAILURE: Final = 400
_STATUS: Final = re.compile(r"(?i)^(?:get)?status_?code$|^http_?status$")
_ANSWERS: Final = re.compile(r"(?i)^(?:.*_)?(?:resp|response|res|reply|answer|r)$")


@dataclass(frozen=True, eq=False)
class Sender:
    """
    A place that requests are sent from, and what it does with the request id.

    `logs` are log calls that hold it, `logs_always` says that one of them is reached on success, too. `kept` are where
    an exception gets it, `reads` where the header is named. `is_open` says that the answer goes to code that is not
    among these files. `send` is where to say that nothing is logged.
    """

    send: Node
    logs: tuple[Node, ...]
    logs_always: bool
    kept: tuple[Node, ...]
    reads: tuple[Node, ...]
    is_open: bool = False


def senders(integration: Integration) -> Iterator[Sender]:
    """Yield the places that requests of the provider are sent from, each once."""
    found = _Ids(integration)
    done: set[tuple[int, bool]] = set()
    for call in integration.calls:
        sender = found.of(call)
        key = (id(sender.send), sender.logs_always)
        if key not in done:
            done.add(key)
            yield sender


class _Ids:
    def __init__(self, integration: Integration) -> None:
        self._integration = integration
        self._project = integration.project
        header = (integration.facts.request_id_header,)
        received = {id(region) for handler in integration.handlers for region in handler.regions}

        def names(node: Node) -> bool:
            if node.kind not in {NodeKind.STRING, NodeKind.NAME, NodeKind.MEMBER}:
                return False
            return _is_header(node, header[0]) or (node.name.isupper() and names_header(self._project, node, header))

        roots = [file.root for file in self._project.files]
        self._reads = tuple(
            node
            for root in roots
            for node in root.walk()
            if names(node) and not any(id(each) in received for each in node.above())
        )
        self._carried = Carried(self._project, roots, names)
        own = _own_names(self._reads)
        self._has_client = any(_LIBRARIES.search(file.data) for file in self._project.files)
        self._answers: list[Node] = []
        self._logged: list[Node] = []
        self._kept: list[Node] = []
        for root in roots:
            for node in root.find(NodeKind.CALL, NodeKind.THROW):
                if node.kind is NodeKind.CALL and is_log(node):
                    self._log(node, own)
                elif self._is_kept(node):
                    self._kept.append(node)

    def _log(self, node: Node, own: frozenset[str]) -> None:
        data = data_of(node)
        if any(self._carried.holds(each) or _names(each, own) for each in data):
            self._logged.append(node)
        elif any(_is_status(each) for argument in data for each in argument.walk()):
            self._answers.append(node)

    def _is_kept(self, node: Node) -> bool:
        if node.kind is NodeKind.CALL:
            made = node.name.endswith(("Error", "Exception")) or node.name == "__init__"
            return made and any(self._carried.holds(each) for each in node.all("argument"))
        return self._carried.holds(node.one("value"))

    def of(self, call: ProviderCall) -> Sender:
        """Return what becomes of the id of one request's answer."""
        regions = [each for each in (call.function, *call.layers) if each is not None]
        regions = list(dict.fromkeys(each for region in regions for each in reached(self._project, region)))
        own = [node for node in self._logged if self._is_of(node, regions)]
        homes = {function_of(each) for each in call.sends} | set(call.layers)
        told = [node for node in self._answers if function_of(node) in homes]
        told = told or [node for node in self._answers if self._is_of(node, [])]
        return Sender(
            send=told[0] if told else call.sends[0],
            logs=tuple(own),
            logs_always=any(not _on_failure(node) for node in own),
            kept=tuple(node for node in self._kept if self._is_of(node, regions)),
            reads=tuple(node for node in self._reads if self._is_of(node, regions)),
            is_open=self._is_open(call, own=bool(own)),
        )

    def _is_open(self, call: ProviderCall, *, own: bool) -> bool:
        """Whether a request goes through a client that was not followed, and that may log the id."""
        if own or call.layers:
            return False
        if not self._has_client:
            return True
        # Another request's functions log it: this one may go through them by a way that was not seen.
        return bool(self._logged) and not _LIBRARIES.fullmatch(root_name(call.node).encode())

    def _is_of(self, node: Node, regions: list[Node]) -> bool:
        """Whether a log call is in the functions of a request, or in none of any request, such as a client's hook."""
        if any(region.holds(node) for region in regions):
            return True
        layers = [
            each for call in self._integration.calls for each in (call.function, *call.layers) if each is not None
        ]
        layers += [each for handler in self._integration.handlers for each in handler.regions]
        return not any(layer.holds(node) for layer in layers) and function_of(node) is not None


def _is_status(node: Node) -> bool:
    """Whether a part of an expression is the HTTP status of an answer."""
    if _STATUS.match(node.name):
        return True
    on = node.one("object")
    return (
        node.kind is NodeKind.MEMBER
        and node.name in {"status", "code", "Status"}
        and bool(on is not None and _ANSWERS.match(on.name))
    )


def _is_header(node: Node, header: str) -> bool:
    name = node.name.lower()
    return node.kind is NodeKind.STRING and name in {header.lower(), "http_" + header.lower().replace("-", "_")}


def _own_names(reads: tuple[Node, ...]) -> frozenset[str]:
    """Return the names of the ids that the merchant makes, and sends in the header."""
    found = set()
    for node in reads:
        around = node.parent
        pair = around if around is not None and around.kind is NodeKind.PAIR else None
        if around is not None and around.kind is NodeKind.INDEX and around.parent is not None:
            pair = (
                around.parent
                if around.parent.kind is NodeKind.ASSIGN and around in around.parent.all("target")
                else None
            )
        for value in pair.all("value") if pair is not None else ():
            found |= {each.name for each in value.find(NodeKind.NAME, NodeKind.MEMBER)}
    return frozenset(found - {"str", "uuid", "self"})


def _names(node: Node, names: frozenset[str]) -> bool:
    return any(each.name in names for each in node.find(NodeKind.NAME, NodeKind.MEMBER))


def _on_failure(node: Node) -> bool:
    """Whether a node is reached only when something went wrong."""
    below = node
    for above in node.above():
        match above.kind:
            case NodeKind.CATCH:
                return True
            case NodeKind.PAIR if above.name.lower() in _FAILURE_HOOKS:
                return True
            case NodeKind.IF:
                failed = _is_failure(above.one("condition"))
                if (below in above.all("then") and failed) or (below in above.all("otherwise") and failed is False):
                    return True
            case NodeKind.FUNCTION if above.name:
                return False
            case NodeKind.CALL if above.name.lower() == "catch" or _is_second_hook(above, below):
                return True
        below = above
    return False


def _is_second_hook(call: Node, argument: Node) -> bool:
    """Whether a closure is what runs on failure: the second one of `interceptors.response.use` or of `then`."""
    arguments = call.all("argument")
    return call.name in {"use", "then"} and len(arguments) > 1 and arguments[1] is argument


def _is_failure(condition: Node | None) -> bool | None:
    """Return whether a condition means that a request failed, False that it did not, None where it means neither."""
    if condition is None:
        return None
    if condition.kind is NodeKind.UNARY and condition.operator == "not":
        inner = _is_failure(condition.one("operand"))
        return None if inner is None else not inner
    if condition.kind is NodeKind.BINARY and condition.operator in {">", ">=", "<", "<="}:
        number = next((each for each in condition.children if each.kind is NodeKind.NUMBER), None)
        if number is not None and number.name.isdigit() and int(number.name) >= _LOWEST_FAILURE - 1:
            return condition.operator in {">", ">="}
        return None
    for node in condition.walk():
        if _FAILS.match(node.name):
            return True
        if _SUCCEEDS.match(node.name):
            return False
    return None
