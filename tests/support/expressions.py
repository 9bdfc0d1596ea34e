"""GitHub's expressions, as much of them as the action uses: `inputs.name || format('golive-{0}', inputs.name)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

TOKEN = re.compile(r"\s*('(?:[^']|'')*'|[A-Za-z_][\w.-]*|\d+|&&|\|\||==|!=|[!(),])")
EMBEDDED = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)

Value = str | bool | int | None


@dataclass
class Scope:
    """What names mean: contexts as nested mappings. `failed` tells whether a step before has failed."""

    contexts: Mapping[str, object]
    failed: bool = False
    asked: bool = field(default=False)
    """Whether a function about the steps before was called."""

    def name(self, dotted: str) -> Value:
        value: object = self.contexts
        for part in dotted.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        assert not isinstance(value, Mapping), dotted
        return value

    def call(self, function: str, arguments: list[Value]) -> Value:
        if function == "format":
            return str(arguments[0]).format(*(text(one) for one in arguments[1:]))
        self.asked = True
        return {"always": True, "success": not self.failed, "failure": self.failed}[function]


def text(value: Value) -> str:
    """Return a value as GitHub writes it into a text."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def filled(template: str, scope: Scope) -> str:
    """Return a text with its expressions replaced by their values."""
    return EMBEDDED.sub(lambda found: text(evaluate(found[1], scope)), template)


def evaluate(source: str, scope: Scope) -> Value:
    """Return the value of an expression. Raises AssertionError for what this reader does not know."""
    tokens: list[str] = []
    rest = source.strip()
    while rest:
        found = TOKEN.match(rest)
        assert found, f"unreadable expression: {rest!r}"
        tokens.append(found[1])
        rest = rest[found.end() :].strip()
    value = _either(tokens, scope)
    assert not tokens, f"left over: {tokens}"
    return value


def _either(tokens: list[str], scope: Scope) -> Value:
    return _chain(tokens, scope, "||", _both, lambda value: not value)


def _both(tokens: list[str], scope: Scope) -> Value:
    return _chain(tokens, scope, "&&", _equal, bool)


def _chain(
    tokens: list[str],
    scope: Scope,
    operator: str,
    operand: Callable[[list[str], Scope], Value],
    goes_on: Callable[[Value], bool],
) -> Value:
    value = operand(tokens, scope)
    while tokens and tokens[0] == operator:
        tokens.pop(0)
        other = operand(tokens, scope)
        value = other if goes_on(value) else value
    return value


def _equal(tokens: list[str], scope: Scope) -> Value:
    value = _single(tokens, scope)
    while tokens and tokens[0] in {"==", "!="}:
        same = tokens.pop(0) == "=="
        value = (text(value) == text(_single(tokens, scope))) is same
    return value


def _single(tokens: list[str], scope: Scope) -> Value:
    token = tokens.pop(0)
    if token == "!":
        return not _single(tokens, scope)
    if token == "(":
        value = _either(tokens, scope)
        assert tokens.pop(0) == ")"
        return value
    if token.startswith("'"):
        return token[1:-1].replace("''", "'")
    if tokens and tokens[0] == "(":
        tokens.pop(0)
        arguments: list[Value] = []
        while tokens[0] != ")":
            arguments.append(_either(tokens, scope))
            if tokens[0] == ",":
                tokens.pop(0)
        tokens.pop(0)
        return scope.call(token, arguments)
    return {"true": True, "false": False}[token] if token in {"true", "false"} else scope.name(token)
