"""`golive diff`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from golive.cli.options import QuietOption, VerboseOption


class DiffFormat(StrEnum):
    """How a comparison can be printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD.json", help="The earlier report; - reads standard input.")],
    new: Annotated[str, typer.Argument(metavar="NEW.json", help="The later report; - reads standard input.")],
    *,
    format_name: Annotated[DiffFormat, typer.Option("--format", "-f", help="What to print.")] = DiffFormat.TEXT,
    verbose: VerboseOption = 0,
    quiet: QuietOption = False,
) -> None:
    """
    Show what got better, worse, new and gone between two reports that `golive check -o json=…` wrote.

    Exit codes: 0 nothing got worse, 1 something got worse, 2 the files cannot be compared.
    """
    import sys

    from golive.cli.output import verbosity_of
    from golive.cli.saved import demand_one_input, load_named
    from golive.cli.surroundings import environ
    from golive.cli.terminal import style_for, write_out
    from golive.comparing import compare
    from golive.reporters.diff import render

    verbosity = verbosity_of(verbose, quiet=quiet)
    demand_one_input([old, new])
    comparison = compare(load_named(old), load_named(new), names=(old, new))
    write_out(render(comparison, format_name, style_for(sys.stdout, environ(), verbosity)))
    raise typer.Exit(int(comparison.worse))
