"""Who somebody is, as git knows it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from golive.clock import Clock, Deadline, SystemClock
from golive.errors import Unverified
from golive.redact import inert
from golive.repository.git import Git, find_git, find_work_tree

SECONDS: Final = 5.0
LONGEST_NAME: Final = 120
"""Characters of a name or an address."""


def git_user(folder: Path, clock: Clock | None = None) -> str | None:
    """
    Return git's user in a folder, `Name <mail>`, None where git knows none.

    The repository may be anybody's: git reads its settings, and starts no program that they name.
    """
    program = find_git()
    if program is None:
        return None
    folder = folder.absolute()
    git = Git(program, find_work_tree(folder) or folder)
    deadline = Deadline(clock or SystemClock(), SECONDS)
    name, mail = (_setting(git, key, deadline) for key in ("user.name", "user.email"))
    if name and mail:
        return f"{name} <{mail}>"
    return name or mail or None


def _setting(git: Git, key: str, deadline: Deadline) -> str:
    try:
        done = git.run(f"read {key}", deadline, "config", "--null", "--get", key)
    except Unverified:
        return ""  # not set, or not readable: the person is asked instead
    value = done.stdout.decode(errors="replace").rstrip("\0")
    return inert(" ".join(value.split()), LONGEST_NAME)
