"""What a receiver does with the signature of a delivery."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from golive.source.calls import chain
from golive.source.clocks import compares_times, is_now
from golive.source.handlers import names_header, reached
from golive.source.hmacs import compared_openly, compares_safely, is_hmac, is_measure, is_plain_hash
from golive.source.logs import is_log
from golive.source.taint import Carried
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.handlers import Handler
    from golive.source.integration import Integration

_VERIFIES: Final = re.compile(
    r"(?i)verif|valid|authentic|signature|hmac|genuine|secure|guard|construct_?event|unwrap|is_?signed|trusted|forged"
    r"|from_anton|check_?sign|authorize|gatekeep|webhook_auth|protect"
)
"""Names of functions that may verify a delivery."""


@dataclass(frozen=True, eq=False)
class Verification:
    """The verification of one receiver: its functions, without those that send requests to the provider."""

    integration: Integration
    handler: Handler

    @cached_property
    def regions(self) -> tuple[Node, ...]:
        """The functions that are looked at, without those that send requests or write logs. None lies in another."""
        project = self.integration.project
        out = {id(layer) for call in self.integration.calls for layer in call.layers}
        logs = [call for region in self.handler.regions for call in region.find(NodeKind.CALL) if is_log(call)]
        out |= {id(each) for log in logs for function in project.resolve(log) for each in reached(project, function)}
        regions = [each for each in self.handler.regions if id(each) not in out or each is self.handler.entry]
        return tuple(each for each in regions if not any(other is not each and other.holds(each) for other in regions))

    @cached_property
    def hmacs(self) -> tuple[Node, ...]:
        """Where an HMAC is computed, each chain of calls once."""
        return tuple(
            {id(chain(node)): node for region in self.regions for node in region.walk() if is_hmac(node)}.values()
        )

    @cached_property
    def hashes(self) -> tuple[Node, ...]:
        """Where a hash without a key is computed."""
        return tuple(node for region in self.regions for node in region.walk() if is_plain_hash(node))

    @cached_property
    def digest(self) -> Carried:
        """Where the computed signature goes."""
        return Carried(
            self.integration.project, self.regions, lambda node: is_hmac(node) or is_plain_hash(node), stops=_is_truth
        )

    @cached_property
    def safe(self) -> tuple[Node, ...]:
        """Comparisons in constant time."""
        return tuple(node for region in self.regions for node in region.walk() if compares_safely(node))

    @cached_property
    def open(self) -> tuple[Node, ...]:
        """Comparisons of the computed signature that stop at the first difference."""
        return tuple(node for region in self.regions for node in region.walk() if self._is_open(node))

    @cached_property
    def window(self) -> tuple[Node, ...]:
        """Comparisons of a time with now."""
        now = Carried(self.integration.project, self.regions, is_now)
        return tuple(
            node
            for region in self.scope
            for node in region.walk()
            if any(now.holds(operand) for operand in compares_times(node))
        )

    @cached_property
    def scope(self) -> tuple[Node, ...]:
        """The functions that speak of the signature, and those that they call, or that call them."""
        facts, project = self.integration.facts, self.integration.project
        headers = (*facts.signature_headers, *facts.timestamp_headers)
        core = [
            region
            for region in self.regions
            if names_header(project, region, headers)
            or any(is_hmac(node) or compares_safely(node) for node in region.walk())
        ]
        called = {id(each) for region in core for call in region.find(NodeKind.CALL) for each in project.resolve(call)}
        return tuple(region for region in self.regions if region in core or id(region) in called)

    @cached_property
    def elsewhere(self) -> tuple[Node, ...]:
        """
        What may verify the delivery without these files saying so.

        That is a call or an annotation of this name whose function is in none of them, or functions of these files
        that compute an HMAC and are mentioned somewhere.
        """
        project = self.integration.project
        found: list[Node] = []
        for region in self.regions:
            for node in region.find(NodeKind.CALL, NodeKind.ANNOTATION):
                if node.kind is NodeKind.CALL and (
                    project.resolve(node) or is_log(node) or _is_error(node) or compares_safely(node)
                ):
                    continue
                if node.kind is NodeKind.ANNOTATION and project.functions(node.name):
                    continue
                if _VERIFIES.search(node.name) or (node.kind is NodeKind.CALL and _VERIFIES.search(_on(node))):
                    found.append(node)
        return (*found, *self._beside(), *self._others())

    def _beside(self) -> Iterator[Node]:
        """Yield what stands beside the receiver where it is registered, and is made elsewhere."""
        entry = self.handler.entry
        around = entry.parent
        if around is None or around.kind is not NodeKind.CALL:
            return
        for argument in around.all("argument"):
            for node in argument.find(NodeKind.CALL, NodeKind.NAME, NodeKind.MEMBER) if argument is not entry else ():
                if _VERIFIES.search(node.name) and not self.integration.project.functions(node.name):
                    yield node

    def _others(self) -> list[Node]:
        project = self.integration.project
        found = []
        for file in project.files:
            for function in file.root.find(NodeKind.FUNCTION):
                verifies = any(map(is_hmac, function.walk()))
                if verifies and function not in self.handler.regions and self._is_mentioned(function):
                    found.append(function)
        return found

    def _is_mentioned(self, function: Node) -> bool:
        owner = function.within(NodeKind.CLASS)
        names = {function.name, owner.name if owner is not None else ""} - {""}
        return any(
            node.name in names and not function.holds(node) and not (owner is not None and owner.holds(node))
            for file in self.integration.project.files
            for node in file.root.find(NodeKind.NAME, NodeKind.MEMBER, NodeKind.STRING)
            if node.within(NodeKind.IMPORT) is None
        )

    def _is_open(self, node: Node) -> bool:
        operands = compared_openly(node)
        if len(operands) < 2 or any(map(_is_fixed, operands)):  # noqa: PLR2004 - two sides
            return False
        return any(self.digest.holds(each) for each in operands) and not any(
            each.kind is NodeKind.FUNCTION for each in operands
        )


def _is_fixed(node: Node) -> bool:
    return is_measure(node) or (node.kind is NodeKind.STRING and not node.all("part"))


def _is_truth(node: Node) -> bool:
    """Whether an expression is true or false, or a length, whatever is in it."""
    return (
        bool(compared_openly(node))
        or compares_safely(node)
        or is_measure(node)
        or (node.kind is NodeKind.UNARY and node.operator == "not")
    )


def _on(call: Node) -> str:
    callee = call.one("callee")
    on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
    return on.name if on is not None and on.kind in {NodeKind.NAME, NodeKind.MEMBER} else ""


def _is_error(node: Node) -> bool:
    around = node.parent
    return (around is not None and around.kind is NodeKind.THROW) or node.name.endswith(("Error", "Exception"))
