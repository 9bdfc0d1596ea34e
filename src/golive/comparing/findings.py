"""
Recognising what was found before, wherever it stands now.

Lines, columns and other numbers aside: what moved, or grew by a day, is the same finding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.finding import ExchangePlace, FilePlace, Finding, Level, Place, SettingPlace
from golive.result import Status

if TYPE_CHECKING:
    from golive.result import Result

_DIGITS: Final = re.compile(r"\d+")
_Found = tuple[str, Finding]
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """
    What is not right any more, and what was not before.

    `fails` says that there is more wrong than there was, `fewer` that something wrong is gone and nothing came. What
    is gone because its check did not look any more is not mended: `unseen` says that there is such.
    """

    appeared: tuple[Finding, ...]
    vanished: tuple[Finding, ...]
    fails: bool
    fewer: bool
    unseen: bool


def compare_findings(old: Sequence[Result], new: Sequence[Result]) -> Findings:
    """
    Return what appeared and what vanished between two runs of the same checks.

    A setting, or a request, of which a check says one thing before and one thing after is not worse for saying it in
    other words.
    """
    before, after = _open_findings(old), _open_findings(new)
    vanished, appeared = _without(before, after), _without(after, before)
    lone_before, lone_after = (Counter(map(_whereabouts, found)) for found in (before, after))
    more = [
        found
        for found in appeared
        if found[1].level is Level.FAIL
        and (
            isinstance(found[1].place, FilePlace)
            or not lone_before[_whereabouts(found)] == lone_after[_whereabouts(found)] == 1
        )
    ]
    looked = {result.id for result in new if result.status not in {Status.UNKNOWN, Status.ERROR}}
    return Findings(
        appeared=tuple(finding for _, finding in appeared),
        vanished=tuple(finding for _, finding in vanished),
        fails=bool(more),
        fewer=not appeared and any(name in looked and finding.level is Level.FAIL for name, finding in vanished),
        unseen=any(name not in looked for name, _ in vanished),
    )


def shape(text: str) -> str:
    """Return a text without its numbers."""
    return _DIGITS.sub("0", text)


def _open_findings(results: Sequence[Result]) -> list[_Found]:
    return [
        (result.id, finding) for result in results for finding in result.findings if finding.level is not Level.SEEN
    ]


def _without(these: Sequence[_Found], those: Sequence[_Found]) -> list[_Found]:
    """Return these without those: of two that look the same, one for one."""
    there = Counter(map(_fingerprint, those))
    left: list[_Found] = []
    for found in these:
        key = _fingerprint(found)
        if there[key]:
            there[key] -= 1
        else:
            left.append(found)
    return left


def _fingerprint(found: _Found) -> _Key:
    return *_whereabouts(found), shape(found[1].message)


def _whereabouts(found: _Found) -> _Key:
    check_id, finding = found
    return check_id, finding.level, *_place(finding.place)


def _place(place: Place | None) -> _Key:
    """Return a place without what moves: lines, columns, numbers in an address."""
    match place:
        case FilePlace(path):
            return "file", path
        case SettingPlace(key):
            return "setting", key
        case ExchangePlace(method, url):
            return "exchange", method, shape(url)
    return ("",)
