from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import Finding, fail, unknown, warn
from golive.source.facts import Role
from golive.source.judging import conclude, place
from golive.source.order import Step, starts, steps
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_COMPARES: Final = frozenset({"<", ">", "<=", ">=", "<=>"})
_COMPARING: Final = frozenset(
    """compareto cmp comp lessthan greaterthan lessthanorequal greaterthanorequal lt lte gt gte islessthan
    isgreaterthan isless bccomp compare isnegative ispositive ge le signum min max coerceatmost covers sufficient
    isgreaterthanorequalto islessthanorequalto""".split()
)
"""Methods that compare two amounts, in lower case and without underscores."""

_FUNDS: Final = ("available", "balance", "funds")
"""Words in the names of what can be paid with."""


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `balance_first` finds."""
    paying = [call for call in integration.need_calls() if call.operation and Role.PAYS in call.operation.roles]
    if not paying:
        raise Unverified("no request that submits a payout was found in the source code")
    reading = [call for call in integration.calls if call.operation and Role.READS_FUNDS in call.operation.roles]
    findings = [finding for call in paying for finding in _judge(integration, call, reading)]
    yield from conclude(integration, findings, [call.node for call in paying], "payout request")


def _judge(integration: Integration, paying: ProviderCall, reading: list[ProviderCall]) -> Iterator[Finding]:
    at = place(integration, paying.node)
    if not reading:
        yield fail("the balance is never read: nothing asks for it before this payout is submitted", at)
        return
    before: list[tuple[Node, Step]] = []
    after = False
    for start in starts(integration, paying):
        found = steps(integration, start)
        paid = max((index for index, step in enumerate(found) if step.call is paying), default=-1)
        before += [(start, step) for step in found[: max(paid, 0)] if step.call in reading]
        after = after or any(step.call in reading for step in found[paid + 1 :])
    if before:
        if not any(_compares(integration, start, step) for start, step in before):
            yield fail("the balance is read before this payout, and compared with nothing", at)
    elif after:
        yield fail("the balance is read only after this payout was submitted", at)
    elif any(_is_used(integration, call) for call in reading):
        yield warn("the balance is read elsewhere in the program, but not on the way to this payout", at)
    elif not _is_used(integration, paying) and any(_same_client(paying, call) for call in reading):
        yield unknown("what submits this payout and what reads the balance is called by code that was not seen", at)
    else:
        yield fail("the balance is not read on the way to this payout: what reads it is never called", at)


def _same_client(one: ProviderCall, other: ProviderCall) -> bool:
    """Whether two requests are methods of one client, which others call in an order of their own."""
    owners = [each.function.within(NodeKind.CLASS) if each.function is not None else None for each in (one, other)]
    return owners[0] is not None and owners[0] is owners[1]


def _is_used(integration: Integration, call: ProviderCall) -> bool:
    return call.function is None or bool(integration.project.callers(call.function))


def _compares(integration: Integration, start: Node, step: Step) -> bool:
    """Whether the balance that a step reads is compared: where it is read, where it goes to, or in what it is given."""
    regions = [start, *([step.call.function] if step.call.function is not None else [])]
    regions += [function for call in start.find(NodeKind.CALL) for function in _on_the_way(integration, call, step)]
    names = {name for node in (step.at, step.call.node) for name in _kept_as(node)}
    for region in list(regions):
        for call in region.find(NodeKind.CALL):
            given = {node.name for argument in call.all("argument") for node in argument.find(NodeKind.NAME)}
            if given & names:
                regions += integration.project.resolve(call)
    return any(_is_about_funds(node, names) for region in regions for node in region.walk() if _is_comparison(node))


def _on_the_way(integration: Integration, call: Node, step: Step) -> Iterator[Node]:
    """Yield the functions between the one that pays and the one that reads the balance."""
    if call is step.at:
        yield from integration.project.resolve(call)


def _kept_as(node: Node) -> Iterator[str]:
    """Yield the names that the result of a call is given."""
    for around in node.above():
        if around.kind is NodeKind.ASSIGN:
            yield from (part.name for target in around.all("target") for part in target.walk() if part.name)
        if around.kind in {NodeKind.FUNCTION, NodeKind.BLOCK}:
            return


def _is_comparison(node: Node) -> bool:
    if node.kind is NodeKind.BINARY:
        return node.operator in _COMPARES
    return node.kind is NodeKind.CALL and node.name.lower().replace("_", "").rstrip("?") in _COMPARING


def _is_about_funds(node: Node, names: set[str]) -> bool:
    return any(
        part.name in names or any(word in part.name.lower() for word in _FUNDS)
        for part in node.walk()
        if part.kind in {NodeKind.NAME, NodeKind.MEMBER, NodeKind.STRING, NodeKind.CALL}
    )
