"""
Scan the files of a repository for credentials: each file once per run, whichever check asks.

Files that an earlier run found clean, and that have not changed, are not read again (`cache`). Where the engine gains
from it and the tree is large enough, other processes help (`parallel`); what one of them leaves undone is done here.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import golive
from golive import redact
from golive.context import EnvironmentView, Progress, unseen
from golive.errors import Unverified
from golive.repository.cache import CleanCache
from golive.repository.cache import open_clean_cache as _open_clean_cache
from golive.repository.credentials import DeclaredSecrets, declared_secrets
from golive.repository.parallel import Batch, Outcome, Scanned, Team, spread
from golive.repository.reading import Skipped, Stamp, read_content, skipped_for, stamp_of
from golive.repository.secrets import Scanner
from golive.repository.wire import dumps

if TYPE_CHECKING:
    from golive.clock import Clock, Deadline
    from golive.provider import CredentialName, Provider, SecretShape
    from golive.repository.detectors.values import Known
    from golive.repository.files import Repository
    from golive.repository.secrets import Hit

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


@dataclass(frozen=True, slots=True)
class Rules:
    """All that decides what a scanner finds: it is made from this, here and in other processes."""

    shapes: tuple[SecretShape, ...]
    known: tuple[Known, ...] = ()
    names: tuple[CredentialName, ...] = ()

    def scanner(self) -> Scanner:
        """Return a scanner by these rules."""
        return Scanner(self.shapes, self.known, self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeScan:
    """What a scan of a work tree came by. Names are those of the repository, in their order."""

    scanner: Scanner
    rules: Rules
    declared: DeclaredSecrets
    read: int
    """Files that were read, in this run or unchanged in an earlier one by the same rules."""
    hits: Mapping[str, tuple[Hit, ...]]
    """What was found, by file. Files without anything are left out."""
    skipped: Mapping[str, Skipped]
    """Files that were not read, and why."""
    unread: tuple[str, ...]
    """Files that nobody came to, because the time was up."""


def rules_for(provider: Provider, environments: Mapping[str, EnvironmentView]) -> tuple[Rules, DeclaredSecrets]:
    """Return what to search for: a provider's credentials, and the values of its environments' credentials."""
    declared = declared_secrets(environments.values())
    return Rules(tuple(provider.secret_shapes), declared.known, tuple(provider.credential_names)), declared


def scan_repository(
    repository: Repository,
    provider: Provider,
    environments: Mapping[str, EnvironmentView],
    *,
    clock: Clock,
    deadline: Deadline,
    cache: Path | None = None,
    progress: Progress = unseen,
) -> TreeScan:
    """
    Search a repository's files for a provider's credentials, and for the values of its environments' credentials.

    `cache` is a folder for what is remembered from run to run, None to remember nothing. Raises Unverified where there
    is nothing to search for, or nothing to search in.
    """
    declared = declared_secrets(environments.values())
    rules = Rules(tuple(provider.secret_shapes), declared.known, tuple(provider.credential_names))
    scanner = rules.scanner()
    if not scanner.shapes and not scanner.searched and not scanner.names.number:
        raise Unverified(f"{provider.title} keys have no fixed format, and no credential could be resolved")
    if not repository.files:
        raise Unverified("the repository has no files to read")
    known = open_clean_cache(cache, repository.root, f"files up to {repository.largest}", rules)
    scan = _Scan(
        repository=repository,
        rules=rules,
        scanner=scanner,
        cache=known,
        started=int(clock.now().timestamp() * 1e9),
        deadline=deadline,
        progress=progress,
    )
    return scan.run(declared)


def open_clean_cache(folder: Path | None, root: Path, purpose: str, rules: Rules) -> CleanCache:
    """
    Return what earlier runs found clean in a repository by these rules and this version of golive.

    See `cache.open_clean_cache`. None for `folder` gives a cache that knows and keeps nothing.
    """
    own = None if folder is None else _own_rules()
    return _open_clean_cache(folder, root, purpose, None if own is None else own + dumps(rules))


def scan_file(
    scanner: Scanner, path: str, largest: int, *, found: os.stat_result | None = None, stamped: bool = False
) -> Outcome:
    """Return what is in a file, or why it was not read. `found` and `stamped` are as in `read_content`."""
    content = read_content(path, largest, found=found, stamped=stamped)
    if isinstance(content, Skipped):
        return content
    hits = tuple(scanner.scan(content.data))
    return Scanned(hits, content.stamp) if hits or stamped else CLEAN


def _own_rules() -> bytes | None:
    """Return a digest of the code that decides what is found. None where it cannot be read, as in a zip file."""
    digest = hashlib.blake2b(golive.__version__.encode())
    try:
        # Spellings of a value are made where secrets are masked.
        for path in (Path(redact.__file__), *sorted(Path(__file__).parent.rglob("*.py"))):
            digest.update(hashlib.blake2b(path.read_bytes()).digest())
    except OSError:
        return None
    return digest.digest()


@dataclass(slots=True, kw_only=True)
class _Scan:
    """One scan of one tree. `started` is in nanoseconds since 1970."""

    repository: Repository
    rules: Rules
    scanner: Scanner
    cache: CleanCache
    started: int
    deadline: Deadline
    progress: Progress
    hits: dict[str, tuple[Hit, ...]] = field(default_factory=dict)
    skipped: dict[str, Skipped] = field(default_factory=dict)

    def run(self, declared: DeclaredSecrets) -> TreeScan:
        total = len(self.repository.files)
        batches, most_helpers = self._plan()
        left = sum(map(len, batches))
        self.progress(DOING, total - left, total)
        undone = dict.fromkeys(batches)
        with Team((self.rules, self._path(""), self.repository.largest), most=most_helpers) as team:
            for batch, outcomes in spread(batches, self._here, team, self.deadline):
                self._note(batch, outcomes)
                del undone[batch]
                if len(outcomes) < len(batch):
                    undone[batch[len(outcomes) :]] = None
                left -= len(outcomes)
                self.progress(DOING, total - left, total)
        self.progress(DOING, total, total)
        self.cache.save(complete=not undone)
        return TreeScan(
            scanner=self.scanner,
            rules=self.rules,
            declared=declared,
            read=total - left - len(self.skipped),
            hits=dict(sorted(self.hits.items())),
            skipped=dict(sorted(self.skipped.items())),
            unread=tuple(sorted(name for batch in undone for name in batch)),
        )

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
        if not stat.S_ISREG(found.st_mode) or found.st_size > self.repository.largest:
            return 0
        return None if self._is_known(name, found) else found.st_size

    def _here(self, batch: Batch) -> list[Outcome]:
        """Scan files in this process, until the time is up."""
        outcomes: list[Outcome] = []
        largest = self.repository.largest
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
                scanned = scan_file(self.scanner, path, largest, found=found, stamped=self.cache.keeps)
                outcomes.append(scanned)
        return outcomes

    def _note(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        for name, outcome in zip(batch, outcomes, strict=False):
            if outcome is CLEAN:
                continue
            match outcome:
                case Skipped():
                    self.skipped[name] = outcome
                case Scanned((), stamp):
                    if stamp is not None and max(stamp[3:]) + SETTLED < self.started:
                        self.cache.remember(self._key(name, stamp))
                case Scanned(hits, _):
                    self.hits[name] = hits

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
