"""Lines of the checklist, each with what proves it or why nothing does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.finding import Level
from golive.reporters.html.checks import CheckView, check_of, gravest
from golive.reporters.words import TALLIED, asks_a_person, is_unbuilt
from golive.result import Result, Status

if TYPE_CHECKING:
    from golive.check import Strength
    from golive.checklist import Attest
    from golive.record import Record
    from golive.reporters.html.shown import Shown
    from golive.rollup import ItemResult

_OPEN: Final = frozenset({Status.FAIL, Status.ERROR, Status.UNKNOWN})
_MORE: Final = re.compile(r" \(\+\d+ more\)\Z")
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class LineView:
    """
    A line of a list with its evidence.

    `echo` says that the evidence repeats the summary. `command` is how a person vouches for the line, "" where nobody
    is asked. `proofs` are the ways to prove it, where there is a choice; `decided_by` the lines that decide it.
    """

    anchor: str
    id: str
    title: str
    status: Status
    summary: str
    strength: Strength | None
    attest: Attest | None
    opened: bool
    echo: bool
    record: Record | None
    waived_from: Status | None
    checks: tuple[CheckView, ...]
    unbuilt: tuple[str, ...]
    proofs: tuple[str, ...]
    decided_by: tuple[tuple[Status, str, str], ...]
    command: str


def line_of(item: ItemResult, shown: Shown) -> LineView:
    """Return a line of the checklist."""
    consulted = [shown.results[check_id] for check_id in item.check_ids if check_id in shown.results]
    environment = shown.report.subject.environment
    asked = asks_a_person(item) and _WORD.fullmatch(item.id) and _WORD.fullmatch(environment)
    return LineView(
        anchor=shown.line_anchors[item.id],
        id=item.id,
        title=item.title,
        status=item.status,
        summary=item.summary,
        strength=item.strength,
        attest=item.attest,
        opened=item.status in _OPEN,
        echo=_is_echo(item, consulted),
        record=shown.record_of(item),
        waived_from=item.waived_from,
        checks=tuple(_check(result, shown, item.id) for result in _heaviest_first(consulted) if not is_unbuilt(result)),
        unbuilt=tuple(result.id for result in consulted if is_unbuilt(result)),
        proofs=tuple(_choices(item)),
        decided_by=tuple(
            (other.status, other.title, shown.line_anchors[other.id])
            for other in (shown.items[name] for name in item.derived_from if name in shown.items)
        ),
        command=f"golive attest {item.id} --env {environment}" if asked else "",
    )


def line_of_check(result: Result, shown: Shown) -> LineView:
    """Return a check that no line names as a line of its own."""
    seen = result.of(Level.SEEN)
    found = gravest(result) or (seen[0].message if seen else "")
    more = f" (+{len(result.findings) - 1} more)" if len(result.findings) > 1 else ""
    return LineView(
        anchor=shown.anchors.of("", result.id),
        id=result.id,
        title=result.title or result.id,
        status=result.status,
        summary=f"{found}{more}" if found else result.reason or "",
        strength=result.strength if result.status in {Status.PASS, Status.WARN} else None,
        attest=None,
        opened=result.status in _OPEN,
        echo=True,
        record=None,
        waived_from=result.waived_from,
        checks=(_check(result, shown, None),),
        unbuilt=(),
        proofs=(),
        decided_by=(),
        command="",
    )


def _check(result: Result, shown: Shown, line: str | None) -> CheckView:
    """Return a check, in full where this is the first line that it is evidence for."""
    return check_of(
        result, shown.report.subject.provider, shown.check_anchors[result.id], shown.elsewhere(result.id, line)
    )


def _is_echo(item: ItemResult, consulted: Sequence[Result]) -> bool:
    """Tell whether a line's summary is what its checks say as well."""
    head = _MORE.sub("", item.summary)
    if any(finding.message == head for result in consulted for finding in result.findings):
        return True
    return any(item.summary.startswith((f"{result.id}: ", f"{result.id}, ")) for result in consulted)


def _heaviest_first(results: Sequence[Result]) -> list[Result]:
    return sorted(results, key=lambda result: TALLIED.index(result.status))


def _choices(item: ItemResult) -> Iterator[str]:
    """Yield what has to be shown, for lines that more than one thing can show."""
    if all(len(proof.alternatives()) == 1 for proof in item.proofs):
        return
    for proof in item.proofs:
        yield ", or ".join(" and ".join(names) for names in proof.alternatives())
