"""
What a screen shows of a call, as data: rows of words with a tone.

Presenter mode is made here and nowhere else. On a shared screen stand only golive's own words: titles of lines and
checks, statuses, strengths, counts, the guides and remedies of its own checks. What a profile, a server, a repository,
an installed package or a person said is not on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from golive.reporters.words import count, plain, tally
from golive.result import Status
from golive.walkthrough.lines import CALL_LINE, open_lines, runnable

if TYPE_CHECKING:
    from golive.walkthrough.call import Call
    from golive.walkthrough.lines import Line

HIDDEN: Final = "hidden while presenting"
PACKAGE_LINE: Final = "A check of an installed package"


class Tone(StrEnum):
    """How words look. The last seven are those of the statuses."""

    PLAIN = "plain"
    STRONG = "strong"
    DIM = "dim"
    PASS = "pass"  # noqa: S105 - a status, no password
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"
    SKIP = "skip"
    ERROR = "error"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Span:
    """Some words in one tone."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Row:
    """
    A paragraph, to be folded under its `indent` (columns).

    A first span just as wide as the indent is its lead, and stands before it.
    """

    spans: tuple[Span, ...]
    indent: int = 0

    @property
    def text(self) -> str:
        """All words of it."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under a title. `id` is one of must, status, why, evidence, records, notes, todo."""

    id: str
    title: str
    rows: tuple[Row, ...]


