"""Checklist lines in the report for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.registry import NOT_BUILT
from golive.reporters.checks import put_details
from golive.reporters.layout import WIDE, Page
from golive.reporters.words import asks_a_person, is_unbuilt
from golive.result import Result, Status

if TYPE_CHECKING:
    from rich.text import Text

    from golive.checklist import Proof
    from golive.report import Report
    from golive.rollup import ItemResult

_DETAILED: Final = frozenset({Status.FAIL, Status.WARN, Status.ERROR})
_SETTLED: Final = frozenset({Status.PASS, Status.WARN, Status.WAIVED, Status.SKIP})


def put_item(page: Page, item: ItemResult, report: Report, *, compact: bool) -> None:
    """Add a line, and what is wrong with it. `compact` cuts the evidence of what is right to one line."""
    results = {result.id: result for result in report.results}
    consulted = [results[check_id] for check_id in item.check_ids if check_id in results]
    everything = page.style.verbosity > 0
    details = [result for result in consulted if everything or _is_worth_showing(result, item)]
    title = page.text(item.title, "bold" if item.status in {Status.FAIL, Status.ERROR} else "")
    if everything:
        title = page.join(title, page.text(f" · {item.id}", "dim"))
    tail = _tail(page, item, consulted, details, clipped=compact and page.width < WIDE)
    page.row(item.status, title, tail)
    put_details(page, [result for result in details if not is_unbuilt(result)])


def _is_worth_showing(result: Result, item: ItemResult) -> bool:
    """Whether a check has something to say about a line, be it that something else decides it."""
    proves = any(result.id in proof.check_ids() for proof in item.proofs)
    return result.status in _DETAILED and (result.status is item.status or proves)


def _tail(page: Page, item: ItemResult, consulted: list[Result], details: list[Result], *, clipped: bool) -> Text:
    """Return what was seen and how strong the proof is, or why there is none."""
    everything = page.style.verbosity > 0
    if asks_a_person(item) or item.waived_from is not None:
        return page.text(item.summary, "dim")
    match item.status:
        case Status.PASS if everything and details and item.record is None:
            return page.text(str(item.strength or ""), "dim")
        case Status.PASS | Status.WARN if not any(result.status is Status.WARN for result in details):
            strength = page.text(f" ({item.strength})" if item.strength else "", "dim")
            summary = page.text(item.summary, "dim")
            if clipped and item.status is Status.PASS:
                summary = page.clip(summary, page.width - page.body - strength.cell_len)
            return page.join(summary, strength)
        case Status.UNKNOWN if any(result.status is Status.UNKNOWN for result in consulted):
            open_reasons = _open_reasons(page, item.proofs, {result.id: result for result in consulted})
            return page.text("; ".join(open_reasons), "dim")
        case Status.UNKNOWN:
            return page.text(item.summary, "dim")
        case _ if details:
            return page.join()
    return page.text(item.summary, "dim")


def _open_reasons(page: Page, proofs: tuple[Proof, ...], results: dict[str, Result]) -> Iterator[str]:
    """Yield what kept each proof from being known, told once, and what does not exist yet in few words."""
    missing: dict[str, None] = {}
    kept: dict[str, Result] = {}
    for proof in proofs:
        named = [[results[check_id] for check_id in names if check_id in results] for names in proof.alternatives()]
        if any(all(result.status in _SETTLED for result in group) for group in named):
            continue
        waiting = [[result.id for result in group if is_unbuilt(result)] for group in named]
        if any(waiting):
            missing[" or ".join(" + ".join(ids) for ids in waiting if ids)] = None
        unknown = [result for group in named for result in group if result.status is Status.UNKNOWN]
        kept.update({result.id: result for result in unknown if not is_unbuilt(result)})
    by_reason: dict[str, list[str]] = {}
    for result in kept.values():
        by_reason.setdefault(result.reason or "no reason given", []).append(result.id)
    if page.style.verbosity > 0:
        by_reason.clear()  # each check says its own, below
    for reason, ids in by_reason.items():
        yield f"{', '.join(ids)}: {page.tell(reason, ids[0])}"
    if missing:
        yield f"needs {', and '.join(missing)} ({NOT_BUILT})"
