"""Settings of HTTP libraries that write whole requests and answers to a log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from golive.source.knowledge import settings
from golive.source.tree import Node, NodeKind

_SWITCHES: Final = frozenset({"debuglevel", "set_debuglevel", "curlopt_verbose", "wiretap", "set_debug_output"})
"""Settings that do so by being anything but false, zero or nothing. In lower case."""
_LEVELS: Final = re.compile(r"(?:^|\.)(?:Level|LogLevel|MessageFormatter|LoggingLevel)\.(?:BODY|HEADERS|ALL|DEBUG)$")
_OFF: Final = frozenset({"0", "false", "null", "", "none"})


def wiretaps(root: Node, language: str) -> Iterator[tuple[Node, str]]:
    """Yield where an HTTP library is told to log requests with their headers or bodies, and what says so."""
    for name, value, node in settings(root):
        lower = name.lower()
        if lower in _SWITCHES and not (
            value.kind in {NodeKind.NUMBER, NodeKind.CONSTANT} and value.name.lower() in _OFF
        ):
            yield node, name
        if lower == "debug" and language == "php" and _is_true(value) and _of_client(node):
            yield node, name
    for node in root.find(NodeKind.MEMBER):
        path = node.path
        of = {"DEBUG": "MessageFormatter", "ALL": "LogLevel"}.get(node.name, "")
        if _LEVELS.search(path) and of in path:
            yield node, path.rpartition(".")[0].rpartition(".")[2] + "." + node.name
    for call in root.find(NodeKind.CALL):
        if call.name == "response" and any(each.name == "logger" for each in call.all("argument")):
            pairs = {pair.name: pair.one("value") for each in call.all("argument") for pair in each.find(NodeKind.PAIR)}
            if any(_is_true(pairs.get(key)) for key in ("bodies", "headers")):
                yield call, "response :logger"


def _is_true(value: Node | None) -> bool:
    return value is not None and value.kind is NodeKind.CONSTANT and value.name == "true"


def _of_client(node: Node) -> bool:
    """Whether a pair is among the options of a client or a request."""
    call = node.within(NodeKind.CALL)
    return call is not None and call.name.lower() in {"client", "request", "post", "get", "put", "send", "requestasync"}
