from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import Finding, fail, unknown, warn
from golive.source.judging import conclude, fix, place

if TYPE_CHECKING:
    from golive.source.integration import Integration
    from golive.source.polls import Following

_FIXES: Final[Mapping[str, str]] = {
    "": "Read the order every few seconds until its status is final, for a limited time; leave what is still pending "
    "to a scheduled job.",
}


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `polling` finds."""
    from golive.source.facts import Role
    from golive.source.polls import Following

    integration.need_calls()
    paths = [each.path for each in integration.facts.operations if Role.PAYS in each.roles]
    kinds = [each for each in (Following(integration, path) for path in paths) if each.made]
    if not kinds:
        raise Unverified("no request that makes an order was found")
    findings = [finding for kind in kinds for finding in _judge(integration, kind)]
    yield from conclude(integration, findings, [call.node for kind in kinds for call in kind.made], "order")


def _judge(integration: Integration, kind: Following) -> Iterator[Finding]:
    for poll in kind.polls:
        at = place(integration, poll.node)
        if not poll.has_pause:
            yield fail("orders are read again without a pause", at, fix=fix(integration, poll.node, _FIXES))
        if not poll.has_end:
            message = "orders are read again without an end, should one stay pending"
            yield warn(message, at, fix=fix(integration, poll.node, _FIXES))
    if kind.polls or kind.scheduled():
        return
    if _sends_events(integration, kind.path) and integration.handlers:
        return
    node = kind.made[0].node
    if not kind.read or kind.lookups_only():
        message = f"orders of {kind.path} that are pending are never read again"
        yield fail(message, place(integration, node), fix=fix(integration, node, _FIXES))
    else:
        message = f"orders of {kind.path} are read, but whether that is done until they are final could not be told"
        yield unknown(message, place(integration, kind.read[0].node))


def _sends_events(integration: Integration, path: str) -> bool:
    """Whether the provider sends events about a kind of order: `order.delivered` is about `orders` alone."""
    return any(path == f"{event.partition('.')[0]}s" for event in integration.facts.event_types)
