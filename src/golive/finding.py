"""A finding: one thing that a check saw, at one place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What a finding does to its check, the heaviest first."""

    FAIL = "fail"
    """Certainly wrong."""
    UNKNOWN = "unknown"
    """Could not be verified."""
    WARN = "warn"
    """Works, but a careful engineer would change it."""
    SEEN = "seen"
    """Looked at, and right. A check without any finding has looked at nothing and cannot pass."""


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A line of a file. `path` is relative to the repository, or to the profile's folder; lines count from 1."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class SettingPlace:
    """A setting of the profile, such as `environments.prod.base_url`, and where it is written."""

    key: str
    file: FilePlace

    def __str__(self) -> str:
        return f"{self.key} ({self.file})"


@dataclass(frozen=True, slots=True)
class ExchangePlace:
    """A request to the provider and the status of its answer (None where none came)."""

    method: str
    url: str
    status: int | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.url}" + (f" → {self.status}" if self.status is not None else "")


Place = FilePlace | SettingPlace | ExchangePlace


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check saw. `message` is a sentence without a line break; `fix` replaces the check's remedy."""

    level: Level
    message: str
    place: Place | None = None
    fix: str | None = None


def fail(message: str, at: Place | None = None, *, fix: str | None = None) -> Finding:
    """Return a finding that something is certainly wrong: name the value (secrets masked) and the place."""
    return Finding(Level.FAIL, message, at, fix)


def warn(message: str, at: Place | None = None, *, fix: str | None = None) -> Finding:
    """Return a finding that something works but ought to change."""
    return Finding(Level.WARN, message, at, fix)


def unknown(message: str, at: Place | None = None, *, fix: str | None = None) -> Finding:
    """Return a finding that something could not be verified, with the reason."""
    return Finding(Level.UNKNOWN, message, at, fix)


def seen(message: str, at: Place | None = None) -> Finding:
    """Return the evidence of a pass: what was looked at, and how many."""
    return Finding(Level.SEEN, message, at)
