"""Find what a build left beside the sources for browsers and phones, also where git ignores it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from golive.clock import Deadline

MOST_FILES: Final = 20_000
"""Files of all outputs together that are looked at. More are reported."""
DEEPEST: Final = 12
"""Folders within folders of an output."""

ALWAYS: Final = (
    *(".next/static", ".output/public", ".nuxt/dist/client", ".svelte-kit/output/client", ".vercel/output/static"),
    *("build/client", "build/static", "dist/client", "dist/public", "dist/static", "public", "www", "static"),
    *("storybook-static", "platforms/android/app/src/main/assets", "platforms/ios/www"),
)
"""Folders that a build fills for browsers only, or that are served as they are."""
IF_A_PAGE: Final = ("dist", "build", "out", "_site")
"""Folders that hold what ships where there is a page in them or right below: a server's own output has none."""
PAGE: Final = "index.html"
TYPES: Final = frozenset(("js", "mjs", "cjs", "html", "htm", "map", "css", "json", "jsbundle", "bundle", "txt"))
"""Types of files in such a folder that a browser can load."""
_LEFT_OUT: Final = frozenset((".git", "node_modules", "vendor"))


@dataclass(frozen=True, slots=True)
class Built:
    """The names of built files, from the root of the repository. `cut` says that there were too many."""

    names: tuple[str, ...]
    cut: bool


def find_built(root: Path, packages: Iterable[str], deadline: Deadline) -> Built:
    """
    List the built front-end files beside packages, which are folders from the root: empty, or with a slash at the end.

    Links are not followed, and installed packages are no output of this repository.
    """
    found: set[str] = set()
    for package in sorted(set(packages)):
        folders = [f"{package}{each}" for each in ALWAYS]
        folders += [inner for each in IF_A_PAGE for inner in _with_page(root, f"{package}{each}")]
        for folder in folders:
            if _is_plain(root, folder):
                for each in _walk(root, folder):
                    found.add(each)
                    if len(found) >= MOST_FILES or deadline.passed:
                        return Built(tuple(sorted(found)), cut=True)
    return Built(tuple(sorted(found)), cut=False)


def _with_page(root: Path, folder: str) -> Iterator[str]:
    """Yield the folder if there is a page in it, else those of its folders that have one."""
    if not _is_plain(root, folder):
        return
    if _is_page(root, folder):
        yield folder
        return
    for entry in _entries(root, folder):
        inner = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False) and entry.name not in _LEFT_OUT:
            if _is_page(root, inner):
                yield inner
            elif _is_page(root, f"{inner}/browser"):
                yield f"{inner}/browser"


def _is_page(root: Path, folder: str) -> bool:
    place = root / folder / PAGE
    return _is_plain(root, folder) and place.is_file() and not place.is_symlink()


def _is_plain(root: Path, folder: str) -> bool:
    """Whether this is a folder that no link leads to."""
    place = root
    for part in folder.split("/"):
        place /= part
        if place.is_symlink() or not place.is_dir():
            return False
    return True


def _walk(root: Path, folder: str) -> Iterator[str]:
    pending = [(folder, 0)]
    while pending:
        name, depth = pending.pop()
        for entry in _entries(root, name):
            inner = f"{name}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _LEFT_OUT and depth < DEEPEST:
                    pending.append((inner, depth + 1))
            elif entry.name.rpartition(".")[2].lower() in TYPES and entry.is_file(follow_symlinks=False):
                yield inner


def _entries(root: Path, folder: str) -> list[os.DirEntry[str]]:
    """Return what is in a folder; nothing where it cannot be read or has gone."""
    try:
        with os.scandir(root / folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []
