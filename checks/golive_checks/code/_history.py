from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.finding import FilePlace, Finding, Level, seen, unknown, warn
from golive.kind import Kind
from golive.redact import inert
from golive.repository.history import Inventory, Origin, find_origins, head_contents, read_blobs, take_inventory
from golive.repository.ignores import Ignores, Remark, evidence
from golive.repository.judging import heaviest_first, weigh, what_was_searched
from golive.repository.search import End
from golive.repository.wording import count, named

if TYPE_CHECKING:
    from golive.clock import Deadline
    from golive.context import Context
    from golive.repository.cache import CleanCache
    from golive.repository.detectors.names import Names
    from golive.repository.files import Repository
    from golive.repository.git import Git
    from golive.repository.scanning import Rules
    from golive.repository.secrets import Hit, Scanner

LOOKING_UP: Final = 10.0
"""Seconds at the end that are kept for looking up commits, so that what was found is told with its place."""
DOING: Final = "reading history"
SHOWN_EVERY: Final = 200
"""Contents between two moves of the progress bar."""
SHORT_ID: Final = 12
"""Characters of a commit's id that are shown."""


@dataclass(slots=True)
class _Tally:
    """What reading the history of one repository came by."""

    searched: int = 0
    """Contents that were read, in this run or by the same rules in an earlier one."""
    large: list[str] = field(default_factory=list)
    crowded: list[str] = field(default_factory=list)
    """Contents that were searched in part, because too much in them begins like a credential."""
    hits: dict[str, dict[str, Hit]] = field(default_factory=dict)
    """By fingerprint (by what it seems to be, where that is not certain) and content: the first place in it."""
    remarks: dict[tuple[str, str], Remark] = field(default_factory=dict)
    """Those that a credential is meant to be in a content, by the same."""
    stopped: str | None = None
    remembered: bool = False
    """Whether another run begins where this one stopped."""


@dataclass(frozen=True, slots=True)
class _Search:
    """What to search for."""

    ctx: Context
    check_id: str
    rules: Rules
    scanner: Scanner

    def cache(self, git: Git) -> CleanCache:
        from golive.repository.scanning import open_clean_cache

        return open_clean_cache(self.ctx.cache, git.top, "history", self.rules)


@dataclass(frozen=True, slots=True)
class _Paths:
    """Turns names within a git repository into names from the root of what is checked."""

    repository: Repository
    git: Git
    of_credentials: Names

    def name(self, path: str) -> str:
        if self.git.top == self.repository.root:
            return path
        return posixpath.relpath(f"{self.git.top.as_posix()}/{path}", self.repository.root.as_posix())

    def names(self, origin: Origin) -> list[str]:
        """Return the names that a content ever had, but for those that the profile leaves out."""
        names = (self.name(path) for path in sorted(origin.paths))
        return [name for name in names if not (self.repository.excluded and self.repository.excluded.match(name))]

    def shown(self, blobs: Iterable[str], origins: Mapping[str, Origin]) -> list[str]:
        """Return one name for each of these contents that the profile does not leave out, its id if it has none."""
        names = (self.names(origins[blob]) if blob in origins else [blob[:SHORT_ID]] for blob in blobs)
        return sorted({name for each in names for name in each[:1]})


def judge(ctx: Context, check_id: str) -> Iterator[Finding]:
    """Yield what `history` finds."""
    from golive.repository.git import find_git, find_work_tree
    from golive.repository.scanning import rules_for

    repository = ctx.repository
    deadline = ctx.deadline()
    if not repository.repositories:
        git_is_missing = find_git() is None and find_work_tree(repository.root) is not None
        why = "git is not installed here" if git_is_missing else "this folder is no git repository"
        raise Unverified(f"{why}, so there is no history to read")
    rules, declared = rules_for(ctx.provider, ctx.environments)
    scanner = rules.scanner()
    if not scanner.shapes and not scanner.searched and not scanner.names.number:
        raise Unverified(f"{ctx.provider.title} keys have no fixed format, and no credential could be resolved")
    looking_up = min(LOOKING_UP, deadline.remaining / 4)
    searched = 0
    for git in repository.repositories:
        inventory = take_inventory(git, deadline)
        tally = _scan(_Search(ctx, check_id, rules, scanner), git, inventory, deadline.sooner(looking_up))
        searched += tally.searched
        yield from _told(repository, scanner.names, git, tally, deadline)
        yield from _gaps(git, inventory, tally)
    if searched:
        yield seen(f"{count(searched, 'file content')} of the history read, {what_was_searched(scanner, declared)}")
    else:
        yield unknown("nothing has been committed yet, so there is no history to read")


