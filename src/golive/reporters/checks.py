"""Checks in the report for a terminal: what each of them saw, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from golive.finding import Finding, Level
from golive.registry import BUILT_IN
from golive.reporters.words import count, is_unbuilt, is_unloaded, place_of
from golive.result import Result, Status

if TYPE_CHECKING:
    from golive.report import Report
    from golive.reporters.layout import Page

MOST_FINDINGS: Final = 5
"""Findings of one check that the usual report shows; `-v` shows all."""
_HEAVIEST_FIRST: Final = tuple(Level)
_STATUS_OF: Final = {
    Level.FAIL: Status.FAIL,
    Level.UNKNOWN: Status.UNKNOWN,
    Level.WARN: Status.WARN,
    Level.SEEN: Status.PASS,
}


def besides(report: Report) -> tuple[Result, ...]:
    """Return the results that no line names, without those that do not exist yet."""
    return tuple(result for result in report.besides() if not is_unbuilt(result))


def put_result(page: Page, result: Result, *, detailed: bool = False) -> None:
    """Add a check as a line of its own, with all it found where it is `detailed` or something is wrong."""
    detailed = detailed or page.style.verbosity > 0 or result.status in {Status.FAIL, Status.WARN, Status.ERROR}
    tail = page.join() if detailed else page.text(_evidence(page, result), "dim")
    page.row(result.status, page.text(result.title or result.id), tail)
    if detailed:
        put_details(page, [result])


def _evidence(page: Page, result: Result) -> str:
    """Return in one line what a check saw, or why it has no verdict."""
    if result.waived_from is not None:
        found = [finding.message for finding in result.findings if finding.level is not Level.SEEN]
        return f"{result.id}: {result.waived_from}, waived: {found[0] if found else result.reason or 'no reason given'}"
    seen = result.of(Level.SEEN)
    if result.status is not Status.PASS or not seen:
        return f"{result.id}: {page.tell(result.reason or 'no reason given', result.id)}"
    more = f" (+{len(seen) - 1} more)" if len(seen) > 1 else ""
    return f"{seen[0].message}{more} ({result.strength})"


def put_details(page: Page, results: Sequence[Result]) -> None:
    """Add what checks saw, where, and what to do; of those that were shown already, only where to look."""
    shown = [result.id for result in results if result.id in page.seen]
    for result in results:
        if result.id not in page.seen:
            _put_check(page, result)
    page.seen.update(result.id for result in results)
    if shown:
        page.put(page.text(f"see {', '.join(shown)} above", "dim"), page.body)


def _put_check(page: Page, result: Result) -> None:
    if result.status is Status.ERROR:
        _put_crash(page, result)
    _put_findings(page, result)
    _put_reason(page, result)
    if result.status is not Status.ERROR:
        page.put(page.text(_signature(page, result), "dim"), page.body + 2)


def _put_reason(page: Page, result: Result) -> None:
    """Add why there is no verdict, where no finding says it."""
    if not result.reason or any(finding.message == result.reason for finding in result.findings):
        return
    if result.status is Status.FAIL:
        page.put(page.text(f"It could not look at everything: {result.reason}"), page.body + 2)
    elif result.status is not Status.ERROR:
        page.put(page.text(result.reason), page.body, page.join(page.mark(result.status), " "))


def _put_findings(page: Page, result: Result) -> None:
    """Add the findings; what they share, a message or a fix, is said once."""
    everything = page.style.verbosity > 0
    found = [finding for finding in result.findings if everything or finding.level is not Level.SEEN]
    if not everything:
        found.sort(key=lambda finding: _HEAVIEST_FIRST.index(finding.level))
    shown = found if everything else found[:MOST_FINDINGS]
    for fix, sharing in groupby(shown, key=lambda finding: _fix(finding, result)):
        for (level, message), alike in groupby(sharing, key=lambda finding: (finding.level, finding.message)):
            page.put(page.text(message), page.body, page.join(page.mark(_STATUS_OF[level]), " "))
            for finding in alike:
                if finding.place is not None:
                    page.put(page.text(place_of(finding.place)), page.body + 2, page.text("at ", "dim"))
        if fix:
            page.put(page.text(fix), page.body + 2, page.text("Fix: ", "bold"))
    if len(shown) < len(found):
        page.put(page.text(f"and {len(found) - len(shown)} more, shown with -v", "dim"), page.body)


def _fix(finding: Finding, result: Result) -> str | None:
    """Return what to do about a finding: the check's remedy answers what is wrong, not what could not be seen."""
    if finding.level in {Level.FAIL, Level.WARN}:
        return finding.fix or result.remedy or None
    return finding.fix


def _signature(page: Page, result: Result) -> str:
    words = [f"by {result.id}", str(result.strength)]
    if page.style.verbosity > 0:
        words += [count(len(result.findings), "finding"), f"{result.seconds:.2f} s"]
    if result.origin != BUILT_IN:
        words.append(f"from {result.origin}")
    return ", ".join(words)


def _put_crash(page: Page, result: Result) -> None:
    indent = page.body
    reason = result.reason or "no reason given"
    if is_unloaded(result):
        page.put(page.text(reason), indent)
        return
    owner = "" if result.origin == BUILT_IN else f" of {result.origin}"
    page.put(page.text(f"{result.id}{owner} crashed: {reason}"), indent)
    for line in result.trace:
        page.put(page.text(line), indent + 2, page.text("at ", "dim"))
    page.put(page.text("This is a defect of the check, not of your integration. The other checks went on."), indent)
