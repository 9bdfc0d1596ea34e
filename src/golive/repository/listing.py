"""List the files of a folder: by git where it is a git work tree, else by walking."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.redact import inert
from golive.repository.git import Git

if TYPE_CHECKING:
    from golive.clock import Deadline

LONGEST_LISTING: Final = 60.0
"""Seconds that listing may take, whatever the run's own deadline."""

DEEPEST_NESTING: Final = 8
"""Repositories within repositories."""

PRUNED: Final = frozenset(
    [
        *(".git", ".hg", ".svn", ".jj", "node_modules", "bower_components", ".venv", "venv", ".tox", ".nox", ".cache"),
        *("__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".gradle", ".terraform", ".next", ".nuxt"),
    ]
)
"""Folders that a walk without git leaves out: other people's code, caches, and version control's own files."""

_DOING: Final = "list the files"
_UNREADABLE_FOLDER: Final = re.compile(r"^warning: could not open directory '(.*)': ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Listing:
    """Names relative to the listed folder, with `/` between parts; bytes that are no UTF-8 are surrogate escapes."""

    files: frozenset[str]
    tracked: frozenset[str]
    unreadable: frozenset[str] = frozenset()
    nested: frozenset[str] = frozenset()
    """Folders that hold git repositories of their own."""


def list_by_git(git: Git, folder: Path, deadline: Deadline, depth: int = 0) -> Listing:
    """
    List what git tracks below `folder`, and what it neither tracks nor ignores, nested repositories included.

    Raises Unverified where git fails or takes too long.
    """
    limit = deadline.within(LONGEST_LISTING)
    cached = git.run(_DOING, limit, "ls-files", "-z", "--cached", folder=folder)
    others = git.run(_DOING, limit, "ls-files", "-z", "--others", "--exclude-standard", folder=folder)
    tracked = set(_names(cached.stdout))
    unreadable = {name.rstrip("/") for name in _UNREADABLE_FOLDER.findall(os.fsdecode(others.stderr))}
    files = tracked | set(_names(others.stdout))
    # A submodule is listed as a folder, a repository that nobody added as a folder with a slash.
    nested = {name.rstrip("/") for name in files if name.endswith("/") or _is_repository(f"{folder}/{name}")}
    files = {name for name in files if name.rstrip("/") not in nested}
    tracked &= files
    repositories: set[str] = set()
    for name in sorted(nested):
        inner = folder / name
        if depth < DEEPEST_NESTING and _is_repository(inner) and not _through_link(folder, name):
            listing = list_by_git(Git(git.program, inner), inner, deadline, depth + 1)
            repositories |= {name, *(f"{name}/{each}" for each in listing.nested)}
            files |= {f"{name}/{each}" for each in listing.files}
            tracked |= {f"{name}/{each}" for each in listing.tracked}
            unreadable |= {f"{name}/{each}" for each in listing.unreadable}
    return Listing(
        frozenset(_without_links(folder, files)), frozenset(tracked), frozenset(unreadable), frozenset(repositories)
    )


def list_by_walking(folder: Path, deadline: Deadline) -> Listing:
    """List every file below `folder` but for `PRUNED` folders. Raises Unverified where it takes too long."""
    deadline = deadline.within(LONGEST_LISTING)
    files: set[str] = set()
    unreadable: set[str] = set()
    pending = [""]
    while pending:
        if deadline.passed:
            raise Unverified(f"listing the files of {inert(str(folder))} took longer than {deadline.seconds:.0f} s")
        prefix = pending.pop()
        try:
            with os.scandir(folder / prefix) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in PRUNED:
                            pending.append(f"{prefix}{entry.name}/")
                    elif entry.is_file(follow_symlinks=False):
                        files.add(prefix + entry.name)
        except FileNotFoundError:
            continue
        except OSError:
            unreadable.add(prefix.rstrip("/"))
    return Listing(frozenset(files), frozenset(), frozenset(unreadable))


def _names(output: bytes) -> Iterator[str]:
    return (os.fsdecode(name) for name in output.split(b"\0") if name)


def _is_repository(folder: str | Path) -> bool:
    return os.path.lexists(f"{folder}/.git")  # asked of every file: a Path would take four times as long


def _through_link(folder: Path, name: str) -> bool:
    return any((folder / part).is_symlink() for part in (name, *map(str, Path(name).parents)) if part != ".")


def _without_links(folder: Path, names: set[str]) -> Iterator[str]:
    """Leave out what a tracked name reaches through a folder that has become a link."""
    linked: dict[str, bool] = {"": False}
    for name in names:
        parent = name.rpartition("/")[0]
        if parent not in linked:
            for index in [*(at for at, character in enumerate(parent) if character == "/"), len(parent)]:
                part = parent[:index]
                if part not in linked:
                    linked[part] = linked[part.rpartition("/")[0]] or (folder / part).is_symlink()
        if not linked[parent]:
            yield name
