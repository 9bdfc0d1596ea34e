"""What was judged, when and by what: the facts at the head of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from golive.kind import Kind
from golive.reporters.pages import checklist_page
from golive.reporters.words import delivered, deliveries, tally

if TYPE_CHECKING:
    from golive.report import Report
    from golive.result import Status


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact and its name. `link` is a page that golive knows, `moment` an ISO 8601 time, `code` what is no prose."""

    name: str
    words: str
    link: str | None = None
    moment: str | None = None
    code: bool = False


def facts_of(report: Report) -> tuple[Fact, ...]:
    """Return the facts of a report, in order."""
    return tuple(_facts(report))


def warnings_of(report: Report) -> tuple[tuple[str, str], ...]:
    """Return what has to be known before anything on the page is believed: in two words, and in a sentence."""
    return tuple(_warnings(report))


def _warnings(report: Report) -> Iterator[tuple[str, str]]:
    if report.subject.played:
        hosts = ", ".join(report.subject.played)
        yield "Played, not real.", f"Another address stood in for {hosts}: nothing is said about the real ones."
    if report.interrupted:
        yield "Interrupted.", "The run was cut short, and what had not finished is unknown."
    if report.subject.kind is not Kind.PRODUCTION:
        yield f"A {report.subject.kind}.", "What is right here proves nothing about production."


def _facts(report: Report) -> Iterator[Fact]:
    subject = report.subject
    if subject.service:
        yield Fact("Service", subject.service)
    yield Fact("Provider", subject.provider_title)
    yield Fact("Environment", f"{subject.environment} ({subject.kind})")
    yield Fact("Base URL", subject.base_url, code=True)
    started = f"{report.started_at:%Y-%m-%d %H:%M:%S %Z}".rstrip()
    yield Fact("Checked", started, moment=report.started_at.isoformat(timespec="seconds"))
    yield Fact("Took", f"{report.seconds:.1f} s")
    yield Fact("Checklist", subject.checklist_title)
    source = subject.checklist_source
    yield Fact("Taken from", source, link=checklist_page(subject.provider, source), code=True)
    yield Fact("Profile", subject.profile, code=True)
    yield Fact("Profile SHA-256", subject.digest.removeprefix("sha256:"), code=True)
    if subject.verticals:
        yield Fact("Products", ", ".join(subject.verticals))
    for url, number in delivered(report.exchanges).items():
        yield Fact("Sent", f"{deliveries(number)} to {url}")
    yield Fact("Checks", _counts(Counter(result.status for result in report.results)))
    if report.fail_on_warn:
        yield Fact("Warnings", "count as failed in this run (--fail-on warn)")
    yield Fact("golive", report.version)


def _counts(statuses: Counter[Status]) -> str:
    return ", ".join(f"{number} {status}" for status, number in tally(statuses)) or "none"
