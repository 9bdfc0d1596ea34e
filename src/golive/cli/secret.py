"""`golive secret`: the keyring entries that a profile refers to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Final

import typer

from golive.cli.options import ConfigOption, EnvOption, complete_secrets, help_unless_asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from golive.profile.types import Environment, KeyringReference, Value

PATIENCE: Final = 30.0
"""Seconds. A keyring may ask its owner for a password first."""
LONGEST: Final = 64 * 1024
"""Bytes of a secret."""

secret = typer.Typer(
    help="Keep the profile's secrets in the system's keyring.", rich_markup_mode=None, pretty_exceptions_enable=False
)
NameArgument = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="Secret of the environment, such as api_key or webhooks.0.secret.",
        autocompletion=complete_secrets,
    ),
]


@secret.callback(invoke_without_command=True)
def root(context: typer.Context) -> None:
    """Keep the profile's secrets in the system's keyring."""
    help_unless_asked(context)


@secret.command("set", context_settings={"allow_extra_args": True})
def set_(context: typer.Context, name: NameArgument, *, env: EnvOption = None, config: ConfigOption = None) -> None:
    """Store a secret. Its value is asked for, or read from standard input; never taken from the command line."""
    from golive.cli.terminal import write_out
    from golive.errors import UsageError

    if context.args:  # answered here rather than by Typer, which would print it once more
        raise UsageError(
            "a secret is not taken from the command line, where the shell's history and other users' process lists "
            "show it; leave it out to be asked for it, and replace one that was real: it is exposed"
        )
    reference = _reference(name, env, config)
    value = _read_value(name)
    if not value.strip():
        raise UsageError("the value is empty; nothing was stored")

    def store() -> None:
        import keyring

        keyring.set_password(reference.keyring, reference.username, value)

    _ask(store, reference)
    write_out(f"Stored {name} as {_entry(reference)}.")


@secret.command("status")
def status(*, env: EnvOption = None, config: ConfigOption = None) -> None:
    """
    Say for each secret of an environment where it comes from, and whether its keyring entry is there.

    Exit codes: 0 where every entry is there, 1 where one is not, 3 where the keyring cannot say.
    """
    from golive.cli.surroundings import load, pick_environment
    from golive.cli.terminal import write_out
    from golive.errors import UsageError
    from golive.profile.types import KeyringReference
    from golive.profile.values import describe
    from golive.report import ExitCode

    loaded = load(config)
    name = pick_environment(loaded, env)
    lines = []
    missing = False
    problem = ""
    for key, value in secrets_of(loaded.profile.environments[name]).items():
        line = f"{key}: {describe(value)}"
        if isinstance(value, KeyringReference) and not problem:  # a keyring that failed once is not asked again
            try:
                there = _is_there(value)
            except UsageError as error:
                problem = str(error)
            else:
                missing = missing or not there
                line += ", stored" if there else f", not stored: `golive secret set {key} --env {name}` stores it"
        lines.append(line)
    write_out("\n".join(lines) or f"{loaded.path.name} declares no secrets for {name}.")
    if problem:
        write_out(problem)
        raise typer.Exit(ExitCode.INCOMPLETE)
    raise typer.Exit(ExitCode.NOT_READY if missing else ExitCode.READY)


@secret.command("delete")
def delete(name: NameArgument, *, env: EnvOption = None, config: ConfigOption = None) -> None:
    """Remove a secret from the keyring."""
    from golive.cli.terminal import write_out
    from golive.errors import UsageError

    reference = _reference(name, env, config)
    if not _is_there(reference):
        raise UsageError(f"there is no {_entry(reference)}")

    def remove() -> None:
        import keyring

        keyring.delete_password(reference.keyring, reference.username)

    _ask(remove, reference)
    write_out(f"Removed {_entry(reference)}.")


def secrets_of(environment: Environment) -> dict[str, Value]:
    """Return every secret of an environment as written, by its name on the command line."""
    from dataclasses import fields

    credentials = environment.credentials
    found = {field.name: getattr(credentials, field.name) for field in fields(credentials)}
    found |= {f"webhooks.{index}.secret": webhook.secret for index, webhook in enumerate(environment.webhooks)}
    return {key: value for key, value in found.items() if value is not None}


def _reference(name: str, env: str | None, config: Path | None) -> KeyringReference:
    """Return the keyring entry that the profile names for a secret. Raises UsageError where it names none."""
    from golive.cli.surroundings import load, pick_environment
    from golive.errors import UsageError
    from golive.profile.nearest import did_you_mean
    from golive.profile.types import KeyringReference
    from golive.profile.values import describe

    loaded = load(config)
    environment = pick_environment(loaded, env)
    secrets = secrets_of(loaded.profile.environments[environment])
    if name not in secrets:
        # The name is not repeated: it may be the secret itself, given in the wrong place.
        hint = did_you_mean(name, secrets) or f"; it declares {', '.join(secrets) or 'none'}"
        raise UsageError(f"{loaded.path.name} declares no secret of that name for {environment}{hint}")
    value = secrets[name]
    if not isinstance(value, KeyringReference):
        raise UsageError(
            f"{name} of {environment} comes from elsewhere ({describe(value)}). To keep it in the keyring, write "
            f"{{keyring: golive, username: {environment}-{name.replace('.', '-')}}} in {loaded.path.name}"
        )
    return value


def _read_value(name: str) -> str:
    from golive.cli.terminal import ask_hidden, is_terminal
    from golive.errors import UsageError

    if is_terminal(sys.stdin):
        return ask_hidden(f"Value of {name} (not shown): ", otherwise="give the value on standard input instead")
    data = b"" if sys.stdin is None else sys.stdin.buffer.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise UsageError(f"the value is longer than {LONGEST:,} bytes; nothing was stored")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = None
    if text is None or "\0" in text:  # raised here, so that the value does not hang on to the error
        raise UsageError("the value is not UTF-8 text; nothing was stored")
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
        return ask_keyring(action, PATIENCE)
    except Unverified as why:
        raise UsageError(f"{_entry(reference)} cannot be reached: {why}") from None


def _entry(reference: KeyringReference) -> str:
    from golive.profile.values import describe

    return describe(reference)
