"""Matching the reports of two files, and what lies between two of them besides time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from golive.comparing.changes import Comparison, Difference
from golive.comparing.lines import checks, lines
from golive.comparing.records import records
from golive.errors import UsageError

if TYPE_CHECKING:
    from golive.report import Report


def compare(
    before: Sequence[Report], after: Sequence[Report], names: tuple[str, str] = ("the first file", "the second file")
) -> Comparison:
    """
    Return what changed. One report is compared with one whatever they are called, several by service and environment.

    `names` are how errors call the two. Raises UsageError where they are about different providers, or a file holds two
    services of one name.
    """
    if len(before) == len(after) == 1:
        return Comparison(
            before=tuple(before), after=tuple(after), services=(_difference(before[0], after[0]),), came=(), went=()
        )
    old, new = _by_name(before, names[0]), _by_name(after, names[1])
    return Comparison(
        before=tuple(before),
        after=tuple(after),
        services=tuple(_difference(old[name], report) for name, report in new.items() if name in old),
        came=tuple(report for name, report in new.items() if name not in old),
        went=tuple(report for name, report in old.items() if name not in new),
    )


def _by_name(reports: Sequence[Report], file: str) -> Mapping[tuple[str, str, str], Report]:
    named: dict[tuple[str, str, str], Report] = {}
    for report in reports:
        subject = report.subject
        key = subject.service, subject.provider, subject.environment
        if key in named:
            called = subject.service or "a service without a name"
            raise UsageError(
                f"{file} holds two reports about {called}, {subject.environment}; "
                "name them with `golive report merge NAME=run.json …`"
            )
        named[key] = report
    return named


def _difference(before: Report, after: Report) -> Difference:
    old, new = before.subject, after.subject
    if old.provider != new.provider:
        raise UsageError(
            f"the first report is about {old.provider_title} and the second about {new.provider_title}: they have no "
            "line in common; compare reports about one provider"
        )
    return Difference(
        before=before,
        after=after,
        headings=tuple(_headings(before, after)),
        items=tuple(lines(before, after)),
        checks=tuple(checks(before, after)),
        records=tuple(records(before.records, after.records)),
    )


def _headings(before: Report, after: Report) -> Iterator[str]:
    old, new = before.subject, after.subject
    if (old.environment, old.kind) != (new.environment, new.kind):
        yield f"two environments are compared: {old.environment} ({old.kind}) and {new.environment} ({new.kind})"
    if old.service != new.service:
        yield f"two services are compared: {old.service or 'one without a name'} and {new.service or 'one without'}"
    for what, one, other in (
        ("golive", before.version, after.version),
        ("base URL", old.base_url, new.base_url),
        ("checklist", old.checklist_title, new.checklist_title),
        ("verticals", ", ".join(old.verticals) or "all", ", ".join(new.verticals) or "all"),
        ("played hosts", ", ".join(old.played) or "none", ", ".join(new.played) or "none"),
        ("warnings count as failed", _yes(before.fail_on_warn), _yes(after.fail_on_warn)),
        ("interrupted", _yes(before.interrupted), _yes(after.interrupted)),
    ):
        if one != other:
            yield f"{what}: {one}, then {other}"
    if old.digest != new.digest:
        yield "the profile was edited"
    if before.policy != after.policy:
        yield "the profile's policy was edited"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
