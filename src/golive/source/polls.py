"""How programs ask again and again until something has come to an end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from golive.source.facts import Role
from golive.source.handlers import reached
from golive.source.project import function_of, name_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_PAUSES: Final = re.compile(
    r"(?i)^(?:u?sleep|sleep_?\w*|delay|wait|wait_for|waitfor|pause|after|settimeout|park_?nanos|wait_?until|tick|backoff"
    r"|waitfornexttickasync|timer|newticker|nanosleep|await_?ready)$"
)
_LIBRARIES: Final = re.compile(
    r"(?i)^(?:retry\w*|on_predicate|poll\w*|stamina|pwaitfor|p_wait_for|wait_?until|waituntil|async_retry|asyncretry"
    r"|retrying|retryasync|waitandretry\w*)$"
)
_SCHEDULED: Final = re.compile(
    r"(?i)^(?:scheduled?\w*|shared_task|task|periodic_?task|cron\w*|setinterval|add_job|every|interval|on_after_configure"
    r"|repeat_every|job|dramatiq|actor|apply_async|perform_in|perform_later|enqueue_in|delay|settimeout|later|queue\w*)$"
)
_JOBS: Final = re.compile(
    r"(?i)job|cron|task|worker|reconcil|poll|refresh|follow|sync|schedul|sweep|pending|command|nightly|check_?status"
)
_FINAL: Final = re.compile(r"(?i)final|pending|terminal|settled|finished|done|complete|in_?progress|is_?open")


@dataclass(frozen=True, eq=False)
class Poll:
    """A loop that reads an order until it is final. `has_pause` and `has_end` say what it has."""

    node: Node
    has_pause: bool
    has_end: bool


@dataclass(frozen=True, eq=False)
class Following:
    """How orders of one kind are followed. `path` is the kind's path below the API's prefix."""

    integration: Integration
    path: str

    @cached_property
    def made(self) -> tuple[ProviderCall, ...]:
        """Requests that make an order."""
        return tuple(call for call in self._calls if Role.PAYS in _roles(call))

    @cached_property
    def read(self) -> tuple[ProviderCall, ...]:
        """Requests that read one order or list them."""
        return tuple(call for call in self._calls if _roles(call) & {Role.READS_ONE, Role.LISTS})

    @cached_property
    def polls(self) -> tuple[Poll, ...]:
        """Loops that read orders of this kind again."""
        transport = {id(layer) for call in self.made for layer in call.layers}
        loops: dict[int, Poll] = {}
        for call in self.read:
            for loop in (each for each in call.node.above() if each.kind is NodeKind.LOOP):
                if self._is_about_orders(loop):
                    loops[id(loop)] = self._poll(loop)
            for layer in call.layers:
                if id(layer) not in transport:
                    self._in(layer, loops)
        for function in self._typed():
            self._in(function, loops)
        return tuple(loops.values())

    def scheduled(self) -> bool:
        """Whether a job that runs from time to time, or a library that asks again, reads these orders."""
        project = self.integration.project
        for call in self.read:
            around = [each for each in call.node.above() if each.kind is NodeKind.FUNCTION]
            if any(_SCHEDULED.match(each.name) or _LIBRARIES.match(each.name) for each in _annotations(around)):
                return True
            if any(
                each.kind is NodeKind.CALL and (_SCHEDULED.match(each.name) or _LIBRARIES.match(each.name))
                for each in call.node.above()
            ):
                return True
            if call.function is not None and self._is_job(call.function):
                return True
            for function in (call.function, *call.layers):
                named = name_of(function) if function is not None else ""
                if named and any(_mentions(each, named) for each in project.calls() if _SCHEDULED.match(each.name)):
                    return True
        return False

    def lookups_only(self) -> bool:
        """Whether all that reads these orders looks one up by the merchant's reference, as after a failure."""
        names = self.integration.facts.key.names
        return all(
            any(
                each.name.lower() in names
                for each in (*call.node.walk(), *(n for layer in call.layers for n in layer.walk()))
            )
            and not self.polls
            for call in self.read
        )

    def _is_job(self, function: Node) -> bool:
        """Whether a function is named like a job, or only jobs reach it."""
        file = self.integration.project.file(function)
        if _JOBS.search(name_of(function)) or _JOBS.search(file.name.rpartition("/")[2]):
            return True
        callers = self.integration.project.callers(function)
        return any(
            (caller := function_of(call)) is not None and _JOBS.search(name_of(caller)) is not None for call in callers
        )

    def _in(self, function: Node, loops: dict[int, Poll]) -> None:
        for region in reached(self.integration.project, function)[:1]:
            for loop in region.find(NodeKind.LOOP):
                if self._is_about_orders(loop) and any(loop.find(NodeKind.CALL)):
                    loops[id(loop)] = self._poll(loop)

    def _typed(self) -> list[Node]:
        """Return functions whose parameters' types name this path."""
        return [
            function
            for function in self.integration.project.functions()
            if any(
                f"/{self.path}" in each.name and f'/{self.path}"' in each.name.replace("'", '"')
                for parameter in function.all("parameter")
                for each in parameter.all("type")
            )
        ]

    def _is_about_orders(self, loop: Node) -> bool:
        """Whether a loop looks at the status of an order, rather than at that of an answer."""
        states = {state for kind in self.integration.facts.statuses.values() for state in kind}
        for node in loop.walk():
            if node.kind in {NodeKind.STRING, NodeKind.NAME, NodeKind.MEMBER} and node.name in states:
                return True
            if node.kind is NodeKind.CALL and _FINAL.search(node.name):
                return True
            if node.kind in {NodeKind.NAME, NodeKind.MEMBER} and _FINAL.search(node.name):
                return True
        return False

    def _poll(self, loop: Node) -> Poll:
        return Poll(loop, self._pauses(loop), _ends(loop))

    def _pauses(self, loop: Node) -> bool:
        project = self.integration.project
        for call in loop.find(NodeKind.CALL):
            if _PAUSES.match(call.name):
                return True
            for function in project.resolve(call):
                if any(_PAUSES.match(each.name) for each in function.find(NodeKind.CALL)):
                    sent = {id(layer) for every in self.integration.calls for layer in every.layers}
                    if id(function) not in sent:
                        return True
        return False

    @cached_property
    def _calls(self) -> tuple[ProviderCall, ...]:
        paths = {self.path, f"{self.path}/{{}}"}
        return tuple(
            call for call in self.integration.calls if call.operation is not None and call.operation.path in paths
        )


