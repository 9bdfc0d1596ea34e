from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from golive.errors import NotApplicable, Unverified
from golive.finding import FilePlace, Finding, fail, seen, unknown, warn
from golive.kind import Kind
from golive.redact import inert
from golive.repository.credentials import declared_secrets
from golive.repository.leftovers import Leftover, LeftoverFinder
from golive.repository.paths import (
    is_pipeline,
    is_production_code,
    is_production_configuration,
    may_configure_production,
    names_production,
)
from golive.repository.reading import Skipped, read_regular
from golive.repository.references import FileValue, file_values
from golive.repository.secrets import Scanner
from golive.repository.stages import stage_of
from golive.repository.text import as_utf8
from golive.repository.wording import count, named

if TYPE_CHECKING:
    from pathlib import Path

    from golive.context import Context, EnvironmentView
    from golive.repository.files import Repository


def judge(ctx: Context) -> Iterator[Finding]:
    """Yield what `sandbox_leftovers` finds."""
    view = ctx.environment
    if view.kind is not Kind.PRODUCTION:
        raise NotApplicable(f"{view.name} is a sandbox")
    repository = ctx.repository
    whole, keyed = _production_files(ctx, repository)
    finder = _finder(ctx)
    sections = _judge_sections(repository, list(whole) + _split(ctx, keyed), finder)
    if not whole and not keyed and not sections:
        raise Unverified(
            "no production configuration was found: let the profile refer to the file that the application reads "
            "(base_url: {dotenv: …, key: …}), or name production in the file's path, such as deploy/prod.env"
        )
    yield from _judge_files(repository, whole, finder)
    yield from _judge_settings(repository, view, keyed, finder)
    yield from sections


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
            if is_production_code(label) and not _is_literal(content, leftover):
                continue
            yield fail(f"production configuration holds {leftover.what}", FilePlace(place.path, leftover.line))
    if read:
        yield seen(f"{count(len(read), 'production file')} read: {named(read)}")


def _judge_sections(repository: Repository, apart: Iterable[Path], finder: LeftoverFinder) -> list[Finding]:
    """Judge production's settings in files that hold those of several stages, and that the profile does not name."""
    judged = frozenset(apart)
    findings: list[Finding] = []
    for name in repository.files:
        if not (may_configure_production(name) or is_pipeline(name)) or repository.root / name in judged:
            continue
        content = read_regular(repository.root / name, repository.largest)
        if isinstance(content, Skipped):
            continue
        text = as_utf8(content)
        suffix = name.rpartition(".")[2].lower()
        for leftover in finder.find(name, content):
            if stage_of(suffix, text, leftover.at) is Kind.PRODUCTION:
                # A pipeline may well try production's artefact on the sandbox first.
                say = warn if is_pipeline(name) else fail
                place = FilePlace(inert(name), leftover.line)
                findings.append(say(f"a setting whose key names production holds {leftover.what}", place))
    return findings


def _is_literal(content: bytes, leftover: Leftover) -> bool:
    """Whether what was found in code is the value of a string, not a part of a sentence."""
    before = as_utf8(content)[max(0, leftover.at - 12) : leftover.at]
    return re.search(rb"[\"'`](?:https?://)?\Z", before, re.IGNORECASE) is not None


def _split(ctx: Context, keyed: Iterable[FileValue]) -> list[Path]:
    """Return the files that are judged key by key, and those that are about another stage or golive itself."""
    others = [value.path for view in ctx.environments.values() for value in file_values(view)]
    return [*others, *(value.path for value in keyed), ctx.environment.loaded.path.resolve()]


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
        if is_production_configuration(name) or is_production_code(name):
            path = repository.root / name
            if path not in split:
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
