"""
Everything that a git repository has ever held, each content once, and where it came from.

Contents are read, not changes: what a commit takes away is still there, a merge's own lines have no change to be in,
and the same file in a thousand commits is read once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from golive.errors import Unverified

if TYPE_CHECKING:
    from golive.clock import Deadline
    from golive.repository.git import Git

_EVERYTHING: Final = ("--all", "--reflog")
"""Every ref (branches, tags, remotes, notes, the stash) and HEAD of every work tree, and where they have been."""
_BRANCHES: Final = ("--branches", "--tags", "--remotes", "HEAD")

_BATCH: Final = 20_000
"""Contents that git is asked for at a time, so that memory stays flat however many there are."""

_MOST_NAMED: Final = 1_000
"""Contents that git is asked for by id, which have to fit on a command line; for more, all changes are read."""

_PART: Final = 1 << 20
_LOOKING: Final = "look up commits"

_LISTING: Final = "list the history"
_ID: Final = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Inventory:
    """
    The contents that a repository's history names.

    `missing` are those that are not in this clone (a partial one); a `shallow` clone does not even know what there
    was before its oldest commits.
    """

    ids: Sequence[str]
    missing: Sequence[str]
    shallow: bool


@dataclass(frozen=True, slots=True)
class Blob:
    """A content. `data` is None where it is larger than the limit."""

    id: str
    size: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Origin:
    """
    How a content came into the repository.

    `commit` is the id of the oldest commit that brought it, None where it was added and never committed. `path` is its
    name there, surrogate escapes for bytes that are no UTF-8. `paths` are all the names that it ever had, `commits`
    the commits that brought it, `kept` whether a branch or tag still leads to one of them. `age` grows with the
    number of commits since.
    """

    commit: str | None
    path: str
    paths: frozenset[str]
    commits: frozenset[str]
    kept: bool
    age: int = -1


def take_inventory(git: Git, deadline: Deadline) -> Inventory:
    """
    List the contents that any ref, the stash, the reflog or the index leads to, the newest commits' first.

    Raises Unverified where git fails or takes too long.
    """
    shallow = git.run("tell the age", deadline, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"
    command = ("rev-list", "--objects", *_EVERYTHING, "--indexed-objects", "--missing=print")
    try:
        only = ("--no-object-names", "--filter=object:type=blob", "--filter-provided-objects")
        listed = git.run(_LISTING, deadline, *command, *only).stdout
    except Unverified as why:
        # Before 2.32 git lists commits and folders too; they are told from contents later.
        if "filter" not in str(why):
            raise
        listed = git.run(_LISTING, deadline, *command).stdout
    ids: list[str] = []
    missing: list[str] = []
    for line in listed.splitlines():
        if line.startswith(b"?"):
            missing.append(line[1:].decode("ascii", "replace"))
        elif match := _ID.match(line):
            ids.append(match[0].decode())
    return Inventory(ids, missing, shallow)


def read_blobs(git: Git, ids: Sequence[str], largest: int, deadline: Deadline) -> Iterator[Blob]:
    """
    Yield contents in the order of their ids, each when it has been read; other objects are left out.

    Raises Unverified where git fails, and where the deadline passes.
    """
    for start in range(0, len(ids), _BATCH):
        sizes = _sizes(git, ids[start : start + _BATCH], deadline)
        wanted = [name for name, size in sizes.items() if size <= largest]
        yield from (Blob(name, size, None) for name, size in sizes.items() if size > largest)
        with git.stream(
            "read the history", deadline, "cat-file", "--batch", "--buffer", given=_lines(wanted)
        ) as output:
            for name in wanted:
                if deadline.passed:
                    raise Unverified(f"reading the history took longer than {deadline.seconds:.0f} s")
                yield Blob(name, sizes[name], _content(output, sizes[name], deadline))


def _sizes(git: Git, ids: Sequence[str], deadline: Deadline) -> dict[str, int]:
    """Return the sizes of those that are contents."""
    form = "--batch-check=%(objecttype) %(objectsize) %(objectname)"
    listed = git.run("measure the history", deadline, "cat-file", form, "--buffer", given=_lines(ids)).stdout
    fields = (line.split() for line in listed.splitlines() if line.startswith(b"blob "))
    return {name.decode(): int(size) for _, size, name in fields}


def _lines(ids: Iterable[str]) -> bytes:
    return "".join(f"{each}\n" for each in ids).encode()


def _content(output: IO[bytes], size: int, deadline: Deadline) -> bytes:
    header = output.readline()
    content = output.read(size) if header.endswith(b"\n") else b""
    if output.read(1) != b"\n" or len(content) != size:
        raise Unverified(
            f"reading the history took longer than {deadline.seconds:.0f} s"
            if deadline.passed
            else "git stopped in the middle of the history: it may be damaged (git fsck tells)"
        )
    return content


def head_contents(git: Git, deadline: Deadline) -> frozenset[str]:
    """Return the ids of the contents of the commit that is checked out; none before the first commit."""
    try:
        listed = git.run("list the newest commit", deadline, "ls-tree", "-r", "-z", "--full-tree", "HEAD").stdout
    except Unverified:
        if deadline.passed:
            raise
        return frozenset()
    return frozenset(entry.split(b"\t", 1)[0].split()[-1].decode() for entry in listed.split(b"\0") if entry)


def find_origins(git: Git, ids: Collection[str], deadline: Deadline) -> dict[str, Origin]:
    """
    Return where contents came from. One that only a tag of a bare content leads to is left out.

    Raises Unverified where git fails or takes too long.
    """
    origins: dict[str, Origin] = {}
    for reached in (_BRANCHES, _EVERYTHING):
        left = frozenset(ids) - origins.keys()
        if left:
            origins |= _introductions(git, left, reached, deadline)
    left = frozenset(ids) - origins.keys()
    return origins | (_staged(git, left, deadline) if left else {})


def _introductions(git: Git, ids: frozenset[str], reached: Iterable[str], deadline: Deadline) -> dict[str, Origin]:
    # A repository without a commit has no HEAD to start from; and a newer commit is always before those it builds on.
    start = [each for each in reached if each != "HEAD" or _has_head(git, deadline)]
    commits = git.run(_LOOKING, deadline, "rev-list", "--topo-order", *start).stdout
    ages = {commit: age for age, commit in enumerate(commits.decode("ascii", "replace").split())}
    found: dict[str, list[tuple[int, str, str]]] = {}
    shown = ["--stdin", "--root", "-r", "-c", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff"]
    if len(ids) <= _MOST_NAMED:
        shown += [f"--find-object={each}" for each in sorted(ids)]
    with git.stream(_LOOKING, deadline, "diff-tree", *shown, given=commits) as output:
        for name, commit, path in _changes(_fields(output)):
            if name in ids:
                found.setdefault(name, []).append((ages[commit], commit, path))
    if deadline.passed:
        raise Unverified(f"looking up commits took longer than {deadline.seconds:.0f} s")
    return {name: _origin(places, kept="--branches" in reached) for name, places in found.items()}


def _origin(places: Sequence[tuple[int, str, str]], *, kept: bool) -> Origin:
    age = max(age for age, _, _ in places)
    oldest = sorted((commit, path) for at, commit, path in places if at == age)
    paths = frozenset(path for _, _, path in places)
    return Origin(*oldest[0], paths, frozenset(commit for _, commit, _ in places), kept, age)


def _fields(output: IO[bytes]) -> Iterator[bytes]:
    """Yield what is between NUL bytes."""
    rest = b""
    while part := output.read(_PART):
        *whole, rest = (rest + part).split(b"\0")
        yield from whole
    if rest:
        yield rest


def _changes(fields: Iterator[bytes]) -> Iterator[tuple[str, str, str]]:
    """
    Yield content, commit and path of everything that commits brought, as `git diff-tree -z --raw -c` writes it.

    https://git-scm.com/docs/git-diff#_raw_output_format
    """
    commit = ""
    for field in fields:
        if not field.startswith(b":"):
            commit = field.strip().decode("ascii", "replace")
            continue
        parents = len(field) - len(field.lstrip(b":"))
        # Modes of the parents and of the result, then contents of the parents and of the result, then letters.
        content = field[parents:].split(b" ")[2 * parents + 1].decode("ascii", "replace")
        path = os.fsdecode(next(fields, b""))
        yield content, commit, path


def _has_head(git: Git, deadline: Deadline) -> bool:
    try:
        git.run("tell the newest commit", deadline, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except Unverified:
        if deadline.passed:
            raise
        return False
    return True


def _staged(git: Git, ids: frozenset[str], deadline: Deadline) -> dict[str, Origin]:
    listed = git.run("list the index", deadline, "ls-files", "-z", "--stage", "--full-name").stdout
    origins: dict[str, Origin] = {}
    for entry in listed.split(b"\0"):
        about, _, path = entry.partition(b"\t")
        name = about.split(b" ")[1].decode() if about else ""
        if name in ids:
            shown = os.fsdecode(path)
            origins.setdefault(name, Origin(None, shown, frozenset({shown}), frozenset(), kept=False))
    return origins
