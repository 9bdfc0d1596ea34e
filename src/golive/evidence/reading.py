"""Strict reading of JSON that golive wrote: every key there, none unknown, every value of its type."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from golive.errors import UsageError

T = TypeVar("T")
DEEPEST: Final = 40
"""Levels of a document."""


class NotWrittenByUsError(UsageError):
    """A document is not what golive writes. The message says what is wrong, and where in the document."""


def parse(text: str) -> object:
    """Return what a JSON text holds. Raises NotWrittenByUsError where it is none, or holds a key twice."""
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except NotWrittenByUsError:
        raise
    except RecursionError:
        raise NotWrittenByUsError("it is nested too deeply") from None
    except ValueError as error:
        at = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise NotWrittenByUsError(f"it is no JSON document{at}") from None


def read(kind: type[T], value: object, at: str = "") -> T:
    """Return a dataclass from what a JSON document holds. Raises NotWrittenByUsError with the place and the reason."""
    found: T = _value(kind, value, at, 0)
    return found


def plain(value: object) -> object:
    """Return what JSON can hold, in the order of the fields: the opposite of `read`."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    match value:
        case Enum():
            return value.value
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case tuple():
            return [plain(each) for each in value]
    return value


def dump(value: object) -> str:
    """Return a value as indented JSON in ASCII, with a line break at its end."""
    return json.dumps(plain(value), indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotWrittenByUsError("it says one thing twice")
    return found


def _no_constant(name: str) -> object:
    raise NotWrittenByUsError(f"it holds {name}, which is no JSON")


def _wrong(at: str, what: str) -> NotWrittenByUsError:
    return NotWrittenByUsError(f"{at or 'the document'}: {what}")


def _value(kind: Any, value: object, at: str, depth: int) -> Any:  # noqa: ANN401 - any type a field may have
    if depth > DEEPEST:
        raise _wrong(at, "nested too deeply")
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        if value is None and type(None) in arguments:
            return None
        return _value(next(one for one in arguments if one is not type(None)), value, at, depth)
    if origin is tuple:
        if not isinstance(value, list):
            raise _wrong(at, "expected a list")
        return tuple(_value(arguments[0], each, f"{at}[{number}]", depth + 1) for number, each in enumerate(value))
    if origin is not None:
        if not isinstance(value, dict):
            raise _wrong(at, "expected an object")
        return {key: _value(arguments[1], each, f"{at}.{key[:60]}", depth + 1) for key, each in value.items()}
    if is_dataclass(kind):
        return _object(kind, value, at, depth)
    return _scalar(kind, value, at)


def _object(kind: Any, value: object, at: str, depth: int) -> Any:  # noqa: ANN401 - as in _value
    if not isinstance(value, dict):
        raise _wrong(at, "expected an object")
    hints = get_type_hints(kind)
    known = {field.name: field for field in fields(kind)}
    unknown = [key for key in value if key not in known]
    if unknown:
        raise _wrong(at, f"golive writes no {unknown[0][:60]!a} here")
    missing = [name for name, field in known.items() if name not in value and _is_required(field)]
    if missing:
        raise _wrong(at, f"there is no {missing[0]}")
    prefix = f"{at}." if at else ""
    return kind(**{key: _value(hints[key], each, f"{prefix}{key}", depth + 1) for key, each in value.items()})


def _is_required(field: Any) -> bool:  # noqa: ANN401 - a dataclass field of any type
    return field.default is MISSING and field.default_factory is MISSING


def _scalar(kind: Any, value: object, at: str) -> Any:  # noqa: ANN401 - as in _value
    if kind is object:
        return value
    if kind is bool or kind is int:
        if type(value) is not kind:
            raise _wrong(at, f"expected {'true or false' if kind is bool else 'a whole number'}")
        return value
    if not isinstance(value, str):
        raise _wrong(at, "expected a text")
    try:
        if kind is datetime:
            return _moment(value)
        return date.fromisoformat(value) if kind is date else kind(value)
    except (ValueError, OverflowError):
        raise _wrong(at, f"{value[:60]!a} is not what golive writes there") from None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)
