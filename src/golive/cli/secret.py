"""`golive secret`: the keyring entries that a profile refers to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from golive.cli.options import ConfigOption, EnvOption

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from golive.profile.types import Environment, KeyringReference, Value

SECONDS = 30.0
"""A keyring may ask its owner for a password first."""
LONGEST = 64 * 1024
"""Characters."""

secret = typer.Typer(
    help="Keep the profile's secrets in the system's keyring.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", help="Secret of the environment, such as api_key or webhooks.0.secret.")
]


@secret.command("set")
def set_(name: NameArgument, *, env: EnvOption = None, config: ConfigOption = None) -> None:
    """Store a secret. Its value is asked for, or read from standard input; never taken from the command line."""
    from golive.cli.surroundings import write_out
    from golive.errors import UsageError

    reference = _reference(name, env, config)
    value = _read_value(name)
    if not value.strip():
        raise UsageError("the value is empty; nothing was stored")

    def store() -> None:
        import keyring

        keyring.set_password(reference.keyring, reference.username, value)

    _ask(store, reference)
    write_out(f"Stored {name} as keyring entry {reference.keyring}/{reference.username}.")


@secret.command("status")
def status(*, env: EnvOption = None, config: ConfigOption = None) -> None:
    """Say for each secret of an environment where it comes from, and whether its keyring entry is there."""
    from golive.cli.surroundings import load, pick_environment, write_out
    from golive.profile.types import KeyringReference
    from golive.profile.values import describe

    loaded = load(config)
    name = pick_environment(loaded, env)
    lines = []
    missing = False
    for key, value in _secrets(loaded.profile.environments[name]).items():
        line = f"{key}: {describe(value)}"
        if isinstance(value, KeyringReference):
            there = _is_there(value)
            missing = missing or not there
            line += ", stored" if there else ", not stored"
        lines.append(line)
    write_out("\n".join(lines) or f"{loaded.path.name} declares no secrets for {name}.")
    raise typer.Exit(1 if missing else 0)


@secret.command("delete")
def delete(name: NameArgument, *, env: EnvOption = None, config: ConfigOption = None) -> None:
    """Remove a secret from the keyring."""
    from golive.cli.surroundings import write_out
    from golive.errors import UsageError

    reference = _reference(name, env, config)
    if not _is_there(reference):
        raise UsageError(f"there is no keyring entry {reference.keyring}/{reference.username}")

    def remove() -> None:
        import keyring

        keyring.delete_password(reference.keyring, reference.username)

    _ask(remove, reference)
    write_out(f"Removed keyring entry {reference.keyring}/{reference.username}.")


def _reference(name: str, env: str | None, config: Path | None) -> KeyringReference:
    """Return the keyring entry that the profile names for a secret. Raises UsageError where it names none."""
    from golive.cli.surroundings import load, pick_environment
    from golive.errors import UsageError
    from golive.profile.nearest import did_you_mean
    from golive.profile.types import KeyringReference
    from golive.profile.values import describe

    loaded = load(config)
    environment = pick_environment(loaded, env)
    secrets = _secrets(loaded.profile.environments[environment])
    if name not in secrets:
        hint = did_you_mean(name, secrets) or f"; it has {', '.join(secrets) or 'none'}"
        raise UsageError(f"{loaded.path.name} declares no secret {name!r} for {environment}{hint}")
    value = secrets[name]
    if not isinstance(value, KeyringReference):
        raise UsageError(
            f"{name} of {environment} comes from elsewhere ({describe(value)}). To keep it in the keyring, write "
            f"{{keyring: golive, username: {environment}-{name.replace('.', '-')}}} in {loaded.path.name}"
        )
    return value


def _secrets(environment: Environment) -> dict[str, Value]:
    """Return every secret of an environment as written, by its key in the profile."""
    from dataclasses import fields

    credentials = environment.credentials
    found = {field.name: getattr(credentials, field.name) for field in fields(credentials)}
    found |= {f"webhooks.{index}.secret": webhook.secret for index, webhook in enumerate(environment.webhooks)}
    return {key: value for key, value in found.items() if value is not None}


def _read_value(name: str) -> str:
    if sys.stdin.isatty():
        value: str = typer.prompt(f"Value of {name} (not shown)", hide_input=True)
        return value
    from golive.errors import UsageError

    text = sys.stdin.read(LONGEST + 1)
    if len(text) > LONGEST:
        raise UsageError(f"the value is longer than {LONGEST:,} characters; nothing was stored")
    return text.removesuffix("\n").removesuffix("\r")


def _is_there(reference: KeyringReference) -> bool:
    def look() -> str | None:
        import keyring

        return keyring.get_password(reference.keyring, reference.username)

    return _ask(look, reference) is not None


def _ask(action: Callable[[], str | None], reference: KeyringReference) -> str | None:
    """Use the keyring. Raises UsageError where it does not answer, is locked or absent."""
    from golive.errors import Unverified, UsageError
    from golive.profile.outside import ask_keyring

    try:
        return ask_keyring(action, SECONDS)
    except Unverified as why:
        raise UsageError(f"keyring entry {reference.keyring}/{reference.username}: {why}") from None
