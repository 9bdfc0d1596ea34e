"""`golive check`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

import typer

from golive.cli.options import (
    CaBundleOption,
    ConfigOption,
    ConnectToOption,
    EnvOption,
    FormatOption,
    OutputOption,
    QuietOption,
    TrustOption,
    VerboseOption,
    complete_checks,
)

SHARE_OF_ONE: Final = 0.75
"""Of the time of a run, what one check may take: whoever gives a run more time wants slow checks to end."""


class FailOn(StrEnum):
    """What makes a run NOT READY."""

    FAIL = "fail"
    WARN = "warn"


def check(
    *,
    env: EnvOption = None,
    config: ConfigOption = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="GLOB", help="Run these checks only. Repeatable.", autocompletion=complete_checks
        ),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option(
            "--skip", metavar="GLOB", help="Leave these checks out. Repeatable.", autocompletion=complete_checks
        ),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Open no connection.")] = False,
    format_name: FormatOption = "text",
    output: OutputOption = None,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="What makes the verdict NOT READY.")] = FailOn.FAIL,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=1, max=3600, help="Longest that the run may take.")
    ] = 60,
    trust: TrustOption = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read every file again, and remember nothing for the next run.")
    ] = False,
    no_inline_ignores: Annotated[
        bool, typer.Option("--no-inline-ignores", help="Report what remarks in the files ignore, too.")
    ] = False,
    connect_to: ConnectToOption = None,
    ca_bundle: CaBundleOption = None,
    verbose: VerboseOption = 0,
    quiet: QuietOption = False,
) -> None:
    """
    Check whether an environment is ready to go live.

    Exit codes: 0 READY, 1 NOT READY, 2 cannot run, 3 INCOMPLETE (something could not be verified), 4 a check crashed,
    130 interrupted.
    """
    from golive.cli.job import job_of
    from golive.cli.logs import observed
    from golive.cli.output import deliver, known_format, parse_outputs, verbosity_of
    from golive.cli.surroundings import cache_folder, environ, load, pick_environment, usable_network
    from golive.cli.terminal import MOST_VERBOSE
    from golive.clock import SystemClock
    from golive.http.proxy import proxy_from
    from golive.records.loading import load_records
    from golive.redact import Redactor
    from golive.run import Options, judge
    from golive.runner import PER_CHECK

    verbosity = verbosity_of(verbose, quiet=quiet)
    known_format(format_name)
    outputs = parse_outputs(output or ())
    routes = usable_network(timeout, connect_to, ca_bundle)
    loaded = load(config)
    records = load_records(loaded)
    variables = environ()
    options = Options(
        environment=pick_environment(loaded, env),
        only=tuple(only or ()),
        skip=tuple(skip or ()),
        offline=offline,
        trusted=trust,
        fail_on_warn=fail_on is FailOn.WARN,
        timeout=timeout,
        per_check=max(PER_CHECK, timeout * SHARE_OF_ONE),
        connect_to=routes,
        ca_bundle=ca_bundle,
        proxy=None if offline else proxy_from(variables),
        cache=None if no_cache else cache_folder(variables),
        inline_ignores=not no_inline_ignores,
    )
    redactor = Redactor()
    with observed(redactor, f"Checking {options.environment}", logs=verbose >= MOST_VERBOSE) as watch:
        report = judge(
            loaded,
            options,
            environ=variables,
            clock=SystemClock(),
            redactor=redactor,
            watch=watch,
            progress=watch.progress,
            records=records,
        )
    deliver([report], format_name, outputs, variables, verbosity, job=job_of(loaded, options, variables))
    raise typer.Exit(report.exit_code)
