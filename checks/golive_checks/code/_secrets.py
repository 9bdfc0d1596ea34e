from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from golive.finding import FilePlace, Finding, Level, seen, unknown, warn
from golive.kind import Kind
from golive.redact import inert
from golive.repository.ignores import Ignores, Remark, evidence, without_effect
from golive.repository.judging import heaviest_first, weigh, what_was_searched
from golive.repository.reading import Skipped, Why
from golive.repository.references import file_values
from golive.repository.wording import count, named

if TYPE_CHECKING:
    from golive.context import Context
    from golive.repository.detectors.detector import Form
    from golive.repository.detectors.names import Names
    from golive.repository.files import Repository
    from golive.repository.secrets import Hit

_LIVE: Final = "the value is that of production's credential in the profile"


def judge(ctx: Context, check_id: str) -> Iterator[Finding]:
    """Yield what `secrets` finds."""
    repository, scan = ctx.repository, ctx.scan()
    homes = _homes(ctx, repository)
    findings: list[Finding] = []
    ignored: list[tuple[Finding, Remark]] = []
    for name, hits in scan.hits.items():
        if name not in homes:
            remarks = _remarks(repository, name) if ctx.inline_ignores else Ignores()
            covered = [(hit, remark) for hit in hits if (remark := remarks.on(hit.line, check_id)) is not None]
            remarked = {hit for hit, _ in covered}
            findings += _judge(repository, name, [hit for hit in hits if hit not in remarked], scan.scanner.names)
            for hit, remark in covered:
                why = _LIVE if hit.known and hit.kind is Kind.PRODUCTION else remark.problem
                for finding in _judge(repository, name, [hit], scan.scanner.names):
                    if why is None:
                        ignored.append((finding, remark))
                    else:
                        findings += [finding, without_effect(finding, remark, why)]
    yield from heaviest_first(findings)
    yield from evidence(ignored)
    skipped = {name: why for name, why in scan.skipped.items() if name not in homes}
    yield from _skipped(repository, skipped, scan.largest)
    crowded, unread = ([name for name in names if name not in homes] for names in (scan.crowded, scan.unread))
    if crowded:
        yield _crowded(crowded)
    if unread:
        yield _unread(unread, remembers=ctx.cache is not None)
    read = scan.read - len(homes.difference(scan.skipped, scan.unread, scan.crowded))
    if read:
        yield seen(f"{count(read, 'file')} read, {what_was_searched(scan.scanner, scan.declared)}")
    else:
        yield unknown("no file of the repository could be read")


def _homes(ctx: Context, repository: Repository) -> frozenset[str]:
    """
    Return the files in which the profile says the credentials live, where nothing tells which files stay private.

    With git, such a file is either ignored, and not listed, or on its way into the repository.
    """
    if repository.is_git:
        return frozenset()
    values = (value for view in ctx.environments.values() for value in file_values(view) if value.secret)
    return frozenset(repository.files) & {repository.relative(value.path) for value in values}


def _remarks(repository: Repository, name: str) -> Ignores:
    content = repository.read(name)
    return Ignores() if isinstance(content, Skipped) else Ignores.of(content)


def _judge(repository: Repository, name: str, hits: Iterable[Hit], names: Names) -> Iterator[Finding]:
    """
    Yield one finding for each credential of a file, at the first line that holds it.

    What is not certainly one is one finding of its sort: a file of test keys holds many.
    """
    places: dict[tuple[str, Form], list[Hit]] = {}
    for hit in hits:
        places.setdefault((hit.secret.fingerprint() if hit.certain else hit.title, hit.form), []).append(hit)
    for (_, form), found in places.items():
        level = weigh(found[0], name, names)
        if level is None:
            continue
        parts = [f"{found[0].title} (fingerprint {found[0].secret.fingerprint()})"]
        parts += [form.value] if form.value else []
        parts += [_whereabouts(repository, name)] if repository.is_git else []
        parts += [f"and {count(len(found) - 1, 'more time')} in this file"] if len(found) > 1 else []
        what = "credential in the repository"
        if level is Level.WARN:
            sandbox = found[0].kind is Kind.SANDBOX
            what = "sandbox credential outside of tests" if sandbox else "perhaps a credential of the provider's"
        yield Finding(level, f"{what}: {', '.join(parts)}", FilePlace(inert(name), found[0].line))


def _whereabouts(repository: Repository, name: str) -> str:
    return "in a file that git tracks" if name in repository.tracked_files else "in a file that git does not ignore"


def _skipped(repository: Repository, skipped: Mapping[str, Skipped], largest: int) -> Iterator[Finding]:
    large = [name for name, reason in skipped.items() if reason.why is Why.LARGE]
    if large:
        limit = f"{largest // (1024 * 1024)} MiB"
        yield warn(
            f"{count(len(large), 'file')} not searched, larger than {limit}: {named(large)}",
            FilePlace(inert(large[0])),
            fix="List generated files and media under repository.exclude, and keep them out of git",
        )
    unreadable = [name for name, reason in skipped.items() if reason.why is Why.UNREADABLE]
    unreadable += [f"{folder}/" for folder in repository.unreadable]
    if unreadable:
        yield unknown(
            f"{count(len(unreadable), 'path')} not searched, no permission to read: {named(unreadable)}",
            FilePlace(inert(unreadable[0])),
            fix="Run golive as a user who may read them, or list them under repository.exclude",
        )


def _crowded(names: Sequence[str]) -> Finding:
    return unknown(
        f"{count(len(names), 'file')} searched only in part, too much in {'it' if len(names) == 1 else 'them'} "
        f"begins like a credential: {named(names)}",
        FilePlace(inert(names[0])),
        fix="Look through the rest yourself, or list generated files under repository.exclude and keep them out of git",
    )


def _unread(names: Sequence[str], *, remembers: bool) -> Finding:
    again = "; run again, and golive goes on from here" if remembers else ""
    return unknown(
        f"{count(len(names), 'file')} not searched to the end, the time was up: {named(names)}",
        FilePlace(inert(names[0])),
        fix=f"List generated files and media under repository.exclude{again}",
    )
