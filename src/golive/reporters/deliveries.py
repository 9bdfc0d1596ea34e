"""Test deliveries on a terminal: a line for each, and what the receiver answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from golive.finding import Level
from golive.receiver.expectation import DIAGNOSES, grade
from golive.receiver.observation import BURST, TOKEN_ONLY
from golive.reporters.layout import MARKS, NARROW
from golive.reporters.words import count
from golive.result import Status

if TYPE_CHECKING:
    from rich.text import Text

    from golive.probing import Probed
    from golive.receiver.observation import Observations, Outcome
    from golive.receiver.scheme import Deliveries
    from golive.reporters.layout import Page

_SHOWN: Final = {
    Level.SEEN: (Status.PASS, "ok"),
    Level.WARN: (Status.WARN, "note"),
    Level.UNKNOWN: (Status.UNKNOWN, "note"),
    Level.FAIL: (Status.FAIL, "wrong"),
}
"""Of each level: whose mark and colour a delivery has, and the word for it."""
_TRIED: Final = (Status.SKIP, "tried")
_FITS: Final = (Status.WARN, "fits")
"""Of what is sent to find out why a sound delivery was refused: what is accepted fits a bug."""
_ANSWER: Final = 9
"""Columns of what was answered: `no answer`."""
_TIME: Final = 7
"""Columns of how long it took."""


def put_deliveries(page: Page, seen: Observations, facts: Deliveries) -> None:
    """Add every delivery, what was not sent, and what the answers give away."""
    page.heading("Deliveries", f"{seen.count} sent, in this order" if seen.count else "none was sent")
    for outcome in seen.outcomes:
        put_delivery(page, outcome, grade(outcome, facts), named=True)
    if seen.burst:
        _burst(page, seen.burst, facts)
    by_reason: dict[str, list[str]] = {}
    for name, why in seen.unsent.items():
        if name == TOKEN_ONLY and seen.scheme.token_header is None:
            continue  # this provider has no token: nobody misses a delivery with one
        by_reason.setdefault(why, []).append(name)
    for why, names in by_reason.items():
        lead = page.join(page.mark(Status.SKIP), page.text(" not sent  ", MARKS[Status.SKIP][2]))
        page.put(page.join(", ".join(names), page.text(f": {why}", "dim")), 2, lead)
    for bug in seen.bugs:
        page.put(
            page.text(bug), 2, page.join(page.mark(Status.FAIL), page.text(" likely bug  ", MARKS[Status.FAIL][2]))
        )


def put_partial(page: Page, probed: Probed) -> None:
    """Add what was sent before somebody or the time cut the probe short, and why there is nothing else."""
    sent = sorted((one for one in probed.exchanges if one.delivery), key=lambda one: one.started_at)
    none = "none was answered yet" if probed.interrupted else "none was sent"
    page.heading("Deliveries", f"{len(sent)} sent, in this order" if sent else none)
    for one in sent:
        answer = "no answer" if one.status is None else str(one.status)
        line = page.join(f"{one.delivery}  ", page.text(f"{answer}, {_duration(one.seconds)}", "dim"))
        page.put(line, 2, page.join(page.mark(Status.UNKNOWN), " "))
    if probed.unobserved:
        page.put(page.text(probed.unobserved), 2, page.join(page.mark(Status.UNKNOWN), " "))


def put_delivery(page: Page, outcome: Outcome, level: Level, *, named: bool = False) -> None:
    """Add a delivery: how it went, the answer, how long it took, its name and what it was."""
    shown = _SHOWN[level]
    if outcome.name.startswith(DIAGNOSES):
        shown = _FITS if outcome.accepted else _TRIED
        words = page.text(outcome.title, "dim")
    elif named:
        words = page.join(outcome.name, page.text(f": {outcome.title}", "dim"))
    else:
        words = page.text(outcome.title)
    answer = "no answer" if outcome.status is None else str(outcome.status)
    _row(page, shown, answer, _duration(outcome.seconds), words)
    for note in _notes(page, outcome, named=named):
        page.put(page.text(note, "dim"), _deep(page))


def _notes(page: Page, outcome: Outcome, *, named: bool) -> Iterator[str]:
    if outcome.redirect:
        yield f"pointed to {outcome.redirect}, where golive did not go"
    if outcome.error:
        yield outcome.error
    if named and outcome.reply and page.style.verbosity > 0:
        yield f"answered {outcome.reply}"


def _burst(page: Page, burst: Sequence[Outcome], facts: Deliveries) -> None:
    """Add the deliveries that were sent at the same time as one line."""
    answers = Counter("no answer" if one.status is None else str(one.status) for one in burst)
    alike = len(answers) == 1
    times = sorted(one.seconds for one in burst)
    grades = [grade(one, facts) for one in burst]
    level = next((one for one in (Level.FAIL, Level.WARN) if one in grades), Level.SEEN)
    several = ", ".join(f"{count(number, 'time')} {answer}" for answer, number in answers.items())
    told = "" if alike else f"; {several}"
    span = f"{_duration(times[0])} to {_duration(times[-1])}{told}"
    words = page.join(BURST, page.text(f": {len(burst)} different events at once: {span}", "dim"))
    _row(page, _SHOWN[level], next(iter(answers)) if alike else "several", _duration(times[-1]), words)
    for note in dict.fromkeys(one.error for one in burst if one.error):
        page.put(page.text(note, "dim"), _deep(page))


def _deep(page: Page) -> int:
    return 2 + 9 + _ANSWER + 1 + _TIME + 2 if page.width >= NARROW else 4


def _row(page: Page, shown: tuple[Status, str], answer: str, took: str, words: Text) -> None:
    status, word = shown
    lead = page.join(page.mark(status), page.text(f" {word:<5}  ", MARKS[status][2]))
    if page.width >= NARROW:
        figures = page.text(f"{answer:<{_ANSWER}} {took:>{_TIME}}  ")
        page.put(words, 2, page.join(lead, figures))
        return
    page.put(page.text(f"{answer}, {took}"), 2, lead)
    page.put(words, 4)


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 9.9995 else f"{seconds:.2f} s"  # noqa: PLR2004 - four digits at most
