"""
The report as annotations of GitHub Actions: lines that the runner reads from the log of a step.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from golive.finding import Level
from golive.report import Verdict, verdict_of
from golive.reporters.issues import sentence
from golive.reporters.located import Located, located
from golive.reporters.words import count, headline, overall, plain, reasons, title_of

if TYPE_CHECKING:
    from golive.report import Report
    from golive.reporters.formats import Style

MOST: Final = 10
"""Errors of one step that GitHub shows, and as many warnings. What comes after them is not to be seen anywhere."""
LONGEST: Final = 2_000
"""Characters of a message."""
_COMMANDS: Final = {Level.FAIL: "error", Level.WARN: "warning"}
_IN_MESSAGES: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES: Final = {**_IN_MESSAGES, ":": "%3A", ",": "%2C"}


def render(reports: Sequence[Report], style: Style) -> str:
    """Return the annotations, one on each line; where there are none, a line that says so."""
    lines = commands(reports, style) or [f"golive: {verdict_of(reports)}, nothing to annotate."]
    return "".join(f"{line}\n" for line in lines)


def commands(reports: Sequence[Report], style: Style) -> list[str]:
    """
    Return the workflow commands that show the reports beside the source, none where all is ready and well.

    Errors and warnings are what is wrong, as many as GitHub shows. One notice says the verdict, with what could not be
    verified, and how much else is wrong.
    """
    found = [one for report in reports for one in located(report, style) if not one.issue.excused_by]
    lines: list[str] = []
    more: list[str] = []
    for level, command in _COMMANDS.items():
        of_level = [one for one in found if one.issue.level is level]
        lines += [_annotation(command, one) for one in _chosen(of_level)]
        if len(of_level) > MOST:
            more.append(count(len(of_level) - MOST, f"more {command}"))
    if lines or verdict_of(reports) is not Verdict.READY:
        lines.append(_notice(reports, more))
    return lines


def _chosen(found: Sequence[Located]) -> list[Located]:
    """Return as many as GitHub shows: the first of every rule, then the second, so that none crowds out the others."""
    times: Counter[str] = Counter()
    ranked = []
    for number, one in enumerate(found):
        ranked.append((times[one.issue.rule], number))
        times[one.issue.rule] += 1
    return [found[number] for number in sorted(number for _, number in sorted(ranked)[:MOST])]


def _annotation(command: str, one: Located) -> str:
    issue = one.issue
    advice = issue.fix or issue.remedy
    where = {"file": one.path, "line": str(one.line or 1)} if one.in_file else {}
    column = {"col": str(one.column)} if one.line and one.column else {}
    fix = f" Fix: {sentence(advice)}" if advice else ""
    return _command(command, {**where, **column, "title": issue.rule}, f"{sentence(one.told)}{fix}")


def _notice(reports: Sequence[Report], more: Sequence[str]) -> str:
    told = [f"{headline(one)}: {'; '.join(reasons(one))}." for one in reports]
    if len(reports) > 1:
        told = [
            sentence(overall(reports)),
            *(f"{title_of(one)}: {words}" for one, words in zip(reports, told, strict=True)),
        ]
    if more:
        told.append(f"{' and '.join(more)} in the report: GitHub shows {MOST} of each here.")
    about = title_of(reports[0]) if len(reports) == 1 else count(len(reports), "report")
    return _command("notice", {"title": f"golive, {about}"}, " ".join(told))


def _command(name: str, properties: dict[str, str], message: str) -> str:
    """Return a workflow command in one line, whatever its texts hold."""
    told = ",".join(f"{key}={_escaped(text, _IN_PROPERTIES)}" for key, text in properties.items())
    return f"::{name} {told}::{_escaped(message, _IN_MESSAGES)}"


def _escaped(text: str, table: dict[str, str]) -> str:
    # "##" begins the commands of other CI systems, anywhere in a line.
    line = plain(text).replace("##", r"#\x23")
    line = f"{line[: LONGEST - 1]}…" if len(line) > LONGEST else line
    return "".join(table.get(character, character) for character in line)
