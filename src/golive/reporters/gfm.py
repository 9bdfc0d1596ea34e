"""
Text from outside in GitHub's Markdown: how it stays text.

A backslash is not enough there. Addresses, @mentions, references (#1, GH-1, commit hashes), :emoji: and formulas are
looked for in the page that the Markdown became, where a backslash is gone and an entity is a character again:
https://github.com/github/cmark-gfm/issues/181. Nothing is looked for in code. So a word that could become anything else
is written as code, and what is left are letters and plain punctuation. GitLab's references are covered as well.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from golive.redact import LONGEST_TEXT
from golive.reporters.commands import parts_of
from golive.reporters.words import plain

_PUNCTUATION: Final = frozenset(".,;:'\"()?!/%-")
"""What may stand in a word that is not code, besides letters and digits."""
_TAKEN_FOR_MORE: Final = re.compile(
    r"""
    //                        # an address
    | www\.                   # as well
    | \w\.(?=[^\W\d])         # a host, a file, an id
    | :[\w+-]+(?::|\Z)        # an emoji, whether or not the colon at its end is ours
    | [0-9a-f]{7}             # a commit
    | [a-z]\w*-\d             # an issue: GH-1, and what a repository has chosen
    | [!%](?=[\w"])           # GitLab: a merge request, a milestone
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LIST_MARK: Final = re.compile(r"(\d+)([.)])")
_MORE: Final = re.compile(r"\(?\+\d+")
"""How many more there are. A plus sign alone begins a list; before a digit it does nothing."""
_BACKTICKS: Final = re.compile(r"`+")


def outside(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text as Markdown that shows just this text, on one line, in a table and anywhere else in a line."""
    return " ".join(_written(word, first=number == 0) for number, word in enumerate(_words(text, longest)))


def code(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text, such as an id or a place, as Markdown that shows just this text as code."""
    return _code(shown(text, longest))


def spoken(text: str) -> str:
    """Return a sentence of ours, in which commands stand between backticks, as Markdown with the commands as code."""
    return "".join(code(part) if is_command else _spaced(part) for part, is_command in parts_of(text))


def _spaced(text: str) -> str:
    """Return a part of a sentence, with the blanks at its ends."""
    before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{before[:1]}{outside(text)}{after[:1]}" if text.strip(" ") else text[:1]


def outside_html(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text for the inside of an HTML element that stands in Markdown."""
    return " ".join(map(_written_html, _words(text, longest)))


def shown(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return what of a text is shown: one harmless line of at most `longest` characters, single blanks in it."""
    return " ".join(_words(text, longest))


def _words(text: str, longest: int) -> list[str]:
    line = plain(text)
    cut = line if len(line) <= longest else f"{line[: longest - 1]}…"
    return [word for word in cut.split(" ") if word]


def _is_plain(word: str) -> bool:
    """Tell whether a word can be nothing but a word, whatever looks at it."""
    harmless = all(
        character.isalnum() or character in _PUNCTUATION or (not character.isascii() and not character.isspace())
        for character in word
    )
    return (harmless and _TAKEN_FOR_MORE.search(word) is None) or _MORE.fullmatch(word) is not None


def _written(word: str, *, first: bool) -> str:
    if not _is_plain(word):
        before, core, after = _peeled(word)
        return f"{before}{_code(core)}{after}"
    if not first:
        return word
    if word.startswith("-"):
        return f"\\{word}"
    return _LIST_MARK.sub(r"\1\\\2", word, count=1) if _LIST_MARK.fullmatch(word) else word


def _written_html(word: str) -> str:
    if _is_plain(word):
        return escape(word)
    before, core, after = map(escape, _peeled(word))
    return f"{before}<code>{core}</code>{after}"


def _peeled(word: str) -> tuple[str, str, str]:
    """Return a word without the punctuation of its sentence, between what stood before and after it."""
    core = word.lstrip("('\"")
    before = word[: len(word) - len(core)]
    bare = core
    while bare and _is_of_sentence(bare):
        bare = bare[:-1]
    return (before, bare, core[len(bare) :]) if bare else ("", word, "")


def _is_of_sentence(word: str) -> bool:
    """Tell whether a word's last character belongs to its sentence: what is opened within the word is closed in it."""
    match word[-1]:
        case ")":
            return not word.endswith("()") and word.count("(") < word.count(")")
        case "'" | '"' as mark:
            return word.count(mark) % 2 == 1
        case last:
            return last in ".,;:?"


def _code(text: str) -> str:
    """Return a text as code. A bar ends a table's cell even in code, so it stands between two pieces of code."""
    return r"\|".join(_span(part) if part else "" for part in text.split("|"))


def _span(text: str) -> str:
    fence = "`" * (max(map(len, _BACKTICKS.findall(text)), default=0) + 1)
    framed = text.startswith(" ") and text.endswith(" ") and text.strip(" ")
    pad = " " if framed or text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
