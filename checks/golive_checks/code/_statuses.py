from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import Finding, fail, warn
from golive.source.judging import conclude, place
from golive.source.project import scope_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.facts import SourceFacts
    from golive.source.integration import Integration

_FEWEST: Final = 2
"""Different statuses that a place has to name before it counts as handling them."""


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `statuses` finds."""
    facts = integration.facts
    wanted = tuple(dict.fromkeys(status for states in facts.statuses.values() for status in states))
    places = _telling(list(_places(integration, frozenset(wanted))), len(wanted))
    handled = {status for _, named in places for status in named}
    if len(handled) < _FEWEST:
        raise Unverified("nothing in the source code that talks to the provider tells statuses of a payout apart")
    yield from conclude(
        integration, _judge(integration, facts, places, wanted), [node for node, _ in places], "status mapping"
    )


def _judge(
    integration: Integration, facts: SourceFacts, places: list[tuple[Node, frozenset[str]]], wanted: tuple[str, ...]
) -> Iterator[Finding]:
    handled = {status for _, named in places for status in named} | _singly(integration, frozenset(wanted))
    main = max(places, key=lambda each: (len(each[1]), -each[0].start))[0]
    at = place(integration, main)
    missing = [status for status in wanted if status not in handled]
    if _are_events(main, wanted):
        # A status that no event has the name of is none that a table of events could handle.
        missing = [status for status in missing if any(each.endswith(f".{status}") for each in facts.event_types)]
    final = [status for status in missing if status in facts.final]
    defaulted = any(_has_default(node) or _is_asked_with_default(integration, node) for node, _ in places)
    if final or (missing and not defaulted):
        yield fail(f"nothing handles the status {', '.join(missing)}", at)
    elif missing:
        yield warn(f"the status {', '.join(missing)} is handled only as one that is not known", at)
    for node, named in places:
        if node is not main and (_is_of_other_things(integration, node) or _goes_on_otherwise(node)):
            continue
        if node.kind is NodeKind.SWITCH and len(named) > _FEWEST and not _has_default(node):
            yield warn("a status that is not named here is passed over: there is no default", place(integration, node))
        elif (
            node.kind is NodeKind.IF
            and len(named) > _FEWEST
            and not (_has_default(node) or _is_converted_before(integration, node))
        ):
            yield warn("a status that is not named here is passed over: there is no else", place(integration, node))
        elif _takes_for_final(integration, node, facts):
            yield warn("a status that is not named here is taken for a final one", place(integration, node))
        elif node.kind is NodeKind.OBJECT and len(named) > _FEWEST and (asked := _asked_strictly(integration, node)):
            yield warn("a status that is not in the table ends in an error here", place(integration, asked))


_OTHER_THINGS: Final = re.compile(
    r"(?i)e?mails?|messages?|sms|shipments?|shipping|parcels?|packages?|deliver(?:y|ies)|tasks?|jobs?|tickets?|colou?rs?"
    r"|icons?|labels?|badges?|css|style|uploads?|builds?|deploy(?:ment)?s?|subscriptions?|orders?|campaigns?"
)


def _is_of_other_things(integration: Integration, node: Node) -> bool:
    """Whether a place, by its names, tells states of mails or parcels apart, or only paints those of payouts."""
    around = [each.name for each in node.above() if each.kind in {NodeKind.FUNCTION, NodeKind.CLASS}]
    asked = [integration.project.file(node).text(each) for each in (*node.all("subject"), *node.all("condition"))]
    words = [word for text in (*around, *asked) for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", text)]
    return any(_OTHER_THINGS.fullmatch(word) for word in words)


def _telling(places: list[tuple[Node, frozenset[str]]], number: int) -> list[tuple[Node, frozenset[str]]]:
    """Leave out mere lists of all statuses, such as the type of a field, where others tell them apart."""
    apart = {NodeKind.SWITCH, NodeKind.IF, NodeKind.OBJECT}
    telling = [each for each in places if each[0].kind in apart or _is_map(each[0]) or len(each[1]) < number]
    return (
        telling
        if any((node.kind in apart or _is_map(node)) and len(named) > _FEWEST for node, named in telling)
        else places
    )


def _places(integration: Integration, wanted: frozenset[str]) -> Iterator[tuple[Node, frozenset[str]]]:
    """Yield the nodes that tell statuses apart (switches, chains of conditions, tables, sets), and what they name."""
    for file in integration.project.files:
        for node in file.root.walk():
            named = frozenset(_named_by(integration, node, wanted))
            if len(named) >= _FEWEST:
                yield node, named


def _named_by(integration: Integration, node: Node, wanted: frozenset[str]) -> Iterator[str]:
    match node.kind:
        case NodeKind.SWITCH:
            labels = [label for case in node.all("case") for label in case.all("label")]
        case NodeKind.IF if not (node.parent is not None and node.parent.kind is NodeKind.IF and _is_else(node)):
            labels = [text for each in _chain(node) for text in each.all("condition")]
            labels += [item for label in labels for item in _of_sets(integration, label)]
        case NodeKind.OBJECT:
            labels = [key for pair in node.all("member") for key in pair.all("key")]
        case NodeKind.LIST if scope_of(node) is not None:
            labels = list(node.all("item") or node.children)
        case NodeKind.CALL if node.name.lower() in _TABLES:
            labels = list(node.all("argument"))
        case NodeKind.CLASS:
            body = node.one("body")
            labels = [
                each for each in (body.children if body is not None else ()) if each.kind is not NodeKind.FUNCTION
            ]
        case _:
            return
    for label in labels:
        for found in label.walk():
            status = _status(integration, found, wanted)
            if status is not None:
                yield status


def _of_sets(integration: Integration, condition: Node) -> Iterator[Node]:
    """Yield what is in the lists and sets that a condition asks by name: `status in PENDING`."""
    for node in condition.find(NodeKind.NAME, NodeKind.MEMBER):
        for value in integration.project.values(node):
            if value.kind is NodeKind.LIST or (value.kind is NodeKind.CALL and value.name.lower() in _TABLES):
                yield value


def _singly(integration: Integration, wanted: frozenset[str]) -> set[str]:
    """Return the statuses that something is compared with, one at a time: `if (status === "completed") …`."""
    found = set()
    for file in integration.project.files:
        for node in file.root.find(NodeKind.BINARY):
            if node.operator in {"==", "===", "is", "!=", "!=="}:
                told = (_status(integration, each, wanted) for each in node.children)
                found |= {status for status in told if status is not None}
    return found


def _are_events(node: Node, wanted: tuple[str, ...]) -> bool:
    """Whether a place tells types of events apart, such as `payout.sent`, rather than statuses."""
    texts = {each.name.lower() for each in node.find(NodeKind.STRING, NodeKind.PAIR)}
    return any(f"payout.{status}" in texts for status in wanted) and not texts & set(wanted)


_TABLES: Final = frozenset("of setof mapof aslist listof set map frozenset new ofentries enumset".split())
"""Functions that make a set or a table of what they are given, in lower case."""


def _status(integration: Integration, node: Node, wanted: frozenset[str]) -> str | None:
    """Return the status that a literal, a constant or a member of an enumeration names."""
    if node.kind is NodeKind.STRING:
        text = node.name
    elif node.kind in {NodeKind.NAME, NodeKind.MEMBER}:
        text = integration.project.text(node)
        if "{}" in text:
            text = _snake(node.name)
    elif node.kind is NodeKind.PAIR:
        text = node.name
    else:
        return None
    lower = text.lower()
    for status in wanted:
        if lower in {status.lower(), f"payout.{status.lower()}"}:
            return status
    return None


def _snake(name: str) -> str:
    return name if name.upper() == name else re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)


def _is_else(node: Node) -> bool:
    return node.parent is not None and node in node.parent.all("otherwise")


def _chain(node: Node) -> Iterator[Node]:
    current: Node | None = node
    while current is not None and current.kind is NodeKind.IF:
        yield current
        current = current.one("otherwise")


def _is_asked_with_default(integration: Integration, table: Node) -> bool:
    """Whether a table of statuses is asked so that a status which is not in it has an answer too."""
    around = table.within(NodeKind.ASSIGN)
    if table.kind not in {NodeKind.OBJECT, NodeKind.CALL} or around is None or not around.name:
        return False
    for file in integration.project.files:
        for node in file.root.find(NodeKind.INDEX, NodeKind.CALL):
            on = node.one("object") or (callee.one("object") if (callee := node.one("callee")) is not None else None)
            if on is None or on.name != around.name:
                continue
            parent = node.parent
            if node.kind is NodeKind.CALL and len(node.all("argument")) > 1:
                return True
            if parent is not None and parent.kind is NodeKind.BINARY and parent.operator in {"??", "||", "or", "?:"}:
                return True
            kept = node.within(NodeKind.ASSIGN)
            if kept is not None and any(_mentions(each, kept.name) for each in scope_of(node).find(NodeKind.IF)):
                return True
    return False


def _mentions(branch: Node, name: str) -> bool:
    return bool(name) and any(
        node.name == name for part in branch.all("condition") for node in part.find(NodeKind.NAME)
    )


def _is_map(node: Node) -> bool:
    """Whether a call makes a table that gives something for each status, rather than a list of them."""
    callee = node.one("callee")
    return node.kind is NodeKind.CALL and callee is not None and re.search("(?i)map|entries", callee.path) is not None


def _has_default(node: Node) -> bool:
    match node.kind:
        case NodeKind.SWITCH:
            return any(not case.all("label") for case in node.all("case"))
        case NodeKind.IF:
            *_, last = _chain(node)
            return last.one("otherwise") is not None
        case _:
            return False


def _is_converted_before(integration: Integration, branch: Node) -> bool:
    """Whether what is asked was made one of an enumeration before, where a new status was caught."""
    asked = {node.name for part in branch.all("condition") for node in part.find(NodeKind.NAME)}
    for attempt in scope_of(branch).find(NodeKind.TRY):
        for node in attempt.find(NodeKind.ASSIGN):
            made = node.one("value")
            makes = made is not None and made.kind is NodeKind.CALL and node.name in asked and attempt.all("catch")
            of_enum = made is not None and (
                integration.project.classes(made.name) or made.name.lower() in {"valueof", "from", "parse"}
            )
            if makes and of_enum:
                return True
    return False


def _takes_for_final(integration: Integration, node: Node, facts: SourceFacts) -> bool:
    """Whether what a function gives for a status that is not named is what it gives for a final one."""
    if node.kind is not NodeKind.SWITCH or node.parent is None:
        return False
    text = integration.project.file(node).text
    cases = node.all("case")
    after = [each for each in node.parent.children if each.start >= node.end][:1]
    others = [body for case in cases if not case.all("label") for body in case.all("body")] or after
    given = {text(value) for way in others for value in _given(way)}
    return any(
        text(value) in given and value.kind is not NodeKind.CONSTANT
        for case in cases
        if any(_status(integration, each, facts.final) for label in case.all("label") for each in label.walk())
        for body in case.all("body")
        for value in _given(body)
    )


def _given(way: Node) -> tuple[Node, ...]:
    """Return what a way of a switch returns, where it does nothing else."""
    only = way.children[0] if way.kind is NodeKind.BLOCK and len(way.children) == 1 else way
    return only.all("value") if only.kind is NodeKind.RETURN else ()


def _asked_strictly(integration: Integration, table: Node) -> Node | None:
    """Return where a table of Python is asked so that an unknown status raises a KeyError that nobody catches."""
    around = table.within(NodeKind.ASSIGN)
    home = integration.project.file(table)
    if home.language != "python" or around is None or not around.name or table not in around.all("value"):
        return None
    for file in integration.project.files:
        for node in file.root.find(NodeKind.INDEX):
            on, index = node.one("object"), node.one("index")
            if on is None or on.name != around.name or index is None or index.kind is NodeKind.STRING:
                continue
            caught = any(each.kind is NodeKind.TRY for each in node.above())
            if not caught and not _is_guarded(node, around.name):
                return node
    return None


def _is_guarded(node: Node, name: str) -> bool:
    """Whether a table is asked only for what it has: `if status in TABLE`."""
    return any(
        part.kind is NodeKind.BINARY and part.operator in {"in", "not in"} and _mentions_node(part, name)
        for part in scope_of(node).find(NodeKind.BINARY)
    )


def _mentions_node(node: Node, name: str) -> bool:
    return any(each.name == name for each in node.find(NodeKind.NAME, NodeKind.MEMBER))


def _goes_on_otherwise(node: Node) -> bool:
    """Whether all ways leave the function, so that what stands below is for all that is not named."""
    ways = [body for case in node.all("case") for body in case.all("body")]
    if node.kind is NodeKind.IF:
        ways = [body for each in _chain(node) for body in each.all("then")]
    below = node.parent is not None and any(each.start >= node.end for each in node.parent.children)
    return below and bool(ways) and all(_leaves(way) for way in ways)


def _leaves(way: Node) -> bool:
    last = way.children[-1] if way.kind is NodeKind.BLOCK and way.children else way
    return last.kind in {NodeKind.RETURN, NodeKind.THROW}
