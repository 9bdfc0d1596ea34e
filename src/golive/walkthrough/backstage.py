"""What a call gets from outside, and what it answers to those who ask something of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from golive.check import Check
    from golive.checklist import Checklist
    from golive.clock import Clock
    from golive.record import Record
    from golive.report import Report
    from golive.runner import Watch
    from golive.walkthrough.state import State


class Judge(Protocol):
    """Runs checks now. `only` are their ids (empty: all), `watch` is told of each that starts and ends."""

    def __call__(self, only: tuple[str, ...], watch: Watch) -> Report:
        """Return the report of the run, in which other checks are left out."""
        ...


class Attest(Protocol):
    """Writes an attestation to the records, as `golive.records.writing` does."""

    def __call__(self, *, item: str, who: str, made: date, evidence: str, expires: date) -> Record:
        """Return what was written. Raises GoliveError where that is refused."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Backstage:
    """
    What a call gets from outside; tests bring their own.

    `records` reads the records as they are now, `keep` saves the call, `mask` takes secrets out of a text. `digest` is
    that of the profile as it was loaded, and `changed` tells whether its file says something else by now; `version` is
    golive's. `checks` are golive's own by id, `profile` the profile's path.
    """

    checklist: Checklist
    judge: Judge
    attest: Attest
    records: Callable[[], Sequence[Record]]
    keep: Callable[[State], None]
    mask: Callable[[str], str]
    clock: Clock
    digest: str
    version: str
    profile: Path
    records_path: Path
    changed: Callable[[], bool] = lambda: False
    checks: Mapping[str, Check] = field(default_factory=dict)
    who: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What an operation came to. `safe` says so in golive's own words only, for a shared screen."""

    ok: bool
    text: str
    safe: str

    def shown(self, presenter: bool) -> str:
        """Return what to show."""
        return self.safe if presenter else self.text


def told(text: str, *, safe: str | None = None) -> Said:
    """Return that something was done. `safe` says so in golive's own words, where `text` holds others."""
    return Said(ok=True, text=text, safe=text if safe is None else safe)


def refused(text: str, *, safe: str | None = None) -> Said:
    """Return that something was not done, and why. `safe` is as in `told`."""
    return Said(ok=False, text=text, safe=text if safe is None else safe)
