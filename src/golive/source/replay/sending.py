"""When a request is sent again, and by what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from golive.source import answers
from golive.source.answers import Error
from golive.source.replay.state import (
    Marks,
    Over,
    Round,
)
from golive.source.replay.statements import Statements
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.answers import Value
    from golive.source.policies import Policy


class Sending(Statements):
    """When a request is sent again, and by what."""

    def _again(self, where: Node, policy: Policy | None, marks: Marks, *, sure: bool = True) -> None:
        """Note that the request is sent again from here; go on as if it had been the last time, in another run."""
        ran = frozenset(self._ran[marks.ran :])
        self.rounds.append(
            Round(where, policy, self.sure and sure, self.slept > marks.slept, self.heeded > marks.heeded, ran)
        )
        if not self.choose(hidden=False):
            raise Over

    def _after(self, where: Node, policy: Policy, error: Value, marks: Marks) -> None:
        """Ask a library's settings whether it repeats after an error."""
        if self.fired == marks.fired:
            return
        repeats = self._asked(policy, error)
        if repeats is not False:
            self._again(where, policy, marks, sure=repeats is True)

    def _asked(self, policy: Policy, error: Value) -> bool | None:
        if isinstance(error, Error) and error.final:
            return False
        verdicts: list[bool | None] = []
        for wanted, node in policy.conditions:
            verdict = self._condition(node, error)
            verdicts.append(verdict if wanted or verdict is None else not verdict)
        if not verdicts:
            return policy.repeats_by_default
        return False if False in verdicts else None if None in verdicts else True

    def _condition(self, node: Node, error: Value) -> bool | None:  # noqa: C901, PLR0911 - one case for each form
        """Whether a library's condition (a type of error, a list of them, a function) holds for an error."""
        if node.kind is NodeKind.FUNCTION:
            return answers.truth(self._invoke(node, [error], {}, None, inside=True))
        if node.kind is NodeKind.BINARY and node.operator in {"|", "or", "&", "and"}:
            sides = [self._condition(each, error) for each in (*node.all("left"), *node.all("right"))]
            decisive = node.operator in {"|", "or"}
            return decisive if decisive in sides else None if None in sides else not decisive
        if node.kind is NodeKind.CALL:
            found = [self._condition(each, error) for each in node.all("argument")]
            if "result" in node.name:
                return False
            verdict = True if True in found else None if None in found or not found else False
            return (not verdict if verdict is not None else None) if "not" in node.name.split("_") else verdict
        if node.kind is NodeKind.LIST:
            found = [self._condition(each, error) for each in node.all("item")]
            return True if True in found else None if None in found else False
        if node.kind is NodeKind.PAIR and node.one("value") is not None:
            return self._condition(node.all("value")[0], error)
        functions = self._meant(node)
        if functions:
            return answers.truth(self._invoke(functions[0], [error], {}, None, inside=True))
        for value in self._values(node):
            if value.kind is not NodeKind.NAME:
                return self._condition(value, error)
        if isinstance(error, Error) and node.kind in {NodeKind.NAME, NodeKind.MEMBER}:
            return self._is(error, node if node.name != "class" else node.all("object")[0])
        return None

    def _meant(self, node: Node) -> list[Node]:
        """Return the functions that a name refers to, those of the class that it names first."""
        found = list(self.project.functions(node.name)) if node.name else []
        base = node.one("object")
        own = [
            each
            for each in found
            for owner in [each.within(NodeKind.CLASS)]
            if owner is not None and base is not None and owner.name == base.name
        ]
        return own or found
