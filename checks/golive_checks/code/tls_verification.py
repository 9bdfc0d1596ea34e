from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.check import check
from golive.finding import Finding, fail
from golive.source.judging import conclude, fix, place

if TYPE_CHECKING:
    from golive.context import Context
    from golive.source.integration import Integration
    from golive.source.tree import Node

_OFF: Final = frozenset(
    """verify rejectunauthorized insecureskipverify verify_mode ssl_verify verify_ssl verifyssl check_hostname
    curlopt_ssl_verifypeer curlopt_ssl_verifyhost verify_peer verify_peer_name node_tls_reject_unauthorized
    strictssl insecure""".split()
)
"""Settings that switch the verification of certificates off by being false, zero or VERIFY_NONE. In lower case."""
_ON_IS_WRONG: Final = frozenset({"insecureskipverify", "insecure"})
"""Of these, the ones that do so by being true."""
_TRUSTS_ALL: Final = frozenset(
    """dangerousacceptanyservercertificatevalidator noophostnameverifier trustallstrategy trustselfsignedstrategy
    allowallhostnameverifier _create_unverified_context trustallcerts trustallcertificates insecuretrustmanagerfactory
    disable_warnings""".split()
)
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


@check(
    remedy="Let the HTTP library verify certificates, in development too; give it the CA file where a company's own "
    "CA is in between.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127356-securing-your-integration",
        "https://octopus-docs.pages.dev/docs/best-practices/security",
    ),
)
def tls_verification(ctx: Context) -> Iterator[Finding]:
    """
    The client that talks to the provider verifies certificates.

    With verification off, whoever sits on the network between can read the API key and change a payout. Looked at are
    the source files that send requests to the provider, and the clients that these requests go through.
    """
    integration = ctx.source
    calls = integration.need_calls()
    files = {integration.project.file(call.node) for call in calls}
    files |= {integration.project.file(send) for call in calls for send in call.sends}
    findings = [
        finding for file in sorted(files, key=lambda file: file.name) for finding in _judge(integration, file.root)
    ]
    yield from conclude(integration, findings, [call.node for call in calls], "request")


def _judge(integration: Integration, root: Node) -> Iterator[Finding]:
    from golive.source.knowledge import settings

    for name, value, node in settings(root):
        lower = name.lower()
        if lower in _OFF and _means(integration, value) is (lower in _ON_IS_WRONG):
            yield _wrong(integration, node, f"certificates are not verified: {name}")
    from golive.source.tree import NodeKind

    for node in root.find(NodeKind.NAME, NodeKind.MEMBER):
        if node.name.lower() in _TRUSTS_ALL:
            yield _wrong(integration, node, f"every certificate is trusted: {node.name}")


def _means(integration: Integration, value: Node) -> bool | None:
    """Return the truth value that a setting is given, None where it is not known here."""
    from golive.source.tree import NodeKind

    if value.kind is NodeKind.CONSTANT:
        return value.name == "true"
    if value.kind in {NodeKind.NUMBER, NodeKind.STRING}:
        return {"0": False, "1": True, "2": True, "false": False, "true": True}.get(value.name.lower())
    if value.name in {"VERIFY_NONE", "CERT_NONE"}:
        return False
    text = integration.project.text(value)
    return {"0": False, "false": False, "true": True}.get(text)


def _wrong(integration: Integration, node: Node, message: str) -> Finding:
    return fail(message, place(integration, node), fix=fix(integration, node, _FIXES))
