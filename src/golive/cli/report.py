"""`golive report`: what can be done with a report that was saved as JSON, without running anything again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from golive.cli.options import FormatOption, OutputOption, QuietOption, VerboseOption, help_unless_asked
from golive.cli.verify import verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from golive.merging import Part

report = typer.Typer(
    help="Convert and merge saved reports, and verify evidence packs.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
_SAVED: Final = "A report that `golive check -o json=…` wrote; - reads standard input."
_NAMED: Final = "Reports that `golive check -o json=…` wrote, or NAME=PATH to say what the service is called."


report.command("verify")(verify)


@report.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Convert and merge saved reports, and verify evidence packs."""
    help_unless_asked(context)


@report.command("convert")
def convert(
    path: Annotated[str, typer.Argument(metavar="RUN.json", help=_SAVED)],
    *,
    format_name: FormatOption = "text",
    output: OutputOption = None,
    verbose: VerboseOption = 0,
    quiet: QuietOption = False,
) -> None:
    """
    Show a saved report in another format, as the run itself would have.

    Exit codes: 0 converted, whatever the verdict; 2 the file cannot be used.
    """
    from golive.cli.output import deliver, known_format, parse_outputs, verbosity_of
    from golive.cli.saved import load_named
    from golive.cli.surroundings import environ

    verbosity = verbosity_of(verbose, quiet=quiet)
    known_format(format_name)
    outputs = parse_outputs(output or ())
    deliver(load_named(path), format_name, outputs, environ(), verbosity)


@report.command("merge")
def merge(
    paths: Annotated[list[str], typer.Argument(metavar="[NAME=]RUN.json...", help=_NAMED)],
    *,
    format_name: FormatOption = "text",
    output: OutputOption = None,
    verbose: VerboseOption = 0,
    quiet: QuietOption = False,
) -> None:
    """
    Make one report of several: services side by side, and shards of one run (--only, --skip) united.

    A service is called as its NAME says, else as its file is, or the folder where the files have one name.
    Exit codes are those of `golive check`, the gravest of all services: a fleet's last job is its gate.
    """
    from golive.cli.ci import ci_system
    from golive.cli.job import Job, summarise
    from golive.cli.output import deliver, known_format, parse_outputs, verbosity_of
    from golive.cli.surroundings import environ
    from golive.merging import merged
    from golive.report import exit_code_of
    from golive.reporters.formats import Style

    verbosity = verbosity_of(verbose, quiet=quiet)
    known_format(format_name)
    outputs = parse_outputs(output or ())
    variables = environ()
    reports = merged(_parts(paths))
    deliver(reports, format_name, outputs, variables, verbosity)
    # The page of the fleet's last job tells about all services. Annotations of files are for each service's own job.
    summarise(reports, Job(system=ci_system(variables)), variables, Style(), [output.path for output in outputs])
    raise typer.Exit(exit_code_of(reports))


def _parts(texts: Sequence[str]) -> list[Part]:
    """Read `[NAME=]PATH` and what is in the files. Raises UsageError."""
    from golive.cli.saved import demand_one_input, load_named
    from golive.errors import UsageError
    from golive.merging import Part

    named = [_named(text) for text in texts]
    demand_one_input([path for _, path in named])
    fallbacks = _fallbacks([path for _, path in named])
    parts: list[Part] = []
    for name, path in named:
        reports = load_named(path)
        if name and len(reports) > 1:
            raise UsageError(f"{path} holds {len(reports)} reports, so it cannot be called {name}; leave the name out")
        parts += [Part(report, path, name, fallbacks[path]) for report in reports]
    return parts


def _named(text: str) -> tuple[str, str]:
    """Return the name and the path of `[NAME=]PATH`. A file whose own name holds `=` is taken for a path."""
    from golive.errors import UsageError
    from golive.redact import inert

    name, equals, path = text.partition("=")
    if not equals or os.path.lexists(text):
        return "", text
    if not name.strip() or not path:
        raise UsageError(f"NAME=PATH takes a name and a path, such as payouts=run.json, not {text!r}")
    return inert(name.strip()), path


def _fallbacks(paths: Sequence[str]) -> dict[str, str]:
    """Return what the service of each file is called: as the file, or as its folder where files share a name."""
    from golive.cli.saved import STANDARD_INPUT
    from golive.redact import inert

    stems = [Path(path).stem for path in dict.fromkeys(paths)]
    return {path: "" if path == STANDARD_INPUT else inert(_fallback(Path(path), stems)) for path in paths}


def _fallback(path: Path, stems: Sequence[str]) -> str:
    return path.stem if stems.count(path.stem) == 1 else path.absolute().parent.name
