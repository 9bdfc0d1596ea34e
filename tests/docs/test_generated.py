"""Generated documentation is what the program would generate now."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from golive.emulator.emulator import Emulator

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.sockets  # the picture of a report comes from a run against the emulator


def generate(root: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, str(root / "docs" / "generate.py"), *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == "" or done.returncode == 2, done.stderr
    return done.returncode, done.stdout


@pytest.fixture
def copy(tmp_path):
    """Return the folder of a copy of the documentation, to spoil."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "README.md", tmp_path)
    return tmp_path


def test_the_generated_documentation_is_up_to_date():
    assert generate(ROOT, "--check") == (0, "")


def test_every_command_of_a_page_is_one_that_can_be_run():
    commands = {
        command
        for page in (ROOT / "docs" / "checks").glob("*.md")
        for command in re.findall(r"`golive emulator ([^`]*)`", page.read_text(encoding="utf-8"))
    }
    assert len(commands) > 50
    for command in commands:
        words = command.split()
        flags = dict(zip(words[::2], words[1::2], strict=True))
        receivers = [flags["--receiver"]] if "--receiver" in flags else []
        Emulator(flags["--provider"], flaws=[flags["--flaw"]], receivers=receivers)


def test_a_stale_page_and_a_surplus_page_are_named_and_then_mended(copy):
    stale, surplus = copy / "docs" / "checks" / "account.balance.md", copy / "docs" / "checks" / "account.gone.md"
    stale.write_text("old")
    surplus.write_text("old")
    (copy / "docs" / "profile.md").unlink()
    readme = copy / "README.md"
    readme.write_text(readme.read_text(encoding="utf-8").replace("--offline   ", "--onward   "), encoding="utf-8")
    code, said = generate(copy, "--check")
    assert (code, said.splitlines()) == (
        1,
        [
            "docs/checks/account.balance.md is stale",
            "docs/profile.md is stale",
            "README.md is stale",
            "docs/checks/account.gone.md belongs to no check",
            "Run: python docs/generate.py",
        ],
    )
    assert stale.read_text() == "old"
    assert generate(copy)[0] == 0
    assert not surplus.exists()
    assert generate(copy, "--check") == (0, "")


def test_an_unknown_option_is_refused(copy):
    assert generate(copy, "--chek")[0] == 2
