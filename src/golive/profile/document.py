"""
YAML text to a tree with positions. Nothing is ever constructed or executed.

The tree is built from the parser's events with a stack of its own: composing deep nesting recursively, as the library
does, can overflow the stack of the process. Anchors, aliases and merge keys are understood, for files of settings use
them; what they expand to counts against the limit of nodes, so that a bomb is refused while it is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Protocol

import yaml
from yaml.resolver import Resolver

from golive.profile.nodes import START, Document, Entry, Fault, Mapping, Node, Position, Scalar, Sequence, Sort
from golive.profile.syntax import explain, misfit
from golive.redact import inert

DEEPEST: Final = 50
"""Levels of nesting."""
MOST_NODES: Final = 20_000
"""Nodes of the tree with every alias expanded."""
LONGEST_NAME: Final = 40
"""Characters of a key that a message repeats."""

_CORE: Final = "tag:yaml.org,2002:"
_SORTS: Final = {
    "str": Sort.TEXT,
    "null": Sort.NULL,
    "bool": Sort.BOOL,
    "int": Sort.INT,
    "float": Sort.FLOAT,
    "timestamp": Sort.DATE,
    "merge": Sort.MERGE,
}
# What YAML 1.2 and JSON take for numbers, and YAML 1.1 for texts
_NUMBER: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+")


def parse(text: str, *, lenient: bool = False) -> Document:
    """
    Return the tree of a YAML text. Never raises for what the text says.

    `lenient` is for files of other programs: values with tags of their own stay unread, and keys need not be texts.
    """
    if (unprintable := misfit(text)) is not None:
        return Document(None, (unprintable,))
    composer = _Composer(lenient)
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            composer.take(event)
    except _RefusedError as refused:
        return Document(None, (*composer.faults, refused.fault))
    except yaml.MarkedYAMLError as error:  # what bears no mark is about characters, and those were looked at
        at = _position(error.problem_mark or error.context_mark)
        began = _position(error.context_mark) if error.context_mark else None
        fault = explain(error.problem or "", error.context or "", at, began, text)
        return Document(None, (*composer.faults, fault))
    return Document(composer.root, tuple(composer.faults))


def named(text: str) -> str:
    """Return a key as messages show it: one line, not long."""
    return f"`{inert(text, LONGEST_NAME)}`"


class _RefusedError(Exception):
    """The rest of the document cannot be read, or is not worth it."""

    def __init__(self, at: Position, message: str, summary: str) -> None:
        super().__init__()
        self.fault = Fault(at, message, summary)


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    event: yaml.CollectionStartEvent
    at: Position
    before: int
    foreign: bool
    nodes: list[Node] = field(default_factory=list)


class _Composer:
    """Takes the parser's events one by one, and holds the tree at the end."""

    def __init__(self, lenient: bool) -> None:
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._lenient = lenient
        self._resolver = Resolver()
        self._open: list[_Open] = []
        self._anchors: dict[str, Node | None] = {}
        self._documents = 0
        self._count = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event. Raises _RefusedError where the document goes beyond a limit."""
        at = _position(event.start_mark)
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    message = "a second document begins here: a file holds one"
                    raise _RefusedError(at, message, "holds several documents")
            case yaml.AliasEvent():
                self._place(self._aliased(str(event.anchor), at), at)
            case yaml.ScalarEvent():
                self._count_nodes(1, at)
                node = self._scalar(event, at)
                self._remember(event, node)
                self._place(node, at)
            case yaml.CollectionStartEvent():
                self._begin(event, at)
            case yaml.CollectionEndEvent():
                self._finish()
            case _:
                pass

    def _count_nodes(self, more: int, at: Position) -> None:
        self._count += more
        if self._count > MOST_NODES:
            message = f"the file holds more than {MOST_NODES:,} values, aliases counted as what they stand for"
            raise _RefusedError(at, message, f"holds more than {MOST_NODES:,} values")

    def _aliased(self, name: str, at: Position) -> Node:
        if name not in self._anchors:
            raise _RefusedError(at, f"no anchor {named(name)} stands before this alias", "is not valid YAML")
        node = self._anchors[name]
        if node is None:
            message = f"the alias {named(name)} stands within its own anchor, so it has no end"
            raise _RefusedError(at, message, "holds an alias without an end")
        self._count_nodes(node.size, at)
        return node

    def _remember(self, event: yaml.NodeEvent, node: Node | None) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = node

    def _scalar(self, event: yaml.ScalarEvent, at: Position) -> Scalar:
        if self._foreign(event.tag, at):
            return Scalar("", Sort.OTHER, at)
        plain = not event.style and event.tag is None
        if plain:
            tag = self._resolver.resolve(yaml.ScalarNode, event.value, (True, False))  # type: ignore[no-untyped-call]  # the stubs leave it out
            if tag == f"{_CORE}str" and _NUMBER.fullmatch(event.value):
                tag = f"{_CORE}float"
        else:
            tag = event.tag or f"{_CORE}str"
        return Scalar(event.value, _SORTS.get(tag.removeprefix(_CORE), Sort.TEXT if tag == "!" else Sort.OTHER), at)

    def _foreign(self, tag: str | None, at: Position) -> bool:
        core = {f"{_CORE}{name}" for name in ("map", "seq", *_SORTS)}
        if tag is None or tag == "!" or tag in core:
            return False
        if not self._lenient:
            shown = named(tag.replace(_CORE, "!!"))
            self.faults.append(Fault(at, f"the tag {shown} is not known here: leave it out", "holds a foreign tag"))
        return True

    def _begin(self, event: yaml.CollectionStartEvent, at: Position) -> None:
        self._count_nodes(1, at)
        if len(self._open) == DEEPEST:
            message = f"this is nested more than {DEEPEST} levels deep"
            raise _RefusedError(at, message, f"is nested more than {DEEPEST} levels deep")
        self._remember(event, None)
        self._open.append(_Open(event, at, self._count, self._foreign(event.tag, at)))

    def _finish(self) -> None:
        ended = self._open.pop()
        size = self._count - ended.before + 1
        node: Node
        if ended.foreign:
            node = Scalar("", Sort.OTHER, ended.at, size)
        elif isinstance(ended.event, yaml.MappingStartEvent):
            node = self._mapping(ended, size)
        else:
            node = Sequence(tuple(ended.nodes), ended.at, size)
        self._remember(ended.event, node)
        self._place(node, ended.at)

    def _place(self, node: Node, at: Position) -> None:
        if not self._open:
            self.root = node
            return
        nodes = self._open[-1].nodes
        if isinstance(node, Scalar) and node.at != at:
            node = Scalar(node.text, node.sort, at)  # an alias of a scalar stands where the alias stands
        nodes.append(node)

    def _mapping(self, ended: _Open, size: int) -> Mapping:
        entries: dict[str, Entry] = {}
        merged: list[Node] = []
        for key, value in zip(ended.nodes[::2], ended.nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.faults.append(Fault(key.at, "a key has to be a text", "holds a key that is not a text"))
            elif key.sort is Sort.MERGE:
                merged.append(value)
            else:
                self._enter(entries, key, value)
        for value in merged:
            self._merge(entries, value)
        return Mapping(entries, ended.at, size)

    def _enter(self, entries: dict[str, Entry], key: Scalar, value: Node) -> None:
        if key.sort is not Sort.TEXT and not self._lenient:
            message = f"the key {named(key.text)} is {key.sort} to YAML: write it in quotes"
            self.faults.append(Fault(key.at, message, "holds a key that is not a text"))
        if key.text in entries:
            first = entries[key.text].at.line
            message = f"the key {named(key.text)} is here a second time; it stands in line {first} already"
            self.faults.append(Fault(key.at, message, "holds a key twice"))
            return
        if isinstance(value, Scalar) and value.sort is Sort.NULL and not value.text:
            value = Scalar("", Sort.NULL, key.at)  # an empty value has no place of its own
        entries[key.text] = Entry(key.at, value)

    def _merge(self, entries: dict[str, Entry], value: Node) -> None:
        sources = value.items if isinstance(value, Sequence) else (value,)
        for source in sources:
            if isinstance(source, Mapping):
                for name, entry in source.entries.items():
                    entries.setdefault(name, entry)
            else:
                self.faults.append(Fault(value.at, "`<<` takes a mapping, or a list of them", "is not valid YAML"))


class _Mark(Protocol):
    """Either implementation's mark: both count from 0."""

    line: int
    column: int


def _position(mark: _Mark | None) -> Position:
    return Position(mark.line + 1, mark.column + 1) if mark else START
