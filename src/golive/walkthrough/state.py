"""What a call keeps from day to day, so that it can stop anywhere and go on there."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from golive.errors import GoliveError, UsageError
from golive.replacing import replace_file
from golive.walkthrough.minutes import Attested, Note, Remarks

if TYPE_CHECKING:
    from golive.report import Report

VERSION: Final = 1
LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a saved call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """
    A call at a moment.

    `at` is the id of the line that the parties look at, `results_at` when the oldest of the results was seen.
    """

    started_at: datetime
    saved_at: datetime
    results_at: datetime
    at: str
    report: Report
    remarks: Mapping[str, Remarks] = field(default_factory=dict)
    attested: tuple[Attested, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A call as it is written. `report` is in the published form of the format json."""

    golive_walkthrough: int
    profile: str
    environment: str
    started_at: datetime
    saved_at: datetime
    results_at: datetime
    at: str
    remarks: Mapping[str, Remarks]
    attested: tuple[Attested, ...]
    report: object


def state_folder(environ: Mapping[str, str]) -> Path | None:
    """
    Return this user's folder for calls that are not over, None where there is no home to keep it in.

    https://specifications.freedesktop.org/basedir-spec/latest/ : a path that is not absolute does not count.
    """
    for name, below in (("XDG_STATE_HOME", "golive/walkthrough"), ("HOME", ".local/state/golive/walkthrough")):
        folder = environ.get(name, "")
        if Path(folder).is_absolute():
            return Path(folder) / below
    return None


def state_path(folder: Path, profile: Path, environment: str) -> Path:
    """Return the file in which the call about an environment of a profile is kept."""
    key = hashlib.sha256(f"{_absolute(profile)}\0{environment}".encode("utf-8", "surrogateescape")).hexdigest()
    return folder / f"{key[:32]}.json"


def save(path: Path, state: State, *, profile: Path, environment: str) -> None:
    """Write a call, as a whole or not at all, readable by this user alone. Raises UsageError where that fails."""
    from golive.evidence.reading import dump, parse
    from golive.reporters.formats import Style
    from golive.reporters.json import render

    written = Saved(
        golive_walkthrough=VERSION,
        profile=ascii(_absolute(profile)),
        environment=environment,
        started_at=state.started_at,
        saved_at=state.saved_at,
        results_at=state.results_at,
        at=state.at,
        remarks=state.remarks,
        attested=state.attested,
        report=parse(render([state.report], Style())),
    )
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, dump(written).encode(), 0o600, durable=True)
    except OSError as error:
        raise UsageError(f"the call cannot be saved in {path}: {error.strerror}") from None


class Keeper:
    """Saves a call after each step, unless another walkthrough of the same environment does so, too."""

    def __init__(self, path: Path, *, profile: Path, environment: str) -> None:
        self._path = path
        self._profile = profile
        self._environment = environment
        self._last: bytes | None = None

    def __call__(self, state: State) -> None:
        """Save a call. Raises UsageError where that fails, or would undo what another walkthrough saved."""
        there = _digest(self._path)
        if self._last is not None and there not in {None, self._last}:
            raise UsageError(
                f"another walkthrough keeps its call in {self._path}: leave one of them, what is done here is not saved"
            )
        save(self._path, state, profile=self._profile, environment=self._environment)
        self._last = _digest(self._path)


def load(path: Path, *, profile: Path, environment: str) -> State | None:
    """
    Return the call that was saved, None where there is none.

    Raises UsageError with what is wrong where the file is not one that golive wrote for this profile and environment.
    """
    from golive.evidence.reading import parse, read
    from golive.profile.reading import UnreadableError, read_file
    from golive.saved import read_reports

    if not os.path.lexists(path):
        return None
    if path.is_symlink():
        raise UsageError("it is a link")
    if not _is_own(path):
        raise UsageError("somebody else can have written it")
    try:
        text = read_file(path, LARGEST).decode()
    except UnreadableError as error:
        raise UsageError(f"it {error}") from None
    except UnicodeDecodeError:
        raise UsageError("it is no text") from None
    document = parse(text)
    version = document.get("golive_walkthrough") if isinstance(document, dict) else None
    if version != VERSION:
        raise UsageError("another version of golive wrote it")
    saved = read(Saved, document)
    if (saved.profile, saved.environment) != (ascii(_absolute(profile)), environment):
        raise UsageError("it is about another profile or environment")
    reports = read_reports(_dumped(saved.report))
    if len(reports) != 1 or reports[0].subject.environment != environment:
        raise UsageError("the report in it is not about this environment")
    if next(reports[0].items(), None) is None:
        raise UsageError("the report in it has no lines")
    return State(
        started_at=saved.started_at,
        saved_at=saved.saved_at,
        results_at=saved.results_at,
        at=saved.at,
        report=reports[0],
        remarks={item_id: _inert(remarks) for item_id, remarks in saved.remarks.items()},
        attested=tuple(replace(one, who=_line(one.who), evidence=_line(one.evidence)) for one in saved.attested),
    )


def set_aside(path: Path) -> Path:
    """Give a file that cannot be used another name, and return it. Raises UsageError where that fails."""
    aside = path.with_name(f"{path.stem}.unusable-{secrets.token_hex(4)}.json")
    try:
        path.rename(aside)
    except OSError as error:
        raise UsageError(f"{path} cannot be used, and cannot be set aside: {error.strerror}") from None
    return aside


def forget(path: Path) -> None:
    """Remove the call that was saved, where there is one. Raises UsageError where that fails."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"the saved call in {path} cannot be removed: {error.strerror}") from None


def put_by(path: Path) -> None:
    """Keep a saved call under another name, the one before it goes. Raises UsageError where that fails."""
    if not os.path.lexists(path):
        return
    try:
        path.replace(path.with_name(f"{path.stem}.previous.json"))
    except OSError as error:
        raise UsageError(f"the saved call in {path} cannot be put by: {error.strerror}") from None


def resumable(path: Path, *, profile: Path, environment: str) -> tuple[State | None, str | None]:
    """Return the call that was saved, and in a sentence what became of a file that is no call of golive's."""
    try:
        return load(path, profile=profile, environment=environment), None
    except GoliveError as error:
        aside = set_aside(path)
        return None, f"The saved call in {path} cannot be used: {error}. It was set aside as {aside.name}."


def _digest(path: Path) -> bytes | None:
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).digest()
    return None


def _is_own(path: Path) -> bool:
    """Tell whether nobody but this user can have written a file, as far as the system knows users."""
    if not hasattr(os, "geteuid"):
        return True
    status = path.lstat()
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _absolute(profile: Path) -> str:
    return str(profile.resolve())


def _dumped(report: object) -> str:
    import json

    return json.dumps(report)


def _inert(remarks: Remarks) -> Remarks:
    notes = tuple(Note(at=note.at, who=_line(note.who), text=_line(note.text)) for note in remarks.notes)
    return replace(remarks, notes=notes)


def _line(text: str) -> str:
    from golive.redact import inert

    return inert(text, max(1, len(text)))
