"""Making one report of several: results looked at anew, shards of one run, and services that are judged together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

import golive
from golive.errors import UsageError
from golive.record import Record, RecordState
from golive.registry import load_checklist, provider_ids
from golive.report import Report, Subject, settle
from golive.result import LEFT_OUT, Result, Status

if TYPE_CHECKING:
    from golive.checklist import Checklist
    from golive.http.journal import Exchange

_T = TypeVar("_T")
_ONE_RUN: Final = timedelta(hours=24)
"""Between the first and the last shard of a run. What was true of an earlier commit proves nothing about this one."""
_WORST_FIRST: Final = (Status.FAIL, Status.ERROR, Status.UNKNOWN, Status.WARN, Status.PASS, Status.SKIP)


@dataclass(frozen=True, slots=True)
class Part:
    """
    A report that is to be merged with others.

    `label` is how messages call it, `name` what the person calls the service (empty where not said), `fallback` what
    it is called where neither the person nor the report says.
    """

    report: Report
    label: str
    name: str = ""
    fallback: str = ""

    @property
    def service(self) -> str:
        """The service's name as far as anybody has said."""
        return self.name or self.report.subject.service


def unwaived(results: Iterable[Result]) -> tuple[Result, ...]:
    """Return results as the checks found them, before any waiver."""
    return tuple(
        result if result.waived_from is None else replace(result, status=result.waived_from, waived_from=None)
        for result in results
    )


def refreshed(report: Report, fresh: Report, checklist: Checklist) -> Report:
    """
    Return a report with the results that another run of the same environment has looked at since.

    What `fresh` left out stays as it was. Everything else is that of `fresh`: its profile, its records, its day, by
    which the lines are settled again. `seconds` adds up, requests of both are kept. Raises UsageError where the two are
    not about the same environment of the same provider.
    """
    if _about(report) != _about(fresh):
        raise UsageError(
            f"results about {_named(fresh)} cannot stand in a report about {_named(report)}; make a report of its own"
        )
    before = {result.id: result for result in unwaived(report.results)}
    results = [
        before.get(result.id, result) if result.reason == LEFT_OUT else result for result in unwaived(fresh.results)
    ]
    anew = replace(
        fresh,
        subject=replace(fresh.subject, service=report.subject.service),
        seconds=report.seconds + fresh.seconds,
        exchanges=_exchanges([report, fresh]),
        interrupted=report.interrupted or fresh.interrupted,
    )
    return _settled(anew, checklist, results, fresh.records, "this run")


def merged(parts: Sequence[Part], find_checklist: Callable[[str], Checklist] = load_checklist) -> tuple[Report, ...]:
    """
    Return several reports as those of several services, shards of one run united, in the order in which they are given.

    Shards have the same provider, environment, base URL, profile and name, and at least one of them leaves checks out
    (`--only`, `--skip`). Raises UsageError where two services go by one name, or where shards do not fit together.
    """
    groups: dict[tuple[str, ...], list[Part]] = {}
    for part in parts:
        groups.setdefault(_shard_key(part), []).append(part)
    reports: list[Report] = []
    taken: dict[tuple[str, str], str] = {}
    for group in groups.values():
        first = group[0]
        report = first.report if len(group) == 1 else _united(group, find_checklist)
        name = first.service or ("" if len(groups) == 1 else first.fallback)
        key = name, report.subject.environment
        if len(groups) > 1 and (not name or key in taken):
            raise UsageError(_name_them(first, name, taken.get(key)))
        taken[key] = first.label
        reports.append(replace(report, subject=replace(report.subject, service=name)))
    return tuple(reports)


def _about(report: Report) -> tuple[str, str, str]:
    return report.subject.provider, report.subject.environment, report.subject.kind


def _named(report: Report) -> str:
    return f"{report.subject.environment} of {report.subject.provider_title}"


def _shard_key(part: Part) -> tuple[str, ...]:
    subject = part.report.subject
    return *_about(part.report), subject.base_url, subject.digest, part.service


def _name_them(part: Part, name: str, other: str | None) -> str:
    why = f"{part.label} says no name of its service" if other is None else f"{other} and {part.label} are both {name}"
    return f"{why}; say what each is called, as in {name or 'payouts'}={part.label}"


