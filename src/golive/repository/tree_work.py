"""
Search the files of one tree, each once, here and in other processes.

Files that an earlier run found clean, and that have not changed, are not read again (`cache`). Where the engine gains
from it and the tree is large enough, other processes help (`parallel`); what one of them leaves undone is done here.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from golive.repository.parallel import Batch, Outcome, Scanned, Team, spread
from golive.repository.reading import (
    LARGEST_FILE,
    Skipped,
    Stamp,
    Why,
    read_blocks,
    read_content,
    skipped_for,
    stamp_of,
)
from golive.repository.search import End

if TYPE_CHECKING:
    from golive.clock import Deadline
    from golive.context import Progress
    from golive.repository.cache import CleanCache
    from golive.repository.files import Repository
    from golive.repository.scanning import Rules
    from golive.repository.secrets import Hit, Scanner

DOING: Final = "reading files"

BATCH_BYTES: Final = 2 * 1024 * 1024
BATCH_FILES: Final = 128
"""What is scanned between two looks at the clock, or by another process at a time."""

WORTH_HELP: Final = 24 * 1024 * 1024
"""Bytes of files from which on starting other processes takes less time than it saves."""
FILE_OVERHEAD: Final = 4096
"""Bytes that could be scanned in the time that opening a file takes."""

SETTLED: Final = 2_000_000_000
"""
Nanoseconds. A file that changed later than this before the run could change again and look the same: file systems
count time in steps, the coarsest of two seconds. https://git-scm.com/docs/racy-git
"""

CLEAN: Final = Scanned((), None)
"""Nothing was found, and nothing is to be remembered."""

_STAMP: Final = struct.Struct(">QQQqq")


def scan_file(
    scanner: Scanner,
    path: str,
    largest: int,
    *,
    found: os.stat_result | None = None,
    stamped: bool = False,
    deadline: Deadline | None = None,
) -> Outcome:
    """
    Return what is in a file, or why it was not read. `found` and `stamped` are as in `read_content`.

    What is too large to be in memory as a whole is read piece by piece, up to `largest` bytes.
    """
    content = read_content(path, min(largest, LARGEST_FILE), found=found, stamped=stamped)
    if content == Skipped(Why.LARGE) and largest > LARGEST_FILE:
        streamed = read_blocks(path, largest, lambda blocks: scanner.search(blocks, deadline))
        if isinstance(streamed, Skipped):
            return streamed
        searched, stamp = streamed
    elif isinstance(content, Skipped):
        return content
    else:
        searched, stamp = scanner.search(content.data, deadline), content.stamp
    if searched.end is End.WHOLE and not searched.hits and not stamped:
        return CLEAN
    return Scanned(searched.hits, stamp, searched.end)


@dataclass(slots=True, kw_only=True)
class TreeWork:
    """
    The search of one tree, and what it has come by so far. `started` is in nanoseconds since 1970.

    `late` and `crowded` are files that were searched in part: the time was up, or there was too much in them.
    `undone` are those that nobody came to.
    """

    repository: Repository
    rules: Rules
    scanner: Scanner
    cache: CleanCache
    started: int
    deadline: Deadline
    progress: Progress
    hits: dict[str, tuple[Hit, ...]] = field(default_factory=dict)
    skipped: dict[str, Skipped] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)
    crowded: list[str] = field(default_factory=list)
    undone: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Search all files, until the time is up."""
        total = len(self.repository.files)
        batches, most_helpers = self._plan()
        left = sum(map(len, batches))
        self.progress(DOING, total - left, total)
        undone = dict.fromkeys(batches)
        with Team((self.rules, self._path(""), self.repository.largest_searched), most=most_helpers) as team:
            for batch, outcomes in spread(batches, self._here, team, self.deadline):
                self._note(batch, outcomes)
                del undone[batch]
                if len(outcomes) < len(batch):
                    undone[batch[len(outcomes) :]] = None
                left -= len(outcomes)
                self.progress(DOING, total - left, total)
        self.progress(DOING, total, total)
        self.undone = [name for batch in undone for name in batch]
        self.cache.save(complete=not self.undone)

    def _plan(self) -> tuple[list[Batch], int]:
        """Return the pieces of work, and how many processes may help with them."""
        names = self.repository.files
        if not self.scanner.gains_from_processes:
            return [names[start : start + BATCH_FILES] for start in range(0, len(names), BATCH_FILES)], 0
        sized = [(name, size) for name in names if (size := self._size_unless_clean(name)) is not None]
        batches = list(_batches(sized))
        pays = sum(size + FILE_OVERHEAD for _, size in sized) >= WORTH_HELP
        return batches, len(batches) - 1 if pays else 0

    def _size_unless_clean(self, name: str) -> int | None:
        try:
            found = os.lstat(self._path(name))
        except OSError:
            return 0  # reading it will tell why
        if not stat.S_ISREG(found.st_mode) or found.st_size > self.repository.largest_searched:
            return 0
        return None if self._is_known(name, found) else found.st_size

    def _here(self, batch: Batch) -> list[Outcome]:
        """Scan files in this process, until the time is up."""
        outcomes: list[Outcome] = []
        largest = self.repository.largest_searched
        for name in batch:
            if self.deadline.passed:
                break
            path = self._path(name)
            try:
                found = os.lstat(path)
            except OSError as error:
                outcomes.append(skipped_for(error))
                continue
            if self._is_known(name, found):
                outcomes.append(CLEAN)
            else:
                scanned = scan_file(
                    self.scanner, path, largest, found=found, stamped=self.cache.keeps, deadline=self.deadline
                )
                outcomes.append(scanned)
        return outcomes

    def _note(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        for name, outcome in zip(batch, outcomes, strict=False):
            if outcome is CLEAN:
                continue
            if isinstance(outcome, Skipped):
                self.skipped[name] = outcome
                continue
            if outcome.hits:
                self.hits[name] = outcome.hits
            stamp = outcome.stamp
            match outcome.end:
                case End.LATE:
                    self.late.append(name)
                case End.CROWDED:
                    self.crowded.append(name)
                case End.WHOLE if not outcome.hits and stamp is not None and max(stamp[3:]) + SETTLED < self.started:
                    self.cache.remember(self._key(name, stamp))

    def _is_known(self, name: str, found: os.stat_result) -> bool:
        return self.cache.keeps and self.cache.knows(self._key(name, stamp_of(found)))

    def _key(self, name: str, stamp: Stamp) -> bytes:
        return self.cache.key(os.fsencode(name), _STAMP.pack(*stamp))

    def _path(self, name: str) -> str:
        return f"{self.repository.root}/{name}"


def _batches(sized: Iterable[tuple[str, int]]) -> Iterator[Batch]:
    """Yield names in pieces of about the same effort."""
    batch: list[str] = []
    total = 0
    for name, size in sized:
        if batch and (len(batch) == BATCH_FILES or total + size > BATCH_BYTES):
            yield tuple(batch)
            batch, total = [], 0
        batch.append(name)
        total += size
    if batch:
        yield tuple(batch)
