"""Whether a setting belongs to a client that the provider's requests go through, or certainly to another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Final

from golive.source.calls import chain, is_sender, links
from golive.source.elsewhere import client_of, goes_elsewhere
from golive.source.logs import is_log
from golive.source.project import function_of, name_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.integration import Integration

_FARTHEST: Final = 6
"""Names that are followed from a setting to a request."""

_HOLDERS: Final = frozenset({NodeKind.ASSIGN, NodeKind.RETURN, NodeKind.CLASS})
_STATEMENTS: Final = frozenset({NodeKind.BLOCK, NodeKind.CASE})


class Way(Enum):
    """Where a value goes."""

    REACHES = "a request to the provider"
    OTHER = "something else"
    OPEN = "not known"


class Clients:
    """The clients of an integration, as far as names lead from a setting to a request."""

    def __init__(self, integration: Integration) -> None:
        self._project = integration.project
        self._facts = integration.facts
        self._sent = {
            id(link) for call in integration.calls for each in (call.node, *call.sends) for link in links(chain(each))
        }
        self._starts = [each for call in integration.calls for each in (call.node, *call.sends)]

    def belongs_to_another(self, setting: Node) -> bool:
        """Whether what is set goes nowhere but to requests of somebody else."""
        return set(self._from(setting, frozenset())) == {Way.OTHER}

    def _from(self, node: Node, visited: frozenset[tuple[int, str]]) -> Iterator[Way]:
        """Yield the ways of an expression's value."""
        if len(visited) > _FARTHEST:
            yield Way.OPEN
            return
        method = node if node.kind is NodeKind.FUNCTION else None
        for around in (node, *node.above()):
            known = self._of_call(around) if around.kind is NodeKind.CALL else None
            if known is not None:
                yield known
                return
            ends = around.parent is None or (around.parent.kind in _STATEMENTS and around is not method)
            holds = around.kind in _HOLDERS and (around.kind is not NodeKind.CLASS or around.name != "")
            if ends or holds or (around.kind is NodeKind.FUNCTION and name_of(around) and not method):
                yield from self._held(around, around is node, visited)
                return

    def _held(self, holder: Node, is_setting: bool, visited: frozenset[tuple[int, str]]) -> Iterator[Way]:
        """Yield the ways of what holds a value: a name, what a function returns, a class, a statement."""
        match holder.kind:
            case NodeKind.ASSIGN:
                for target in holder.all("target"):
                    yield from self._uses(_owner(target, is_setting), visited)
            case NodeKind.RETURN:
                yield from self._callers(holder, visited)
            case NodeKind.CLASS if holder.name:
                yield from self._made(holder, visited)
            case _:
                yield from self._of_statement(holder, visited)

    def _of_call(self, call: Node) -> Way | None:
        """Return where a call takes what it is given, None where its result tells."""
        if any(id(link) in self._sent for link in links(chain(call))) or any(map(call.holds, self._near(call))):
            return Way.REACHES
        if goes_elsewhere(self._project, self._facts, call):
            return Way.OTHER
        if self._project.classes(call.name) or self._names_provider(call):
            return Way.OPEN
        if is_sender(call) and call.operator != "new" and not self._project.resolve(call):
            texts = [self._project.text(argument) for argument in call.all("argument")[:2]]
            fixed = [text for text in texts if re.match(r"(?:\{\})?/[^{}]+$", text)]
            return Way.OTHER if fixed and not any(map(self._facts.is_path, fixed)) else Way.OPEN
        return None

    def _near(self, node: Node) -> Iterator[Node]:
        home = self._project.file(node)
        return (each for each in self._starts if self._project.file(each) is home)

    def _names_provider(self, node: Node) -> bool:
        file = self._project.file(node)
        return any(re.search(marker, file.data[node.start : node.end]) for marker in self._facts.markers)

    def _of_statement(self, statement: Node, visited: frozenset[tuple[int, str]]) -> Iterator[Way]:
        """Yield the ways of what a statement, such as `builder.verify(false)`, is done on."""
        call = next(statement.find(NodeKind.CALL), None)
        if call is None or statement.kind is NodeKind.FUNCTION or self._names_provider(statement):
            yield Way.OPEN
            return
        owner = client_of(call)
        first = call.all("argument")[:1]
        if owner is None and first and first[0].kind is NodeKind.NAME:
            owner = first[0]
        yield from self._uses(owner, visited)

    def _callers(self, returned: Node, visited: frozenset[tuple[int, str]]) -> Iterator[Way]:
        function = function_of(returned)
        callers = self._project.callers(function) if function is not None else ()
        if not callers or function is None or (id(function), "") in visited:
            yield Way.OPEN
            return
        for caller in callers:
            yield from self._from(caller, visited | {(id(function), "")})

    def _made(self, around: Node, visited: frozenset[tuple[int, str]]) -> Iterator[Way]:
        """Yield the ways of the objects of a class, such as one that trusts every certificate."""
        made = [call for call in self._project.calls(around.name) if not around.holds(call)]
        if not made or (id(around), "") in visited:
            yield Way.OPEN
            return
        for call in made:
            inner = call.parent
            yield from self._from(inner, visited | {(id(around), "")}) if inner is not None else (Way.OPEN,)

    def _uses(self, owner: Node | None, visited: frozenset[tuple[int, str]]) -> Iterator[Way]:
        """Yield the ways of what a name, or a member of an object, stands for."""
        if owner is None or not owner.name:
            yield Way.OPEN
            return
        mark = (id(_home(owner)), owner.name)
        if mark in visited:
            return
        for node in self._same(owner):
            callee = node.parent
            call = callee.parent if callee is not None else None
            if callee is not None and callee.kind is NodeKind.RETURN:
                yield from self._callers(callee, visited | {mark})
            elif (
                call is not None and callee is not None and call.kind is NodeKind.CALL and callee in call.all("callee")
            ):
                yield from self._of_method(call, visited | {mark})
            elif not _is_target(node):
                yield from self._from_argument(node, visited | {mark})

    def _of_method(self, call: Node, visited: frozenset[tuple[int, str]]) -> Iterator[Way]:
        if any(id(link) in self._sent for link in links(chain(call))):
            yield Way.REACHES
            return
        top = chain(call)
        around = top.parent
        if around is not None and around.kind in {NodeKind.ASSIGN, NodeKind.RETURN} and not is_sender(call):
            yield from self._from(around if around.kind is NodeKind.RETURN else top, visited)
        elif around is not None and around.kind is NodeKind.CALL and top in around.all("argument"):
            yield from self._from_argument(top, visited)
        else:
            yield Way.OTHER

    def _from_argument(self, node: Node, visited: frozenset[tuple[int, str]]) -> Iterator[Way]:
        around = node.within(NodeKind.CALL, NodeKind.ASSIGN, NodeKind.RETURN)
        if around is None or is_log(around):
            return
        yield from self._from(node, visited)

    def _same(self, owner: Node) -> Iterator[Node]:
        """Yield the other places where what a name stands for is spoken of."""
        home = self._project.file(owner)
        for file in self._project.files:
            imported = file is not home and any(
                item.name == owner.name for each in file.root.find(NodeKind.IMPORT) for item in each.all("item")
            )
            beside = home.language == "go" and file.name.rpartition("/")[0] == home.name.rpartition("/")[0]
            if file is not home and not imported and not beside:
                continue
            for node in file.root.find(NodeKind.NAME, NodeKind.MEMBER):
                if node.name == owner.name and node is not owner and _fits(owner, node):
                    yield node


