from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import Finding, fail, warn
from golive.source.judging import conclude, fix, place
from golive.source.knowledge import plain, settings
from golive.source.meaning import is_declared_elsewhere, is_of_api, is_only_shown
from golive.source.money import Carried, carried_by, counts_minor_units, is_float_type, makes_float
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.integration import Integration

_FIXES: Final[Mapping[str, str]] = {
    "python": "Use decimal.Decimal, made from a string, and send str(amount).",
    "javascript": "Keep amounts as strings, or use decimal.js, big.js or BigInt cents, and send their toFixed(2).",
    "go": "Use github.com/shopspring/decimal or integer minor units, and send amount.StringFixed(2).",
    "java": "Use BigDecimal, made from a String, and send amount.toPlainString().",
    "kotlin": "Use BigDecimal, made from a String, and send amount.toPlainString().",
    "ruby": "Use BigDecimal, made from a string, and send amount.to_s('F').",
    "php": "Use bcmath or brick/money with strings, and send the string.",
    "csharp": "Use decimal, and send amount.ToString(CultureInfo.InvariantCulture).",
}


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `amounts` finds."""
    integration.need_calls()
    names = frozenset(plain(name) for name in integration.facts.amounts)
    judged: list[Node] = []
    findings: list[Finding] = []
    for node, value in _sent(integration, names):
        judged.append(node)
        findings += _judge_sent(integration, node, value)
    for node in _declared(integration, names):
        if not is_of_api(integration, node):
            continue
        judged.append(node)
        if is_float_type(node.one("type")):
            findings.append(_wrong(integration, node, f"{node.name} is declared as {_type_of(node)}"))
    for node, name in _read(integration, names):
        judged.append(node)
        if makes_float(node) and not is_only_shown(integration, node):
            findings.append(_wrong(integration, node, f"{name} of an answer is read as a floating point number"))
    if not judged:
        raise Unverified("no field that carries an amount was found in the source code")
    yield from conclude(integration, findings, judged, "amount")


def _judge_sent(integration: Integration, node: Node, value: Node) -> Iterator[Finding]:
    amount = carried_by(integration.project, value)
    if amount is None:
        return
    if amount.carried is Carried.FLOAT:
        yield _wrong(integration, node, f"{node.name} is sent from a floating point number", amount.node)
    elif amount.carried is Carried.WHOLE and not counts_minor_units(node.name):
        yield warn(
            f"{node.name} is sent as a number, where the API has decimal strings",
            place(integration, node),
            fix=fix(integration, node, _FIXES),
        )


def _wrong(integration: Integration, node: Node, message: str, origin: Node | None = None) -> Finding:
    at, from_ = place(integration, node), place(integration, origin) if origin is not None else None
    shown = f"{message}, at {from_}" if from_ is not None and from_ != at else message
    return fail(shown, at, fix=fix(integration, node, _FIXES))


def _sent(integration: Integration, names: frozenset[str]) -> Iterator[tuple[Node, Node]]:
    """Yield the fields of requests that carry an amount, and their values, each once."""
    seen: set[int] = set()
    for call in integration.calls:
        if call.method in {None, "GET"}:
            continue
        for region in integration.flow(call):
            for name, value, node in settings(region):
                field = node.kind in {NodeKind.PAIR, NodeKind.CALL} or any(
                    target.kind in {NodeKind.INDEX, NodeKind.MEMBER} for target in node.all("target")
                )
                if field and plain(name) in names and id(value) not in seen:
                    seen.add(id(value))
                    yield _named(node, name), value


def _named(node: Node, name: str) -> Node:
    """Return a node by which a field can be called in a message."""
    if node.kind is NodeKind.PAIR and node.name == name:
        return node
    return next((each for each in node.walk() if each.name == name), node)


def _declared(integration: Integration, names: frozenset[str]) -> Iterator[Node]:
    """Yield the typed fields and parameters of these files that are named as an amount of the API."""
    for file in integration.project.files:
        if not file.speaks:
            continue
        for node in file.root.find(NodeKind.ASSIGN, NodeKind.PARAMETER):
            if plain(node.name) in names and node.all("type") and not counts_minor_units(node.name):
                yield node


def _read(integration: Integration, names: frozenset[str]) -> Iterator[tuple[Node, str]]:
    """Yield the conversions of an amount that an answer holds, and the field's name."""
    for file in integration.project.files:
        for node in file.root.find(NodeKind.CALL, NodeKind.CAST):
            if node.kind is NodeKind.CAST and not makes_float(node):
                continue
            callee = node.one("callee")
            on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
            for each in (*node.all("argument"), *node.all("value"), *([on] if on is not None else [])):
                name = next((part for part in _asked_for(each) if plain(part) in names), None)
                if name is not None and not is_declared_elsewhere(integration, node, name):
                    yield node, name
                    break


def _asked_for(node: Node) -> Iterator[str]:
    """Yield what a chain of members, indexes and calls asks an object for: `balance.get("available").text()`."""
    current: Node | None = node
    while current is not None:
        match current.kind:
            case NodeKind.MEMBER:
                yield current.name
                current = current.one("object")
            case NodeKind.INDEX:
                index = current.one("index")
                if index is not None and index.kind is NodeKind.STRING:
                    yield index.name
                current = current.one("object")
            case NodeKind.CALL:
                yield from (each.name for each in current.all("argument")[:1] if each.kind is NodeKind.STRING)
                callee = current.one("callee")
                current = callee.one("object") if callee is not None else None
            case NodeKind.UNARY | NodeKind.CAST:
                current = current.one("operand") or current.one("value")
            case _:
                return


def _type_of(node: Node) -> str:
    found = node.one("type")
    return found.name if found is not None else ""
