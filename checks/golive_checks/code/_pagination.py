from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import Finding, fail, warn
from golive.source.facts import Role
from golive.source.flow import words
from golive.source.judging import conclude, place
from golive.source.knowledge import plain, settings
from golive.source.project import function_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_BY_NUMBER: Final = frozenset({"offset", "page", "skip"})
_OF_A_PAGE: Final = frozenset({"data", "limit", "cursor", "hasmore", "nextcursor"})
_UNFOLDS: Final = frozenset({"expand", "expanddeep", "generate", "iterate", "unfold", "generatesequence", "produce"})
"""Functions that make the next of a row from the last, by a closure, in lower case."""
_READS_CURSOR: Final = frozenset(
    """int parseint number integer.parseint atoi b64decode atob base64_decode urlsafe_b64decode split decode64
    frombase64string intval to_i toint valueof parse_int decodestring urldecode64 strict_decode64 explode
    parselong toint32 partition""".split()
)
"""Functions that look into a text, in lower case."""


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `pagination` finds."""
    listing = [call for call in integration.need_calls() if call.operation and Role.LISTS in call.operation.roles]
    listing = [call for call in listing if not _wants_one(integration, call)]
    if not listing:
        raise Unverified("no request for a list that comes in pages was found in the source code")
    findings = [finding for call in listing for finding in _judge(integration, call)]
    yield from conclude(integration, findings, [call.node for call in listing], "list request")


def _judge(integration: Integration, call: ProviderCall) -> Iterator[Finding]:
    facts = integration.facts
    regions = _regions(integration, call)
    at = place(integration, _home(regions, call))
    known = {plain(name) for name, _ in words(regions)}
    known |= {plain(name) for region in regions for text in region.find(NodeKind.STRING) for name in _asked(text.name)}
    numbered = next(((name, node) for name, node in _numbers(regions)), None)
    if numbered is not None and "cursor" not in known:
        name, node = numbered
        yield fail(f"pages are asked for by {name}, which the API does not know any more", place(integration, node))
        return
    parsed = next((node for region in regions for node in _looks_into_cursor(region)), None)
    if parsed is not None:
        yield fail("the cursor is taken apart, but what it holds may change any day", place(integration, parsed))
    named = [wanted for wanted in facts.pages if plain(wanted) in known]
    repeats = any(_repeats(integration, region) for region in regions)
    if not named and not repeats:
        yield fail(f"only the first page is read: neither {' nor '.join(facts.pages)} is looked at", at)
    elif not named:
        yield fail(f"the loop over pages looks at neither {' nor '.join(facts.pages)}, so it ends too early", at)
    elif not repeats:
        yield fail("only the first page is read: nothing asks for the next one", at)
    elif "cursor" not in known:
        yield fail("the next page is asked for without a cursor, which is the first page again", at)
    elif facts.pages[0] not in named and _ends_by_count(regions):
        yield warn("the loop ends where a page is short, but a full page can be the last, and a short one is not", at)


def _regions(integration: Integration, call: ProviderCall) -> list[Node]:
    """
    Return the functions that have to do with a list: what it goes through, the request's own, and its callers.

    A function that carries requests for other things too does not turn pages, even where it repeats them.
    """
    others = [each for each in integration.calls if each.operation is None or Role.LISTS not in each.operation.roles]
    shared = {id(layer) for each in others for layer in each.layers}
    own = [call.function] if call.function is not None else [call.node]
    regions = [*(layer for layer in call.layers if id(layer) not in shared), *own]
    for function in own:
        regions += [
            around for caller in integration.project.callers(function) if (around := function_of(caller)) is not None
        ]
    return list(dict.fromkeys(regions))


def _home(regions: list[Node], call: ProviderCall) -> Node:
    """Return where pages are, or should be, turned: the function that reads one, else the request."""
    for region in regions:
        if region is not call.function and any(plain(name) in _OF_A_PAGE for name, _ in words([region])):
            return region
    return call.node


def _numbers(regions: list[Node]) -> Iterator[tuple[str, Node]]:
    """Yield where a page is asked for by a number."""
    for region in regions:
        for name, _, node in settings(region):
            key = node.kind is NodeKind.PAIR or any(target.kind is NodeKind.INDEX for target in node.all("target"))
            if key and name.lower() in _BY_NUMBER:
                yield name, node


def _repeats(integration: Integration, region: Node) -> bool:
    """Whether a function asks several times: in a loop with a request in it, or by calling itself."""
    for loop in region.find(NodeKind.LOOP):
        if any(each.kind is NodeKind.CONSTANT and each.name == "false" for each in loop.all("head")):
            continue
        # What a loop runs over is asked for once.
        parts = [*loop.all("body"), *(loop.all("head") if loop.operator in {"while", "do"} else ())]
        if any(_asks(integration, node) for part in parts for node in part.find(NodeKind.CALL)):
            return True
    calls = list(region.find(NodeKind.CALL))
    unfolds = any(
        _asks(integration, node)
        for call in calls
        if call.name.lower() in _UNFOLDS
        for closure in call.all("argument")
        if closure.kind is NodeKind.FUNCTION
        for node in closure.find(NodeKind.CALL)
    )
    return unfolds or any(region in integration.project.resolve(node) for node in calls)


def _asks(integration: Integration, node: Node) -> bool:
    from golive.source.calls import is_sender

    return is_sender(node) or bool(integration.project.resolve(node))


def _looks_into_cursor(region: Node) -> Iterator[Node]:
    for call in region.find(NodeKind.CALL):
        if call.name.lower() not in _READS_CURSOR:
            continue
        callee = call.one("callee")
        given = [*call.all("argument"), *([callee] if callee is not None else [])]
        if any("cursor" in name.lower() for name, _ in words(given)):
            yield call


def _ends_by_count(regions: list[Node]) -> bool:
    return any(
        node.operator in {"<", "<=", "==", "!=", ">", ">="}
        and any(each.name.lower() in {"len", "length", "count", "size", "limit"} for each in node.walk())
        for region in regions
        for node in region.find(NodeKind.BINARY)
    )


def _wants_one(integration: Integration, call: ProviderCall) -> bool:
    """Whether a request asks for one object of a list only, such as the latest."""
    return any(
        name == "limit" and value.name == "1"
        for region in integration.flow(call)
        for name, value, _ in settings(region)
    )


def _asked(text: str) -> list[str]:
    """Return the names of the parameters that a text with a query asks with: `/v1/payouts?limit=100&cursor={}`."""
    return re.findall(r"[?&](\w+)=", text)