def _owner(target: Node, sets_member: bool) -> Node | None:
    """Return what an assignment gives a value to: for `session.verify = False`, the session."""
    if target.kind in {NodeKind.MEMBER, NodeKind.INDEX} and sets_member:
        on = target.one("object")
        return on if on is not None and on.kind in {NodeKind.NAME, NodeKind.MEMBER} else None
    return target


def _home(node: Node) -> Node | None:
    """Return the class whose object a member belongs to, or that a name is used in."""
    return node.within(NodeKind.CLASS)


def _fits(owner: Node, node: Node) -> bool:
    own, other = _home(owner), _home(node)
    if own is other:
        local = function_of(owner) if owner.kind is NodeKind.NAME and not _is_field(owner) else None
        return node.kind is NodeKind.MEMBER or local is None or local.holds(node) or _is_field(node)
    of_object = owner.path.startswith("self.") or node.path.startswith("self.")
    return not of_object and (own is None or other is None)


def _is_field(name: Node) -> bool:
    around = name.within(NodeKind.CLASS)
    body = around.one("body") if around is not None else None
    return body is not None and any(each.kind is NodeKind.ASSIGN and each.name == name.name for each in body.children)


def _is_target(node: Node) -> bool:
    around = node.within(NodeKind.ASSIGN)
    return around is not None and any(target.holds(node) for target in around.all("target"))
