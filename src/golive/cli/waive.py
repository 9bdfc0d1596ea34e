"""`golive waive`."""

from __future__ import annotations

from typing import Annotated

import typer

from golive.cli.options import ConfigOption, complete_environments, complete_waivable


def waive(
    subject: Annotated[
        str | None,
        typer.Argument(
            metavar="ITEM_OR_CHECK",
            help="Line of the checklist, or check in every line, such as launch.logging or code.logging.",
            autocompletion=complete_waivable,
            show_default=False,
        ),
    ] = None,
    *,
    env: Annotated[
        str | None,
        typer.Option(
            "--env",
            "-e",
            metavar="NAME",
            help="Environment that it is about. All of them where left out.",
            autocompletion=complete_environments,
        ),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why it is accepted, and what will be done about it.")
    ] = None,
    approver: Annotated[str | None, typer.Option("--approver", metavar="NAME", help="Who approved it.")] = None,
    expires: Annotated[
        str | None,
        typer.Option("--expires", metavar="SPAN", help="Last day on which it counts: 30d, 12w or a day."),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """
    Record that the team accepts for a while that a line or a check is not right, beside the profile.

    A waiver has a reason, an approver and an end, at most 180 days away. Asks where it is run in a terminal and
    something is missing. It excuses no crash, and nothing that the profile's policy names.
    """
    from golive.cli.asking import answered
    from golive.cli.surroundings import load
    from golive.cli.terminal import write_out
    from golive.clock import SystemClock
    from golive.records.days import read_expiry
    from golive.records.loading import load_records
    from golive.records.rules import Rules
    from golive.records.writing import add_waiver, demand_waivable
    from golive.reporters.words import plain

    loaded = load(config)
    load_records(loaded)  # a broken file is told before anything is asked
    rules = Rules(loaded)
    subject = answered(
        subject,
        "Line or check",
        otherwise="say which line or check is waived: `golive list` shows the checks, and a report the lines",
    )
    demand_waivable(rules, subject, env)
    today, longest = SystemClock().now().date(), rules.longest(waiver=True)
    last = None if expires is None else read_expiry(expires, today, "--expires")
    reason = answered(
        reason,
        "Why is it accepted, and what will be done about it",
        otherwise="--reason is missing: why is it accepted, and what will be done about it?",
    )
    approver = answered(approver, "Who approved it", otherwise="--approver is missing: a waiver names who approved it")
    if last is None:
        question = f"Until when, at most {longest} days (30d, 12w or a day)"
        otherwise = f"--expires is missing: a waiver ends, at most {longest} days from today (such as 30d)"
        last = read_expiry(answered(None, question, otherwise=otherwise), today, "--expires")
    record = add_waiver(
        loaded, subject=subject, environment=env, reason=reason, approver=approver, created=today, expires=last
    )
    where = f"in {env}" if env else "in every environment"
    write_out(
        f"{subject} is waived {where} until {record.expires}, approved by {plain(record.who)}: {plain(record.text)}\n"
        f"Written to {plain(str(record.place))}. Next: review and commit it; what is wrong stays in every report."
    )
