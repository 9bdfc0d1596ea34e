"""Scan the files of a repository for credentials: each file once per run, whichever check asks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import golive
from golive import redact
from golive.context import EnvironmentView, Progress, unseen
from golive.errors import Unverified
from golive.repository.cache import CleanCache
from golive.repository.cache import open_clean_cache as _open_clean_cache
from golive.repository.credentials import DeclaredSecrets, declared_secrets
from golive.repository.secrets import Scanner
from golive.repository.tree_work import TreeWork
from golive.repository.wire import dumps

if TYPE_CHECKING:
    from golive.clock import Clock, Deadline
    from golive.provider import CredentialName, Provider, SecretShape
    from golive.repository.detectors.values import Known
    from golive.repository.files import Repository
    from golive.repository.reading import Skipped
    from golive.repository.secrets import Hit


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
    """Files that were not read, or not to their end, because the time was up."""
    crowded: tuple[str, ...]
    """Files that were not searched to their end, because too much in them begins like a credential."""
    largest: int
    """Bytes. Larger files were skipped."""


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
    rules, declared = rules_for(provider, environments)
    scanner = rules.scanner()
    if not scanner.shapes and not scanner.searched and not scanner.names.number:
        raise Unverified(f"{provider.title} keys have no fixed format, and no credential could be resolved")
    if not repository.files:
        raise Unverified("the repository has no files to read")
    work = TreeWork(
        repository=repository,
        rules=rules,
        scanner=scanner,
        cache=open_clean_cache(cache, repository.root, f"files up to {repository.largest_searched}", rules),
        started=int(clock.now().timestamp() * 1e9),
        deadline=deadline,
        progress=progress,
    )
    work.run()
    unread = sorted([*work.undone, *work.late])
    return TreeScan(
        scanner=scanner,
        rules=rules,
        declared=declared,
        read=len(repository.files) - len(work.skipped) - len(unread) - len(work.crowded),
        hits=dict(sorted(work.hits.items())),
        skipped=dict(sorted(work.skipped.items())),
        unread=tuple(unread),
        crowded=tuple(sorted(work.crowded)),
        largest=repository.largest_searched,
    )


def open_clean_cache(folder: Path | None, root: Path, purpose: str, rules: Rules) -> CleanCache:
    """
    Return what earlier runs found clean in a repository by these rules and this version of golive.

    See `cache.open_clean_cache`. None for `folder` gives a cache that knows and keeps nothing.
    """
    own = None if folder is None else _own_rules()
    return _open_clean_cache(folder, root, purpose, None if own is None else own + dumps(rules))


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
