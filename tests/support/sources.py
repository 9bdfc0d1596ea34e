"""Small source trees for tests: parsed as the program does, without git and without a profile where none is needed."""

from __future__ import annotations

from pathlib import Path

from golive.clock import Deadline
from golive.finding import Level
from golive.registry import load_provider
from golive.repository.files import Repository
from golive.source.calls import provider_calls
from golive.source.files import parse
from golive.source.integration import Integration, read_integration
from golive.source.project import Project
from support.fake_clock import FakeClock
from support.promises import judge

ANTON = load_provider("anton").source()
OCTOPUS = load_provider("octopuscards").source()


def project(**files: str) -> Project:
    """Return a project of files by name, with `__` for a slash and the last `_` for the dot: `src__pay_py`."""
    return Project(parse(_name(name), text.encode()) for name, text in files.items())


def calls(facts=ANTON, **files: str) -> list[tuple[str | None, str, str | None]]:
    """Return the requests of some files: method, path, title of the operation."""
    found = provider_calls(project(**files), facts)
    return [(call.method, call.path, call.operation.title if call.operation else None) for call in found]


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write files into a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def integration(folder: Path, files: dict[str, str], facts=ANTON) -> Integration:
    """Write files and read them as an integration."""
    write(folder, files)
    names = tuple(sorted(files))
    return read_integration(
        Repository(root=folder, files=names, is_git=False), facts, deadline=Deadline(FakeClock(), 60)
    )


def judged(check, folder: Path, files: dict[str, str], provider: str = "anton") -> dict[str, list[str]]:
    """Run a check over files and return `place message` by level; the key `status` holds what they add up to."""
    write(folder, files)
    status, findings = judge(folder, provider, (check,))[check.id]
    told = {
        level.value: [f"{finding.place} {finding.message}" for finding in findings if finding.level is level]
        for level in Level
    }
    return {"status": [status.value], **told}


def _name(name: str) -> str:
    stem, _, suffix = name.rpartition("_")
    return f"{stem.replace('__', '/')}.{suffix}"
