"""What expressions stand for."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from golive.source import answers
from golive.source.answers import ANSWER, ANY, HIDDEN, REQUEST, Closure, Error, Many, Status, Unknown
from golive.source.project import function_of
from golive.source.replay.state import (
    NO_ANSWER,
    Frame,
    Over,
    Run,
)
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.answers import Value


_MOST_STEPS: Final = 6_000


class Expressions(Run):
    """What expressions stand for."""

    def value(self, node: Node) -> Value:  # noqa: C901, PLR0911, PLR0912 - one case for each kind
        """Return what an expression is worth, as far as that is known."""
        self.steps += 1
        if self.steps > _MOST_STEPS:
            self.gave_up = True
            raise Over
        match node.kind:
            case NodeKind.CONSTANT:
                return {"true": True, "false": False}.get(node.name)
            case NodeKind.NUMBER:
                return answers.number(node.name)
            case NodeKind.STRING:
                for part in node.all("part"):
                    self.value(part)
                self._read(node.name)
                return node.name if not node.all("part") else ANY
            case NodeKind.NAME:
                return self._named(node)
            case NodeKind.MEMBER:
                return self._member(node)
            case NodeKind.INDEX:
                base = [self.value(each) for each in (*node.all("object"), *node.all("index"))]
                index = node.one("index")
                if base and isinstance(base[0], Error | answers.Answer) and index is not None and index.name:
                    return self._part(base[0], index.name)
                return answers.taint(base)
            case NodeKind.BINARY:
                return self._binary(node)
            case NodeKind.UNARY:
                return self._unary(node)
            case NodeKind.CAST:
                return self.value(node.all("value")[0]) if node.one("value") is not None else ANY
            case NodeKind.CALL:
                return self._call(node)
            case NodeKind.ASSIGN:
                return self._assign(node)
            case NodeKind.LIST:
                listed = answers.Listed(tuple(self.value(each) for each in node.all("item")))
                written = node.one("type")
                of = written.name.rpartition(".")[2] if written is not None and "[" not in written.name else ""
                return Error(of, node) if of.lower().endswith(("err", "error")) else listed
            case NodeKind.OBJECT:
                values = [self.value(each) for each in node.children if each.kind is not NodeKind.TYPE]
                written = node.one("type")
                name = node.name or (written.name if written is not None else "")
                if "err" in name.lower() or answers.ancestors(self.project, name) & answers.ERRORS:
                    return Error(name.rpartition(".")[2].lstrip("*&"), node)
                return REQUEST if REQUEST in values else ANY
            case NodeKind.PAIR:
                self.value(node.all("key")[0]) if node.one("key") is not None else None
                return self.value(node.all("value")[0]) if node.one("value") is not None else ANY
            case NodeKind.OTHER:
                return answers.taint([self.run(child) for child in node.children])
            case NodeKind.PARAMETER | NodeKind.TYPE | NodeKind.ANNOTATION:
                return ANY
        return self.run(node)

    def _named(self, node: Node) -> Value:
        for frame in reversed(self._frames[-1:]):
            if node.name in frame.names:
                return frame.names[node.name]
        self._read(node.name)
        if node.name.lower() in answers.STATUS and self.fired:
            return Status(self.status)
        named = answers.named_status(node.name)
        if named is not None:
            return named
        if self.fired and self._matched is not ANY and self._language in {"java", "csharp"} and not self._values(node):
            return self._matched
        found = [each for each in self._values(node) if function_of(each) is None]
        if len(found) == 1 and found[0] is not node and self._depth_left():
            return self._constant(found[0])
        if node.name in {"rand", "sleep"} and self._language == "ruby":
            return ANY
        return ANY

    def _values(self, node: Node) -> tuple[Node, ...]:
        known = self._memo.get(id(node))
        if known is None:
            known = self._memo[id(node)] = self.project.values(node)
        return known

    def _constant(self, node: Node) -> Value:
        if node.kind is NodeKind.STRING:
            self._read(node.name)
        if node.kind is NodeKind.CALL and len(node.all("argument")) == 1 and node.name.lower() in answers.WRAPS:
            return self.value(node.all("argument")[0])
        if node.kind is NodeKind.CALL and node.name.lower() in answers.WRAPS:
            return answers.Listed(tuple(self.value(each) for each in node.all("argument")))
        if node.kind is NodeKind.MEMBER and node.name == "freeze":
            return self.value(node.all("object")[0])
        if node.kind is NodeKind.CALL and node.name == "freeze":
            callee = node.one("callee")
            return self.value(callee.all("object")[0]) if callee is not None and callee.all("object") else ANY
        if node.kind in {NodeKind.NUMBER, NodeKind.STRING, NodeKind.LIST, NodeKind.BINARY, NodeKind.CONSTANT}:
            return self.value(node)
        if node.kind is NodeKind.FUNCTION:
            return Closure(node, {})
        return ANY

    def _member(self, node: Node) -> Value:
        self._read(node.name)
        named = answers.named_status(node.name)
        base = node.one("object")
        if named is not None and (base is None or base.kind in {NodeKind.NAME, NodeKind.MEMBER}):
            return named
        on = self.value(base) if base is not None else ANY
        if isinstance(on, Error | answers.Answer):
            return self._part(on, node.name)
        if isinstance(on, Status):
            return on if node.name.lower() in answers.KEEPS else answers.judged(node.name, self.status) or HIDDEN
        if node.path in self._names:
            return self._names[node.path]
        if base is not None and base.name in {"self", "this", "cls", "static"} | {
            each.name for each in self._owner(node)
        }:
            found = [each for each in self._values(node) if each is not node]
            if len(found) == 1 and self._depth_left():
                return self._constant(found[0])
        return answers.taint([on])

    def _owner(self, node: Node) -> Iterator[Node]:
        return (each for each in node.above() if each.kind is NodeKind.CLASS)

    def _part(self, on: Value, name: str) -> Value:
        """Return a part of an answer or of an error."""
        lower = name.lower().strip("_").removeprefix("get") if len(name) > len("get") else name.lower()
        if isinstance(on, Error) and lower == "code" and self.status == NO_ANSWER:
            return HIDDEN
        if lower in answers.STATUS or lower.rstrip("?") in answers.STATUS:
            return Status(self.status)
        if lower in {"headers", "header", "retryafter", "retry_after"}:
            return ANY
        judged = answers.judged(name, self.status)
        if judged is not None:
            return judged
        if lower in {"response", "error", "result"}:
            return ANSWER if self.status != NO_ANSWER else None
        if isinstance(on, Error):
            # What was asked is the same whatever the answer.
            return ANY if lower in {"config", "request", "options"} else self._field(on, name)
        return HIDDEN

    def _field(self, error: Error, name: str) -> Value:  # noqa: C901 - one case for each form
        """Return what an error of the merchant was given under a name when it was made."""
        made = error.made
        if made is None:
            return HIDDEN
        for pair in made.find(NodeKind.PAIR):
            if pair.name == name and pair.one("value") is not None:
                return self.value(pair.all("value")[0])
        for owner in self.project.classes(error.name):
            for each in owner.find(NodeKind.ASSIGN):
                target = each.one("target")
                if target is not None and target.name == name and each.one("value") is not None:
                    maker = function_of(each)
                    names = dict(error.given)
                    if maker is not None and not names:
                        names = {parameter.name: HIDDEN for parameter in maker.all("parameter")}
                    self._frames.append(Frame(maker, names))
                    try:
                        return self.value(each.all("value")[0])
                    finally:
                        self._frames.pop()
            for index, parameter in enumerate(owner.all("parameter")):
                if parameter.name == name and made.kind is NodeKind.CALL and index < len(made.all("argument")):
                    return dict(error.given).get(name, HIDDEN)
            for method in owner.find(NodeKind.FUNCTION):
                if method.name == name:
                    return self._invoke(method, [], {}, error, inside=True)
        return dict(error.given).get(name, HIDDEN)

    def _binary(self, node: Node) -> Value:  # noqa: C901, PLR0911 - one case for each form
        left = node.one("left")
        right = node.one("right")
        if left is None or right is None:
            return ANY
        if len(node.all("right")) > 1:
            return self._compared(node)
        first = self.value(left)
        operator = node.operator
        if operator in {"and", "or", "&&", "||"}:
            decisive = operator in {"or", "||"}
            known = answers.truth(first)
            if known is decisive:
                return first
            second = self.value(right)
            if known is not None:
                return second
            if answers.truth(second) is decisive:
                return second
            return answers.joined_unknown(first, second)
        if operator in {"??", "?:"}:
            return first if first is not None and not isinstance(first, Unknown) else self.value(right)
        if operator == "instanceof":
            if isinstance(first, Error):
                found = self._is(first, right)
                if found is not False:
                    self._matched = first
                return HIDDEN if found is None else found
            if first is None:
                return False
            return HIDDEN if answers.is_hidden(first) else ANY
        return answers.binary(operator, first, self.value(right))

    def _compared(self, node: Node) -> Value:
        """Return what a chain of comparisons gives: `200 <= status < 300`."""
        parts = [*node.all("left"), *node.all("right")]
        values = [self.value(each) for each in parts]
        data = self.project.file(node).data
        found: list[Value] = []
        for index, (before, after) in enumerate(itertools.pairwise(parts)):
            operator = data[before.end : after.start].decode(errors="replace").strip("() \n\t")
            found.append(answers.binary(operator, values[index], values[index + 1]))
        known = [answers.truth(each) for each in found]
        return False if False in known else True if None not in known else answers.taint(found)

    def _unary(self, node: Node) -> Value:
        operand = node.one("operand")
        if operand is None:
            return ANY
        value = self.value(operand)
        if node.operator in {"not", "!"}:
            known = answers.truth(value)
            return value if known is None else not known
        if node.operator in {"await", "*", "&", "!!", "...", "+"}:
            return value
        return answers.taint([value])

    def _assign(self, node: Node) -> Value:  # noqa: C901, PLR0912 - one case for each form
        targets, given = node.all("target"), node.all("value")
        values = [self.value(each) for each in given]
        if not given and self._language in {"javascript", "typescript"}:
            self._names.update({target.name: None for target in targets if target.kind is NodeKind.NAME})
            return ANY
        if node.operator not in {"=", ":="}:
            for target in targets:
                if target.kind is NodeKind.NAME:
                    self._names[target.name] = ANY if node.operator not in {"||=", "??="} else answers.taint(values)
            return ANY
        if len(values) == 1 and len(targets) > 1:
            value = values[0]
            if isinstance(value, Many):
                values = list(value.values) + [ANY] * len(targets)
            elif isinstance(value, Error | answers.Answer):
                values = [self._part(value, target.name) for target in targets]
            elif self._language == "go" and isinstance(value, Unknown) and self._goes_well(given[0], targets[-1]):
                values = [value] * (len(targets) - 1) + [None]
            else:
                values = [value] * len(targets)
        elif len(values) == 1 and self._language == "go" and values[0] == ANY and targets[0].name.startswith("err"):
            values = [None]
        elif len(values) == 1 and isinstance(values[0], Many):
            values = [values[0].values[0]]
        for target, value in zip(targets, values, strict=False):
            if target.kind is NodeKind.NAME:
                self._names[target.name] = value
            elif target.kind is NodeKind.MEMBER and target.path:
                self._names[target.path] = value
        return values[-1] if values else ANY

    def _goes_well(self, call: Node, error: Node) -> bool:
        """Whether an error of Go is none: nothing but the request goes wrong, such as reading the body."""
        return error.name.startswith("err") and not (call.kind is NodeKind.CALL and self._resolved(call))
