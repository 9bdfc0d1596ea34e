"""`settings.secret-source`."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.check import check
from golive.errors import Unverified
from golive.finding import Finding, SettingPlace, fail, seen, unknown, warn
from golive.redact import Secret

if TYPE_CHECKING:
    from golive.context import Context
    from golive.profile.types import Value
    from golive.repository.files import Repository

_UNTRACK: Final = "Rotate the secret, remove the file from git (git rm --cached), and add it to .gitignore"


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
    from golive.profile.values import describe, reference_path

    path = reference_path(value, ctx.environment.loaded.folder)
    if path is not None:
        yield _judge_file(ctx, f"the {name} comes from {describe(value)}", place, path)
    elif isinstance(value, str | Secret):
        yield fail(f"the {name} is written in the profile itself; treat it as known, and rotate it", place)
    else:
        yield seen(f"the {name} comes from {describe(value)}", place)


def _judge_file(ctx: Context, origin: str, place: SettingPlace, path: Path) -> Finding:
    repository, why_not = _find_repository(ctx)
    relative = repository.relative(path) if repository is not None else None
    if repository is not None and repository.tracked(path):
        return fail(f"{origin}, a file that git tracks", place, fix=_UNTRACK)
    try:
        mode = path.stat().st_mode
        exposed = os.name == "posix" and bool(mode & stat.S_IROTH) and _reachable_by_others(path)
    except OSError as error:
        return unknown(f"{origin}, which cannot be examined ({error.strerror})", place)
    if exposed:
        message = f"{origin}, which other users of this machine can read (mode {stat.S_IMODE(mode):o})"
        return fail(message, place, fix=f"chmod 600 {path.name}")
    if repository is None:
        return unknown(f"{origin}; whether git tracks it could not be found out: {why_not}", place)
    if relative is None:
        return warn(f"{origin}, a plain file outside the repository", place)
    if not repository.is_git:
        return warn(f"{origin}, a plain file in a folder that is no git repository", place)
    if relative in repository.files:
        message = f"{origin}, which git does not ignore: one `git add` and it is tracked"
        return warn(message, place, fix=f"Add {relative} to .gitignore")
    return seen(f"{origin}, which git does not track", place)


def _find_repository(ctx: Context) -> tuple[Repository | None, str]:
    """Return the repository, or why there is none."""
    try:
        return ctx.repository, ""
    except Unverified as why:
        return None, str(why)


def _reachable_by_others(path: Path) -> bool:
    """Whether other users may enter every folder on the way to this file."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)
