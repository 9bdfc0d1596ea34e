"""Whether a request goes to somebody other than the provider: another vendor, or the merchant's own server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.facts import SourceFacts
    from golive.source.project import Project

_HOST: Final = re.compile(r"(?i)\b(?:https?|wss?)://([a-z0-9_.-]+)(?=[:/?#]|$)")
"""A host that is written out: where part of it varies, nothing is known."""
_HERE: Final = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "host.docker.internal"})  # noqa: S104 - nothing is bound
_VENDORS: Final = re.compile(
    r"(?i)(?<![a-z])(?:stripe|paypal|adyen|wise|transferwise|modulr|mollie|braintree|klarna|dwolla|airwallex|payoneer"
    r"|tipalti|rapyd|currencycloud|gocardless|razorpay|paystack|flutterwave|hyperwallet|trolley|twilio|sendgrid|mailgun"
    r"|slack|github|gitlab|shopify|hubspot|salesforce|zendesk|easypost|shippo|algolia|elastic(?:search)?|datadog)(?![a-z])"
)
"""Names of other companies whose interfaces have similar paths. Not the provider's: its own markers count first."""
_BROWSERS: Final = frozenset({"fetch", "window.fetch", "globalThis.fetch", "self.fetch"})


def goes_elsewhere(project: Project, facts: SourceFacts, call: Node) -> bool:
    """
    Whether a call of an HTTP library certainly sends to somebody other than the provider.

    That is told by a host that is written out in the address, or where the client is made; by a relative address in a
    browser, which is the merchant's own server; by the names of another vendor on the client, class or file.
    """
    if _names(project, facts, call):
        return False
    known = [host for argument in _addresses(call) for host in _hosts(project, facts, argument)]
    if known:
        return all(known)
    if _asks_its_own_server(project, call):
        return True
    made = list(_makers(project, call))
    if any(_names(project, facts, value) for value in made):
        return False
    known = [host for value in made for host in _hosts(project, facts, value)]
    return all(known) if known else _is_named_for_another(project, facts, call)


def _names(project: Project, facts: SourceFacts, node: Node) -> bool:
    """Whether the text of some code names the provider."""
    file = project.file(node)
    data = file.data[node.start : node.end]
    return any(re.search(marker, data) for marker in facts.markers)


def _hosts(project: Project, facts: SourceFacts, node: Node) -> Iterator[bool]:
    """Yield for each host that is written out in an expression whether it is somebody else's."""
    value = node.one("value") if node.kind is NodeKind.PAIR and node.name.lower() in {"host", "hostname"} else None
    if (
        value is not None
        and value.kind is NodeKind.STRING
        and re.fullmatch(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", value.name)
    ):
        yield not any(re.search(marker, value.name.encode()) for marker in facts.markers)
    for each in node.walk():
        if each.kind not in {NodeKind.STRING, NodeKind.NAME, NodeKind.MEMBER}:
            continue
        for host in _HOST.findall(project.text(each)):
            if host.lower() not in _HERE:
                yield not any(re.search(marker, host.encode()) for marker in facts.markers)


def _addresses(call: Node) -> Iterator[Node]:
    """Yield the arguments of a call that may hold its address, which bodies do not."""
    for argument in call.all("argument"):
        if argument.kind is NodeKind.OBJECT:
            yield from (
                pair
                for pair in argument.all("member")
                if pair.name.lower() in {"url", "uri", "baseurl", "base_url", "prefixurl", "host", "hostname"}
            )
        elif argument.kind is not NodeKind.FUNCTION:
            yield argument


def _asks_its_own_server(project: Project, call: Node) -> bool:
    callee = call.one("callee")
    first = call.all("argument")[:1]
    return (
        callee is not None
        and callee.path.replace("self.fetch", "fetch") in _BROWSERS
        and bool(first)
        and first[0].kind is NodeKind.STRING
        and first[0].name.startswith("/")
        and project.file(call).language in {"javascript", "typescript"}
        and not project.resolve(call)
    )


def _makers(project: Project, call: Node) -> Iterator[Node]:
    """Yield what made the client that a call is sent with, in the same class where it is the object's own."""
    client = client_of(call)
    if client is None:
        return
    values = project.values(client)
    around = call.within(NodeKind.CLASS)
    own = [value for value in values if value.within(NodeKind.CLASS) is around]
    for value in own if client.path.startswith("self.") and own else values:
        yield value
        if value.kind is NodeKind.NAME:
            yield from project.values(value)


def client_of(call: Node) -> Node | None:
    """Return the name or member that a chain of calls begins with: `self.http` of `self.http.post(x).json()`."""
    first = call.one("argument")
    if call.name.startswith("curl_") and first is not None:
        return first
    node: Node | None = call.one("callee")
    node = node.one("object") if node is not None and node.kind is NodeKind.MEMBER else None
    while node is not None:
        match node.kind:
            case NodeKind.CALL:
                callee = node.one("callee")
                node = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
            case NodeKind.UNARY:
                node = node.one("operand")
            case NodeKind.NAME | NodeKind.MEMBER:
                return node
            case _:
                return None
    return None


def _is_named_for_another(project: Project, facts: SourceFacts, call: Node) -> bool:
    """Whether the names around a call are those of another vendor, and not the provider's."""
    client, around = client_of(call), call.within(NodeKind.CLASS)
    file = project.file(call).name.rpartition("/")[2]
    texts = [_parted(client.path) if client is not None else "", _parted(around.name) if around is not None else ""]
    texts += [_parted(project.file(call).text(argument)) for argument in list(_addresses(call))[:1]]
    if any(re.search(marker, text.encode()) for text in (*texts, file) for marker in facts.markers):
        return False
    return any(_VENDORS.search(text) for text in (*texts, _parted(file)))


def names_another_vendor(project: Project, facts: SourceFacts, node: Node) -> bool:
    """Whether the class or the file of some code is called like another vendor, and not like the provider."""
    around = node.within(NodeKind.CLASS)
    texts = [around.name if around is not None else "", project.file(node).name.rpartition("/")[2]]
    if any(re.search(marker, text.encode()) for text in texts for marker in facts.markers):
        return False
    return any(_VENDORS.search(_parted(text)) for text in texts)


def _parted(name: str) -> str:
    """Return a name with blanks between its words, so that a word in it can be told."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", name)