def _scan(search: _Search, git: Git, inventory: Inventory, deadline: Deadline) -> _Tally:
    cache = search.cache(git)
    tally = _Tally()
    keys = {each: cache.key(b"blob", bytes.fromhex(each)) for each in inventory.ids} if cache.keeps else {}
    unread = [each for each in inventory.ids if not (keys and cache.knows(keys[each]))]
    tally.searched = clean = len(inventory.ids) - len(unread)
    try:
        for blob in read_blobs(git, unread, search.ctx.repository.largest, deadline):
            if blob.data is None:
                tally.large.append(blob.id)
                continue
            if _is_clean(search, tally, blob.id, blob.data, deadline) and keys:
                cache.remember(keys[blob.id])
            tally.searched += 1
            if tally.searched % SHOWN_EVERY == 0:
                search.ctx.progress(DOING, tally.searched, len(inventory.ids) + 1)
    except Unverified as why:
        tally.stopped = str(why)
    finally:
        if tally.searched > clean:
            search.ctx.progress(DOING, len(inventory.ids), len(inventory.ids))
    cache.save(complete=tally.stopped is None)
    tally.remembered = cache.keeps
    return tally


def _is_clean(search: _Search, tally: _Tally, blob: str, data: bytes, deadline: Deadline) -> bool:
    """Note what is in a content; whether there is nothing in all of it. Raises Unverified where the time is up."""
    searched = search.scanner.search(data, deadline)
    remarks = Ignores.of(data) if searched.hits and search.ctx.inline_ignores else Ignores()
    for hit in searched.hits:
        which = hit.secret.fingerprint() if hit.certain else hit.title
        tally.hits.setdefault(which, {}).setdefault(blob, hit)
        remark = remarks.on(hit.line, search.check_id)
        if remark is not None and remark.problem is None:
            tally.remarks.setdefault((which, blob), remark)
    if searched.end is End.LATE:
        raise Unverified(f"reading the history took longer than {deadline.seconds:.0f} s")
    if searched.end is End.CROWDED:
        tally.crowded.append(blob)
    return not searched.hits and searched.end is End.WHOLE


def _counts(tally: _Tally, which: str, blob: str, newest: frozenset[str] | None) -> bool:
    """Whether a remark is in what is checked out, about a credential that is not the one in use."""
    hit = tally.hits[which][blob]
    in_use = hit.known and hit.kind is Kind.PRODUCTION
    return (which, blob) in tally.remarks and newest is not None and blob in newest and not in_use


def _place_and_message(finding: Finding) -> tuple[str, str]:
    return str(finding.place), finding.message


def _told(repository: Repository, names: Names, git: Git, tally: _Tally, deadline: Deadline) -> Iterator[Finding]:
    """Yield one finding for each credential, and one for what was too large."""
    contents = {blob for blobs in tally.hits.values() for blob in blobs} | {*tally.large, *tally.crowded}
    if not contents:
        return
    try:
        origins, newest = find_origins(git, contents, deadline), head_contents(git, deadline)
    except Unverified as why:
        yield unknown(f"the commits of what was found could not be looked up: {why}")
        origins, newest = {}, None
    paths = _Paths(repository, git, names)
    findings: list[Finding] = []
    ignored: list[tuple[Finding, Remark]] = []
    for which, blobs in tally.hits.items():
        for finding in _credential(paths, blobs, origins, newest):
            # A remark of today speaks for yesterday: commits cannot be changed.
            remark = next((tally.remarks[which, blob] for blob in blobs if _counts(tally, which, blob, newest)), None)
            if remark is None:
                findings.append(finding)
            else:
                ignored.append((finding, remark))
    yield from heaviest_first(sorted(findings, key=_place_and_message))
    yield from evidence(sorted(ignored, key=lambda each: _place_and_message(each[0])))
    if shown := paths.shown(tally.large, origins):
        limit = f"{repository.largest // (1024 * 1024)} MiB"
        yield warn(
            f"{count(len(shown), 'file')} of the history not searched, larger than {limit}: {named(shown)}",
            FilePlace(inert(shown[0])),
            fix="List generated files and media under repository.exclude, and keep them out of git",
        )
    if shown := paths.shown(tally.crowded, origins):
        where = "it" if len(shown) == 1 else "them"
        yield unknown(
            f"{count(len(shown), 'file')} of the history searched only in part, too much in {where} begins like a "
            f"credential: {named(shown)}",
            FilePlace(inert(shown[0])),
            fix="List generated files under repository.exclude, and keep them out of git",
        )


