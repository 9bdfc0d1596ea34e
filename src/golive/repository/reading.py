"""Open a file of somebody else's tree: only regular files, never through a link, never more than a limit."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

LARGEST_FILE: Final = 16 * 1024 * 1024
"""Bytes. A larger file is not read as a whole."""

LARGEST_SEARCHED: Final = 512 * 1024 * 1024
"""Bytes. A larger file is not even read piece by piece, and is reported by name."""

BLOCK: Final = 4 * 1024 * 1024
"""Bytes of a piece."""


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


T = TypeVar("T")

_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

Stamp = tuple[int, int, int, int, int]
"""What a file system says about one state of a file: device, inode, size in bytes, times of change in nanoseconds."""


def stamp_of(found: os.stat_result) -> Stamp:
    """Return what tells this state of a file from any other, but for a change within the resolution of its times."""
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a file, and the state that it was read in: None where the file changed meanwhile."""

    data: bytes
    stamp: Stamp | None


def read_regular(path: str | Path, largest: int = LARGEST_FILE) -> bytes | Skipped:
    """
    Return the content of a regular file, or why it was not read.

    Links are not followed. Pipes, sockets and devices are not opened, not even when one takes the place of a file
    between looking and opening.
    """
    content = read_content(path, largest)
    return content.data if isinstance(content, Content) else content


def read_content(
    path: str | Path, largest: int = LARGEST_FILE, *, found: os.stat_result | None = None, stamped: bool = True
) -> Content | Skipped:
    """
    Return the content of a regular file and its state, or why it was not read. Opens what `read_regular` opens.

    `found` is what `lstat` just said, where the caller has asked already; the state is None unless `stamped`.
    """
    try:
        found = found or os.lstat(path)
        if not stat.S_ISREG(found.st_mode):
            return Skipped(Why.SPECIAL)
        if found.st_size > largest:
            return Skipped(Why.LARGE)
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        return skipped_for(error)
    try:
        opened = os.fstat(descriptor)
        if not stat.S_ISREG(opened.st_mode):
            return Skipped(Why.SPECIAL)
        data = _read(descriptor, opened.st_size, largest)
        if isinstance(data, Skipped):
            return data
        unchanged = stamped and stamp_of(opened) == stamp_of(os.fstat(descriptor))
        return Content(data, stamp_of(opened) if unchanged else None)
    except OSError as error:
        return skipped_for(error)
    finally:
        os.close(descriptor)


def read_blocks(
    path: str | Path, largest: int, use: Callable[[Iterator[bytes]], T]
) -> tuple[T, Stamp | None] | Skipped:
    """
    Return what is made of a regular file's pieces, and its state, or why it was not read.

    Opens what `read_regular` opens. The state is None where the file changed meanwhile.
    """
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return Skipped(Why.SPECIAL)
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        return skipped_for(error)
    try:
        opened = os.fstat(descriptor)
        if not stat.S_ISREG(opened.st_mode):
            return Skipped(Why.SPECIAL)
        if opened.st_size > largest:
            return Skipped(Why.LARGE)
        made = use(_blocks(descriptor, largest))
        unchanged = stamp_of(opened) == stamp_of(os.fstat(descriptor))
        return made, stamp_of(opened) if unchanged else None
    except OSError as error:
        return skipped_for(error)
    finally:
        os.close(descriptor)


def _blocks(descriptor: int, largest: int) -> Iterator[bytes]:
    total = 0
    while block := os.read(descriptor, BLOCK):
        total += len(block)
        if total > largest:
            raise OSError(errno.EFBIG, "it grew while it was read")
        yield block


def _read(descriptor: int, size: int, largest: int) -> bytes | Skipped:
    data = os.read(descriptor, min(size, largest) or 65_536)
    if len(data) == size > 0:
        return data
    parts: list[bytes] = []
    total = 0
    # A size of zero is not believed: some file systems do not know it before they are asked for the content.
    while data:
        parts.append(data)
        total += len(data)
        if total > largest:
            return Skipped(Why.LARGE)
        if total == size:
            break
        data = os.read(descriptor, max(min(size, largest) - total, 65_536))
    return b"".join(parts)


def skipped_for(error: OSError) -> Skipped:
    """Return why a file was not read, by the error that it gave."""
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return Skipped(Why.VANISHED)
        case errno.ELOOP | errno.ENXIO:
            return Skipped(Why.SPECIAL)
        case errno.EFBIG:
            return Skipped(Why.LARGE)
        case _:
            return Skipped(Why.UNREADABLE, error.strerror or type(error).__name__)
