"""What the tests of the gate share: files of the repository's root, a demo merchant on disk, and a golive to run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from golive.clock import SystemClock
from golive.demo.merchant import _repository, load_demo
from golive.emulator.emulator import Emulator

ROOT = Path(__file__).resolve().parents[2]


def root_file(name: str) -> Path:
    """Return a file at the root of the clone. Skips the test where tests are run without it, as from a package."""
    path = ROOT / name
    if not path.is_file():
        pytest.skip(f"{name} is not here: these tests are run apart from the clone")
    return path


@dataclass(frozen=True)
class Shop:
    """The demo's merchant on disk. `environ` holds its credentials, `routes` leads golive to the emulator."""

    folder: Path
    environ: dict[str, str]
    routes: tuple[str, ...]


@contextmanager
def demo_shop(provider: str = "anton", *, flawed: bool = False) -> Iterator[Shop]:
    """Write the demo's merchant, and play its account and receivers while the block lasts."""
    demo = load_demo(provider)
    with Emulator(
        provider,
        flaws=demo.flaws if flawed else (),
        receivers=demo.receivers,
        sandbox_receivers=demo.sandbox_receivers,
    ) as emulator:
        former = {f"another_{name}": value for name, value in emulator.credentials.items()}
        filling = {**former, **emulator.credentials}
        with _repository(provider, filling, flawed=flawed, clock=SystemClock()) as folder:
            routes = (f"--ca-bundle={emulator.ca_bundle}", *(f"--connect-to={route}" for route in emulator.connect_to))
            environ = {variable: emulator.credentials[name] for variable, name in demo.environ.items()}
            yield Shop(folder, environ, routes)


def installed_golive(folder: Path) -> Path:
    """Write a program `golive` that is the one under test, and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "golive"
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -m golive "$@"\n', encoding="utf-8")
    path.chmod(0o755)
    return path


def copy_of_sources(folder: Path, *names: str) -> Path:
    """Copy files and folders of the clone's root. Skips the test where they are not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy(source, folder / name)
        else:
            pytest.skip(f"{name} is not here: these tests are run apart from the clone")
    return folder


def need_package_registry(folder: Path) -> None:
    """Skip the test where pip reaches no registry."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), "hatchling"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=300)
    if done.returncode != 0:
        pytest.skip("pip reaches no package registry here")
