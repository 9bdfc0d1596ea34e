from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.check import check
from golive.errors import Unverified
from golive.finding import Finding, fail, warn
from golive.source.facts import Role
from golive.source.flow import words
from golive.source.judging import conclude, place
from golive.source.knowledge import settings
from golive.source.project import function_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.context import Context
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_BY_NUMBER: Final = frozenset({"offset", "page", "skip"})
_READS_CURSOR: Final = frozenset(
    """int parseint number integer.parseint atoi b64decode atob base64_decode urlsafe_b64decode split decode64
    frombase64string intval to_i toint valueof parse_int decodestring urldecode64 strict_decode64 explode
    parselong toint32 partition""".split()
)
"""Functions that look into a text, in lower case."""


@check(
    providers=frozenset({"anton"}),
    remedy="Follow next_cursor while has_more is true, and pass the cursor on as it came.",
    sources=("https://docs.antonpayments.com/api-reference/pagination",),
)
def pagination(ctx: Context) -> Iterator[Finding]:
    """
    Lists are followed to their last page.

    A program that reads the first page only works until there is a second one: then payouts are missing from the
    reconciliation, and nobody is told. Judged is every request for a list that comes in pages.
    """
    integration = ctx.source
    listing = [call for call in integration.need_calls() if call.operation and Role.LISTS in call.operation.roles]
    listing = [call for call in listing if not _wants_one(integration, call)]
    if not listing:
        raise Unverified("no request for a list that comes in pages was found in the source code")
    findings = [finding for call in listing for finding in _judge(integration, call)]
    yield from conclude(integration, findings, [call.node for call in listing], "request for a list")


def _judge(integration: Integration, call: ProviderCall) -> Iterator[Finding]:
    facts = integration.facts
    at = place(integration, call.node)
    regions = _regions(integration, call)
    by_number = [
        (name, node)
        for region in integration.flow(call)
        for name, _, node in settings(region)
        if name.lower() in _BY_NUMBER and node.kind is NodeKind.PAIR
    ]
    if by_number and not any(_is(name, "cursor") for region in regions for name, _ in words([region])):
        name, node = by_number[0]
        yield fail(f"pages are asked for by {name}, which the API does not know any more", place(integration, node))
        return
    parsed = next((node for region in regions for node in _looks_into_cursor(region)), None)
    if parsed is not None:
        yield fail("the cursor is taken apart, but what it holds may change any day", place(integration, parsed))
    named = {wanted for region in regions for name, _ in words([region]) for wanted in facts.pages if _is(name, wanted)}
    repeats = any(_repeats(integration, region) for region in regions)
    sent = any(_is(name, "cursor") for region in regions for name, _ in words([region]))
    if not named and not repeats:
        yield fail(f"only the first page is read: neither {' nor '.join(facts.pages)} is looked at", at)
    elif not named:
        yield fail(f"the loop over pages looks at neither {' nor '.join(facts.pages)}, so it ends too early", at)
    elif not repeats:
        yield fail("only the first page is read: nothing asks for the next one", at)
    elif not sent:
        yield fail("the next page is asked for without a cursor, which is the first page again", at)
    elif facts.pages[0] not in named and _ends_by_count(regions):
        yield warn("the loop ends where a page is short, but a full page can be the last, and a short one is not", at)


def _regions(integration: Integration, call: ProviderCall) -> list[Node]:
    """Return the functions that have to do with a list: the request's own, what it goes through, and its callers."""
    own = [call.function] if call.function is not None else [call.node]
    regions = [*own, *call.layers]
    for function in own:
        regions += [
            around for caller in integration.project.callers(function) if (around := function_of(caller)) is not None
        ]
    return list(dict.fromkeys(regions))


def _repeats(integration: Integration, region: Node) -> bool:
    """Whether a function asks several times: in a loop with a request in it, or by calling itself."""
    for loop in region.find(NodeKind.LOOP):
        if any(_asks(integration, node) for node in loop.find(NodeKind.CALL)):
            return True
    return any(region in integration.project.resolve(node) for node in region.find(NodeKind.CALL))


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


def _is(name: str, wanted: str) -> bool:
    return name.lower().replace("_", "").replace("-", "") == wanted.lower().replace("_", "").replace("-", "")
