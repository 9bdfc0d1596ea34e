"""What golive takes from its surroundings: environment variables, and the profile that the person means."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from golive.errors import UsageError

if TYPE_CHECKING:
    from golive.http.routes import ConnectTo
    from golive.profile.loader import LoadedProfile


def environ() -> Mapping[str, str]:
    """Return the environment variables of this process."""
    return os.environ


def cache_folder(environ: Mapping[str, str]) -> Path | None:
    """
    Return this user's folder for what golive remembers from run to run, None where there is no home to keep it in.

    https://specifications.freedesktop.org/basedir-spec/latest/ : a path that is not absolute does not count.
    """
    for name, below in (("XDG_CACHE_HOME", "golive"), ("HOME", ".cache/golive")):
        folder = environ.get(name, "")
        if Path(folder).is_absolute():
            return Path(folder) / below
    return None


def locate(config: Path | None) -> Path:
    """Return the profile that the person means. Raises UsageError where there is none."""
    from golive.profile.loader import find_profile

    if config is not None:
        if not os.path.lexists(config):
            raise UsageError(f"there is no file {config}; `golive init --path {config}` writes one")
        return config
    try:
        here = Path.cwd()
    except OSError:
        raise UsageError("the working directory is gone; change to another one, or name a --config") from None
    return find_profile(here)


def load(config: Path | None) -> LoadedProfile:
    """Return the profile that the person means. Raises ProfileError and UsageError."""
    from golive.registry import read_profile

    return read_profile(locate(config))


def pick_environment(loaded: LoadedProfile, name: str | None) -> str:
    """Return the environment that the person means. Raises UsageError, which lists them, where that is not clear."""
    if name is not None:
        loaded.environment(name)
        return name
    names = tuple(loaded.profile.environments)
    if len(names) == 1:
        return names[0]
    raise UsageError(f"say which environment with --env; {loaded.path.name} has {', '.join(names)}")


def usable_network(timeout: float, connect_to: Sequence[str] | None, ca_bundle: Path | None) -> tuple[ConnectTo, ...]:
    """Return what `--connect-to` says. Raises UsageError where it, `--timeout` or `--ca-bundle` is of no use."""
    from golive.http.routes import parse_connect_to

    if timeout != timeout:  # noqa: PLR0124 - what is not a number is not itself, and passes every limit
        raise UsageError("--timeout takes a number of seconds")
    if ca_bundle is not None and not ca_bundle.is_file():
        raise UsageError(f"--ca-bundle: there is no file {ca_bundle}")
    return tuple(parse_connect_to(text) for text in connect_to or ())
