"""What a receiver does with the id of an event: where it is read, and what is asked with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from golive.source.handlers import names_header
from golive.source.logs import is_log
from golive.source.signatures import Verification
from golive.source.taint import Carried
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.handlers import Handler
    from golive.source.integration import Integration

_GETTERS: Final = frozenset(
    """get path fetch dig optstring getstring getproperty getasjsonprimitive at value jsonpath pluck input
    getasstring optjsonobject getjsonobject required getvalue data_get textvalue""".split()
)
_EVENT_ID: Final = re.compile(r"(?i)^(?:event|evt|delivery|webhook|webhook_?event|message|notification)_?(?:id|uuid)$")
_TYPES: Final = frozenset({"type", "event_type", "eventtype", "event", "data"})
_NO_EVENT: Final = re.compile(
    r"(?i)headers|data\b|payout\b|order\b|payee|instrument|config|options|mime|resp|response|\bres\b|settings"
)
_PARSERS: Final = re.compile(
    r"(?i)^(?:loads|parse|json_decode|get_json|json|readvalue|readtree|deserialize\w*|decodefrom\w*)$"
)
_PARSES: Final = re.compile(
    r"(?i)^(?:json_decode|loads?|parse\w*|unmarshal|readvalue|readtree|decode\w*|deserialize\w*|fromjson|new|string"
    r"|receive\w*|bind\w*|shouldbind\w*|validate\w*|model_validate\w*|tostring|to_s|getbytes|len|strlen|dict|isset|empty"
    r"|buffer|from|bytes|str|typeof|is_array|readall|object|safeparse|cast|convertvalue|from_json|model_validate_json)$"
)
_SQL: Final = re.compile(
    r"(?is)\bon\s+(?:conflict|duplicate)\b|insert\s+(?:or\s+)?ignore|\bmerge\s+into\b|\binsert\s+into\b"
)
_ROWS: Final = re.compile(
    r"(?i)rows?_?(?:affected|count)|affected_?rows|num_?rows|cmd_?tuples|changes|fetch_?(?:one|val|column|row)|ntuples"
)
"""Names of how many rows a statement changed, and of what it returned."""
_UNIQUE: Final = re.compile(
    r"(?i)duplicate|unique|integrity|constraint|already|exists|conflict|recordnotunique|23505|P2002"
)
_QUEUE_KEYS: Final = frozenset(
    """jobid job_id task_id taskid messagededuplicationid message_deduplication_id deduplicationid
    deduplication_id dedup_id idempotency_key idempotencykey workflowid workflow_id unique_by unique_for""".split()
)
"""What queues call the id by which they drop a job that is there already, in lower case."""
_STORES: Final = re.compile(
    r"(?i)^(?:insert|upsert|replace|select|find|where|any|none|exists|contains|create|first)(?:$|[A-Z_?]|ignore|all)"
)
"""Functions that are told in a closure what to look for, or to store: `Events.insertIgnore { it[id] = event.id }`."""
_PLAIN: Final = frozenset(
    """str string tostring to_s toString len int number parseint encode strip trim lower upper tolower tolowercase
    isempty isnullorempty isnullorwhitespace isblank is_string isset empty strlen format sprintf asstring astext text
    getstring hasvalue present? blank? nil? is_null isinstance typeof valueof requirenonnull uuid parse test match
    response jsonresponse json send status ok""".split()
)
"""Functions that ask or remember nothing about an id, in lower case."""


def accessed(node: Node) -> tuple[Node, str] | None:
    """Return what is read from something: the thing, and the key. None for anything else."""
    match node.kind:
        case NodeKind.MEMBER:
            on = node.one("object")
            return (on, node.name) if on is not None and not _is_callee(node) else None
        case NodeKind.INDEX:
            on, index = node.one("object"), node.one("index")
            return (on, index.name) if on is not None and index is not None and index.kind is NodeKind.STRING else None
        case NodeKind.CALL:
            callee, arguments = node.one("callee"), node.all("argument")
            on = callee.one("object") if callee is not None and callee.kind is NodeKind.MEMBER else None
            if on is None:
                return None
            if not arguments:
                return on, re.sub(r"^get(?=[A-Z])", "", node.name)
            if node.name.lower() in _GETTERS and arguments[0].kind is NodeKind.STRING:
                return on, arguments[0].name
    return None


def _is_callee(node: Node) -> bool:
    return node.parent is not None and node.parent.kind is NodeKind.CALL and node.parent.one("callee") is node


@dataclass(frozen=True, eq=False)
class Deduplication:
    """How one receiver treats the id of an event."""

    integration: Integration
    handler: Handler

    @cached_property
    def regions(self) -> tuple[Node, ...]:
        """The receiver's functions. None lies in another one."""
        return Verification(self.integration, self.handler).regions

    @cached_property
    def events(self) -> frozenset[str]:
        """Texts of expressions that are an event: those whose type or data is read, and bodies that were parsed."""
        found = set()
        for region in self.regions:
            for node in region.walk():
                access = accessed(node)
                if access is not None and access[1].lower().partition(".")[0] in _TYPES:
                    found.add(self._text(access[0]))
                if node.kind is NodeKind.ASSIGN and node.name and any(map(_parses, node.all("value"))):
                    found.add(node.name)
        return frozenset(text for text in found if not _NO_EVENT.search(text))

    @cached_property
    def ids(self) -> tuple[Node, ...]:
        """Where the id of the event is read."""
        return tuple(node for region in self.regions for node in region.walk() if self.is_id(node))

    def is_id(self, node: Node) -> bool:
        """Whether an expression is the id of the event."""
        access = accessed(node)
        if access is not None:
            on, key = access
            if key.lower() in {"id", "event_id", "eventid"} and self._text(on) in self.events:
                return True
            if _EVENT_ID.match(key):
                return True
        if node.kind in {NodeKind.NAME, NodeKind.PARAMETER}:
            return _EVENT_ID.match(node.name) is not None or self._taken_apart(node)
        if node.kind in {NodeKind.STRING, NodeKind.MEMBER}:
            return self._is_header(node)
        return False

    @cached_property
    def carried(self) -> Carried:
        """Where the id of the event goes."""
        return Carried(self.integration.project, self.regions, self.is_id)

    def asked(self) -> Iterator[Node]:
        """
        Yield what may find a repeated delivery: something is done with the id, and what follows depends on it.

        That is a condition with a call or a membership that the id goes into, a caught violation of a unique key, an
        insert that leaves out what is there, a block that runs once, a queue that drops known ids.
        """
        for region in self.regions:
            for node in region.walk():
                if self._decides(node):
                    yield node

    def used(self) -> Iterator[Node]:
        """Yield calls that the id goes into, other than logs and conversions."""
        for region in self.regions:
            for call in region.find(NodeKind.CALL):
                if not is_log(call) and self._takes(call) and not self._in_log(call):
                    yield call

    def handed_on(self) -> Iterator[Node]:
        """Yield calls that take the whole event to code that is not among these files."""
        project = self.integration.project
        whole = {text.rpartition(".")[2] if "." in text else text for text in self.events} | set(self.events)
        for region in self.regions:
            for call in region.find(NodeKind.CALL):
                if project.resolve(call) or is_log(call) or _PARSES.match(call.name) or self._in_log(call):
                    continue
                if any(self._text(argument) in whole for argument in _flat(call.all("argument"))):
                    yield call

    def acts(self, before: Node) -> Iterator[Node]:
        """Yield calls that do something with the event's data, earlier in the same function than `before`."""
        function = before.within(NodeKind.FUNCTION)
        for call in function.find(NodeKind.CALL) if function is not None else ():
            if call.end > before.start or is_log(call) or _PARSES.match(call.name) or self._in_log(call):
                continue
            statement = call
            while statement.parent is not None and statement.parent.kind in {NodeKind.UNARY, NodeKind.ASSIGN}:
                statement = statement.parent
            stands_alone = statement.parent is not None and statement.parent.kind is NodeKind.BLOCK
            on_data = any(self._data.holds(argument) for argument in call.all("argument"))
            if stands_alone and on_data and not self.carried.holds(call) and accessed(call) is None:
                yield call

    def touches_data(self, call: Node) -> bool:
        """Whether a call is given data of the event, other than to log it."""
        return not is_log(call) and not self._in_log(call) and any(map(self._data.holds, call.all("argument")))

    @cached_property
    def _data(self) -> Carried:
        return Carried(self.integration.project, self.regions, self._is_data)

    def _is_data(self, node: Node) -> bool:
        access = accessed(node)
        return access is not None and access[1].lower() == "data" and self._text(access[0]) in self.events

    def _decides(self, node: Node) -> bool:
        match node.kind:
            case NodeKind.IF | NodeKind.LOOP:
                conditions = node.all("condition") if node.kind is NodeKind.IF else ()
                return any(self._is_question(each) for each in conditions)
            case NodeKind.SWITCH:
                subject = node.one("subject")
                return subject is not None and self._is_question(subject)
            case NodeKind.TRY:
                return self._is_unique(node)
            case NodeKind.STRING:
                return _SQL.search(node.name) is not None and "into" in node.name.lower() and self._near(node)
            case NodeKind.CALL:
                return self._runs_once(node) or self._queues(node)
        return False

    def _is_question(self, condition: Node) -> bool:
        """Whether a condition depends on something that was asked with the id, other than that asking failed."""
        if _is_failure(condition):
            return False
        if any(self._asks(each) for each in condition.walk()):
            return True
        return self._answers.holds(condition)

    @cached_property
    def _answers(self) -> Carried:
        return Carried(self.integration.project, self.regions, self._asks)

    def _asks(self, node: Node) -> bool:
        match node.kind:
            case NodeKind.CALL:
                return not is_log(node) and self._takes(node)
            case NodeKind.BINARY if node.operator in {"in", "not in", "!in"}:
                return self.carried.holds(node.one("left"))
            case NodeKind.INDEX:
                index = node.one("index")
                return index is not None and index.kind is not NodeKind.STRING and self.carried.holds(index)
        return False

    def _takes(self, call: Node) -> bool:
        """Whether the id itself goes into a call, so that the call can ask or remember."""
        if call.name.lower() in _PLAIN or call.name.endswith(("Error", "Exception", "Response")):
            return False
        if accessed(call) is not None and self.is_id(call):
            return False
        arguments = [each for each in call.all("argument") if self._is_small(each) or _STORES.match(call.name)]
        return any(map(self.carried.holds, arguments))

    def _is_small(self, argument: Node) -> bool:
        """Whether an argument is not a closure or a header's name that is only being read."""
        return argument.kind is not NodeKind.FUNCTION and not self._is_header(argument)

    def _runs_once(self, call: Node) -> bool:
        """Whether a call runs a block for an id: `once(event_id) { … }`."""
        blocks = [each for each in call.all("argument") if each.kind is NodeKind.FUNCTION]
        return (
            bool(blocks)
            and not is_log(call)
            and self._takes(call)
            and any(self.carried.holds(each) for each in call.all("argument") if each.kind is not NodeKind.FUNCTION)
        )

    def _queues(self, call: Node) -> bool:
        return any(
            pair.name.lower() in _QUEUE_KEYS and self.carried.holds(pair.one("value"))
            for argument in call.all("argument")
            for pair in argument.find(NodeKind.PAIR)
        )

    def _is_unique(self, node: Node) -> bool:
        """Whether an insert with the id may violate a unique key, and this is caught."""
        body = node.one("body")
        if body is None or not any(self._takes(call) for call in body.find(NodeKind.CALL) if not is_log(call)):
            return False
        return any(
            _UNIQUE.search(each.name) is not None
            for catch in node.all("catch")
            for each in catch.walk()
            if each.kind in {NodeKind.NAME, NodeKind.MEMBER, NodeKind.STRING, NodeKind.CALL}
        )

    def _near(self, node: Node) -> bool:
        """Whether an SQL statement is run with the id."""
        around = node.within(NodeKind.CALL)
        function = node.within(NodeKind.FUNCTION)
        if not _is_conditional(node.name) or not self._counts_rows(node, function):
            return False
        if around is not None and self.carried.holds(around):
            return True
        return function is not None and self.carried.holds(function.one("body"))

    def _counts_rows(self, sql: Node, function: Node | None) -> bool:
        """Whether anything looks at what an insert did: how many rows, or what it returned."""
        if re.search(r"(?i)\breturning\b|\bmerge\b|not exists|\bwith\b", sql.name):
            return True
        statement = sql.within(NodeKind.ASSIGN, NodeKind.IF, NodeKind.RETURN, NodeKind.FUNCTION)
        if statement is None or statement.kind in {NodeKind.IF, NodeKind.RETURN}:
            return True
        read = {each.name for target in statement.all("target") for each in target.find(NodeKind.NAME)} - {"_", "err"}
        regions = [function] if function is not None else [*self.regions]
        for region in regions:
            for each in region.walk():
                if _ROWS.search(each.name) is not None and each.kind in {NodeKind.MEMBER, NodeKind.CALL, NodeKind.NAME}:
                    return True
                tests = (
                    each.all("condition")
                    if each.kind is NodeKind.IF
                    else each.all("value") * (each.kind is NodeKind.RETURN)
                )
                if any(node.name in read for test in tests for node in test.find(NodeKind.NAME)):
                    return True
        return False

    def _taken_apart(self, node: Node) -> bool:
        """Whether a name is the `id` of an event that is taken apart: `const { id, type } = event`."""
        around = node.within(NodeKind.ASSIGN, NodeKind.FUNCTION)
        if node.name != "id" or around is None or around.kind is not NodeKind.ASSIGN:
            return False
        targets = {name.name for target in around.all("target") for name in target.find(NodeKind.NAME)}
        return bool(targets & {"type", "event_type"}) and any(target.holds(node) for target in around.all("target"))

    def _is_header(self, node: Node) -> bool:
        return names_header(self.integration.project, node, self.integration.facts.event_id_headers)

    def _in_log(self, node: Node) -> bool:
        return any(is_log(each) for each in node.above() if each.kind is NodeKind.CALL)

    def _text(self, node: Node) -> str:
        return re.sub(r"[\s!?]|\(\)", "", self.integration.project.file(node).text(node))


