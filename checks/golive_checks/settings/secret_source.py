"""`settings.secret-source`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from golive.profile.values import describe, reference_path
from golive.redact import Secret

from golive.check import check
from golive.errors import Unverified
from golive.finding import Finding, SettingPlace, fail, seen, unknown, warn
from golive.profile.types import CommandReference, EnvReference, KeyringReference, Value

if TYPE_CHECKING:
    from golive.context import Context
    from golive.repository.files import Repository

_READABLE_BY_OTHERS = 0o044


@check(
    remedy="Refer to an environment variable, a keyring entry or a secrets manager's command instead of writing it.",
    sources=(
        "https://help.antonpayments.com/en/articles/14127356-securing-your-integration",
        "https://octopus-docs.pages.dev/docs/best-practices/before-you-go-live",
    ),
)
def secret_source(ctx: Context) -> Iterator[Finding]:
    """
    Every secret comes from the environment, a keyring or a secrets manager.

    A secret that is written into a file that git tracks is known to everyone who ever clones the repository, and
    rotating it later does not remove it from the history. A file that every account on a machine can read is little
    better.
    """
    secrets = list(ctx.environment.secret_values())
    if not secrets:
        raise Unverified(f"the profile declares no secrets for {ctx.environment.name}")
    for name, place, value in secrets:
        yield from _judge(ctx, name, place, value)


def _judge(ctx: Context, name: str, place: SettingPlace, value: Value) -> Iterator[Finding]:
    match value:
        case str() | Secret():
            yield fail(f"the {name} is written in the profile itself; treat it as known, and rotate it", place)
        case EnvReference() | KeyringReference() | CommandReference():
            yield seen(f"the {name} comes from {describe(value)}", place)
        case _:
            path = reference_path(value, ctx.environment.loaded.folder)
            if path is None:
                yield unknown(f"where the {name} comes from is not known to this check", place)
            else:
                yield from _judge_file(ctx, name, place, path, describe(value))


def _judge_file(ctx: Context, name: str, place: SettingPlace, path: Path, described: str) -> Iterator[Finding]:
    repository = _repository_around(ctx, path)
    if repository is not None and repository.tracked(path):
        yield fail(
            f"the {name} comes from {described}, a file that git tracks",
            place,
            fix="Rotate the secret, remove the file from git (git rm --cached), and add it to .gitignore",
        )
        return
    try:
        mode = path.stat().st_mode
    except OSError as error:
        yield unknown(f"the {name} comes from {described}, which cannot be examined ({error.strerror})", place)
        return
    if mode & _READABLE_BY_OTHERS:
        yield fail(
            f"the {name} comes from {described}, which other users of this machine can read (mode {mode & 0o777:o})",
            place,
            fix=f"chmod 600 {path.name}",
        )
    elif repository is not None:
        yield seen(f"the {name} comes from {described}, which git does not track", place)
    else:
        yield warn(f"the {name} comes from {described}, a plain file outside the repository", place)


def _repository_around(ctx: Context, path: Path) -> Repository | None:
    """Return the repository if the file lies in it."""
    try:
        repository = ctx.repository
    except Unverified:
        return None
    return repository if path.resolve().is_relative_to(repository.root.resolve()) else None