def _credential(
    paths: _Paths,
    blobs: Mapping[str, Hit],
    origins: Mapping[str, Origin],
    newest: frozenset[str] | None,
) -> Iterator[Finding]:
    """Yield the finding about one credential, at the place of the oldest commit that brought it."""
    weighed = {
        blob: level for blob, hit in blobs.items() if (level := _heaviest(paths, hit, origins.get(blob))) is not None
    }
    if not weighed:
        return
    level = Level.FAIL if Level.FAIL in weighed.values() else Level.WARN
    known = [blob for blob in weighed if blob in origins]
    first = max(known, key=lambda blob: (origins[blob].kept, origins[blob].age, blob), default=min(weighed))
    hit, origin = blobs[first], origins.get(first)
    parts = [f"{hit.title} (fingerprint {hit.secret.fingerprint()})"]
    parts += [hit.form.value] if hit.form.value else []
    parts += [_arrival(origin, first)]
    commits = len({commit for blob in known for commit in origins[blob].commits})
    files = len({path for blob in known for path in origins[blob].paths})
    if commits > 1 or files > 1:
        parts.append(f"in {count(commits, 'commit')} and {count(files, 'file')} altogether")
    if newest is not None:
        parts.append("still in HEAD" if newest & weighed.keys() else "no longer in HEAD")
    place = FilePlace(inert(paths.name(origin.path)), hit.line) if origin is not None else None
    what = "credential"
    if level is Level.WARN:
        sandbox = hit.kind is Kind.SANDBOX
        what = "sandbox credential outside of tests" if sandbox else "perhaps a credential of the provider's"
    yield Finding(level, f"{what} in the history: {', '.join(parts)}", place)


def _heaviest(paths: _Paths, hit: Hit, origin: Origin | None) -> Level | None:
    levels = {weigh(hit, name, paths.of_credentials) for name in (paths.names(origin) if origin is not None else [""])}
    return next((level for level in (Level.FAIL, Level.WARN) if level in levels), None)


def _arrival(origin: Origin | None, blob: str) -> str:
    if origin is None:
        return f"in the content {blob[:SHORT_ID]}, whose commit is not known"
    if origin.commit is None:
        return "added to the index and not committed yet"
    added = f"added by commit {origin.commit[:SHORT_ID]}"
    return added if origin.kept else f"{added}, which only the stash, a note or the reflog still holds"


def _gaps(git: Git, inventory: Inventory, tally: _Tally) -> Iterator[Finding]:
    """Yield what of the history was not read."""
    if tally.stopped is not None:
        done = f"{tally.searched:,} of about {count(len(inventory.ids), 'file content')} read"
        yield unknown(
            f"the history of {git.name} was not read to its end, {done}: {tally.stopped}",
            fix="Run again: golive goes on where it stopped" if tally.remembered else None,
        )
    if inventory.shallow:
        yield unknown(
            f"this clone of {git.name} holds the newest commits only, so older ones were not read",
            fix="Run `git fetch --unshallow` first; in GitHub Actions, give actions/checkout `fetch-depth: 0`",
        )
    if inventory.missing:
        yield unknown(
            f"{count(len(inventory.missing), 'file content')} of the history of {git.name} not in this clone, "
            f"the first {inert(min(inventory.missing)[:SHORT_ID])}: it is a partial or a damaged one",
            fix="Run golive in a clone that was made without --filter; golive fetches nothing",
        )
