"""Where reports go: printed, and into files."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.cli.job import NO_JOB, Job, closing, summarise
from golive.cli.terminal import QUIET, WIDTH_WITHOUT_TERMINAL, is_terminal, style_for, write_out
from golive.errors import UsageError
from golive.replacing import mode_of, replace_file

if TYPE_CHECKING:
    from golive.report import Report
    from golive.reporters.formats import Style

MOST_DETAIL: Final = 2
"""The verbosity that shows the most."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write the report to."""

    format: str
    path: Path


def known_format(name: str) -> str:
    """Return the name of a format. Raises UsageError where there is none such."""
    from golive.profile.nearest import did_you_mean
    from golive.reporters.formats import FORMATS

    if name not in FORMATS:
        hint = did_you_mean(name, FORMATS) or f"; there are {', '.join(FORMATS)}"
        raise UsageError(f"there is no format {name!r}{hint}")
    return name


def verbosity_of(verbose: int, *, quiet: bool) -> int:
    """Return how much a report shows. Raises UsageError where that is contradictory."""
    if verbose and quiet:
        raise UsageError("--verbose and --quiet exclude each other")
    return QUIET if quiet else min(verbose, MOST_DETAIL)


def parse_outputs(texts: Sequence[str]) -> tuple[Output, ...]:
    """Read `FORMAT=PATH`. Raises UsageError, before anything is run, where one cannot be written."""
    outputs: list[Output] = []
    for text in texts:
        name, equals, path = text.partition("=")
        if not equals or not path:
            raise UsageError(f"--output takes FORMAT=PATH, such as json=report.json, not {text!r}")
        output = Output(known_format(name), _target(path, text))
        if any(output.path == other.path for other in outputs):
            raise UsageError(f"--output {text}: two reports cannot be written to one file")
        outputs.append(output)
    return tuple(outputs)


def _target(path: str, text: str) -> Path:
    """Return the file that a path means: what a link leads to, and a home folder that the shell left as `~`."""
    try:
        target = Path(os.path.expanduser(path))  # noqa: PTH111 - Path's own raises where there is no home
        if not _is_special(target):
            target = target.resolve()
        folder, taken = target.parent, target.is_dir()
        usable = folder.is_dir()
    except (OSError, RuntimeError, ValueError):
        raise UsageError(f"--output {text}: that is not a path that can exist") from None
    if taken:
        raise UsageError(f"--output {text}: that is a folder")
    if not usable:
        raise UsageError(f"--output {text}: there is no folder {folder}")
    if not os.access(target if _is_special(target) else folder, os.W_OK):
        raise UsageError(f"--output {text}: this user may not write there")
    return target


def deliver(
    reports: Sequence[Report],
    name: str,
    outputs: Sequence[Output],
    environ: Mapping[str, str],
    verbosity: int,
    *,
    job: Job = NO_JOB,
) -> None:
    """
    Print the reports as one, then write the files. Raises UsageError where a file cannot be written.

    In a CI job, what is printed is about what is open only, unless more is asked for, and GitHub Actions is told in
    its own ways, too.
    """
    from golive.reporters.formats import FORMATS, Style

    style = _placed(style_for(sys.stdout, environ, verbosity), job)
    quiet = job.system is not None and verbosity == 0 and not is_terminal(sys.stdout)
    told = FORMATS[name](reports, replace(style, open_only=quiet))
    write_out(told if name != "text" or verbosity < 0 else f"{told}{closing(reports, job, style)}")
    filed = _placed(Style(width=WIDTH_WITHOUT_TERMINAL, verbosity=verbosity), job)
    summarise(reports, job, environ, filed, [output.path for output in outputs])
    for output in outputs:
        _write(output.path, FORMATS[output.format](reports, filed))


def _placed(style: Style, job: Job) -> Style:
    """Return a style for files that are named from the root of the repository."""
    return replace(style, profile_folder=job.profile_folder, sources_folder=job.sources_folder)


def _is_special(path: Path) -> bool:
    """Whether something is there that is written into rather than replaced: a pipe, a terminal, /dev/stderr."""
    return path.exists() and not path.is_file()


def _write(path: Path, text: str) -> None:
    """Write a file as a whole or not at all, unless it is special."""
    try:
        if _is_special(path):
            with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.write(text)
        else:
            replace_file(path, text.encode("utf-8", "backslashreplace"), mode_of(path))
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