def _united(shards: Sequence[Part], find_checklist: Callable[[str], Checklist]) -> Report:
    """Return the one run that several shards make. Raises UsageError where they do not fit together."""
    reports = [shard.report for shard in shards]
    _demand_shards(shards)
    latest = max(reports, key=lambda report: report.started_at)
    began = min(report.started_at for report in reports)
    ended = max(report.started_at + timedelta(seconds=report.seconds) for report in reports)
    whole = replace(
        latest,
        seconds=(ended - began).total_seconds(),
        subject=replace(latest.subject, played=_once(host for each in reports for host in each.subject.played)),
        exchanges=_exchanges(reports),
        plugins=_once(plugin for report in reports for plugin in report.plugins),
        fail_on_warn=any(report.fail_on_warn for report in reports),
        interrupted=any(report.interrupted for report in reports),
    )
    by_id: dict[str, list[tuple[str, Result]]] = {}
    for shard in shards:
        for result in unwaived(shard.report.results):
            by_id.setdefault(result.id, []).append((shard.label, result))
    results = [_the_worse(found) for found in by_id.values()]
    checklist = find_checklist(_known(shards[0]))
    settled = _settled(whole, checklist, results, latest.records, " and ".join(shard.label for shard in shards))
    # Records are judged by the day of the last shard: what lapsed until then excuses nothing.
    return replace(settled, started_at=began)


def _known(shard: Part) -> str:
    """Return the id of a shard's provider. Raises UsageError for one that is not known: it names a file."""
    subject = shard.report.subject
    if subject.provider not in provider_ids():
        raise UsageError(f"{shard.label} is about {subject.provider_title}, which this golive does not know")
    return subject.provider


def _demand_shards(shards: Sequence[Part]) -> None:
    """Raise UsageError where reports about one profile and environment do not make one run."""
    first = shards[0]
    for other in shards[1:]:
        pair = f"{first.label} and {other.label}"
        if not (_leaves_out(first.report) or _leaves_out(other.report)):
            raise UsageError(
                f"{pair} are about the same profile and environment, and neither leaves a check out; take one of them, "
                f"or name them where they are two services, as in payouts={first.label}"
            )
        if first.report.version != other.report.version:
            raise UsageError(
                f"{pair} are shards of one run, made by golive {first.report.version} and {other.report.version}; "
                "run all shards with one version"
            )
        if abs(first.report.started_at - other.report.started_at) > _ONE_RUN:
            raise UsageError(
                f"{pair} were made more than 24 hours apart, and are no shards of one run; run all shards on one commit"
            )
        if _said(first.report) != _said(other.report):
            raise UsageError(f"{pair} say different things about one profile; run all shards on one commit")
        if _written(first.report.records) != _written(other.report.records) or (
            first.report.policy != other.report.policy
        ):
            raise UsageError(f"{pair} are shards of one run, with different records; run all shards on one commit")
    if first.report.version != golive.__version__:
        raise UsageError(
            f"{first.label} is a shard of a run of golive {first.report.version}, and this is golive "
            f"{golive.__version__}; merge shards with the version that made them"
        )


def _said(report: Report) -> Subject:
    """Return what a report says about its profile; the hosts that were played may differ."""
    return replace(report.subject, service="", played=())


def _leaves_out(report: Report) -> bool:
    return any(result.reason == LEFT_OUT for result in report.results)


def _written(records: Iterable[Record]) -> list[Record]:
    """Return records without what a run came to."""
    blank = {"state": RecordState.NOT_CONSULTED, "note": "", "age_days": None, "days_left": None}
    return [replace(record, **blank) for record in records]  # type: ignore[arg-type]  # fields of Record


def _the_worse(found: Sequence[tuple[str, Result]]) -> Result:
    """Return the result of one check over several shards, saying so where they differ."""
    looked = [(label, result) for label, result in found if result.reason != LEFT_OUT] or list(found)
    _, worst = min(looked, key=lambda pair: _WORST_FIRST.index(pair[1].status))
    if len({result.status for _, result in looked}) == 1:
        return worst
    told = ", ".join(f"{result.status} in {label}" for label, result in looked)
    differ = f"the shards differ ({told}), and the worst counts"
    return replace(worst, reason=f"{worst.reason}; {differ}" if worst.reason else differ)


def _exchanges(reports: Sequence[Report]) -> tuple[Exchange, ...]:
    """Return the requests of several reports, each once, in the journal's order."""
    kept = _once(exchange for report in reports for exchange in report.exchanges)
    return tuple(sorted(kept, key=lambda one: (one.url, one.method, one.request_id, one.started_at)))


def _once(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))


def _settled(
    report: Report, checklist: Checklist, results: Sequence[Result], records: Sequence[Record], name: str
) -> Report:
    known: Mapping[str, Result] = {result.id: result for result in results}
    missing = next((check_id for check_id in checklist.check_ids() if check_id not in known), None)
    if missing is not None:
        raise UsageError(f"{name}: there is no result of {missing}, which the checklist names; run golive check again")
    return settle(report, checklist, results, records)