def _parses(value: Node) -> bool:
    """Whether a value is a body that is parsed."""
    node: Node | None = value
    while node is not None and node.kind in {NodeKind.UNARY, NodeKind.CAST}:
        node = node.one("operand") or node.one("value")
    return node is not None and node.kind in {NodeKind.CALL, NodeKind.MEMBER} and bool(_PARSERS.match(node.name))


def _is_failure(condition: Node) -> bool:
    """Whether a condition is `err != nil`, and so about the asking rather than the answer."""
    sides = [each for each in (condition.one("left"), condition.one("right")) if each is not None]
    return (
        condition.kind is NodeKind.BINARY
        and any(each.kind is NodeKind.CONSTANT and each.name == "null" for each in sides)
        and any(re.fullmatch(r"(?i)e|ex|err\w*|\w*err|\w*error", each.name) is not None for each in sides)
    )


def _is_conditional(sql: str) -> bool:
    return re.search(r"(?i)\bon\s+(?:conflict|duplicate)\b|\bignore\b|\bmerge\b|not exists", sql) is not None


def _flat(arguments: tuple[Node, ...]) -> Iterator[Node]:
    for argument in arguments:
        match argument.kind:
            case NodeKind.PAIR:
                yield from argument.all("value")
            case NodeKind.OBJECT:
                yield from (value for pair in argument.all("member") for value in pair.all("value"))
                yield from (each for each in argument.all("member") if each.kind is not NodeKind.PAIR)
            case NodeKind.UNARY:
                yield from argument.children
            case _:
                yield argument
