"""From plain values to the types of the published format. What a type says is all that decides; fields may be more."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from golive.saved.text import MisfitError
from golive.schema import members

T = TypeVar("T")

_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
_LONGEST_QUOTE: Final = 40
_OLDER: Final = "an older golive may have written it, or somebody changed it; run golive check again"


class Reader:
    """Reads documents. `clean` makes every text of theirs harmless."""

    def __init__(self, clean: Callable[[str], str]) -> None:
        self._clean = clean

    def table(self, kind: type[T], value: object) -> T:
        """Return a value of a dataclass. Raises MisfitError with the place of the first thing that does not fit."""
        if not isinstance(value, dict):
            raise MisfitError(f"this has to be an object, not {_sort(value)}")
        read = {}
        for name, hint in _hints(cast("Any", kind)).items():
            if name not in value:
                raise MisfitError("this is missing", f".{name}", _OLDER)
            try:
                read[name] = self._of(hint, value[name])
            except MisfitError as misfit:
                raise misfit.within(f".{name}") from None
        return kind(**read)

    def _of(self, hint: Any, value: object) -> object:  # noqa: ANN401 - a type form
        if (alternatives := members(hint)) is not None:
            return self._one_of(alternatives, value)
        if (simple := _SIMPLE.get(hint)) is not None:
            sorts, words = simple
            if type(value) not in sorts:  # exactly: True is an int to Python
                raise MisfitError(f"this has to be {words}, not {_sort(value)}")
            return self._clean(value) if isinstance(value, str) else value
        if hint is datetime:
            return _time(value)
        if isinstance(hint, type):
            return _member(hint, value) if issubclass(hint, StrEnum) else self.table(hint, value)
        return self._generic(hint, value)

    def _generic(self, hint: Any, value: object) -> object:  # noqa: ANN401 - a type form
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Literal:
            if not any(type(value) is type(each) and value == each for each in arguments):
                raise MisfitError(f"this has to be {' or '.join(map(repr, arguments))}, not {_quoted(value)}")
            return value
        if origin is tuple:
            return self._list(arguments[0], value)
        if origin is Mapping:
            if not isinstance(value, dict):
                raise MisfitError(f"this has to be an object, not {_sort(value)}")
            return {
                self._clean(name): self._inside(arguments[1], each, f"[{_quoted(name)}]")
                for name, each in value.items()
            }
        raise TypeError(f"{hint!r} is no type of the format")

    def _list(self, hint: Any, value: object) -> tuple[object, ...]:  # noqa: ANN401 - a type form
        if not isinstance(value, list):
            raise MisfitError(f"this has to be a list, not {_sort(value)}")
        return tuple(self._inside(hint, each, f"[{number}]") for number, each in enumerate(value))

    def _inside(self, hint: Any, value: object, step: str) -> object:  # noqa: ANN401 - a type form
        try:
            return self._of(hint, value)
        except MisfitError as misfit:
            raise misfit.within(step) from None

    def _one_of(self, alternatives: tuple[Any, ...], value: object) -> object:
        if value is None and types.NoneType in alternatives:
            return None
        kinds = [each for each in alternatives if each is not types.NoneType]
        if len(kinds) == 1:
            return self._of(kinds[0], value)
        # Only tables have several forms; each says in `kind` which one it is.
        if not isinstance(value, dict):
            raise MisfitError(f"this has to be an object, not {_sort(value)}")
        for kind in kinds:
            if value.get("kind") == get_args(_hints(kind)["kind"])[0]:
                return self.table(kind, value)
        raise MisfitError(f"{_quoted(value.get('kind'))} is none of the kinds that golive knows", ".kind")


_SIMPLE: Final[Mapping[Any, tuple[frozenset[type], str]]] = {
    str: (frozenset({str}), "a text"),
    bool: (frozenset({bool}), "true or false"),
    int: (frozenset({int}), "a whole number"),
    # A whole number stays one, so that it is written the same again.
    float: (frozenset({float, int}), "a number"),
}


@cache
def _hints(kind: Hashable) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(cast("Any", kind))}


def _member(kind: type[StrEnum], value: object) -> StrEnum:
    known = {member.value: member for member in kind}
    if not isinstance(value, str) or value not in known:
        raise MisfitError(f"this has to be one of {', '.join(known)}, not {_quoted(value)}")
    return known[value]


def _time(value: object) -> datetime:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise MisfitError(f"this has to be a time such as 2026-11-22T02:14:05Z, not {_quoted(value)}")
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise MisfitError(f"there is no such time: {_quoted(value)}") from None


def _sort(value: object) -> str:
    """Return what sort of value something is, without quoting it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "a text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
    return "an object"


def _quoted(value: object) -> str:
    """Return a text as it stands there, cut; of anything else only what sort of value it is."""
    if not isinstance(value, str):
        return str(value) if type(value) is int else _sort(value)
    return repr(value if len(value) <= _LONGEST_QUOTE else value[: _LONGEST_QUOTE - 1] + "…")
