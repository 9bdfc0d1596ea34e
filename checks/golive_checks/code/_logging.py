from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import Finding, fail, warn
from golive.source.judging import conclude, fix, place

if TYPE_CHECKING:
    from golive.source.exposure import Exposure
    from golive.source.integration import Integration
    from golive.source.tree import Node

_FIXES: Final[Mapping[str, str]] = {
    "": "Log method, path, status, the provider's ids and the request id; leave out bodies, headers and bank details.",
}
_WIRETAP: Final[Mapping[str, str]] = {
    "python": "Remove the debug level of http.client, and log method, path, status and request id yourself.",
    "java": 'Use Level.BASIC, and redactHeader("Authorization").',
    "kotlin": "Use Level.BASIC or LogLevel.INFO, and redact the Authorization header.",
    "ruby": "Use response :logger, nil, headers: false, bodies: false.",
    "php": "Remove the debug option and CURLOPT_VERBOSE, and log method, path, status and request id yourself.",
    "": "Switch the library's logging of whole requests off, and log method, path, status and request id yourself.",
}


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `logging` finds."""
    from golive.source.exposure import Exposure
    from golive.source.logs import is_log
    from golive.source.tree import NodeKind
    from golive.source.wiretaps import wiretaps

    exposure = Exposure(integration)
    # What other code of the repository logs, of other vendors' secrets, is none of this integration's business.
    calls = [
        call
        for file in integration.project.files
        for call in file.root.find(NodeKind.CALL)
        if is_log(call) and (file.speaks or exposure.sends(call))
    ]
    findings = [finding for call in calls for finding in _judge(integration, exposure, call)]
    findings += [finding for file in integration.project.files for finding in _thrown(integration, exposure, file.root)]
    if integration.calls or integration.handlers:
        findings += [
            fail(
                f"the HTTP library logs requests with their headers or bodies: {what}",
                place(integration, node),
                fix=fix(integration, node, _WIRETAP),
            )
            for file in integration.project.files
            for node, what in wiretaps(file.root, file.language)
        ]
    if not findings and not integration.handlers:
        integration.need_calls()
    if not calls and not findings:
        raise Unverified(f"no log call was found in {integration.looked_through}")
    yield from conclude(integration, findings, calls, "log call")


def _judge(integration: Integration, exposure: Exposure, call: Node) -> Iterator[Finding]:
    from golive.source.logs import data_of

    # Where nothing is sent or received, the file may speak of something else of the same name.
    known = bool(integration.calls or integration.handlers)
    for argument in data_of(call):
        for found in exposure.of(argument):
            if found.certain and known:
                yield fail(f"{found.what} is logged", place(integration, call), fix=fix(integration, call, _FIXES))
            else:
                yield warn(f"{found.what} may be logged", place(integration, call), fix=fix(integration, call, _FIXES))


def _thrown(integration: Integration, exposure: Exposure, root: Node) -> Iterator[Finding]:
    """Yield exceptions whose message holds a body: what catches them usually logs them."""
    from golive.source.tree import NodeKind

    for thrown in root.find(NodeKind.THROW):
        texts = [
            each
            for each in thrown.find(NodeKind.STRING, NodeKind.BINARY)
            if each.all("part") or each.operator in {"+", "%"}
        ]
        if any(found.certain for text in texts for found in exposure.of(text)):
            message = "the message of this exception holds what was sent or answered, and is logged with it"
            yield warn(message, place(integration, thrown), fix=fix(integration, thrown, _FIXES))
