"""The words that every format for people shares: places, what a verdict means, and what to do next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from golive.check import Strength
from golive.checklist import Attest
from golive.finding import ExchangePlace, Place
from golive.record import Record, RecordKind
from golive.redact import LONGEST_TEXT, inert
from golive.registry import NOT_BUILT
from golive.report import ExitCode, Report, Verdict, verdict_of
from golive.reporters.commands import command, name
from golive.result import LEFT_OUT, Result, Status

if TYPE_CHECKING:
    from golive.http.journal import Exchange
    from golive.rollup import ItemResult

MOST_NAMED: Final = 8
"""Checks that one sentence names."""
TALLIED: Final = (
    Status.FAIL,
    Status.ERROR,
    Status.WARN,
    Status.UNKNOWN,
    Status.WAIVED,
    Status.PASS,
    Status.SKIP,
)
"""Every status, what needs attention first."""
_WORKFLOW_COMMAND: Final = re.compile(
    r"(?<!\S)::(?=[A-Za-z])|::(?=[A-Za-z][\w-]*(?:\s.*?)?::)|##(?=\[|vso\[|teamcity\[)"
)
"""What CI systems take for an instruction: at the start of a line (GitHub), or anywhere (GitHub, Azure, TeamCity)."""

_ASCII: Final = str.maketrans({"…": "...", "→": "->", "·": "-", "—": "-"})
"""What golive's own texts hold outside ASCII, and what stands in for it."""


def plain(text: str, *, unicode: bool = True) -> str:
    """Return a text as one harmless line, in ASCII alone where `unicode` is off."""
    line = inert(text, LONGEST_TEXT * 6)
    line = _WORKFLOW_COMMAND.sub(lambda match: f"{match[0][0]}\\x{ord(match[0][1]):02x}", line)
    return line if unicode else line.translate(_ASCII).encode("ascii", "backslashreplace").decode()


def place_of(place: Place) -> str:
    """Return a place in words that read well after `at`."""
    match place:
        case ExchangePlace(method, url, None):
            return f"{method} {url} (no answer)"
        case _:
            return str(place)


def is_unbuilt(result: Result) -> bool:
    """Tell whether a result stands for a check that does not exist yet."""
    return result.status is Status.UNKNOWN and result.reason == NOT_BUILT


def is_unloaded(result: Result) -> bool:
    """Tell whether a result stands in for all checks of an installed package."""
    return result.id == f"plugin.{result.origin}"


def unbuilt(report: Report) -> tuple[str, ...]:
    """Return the ids of the checks that do not exist yet, in the order of the report."""
    return tuple(result.id for result in report.results if is_unbuilt(result))


def waiting(report: Report) -> tuple[ItemResult, ...]:
    """Return the lines that are unknown only because this version of golive cannot prove them."""
    items = {item.id: item for item in report.items()}
    results = {result.id: result for result in report.results}
    return tuple(item for item in items.values() if _waits(item, items, results))


def _waits(item: ItemResult, items: Mapping[str, ItemResult], results: Mapping[str, Result]) -> bool:
    if item.status is not Status.UNKNOWN or asks_a_person(item):
        return False
    others = [items[other] for other in item.derived_from if items[other].status is Status.UNKNOWN]
    if others:
        return all(_waits(other, items, results) for other in others)
    named = [results[check_id] for proof in item.proofs for check_id in proof.check_ids() if check_id in results]
    unknown = [result for result in named if result.status is Status.UNKNOWN]
    return bool(unknown) and all(is_unbuilt(result) for result in unknown)


def waiting_words(report: Report) -> str:
    """Return how many lines wait for proofs that do not exist yet, as the beginning of a list of these proofs."""
    late = len(waiting(report))
    if not late:
        return "Every line of the checklist can be judged without these:"
    return f"{count(late, 'line')} of the checklist cannot be proven by this version of golive, for want of these:"


def asks_a_person(item: ItemResult) -> bool:
    """Tell whether a line is unknown because nobody has vouched for it, and only a person can."""
    return item.status is Status.UNKNOWN and item.attest is Attest.REQUIRED and item.record is None


