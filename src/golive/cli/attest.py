"""`golive attest`."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from golive.cli.options import ConfigOption, EnvOption, complete_attestable

USUAL: Final = 180
"""Days that an attestation lasts where nothing else is said and the policy allows it."""


def attest(
    item: Annotated[
        str | None,
        typer.Argument(
            metavar="ITEM",
            help="Line of the checklist, such as launch.monitoring.",
            autocompletion=complete_attestable,
            show_default=False,
        ),
    ] = None,
    *,
    env: EnvOption = None,
    evidence: Annotated[
        str | None, typer.Option("--evidence", metavar="TEXT", help="What shows it: a link, or a sentence.")
    ] = None,
    who: Annotated[
        str | None, typer.Option("--who", metavar="NAME", help="Who vouches. git's user where left out.")
    ] = None,
    expires: Annotated[
        str | None,
        typer.Option(
            "--expires",
            metavar="SPAN",
            help="Last day on which it counts: 180d, 26w or a day. 180 days, or less by policy, where left out.",
        ),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """
    Record that somebody vouches for a line of the checklist, in the records file beside the profile.

    Asks where it is run in a terminal and something is missing. A line that golive looks at itself takes nobody's word.
    """
    from golive.cli.asking import answered, environment_for
    from golive.cli.surroundings import load
    from golive.cli.terminal import write_out
    from golive.clock import SystemClock
    from golive.records.days import read_expiry
    from golive.records.loading import load_records
    from golive.records.people import git_user
    from golive.records.rules import Rules
    from golive.records.writing import add_attestation, demand_attestable
    from golive.reporters.words import plain

    loaded = load(config)
    load_records(loaded)  # a broken file is told before anything is asked
    rules = Rules(loaded)
    lines = ", ".join(rules.attestable())
    item = answered(item, f"Line ({lines})", otherwise=f"say which line is vouched for: {lines}")
    environment = environment_for(loaded, env)
    demand_attestable(rules, item, environment)
    line, today = rules.line(item), SystemClock().now().date()
    usual = min(USUAL, rules.longest(waiver=False))
    last = read_expiry(expires or f"{usual}d", today, "--expires")
    question = line.ask or "What shows it?"
    evidence = answered(
        evidence, f"{line.title}. {question}", otherwise=f"--evidence is missing. {line.title}: {question}"
    )
    who = answered(
        who,
        "Who vouches for it",
        otherwise="say who vouches with --who: git knows no user here",
        default=None if who is not None else git_user(loaded.folder),
    )
    record = add_attestation(
        loaded, item=item, environment=environment, who=who, made=today, evidence=evidence, expires=last
    )
    write_out(
        f"{plain(record.who)} vouches for {item} in {environment} until {record.expires}: {plain(record.text)}\n"
        f"Written to {plain(str(record.place))}. Next: review and commit it, then run "
        f"`golive check --env {environment}`."
    )
