"""Options that several commands share, and their completion in a shell."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def help_unless_asked(context: typer.Context) -> None:
    """Print what a group of commands offers, and end as with a usage error, where none of them was asked for."""
    if context.invoked_subcommand is None:
        from golive.cli.terminal import write_out
        from golive.report import ExitCode

        write_out(context.get_help())
        raise typer.Exit(ExitCode.CANNOT_RUN)


def complete_environments(context: typer.Context, incomplete: str) -> list[str]:
    """Return the environments of the profile that is meant, for completion."""
    from golive.cli.surroundings import locate
    from golive.errors import GoliveError
    from golive.profile.loader import load_profile

    config = context.params.get("config")
    try:
        loaded = load_profile(locate(Path(config) if config is not None else None))
    except GoliveError:
        return []  # no usable profile, so there is nothing to offer; the command itself will say why
    return [name for name in loaded.profile.environments if name.startswith(incomplete)]


def complete_checks(incomplete: str) -> list[str]:
    """Return the ids of the built-in checks, for completion."""
    from golive.registry import built_in

    return [check_id for check_id in built_in().ids() if check_id.startswith(incomplete)]


def complete_subjects(incomplete: str) -> list[str]:
    """Return the ids of the built-in checks and of all checklists' lines, for completion."""
    from golive.registry import load_checklist, provider_ids

    items = dict.fromkeys(item.id for name in provider_ids() for item in load_checklist(name).items())
    return [*complete_checks(incomplete), *(item for item in items if item.startswith(incomplete))]


def complete_attestable(context: typer.Context, incomplete: str) -> list[str]:
    """Return the lines that a person may vouch for, by the checklist of the profile that is meant, for completion."""
    from golive.cli.surroundings import load
    from golive.errors import GoliveError
    from golive.records.rules import Rules

    config = context.params.get("config")
    try:
        rules = Rules(load(Path(config) if config is not None else None))
    except GoliveError:
        return []  # as in complete_environments
    return [name for name in rules.attestable() if name.startswith(incomplete)]


def complete_waivable(context: typer.Context, incomplete: str) -> list[str]:
    """Return the lines and checks that may be waived, by the profile that is meant, for completion."""
    from golive.cli.surroundings import load
    from golive.errors import GoliveError
    from golive.records.rules import Rules

    config = context.params.get("config")
    try:
        rules = Rules(load(Path(config) if config is not None else None))
    except GoliveError:
        return []  # as in complete_environments
    return [name for name in rules.waivable() if name.startswith(incomplete)]


def complete_secrets(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of the secrets of the environment that is meant, for completion."""
    from golive.cli.secret import secrets_of
    from golive.cli.surroundings import load, pick_environment
    from golive.errors import GoliveError

    config = context.params.get("config")
    try:
        loaded = load(Path(config) if config is not None else None)
        environment = loaded.environment(pick_environment(loaded, context.params.get("env")))
    except GoliveError:
        return []  # as in complete_environments
    return [name for name in secrets_of(environment) if name.startswith(incomplete)]


def complete_formats(incomplete: str) -> list[str]:
    """Return the report formats, for completion."""
    from golive.reporters.formats import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]


def complete_providers(incomplete: str) -> list[str]:
    """Return the providers' ids, for completion."""
    from golive.registry import provider_ids

    return [name for name in provider_ids() if name.startswith(incomplete)]


def complete_signatures(context: typer.Context, incomplete: str) -> list[str]:
    """Return the ids of the signatures of the provider that is meant, or of all of them, for completion."""
    from golive.registry import load_provider, provider_ids

    meant = context.params.get("provider")
    chosen = [meant] if meant in provider_ids() else provider_ids()
    ids = dict.fromkeys(scheme.id for name in chosen for scheme in load_provider(name).deliveries.schemes)
    return [name for name in ids if name.startswith(incomplete)]


EnvOption = Annotated[
    str | None,
    typer.Option(
        "--env",
        "-e",
        metavar="NAME",
        help="Environment of the profile. May be left out where there is only one.",
        autocompletion=complete_environments,
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", "-c", metavar="PATH", help="Profile to use instead of the nearest golive.yaml."),
]
TrustOption = Annotated[
    bool,
    typer.Option(
        "--trust", envvar="GOLIVE_TRUST", help="Run programs and checks that the profile or the repository names."
    ),
]
ProviderOption = Annotated[
    str,
    typer.Option(
        "--provider", "-p", metavar="ID", help="Provider of the payment API.", autocompletion=complete_providers
    ),
]
ConnectToOption = Annotated[
    list[str] | None,
    typer.Option(
        "--connect-to",
        metavar="HOST:PORT:ADDRESS:PORT",
        help="Reach a host at another address, as in curl. TLS still verifies the host's name. Repeatable.",
    ),
]
CaBundleOption = Annotated[
    Path | None,
    typer.Option("--ca-bundle", metavar="PATH", help="Certificates to trust (PEM) instead of the system's."),
]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="What to print: text or json.", autocompletion=complete_formats
    ),
]
OutputOption = Annotated[
    list[str] | None,
    typer.Option("--output", "-o", metavar="FORMAT=PATH", help="Write the report to a file as well. Repeatable."),
]
VerboseOption = Annotated[
    int,
    typer.Option(
        "--verbose",
        "-v",
        count=True,
        help="Show every finding; -vv every request and delivery, too; -vvv also logs to stderr.",
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Print the verdict only.")]
