"""`golive demo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from golive.cli.options import FormatOption, ProviderOption, QuietOption, VerboseOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golive.demo.merchant import Planted
    from golive.report import Report


_Line = str | tuple[str, str]
"""A line, or a lead and the text beside it."""
CLOSING = (
    "This was a made-up merchant. For an integration of your own: `golive init` writes a profile, and "
    "`golive check --env prod` checks it."
)


def demo(
    *,
    provider: ProviderOption = "anton",
    flawed: Annotated[
        bool, typer.Option("--flawed", help="Judge a flawed merchant as well, and show both side by side.")
    ] = False,
    format_name: FormatOption = "text",
    verbose: VerboseOption = 0,
    quiet: QuietOption = False,
) -> None:
    """
    Check a made-up merchant against the built-in emulator. Nothing but this machine is contacted.

    The exit code, and a JSON report, are those of the sound merchant, or of the flawed one where --flawed asks for it.
    """
    import sys

    from golive.cli.logs import observed
    from golive.cli.output import deliver, known_format, verbosity_of
    from golive.cli.surroundings import environ
    from golive.cli.terminal import MOST_VERBOSE, fold, style_for, write_out
    from golive.clock import SystemClock
    from golive.demo.merchant import planted_flaws, run_demo
    from golive.redact import Redactor

    verbosity = verbosity_of(verbose, quiet=quiet)
    known_format(format_name)
    variables = environ()

    def judged(*, spoilt: bool) -> Report:
        # Each merchant has secrets of its own, so each has a redactor of its own.
        redactor = Redactor()
        total = f"Checking the {'flawed' if spoilt else 'sound'} merchant"
        with observed(redactor, total, logs=verbose >= MOST_VERBOSE) as watch:
            return run_demo(provider, flawed=spoilt, clock=SystemClock(), redactor=redactor, watch=watch)

    sound = judged(spoilt=False)
    last = judged(spoilt=True) if flawed and not sound.interrupted else sound
    deliver([last], format_name, (), variables, verbosity)
    if format_name == "text" and not quiet:
        width = style_for(sys.stdout, variables, verbosity).width
        compared = [*_side_by_side(sound, last), *_planted(planted_flaws(provider), last)] if last is not sound else []
        write_out(
            "\n".join(
                fold(line, width) if isinstance(line, str) else fold(line[1], width, lead=line[0])
                for line in [*compared, "", CLOSING]
            )
        )
    raise typer.Exit(last.exit_code)


def _side_by_side(sound: Report, spoilt: Report) -> Iterator[_Line]:
    rows = [(one, two) for one, two in zip(sound.items(), spoilt.items(), strict=True) if one.status != two.status]
    column = max(len(word) for report in (sound, spoilt) for word in (report.verdict, *_statuses(report)))

    def row(one: str, two: str, text: str) -> _Line:
        return f"  {one:{column}}  {two:{column}}  ", text

    yield ""
    yield f"Side by side: the {len(rows)} lines of the checklist that differ"
    yield row("sound", "flawed", "")
    for one, two in rows:
        yield row(one.status, two.status, one.title)
    yield row(sound.verdict, spoilt.verdict, "Verdict")


def _statuses(report: Report) -> Iterator[str]:
    return (item.status.value for item in report.items())


def _planted(planted: tuple[Planted, ...], report: Report) -> Iterator[_Line]:
    from golive.result import Status

    found = [flaw for flaw in planted if report.result(flaw.check).status is Status.FAIL]
    yield ""
    yield f"Planted in the flawed merchant: {len(planted)} flaws, {len(found)} found"
    for flaw in planted:
        if flaw in found:
            yield "  found   ", f"{flaw.title} ({flaw.check})"
        else:
            yield "  MISSED  ", f"{flaw.title} ({flaw.check} says {report.result(flaw.check).status})"
