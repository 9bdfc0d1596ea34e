from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.check import check
from golive.errors import Unverified
from golive.finding import Finding, fail, warn
from golive.source.facts import Role
from golive.source.flow import into
from golive.source.judging import conclude, place
from golive.source.order import starts, steps
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.context import Context
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_COMPARES: Final = frozenset({"<", ">", "<=", ">=", "<=>"})
_COMPARING: Final = frozenset(
    """compareto cmp comp lessthan greaterthan lessthanorequal greaterthanorequal lt lte gt gte islessthan
    isgreaterthan isless bccomp compare isnegative ispositive ge le signum min max coerceatmost covers sufficient
    isgreaterthanorequalto islessthanorequalto""".split()
)
"""Methods that compare two amounts, in lower case and without underscores."""


@check(
    providers=frozenset({"anton"}),
    remedy="Read the balance of the currency right before the payout, compare what is available with the amount and "
    "the fee as decimals, and do not submit the payout where it is too small.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127305-going-live-checklist",
        "https://docs.antonpayments.com/concepts/balances",
    ),
)
def balance_first(ctx: Context) -> Iterator[Finding]:
    """
    The balance is read and compared before a payout is submitted.

    A payout without funds fails after it was accepted, is booked, and has to be taken back by hand. Judged is every
    request that moves money: on the way to it the program has to read what is available and to compare it.
    """
    integration = ctx.source
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
    before: list[Node] = []
    after = False
    for start in starts(integration, paying):
        found = steps(integration, start)
        ends = [step.at.end for step in found if step.call is paying]
        for step in found:
            if step.call not in reading or not ends:
                continue
            if step.at.end <= max(ends):
                before += [start, *([step.call.function] if step.call.function is not None else [])]
            else:
                after = True
    if before:
        if not any(_compares(integration, region) for region in before):
            yield fail("the balance is read before this payout, and compared with nothing", at)
    elif after:
        yield fail("the balance is read only after this payout was submitted", at)
    elif any(_is_used(integration, call) for call in reading):
        yield warn("the balance is read elsewhere in the program, but not on the way to this payout", at)
    else:
        yield fail("the balance is not read on the way to this payout: what reads it is never called", at)


def _is_used(integration: Integration, call: ProviderCall) -> bool:
    return call.function is None or bool(integration.project.callers(call.function))


def _compares(integration: Integration, region: Node) -> bool:
    """Whether an amount is compared in a function, or in one that is given the balance."""
    return any(
        (node.kind is NodeKind.BINARY and node.operator in _COMPARES)
        or (node.kind is NodeKind.CALL and node.name.lower().replace("_", "").rstrip("?") in _COMPARING)
        for part in into(integration.project, region)
        for node in part.walk()
    )
