"""The page about the commands is what the program prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from support.pages import DOCS

PAGE = (DOCS / "commands.md").read_text(encoding="utf-8")
HELPS = dict(re.findall(r"^## (golive[a-z ]*)\n\n```\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize("words", ["golive", "golive check", "golive report", "golive report merge"])
def test_a_commands_help_is_what_it_prints_on_a_terminal_of_80_columns(words):
    environ = {**os.environ, "COLUMNS": "80", "TERMINAL_WIDTH": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", *words.split(), "--help"]
    done = subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", check=True)
    assert HELPS[words] == done.stdout


def test_every_command_of_the_programs_list_has_its_section():
    listed = re.findall(r"^  ([a-z]+) {2,}\S", HELPS["golive"].partition("Commands:")[2], re.MULTILINE)
    assert len(listed) > 10
    assert {f"golive {name}" for name in listed} <= set(HELPS)
