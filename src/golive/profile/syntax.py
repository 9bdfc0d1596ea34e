"""What may stand in a YAML text, and plain sentences for what the parser says about it."""

from __future__ import annotations

import re
from typing import Final

from golive.profile.nodes import Fault, Position

_BYTE_ORDER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# The parser's own words, from the most to the least telling, then ours, and whether the place is where the construct
# began. Either of the parser's two implementations may speak.
_SENTENCES: Final = (
    ("mapping values are not", "a `:` cannot stand here: put the value in quotes, or check the indentation", False),
    ("could not find expected ':'", "this key has no `:` after it", False),
    ("expected ',' or ']'", "the list that begins with `[` here is not closed, or a comma is missing", True),
    ("expected ',' or '}'", "the mapping that begins with `{` here is not closed, or a comma is missing", True),
    ("flow node", "the list or mapping that begins here is not closed, or has a comma too many", True),
    ("quoted scalar", "the quoted text that begins here is not closed, or holds an escape unknown to YAML", True),
    ("expected '-' indicator", "the indentation does not match the list above", False),
    ("expected key", "the indentation does not match the lines above", False),
    ("<block end>", "the indentation does not match the lines above", False),
    ("<document start>", "the indentation does not match the lines above", False),
    ("start any token", "this character cannot begin a value: put the value in quotes", False),
    ("block sequence entries are not", "a `-` cannot stand here: check the indentation", False),
)


def decode(data: bytes) -> str | Fault:
    """Return a text file's content without its byte order mark, or what is wrong with it and where."""
    if data.startswith(_BYTE_ORDER_MARKS):
        return Fault(Position(1, 1), "the file is UTF-16: save it as UTF-8", "is not UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # utf-8-sig counts from behind the mark
        before = data.removeprefix(b"\xef\xbb\xbf")[: error.start].decode(errors="replace")
    return Fault(position_of(before, len(before)), "this is not UTF-8: save the file as UTF-8", "is not UTF-8")


def misfit(text: str) -> Fault | None:
    """Return the first character that YAML forbids, None where there is none."""
    if (found := _UNPRINTABLE.search(text)) is None:
        return None
    sentence = f"the character U+{ord(found[0]):04X} cannot stand in YAML: remove it"
    return Fault(position_of(text, found.start()), sentence, "holds control characters")


def position_of(text: str, index: int) -> Position:
    """Return the position of a character of a text."""
    lines = re.split(r"\r\n|\r|\n", text[:index])
    return Position(len(lines), len(lines[-1]) + 1)


def explain(problem: str, context: str, at: Position, began: Position | None, text: str) -> Fault:
    """Return a syntax error in plain words. `problem` and `context` are the parser's, which may repeat content."""
    summary = "is not valid YAML"
    if "tab character" in problem or ("start any token" in problem and _character(text, at) == "\t"):
        return Fault(at, "a tab cannot indent YAML: use spaces", summary)
    said = f"{context} / {problem}"
    for words, sentence, at_the_beginning in _SENTENCES:
        if words in said:
            return Fault(began if began and at_the_beginning else at, sentence, summary)
    return Fault(at, "this is not valid YAML", summary)


def _character(text: str, at: Position) -> str:
    lines = re.split(r"\r\n|\r|\n", text)
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    return line[at.column - 1 : at.column]
