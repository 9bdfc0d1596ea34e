"""`golive demo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from golive.cli.options import FormatOption, ProviderOption, QuietOption, VerboseOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from golive.demo.merchant import Planted
    from golive.report import Report


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

    The exit code is that of the (flawed) merchant's check.
    """
    import sys

    from golive.cli import surroundings
    from golive.cli.output import deliver, known_format
    from golive.clock import SystemClock
    from golive.demo.merchant import planted_flaws, run_demo
    from golive.errors import UsageError
    from golive.redact import Redactor

    if verbose and quiet:
        raise UsageError("--verbose and --quiet exclude each other")
    known_format(format_name)
    redactor = Redactor()
    if verbose >= surroundings.MOST_VERBOSE:
        surroundings.log_to_stderr(redactor)
    environ = surroundings.environ()
    verbosity = surroundings.QUIET if quiet else min(verbose, 2)
    with surroundings.progress("Checking the sound merchant") as watch:
        sound = run_demo(provider, flawed=False, clock=SystemClock(), redactor=redactor, watch=watch)
    if not flawed:
        deliver(sound, format_name, (), environ, verbosity)
        raise typer.Exit(sound.exit_code)
    with surroundings.progress("Checking the flawed merchant") as watch:
        spoilt = run_demo(provider, flawed=True, clock=SystemClock(), redactor=redactor, watch=watch)
    deliver(spoilt, format_name, (), environ, verbosity)
    if format_name == "text" and not quiet:
        style = surroundings.style_for(sys.stdout, environ, verbosity)
        surroundings.write_out("\n".join(_side_by_side(sound, spoilt, style.width)))
        surroundings.write_out("\n".join(_planted(planted_flaws(provider), spoilt)))
    raise typer.Exit(spoilt.exit_code)


def _side_by_side(sound: Report, spoilt: Report, width: int) -> Iterator[str]:
    column = max(len(status) for report in (sound, spoilt) for status in (*_statuses(report), report.verdict, "flawed"))
    room = max(20, width - 2 * column - 4)
    yield ""
    yield f"{'Line':{room}}  {'sound':{column}}  {'flawed':{column}}"
    for one, two in zip(sound.items(), spoilt.items(), strict=True):
        if one.status != two.status:
            yield f"{one.id[:room]:{room}}  {one.status:{column}}  {two.status:{column}}"
    yield f"{'Verdict':{room}}  {sound.verdict:{column}}  {spoilt.verdict:{column}}"


def _statuses(report: Report) -> Iterator[str]:
    return (item.status.value for item in report.items())


def _planted(planted: tuple[Planted, ...], report: Report) -> Iterator[str]:
    from golive.result import Status

    yield ""
    yield f"What was planted in the flawed merchant ({len(planted)}), and which check found it:"
    for flaw in planted:
        result = report.result(flaw.check)
        found = f"found by {result.id}" if result.status is Status.FAIL else f"{result.id} says {result.status}"
        yield f"  {flaw.title}: {found}"
