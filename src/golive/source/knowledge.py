"""Ways in which programs say the same thing, whatever their language: settings, waiting, chance, comparing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from golive.source.tree import Node, NodeKind

_SETTERS: Final = frozenset("curl_setopt set put add setoption setopt header setheader addheader".split())
"""Calls whose first text or name is a key, and whose next argument is its value."""
_MAPS: Final = frozenset({"Map.of", "ImmutableMap.of"})
"""Calls whose arguments are keys and values by turns."""


_KEYS: Final = frozenset({NodeKind.STRING, NodeKind.NAME, NodeKind.MEMBER})


def plain(name: str) -> str:
    """Return a name in lower case without its joints, so that `sourceAmount` and `source_amount` are the same."""
    return name.lower().replace("_", "").replace("-", "")


def settings(root: Node) -> Iterator[tuple[str, Node, Node]]:
    """
    Yield everything that is given a value under a name: the name, the value, and where.

    Keys of objects, named arguments, variables, members and index assignments, and setters such as `setX(…)`,
    `set("X", …)` and `curl_setopt($c, X, …)`.
    """
    for node in root.walk():
        match node.kind:
            case NodeKind.PAIR:
                value = node.one("value")
                if value is not None and node.name:
                    yield node.name, value, node
            case NodeKind.ASSIGN:
                for target, value in zip(node.all("target"), node.all("value"), strict=False):
                    name = _target_name(target)
                    if name:
                        yield name, value, node
            case NodeKind.CALL:
                yield from _set_by(node)


def _target_name(target: Node) -> str:
    if target.kind is NodeKind.INDEX:
        index = target.one("index")
        return index.name if index is not None and index.kind in _KEYS else ""
    return target.name


def _set_by(call: Node) -> Iterator[tuple[str, Node, Node]]:
    arguments = call.all("argument")
    name = call.name
    callee = call.one("callee")
    if callee is not None and callee.path in _MAPS:
        for key, value in zip(arguments[::2], arguments[1::2], strict=False):
            if key.kind is NodeKind.STRING:
                yield key.name, value, call
        return
    if name.lower() in _SETTERS:
        for key, value in pairwise(arguments):
            if key.kind in _KEYS and key.name:
                yield key.name, value, call
        return
    if len(arguments) == 1 and re.match("set[A-Z]", name):
        yield name.removeprefix("set"), arguments[0], call
    elif len(arguments) == 1 and arguments[0].kind is not NodeKind.PAIR:
        # Builders and option functions: `.verify(false)`, `.connectTimeout(Duration.ofSeconds(5))`.
        yield name, arguments[0], call
