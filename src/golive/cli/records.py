"""`golive records`: what people vouched for and what the team accepts, listed, judged and tidied up."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from golive.cli.options import ConfigOption, complete_environments, help_unless_asked

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from golive.profile.loader import LoadedProfile
    from golive.records.standing import Standing

records = typer.Typer(
    help="List, judge and tidy up what people vouched for and what the team accepts.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
ExpiringOption = Annotated[
    str | None,
    typer.Option("--expiring-in", metavar="SPAN", help="Those that end within so many days (30d, 4w), or are over."),
]


class Format(StrEnum):
    """How the list is printed."""

    TEXT = "text"
    JSON = "json"


@records.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """List, judge and tidy up what people vouched for and what the team accepts."""
    help_unless_asked(context)


@records.command("list")
def list_(
    *,
    env: Annotated[
        str | None,
        typer.Option(
            "--env",
            "-e",
            metavar="NAME",
            help="Those that count in this environment.",
            autocompletion=complete_environments,
        ),
    ] = None,
    expiring_in: ExpiringOption = None,
    format_name: Annotated[Format, typer.Option("--format", "-f", help="How to print it.")] = Format.TEXT,
    config: ConfigOption = None,
) -> None:
    """List the records beside the profile, and how each stands today."""
    from golive.cli.terminal import write_out
    from golive.records.days import read_span
    from golive.records.standing import State

    span = None if expiring_in is None else read_span(expiring_in, "--expiring-in")
    loaded, found, _ = _today(config)
    if env is not None:
        loaded.environment(env)
        found = tuple(one for one in found if one.record.environment in {None, env})
    if span is not None:
        over = {State.EXPIRED, State.UNREADABLE}
        found = tuple(one for one in found if one.ends_within(span) or one.state in over)
    if format_name is Format.JSON:
        write_out(_as_json(found))
    else:
        write_out(
            "\n".join(_lines(found)) or f"No records{' like that' if env or span else ''} beside {_name(loaded)}."
        )


@records.command("lint")
def lint(*, expiring_in: ExpiringOption = None, config: ConfigOption = None) -> None:
    """
    Say which records are not in force, or end soon.

    Exit codes: 0 where every one is in force (and for longer than --expiring-in), 1 where one is not, 2 where the file
    is broken. Whether a waiver excuses anything, only `golive check` can tell.
    """
    from golive.cli.terminal import write_out
    from golive.records.days import read_span
    from golive.records.standing import State
    from golive.report import ExitCode
    from golive.reporters.words import count

    span = 0 if expiring_in is None else read_span(expiring_in, "--expiring-in")
    loaded, found, _ = _today(config)
    fine = {State.IN_FORCE, State.REPLACED}
    wanting = [one for one in found if one.state not in fine or one.ends_within(span)]
    lines = list(_lines(wanting))
    about = f"{count(len(found), 'record')} beside {_name(loaded)}"
    if wanting:
        lines.append(f"{len(wanting)} of {about} {'needs' if len(wanting) == 1 else 'need'} attention.")
    else:
        until = f" for {count(span, 'more day')}" if span else ""
        lines.append(f"{about}: nothing is out of force{until}.")
    lines.append("Whether a waiver still excuses anything, a run of `golive check` tells.")
    write_out("\n".join(lines))
    raise typer.Exit(ExitCode.NOT_READY if wanting else ExitCode.READY)


@records.command("prune")
def prune(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be removed, and change nothing.")] = False,
    config: ConfigOption = None,
) -> None:
    """Remove the records that have expired. The rest of the file, comments included, stays as it is."""
    from golive.cli.terminal import write_out
    from golive.records.standing import State
    from golive.records.writing import take_out
    from golive.reporters.words import count

    loaded, found, _ = _today(config)
    expired = [one for one in found if one.state is State.EXPIRED]
    others = sum(one.state in {State.UNREADABLE, State.IDLE} for one in found)
    lines = list(_lines(expired))
    if not expired:
        lines.append(f"No record beside {_name(loaded)} has expired.")
    elif dry_run:
        lines.append(f"{count(len(expired), 'record')} would be removed; nothing was changed.")
    else:
        take_out(loaded, [one.record for one in expired])
        lines.append(f"{count(len(expired), 'record')} removed. Next: review and commit it.")
    if others:
        lines.append(f"{count(others, 'other')} without effect stayed: `golive records lint` says why.")
    write_out("\n".join(lines))


def _today(config: Path | None) -> tuple[LoadedProfile, tuple[Standing, ...], date]:
    from golive.cli.surroundings import load
    from golive.clock import SystemClock
    from golive.records.loading import load_records
    from golive.records.rules import Rules
    from golive.records.standing import standings

    loaded, today = load(config), SystemClock().now().date()
    return loaded, standings(load_records(loaded), Rules(loaded), today), today


def _name(loaded: LoadedProfile) -> str:
    from golive.reporters.words import plain

    return plain(loaded.path.name)


def _lines(found: tuple[Standing, ...] | list[Standing]) -> Iterator[str]:
    """Yield two lines for each record: how it stands, and what it says."""
    from golive.reporters.words import count, plain

    for one in found:
        record = one.record
        left = "" if one.days_left is None or one.why else f", {count(one.days_left, 'day')} left"
        why = f": {one.why}" if one.why else ""
        where = record.environment or "every environment"
        yield plain(f"{one.state:14} {record.kind} of {record.subject} in {where}{left}{why}")
        said = f"{record.who}, {record.made} to {record.expires}: {record.text}"
        yield plain(f"{'':14} {said} ({record.place})")


def _as_json(found: tuple[Standing, ...]) -> str:
    import json

    from golive.reporters.words import plain

    return json.dumps(
        [
            {
                "kind": one.record.kind,
                "subject": one.record.subject,
                "environment": one.record.environment,
                "who": plain(one.record.who),
                "text": plain(one.record.text),
                "made": plain(one.record.made),
                "expires": plain(one.record.expires),
                "state": one.state,
                "why": plain(one.why),
                "days_left": one.days_left,
                "path": plain(one.record.place.path),
                "line": one.record.place.line,
            }
            for one in found
        ],
        indent=2,
    )
