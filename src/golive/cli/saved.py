"""Saved reports that a command line names: files, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.errors import UsageError

if TYPE_CHECKING:
    from golive.report import Report

STANDARD_INPUT: Final = "-"


def load_named(path: str) -> tuple[Report, ...]:
    """Return the reports of a file, or of standard input where it is `-`. Raises SavedReportError and UsageError."""
    from golive.saved import LARGEST, load_reports, read_bytes

    if path != STANDARD_INPUT:
        return load_reports(Path(path))
    if sys.stdin is None:  # the shell closed it (<&-)
        raise UsageError("standard input is closed; name a file")
    return read_bytes(sys.stdin.buffer.read(LARGEST + 1), "standard input")


def demand_one_input(paths: list[str]) -> None:
    """Raise UsageError where standard input is named twice: it can be read once."""
    if paths.count(STANDARD_INPUT) > 1:
        raise UsageError("standard input (-) can be read once; name files")
