"""The formats, by name."""

from __future__ import annotations

import subprocess
import sys

import pytest

from golive.reporters.formats import FORMATS, Style
from support import reports


def test_every_format_is_there():
    assert list(FORMATS) == ["text", "json", "sarif", "gitlab", "github", "junit", "markdown", "html"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_turns_a_report_into_text_that_ends_with_a_line_break(name):
    text = FORMATS[name]([reports.every_status()], Style())
    assert "launch" in text.lower()
    assert text.endswith("\n")


@pytest.mark.parametrize("name", ["formats", "words", *(name for name in FORMATS if name != "text")])
def test_rich_is_loaded_for_the_terminal_only(name):
    unwanted = ("rich", "httpx", "yaml", "jinja2")
    program = f"import sys, golive.reporters.{name}; sys.exit(any(name in sys.modules for name in {unwanted}))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
