from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.finding import Finding, fail
from golive.source.judging import conclude, fix, place

if TYPE_CHECKING:
    from golive.source.integration import Integration
    from golive.source.tree import Node

_OFF: Final = frozenset(
    """verify rejectunauthorized insecureskipverify verify_mode ssl_verify verify_ssl verifyssl check_hostname
    curlopt_ssl_verifypeer curlopt_ssl_verifyhost verify_peer verify_peer_name node_tls_reject_unauthorized
    strictssl insecure cert_reqs verifypeer verifyhost""".split()
)
"""Settings that switch the verification of certificates off by being false, zero or VERIFY_NONE. In lower case."""
_ON_IS_WRONG: Final = frozenset({"insecureskipverify", "insecure"})
"""Of these, the ones that do so by being true."""
_TRUSTS_ALL: Final = frozenset(
    """dangerousacceptanyservercertificatevalidator noophostnameverifier trustallstrategy trustselfsignedstrategy
    allowallhostnameverifier _create_unverified_context trustallcerts trustallcertificates insecuretrustmanagerfactory
    disable_warnings withoutverifying""".split()
)
_ASKED: Final = frozenset(
    """hostnameverifier servercertificatecustomvalidationcallback servercertificatevalidationcallback
    remotecertificatevalidationcallback""".split()
)
"""Settings whose function is asked about each certificate or host, in lower case."""
_FOR_ALL: Final = frozenset(
    """node_tls_reject_unauthorized disable_warnings _create_default_https_context setdefaulthostnameverifier
    setdefaultsslsocketfactory sslcontext.setdefault servicepointmanager defaulttransport
    stream_context_set_default""".split()
)
"""Parts of what switches verification off for all clients of a process, in lower case."""
_FIXES: Final[Mapping[str, str]] = {
    "python": "Remove verify=False. For a company's own CA pass verify='/path/to/ca.pem'.",
    "javascript": "Remove rejectUnauthorized: false and NODE_TLS_REJECT_UNAUTHORIZED. For a company's own CA set "
    "NODE_EXTRA_CA_CERTS or the agent's ca option.",
    "go": "Remove InsecureSkipVerify. For a company's own CA set tls.Config.RootCAs.",
    "java": "Remove the trust-all manager and host name verifier. For a company's own CA use a trust store.",
    "kotlin": "Remove the trust-all manager and host name verifier. For a company's own CA use a trust store.",
    "ruby": "Remove VERIFY_NONE or verify: false. For a company's own CA set ca_file.",
    "php": "Remove verify => false and CURLOPT_SSL_VERIFYPEER. For a company's own CA pass its path as verify.",
    "csharp": "Remove the callback that accepts every certificate. For a company's own CA add it to the machine's "
    "trust store.",
}


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `tls_verification` finds."""
    from golive.source.clients import Clients

    calls = integration.need_calls()
    files = {integration.project.file(call.node) for call in calls}
    files |= {integration.project.file(send) for call in calls for send in call.sends}
    files |= {file for file in integration.project.files if file.speaks}  # where clients are put together
    clients = Clients(integration)
    findings = [
        _wrong(integration, node, message)
        for file in sorted(files, key=lambda file: file.name)
        for node, message in _switched_off(integration, file.root)
        if _is_for_all(integration, node) or not clients.belongs_to_another(node)
    ]
    yield from conclude(integration, findings, [call.node for call in calls], "request")


def _switched_off(integration: Integration, root: Node) -> Iterator[tuple[Node, str]]:
    """Yield where verification is switched off, and what to say of it."""
    from golive.source.knowledge import settings

    for name, value, node in settings(root):
        lower = name.lower()
        if (lower in _OFF or _is_aiohttps(node, lower)) and _means(integration, value) is (lower in _ON_IS_WRONG):
            yield node, f"certificates are not verified: {name}"
        if lower in _ASKED and _agrees_always(value):
            yield node, f"every certificate is accepted: {name}"
    from golive.source.tree import NodeKind

    for node in root.find(NodeKind.FUNCTION):
        body = node.one("body")
        if node.name == "checkServerTrusted" and body is not None and not body.children:
            yield node, "every certificate is accepted: checkServerTrusted does nothing"

    for node in root.find(NodeKind.NAME, NodeKind.MEMBER):
        if node.name.lower() in _TRUSTS_ALL:
            yield node, f"every certificate is trusted: {node.name}"


def _is_aiohttps(node: Node, name: str) -> bool:
    """Whether a setting is aiohttp's `ssl`, of a connector or a request. Others mean by it whether TLS is used."""
    around = node.parent
    callee = around.one("callee") if around is not None else None
    told = around.name if around is not None else ""
    return name == "ssl" and (told == "TCPConnector" or (callee is not None and "session" in callee.path.lower()))


def _is_for_all(integration: Integration, node: Node) -> bool:
    """Whether a setting is one of the whole process."""
    from golive.source.tree import NodeKind

    if node.name.lower() in _FOR_ALL:
        return True
    statement = next((each for each in (node, *node.above()) if each.kind in {NodeKind.ASSIGN, NodeKind.CALL}), node)
    text = integration.project.file(node).text(statement).lower()
    return any(word in text for word in _FOR_ALL)


def _agrees_always(value: Node) -> bool:
    """Whether a function gives true whatever it is asked."""
    from golive.source.tree import NodeKind

    node: Node | None = value.one("body") if value.kind is NodeKind.FUNCTION else None
    while node is not None and node.kind in {NodeKind.BLOCK, NodeKind.RETURN} and len(node.children) == 1:
        node = node.children[0]
    return node is not None and node.kind is NodeKind.CONSTANT and node.name == "true"


def _means(integration: Integration, value: Node) -> bool | None:
    """Return the truth value that a setting is given, None where it is not known here."""
    from golive.source.tree import NodeKind

    if value.kind is NodeKind.CONSTANT:
        return value.name == "true"
    if value.name in {"VERIFY_NONE", "CERT_NONE"}:
        return False
    if value.kind in {NodeKind.NUMBER, NodeKind.STRING}:
        return {"0": False, "1": True, "2": True, "false": False, "true": True}.get(value.name.lower())
    text = integration.project.text(value)
    return {"0": False, "false": False, "true": True}.get(text)


def _wrong(integration: Integration, node: Node, message: str) -> Finding:
    return fail(message, place(integration, node), fix=fix(integration, node, _FIXES))
