"""A parsed YAML text: a small tree that knows where everything is written."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text. Lines and columns count from 1."""

    line: int
    column: int


START: Final = Position(1, 1)


@dataclass(frozen=True, slots=True)
class Fault:
    """
    Something wrong with a document: a sentence, and a `summary` that repeats nothing of the content.

    The summary is the rest of a sentence that begins with the file's name.
    """

    at: Position
    message: str
    summary: str = "does not fit"


class Sort(StrEnum):
    """What YAML takes a scalar for. The value is the word for it."""

    TEXT = "a text"
    NULL = "nothing"
    BOOL = "true or false"
    INT = "a whole number"
    FLOAT = "a number"
    DATE = "a date"
    MERGE = "a merge key"
    OTHER = "something special"


@dataclass(frozen=True, slots=True, repr=False)
class Scalar:
    """A single value, as written. It may be a secret, so it has no telling repr."""

    text: str
    sort: Sort
    at: Position
    size: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class Sequence:
    """A list. `size` counts its nodes with every alias expanded."""

    items: tuple[Node, ...]
    at: Position
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What a mapping holds under one key, and where the key is written."""

    at: Position
    value: Node


@dataclass(frozen=True, slots=True, repr=False)
class Mapping:
    """Keys and values, with merge keys resolved. `size` counts its nodes with every alias expanded."""

    entries: MappingOf[str, Entry]
    at: Position
    size: int


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed text: its tree (None where it is empty or broken), and what is wrong with it, in the order found."""

    root: Node | None
    faults: tuple[Fault, ...]
