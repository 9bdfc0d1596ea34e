"""
Frozen dataclasses from a tree of nodes: every problem at its place, and never a value repeated in a message.

A value in the wrong place may be a secret, so messages name keys and say what is wanted instead.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import Enum, StrEnum, auto
from typing import Any, Final, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from golive.profile import nodes
from golive.profile.nearest import did_you_mean
from golive.profile.nodes import Fault, Position, Scalar, Sort
from golive.redact import inert
from golive.schema import DECIMAL, Constraints, Form, members, required

LONGEST_NAME: Final = 40
"""Characters of a key that a message repeats."""
LONGEST_NUMBER: Final = 15
"""Digits of a whole number."""

T = TypeVar("T")


class _Nothing(Enum):
    """Stands for a value that could not be made; the problem is noted."""

    FAILED = auto()


@dataclass(frozen=True, slots=True)
class _Spot:
    """A node to read, what it is called, where the key stands that leads to it, and what is demanded of it."""

    node: nodes.Node
    path: tuple[str | int, ...]
    at: Position
    rules: Constraints = field(default_factory=Constraints)

    @property
    def name(self) -> str:
        return f"`{'.'.join(_short(part) for part in self.path)}`" if self.path else "the file"

    def under(self, key: str | int, node: nodes.Node, at: Position, rules: Constraints) -> _Spot:
        return _Spot(node, (*self.path, key), at, rules)


def shape(kind: type[T], root: nodes.Node) -> tuple[T | None, list[Fault]]:
    """Return the dataclass that a tree stands for (None where anything is wrong), and all that is wrong."""
    reader = _Reader()
    value = reader.read(kind, _Spot(root, (), root.at))
    return (None if reader.faults else cast("T", value)), reader.faults


class _Reader:
    """Reads nodes as types, and notes what does not fit."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def read(self, kind: Any, spot: _Spot) -> object:  # noqa: ANN401 - a type form, which typing cannot name yet
        """Return a value of the type, or FAILED with the problem noted."""
        if isinstance(spot.node, Scalar) and spot.node.sort is Sort.NULL:
            return self._refuse(spot, f"{spot.name} is empty: give it a value, or leave it out")
        if (alternatives := members(kind)) is not None:
            return self._union(tuple(one for one in alternatives if one is not types.NoneType), spot)
        if (origin := get_origin(kind)) is not None:
            return self._generic(origin, get_args(kind), spot)
        if is_dataclass(kind):
            return self._table(cast("type", kind), spot)
        if issubclass(kind, StrEnum):
            return self._choice(kind, spot)
        readers: dict[type, Callable[[_Spot], object]] = {
            str: self._text,
            bool: self._bool,
            int: self._int,
            Decimal: self._decimal,
        }
        return readers[kind](spot)

    def _generic(self, origin: object, arguments: tuple[Any, ...], spot: _Spot) -> object:
        if origin is Literal:
            return self._literal(arguments, spot)
        return self._tuple(arguments[0], spot) if origin is tuple else self._mapping(arguments[1], spot)

    def _refuse(self, spot: _Spot, message: str, at: Position | None = None) -> _Nothing:
        self.faults.append(Fault(at or spot.node.at, message))
        return _Nothing.FAILED

    def _table(self, kind: type, spot: _Spot) -> object:
        if not isinstance(spot.node, nodes.Mapping):
            return self._refuse(spot, f"{spot.name} has to be a mapping with the keys {_list(_names(kind))}")
        hints = get_type_hints(kind)
        known = _names(kind)
        before = len(self.faults)
        values = {}
        for name, entry in spot.node.entries.items():
            if name not in known:
                hint = did_you_mean(name, known) or f"; it takes {_list(known)}"
                self._refuse(spot, f"{spot.name} has no key `{_short(name)}`{hint}", entry.at)
        for part in fields(kind):
            if part.name in spot.node.entries:
                entry = spot.node.entries[part.name]
                inner = spot.under(part.name, entry.value, entry.at, Constraints.of(part))
                values[part.name] = self.read(hints[part.name], inner)
            elif required(part):
                doc = Constraints.of(part).doc.rstrip(".")
                self._refuse(spot, f"{spot.name} lacks the key `{part.name}`" + (f" ({doc})" if doc else ""), spot.at)
        return kind(**values) if len(self.faults) == before else _Nothing.FAILED

    def _mapping(self, kind: Any, spot: _Spot) -> object:  # noqa: ANN401 - a type form
        if not isinstance(spot.node, nodes.Mapping):
            return self._refuse(spot, f"{spot.name} has to be a mapping")
        if len(spot.node.entries) < spot.rules.least:
            return self._refuse(spot, f"{spot.name} has to hold at least {_entries(spot.rules.least)}")
        values = {}
        for name, entry in spot.node.entries.items():
            if spot.rules.keys and not spot.rules.keys.matches(name):
                self._refuse(spot, f"{spot.name} cannot hold `{_short(name)}`: use {spot.rules.keys.words}", entry.at)
            inner = spot.under(name, entry.value, entry.at, Constraints(form=spot.rules.form))
            values[name] = self.read(kind, inner)
        return values

    def _tuple(self, kind: Any, spot: _Spot) -> object:  # noqa: ANN401 - a type form
        if not isinstance(spot.node, nodes.Sequence):
            return self._refuse(spot, f"{spot.name} has to be a list")
        if len(spot.node.items) < spot.rules.least:
            return self._refuse(spot, f"{spot.name} has to hold at least {_entries(spot.rules.least)}")
        rules = Constraints(form=spot.rules.form)
        return tuple(
            self.read(kind, spot.under(index, node, node.at, rules)) for index, node in enumerate(spot.node.items)
        )

    def _union(self, alternatives: tuple[Any, ...], spot: _Spot) -> object:
        if len(alternatives) == 1:
            return self.read(alternatives[0], spot)
        tables = {fields(kind)[0].name: kind for kind in alternatives if is_dataclass(kind)}
        if isinstance(spot.node, nodes.Mapping):
            return self._one_of(tables, spot)
        if isinstance(spot.node, nodes.Sequence):
            return self._refuse(spot, f"{spot.name} has to be a text, or say where to read it: {_sources(tables)}")
        return self._text(spot)

    def _one_of(self, tables: dict[str, Any], spot: _Spot) -> object:
        """Read a mapping as the dataclass whose first field it holds."""
        entries = cast("nodes.Mapping", spot.node).entries
        chosen = [name for name in entries if name in tables]
        if len(chosen) > 1:
            return self._refuse(spot, f"{spot.name} names several sources, {_list(chosen)}: keep one")
        if chosen:
            return self._table(tables[chosen[0]], spot)
        hint = next((found for name in entries if (found := did_you_mean(name, tables))), "")
        return self._refuse(spot, f"{spot.name} does not say where to read it{hint or ': write ' + _sources(tables)}")

    def _plain(self, spot: _Spot, form: Form | None) -> str | None:
        """Return a text of a form. A value that YAML would turn into something else has to be quoted."""
        if not isinstance(spot.node, Scalar):
            self._refuse(spot, f"{spot.name} has to be {form.words if form else 'a text'}, not a list or mapping")
        elif spot.node.sort is Sort.OTHER:
            self._refuse(spot, f"{spot.name} has to be a text: write it in quotes, without a tag")
        elif spot.node.sort not in {Sort.TEXT, Sort.MERGE}:
            self._refuse(spot, f"{spot.name} is {spot.node.sort} to YAML: write it in quotes")
        elif form and not form.matches(spot.node.text):
            self._refuse(spot, f"{spot.name} has to be {form.words}")
        else:
            return spot.node.text
        return None

    def _text(self, spot: _Spot) -> object:
        text = self._plain(spot, spot.rules.form)
        return _Nothing.FAILED if text is None else text

    def _decimal(self, spot: _Spot) -> object:
        text = self._plain(spot, spot.rules.form or DECIMAL)
        return _Nothing.FAILED if text is None else Decimal(text)

    def _choice(self, kind: type[StrEnum], spot: _Spot) -> object:
        known = [member.value for member in kind]
        if isinstance(spot.node, Scalar) and spot.node.sort is Sort.TEXT:
            if spot.node.text in known:
                return kind(spot.node.text)
            hint = did_you_mean(spot.node.text, known)
        else:
            hint = ""
        return self._refuse(spot, f"{spot.name} has to be {_list(known, 'or')}{hint}")

    def _bool(self, spot: _Spot) -> object:
        if (
            isinstance(spot.node, Scalar)
            and spot.node.sort is Sort.BOOL
            and spot.node.text.lower() in {"true", "false"}
        ):
            return spot.node.text.lower() == "true"
        return self._refuse(spot, f"{spot.name} has to be true or false")

    def _int(self, spot: _Spot) -> object:
        number = _whole(spot.node)
        return number if number is not None else self._refuse(spot, f"{spot.name} has to be a whole number")

    def _literal(self, known: tuple[Any, ...], spot: _Spot) -> object:
        number = _whole(spot.node)
        found = spot.node.text if isinstance(spot.node, Scalar) and spot.node.sort is Sort.TEXT else number
        if found in known:
            return found
        shown = [str(value) for value in known]
        quoted = ", without quotes" if isinstance(found, str) and found in shown else ""
        return self._refuse(spot, f"{spot.name} has to be {_list(shown, 'or')}{quoted}")


def _whole(node: nodes.Node) -> int | None:
    """Return the whole number that a node is in every reading of YAML, None where there is none."""
    if not isinstance(node, Scalar) or node.sort is not Sort.INT:
        return None
    digits = node.text.removeprefix("-")
    plain = digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER
    return int(node.text) if plain and (digits == "0" or digits[0] != "0") else None


def _names(kind: type) -> list[str]:
    return [field.name for field in fields(kind)]


def _list(names: list[str], word: str = "and") -> str:
    shown = [f"`{name}`" for name in names]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {word} {shown[-1]}"


def _sources(tables: dict[str, Any]) -> str:
    return _list([" + ".join(_names(kind)) for kind in tables.values()], "or")


def _entries(number: int) -> str:
    return "one entry" if number == 1 else f"{number} entries"


def _short(part: str | int) -> str:
    return inert(str(part), LONGEST_NAME)
