"""
Remember which contents held nothing, so that a second run reads only what changed.

A cache holds digests of what was found clean, under the rules it was found clean by: no secret, no finding, no name. It
may be deleted at any time. It never makes a pass: one that is damaged, or that somebody else could have written, is as
good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import secrets
import stat
from pathlib import Path
from typing import Final

_MAGIC: Final = b"golive clean contents, 1\n"
_ENTRY: Final = 16
_DIGEST: Final = 32
_KEY_FILE: Final = "key"
_SUFFIX: Final = ".clean"
_LARGEST: Final = 128 * 1024 * 1024
"""Bytes of a cache. It holds eight million contents."""

_KEPT: Final = 90 * 24 * 3600
"""Seconds since a cache was last used, after which it is removed: its repository may be gone."""
_OURS: Final = re.compile(r"[0-9a-f]{32}\.clean|\.[0-9a-f]{16}")
"""Names of caches, and of those that were never written to their end."""

_SAFE_FOLDER: Final = 0o022
_SAFE_FILE: Final = 0o077


class CleanCache:
    """
    The contents that were found clean by the same rules before.

    Without a folder nothing is kept: it knows nothing, and what it is told is of no use.
    """

    def __init__(self, folder: _Folder | None = None, name: str = "", version: bytes = bytes(_DIGEST)) -> None:
        self._folder = folder
        self._name = name
        self._version = version
        self._known = folder.load(name, version) if folder is not None else frozenset()
        self._used: set[bytes] = set()

    @property
    def keeps(self) -> bool:
        """Whether remembering is of any use."""
        return self._folder is not None

    def key(self, *parts: bytes) -> bytes:
        """Return what a content is remembered by: its identity in parts, under these rules."""
        digest = hashlib.blake2b(key=self._version, digest_size=_ENTRY)
        for part in parts:
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.digest()

    def knows(self, key: bytes) -> bool:
        """Whether this content was found clean by these rules."""
        if key in self._known:
            self._used.add(key)
            return True
        return False

    def remember(self, key: bytes) -> None:
        """Remember a content that was found clean."""
        self._used.add(key)

    def save(self, *, complete: bool) -> None:
        """
        Keep what this run used and found. What cannot be written is not kept.

        `complete` says that all there is was looked at: what was not asked for is forgotten.
        """
        entries = self._used if complete else self._used | self._known
        if self._folder is None:
            return
        if entries != self._known:
            self._folder.save(self._name, self._version, entries)
        else:
            self._folder.touch(self._name)
        self._folder.remove_unused()


def open_clean_cache(folder: Path | None, root: Path, purpose: str, rules: bytes | None) -> CleanCache:
    """
    Return the cache of a repository for one purpose, such as `files`.

    `rules` is everything that decides what is found, secret values included: contents are clean under exactly these.
    A cache that keeps nothing is returned where `folder` or `rules` is None, where the folder cannot be made or belongs
    to somebody else, where others may write into it, and where it is a part of the repository.
    """
    if folder is None or rules is None:
        return CleanCache()
    place = Path(os.path.realpath(folder))
    if place.is_relative_to(os.path.realpath(root)):
        return CleanCache()
    opened = _open_folder(place)
    key = opened.key() if opened is not None else None
    if opened is None or key is None:
        return CleanCache()
    version = hashlib.blake2b(rules, key=key, digest_size=_DIGEST).digest()
    identity = os.fsencode(root) + b"\0" + purpose.encode()
    name = hashlib.blake2b(identity, key=key, digest_size=_ENTRY).hexdigest() + _SUFFIX
    return CleanCache(opened, name, version)


def _open_folder(place: Path) -> _Folder | None:
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = place.lstat()
    except OSError:
        return None
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & _SAFE_FOLDER
    return _Folder(place) if is_ours else None


class _Folder:
    """A folder of this user that nobody else writes into."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def key(self) -> bytes | None:
        """
        Return the key of all digests here, made on first use. None where it cannot be kept.

        With it, nobody can try out values of a credential against a cache alone, or put entries into one.
        """
        known = self._read(_KEY_FILE, _DIGEST)
        if known is not None and len(known) == _DIGEST:
            return known
        return self._write(_KEY_FILE, secrets.token_bytes(_DIGEST))

    def load(self, name: str, version: bytes) -> frozenset[bytes]:
        """Return the entries that were saved under these rules, none where there are none or something is wrong."""
        data = self._read(name, _LARGEST)
        if data is None or not data.startswith(_MAGIC):
            return frozenset()
        body, seal = data[len(_MAGIC) : -_DIGEST], data[-_DIGEST:]
        if len(body) % _ENTRY or not secrets.compare_digest(seal, _seal(version, body)):
            return frozenset()
        return frozenset(body[start : start + _ENTRY] for start in range(0, len(body), _ENTRY))

    def save(self, name: str, version: bytes, entries: set[bytes]) -> None:
        """Write entries, all or nothing."""
        body = b"".join(sorted(entries))
        self._write(name, _MAGIC + body + _seal(version, body))

    def touch(self, name: str) -> None:
        """Note that a cache was used, though nothing new is in it."""
        with contextlib.suppress(OSError):
            os.utime(self._place / name, follow_symlinks=False)

    def remove_unused(self) -> None:
        """
        Remove caches that have not been used for long, by the file system's own time.

        Only regular files of this user with names that are given here: whatever else is in the folder stays.
        """
        with contextlib.suppress(OSError), os.scandir(self._place) as entries:
            own = [entry for entry in entries if _OURS.fullmatch(entry.name)]
            latest = max((entry.stat(follow_symlinks=False).st_mtime for entry in own), default=0.0)
            for entry in own:
                if _is_unused(entry.stat(follow_symlinks=False), latest):
                    Path(entry.path).unlink()

    def _read(self, name: str, largest: int) -> bytes | None:
        try:
            descriptor = os.open(self._place / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file, contextlib.suppress(OSError):
            found = os.fstat(descriptor)
            is_ours = stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & _SAFE_FILE
            if is_ours and found.st_size <= largest:
                return file.read(largest)
        return None

    def _write(self, name: str, data: bytes) -> bytes | None:
        """Return what was written, None where that was not possible."""
        path = self._place / f".{secrets.token_hex(8)}"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            path.replace(self._place / name)
        except OSError:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        return data


def _is_unused(found: os.stat_result, latest: float) -> bool:
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and found.st_mtime < latest - _KEPT


def _seal(version: bytes, body: bytes) -> bytes:
    return hashlib.blake2b(body, key=version, digest_size=_DIGEST).digest()
