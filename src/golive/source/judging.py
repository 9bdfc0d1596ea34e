"""How a check speaks about source code: places, fixes in the language of the file, and what was looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from golive.finding import FilePlace, Finding, Level, seen, unknown
from golive.redact import inert
from golive.repository.wording import count, named

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration
    from golive.source.tree import Node

MOST_SHOWN: Final = 20
"""Places that are listed of one kind. More are counted."""


def place(integration: Integration, node: Node) -> FilePlace:
    """Return where a node stands, to be shown."""
    found = integration.project.place(node)
    return FilePlace(inert(found.file.name), found.node.line)


def fix(integration: Integration, node: Node, fixes: Mapping[str, str]) -> str | None:
    """Return what to do in the language of a node's file. `fixes` are by language, the empty key for all others."""
    language = integration.project.file(node).language
    return fixes.get(language, fixes.get("javascript") if language == "typescript" else None) or fixes.get("")


def each_request(
    integration: Integration, judge: Callable[[Integration, ProviderCall], Iterator[Finding]]
) -> Iterator[Finding]:
    """Yield what is found about each request, then how many were judged. Raises Unverified where there is none."""
    calls = integration.need_calls()
    findings = [finding for call in calls for finding in judge(integration, call)]
    yield from conclude(integration, findings, [call.node for call in calls], "request")


def conclude(
    integration: Integration, findings: Iterable[Finding], judged: Sequence[Node], what: str
) -> Iterator[Finding]:
    """
    Yield findings, each once, the heaviest first, then what was judged: `what` is the noun for one of `judged`.

    Files that speak of the provider and were not read as code leave the promise unknown, unless something is wrong.
    """
    order = list(Level)
    distinct = sorted(dict.fromkeys(findings), key=lambda each: (order.index(each.level), _position(each)))
    yield from distinct[:MOST_SHOWN]
    if len(distinct) > MOST_SHOWN:
        rest = distinct[MOST_SHOWN:]
        yield Finding(rest[0].level, f"{count(len(rest), 'more place')} like these, not listed here")
    if integration.left_out:
        yield unknown(f"not read as code, too large or too many: {named(integration.left_out)}")
    places = sorted({place(integration, node) for node in judged}, key=lambda each: (each.path, each.line or 0))
    if places:
        files = len({each.path for each in places})
        yield seen(f"{count(len(places), what)} judged in {count(files, 'file')}")
        for each in places[:MOST_SHOWN]:
            yield seen(what, each)


def _position(finding: Finding) -> tuple[str, int, str]:
    at = finding.place
    if isinstance(at, FilePlace):
        return at.path, at.line or 0, finding.message
    return "", 0, finding.message