def _roles(call: ProviderCall) -> frozenset[Role]:
    return call.operation.roles if call.operation is not None else frozenset()


def _annotations(functions: list[Node]) -> list[Node]:
    return [annotation for function in functions for annotation in function.all("annotation")]


def _mentions(call: Node, name: str) -> bool:
    callee = call.one("callee")
    on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
    parts = [*call.all("argument"), *((on,) if on is not None else ())]
    return any(each.name == name for part in parts for each in part.walk())


def _ends(loop: Node) -> bool:
    """Whether a loop ends at some time or number of attempts, whatever the answers are."""
    heads = loop.all("head")
    if loop.operator in {"for", "each"}:
        endless = any(
            each.name in {"count", "cycle", "repeat", "generate"} for head in heads for each in head.find(NodeKind.CALL)
        )
        limited = any(
            each.operator in {"<", ">", "<=", ">=", "!="} for head in heads for each in head.find(NodeKind.BINARY)
        )
        plain = bool(heads) and not any(head.kind in {NodeKind.ASSIGN, NodeKind.CONSTANT} for head in heads)
        if limited or (plain and not endless):
            return True
    if any(each.operator in {"<", ">", "<=", ">="} for head in heads for each in head.find(NodeKind.BINARY)):
        return True
    if any(
        re.search(r"(?i)deadline|attempts?_?left|expired|timeout|remaining|time_?left", each.name)
        for head in heads
        for each in head.walk()
    ):
        return True
    body = loop.one("body")
    for branch in body.find(NodeKind.IF) if body is not None else ():
        condition, then = branch.one("condition"), branch.one("then")
        limits = condition is not None and (
            any(each.operator in {"<", ">", "<=", ">="} for each in condition.find(NodeKind.BINARY))
            or any(
                re.search(r"(?i)deadline|expired|timeout|attempt|after|before|remaining|tries", each.name)
                for each in condition.walk()
            )
        )
        if limits and then is not None and any(then.find(NodeKind.RETURN, NodeKind.THROW, NodeKind.JUMP)):
            return True
    return loop.within(NodeKind.FUNCTION) is not None and any(
        re.search(
            r"(?i)^(?:with_?timeout\w*|timeout|wait_for|waitfor|withtimeout|fail_after|move_on_after)$", each.name
        )
        for each in loop.above()
        if each.kind is NodeKind.CALL
    )
