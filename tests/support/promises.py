"""Merchants of `tests/samples`, sound and with one defect each, and what the checks of source code say about them."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from golive.check import Area
from golive.errors import NotApplicable, Unverified
from golive.finding import FilePlace, Finding
from golive.registry import load_provider
from golive.result import Status, status_of
from golive_checks import CHECKS
from support.context import make_context

SAMPLES = Path(__file__).parent.parent / "samples"
NOT_PROMISES = {"code.secrets", "code.history", "code.client-side", "code.sandbox-leftovers"}
PROMISES = tuple(check for check in CHECKS if check.area is Area.CODE and check.id not in NOT_PROMISES)
PROFILES = {
    "anton": """\
version: 1
provider: anton
environments:
  prod: {kind: production, base_url: "https://api.antonpayments.com", credentials: {api_key: {env: KEY}}}
""",
    "octopuscards": """\
version: 1
provider: octopuscards
environments:
  prod:
    kind: production
    base_url: "https://api.octopuscards.io"
    credentials: {api_key: {env: KEY}, api_secret: {env: SECRET}}
""",
}


@dataclass(frozen=True)
class Mutant:
    """A sound merchant with one defect. `expected` is the status of its check, `file` where its finding has to be."""

    merchant: str
    patch: Path
    check: str
    expected: Status
    file: str

    @property
    def id(self) -> str:
        """What pytest calls it."""
        return f"{self.merchant}-{self.patch.stem}"


def provider_of(merchant: str) -> str:
    """Return the provider that a sample integrates, by the end of its folder's name."""
    return "octopuscards" if merchant.endswith("-octopuscards") else "anton"


def merchants() -> list[str]:
    """Return the folders of sound merchants."""
    return sorted(folder.name for folder in SAMPLES.iterdir() if folder.is_dir() and folder.name != "lookalikes")


def mutants() -> list[Mutant]:
    """Return all mutants of all merchants."""
    return [
        read_mutant(patch) for name in merchants() for patch in sorted((SAMPLES / name / "mutants").glob("*.patch"))
    ]


def read_mutant(patch: Path) -> Mutant:
    """Return what the head of a patch says about it."""
    head = patch.read_text(encoding="utf-8").partition("\n--- ")[0].splitlines()
    _, status, file = next(line for line in head if line.startswith("Expect:")).split()
    return Mutant(patch.parent.parent.name, patch, "code." + patch.stem.partition("--")[0], Status(status), file)


def copy_of(merchant: str, folder: Path, patch: Path | None = None) -> Path:
    """Copy a merchant into a folder that is there, without its mutants, and apply a patch."""
    shutil.copytree(
        SAMPLES / merchant, folder, ignore=shutil.ignore_patterns("mutants", "__pycache__"), dirs_exist_ok=True
    )
    if patch is not None:
        subprocess.run(["git", "apply", "--whitespace=nowarn", str(patch)], cwd=folder, check=True, capture_output=True)
    return folder


def judge(folder: Path, provider: str, checks=PROMISES) -> dict[str, tuple[Status, list[Finding]]]:
    """Run checks of source code over a folder and return their statuses and findings by id."""
    context = make_context(
        folder, PROFILES[provider], provider=load_provider(provider), environ={"KEY": "made_up", "SECRET": "made_up"}
    )
    outcome = {}
    for check in checks:
        if check.providers and provider not in check.providers:
            continue
        findings, reason = [], None
        try:
            findings.extend(check.run(context))
        except Unverified as why:
            reason = str(why)
        except NotApplicable:
            outcome[check.id] = (Status.SKIP, [])
            continue
        outcome[check.id] = (status_of(findings, reason)[0], findings)
    return outcome


def told(findings: list[Finding], status: Status) -> list[str]:
    """Return the findings of a status as one line each."""
    return [f"{finding.place}: {finding.message}" for finding in findings if finding.level.value == status.value]


def files_of(findings: list[Finding], status: Status) -> set[str]:
    """Return the files that findings of a status are in."""
    return {
        finding.place.path
        for finding in findings
        if finding.level.value == status.value and isinstance(finding.place, FilePlace)
    }
