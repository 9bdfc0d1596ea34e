from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from golive.check import check
from golive.errors import NotApplicable, Unverified
from golive.finding import FilePlace, Finding, fail, seen, unknown
from golive.kind import Kind
from golive.redact import inert
from golive.repository.credentials import declared_secrets
from golive.repository.leftovers import LeftoverFinder
from golive.repository.paths import is_production_configuration, names_production
from golive.repository.reading import Skipped, read_regular
from golive.repository.references import FileValue, file_values
from golive.repository.secrets import Scanner
from golive.repository.text import as_utf8
from golive.repository.wording import count, named

if TYPE_CHECKING:
    from pathlib import Path

    from golive.context import Context, EnvironmentView
    from golive.repository.files import Repository


@check(
    remedy="Replace the sandbox value with the production one, or move the setting to the sandbox's own file. Payees "
    "and instruments have to be created anew in production.",
    sources=(
        "https://docs.antonpayments.com/guides/going-live",
        "https://help.antonpayments.com/en/articles/14127305-going-live-checklist",
    ),
)
def sandbox_leftovers(ctx: Context) -> Iterator[Finding]:
    """
    The production configuration names no sandbox host, key or id.

    One forgotten setting is enough to send a real payout to the sandbox, where it seems to succeed and nobody is
    paid, or to name a payee who does not exist in production. Production configuration is every file that the
    profile's production environment reads (only the keys that it reads, where another environment shares the file),
    and every configuration file whose path names production. Comments, examples and tests are left out.
    """
    view = ctx.environment
    if view.kind is not Kind.PRODUCTION:
        raise NotApplicable(f"{view.name} is a sandbox")
    repository = ctx.repository
    whole, keyed = _production_files(ctx, repository)
    if not whole and not keyed:
        raise Unverified(
            "no production configuration was found: let the profile refer to the file that the application reads "
            "(base_url: {dotenv: …, key: …}), or name production in the file's path, such as deploy/prod.env"
        )
    finder = _finder(ctx)
    yield from _judge_files(repository, whole, finder)
    yield from _judge_settings(repository, view, keyed, finder)


def _judge_files(repository: Repository, files: Mapping[Path, str], finder: LeftoverFinder) -> Iterator[Finding]:
    read: list[str] = []
    for path, label in sorted(files.items(), key=lambda item: item[1]):
        place = FilePlace(inert(label))
        content = read_regular(path, repository.largest)
        if isinstance(content, Skipped):
            yield unknown(f"{inert(label)} was not read: {content.detail or content.why}", place)
            continue
        read.append(label)
        for leftover in finder.find(path.name, content):
            yield fail(f"production configuration holds {leftover.what}", FilePlace(place.path, leftover.line))
    if read:
        yield seen(f"{count(len(read), 'production file')} read: {named(read)}")


def _judge_settings(
    repository: Repository, view: EnvironmentView, values: Iterable[FileValue], finder: LeftoverFinder
) -> Iterator[Finding]:
    """Judge the production settings of files that serve several environments."""
    read: list[str] = []
    for value in values:
        label = _label(repository, view, value.path)
        try:
            text = view.secret(value.value, value.label).reveal() if value.secret else view.text(value.value)
        except Unverified as why:
            yield unknown(f"{value.label} was not read: {why}", FilePlace(inert(label)))
            continue
        read.append(f"{value.key or 'all'} of {label}")
        for leftover in finder.find("", text.encode(errors="replace")):
            place = FilePlace(inert(label), _line(value, text))
            yield fail(f"{value.label} of the production configuration holds {leftover.what}", place)
    if read:
        yield seen(f"{count(len(read), 'production setting')} of shared files read: {named(read)}")


def _production_files(ctx: Context, repository: Repository) -> tuple[dict[Path, str], list[FileValue]]:
    """Return the files to judge as a whole, by path, and the values to judge by themselves."""
    others = {
        value.path
        for view in ctx.environments.values()
        if view.kind is not Kind.PRODUCTION
        for value in file_values(view)
    }
    whole: dict[Path, str] = {}
    keyed: list[FileValue] = []
    for value in file_values(ctx.environment):
        label = _label(repository, ctx.environment, value.path)
        # A key that names production stands beside keys that do not, unless the file is all about production.
        several = value.key is not None and names_production(value.key) and not is_production_configuration(label)
        if value.path in others or several:
            keyed.append(value)
        else:
            whole[value.path] = label
    # The profile itself describes the sandbox too, wherever it lies.
    profile = ctx.environment.loaded.path.resolve()
    split = others | {value.path for value in keyed} | {profile}
    for name in repository.files:
        path = repository.root / name
        if is_production_configuration(name) and path not in split:
            whole.setdefault(path, name)
    return {path: label for path, label in whole.items() if path not in split}, keyed


def _finder(ctx: Context) -> LeftoverFinder:
    declared = declared_secrets(ctx.environments.values())
    return LeftoverFinder(
        ctx.provider.sandbox_hosts, Scanner(ctx.provider.secret_shapes, declared.known), _ids(ctx.environments.values())
    )


def _ids(views: Iterable[EnvironmentView]) -> Mapping[str, str]:
    """Return the ids that exist in a sandbox only, and how to call them."""
    sandbox: dict[str, str] = {}
    production: set[str] = set()
    for view in views:
        for payee in view.settings.payees:
            named_ids = {payee.id: f"payee {payee.id} of {view.name}"}
            named_ids |= {each: f"instrument {each} of {view.name}" for each in payee.instruments}
            if view.kind is Kind.PRODUCTION:
                production |= named_ids.keys()
            else:
                sandbox |= named_ids
    return {each: what for each, what in sandbox.items() if each not in production}


def _line(value: FileValue, text: str) -> int | None:
    """Return the line of the file that holds a value, the one with its key first."""
    content = read_regular(value.path)
    if isinstance(content, Skipped):
        return None
    wanted = text.encode(errors="replace")
    key = (value.key or "").rpartition(".")[2].encode(errors="replace")
    lines = [(number, line) for number, line in enumerate(as_utf8(content).splitlines(), 1) if wanted in line]
    return next((number for number, line in lines if key in line), lines[0][0] if lines else None)


def _label(repository: Repository, view: EnvironmentView, path: Path) -> str:
    """Return how to call a file: from the repository's root, else from the profile's folder, else in full."""
    folder = view.loaded.folder.resolve()
    inside = repository.relative(path)
    if inside is not None:
        return inside
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
