from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.finding import Finding, fail, unknown, warn
from golive.source.judging import conclude, fix, place

if TYPE_CHECKING:
    from golive.source.integration import Integration
    from golive.source.reporting import Sender
    from golive.source.tree import Node

_FIXES: Final[Mapping[str, str]] = {
    "python": 'Log response.headers.get("{header}") beside method, path and status after every answer.',
    "javascript": 'Log response.headers.get("{header}") beside method, path and status after every answer.',
    "go": 'Log resp.Header.Get("{header}") beside method, path and status after every answer.',
    "java": 'Log response.headers().firstValue("{header}") beside method, path and status after every answer.',
    "kotlin": 'Log response.header("{header}") beside method, path and status after every answer.',
    "ruby": 'Log response["{header}"] beside method, path and status after every answer.',
    "php": "Log $response->getHeaderLine('{header}') beside method, path and status after every answer.",
    "csharp": 'Log response.Headers.GetValues("{header}") beside method, path and status after every answer.',
}


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `request_ids` finds."""
    from golive.source.reporting import senders

    calls = integration.need_calls()
    findings = [finding for sender in senders(integration) for finding in _judge(integration, sender)]
    yield from conclude(integration, findings, [call.node for call in calls], "request")


def _judge(integration: Integration, sender: Sender) -> Iterator[Finding]:
    header = integration.facts.request_id_header
    if sender.logs_always:
        return
    if sender.logs:
        message = f"{header} is logged on failure only, so that a request that went wrong later cannot be asked about"
        yield warn(message, place(integration, sender.logs[0]), fix=_fix(integration, sender.send))
        return
    if sender.is_open:
        message = "the request goes through code that was not followed: it may log the request id"
        yield unknown(message, place(integration, sender.send))
        return
    if sender.kept:
        message = f"{header} is kept in an exception only: no log has the ids of requests that succeeded"
        yield warn(message, place(integration, sender.kept[0]), fix=_fix(integration, sender.send))
    elif sender.reads:
        message = f"{header} is read, but does not get into a log"
        yield fail(message, place(integration, sender.reads[0]), fix=_fix(integration, sender.send))
    else:
        yield fail(f"{header} is never read", place(integration, sender.send), fix=_fix(integration, sender.send))


def _fix(integration: Integration, node: Node) -> str | None:
    text = fix(integration, node, _FIXES)
    return text.replace("{header}", integration.facts.request_id_header) if text is not None else None
