"""The sample receivers of tests/receivers, each as a process of its own on loopback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SOURCES: Final = Path(__file__).parents[1] / "receivers"
PYTHON: Final = {"flask": "flask_app.py", "fastapi": "fastapi_app.py", "django": "django_app.py"}
NODE: Final = {"express": "express.mjs", "fastify": "fastify.mjs"}
FRAMEWORKS: Final = (*PYTHON, *NODE)
SCHEMES: Final = {
    "anton-signature": "anton",
    "x-webhook-signature": "anton",
    "x-anton-signature": "anton",
    "x-signature": "octopuscards",
}
"""The provider of each signature."""
SECRETS: Final = {"anton": "whsec_" + "5ec2e7f00d" * 6 + "5ec2", "octopuscards": "octo-made-up-secret-of-the-tests"}
NODE_FOLDER: Final = "GOLIVE_TEST_NODE"
"""Names a folder with the installed packages of tests/receivers/package.json. Where it is set, Node tests must run."""
PATIENCE: Final = 60.0
"""Seconds that a receiver may take to start on a busy machine."""


@dataclass(frozen=True)
class Sample:
    """One receiver. `work` is how many seconds it needs for the work of an event."""

    framework: str
    signature: str
    defect: str = ""
    work: float = 0.1

    @property
    def provider(self) -> str:
        return SCHEMES[self.signature]

    @property
    def secret(self) -> str:
        return SECRETS[self.provider]

    @property
    def id(self) -> str:
        return "-".join(filter(None, (self.defect, self.framework, f"[{self.signature}]")))


@dataclass(frozen=True)
class Started:
    """A receiver that listens."""

    port: int
    path: str = "/webhooks"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"


def why_no_node() -> str | None:
    """Return why receivers on Node cannot be started here; None where they can, or must."""
    if os.environ.get(NODE_FOLDER):
        return None
    if shutil.which("node") is None:
        return "node is not installed"
    if not (SOURCES / "node_modules").is_dir():
        return f"no node_modules: run npm ci in tests/receivers, or name a folder where that was done in {NODE_FOLDER}"
    return None


@contextmanager
def started(sample: Sample, **variables: str) -> Iterator[Started]:
    """Start a receiver and wait until it listens. Where the test fails, its log stands below the failure."""
    with tempfile.TemporaryDirectory(prefix="golive-receiver-") as name:
        folder = Path(name)
        log = folder / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                _command(sample, folder),
                cwd=folder,
                env={
                    "PATH": os.environ.get("PATH", os.defpath),
                    "LANG": "C.UTF-8",
                    "NODE_ENV": "production",
                    "PROVIDER": sample.provider,
                    "SIGNATURE": sample.signature,
                    "WEBHOOK_SECRET": sample.secret,
                    "DEFECT": sample.defect,
                    "WORK_SECONDS": str(sample.work),
                    "PORT": "0",
                    **variables,
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            yield Started(_port(process, log))
        except BaseException as error:
            error.add_note(f"log of {sample.id}:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}")
            raise
        finally:
            process.kill()
            process.wait()


def _command(sample: Sample, folder: Path) -> list[str]:
    if sample.framework in PYTHON:
        return [sys.executable, "-B", str(SOURCES / PYTHON[sample.framework])]
    # Node looks for packages beside the file that imports them, so the sources go to where the packages are.
    for source in SOURCES.glob("*.mjs"):
        shutil.copy(source, folder)
    installed = Path(os.environ.get(NODE_FOLDER) or SOURCES).resolve() / "node_modules"
    (folder / "node_modules").symlink_to(installed, target_is_directory=True)
    return [shutil.which("node") or "node", str(folder / NODE[sample.framework])]


def _port(process: subprocess.Popen, log: Path) -> int:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ended = process.poll()
        if said := re.search(rb"^listening on (\d+)$", log.read_bytes(), re.MULTILINE):
            return int(said[1])
        if ended is not None:
            raise AssertionError(f"the receiver ended with exit code {ended} before it listened")
        time.sleep(0.02)
    raise AssertionError(f"the receiver did not listen within {PATIENCE:g} seconds")
