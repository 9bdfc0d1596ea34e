"""From the text of a saved report to plain values: within limits, and with nothing that JSON leaves open."""

from __future__ import annotations

import codecs
import json
import math
from typing import Any, Final

from golive.errors import UsageError

LARGEST: Final = 64 * 1024 * 1024
"""Characters of a saved report. One service comes to some hundred thousand."""
LONGEST_NUMBER: Final = 25
"""Characters of a number. A report holds counts, seconds and bytes."""
LONGEST_SAID: Final = 200
"""Characters of a message, which may name what stands in the file, and of the place that it is about."""
_BYTE_ORDER_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_AGAIN: Final = "write it again with `golive check -o json=run.json`"


class SavedReportError(UsageError):
    """A saved report cannot be used. The message says which, where in it, what is wrong, and what to do."""


class MisfitError(Exception):
    """
    Something in a document does not fit.

    `place` leads there, such as `.sections[2].status`; it grows on the way out. `remedy` is what to do about it.
    """

    def __init__(self, message: str, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy or _AGAIN

    def within(self, step: str) -> MisfitError:
        """Return the same one step further out."""
        return MisfitError(self.message, f"{step}{self.place}", self.remedy)

    def told(self, name: str) -> str:
        """Return it as a sentence about a file."""
        place, message = (
            text if len(text) <= LONGEST_SAID else f"{text[: LONGEST_SAID - 1]}…"
            for text in (self.place.removeprefix("."), self.message)
        )
        return f"{name}: {place}{': ' if place else ''}{message}; {self.remedy}"


def decode(content: bytes) -> str:
    """Return the text of a file: UTF-8, or what PowerShell's `>` makes of it. Raises MisfitError."""
    utf16 = content.startswith(_BYTE_ORDER_MARKS)
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise MisfitError("this is not text in UTF-8") from None


def parse(text: str) -> object:
    """
    Return what a JSON text holds.

    Raises MisfitError where it is no JSON, too large or too deep, or says a key twice.
    """
    if len(text) > LARGEST:
        raise MisfitError(f"this is larger than {LARGEST // (1024 * 1024)} MiB")
    if not text.strip():
        raise MisfitError("this is empty: the run that was to write it may have failed")
    try:
        return json.loads(
            text, object_pairs_hook=_table, parse_constant=_constant, parse_int=_integer, parse_float=_number
        )
    except json.JSONDecodeError as error:
        # The parser's own message may quote the text.
        raise MisfitError(f"line {error.lineno}, column {error.colno}: this is not JSON, or cut off") from None
    except RecursionError:
        raise MisfitError("this is nested too deeply") from None


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise MisfitError(f"the key {twice[:40]!r} stands there twice")
    return table


def _constant(word: str) -> float:
    raise MisfitError(f"{word} is no number")


def _integer(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise MisfitError(f"a number of {len(digits)} digits")
    return int(digits)


def _number(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise MisfitError("a number is too large")
    return value
