from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.finding import Finding, fail, seen, unknown, warn
from golive.redact import inert
from golive.source.judging import conclude, fix, place

if TYPE_CHECKING:
    from golive.source.events import Deduplication
    from golive.source.integration import Integration
    from golive.source.tree import Node

_FIXES: Final[Mapping[str, str]] = {
    "": "Insert the event's id into a table with a unique key (INSERT … ON CONFLICT DO NOTHING) or with Redis SET NX "
    "before acting, and answer 200 at once where it was there already.",
}
_REMEMBERS: Final = re.compile(
    r"(?i)remember|seen|dedup|processed|insert|setnx|mark|record|exist|has|contains|claim|once|add|save|store|create|set$"
)
_BAD_ANSWER: Final = re.compile(r"(?i)^(?:status_?)?(?:conflict|bad_?request|unprocessable\w*|http_409\w*)$")
_REFUSALS: Final = range(400, 600)


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `deduplication` finds."""
    from golive.source.events import Deduplication

    handlers = integration.need_handlers()
    findings = [finding for handler in handlers for finding in _judge(Deduplication(integration, handler))]
    yield from conclude(integration, findings, [handler.entry for handler in handlers], "webhook receiver")


def _judge(events: Deduplication) -> Iterator[Finding]:
    asked = list(events.asked())
    if not asked:
        yield _not_asked(events)
        return
    yield from _refused(events, asked)
    first = asked[0]
    acting = next(events.acts(first), None)
    if acting is not None and not any(_precedes(node, acting) for node in asked):
        message = "the delivery is acted on before its id is looked up"
        yield warn(message, place(events.integration, acting), fix=_fix(events, acting))
    if _in_memory(events, first):
        yield seen("ids are remembered in memory only, and forgotten at a restart", place(events.integration, first))


def _not_asked(events: Deduplication) -> Finding:
    integration, entry = events.integration, events.handler.entry
    handed = next(events.handed_on(), None)
    if handed is not None:
        message = f"the event is handed to {inert(handed.name)}, which was not followed: it may drop repeated ones"
        return unknown(message, place(integration, handed))
    used = list(events.used())
    if not used:
        what = "only logged" if events.ids else "never used"
        return fail(
            f"the event's id is {what}: a repeated delivery is acted on again",
            place(integration, entry),
            fix=_fix(events, entry),
        )
    return _unanswered(events, used)


def _unanswered(events: Deduplication, used: list[Node]) -> Finding:
    from golive.source.tree import NodeKind

    integration = events.integration
    telling = [call for call in used if _REMEMBERS.search(call.name)]
    certain = [call for call in telling if integration.project.resolve(call) or _only_if_new(call)]
    message = "the event's id is stored, but nothing depends on whether it was there before"
    for call in certain:
        functions = integration.project.resolve(call)
        if not any(each.kind in {NodeKind.THROW, NodeKind.TRY} for function in functions for each in function.walk()):
            return fail(message, place(integration, call), fix=_fix(events, call))
    if telling:
        return warn(message, place(integration, telling[0]), fix=_fix(events, telling[0]))
    return unknown(
        f"whether {inert(used[0].name)} drops repeated events could not be told", place(integration, used[0])
    )


def _only_if_new(call: Node) -> bool:
    """Whether a call is Redis' SET NX."""
    return call.name.lower() in {"setnx", "set_nx"} or any(
        each.name.lower() == "nx" for argument in call.all("argument") for each in argument.walk()
    )


def _refused(events: Deduplication, asked: list[Node]) -> Iterator[Finding]:
    from golive.source.tree import NodeKind

    for node in asked:
        if node.kind is not NodeKind.IF:
            continue
        then = node.one("then")
        if then is None or _acts_within(events, then):
            continue
        bad = next((each for each in then.walk() if _is_refusal(each)), None)
        if bad is not None:
            message = "a repeated delivery is answered with an error, and so it comes again"
            yield fail(message, place(events.integration, bad), fix="Answer a repeated delivery with 200.")


def _is_refusal(node: Node) -> bool:
    from golive.source.tree import NodeKind

    if node.kind is NodeKind.NUMBER:
        return node.name.isdigit() and int(node.name) in _REFUSALS
    return node.kind in {NodeKind.NAME, NodeKind.MEMBER, NodeKind.CALL, NodeKind.STRING} and bool(
        _BAD_ANSWER.match(node.name)
    )


def _acts_within(events: Deduplication, region: Node) -> bool:
    from golive.source.tree import NodeKind

    return any(events.touches_data(call) for call in region.find(NodeKind.CALL))


def _precedes(asked: Node, acting: Node) -> bool:
    """Whether something is asked before acting, in the same function."""
    from golive.source.tree import NodeKind

    return asked.start < acting.start and asked.within(NodeKind.FUNCTION) is acting.within(NodeKind.FUNCTION)


def _in_memory(events: Deduplication, asked: Node) -> bool:
    from golive.source.tree import NodeKind

    condition = asked.one("condition") or asked
    for node in condition.walk():
        on = None
        if node.kind is NodeKind.BINARY and node.operator == "in":
            on = node.one("right")
        elif node.kind is NodeKind.CALL and node.name.lower() in {"has", "contains", "add", "includes", "containskey"}:
            callee = node.one("callee")
            on = callee.one("object") if callee is not None else None
        if on is not None and any(_is_collection(value) for value in events.integration.project.values(on)):
            return True
    return False


def _is_collection(value: Node) -> bool:
    from golive.source.tree import NodeKind

    return value.kind in {NodeKind.LIST, NodeKind.OBJECT} or (
        value.kind is NodeKind.CALL
        and value.name.lower() in {"set", "map", "hashset", "newkeyset", "dict", "mutablesetof"}
    )


def _fix(events: Deduplication, node: Node) -> str | None:
    return fix(events.integration, node, _FIXES)
