"""Texts as SARIF wants them: no part of one is taken for a link or for a gap to fill in."""

from __future__ import annotations

import re
from typing import Final

from golive.reporters.words import plain

_GAP: Final = re.compile(r"\{(?=\s*[0-9])")


def message(text: str, longest: int | None = None) -> str:
    """
    Return a text as a harmless SARIF message of at most about `longest` characters.

    A message may hold links, `[text](target)`, and gaps, `{0}` (SARIF 2.1.0, 3.11.5 and 3.11.6). The standard wants
    every brace doubled; but viewers, GitHub among them, show them as they are, and advice on code has braces. So only
    what could be a gap is changed.
    """
    line = without_gaps(plain(text))
    if longest is not None and len(line) > longest:
        line = f"{line[: longest - 1]}…"
    return line.replace("](", "] (")


def without_gaps(text: str) -> str:
    """Return a text in which no brace opens a gap."""
    return _GAP.sub("{ ", text)
