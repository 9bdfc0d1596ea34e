from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from golive.check import check
from golive.errors import Unverified
from golive.finding import FilePlace, Finding, Level, fail, seen, unknown, warn
from golive.kind import Kind
from golive.redact import inert
from golive.repository.credentials import DeclaredSecrets, declared_secrets
from golive.repository.paths import is_test
from golive.repository.reading import Skipped, Why
from golive.repository.references import file_values
from golive.repository.secrets import Hit, Scanner
from golive.repository.wording import count, named

if TYPE_CHECKING:
    from golive.context import Context
    from golive.repository.detectors.detector import Form
    from golive.repository.files import Repository

MOST_SHOWN: Final = 50
"""Places. More are counted."""


@dataclass(slots=True)
class _Tally:
    """What a scan came by."""

    read: int = 0
    skipped: dict[Why, list[str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@check(
    remedy="Revoke the credential in the provider's portal and create a new one; keep it in a secrets manager or the "
    "environment, and read it from there. Taking it out of the file is not enough: copies and git history keep it.",
    sources=(
        "https://docs.antonpayments.com/guides/going-live",
        "https://help.antonpayments.com/en/articles/14127356-securing-your-integration",
    ),
)
def secrets(ctx: Context) -> Iterator[Finding]:
    """
    No file of the repository holds a live credential.

    Whoever can read a repository can pay with the keys in it: colleagues, contractors, every machine that builds it,
    and everyone once it is copied or published. Searched are the provider's own credential formats and the exact
    values that the profile resolves to, also as base64, hexadecimal and URL-encoded text. Files that git ignores are
    not searched. Credentials of a sandbox may stand in tests.
    """
    repository = ctx.repository
    declared = declared_secrets(ctx.environments.values())
    scanner = Scanner(ctx.provider.secret_shapes, declared.known)
    if not scanner.shapes and not scanner.searched:
        raise Unverified(f"{ctx.provider.title} keys have no fixed format, and no credential could be resolved")
    if not repository.files:
        raise Unverified("the repository has no files to read")
    tally = _scan(repository, scanner, _homes(ctx, repository))
    yield from _heaviest_first(tally.findings)
    yield from _skipped(repository, tally)
    if tally.read:
        yield seen(_evidence(tally.read, scanner, declared))
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
    return frozenset(name for name in (repository.relative(value.path) for value in values) if name is not None)


def _scan(repository: Repository, scanner: Scanner, homes: frozenset[str]) -> _Tally:
    tally = _Tally()
    for name in repository.files:
        if name in homes:
            continue
        content = repository.read(name)
        if isinstance(content, Skipped):
            tally.skipped.setdefault(content.why, []).append(name)
            continue
        tally.read += 1
        tally.findings.extend(_judge(repository, name, scanner.scan(content)))
    return tally


def _judge(repository: Repository, name: str, hits: Iterable[Hit]) -> Iterator[Finding]:
    """Yield one finding for each credential of a file, at the first line that holds it."""
    places: dict[tuple[str, Form], list[Hit]] = {}
    for hit in hits:
        places.setdefault((hit.secret.fingerprint(), hit.form), []).append(hit)
    for (fingerprint, form), found in places.items():
        sandbox = found[0].kind is Kind.SANDBOX
        if sandbox and is_test(name):
            continue
        parts = [f"{found[0].title} (fingerprint {fingerprint})"]
        parts += [form.value] if form.value else []
        parts += [_whereabouts(repository, name)] if repository.is_git else []
        parts += [f"and {count(len(found) - 1, 'more time')} in this file"] if len(found) > 1 else []
        place = FilePlace(inert(name), found[0].line)
        if sandbox:
            yield warn(f"sandbox credential outside of tests: {', '.join(parts)}", place)
        else:
            yield fail(f"credential in the repository: {', '.join(parts)}", place)


def _whereabouts(repository: Repository, name: str) -> str:
    return "in a file that git tracks" if name in repository.tracked_files else "in a file that git does not ignore"


def _heaviest_first(findings: list[Finding]) -> Iterator[Finding]:
    ordered = sorted(findings, key=lambda finding: finding.level is not Level.FAIL)
    yield from ordered[:MOST_SHOWN]
    rest = ordered[MOST_SHOWN:]
    if rest:
        more = f"{count(len(rest), 'more credential')} in {count(len({_path(each) for each in rest}), 'file')}"
        yield Finding(rest[0].level, f"{more}, not listed here")


def _path(finding: Finding) -> str:
    return finding.place.path if isinstance(finding.place, FilePlace) else ""


def _skipped(repository: Repository, tally: _Tally) -> Iterator[Finding]:
    large = tally.skipped.get(Why.LARGE, [])
    if large:
        limit = f"{repository.largest // (1024 * 1024)} MiB"
        yield warn(
            f"{count(len(large), 'file')} not searched, larger than {limit}: {named(large)}",
            FilePlace(inert(large[0])),
            fix="List generated files and media under repository.exclude, and keep them out of git",
        )
    unreadable = [*tally.skipped.get(Why.UNREADABLE, []), *(f"{folder}/" for folder in repository.unreadable)]
    if unreadable:
        yield unknown(
            f"{count(len(unreadable), 'path')} not searched, no permission to read: {named(unreadable)}",
            FilePlace(inert(unreadable[0])),
            fix="Run golive as a user who may read them, or list them under repository.exclude",
        )


def _evidence(read: int, scanner: Scanner, declared: DeclaredSecrets) -> str:
    shapes = count(scanner.shapes, "credential format")
    text = f"{count(read, 'file')} read, {shapes} and {count(len(scanner.searched), 'exact value')} searched"
    if scanner.passed_over:
        labels = ", ".join(known.secret.label for known in scanner.passed_over)
        text += f"; too short or too plain to search for: {labels}"
    if declared.unresolved:
        text += f"; value not known here, so only its format was searched: {', '.join(declared.unresolved)}"
    return text
