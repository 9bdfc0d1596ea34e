"""Reading a file that somebody else named: regular files only, and never more than fits."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

LARGEST_FILE: Final = 1024 * 1024
"""Bytes of a profile, or of a file that a reference names."""

_KINDS: Final = (
    (stat.S_ISDIR, "is a folder"),
    (stat.S_ISFIFO, "is a named pipe"),
    (stat.S_ISSOCK, "is a socket"),
    (stat.S_ISCHR, "is a device"),
    (stat.S_ISBLK, "is a device"),
)


class UnreadableError(Exception):
    """A file cannot be read. The message is the rest of a sentence that begins with the file's name."""


def read_file(path: Path, limit: int = LARGEST_FILE) -> bytes:
    """
    Return the content of a regular file.

    Its kind and size are looked at before it is opened, so that neither a pipe nor a huge file holds anybody up.
    Raises UnreadableError with what is in the way.
    """
    reason, content = _read(path, limit)
    if reason:
        raise UnreadableError(reason)  # raised here so that no operating system error hangs on to it
    return content


def _read(path: Path, limit: int) -> tuple[str, bytes]:
    try:
        reason = _objection(path.stat(), limit)
        if not reason:
            # Not blocking: between the look and the opening, the file may have become a pipe.
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            with open(handle, "rb") as file:  # noqa: PTH123 - a descriptor has no path
                reason = _objection(os.fstat(handle), limit)
                content = b"" if reason else file.read(limit + 1)
    except (OSError, ValueError) as error:
        return _failure(error), b""
    if reason:
        return reason, b""
    return (_too_large(limit), b"") if len(content) > limit else ("", content)


def _failure(error: OSError | ValueError) -> str:
    match error:
        case FileNotFoundError():
            return "does not exist"
        case PermissionError():
            return "may not be read by this user"
        case OSError():
            return f"cannot be read ({error.strerror or type(error).__name__})"
        case _:
            return "is not a path that can exist"


def _objection(status: os.stat_result, limit: int) -> str:
    for is_kind, reason in _KINDS:
        if is_kind(status.st_mode):
            return reason
    return _too_large(limit) if status.st_size > limit else ""


def _too_large(limit: int) -> str:
    return f"is larger than {limit // 1024} KiB"
