"""The history of the made-up merchant's repository, the same in every run but for the credentials in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.repository.git import Git, find_git

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from golive.clock import Deadline

AUTHOR: Final = "Robin Example <robin@example.com>"
FIRST: Final = 1_780_000_000
"""When the first commit was made, in seconds since 1970. The others follow a day apart."""
_DAY: Final = 86_400
_BRANCH: Final = "refs/heads/main"
_DOING: Final = "write the history"
_IN_A_HURRY: Final = ("-c", "core.fsync=none", "-c", "fastimport.unpackLimit=0")
"""The folder is gone in a second: nothing has to reach the disk, and one pack is quicker than many files."""


@dataclass(frozen=True, slots=True)
class Commit:
    """Everything that was checked in at a time."""

    message: str
    files: Mapping[str, str]
    """Contents by path."""


def write_history(folder: Path, commits: Iterable[Commit], deadline: Deadline) -> None:
    """
    Make a folder, which holds the files of the last commit, a git repository.

    Neither the settings nor the name of who runs this get into it. Where git is not installed, or fails, there is no
    history, and the check that reads it says so.
    """
    program = find_git()
    if program is None:
        (folder / ".git").mkdir()  # so that what is told is that git is missing, not that nothing was committed
        return
    git = Git(program, folder, home=folder)
    try:
        git.run(_DOING, deadline, "-c", "init.defaultBranch=main", "init", "--quiet", "--template=")
        git.run(_DOING, deadline, *_IN_A_HURRY, "fast-import", "--quiet", given=b"".join(_streamed(commits)))
        git.run(_DOING, deadline, "read-tree", _BRANCH)
    except Unverified:
        shutil.rmtree(folder / ".git", ignore_errors=True)


def _streamed(commits: Iterable[Commit]) -> Iterator[bytes]:
    """Yield what `git fast-import` reads: https://git-scm.com/docs/git-fast-import."""
    for number, commit in enumerate(commits):
        yield f"commit {_BRANCH}\ncommitter {AUTHOR} {FIRST + number * _DAY} +0000\n".encode()
        yield _data(commit.message)
        yield b"deleteall\n"
        for path, text in commit.files.items():
            yield f"M 100644 inline {path}\n".encode() + _data(text)
    yield b"done\n"


def _data(text: str) -> bytes:
    content = text.encode()
    return b"data %d\n%b\n" % (len(content), content)