def unvouched(report: Report) -> tuple[ItemResult, ...]:
    """Return the lines that wait for a person's word."""
    return tuple(item for item in report.items() if asks_a_person(item))


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun, in the plural where that is right."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or f'{noun}s'}"


def deliveries(number: int) -> str:
    """Return how many test deliveries there are, in words."""
    return count(number, "test delivery", "test deliveries")


def delivered(exchanges: Iterable[Exchange]) -> Mapping[str, int]:
    """Return how many test deliveries went to each receiver, by its URL."""
    return Counter(exchange.url for exchange in exchanges if exchange.delivery is not None)


def tally(statuses: Counter[Status]) -> Iterator[tuple[Status, int]]:
    """Yield every status that occurs and how often, what needs attention first."""
    for status in TALLIED:
        if statuses[status]:
            yield status, statuses[status]


def headline(report: Report) -> str:
    """Return the verdict as it stands first in a sentence, saying so where the run was cut short."""
    return f"{report.verdict}, interrupted" if report.interrupted else str(report.verdict)


def reasons(report: Report) -> Iterator[str]:
    """Yield why the verdict is what it is, one clause each."""
    items = Counter(item.status for item in report.items())
    besides = Counter(result.status for result in report.besides())
    if report.interrupted:
        yield "the run was interrupted, and what had not finished is unknown"
    if items[Status.FAIL]:
        yield f"{count(items[Status.FAIL], 'line')} of the checklist {_verb(items[Status.FAIL], 'fails', 'fail')}"
    if besides[Status.FAIL]:
        it = "it" if items[Status.FAIL] else "the checklist"
        yield f"{count(besides[Status.FAIL], 'check')} outside {it} {_verb(besides[Status.FAIL], 'fails', 'fail')}"
    warned = items[Status.WARN] + besides[Status.WARN] + sum(record.warns for record in report.records)
    if report.fail_on_warn and warned:
        yield f"{count(warned, 'warning')} {_verb(warned, 'counts', 'count')} as failed in this run"
    broken = sum(is_unloaded(result) for result in report.crashed)
    if crashed := len(report.crashed) - broken:
        yield f"{count(crashed, 'check')} crashed"
    if broken:
        yield f"{count(broken, 'package')} of checks could not be loaded"
    yield from _unverified(report, items[Status.UNKNOWN])
    if report.verdict is Verdict.READY:
        accepted = ", is waived" if items[Status.WAIVED] else ""
        yield f"every line of the checklist is proven{accepted} or does not apply"
        if warned:
            yield f"{count(warned, 'warning')} to look at"
    yield from _accepted(report, items[Status.WAIVED], besides[Status.WAIVED])


def _unverified(report: Report, unknown: int) -> Iterator[str]:
    """Yield what kept the verdict from being a whole one."""
    if unknown:
        people, late = len(unvouched(report)), len(waiting(report))
        notes = [f"{_share(people, unknown)}for want of a person's word"] if people else []
        notes += [f"{_share(late, unknown)}for want of a proof that is not built yet"] if late else []
        yield f"{count(unknown, 'line')} could not be verified{', ' if notes else ''}{' and '.join(notes)}"
    if left_out := sum(result.reason == LEFT_OUT for result in report.results):
        yield f"{count(left_out, 'check')} {_verb(left_out, 'was', 'were')} left out of the run"


def _accepted(report: Report, waived: int, waived_besides: int) -> Iterator[str]:
    """Yield what a verdict owes to records."""
    attested = sum(item.strength is Strength.ATTESTED for item in report.items())
    if attested:
        yield f"{count(attested, 'line')} {_verb(attested, 'rests', 'rest')} on a person's word"
    if waived:
        yield f"{count(waived, 'line')} {_verb(waived, 'is', 'are')} waived"
    if waived_besides:
        yield f"{count(waived_besides, 'check')} outside the checklist {_verb(waived_besides, 'is', 'are')} waived"
    if idle := sum(record.warns for record in report.records):
        yield f"{count(idle, 'waiver')} {_verb(idle, 'excuses', 'excuse')} nothing any more"


def _share(number: int, of: int) -> str:
    if number == of:
        return "all " if of > 1 else ""
    return f"{number} "


def _verb(number: int, singular: str, plural: str) -> str:
    return singular if number == 1 else plural


def next_steps(report: Report) -> Iterator[str]:
    """Yield what to do next, one sentence each."""
    environment = report.subject.environment
    if report.interrupted:
        yield "Run it to the end for a verdict on everything."
    origins = dict.fromkeys(result.origin for result in report.crashed if not is_unloaded(result))
    if origins:
        yield f"Report the crash, with its trace, to the authors of {', '.join(map(name, origins))}."
    broken = dict.fromkeys(result.origin for result in report.crashed if is_unloaded(result))
    if broken:
        yield f"Repair or uninstall {', '.join(map(name, broken))}."
    if report.verdict is Verdict.NOT_READY:
        yield f"Fix {name(_culprits(report))}, then run {command('golive', 'check', '--env', environment)} again."
    late = waiting(report)
    people = unvouched(report)
    chosen = {result.id for result in report.results if result.reason == LEFT_OUT}
    if chosen:
        yield "Run it again without `--only` and `--skip`: what they leave out stays unknown."
    unsure = [item for item in report.items() if item.status is Status.UNKNOWN and not chosen & set(item.check_ids)]
    if {item.id for item in unsure} - {item.id for item in (*late, *people)}:
        yield "Make what is marked unknown verifiable: each such line says what kept it from being verified."
    if people:
        attest = command("golive", "attest", people[0].id, "--env", environment)
        yield f"Record what only people know, such as {attest}, or go through it with `golive walkthrough`."
    if any(record.warns for record in report.records):
        yield "Renew the waivers that excuse nothing any more, or take them out; `golive records list` shows them."
    if late and report.verdict is not Verdict.NOT_READY:
        taken = next((item for item in late if item.attest is Attest.ACCEPTED), None)
        attest = "" if taken is None else f": {command('golive', 'attest', taken.id, '--env', environment)} records it"
        late_lines = _verb(len(late), "the line", f"the {len(late)} lines")
        yield f"Verify by hand {late_lines} that golive cannot prove yet{attest}."


def _culprits(report: Report) -> str:
    """Return what made the verdict: the ids of checks, as many as can be taken in."""
    guilty = {Status.FAIL, Status.WARN} if report.fail_on_warn else {Status.FAIL}
    ids = [result.id for result in report.results if result.status in guilty]
    if not ids:
        return "what is marked warn" if report.fail_on_warn else "what is marked fail"
    more = f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else ""
    return f"{', '.join(ids[:MOST_NAMED])}{more}"


def exit_meaning(code: ExitCode) -> str:
    """Return what an exit code tells the caller."""
    match code:
        case ExitCode.READY:
            return "ready"
        case ExitCode.NOT_READY:
            return "not ready"
        case ExitCode.CANNOT_RUN:
            return "golive could not run"
        case ExitCode.INCOMPLETE:
            return "something could not be verified"
        case ExitCode.CRASHED:
            return "a check crashed"
        case ExitCode.INTERRUPTED:
            return "interrupted"


def record_words(record: Record) -> str:
    """Return in one sentence who recorded what, for how long, and what it did."""
    what = "vouches" if record.kind is RecordKind.ATTESTATION else "waives it"
    where = f" in {record.environment}" if record.environment else ""
    age = "" if record.age_days is None else f" ({_ago(record.age_days)})"
    left = "" if record.days_left is None or record.days_left < 0 else f", {_left(record.days_left)}"
    return f"{record.who} {what}{where} on {record.made}{age} until {record.expires}{left}: {record.text}"


def _ago(days: int) -> str:
    return "today" if days == 0 else f"{count(days, 'day')} ago" if days > 0 else f"in {count(-days, 'day')}"


def _left(days: int) -> str:
    return "today is its last day" if days == 0 else f"{count(days, 'day')} left"


def overall(reports: Sequence[Report]) -> str:
    """Return the verdict over several reports in one sentence."""
    verdicts = Counter(report.verdict for report in reports)
    told = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in Verdict if verdicts[verdict])
    return f"{verdict_of(reports)}: {told}, of {count(len(reports), 'report')}"


def title_of(report: Report) -> str:
    """Return what a report is about, in few words."""
    subject = report.subject
    return f"{subject.service or subject.provider_title}, {subject.environment}"
