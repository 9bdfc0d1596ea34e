"""What statements do, and where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from golive.source import answers
from golive.source.answers import ANY, Closure, Error, Many
from golive.source.policies import policy_of
from golive.source.replay.calling import Calling
from golive.source.replay.state import (
    Jump,
    Over,
    Returned,
    Thrown,
)
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.answers import Value


_MOST_STEPS: Final = 6_000
_LEAVES: Final = (NodeKind.RETURN, NodeKind.THROW, NodeKind.JUMP, NodeKind.TRY)


class Statements(Calling):
    """What statements do, and where they lead."""

    def run(self, node: Node | None) -> Value:  # noqa: C901, PLR0911, PLR0912 - one case for each form
        """Run a statement or an expression, and return its value."""
        if node is None:
            return ANY
        self.steps += 1
        if self.steps > _MOST_STEPS:
            self.gave_up = True
            raise Over
        match node.kind:
            case NodeKind.BLOCK:
                last: Value = ANY
                for child in node.children:
                    last = self.run(child)
                return last
            case NodeKind.FUNCTION | NodeKind.CLASS | NodeKind.IMPORT | NodeKind.TYPE | NodeKind.ANNOTATION:
                if node.kind is NodeKind.FUNCTION:
                    made = Closure(node, dict(self._names))
                    if node.name:
                        self._names[node.name] = made
                    return made
                return ANY
            case NodeKind.IF:
                return self._if(node)
            case NodeKind.SWITCH:
                return self._switch(node)
            case NodeKind.LOOP:
                return self._loop(node, node.one("body"), node.all("head"))
            case NodeKind.TRY:
                return self._try(node)
            case NodeKind.RETURN:
                values = [self.value(each) for each in node.all("value")]
                raise Returned(Many(tuple(values)) if len(values) > 1 else values[0] if values else None)
            case NodeKind.THROW:
                raise Thrown(self._error(node.one("value")))
            case NodeKind.JUMP:
                raise Jump(node.operator)
        return self.value(node)

    def _if(self, node: Node) -> Value:
        condition = node.one("condition")
        for child in node.children:
            if child is not condition and child not in node.all("then") and child not in node.all("otherwise"):
                self.run(child)
        value = self.value(condition) if condition is not None else ANY
        known = answers.truth(value)
        if known is None and value == ANY and not any(True for _ in node.find(*_LEAVES)):
            # Neither way leaves: what is known afterwards is what either does.
            first = self.run(node.one("then"))
            second = self.run(node.one("otherwise"))
            return first if node.one("otherwise") is None or first == second else answers.joined(first, second)
        if self.holds(value):
            return self.run(node.one("then"))
        return self.run(node.one("otherwise"))

    def _switch(self, node: Node) -> Value:
        subject = node.one("subject")
        value: Value = self.value(subject) if subject is not None else True
        default: Node | None = None
        for index, case in enumerate(node.all("case")):
            if not case.all("label"):
                default = case
                continue
            for label in case.all("label"):
                if node.operator == "select" and any(each.name == "Done" for each in label.find(NodeKind.CALL)):
                    continue  # whether somebody gives up waiting says nothing about how often this asks
                matches = answers.same(value, self.value(label)) if subject is not None else self.value(label)
                if self.holds(matches):
                    return self._case(node.all("case")[index:])
        return self._case((default,)) if default is not None else ANY

    def _case(self, cases: Sequence[Node]) -> Value:
        try:
            for case in cases:
                if case.one("body") is not None:
                    return self.run(case.one("body"))
        except Jump as jump:
            if jump.operator != "break" or self._language in {"ruby", "kotlin"}:
                raise
        return ANY

    def _loop(self, node: Node, body: Node | None, head: Sequence[Node]) -> Value:  # noqa: C901, PLR0912 - one case for each form
        self._forget_counters(node)
        marks = self._marks()
        conditions = [each for each in head if each.kind is not NodeKind.ASSIGN and not _steps(each)]
        over = node.operator in {"for", "each"} and not any(_decides(each) for each in conditions)
        policy = next((found for each in head for found in [policy_of(self.project, each)] if found is not None), None)
        for each in head:
            if each.kind is NodeKind.ASSIGN:
                for target in each.all("target"):
                    self._names[target.name] = ANY
            elif over:
                self.value(each)
        if node.operator != "do" and not over and not all(self._head(each) for each in conditions):
            return ANY
        try:
            self.run(body)
        except Jump as jump:
            if jump.operator == "break":
                return ANY
            if jump.operator not in {"continue", "next", "redo"}:
                raise
        except Thrown as thrown:
            if policy is None:
                raise
            self._after(node, policy, thrown.error, marks)
            raise
        if self.fired > marks.fired:
            if not over and not all(self._head(each) for each in conditions):
                return ANY
            if policy is None:
                self._again(node, None, marks)
        return ANY

    def _head(self, condition: Node) -> bool:
        value = self.value(condition)
        known = answers.truth(value)
        if known is None and value == ANY:
            return True
        return self.holds(value)

    def _try(self, node: Node) -> Value:
        self._forget_counters(node)
        marks = self._marks()
        try:
            value = self._guarded(node)
        except Jump as jump:
            if jump.operator != "retry":
                raise
            if self.fired > marks.fired:
                self._again(node, None, marks)
            raise Over from None
        finally:
            final = node.one("final")
            if final is not None:
                self.run(final)
        return value

    def _guarded(self, node: Node) -> Value:
        try:
            value = self.run(node.one("body"))
            for extra in node.all("otherwise"):
                value = self.run(extra)
        except Thrown as thrown:
            for catch in node.all("catch"):
                matches = self._catches(catch, thrown.error)
                if matches is None:
                    matches = self.choose(hidden=True)
                if matches:
                    return self._caught_by(catch, thrown.error)
            raise
        return value

    def _caught_by(self, catch: Node, error: Value) -> Value:
        if catch.name:
            self._names[catch.name] = error
        self._caught.append(error)
        try:
            guard = catch.one("condition") or next(
                (each for each in catch.children if each not in catch.all("type") and each is not catch.one("body")),
                None,
            )
            if guard is not None and not self.holds(self.value(guard)):
                raise Thrown(error)
            return self.run(catch.one("body"))
        finally:
            self._caught.pop()

    def _catches(self, catch: Node, error: Value) -> bool | None:
        if not isinstance(error, Error):
            return True if not catch.all("type") else None
        found = [self._is(error, each) for each in catch.all("type")]
        if not found or True in found:
            return True
        return None if None in found else False

    def _is(self, error: Error, named: Node) -> bool | None:
        name = named.name or named.path
        if named.kind in {NodeKind.LIST, NodeKind.OTHER}:
            each = [self._is(error, item) for item in named.children]
            return True if True in each else None if None in each else False
        if named.kind is NodeKind.NAME:
            listed = [value for value in self.project.values(named) if value.kind is NodeKind.LIST]
            if listed:
                return self._is(error, listed[0])
        path = named.name.lstrip("*&") if named.kind is NodeKind.TYPE else named.path
        return answers.is_error(self.project, error, name.rpartition(".")[2].lstrip("*&\\"), path, self.status)


def _steps(node: Node) -> bool:
    return node.kind is NodeKind.UNARY and node.operator in {"++", "--"}


def _decides(node: Node) -> bool:
    """Whether a loop's head is a condition, rather than what it runs over."""
    return node.kind in {NodeKind.BINARY, NodeKind.UNARY} and node.operator not in {"..", "await", "*", "&", "..."}
