"""What golive takes from its surroundings: the terminal, environment variables, the profile's file."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from golive.errors import UsageError

if TYPE_CHECKING:
    from golive.profile.loader import LoadedProfile
    from golive.redact import Redactor
    from golive.reporters.formats import Style
    from golive.result import Status
    from golive.runner import Watch

WIDTH_WITHOUT_TERMINAL = 100
"""Columns of a report that goes to a file or a CI log, unless COLUMNS says otherwise."""
QUIET = -1
MOST_VERBOSE = 3


def load(config: Path | None) -> LoadedProfile:
    """Return the profile that the person means. Raises ProfileError and UsageError."""
    from golive.profile.loader import find_profile, load_profile
    from golive.registry import load_provider, provider_ids

    path = config if config is not None else find_profile(Path.cwd())
    if not path.exists():
        raise UsageError(f"there is no file {path}")
    return load_profile(
        path,
        known_providers=provider_ids(),
        credential_sets=lambda provider_id: load_provider(provider_id).credential_sets,
    )


def pick_environment(loaded: LoadedProfile, name: str | None) -> str:
    """Return the environment that the person means. Raises UsageError, which lists them, where that is not clear."""
    if name is not None:
        loaded.environment(name)
        return name
    names = tuple(loaded.profile.environments)
    if len(names) == 1:
        return names[0]
    raise UsageError(f"say which environment with --env; {loaded.path.name} has {', '.join(names)}")


def style_for(stream: TextIO, environ: Mapping[str, str], verbosity: int) -> Style:
    """Return how a report looks best on a stream."""
    from golive.reporters.formats import Style

    terminal = stream.isatty()
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        width = int(columns)
    else:
        width = shutil.get_terminal_size().columns if terminal else WIDTH_WITHOUT_TERMINAL
    no_color = bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
    forced = bool(environ.get("FORCE_COLOR"))
    return Style(
        width=width,
        color=(terminal or forced) and not no_color,
        unicode=_can_encode(stream, "✓✗…→─"),
        verbosity=verbosity,
    )


def _can_encode(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def write_out(text: str) -> None:
    """Write to standard output. What its encoding lacks is written as an escape."""
    encoding = sys.stdout.encoding or "ascii"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    if not text.endswith("\n"):
        sys.stdout.write("\n")
    sys.stdout.flush()


def environ() -> Mapping[str, str]:
    """Return the environment variables of this process."""
    return os.environ


@contextlib.contextmanager
def progress(total: str) -> Iterator[Watch]:
    """Show which checks are still running, on standard error where that is a terminal; else show nothing."""
    if not sys.stderr.isatty():
        yield lambda _id, _status: None
        return
    from rich.console import Console

    running: dict[str, None] = {}
    ended = 0
    with Console(stderr=True).status(total, spinner="line") as status:

        def watch(check_id: str, outcome: Status | None) -> None:
            nonlocal ended
            if outcome is None:
                running[check_id] = None
            else:
                running.pop(check_id, None)
                ended += 1
            names = ", ".join(running)
            status.update(f"{total}: {ended} of {ended + len(running)} checks done; waiting for {names[:50]}")

        yield watch


class _RedactingFormatter(logging.Formatter):
    """Masks secrets in the finished line, tracebacks included, and makes it one harmless line."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__("%(asctime)s %(name)s %(levelname)s %(message)s")
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        from golive.redact import inert

        return inert(self._redactor(super().format(record)), 2_000)


def log_to_stderr(redactor: Redactor) -> None:
    """Send every log record of the process to standard error, secrets masked."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_RedactingFormatter(redactor))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG)
