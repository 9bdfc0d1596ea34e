"""
What can go wrong, drawn as a tree.

    GoliveError            anything golive can explain to a person
    ├── UsageError         the command line asks for something that is not there          exit 2
    │   └── SavedReportError   a saved report cannot be used (golive.saved)
    ├── FileError          a file cannot be used; carries every problem, with places       exit 2
    │   ├── ProfileError   … the profile
    │   └── RecordsError   … the records beside it
    ├── Unverified         the thing to look at is not there: the check becomes `unknown`
    │   └── ExchangeFailed a request brought no usable answer (golive.http)
    └── NotApplicable      the check has nothing to do here: it becomes `skip`

Anything else that leaves a check is a defect of that check and becomes `error`.
"""

from __future__ import annotations

from dataclasses import dataclass


class GoliveError(Exception):
    """An error that golive can explain: the message says what failed, then what to do about it."""


class UsageError(GoliveError):
    """The command line names something that does not exist, or asks for what cannot be done."""


class Unverified(GoliveError):
    """A resource that a check needs is not there. The message is the reason, a clause without a full stop."""


class NotApplicable(GoliveError):
    """A check does not apply to this provider, environment or integration. The message is the reason."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file. Line and column count from 1; 0 where the problem has no place."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.message}"


class FileError(GoliveError):
    """A file that people write cannot be used. `problems` holds all that is wrong with it, in the order of the file."""

    file = "the file"
    """How messages call it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class ProfileError(FileError):
    """The profile cannot be used."""

    file = "the profile"


class RecordsError(FileError):
    """The records file beside the profile cannot be used."""

    file = "the records file"
