"""`golive` as a process of its own: its exit code, what it wrote, how long it took, and its peak memory."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from support.merchant import Merchant

# A small process in between, because Linux counts the memory of whoever starts a process as the new one's peak.
_LAUNCHER = """
import json, resource, subprocess, sys, time
began = time.monotonic()
code = subprocess.run(sys.argv[3:], check=False, timeout=float(sys.argv[2])).returncode
seconds = time.monotonic() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    json.dump({"code": code, "seconds": seconds, "mebibytes": used.ru_maxrss / 1024}, file)
"""


@dataclass(frozen=True)
class Ended:
    """A process that has ended. Time in seconds, peak memory in MiB."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    mebibytes: float

    @property
    def json(self):
        return json.loads(self.stdout)

    def statuses(self) -> dict[str, str]:
        """Return the status of every check of the JSON report."""
        return {check["id"]: check["status"] for check in self.json["results"]}

    def said(self) -> dict[str, str]:
        """Return everything that each check of the JSON report says."""
        return {
            check["id"]: "\n".join(filter(None, (check["reason"], *(found["message"] for found in check["findings"]))))
            for check in self.json["results"]
        }


def run_process(command, *, folder, environ, patience=60.0) -> Ended:
    """Run a program to its end. A program that takes longer than `patience` seconds is killed, and the test fails."""
    figures = folder.parent / f"{folder.name}.figures.json"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _LAUNCHER, str(figures), str(patience), *command],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder), **environ},
        capture_output=True,
        encoding="utf-8",
        timeout=patience + 10,  # the launcher has ended the program by then
        check=True,
    )
    measured = json.loads(figures.read_text(encoding="utf-8"))
    return Ended(measured["code"], done.stdout, done.stderr, measured["seconds"], measured["mebibytes"])


def run_check(merchant: Merchant, *arguments, environ=None, connect_to=None, program=("-m", "golive"), patience=60.0):
    """Run `golive check --env prod --format json` on a merchant, with the emulator in the provider's place."""
    routes = merchant.emulator.connect_to if connect_to is None else connect_to
    command = [
        sys.executable,
        *program,
        *("check", "--env", "prod", "--format", "json"),
        *("--ca-bundle", str(merchant.emulator.ca_bundle)),
        *(part for route in routes for part in ("--connect-to", route)),
        *arguments,
    ]
    return run_process(
        command, folder=merchant.folder, environ={**merchant.environ, **(environ or {})}, patience=patience
    )
