"""Open a file of somebody else's tree: only regular files, never through a link, never more than a limit."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

LARGEST_FILE: Final = 16 * 1024 * 1024
"""Bytes. A larger file is not read, and is reported by name."""


class Why(StrEnum):
    """Why a file was not read."""

    VANISHED = "no longer there"
    SPECIAL = "not a regular file"
    LARGE = "too large"
    UNREADABLE = "cannot be read"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read. `detail` is the system's own reason where it gave one."""

    why: Why
    detail: str = ""


def read_regular(path: Path, largest: int = LARGEST_FILE) -> bytes | Skipped:
    """
    Return the content of a regular file, or why it was not read.

    Links are not followed. Pipes, sockets and devices are not opened, not even when one takes the place of a file
    between looking and opening.
    """
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode):
            return Skipped(Why.SPECIAL)
        if found.st_size > largest:
            return Skipped(Why.LARGE)
        flags = os.O_RDONLY
        for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):
            flags |= getattr(os, name, 0)
        descriptor = os.open(path, flags)
    except OSError as error:
        return _skipped(error)
    try:
        opened = os.fstat(descriptor)
        if not stat.S_ISREG(opened.st_mode):
            return Skipped(Why.SPECIAL)
        return _read(descriptor, opened.st_size, largest)
    except OSError as error:
        return _skipped(error)
    finally:
        os.close(descriptor)


def _read(descriptor: int, size: int, largest: int) -> bytes | Skipped:
    parts: list[bytes] = []
    total = 0
    # A size of zero is not believed: some file systems do not know it before they are asked for the content.
    while part := os.read(descriptor, max(min(size, largest) - total, 65_536)):
        parts.append(part)
        total += len(part)
        if total > largest:
            return Skipped(Why.LARGE)
        if total == size:
            break
    return b"".join(parts)


def _skipped(error: OSError) -> Skipped:
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return Skipped(Why.VANISHED)
        case errno.ELOOP | errno.ENXIO:
            return Skipped(Why.SPECIAL)
        case _:
            return Skipped(Why.UNREADABLE, error.strerror or type(error).__name__)