class ActionId(StrEnum):
    """What the parties can do."""

    NEXT = "next"
    BACK = "back"
    OPEN = "open"
    RERUN = "rerun"
    RERUN_ALL = "rerun-all"
    NOTE = "note"
    ATTEST = "attest"
    FOLLOW_UP = "follow-up"
    PRESENTER = "presenter"
    LIST = "list"
    GOTO = "goto"
    DONE = "done"
    HELP = "help"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do now, and the key for it."""

    id: ActionId
    key: str
    label: str


ACTIONS: Final = (
    Action(ActionId.NEXT, "enter", "next line"),
    Action(ActionId.BACK, "b", "back"),
    Action(ActionId.OPEN, "o", "next open line"),
    Action(ActionId.RERUN, "r", "run its checks again"),
    Action(ActionId.RERUN_ALL, "R", "run everything again"),
    Action(ActionId.NOTE, "n", "add a note"),
    Action(ActionId.ATTEST, "a", "attest"),
    Action(ActionId.FOLLOW_UP, "f", "mark for follow-up"),
    Action(ActionId.PRESENTER, "p", "presenter mode on or off"),
    Action(ActionId.LIST, "l", "list of all lines"),
    Action(ActionId.GOTO, "g", "go to a line"),
    Action(ActionId.DONE, "d", "done: sign off"),
    Action(ActionId.HELP, "?", "help"),
    Action(ActionId.LEAVE, "q", "leave, and go on later"),
)
"""Everything there is to do, in the order in which it is offered."""


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as a screen shows it."""

    heading: Row
    status: Status
    parts: tuple[Part, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewRow:
    """A line in the list of all lines. `here` is the one that the parties look at, `notes` how many there are."""

    item_id: str
    number: int
    status: Status
    title: str
    section: str
    seen: bool
    follow_up: bool
    notes: int
    here: bool


def row(*words: str | Span, indent: int = 0) -> Row:
    """Return a row of words, each in a tone of its own or plain."""
    return Row(tuple(word if isinstance(word, Span) else Span(word) for word in words), indent)


def line_title(call: Call, line: Line, *, presenter: bool) -> str:
    """Return what must be true, as the line says."""
    if line.own:
        return call.checklist.item(line.id).title
    return PACKAGE_LINE if presenter else plain(line.item.title)


def check_name(call: Call, check_id: str, *, presenter: bool) -> str:
    """Return how a check may be called."""
    if check_id in call.backstage.checks or check_id in call.checklist.check_ids():
        return check_id
    return PACKAGE_LINE.lower() if presenter else plain(check_id)


def header(call: Call, *, presenter: bool) -> tuple[Row, ...]:
    """Return what is judged, and how it stands."""
    report, (seen, total) = call.report, call.progress
    checklist, subject = call.checklist, report.subject
    what = f"{subject.kind}" if presenter else plain(f"{subject.environment} ({subject.kind}) of {subject.profile}")
    when = "" if presenter else f"; results of {call.state.results_at:%Y-%m-%d %H:%M} UTC"
    played = "; other addresses stand in for some hosts" if subject.played else ""
    rows = [
        row(Span(checklist.title, Tone.STRONG), f" · {what}{played}"),
        row(Span(str(report.verdict), _verdict_tone(call)), f" · {seen} of {total} lines seen{when}"),
    ]
    if call.unsaved is not None:
        unsaved = "the call cannot be saved" if presenter else plain(call.unsaved)
        rows.append(row(Span("Not saved: ", Tone.FAIL), unsaved))
    return tuple(rows)


def line_view(call: Call, item_id: str, *, presenter: bool) -> LineView:
    """Return a line with everything that there is to see and to do. Raises KeyError where there is none of that id."""
    from golive.walkthrough.parts import parts_of

    line = call.line(item_id)
    heading = row(
        Span(f"Line {line.number} of {len(call.lines())}", Tone.STRONG),
        Span(f" · {section_title(call, line, presenter=presenter)}", Tone.DIM),
        Span(f" · {line.id}", Tone.DIM) if line.own or not presenter else "",
    )
    return LineView(heading, line.item.status, tuple(parts_of(call, line, presenter=presenter)), actions_of(call, line))


def actions_of(call: Call, line: Line) -> tuple[Action, ...]:
    """Return what makes sense for a line now."""
    possible = {
        ActionId.BACK: line.number > 1,
        ActionId.OPEN: bool(open_lines(call.lines())),
        ActionId.RERUN: bool(runnable(line, call.report)) and not call.busy and call.stale is None,
        ActionId.RERUN_ALL: not call.busy,
        ActionId.ATTEST: line.can_attest,
    }
    return tuple(action for action in ACTIONS if possible.get(action.id, True))


def overview(call: Call, *, presenter: bool) -> tuple[OverviewRow, ...]:
    """Return the list of all lines."""
    here = call.current.id
    return tuple(
        OverviewRow(
            item_id=line.id,
            number=line.number,
            status=line.item.status,
            title=line_title(call, line, presenter=presenter),
            section=section_title(call, line, presenter=presenter),
            seen=line.remarks.seen,
            follow_up=line.remarks.follow_up,
            notes=len(line.remarks.notes),
            here=line.id == here,
        )
        for line in call.lines()
    )


def besides(call: Call, *, presenter: bool) -> tuple[Row, ...]:
    """Return the checks outside the checklist that somebody has to look at: a fail among them counts."""
    return tuple(_besides(call, presenter=presenter))


def _besides(call: Call, *, presenter: bool) -> Iterator[Row]:
    from golive.walkthrough.parts import result_rows

    heavy = {Status.FAIL, Status.ERROR, Status.WARN}
    for result in call.report.besides():
        if result.status in heavy:
            yield from result_rows(call, result, presenter=presenter)


def ending(call: Call, *, presenter: bool) -> tuple[Row, ...]:
    """Return what there is to know before anybody signs off."""
    return tuple(_ending(call, presenter=presenter))


def _ending(call: Call, *, presenter: bool) -> Iterator[Row]:
    from golive.reporters.words import reasons

    report, lines = call.report, call.lines()
    yield row(Span(str(report.verdict), _verdict_tone(call)), ": ", "; ".join(reasons(report)))
    counted = ", ".join(f"{number} {status}" for status, number in tally(Counter(one.item.status for one in lines)))
    yield row(f"{count(len(lines), 'line')}: {counted}")
    unseen = sum(not line.remarks.seen for line in lines)
    if unseen:
        yield row(f"{count(unseen, 'line')} not looked at yet")
    if call.stale is not None:
        yield row(Span(call.stale, Tone.WARN))
    age = call.backstage.clock.now() - call.state.results_at
    if age >= timedelta(days=1):
        old = f"The oldest results are {age_words(age)} old: run everything again before you sign off"
        yield row(Span(old, Tone.WARN))
    if any(line.id == CALL_LINE and line.item.record is not None and line.item.status is Status.PASS for line in lines):
        yield row(
            f"{CALL_LINE} is attested already, so what is signed off now is not its evidence: to attest this call, "
            "take that record out first"
        )
    pending = [line for line in open_lines(lines) if line.item.status is not Status.WARN or line.remarks.follow_up]
    for line in pending:
        mark = " (follow-up)" if line.remarks.follow_up else ""
        title = line_title(call, line, presenter=presenter)
        yield row(
            Span(f"{line.item.status:8}", Tone(line.item.status.value)), f"{line.number}. {title}{mark}", indent=8
        )
    yield from _besides(call, presenter=presenter)


def section_title(call: Call, line: Line, *, presenter: bool) -> str:
    """Return the heading that a line stands under."""
    if line.own:
        sections = call.checklist.sections  # those of the report may be an older golive's
        return next(section.title for section in sections if any(item.id == line.id for item in section.items))
    found = next((section.title for section in call.report.sections if section.id == line.section), "")
    return "Checks of installed packages" if presenter else plain(found)


def age_words(age: timedelta) -> str:
    """Return how long something lasts, in the largest unit that fits."""
    if age >= timedelta(days=1):
        return count(age.days, "day")
    if age >= timedelta(hours=1):
        return count(int(age.total_seconds() // 3600), "hour")
    minutes = int(age.total_seconds() // 60)
    return count(minutes, "minute") if minutes > 0 else "less than a minute"


def _verdict_tone(call: Call) -> Tone:
    from golive.report import Verdict

    tones = {Verdict.READY: Tone.PASS, Verdict.NOT_READY: Tone.FAIL, Verdict.INCOMPLETE: Tone.UNKNOWN}
    return tones[call.report.verdict]
