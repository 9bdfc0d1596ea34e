"""A profile with records beside it, for the tests of everything that reads or writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from golive.finding import FilePlace
from golive.record import Record, RecordKind
from golive.registry import read_profile

if TYPE_CHECKING:
    from golive.profile.loader import LoadedProfile

TODAY = date(2026, 11, 22)
PROFILE = """\
version: 1
provider: {provider}
{more}
environments:
  sandbox:
    kind: sandbox
    base_url: {{env: SANDBOX_URL}}
  prod:
    kind: production
    base_url: {{env: PROD_URL}}
"""


def write_profile(folder: Path, provider: str = "anton", more: str = "") -> LoadedProfile:
    """Write a profile without credentials, and load it. `more` is YAML at its top level."""
    path = folder / "golive.yaml"
    path.write_text(PROFILE.format(provider=provider, more=more), encoding="utf-8")
    return read_profile(path)


def write_records(folder: Path, text: str) -> Path:
    """Write the records beside the profile of a folder."""
    path = folder / "golive.records.yaml"
    path.write_bytes(text.encode())
    return path


def attestation(item: str = "launch.monitoring", **more: str) -> str:
    """Return an entry of `attestations`, as a file has it."""
    defaults = {
        "item": item,
        "environment": "prod",
        "who": "Ada",
        "when": "2026-11-01",
        "evidence": "seen",
        "expires": "2027-03-01",
    }
    return _entry({**defaults, **more})


def waiver(**more: str) -> str:
    """Return an entry of `waivers`, as a file has it. Names no subject by itself."""
    defaults = {"reason": "later", "approver": "Grace", "created": "2026-11-01", "expires": "2027-03-01"}
    return _entry({**more, **{key: value for key, value in defaults.items() if key not in more}})


def _entry(pairs: dict[str, str]) -> str:
    first, *rest = [f"{key}: {value}" for key, value in pairs.items()]
    return "".join(f"{line}\n" for line in (f"  - {first}", *(f"    {line}" for line in rest)))


def vouched(subject: str, *, line: int = 5, **more) -> Record:
    """Return an attestation in force on TODAY."""
    return _record(RecordKind.ATTESTATION, subject, line, more)


def waived(subject: str, *, line: int = 5, **more) -> Record:
    """Return a waiver in force on TODAY."""
    return _record(RecordKind.WAIVER, subject, line, more)


def _record(kind: RecordKind, subject: str, line: int, more: dict) -> Record:
    defaults = {
        "environment": "prod",
        "who": "Ada",
        "text": "seen",
        "made": "2026-11-01",
        "expires": "2027-03-01",
        "place": FilePlace("golive.records.yaml", line, 5),
    }
    return Record(kind=kind, subject=subject, **{**defaults, **more})


def set_today(monkeypatch, day: date = TODAY) -> None:
    """Let the command line live on another day."""
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    monkeypatch.setattr("golive.clock.SystemClock.now", lambda _self: now)
