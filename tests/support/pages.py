"""The documentation's pages, and the examples in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
WRITTEN = sorted(path for path in DOCS.glob("**/*.md") if path.parent.name != "checks")
"""Every page but those of single checks."""


def name_of(page: Path) -> str:
    """Return a page's name, for the id of a test."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of one language."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [text for spoken, text in found if spoken == language]


def examples(language: str) -> list[tuple[str, str]]:
    """Return every block of one language in all pages, with the name of its page."""
    return [(name_of(page), text) for page in WRITTEN for text in blocks(page, language)]
