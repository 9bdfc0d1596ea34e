"""Whether a field or a number has to do with the provider's money, or with coffee, parcels and gauges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.source.elsewhere import names_another_vendor
from golive.source.project import scope_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.integration import Integration

_MONEY: Final = re.compile(
    r"(?i)currenc|payout|payee|payment|beneficiar|instrument|balance|transfer|settle|money|funds|price|remit|wallet"
    r"|invoice|ledger|reference|idempot"
)
"""Words of names beside which an amount is one of money."""
_GAUGES: Final = frozenset(
    """set observe gauge record histogram distribution timing summary setvalue sample measurement recordvalue
    setgauge increment tolocalestring""".split()
)
"""Methods of metrics, and of display, that take or are called on a number from which nothing is paid, in lower case."""
_FEW: Final = 3
"""Names of a class and of its fields from which nobody could tell what it is."""
_KEEPS: Final = frozenset({"round", "min", "max", "abs", "sum", "math.round", "float", "number", "double"})


def is_of_api(integration: Integration, declared: Node) -> bool:
    """Whether a field or parameter that has the name of an amount of the API stands among others of payments."""
    if "_" in declared.name:
        return True
    around = declared.within(NodeKind.CLASS, NodeKind.FUNCTION)
    if names_another_vendor(integration.project, integration.facts, declared):
        return False
    sends = any(True for _ in _requests(integration, declared))
    if around is None:
        return sends
    regions = [each for each in (declared, *declared.above()) if each.kind in {NodeKind.CLASS, NodeKind.FUNCTION}]
    if any(region.holds(node) for region in regions for node in _requests(integration, declared)):
        return True
    names = [each.name for each in regions]
    names += [each.name for each in around.find(NodeKind.ASSIGN, NodeKind.PARAMETER, NodeKind.PAIR)]
    names += [each.name for region in regions for base in region.all("base") for each in base.walk()]
    # Of a thing in a file with requests that has few fields, nothing tells that it is something else.
    few = sends and len({name for name in names if name}) <= _FEW
    return few or any(_MONEY.search(name) for name in names)


def _requests(integration: Integration, near: Node) -> Iterator[Node]:
    home = integration.project.file(near)
    for call in integration.calls:
        if integration.project.file(call.node) is home:
            yield call.node


def is_declared_elsewhere(integration: Integration, node: Node, name: str) -> bool:
    """Whether a member that is read is declared in the same file, and only by things that are not the API's."""
    if not any(each.name == name for each in node.find(NodeKind.MEMBER)):
        return False
    home = integration.project.file(node)
    fields = [each for each in integration.project.fields(name) if integration.project.file(each) is home]
    return bool(fields) and not any(is_of_api(integration, each) for each in fields)


def is_only_shown(integration: Integration, number: Node) -> bool:
    """Whether a number goes nowhere but into metrics or a text for people."""
    inner = number
    for around in number.above():
        match around.kind:
            case NodeKind.CALL if inner in around.all("argument") or inner in around.all("callee"):
                if around.name.lower() in _GAUGES:
                    return True
                if around.name.lower() not in _KEEPS:
                    return False
            case NodeKind.ASSIGN if inner in around.all("value"):
                return _uses_are_shown(integration, around)
            case NodeKind.BINARY if around.operator in {"+", "-", "*", "/"}:
                pass
            case NodeKind.MEMBER | NodeKind.UNARY | NodeKind.PAIR | NodeKind.CAST:
                pass
            case _:
                return False
        inner = around
    return False


def _uses_are_shown(integration: Integration, assigned: Node) -> bool:
    target = next(iter(assigned.all("target")), None)
    if target is None or target.kind is not NodeKind.NAME:
        return False
    scope = scope_of(assigned)
    uses = [each for each in scope.find(NodeKind.NAME) if each.name == target.name and not assigned.holds(each)]
    return bool(uses) and scope.kind is NodeKind.FUNCTION and all(is_only_shown(integration, each) for each in uses)
