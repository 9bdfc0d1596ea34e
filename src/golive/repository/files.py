"""The files of the merchant's repository."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from golive.errors import Unverified
from golive.redact import inert
from golive.repository.git import Git, find_git, find_work_tree
from golive.repository.listing import list_by_git, list_by_walking
from golive.repository.reading import LARGEST_FILE, LARGEST_SEARCHED, Skipped, read_regular

if TYPE_CHECKING:
    from golive.clock import Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """
    A folder and what is in it, listed once.

    Names are relative to `root`, with `/` between parts, in sorted order; bytes that are no UTF-8 are surrogate
    escapes, so show a name through `inert`.
    """

    root: Path
    """Absolute, links resolved."""
    files: tuple[str, ...]
    """All files but ignored and excluded ones."""
    is_git: bool
    """Whether git listed them. Where it did not, nothing is known about tracked and ignored files."""
    tracked_files: frozenset[str] = frozenset()
    """What git tracks, excluded files too."""
    unreadable: tuple[str, ...] = ()
    """Folders that could not be listed."""
    largest: int = LARGEST_FILE
    """Bytes of the largest file that is read as a whole."""
    largest_searched: int = LARGEST_SEARCHED
    """Bytes of the largest file that is searched for credentials, piece by piece."""
    repositories: tuple[Git, ...] = ()
    """Git of this folder, and of every repository within it: submodules, and those that nobody added."""
    excluded: re.Pattern[str] | None = None
    """Matches the beginning of names that the profile leaves out."""

    def read(self, name: str) -> bytes | Skipped:
        """Return the content of a file of `files`, or why it was not read."""
        return read_regular(self.root / name, self.largest)

    def relative(self, path: Path) -> str | None:
        """Return a path as `files` would name it, None where it is outside. Relative paths start at `root`."""
        full = self.root / path
        place = Path(os.path.realpath(full.parent)) / full.name
        return place.relative_to(self.root).as_posix() if place.is_relative_to(self.root) else None

    def tracked(self, path: Path) -> bool:
        """Whether git tracks this file, or the file that this link leads to."""
        names = (self.relative(path), self.relative(Path(os.path.realpath(self.root / path))))
        return any(name in self.tracked_files for name in names if name is not None)


def open_repository(
    root: Path, exclude: Iterable[str] = (), *, deadline: Deadline, largest: int = LARGEST_FILE
) -> Repository:
    """
    List the files of a folder.

    `exclude` leaves paths out: folders ending in `/`, or patterns as in a shell; one without a slash is compared
    with every part of the path. Raises Unverified where the folder is not there, or cannot be listed in time.
    """
    folder = Path(os.path.realpath(root))
    if not folder.is_dir():
        raise Unverified(f"there is no folder {inert(str(root))} to read")
    program, top = find_git(), find_work_tree(folder)
    git = Git(program, top) if program is not None and top is not None else None
    listing = list_by_git(git, folder, deadline) if git is not None else None
    # A folder that an outer repository ignores altogether is no part of that repository.
    is_git = listing is not None and (bool(listing.files) or top == folder)
    if listing is None or not is_git:
        git, listing = None, list_by_walking(folder, deadline)
    excluded = _excluded(exclude)
    return Repository(
        root=folder,
        files=tuple(sorted(name for name in listing.files if not (excluded and excluded.match(name)))),
        is_git=is_git,
        tracked_files=listing.tracked,
        unreadable=tuple(sorted(name for name in listing.unreadable if not (excluded and excluded.match(name + "/")))),
        largest=largest,
        repositories=()
        if git is None
        else (git, *(Git(git.program, folder / each) for each in sorted(listing.nested))),
        excluded=excluded,
    )


def _excluded(patterns: Iterable[str]) -> re.Pattern[str] | None:
    parts = []
    for pattern in patterns:
        clean = pattern.removeprefix("./").strip()
        if not clean.strip("/"):
            continue
        anchored = "/" in clean.rstrip("/")
        body = re.sub(r"\\[zZ]$", "", fnmatch.translate(clean.strip("/")))
        tail = "/" if clean.endswith("/") else "(?:/|$)"
        # A folder with a slash at its end counts from the root, as the profile documents; a bare pattern anywhere.
        start = "" if anchored or clean.endswith("/") else "(?:.*/)?"
        parts.append(f"(?s:{start}{body}{tail})")
    return re.compile("|".join(parts)) if parts else None
