"""Where an issue is shown, and how it is recognised in the next run."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.finding import ExchangePlace, FilePlace, SettingPlace
from golive.redact import inert
from golive.reporters.issues import OF_WAIVERS, Issue, issues_of
from golive.reporters.words import place_of

if TYPE_CHECKING:
    from golive.report import Report
    from golive.reporters.formats import Style

PROFILE: Final = "golive.yaml"
"""The file where things are shown that are in no file, should the profile have no usable name."""
MOST_DIGITS: Final = 9
"""Digits of a line or column that consumers can hold."""
_WORD: Final = re.compile(r"[\w.:+-]+")
LONGEST_PATH: Final = 4_096
"""Characters."""
_VERSION: Final = "golive/1"
"""Of the way fingerprints are made. A change makes every alert a new one."""
_DRIVE: Final = re.compile(r"[A-Za-z]:(?=[/\\])")


@dataclass(frozen=True, slots=True)
class Located:
    """
    An issue and the file where it is shown.

    `path` counts from the root of the repository, with `/`. `line` and `column` count from 1; they are None where
    they are not known. `in_file` is false where the issue is in no file and `path` is the profile. `fingerprint` is
    the same in every run, wherever the lines of the file have moved to.
    """

    issue: Issue
    path: str
    line: int | None
    column: int | None
    in_file: bool
    fingerprint: str

    @property
    def told(self) -> str:
        """What is wrong, with the request or the file that `path` does not say."""
        place = self.issue.place
        return self.issue.message if self.in_file or place is None else f"{self.issue.message} (at {place_of(place)})"


def located(report: Report, style: Style) -> tuple[Located, ...]:
    """Return the issues of a report at their places, in the report's order."""
    times: Counter[str] = Counter()
    found = []
    for issue in issues_of(report):
        path, line, column, in_file = _where(issue, report, style)
        identity = _identity(issue, report, path if in_file else None)
        times[identity] += 1
        digest = hashlib.sha256(f"{identity}\n{times[identity]}".encode()).hexdigest()
        found.append(Located(issue, path, line, column, in_file, digest[:40]))
    return tuple(found)


def _where(issue: Issue, report: Report, style: Style) -> tuple[str, int | None, int | None, bool]:
    file, folder = _file_of(issue, style)
    path = _below(folder, file.path) if file is not None else None
    if file is None or path is None:
        return _below(style.profile_folder, report.subject.profile) or PROFILE, None, None, False
    return path, _counted(file.line), _counted(file.column), True


def _file_of(issue: Issue, style: Style) -> tuple[FilePlace | None, str]:
    """Return the file that an issue is in, and the folder from which its path counts."""
    match issue.place:
        case SettingPlace(_, file):
            return file, style.profile_folder
        case FilePlace() as file:
            # Records lie beside the profile; all other files belong to the sources that were read.
            return file, style.profile_folder if issue.rule == OF_WAIVERS else style.sources_folder
    return None, ""


def _below(folder: str, path: str) -> str | None:
    """Return a path below the root of the repository, None where it is none."""
    cleaned = path.replace("\\", "/").strip()
    if not cleaned or cleaned.startswith("/") or _DRIVE.match(path):
        return None
    whole = posixpath.normpath(posixpath.join(folder, cleaned))
    return None if whole in {".", ".."} or whole.startswith(("../", "/")) else inert(whole, LONGEST_PATH)


def _counted(number: int | None) -> int | None:
    return number if number is not None and 0 < number < 10**MOST_DIGITS else None


def _identity(issue: Issue, report: Report, path: str | None) -> str:
    """Return what stays the same of an issue from run to run. Of what is in no file, the environment is a part."""
    match issue.place:
        case SettingPlace(key, _):
            where = key
        case ExchangePlace(method, url, _):
            where = f"{method} {_lasting(url.partition('?')[0])}"
        case _:
            where = ""
    environment = report.subject.environment if path is None else ""
    text = _lasting(issue.message) if issue.lasting is None else issue.lasting
    parts = [_VERSION, report.subject.service, environment, issue.rule, path or "", where, text]
    return json.dumps(parts)


def _lasting(text: str) -> str:
    """Return a text without what may differ from run to run: counts, times, dates, ids, lines that it names."""
    return _WORD.sub(lambda word: "#" if any(map(str.isdigit, word[0])) else word[0], text)
