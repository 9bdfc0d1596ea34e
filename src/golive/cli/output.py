"""Where reports go: printed, and into files."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from golive.cli.surroundings import style_for, write_out
from golive.errors import UsageError

if TYPE_CHECKING:
    from golive.report import Report

WIDTH_OF_FILES = 100


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


def parse_outputs(texts: Sequence[str]) -> tuple[Output, ...]:
    """Read `FORMAT=PATH`. Raises UsageError, before anything is run, where one cannot be written."""
    outputs = []
    for text in texts:
        name, equals, path = text.partition("=")
        if not equals or not path:
            raise UsageError(f"--output takes FORMAT=PATH, such as json=report.json, not {text!r}")
        output = Output(known_format(name), Path(path))
        if not output.path.parent.is_dir():
            raise UsageError(f"--output {text}: there is no folder {output.path.parent}")
        if output.path.is_dir():
            raise UsageError(f"--output {text}: that is a folder")
        outputs.append(output)
    return tuple(outputs)


def deliver(report: Report, name: str, outputs: Sequence[Output], environ: Mapping[str, str], verbosity: int) -> None:
    """Print the report, then write the files. Raises UsageError where a file cannot be written."""
    from golive.reporters.formats import FORMATS, Style

    write_out(FORMATS[name](report, style_for(sys.stdout, environ, verbosity)))
    for output in outputs:
        _write(output.path, FORMATS[output.format](report, Style(width=WIDTH_OF_FILES, verbosity=verbosity)))


def _write(path: Path, text: str) -> None:
    """Write a file as a whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except OSError as error:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current
