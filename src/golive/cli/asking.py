"""Questions to the person at the terminal, for what the command line leaves out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from golive.errors import UsageError

if TYPE_CHECKING:
    from golive.profile.loader import LoadedProfile


def asks() -> bool:
    """Whether somebody is there to answer."""
    from golive.cli.terminal import is_terminal

    return is_terminal(sys.stdin) and is_terminal(sys.stdout)


def answered(given: str | None, question: str, *, otherwise: str, default: str | None = None) -> str:
    """
    Return what was given, or what is answered at the terminal.

    `default` is taken where nothing is typed, and where nobody is there. Raises UsageError, with `otherwise` as what to
    do, where there is none of them.
    """
    if given is not None:
        return given
    if asks():
        import typer

        from golive.reporters.words import plain

        question = plain(question)
        suffix = " " if question.endswith("?") and default is None else ": "
        return str(typer.prompt(question, default, prompt_suffix=suffix))
    if default is not None:
        return default
    raise UsageError(otherwise)


def environment_for(loaded: LoadedProfile, name: str | None) -> str:
    """Return the environment that is meant, asking for it where there are several. Raises UsageError."""
    from golive.cli.surroundings import pick_environment

    names: Sequence[str] = tuple(loaded.profile.environments)
    if name is None and len(names) > 1 and asks():
        name = answered(None, f"Environment ({', '.join(names)})", otherwise="")
    return pick_environment(loaded, name)
