"""
JSON Schema from frozen dataclasses, and the constraints that validators and schemas both read.

A field's metadata may hold `doc` (its description), `form` (what its text looks like), `keys` (what the keys of its
mapping look like) and `least` (how many entries it needs). Nothing else is said anywhere but in the type.
"""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from golive.redact import Secret

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Form:
    """
    What a text has to look like: a pattern that means the same in Python and in ECMA-262, and words for people.

    The words complete "it has to be …".
    """

    pattern: str
    words: str

    def matches(self, text: str) -> bool:
        """Tell whether a text has the form. `$` means the very end, as it does in JSON Schema."""
        pattern = rf"{self.pattern[:-1]}\Z" if self.pattern.endswith("$") else self.pattern
        return re.search(pattern, text) is not None


DECIMAL: Final = Form(r"^-?[0-9]{1,30}(\.[0-9]{1,30})?$", 'a decimal number in quotes, such as "5000.00"')
"""The form of a Decimal whose field names no other."""


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a field demands beyond its type."""

    doc: str = ""
    form: Form | None = None
    keys: Form | None = None
    least: int = 0

    @classmethod
    def of(cls, field: Field[Any]) -> Constraints:
        """Return the constraints in a field's metadata."""
        meta = field.metadata
        return cls(meta.get("doc", ""), meta.get("form"), meta.get("keys"), meta.get("least", 0))


def required(field: Field[Any]) -> bool:
    """Tell whether a field has no default."""
    return field.default is MISSING and field.default_factory is MISSING


def members(kind: Any) -> tuple[Any, ...] | None:  # noqa: ANN401 - a type form, which typing cannot name yet
    """Return the members of a union, None where the type is no union."""
    return get_args(kind) if get_origin(kind) in {Union, types.UnionType} else None


def json_schema(kind: type, *, title: str, schema_id: str, output: bool = False) -> dict[str, Any]:
    """
    Return the JSON Schema (2020-12) of the documents that a dataclass stands for.

    An input document leaves out what has a default and knows no null. An `output` document holds every field, and
    null where a value is None. Descriptions come from `doc` and from the docstrings of the classes.

    Raises TypeError for a type that has no JSON form.
    """
    writer = _Writer(output)
    root = writer.table(kind)
    schema = {"$schema": DIALECT, "$id": schema_id, "title": title, **root}
    if writer.definitions:
        schema["$defs"] = dict(sorted(writer.definitions.items()))
    return schema


_SIMPLE: Final[Mapping[Any, Mapping[str, Any]]] = {
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    types.NoneType: {"type": "null"},
    object: {},
    Any: {},
}


class _Writer:
    """Writes types as schemas, and collects the named ones."""

    def __init__(self, output: bool) -> None:
        self.output = output
        self.definitions: dict[str, dict[str, Any]] = {}
        self.named: dict[str, Any] = {}

    def table(self, kind: type) -> dict[str, Any]:
        """Return the schema of a dataclass's own document."""
        hints = get_type_hints(kind)
        properties = {}
        for field in fields(kind):
            rules = Constraints.of(field)
            schema = self.of(hints[field.name], rules)
            properties[field.name] = {**schema, "description": rules.doc} if rules.doc else schema
        return {
            **_described(kind),
            "type": "object",
            "properties": properties,
            "required": [field.name for field in fields(kind) if self.output or required(field)],
            "additionalProperties": False,
        }

    def of(self, kind: Any, rules: Constraints) -> dict[str, Any]:  # noqa: ANN401 - a type form
        """Return the schema of a type."""
        if kind in {str, Secret}:
            return {"type": "string", **({"pattern": rules.form.pattern} if rules.form else {})}
        if kind is Decimal:
            return {"type": "string", "pattern": (rules.form or DECIMAL).pattern}
        if (simple := _SIMPLE.get(kind)) is not None:
            return dict(simple)
        if (alternatives := members(kind)) is not None:
            return self._any_of(alternatives, rules)
        if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, StrEnum)):
            return self._reference(kind)
        return self._generic(kind, rules)

    def _generic(self, kind: Any, rules: Constraints) -> dict[str, Any]:  # noqa: ANN401 - a type form
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Literal:
            return {"const": arguments[0]} if len(arguments) == 1 else {"enum": list(arguments)}
        inner = Constraints(form=rules.form)
        if origin is tuple and arguments[1:] == (...,):
            least = {"minItems": rules.least} if rules.least else {}
            return {"type": "array", "items": self.of(arguments[0], inner), **least}
        if origin is Mapping and arguments[0] is str:
            least = {"minProperties": rules.least} if rules.least else {}
            keys = {"propertyNames": {"pattern": rules.keys.pattern}} if rules.keys else {}
            return {"type": "object", "additionalProperties": self.of(arguments[1], inner), **keys, **least}
        raise TypeError(f"{kind!r} has no JSON form")

    def _any_of(self, alternatives: tuple[Any, ...], rules: Constraints) -> dict[str, Any]:
        written: list[dict[str, Any]] = []
        for alternative in alternatives:
            if alternative is types.NoneType and not self.output:
                continue
            schema = self.of(alternative, rules)
            if schema not in written:
                written.append(schema)
        return written[0] if len(written) == 1 else {"anyOf": written}

    def _reference(self, kind: type) -> dict[str, Any]:
        if self.named.setdefault(kind.__name__, kind) is not kind:
            raise TypeError(f"two types are named {kind.__name__}")
        if kind.__name__ not in self.definitions:
            self.definitions[kind.__name__] = {}  # stands in for itself while a recursive type is written
            self.definitions[kind.__name__] = (
                {**_described(kind), "type": "string", "enum": [member.value for member in kind]}
                if issubclass(kind, StrEnum)
                else self.table(kind)
            )
        return {"$ref": f"#/$defs/{kind.__name__}"}


def _described(kind: type) -> dict[str, str]:
    doc = kind.__doc__ or ""
    generated = doc.startswith(f"{kind.__name__}(")  # what dataclass writes where a class has no docstring
    return {} if generated or not doc else {"description": " ".join(inspect.cleandoc(doc).split())}
