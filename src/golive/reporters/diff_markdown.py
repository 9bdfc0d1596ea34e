"""What changed between two reports as Markdown: for the comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.comparing.changes import Change, Comparison, Difference, Turn
from golive.reporters.diff import (
    TURNS,
    changes_of,
    found,
    only_words,
    record_step,
    state_words,
    step,
    tally_words,
    verdict_words,
)
from golive.reporters.gfm import code, outside
from golive.reporters.words import count, record_words, title_of

if TYPE_CHECKING:
    from golive.reporters.formats import Style

LARGEST: Final = 60_000
"""Characters. GitHub takes 65,536 in a comment."""
MOST_FINDINGS: Final = 3
"""Findings of one line that are shown."""
LONGEST: Final = 300
"""Characters of one text from outside."""
_ROOM: Final = 200
"""Characters that are kept free for what is said about what was left out."""


def render(comparison: Comparison, style: Style) -> str:  # noqa: ARG001 - every format is asked the same way
    """Return what changed as Markdown, cut at a line where it would be too large for a comment."""
    mark = "❌" if comparison.worse else "✅"
    lines = [f"## {mark} golive diff: {outside(verdict_words(comparison), LONGEST)}", ""]
    for difference in comparison.services:
        lines += _difference(difference)
    if comparison.came or comparison.went:
        lines += ["### Services in one file only", ""]
        lines += [f"- {outside(words, LONGEST)}" for words in only_words(comparison)]
        lines.append("")
    return _fitted(lines)


def _fitted(lines: list[str]) -> str:
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line) + 1
        if size > LARGEST - _ROOM:
            left = sum(bool(each) for each in lines[len(kept) :])
            kept += ["", f"{count(left, 'line')} more: golive diff shows them in a terminal."]
            break
        kept.append(line)
    return "\n".join(kept).rstrip("\n") + "\n"


def _difference(difference: Difference) -> Iterator[str]:
    changes = (*difference.items, *difference.checks)
    yield f"### {outside(title_of(difference.after), LONGEST)}: {tally_words(changes)}"
    yield ""
    yield f"- before: {outside(state_words(difference.before), LONGEST)}"
    yield f"- after: {outside(state_words(difference.after), LONGEST)}"
    yield from (f"- **{outside(words, LONGEST)}**" for words in difference.headings)
    yield ""
    for turn, heading in TURNS.items():
        yield from _group(heading, changes_of(difference, turn))
    if difference.records:
        yield "#### Records"
        yield ""
    for record in difference.records:
        yield f"- {outside(record_step(record), LONGEST)}: {outside(record_words(record.record), LONGEST)}"
    if difference.records:
        yield ""


def _group(heading: str, changes: tuple[Change, ...]) -> Iterator[str]:
    if not changes:
        return
    yield f"#### {heading}"
    yield ""
    for change in changes:
        told = (
            ""
            if change.appeared or change.vanished or not change.state.why
            else f": {outside(change.state.why, LONGEST)}"
        )
        mark = "**" if change.turn is Turn.WORSE else ""
        yield f"- {mark}{step(change)}{mark} {outside(change.title, LONGEST)} ({code(change.id, LONGEST)}){told}"
        for word, findings in (("new", change.appeared), ("gone", change.vanished)):
            yield from (f"  - {word}: {outside(found(finding), LONGEST)}" for finding in findings[:MOST_FINDINGS])
            if len(findings) > MOST_FINDINGS:
                yield f"  - and {len(findings) - MOST_FINDINGS} more {word}"
    yield ""
