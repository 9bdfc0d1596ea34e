from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import Finding, fail, unknown, warn
from golive.source.facts import Role
from golive.source.judging import conclude, place
from golive.source.knowledge import settings
from golive.source.order import starts, steps
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_CREATES: Final = frozenset({Role.CREATES_PAYEE, Role.CREATES_INSTRUMENT})
_IDS: Final = frozenset({"payeeid", "beneficiaryid", "instrumentid"})
"""Fields of a payout, in lower case and without `_`."""
_ASYNCHRONOUS: Final = frozenset({"javascript", "typescript", "python", "csharp"})
"""Languages in which a request that is not awaited goes on by itself."""


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `payees_first` finds."""
    paying = [call for call in integration.need_calls() if call.operation and Role.PAYS in call.operation.roles]
    if not paying:
        raise Unverified("no request that submits a payout was found in the source code")
    findings = [finding for call in paying for finding in _judge(integration, call)]
    judged = [call.node for call in paying]
    yield from conclude(integration, findings, judged, "payout request")


def _judge(integration: Integration, paying: ProviderCall) -> Iterator[Finding]:
    at = place(integration, paying.node)
    written = [found for region in integration.flow(paying) for found in _written_ids(region)]
    for name, node in written:
        yield fail(f"the id {name} is written into the source code", place(integration, node))
    creating = [call for call in integration.calls if call.operation and call.operation.roles & _CREATES]
    if creating:
        yield from _judge_order(integration, paying, creating)
    elif not written and not any(_reads_payees(call) for call in integration.calls):
        yield unknown("nothing in the source code creates or reads payees and instruments", at)


def _judge_order(integration: Integration, paying: ProviderCall, creating: list[ProviderCall]) -> Iterator[Finding]:
    at = place(integration, paying.node)
    for role, name in ((Role.CREATES_PAYEE, "payee"), (Role.CREATES_INSTRUMENT, "instrument")):
        if not any(call.operation and role in call.operation.roles for call in creating):
            yield warn(f"nothing in the source code creates a payout's {name}", at)
    for start in starts(integration, paying):
        found = steps(integration, start)
        paid = max((index for index, step in enumerate(found) if step.call is paying), default=None)
        if paid is None:
            continue
        in_time = [step.call for step in found[:paid]]
        for step in found:
            if step.call in creating and step.call not in in_time:
                yield fail(f"this payout is submitted before its {_noun(step.call)} is created", at)
            elif step.call in creating and _is_left_alone(integration, step.at):
                message = f"nothing waits for the answer that the {_noun(step.call)} was created"
                yield fail(message, place(integration, step.at))


def _noun(call: ProviderCall) -> str:
    roles = call.operation.roles if call.operation is not None else frozenset()
    return "payee" if Role.CREATES_PAYEE in roles else "instrument"


def _reads_payees(call: ProviderCall) -> bool:
    return call.operation is not None and call.operation.path.split("/")[0] in {
        "payees",
        "beneficiaries",
        "instruments",
    }


def _written_ids(region: Node) -> Iterator[tuple[str, Node]]:
    """Yield the fields of a payout that name a payee or an instrument by a literal."""
    for name, value, node in settings(region):
        if node.kind is NodeKind.ASSIGN or name.lower().replace("_", "") not in _IDS:
            continue
        told = value.name.lower().replace("_", "")
        if value.kind is NodeKind.STRING and told and told not in _IDS and not value.all("part"):
            yield name, node


def _is_left_alone(integration: Integration, call: Node) -> bool:
    """Whether a request is started and neither awaited, returned nor kept, in a function that awaits others."""
    around = call.within(NodeKind.FUNCTION)
    if around is None or around.operator != "async" or integration.project.file(call).language not in _ASYNCHRONOUS:
        return False
    parent = call.parent
    thrown_away = parent is not None and parent.kind is NodeKind.ASSIGN and parent.name == "_"
    bare = thrown_away or (parent is not None and parent.kind in {NodeKind.BLOCK, NodeKind.OTHER})
    functions = integration.project.resolve(call)
    return bare and (not functions or any(function.operator == "async" for function in functions))
