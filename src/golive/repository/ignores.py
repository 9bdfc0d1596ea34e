"""
Remarks in a file that a finding of golive is meant to be there: `golive: ignore[code.secrets] reason`.

A remark stands in a comment, on the line of the finding or alone on the line before. It names checks and gives a
reason: who reads it later has to know why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.finding import FilePlace, Finding, Level, seen, warn
from golive.redact import inert
from golive.repository.text import as_utf8, is_binary
from golive.repository.wording import count

if TYPE_CHECKING:
    from golive.context import Context

MARK: Final = b"golive: ignore["
"""What every remark holds: a file without it has none."""

LONGEST_REASON: Final = 120
"""Characters of a reason that a report repeats."""

_OPENS: Final = rb"(?:\#+|//+|/\*+|<!--|--|;+|%+|\{\#|\{\{!--|\(\*|\*|(?i:rem)\b)"
_REMARK: Final = re.compile(
    rb"(?P<before>.*?)" + _OPENS + rb"\s*golive: ignore\[(?P<ids>[^\]\r\n]{0,400})\](?P<reason>[^\r\n]*)"
)
_DASHES: Final = ":- \u2013\u2014"
_CLOSES: Final = re.compile(r"\s*(?:\*/\}?|-->|--\}\}|#\}|\*\)|%>)\s*.*$")
_STANDS_BEFORE: Final = b" \t<%{/*"
"""What of a comment's opening may stand before its last part."""
_ID: Final = re.compile(r"code\.[a-z][a-z0-9-]*")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LONGEST_LINE: Final = 4096
"""Bytes of a line before a remark. A longer one was not written by hand."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: the checks it is about, and why. `problem` says why it has no effect, where it has none."""

    line: int
    ids: frozenset[str]
    reason: str
    problem: str | None = None


class Ignores:
    """The remarks of one file, by the lines they are about."""

    def __init__(self, remarks: Mapping[int, Sequence[Remark]] | None = None) -> None:
        self._remarks = remarks or {}

    @classmethod
    def of(cls, text: bytes) -> Ignores:
        """Return the remarks of a file's content, in any encoding of text. A binary file has none."""
        text = as_utf8(text)
        if MARK not in text or is_binary(text):
            return cls()
        lines = text.split(b"\n" if b"\n" in text else b"\r")
        remarks: dict[int, list[Remark]] = {}
        above: list[Remark] = []
        for number, line in enumerate(lines, 1):
            at = line.find(MARK)
            match = _REMARK.match(line) if 0 <= at <= _LONGEST_LINE else None
            if match is not None and not match["before"].strip(_STANDS_BEFORE):
                above.append(_remark(number, match))  # several may stand above each other
                continue
            here = above if match is None else [*above, _remark(number, match)]
            if here:
                remarks[number] = here
            above = []
        return cls(remarks)

    def on(self, line: int | None, check: str) -> Remark | None:
        """Return the remark on a line that names a check, whether it has an effect or not."""
        remarks = self._remarks.get(line, ()) if line is not None else ()
        named = [remark for remark in remarks if check in remark.ids or not remark.ids]
        return min(named, key=lambda remark: remark.problem is not None, default=None)


def _remark(line: int, match: re.Match[bytes]) -> Remark:
    names = [name.strip() for name in match["ids"].decode("utf-8", errors="replace").split(",")]
    reason = _CLOSES.sub("", match["reason"].decode("utf-8", errors="replace")).strip().lstrip(_DASHES).strip()
    ids = frozenset(name for name in names if _ID.fullmatch(name))
    problem = None
    if len(ids) < len(names):
        problem = "it names something that is no code check"
    elif not _WORD.search(reason):
        problem = "it gives no reason"
    return Remark(line, ids, inert(reason, LONGEST_REASON), problem)


def heed(check: str, ctx: Context, findings: Iterable[Finding]) -> Iterator[Finding]:
    """
    Yield the findings of a check but for those that a remark in their file is about, and at the end what was left out.

    A remark without effect is a warning beside the finding. Evidence, and findings without a line, stay.
    """
    ignored: list[tuple[Finding, Remark]] = []
    remarks: dict[str, Ignores] = {}
    for finding in findings:
        place = finding.place
        wrong = finding.level is not Level.SEEN and isinstance(place, FilePlace) and place.line is not None
        if not (wrong and ctx.inline_ignores and isinstance(place, FilePlace)):
            yield finding
            continue
        if place.path not in remarks:
            remarks[place.path] = _remarks_of(ctx, place.path)
        remark = remarks[place.path].on(place.line, check)
        if remark is not None and remark.problem is None:
            ignored.append((finding, remark))
            continue
        yield finding
        if remark is not None:
            yield without_effect(finding, remark, remark.problem or "")
    yield from evidence(ignored)


def _remarks_of(ctx: Context, path: str) -> Ignores:
    """Return the remarks of a file, by its name as findings show it."""
    name = next((name for name in ctx.repository.files if inert(name) == path), None)
    content = ctx.repository.read(name) if name is not None else None
    return Ignores.of(content) if isinstance(content, bytes) else Ignores()


def without_effect(finding: Finding, remark: Remark, why: str) -> Finding:
    """Return the warning that a remark does not take out a finding, and why."""
    path = finding.place.path if isinstance(finding.place, FilePlace) else ""
    return warn(
        f"the remark to ignore this has no effect: {why}",
        FilePlace(path, remark.line),
        fix="Write the id of the check and a reason: golive: ignore[code.…] reason; or remove the remark",
    )


def evidence(ignored: Iterable[tuple[Finding, Remark]], most: int = 20) -> Iterator[Finding]:
    """Yield how many findings remarks took out, where and why; nothing where none."""
    listed = [f"{finding.place} ({remark.reason})" for finding, remark in ignored]
    if listed:
        more = f" and {len(listed) - most:,} more" if len(listed) > most else ""
        verb = "is" if len(listed) == 1 else "are"
        shown = "; ".join(listed[:most])
        yield seen(f"{count(len(listed), 'finding')} {verb} ignored by a remark in the file: {shown}{more}")
