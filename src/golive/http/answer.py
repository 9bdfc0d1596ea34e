"""An answer, and reading it as JSON without believing any of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NoReturn

from golive.http.errors import UnreadableAnswer
from golive.http.headers import Headers
from golive.redact import inert

if TYPE_CHECKING:
    from golive.finding import ExchangePlace
    from golive.http.journal import Exchange

DEEPEST: Final = 100
"""Levels of nesting. A deeper answer is no answer of a payment API, and would exhaust whoever walks through it."""

LONGEST_NUMBER: Final = 400
"""Characters of a number, and the largest power of ten in its exponent."""

_JSON_TYPE = re.compile(r"(application|text)/([a-z0-9!#$&^_.-]+\+)?json", re.IGNORECASE)
_HTML = re.compile(rb"\s*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_EXPONENT = re.compile(r"[eE]([+-]?[0-9]+)")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with any status. Headers and body are in no repr: either may hold a credential."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    """By name, in any case."""
    body: bytes = field(repr=False)
    """Unpacked."""
    exchange: Exchange

    def __post_init__(self) -> None:
        if not isinstance(self.headers, Headers):
            object.__setattr__(self, "headers", Headers(self.headers))

    @property
    def place(self) -> ExchangePlace:
        """The request and its status, for a finding."""
        return self.exchange.place

    def json(self) -> object:
        """
        Return the body as JSON. Every number is exact: `int`, or `Decimal` where it has a fraction or an exponent.

        Raises UnreadableAnswer for another content type, bad UTF-8, NaN, repeated keys, absurd numbers and nesting.
        """
        problem = self._problem_before_parsing()
        value: object = None
        if not problem:
            try:
                value = json.loads(
                    self.body.decode("utf-8"),
                    parse_float=_decimal,
                    parse_int=_integer,
                    parse_constant=_constant,
                    object_pairs_hook=_object,
                )
                _check_shape(value, surrogates=_SURROGATE.search(self.body) is not None)
            except UnicodeDecodeError:
                problem = "with text that is not UTF-8"
            except json.JSONDecodeError as error:
                problem = f"with JSON that is broken at line {error.lineno}, column {error.colno}"
            except RecursionError:
                problem = f"with JSON nested more than {DEEPEST} levels deep"
            except _Refused as refused:
                problem = f"with JSON that {refused}"
        if problem:
            raise self.unreadable(problem)
        return value

    def unreadable(self, problem: str) -> UnreadableAnswer:
        """Return the error that this answer came `problem`, such as "with an HTML page instead of JSON"."""
        error = UnreadableAnswer(f"{self.exchange.url} answered {self.status} {problem}")
        error.exchange = self.exchange
        return error

    def _problem_before_parsing(self) -> str:
        content_type = self.headers.get("content-type", "")
        media_type = content_type.partition(";")[0].strip()
        if not self.body.strip():
            return "with an empty body instead of JSON"
        if "html" in media_type.lower() or _HTML.match(self.body):
            return "with an HTML page instead of JSON"
        if media_type and not _JSON_TYPE.fullmatch(media_type):
            return f"with {inert(media_type, 60)} instead of JSON"
        return ""


class _Refused(Exception):
    """Valid by the letter, and refused: the message continues "JSON that …"."""


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise _Refused(f"holds a number of {len(text)} characters")
    return int(text)


def _decimal(text: str) -> Decimal:
    if len(text) > LONGEST_NUMBER:
        raise _Refused(f"holds a number of {len(text)} characters")
    exponent = _EXPONENT.search(text)
    if exponent and abs(int(exponent[1])) > LONGEST_NUMBER:
        raise _Refused(f"holds a number with the exponent {inert(exponent[1], 20)}")
    return Decimal(text)


def _constant(name: str) -> NoReturn:
    raise _Refused(f"holds {name}, which is no number")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Refused(f"repeats the key {inert(key, 60)!r} in one object")
            seen.add(key)
    return result


def _check_shape(value: object, *, surrogates: bool) -> None:
    """Walk level by level, so that neither depth nor width uses up the stack."""
    level = [value]
    for _ in range(DEEPEST + 1):
        below: list[object] = []
        for item in level:
            match item:
                case dict():
                    below.extend(item.values())
                    if surrogates:
                        below.extend(item.keys())
                case list():
                    below.extend(item)
                case str() if surrogates:
                    _check_text(item)
        if not below:
            return
        level = below
    raise _Refused(f"is nested more than {DEEPEST} levels deep")


def _check_text(text: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise _Refused("holds half of a UTF-16 pair, which is no character")
