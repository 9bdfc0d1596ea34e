"""Ways in which programs ask for the time and compare it with another one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.project import Project

_NOW: Final = frozenset(
    """now utcnow currenttimemillis utc_now unixnow hrtime microtime current instant getutcnow getlocalnow getunixtime
    tounixtimeseconds gettime
    now_utc epochseconds unixtime currentsecond zonednow instantnow timesource since ago from_now""".split()
)
"""Functions and members that give the time, in lower case."""
_IN_MILLISECONDS: Final = frozenset(
    {"currenttimemillis", "gettime", "tounixtimemilliseconds", "toepochmilli", "unixmilli"}
)
_WITHIN: Final = frozenset({"between", "between?", "cover?", "include?", "contains", "isbetween", "range", "in"})
_MEASURES: Final = frozenset({"Duration", "ChronoUnit", "SECONDS", "MINUTES", "Period", "Seconds"})
_ORDERS: Final = frozenset(
    """isbefore isafter before after lessthan greaterthan lt gt lte gte islessthan isgreaterthan ispast isfuture
    diffinseconds hasexpired""".split()
)
_ABSOLUTE: Final = frozenset({"abs", "absolutevalue", "magnitude", "duration", "diffinseconds", "fabs"})
_SECONDS: Final = {
    **dict.fromkeys(("millisecond", "milliseconds", "ofmillis", "frommilliseconds", "millis"), 0.001),
    **dict.fromkeys(("second", "seconds", "ofseconds", "fromseconds"), 1.0),
    **dict.fromkeys(("minute", "minutes", "ofminutes", "fromminutes"), 60.0),
    **dict.fromkeys(("hour", "hours", "ofhours", "fromhours"), 3600.0),
    **dict.fromkeys(("day", "days", "ofdays", "fromdays"), 86400.0),
}
_FAR: Final = 100_000
"""A number of seconds that nobody means as a window: it is milliseconds."""


def is_now(node: Node) -> bool:
    """Whether an expression asks for the time of day."""
    name = node.name.lower()
    match node.kind:
        case NodeKind.CALL:
            path = node.path.lower()
            if "monotonic" in path or "perf_counter" in path:
                return False
            return name in _NOW or path in {"time.time()", "time()", "date.now()", "time.unix()", "date()"}
        case NodeKind.MEMBER:
            return name in {"now", "utcnow", "ago", "from_now"}
        case NodeKind.PARAMETER:
            return bool(re.match(r"^(?:now\w*|current_?time\w*|clock)$", name))
        case NodeKind.NAME:
            return bool(re.match(r"^(?:now|now_?(?:ms|seconds|unix|s)|current_?time(?:stamp)?)$", name))
    return False


def compares_times(node: Node) -> tuple[Node, ...]:
    """Return the operands of a comparison of more and less. Empty for anything else."""
    if node.kind is NodeKind.BINARY and node.operator in {"<", ">", "<=", ">=", "in", "!in", "<=>"}:
        return (*node.all("left"), *node.all("right"))
    if node.kind is NodeKind.CALL and (_is_within(node) or node.name.lower() in _ORDERS):
        callee = node.one("callee")
        on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
        return tuple(each for each in (on, *node.all("argument")) if each is not None)
    return ()


def _is_within(call: Node) -> bool:
    """Whether a call asks if something lies between two others: not `Duration.between(a, b)`, which measures."""
    callee = call.one("callee")
    on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
    return call.name.lower() in _WITHIN and (on is None or on.name not in _MEASURES)


def is_two_sided(node: Node) -> bool:
    """Whether a comparison limits both past and future by itself."""
    if node.kind is NodeKind.BINARY and node.operator in {"in", "!in"}:
        return True
    if node.kind is NodeKind.CALL and _is_within(node):
        return True
    if len(node.all("right")) > 1:
        return True  # -300 <= age <= 300
    inner = [each for side in (*node.all("left"), *node.all("right")) for each in side.walk()]
    return any(
        each.kind in {NodeKind.CALL, NodeKind.MEMBER} and each.name.lower() in _ABSOLUTE for each in inner
    ) or any(each.kind is NodeKind.BINARY and each.operator in {"<", "<=", ">", ">="} for each in inner)


def is_absolute(node: Node) -> bool:
    """Whether an expression drops the sign of a difference."""
    return node.kind in {NodeKind.CALL, NodeKind.MEMBER} and node.name.lower() in _ABSOLUTE


def in_milliseconds(node: Node) -> bool:
    """Whether an expression gives a time in milliseconds, and does not divide it."""
    names = {each.name.lower() for each in node.find(NodeKind.CALL, NodeKind.MEMBER)}
    paths = {each.path.lower() for each in node.find(NodeKind.CALL)}
    divided = any(each.operator == "/" for each in node.find(NodeKind.BINARY))
    return (bool(names & _IN_MILLISECONDS) or "date.now()" in paths) and not divided


def seconds(project: Project, node: Node, steps: int = 5) -> float | None:  # noqa: C901, PLR0911 - a case for each kind
    """Return the length of time that an expression states, None where it is not known here."""
    if steps == 0:
        return None
    match node.kind:
        case NodeKind.NUMBER:
            return _number(node.name)
        case NodeKind.BINARY if node.operator in {"*", "+"}:
            left, right = (
                seconds(project, each, steps - 1) if each is not None else None
                for each in (node.one("left"), node.one("right"))
            )
            if left is None or right is None:
                return None
            return left * right if node.operator == "*" else left + right
        case NodeKind.UNARY if node.operator in {"-", "+"} and node.children:
            return seconds(project, node.children[0], steps - 1)
        case NodeKind.NAME | NodeKind.MEMBER if node.name.lower() in _SECONDS and not project.values(node):
            on = node.one("object")
            inner = seconds(project, on, steps - 1) if on is not None else None
            return _SECONDS[node.name.lower()] * (1.0 if inner is None else inner)
        case NodeKind.CALL if node.name.lower() in _SECONDS:
            return _stated(project, node, steps)
        case NodeKind.CALL if node.name.lower() in {"timedelta", "duration", "getseconds", "toseconds", "tomillis"}:
            pairs = [each for each in node.all("argument") if each.kind is NodeKind.PAIR]
            found = [
                (each.name.lower(), seconds(project, value, steps - 1)) for each in pairs for value in each.all("value")
            ]
            if found and all(name in _SECONDS and value is not None for name, value in found):
                return sum(_SECONDS[name] * (value or 0) for name, value in found)
            callee = node.one("callee")
            on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
            return seconds(project, on, steps - 1) if on is not None and not node.all("argument") else None
        case NodeKind.NAME | NodeKind.MEMBER:
            found_values = {seconds(project, each, steps - 1) for each in project.values(node)}
            return found_values.pop() if len(found_values) == 1 else None
    return None


def _stated(project: Project, call: Node, steps: int) -> float | None:
    callee = call.one("callee")
    on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
    for each in (*call.all("argument")[:1], *((on,) if on is not None else ())):
        value = seconds(project, each, steps - 1)
        if value is not None:
            return value * _SECONDS[call.name.lower()]
    return None


def window(project: Project, operands: tuple[Node, ...], *, milliseconds: bool) -> float | None:
    """Return the longest time in seconds that two compared times may be apart, None where it is not known."""
    whole = [seconds(project, operand) for operand in operands]
    found = [abs(value) for value in whole if value]
    if not found:
        parts = [part for operand in operands for each in operand.walk() for part in _added(each)]
        found = [abs(value) for part in parts if (value := seconds(project, part)) is not None]
    if not found:
        return None
    longest = max(found)
    return longest / 1000 if milliseconds or longest >= _FAR else longest


def _added(node: Node) -> tuple[Node, ...]:
    """Return what is added to a time, or taken from it."""
    if node.kind is NodeKind.BINARY and node.operator in {"+", "-", "..", "..."}:
        return (*node.all("left"), *node.all("right"))
    if node.kind is NodeKind.CALL and node.name.lower() in {
        "plus",
        "minus",
        "add",
        "sub",
        "plusseconds",
        "minusseconds",
        "compareto",
    }:
        return node.all("argument")
    return ()


def _number(text: str) -> float | None:
    try:
        return float(re.sub(r"[_']|(?<=[0-9.])[lLfFdDuUmM]+$", "", text))
    except ValueError:
        return None
