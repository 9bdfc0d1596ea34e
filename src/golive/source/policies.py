"""What libraries that repeat were told: how often, how long between, and after what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.source.knowledge import settings
from golive.source.libraries import BY_NAME, Library, Use
from golive.source.pauses import CHANCY, GROWING, STEADY, grows, is_nothing, jitters
from golive.source.project import function_of
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.project import Project


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """
    What one use of a library was told.

    `conditions` are the nodes that decide after what it repeats, with False for those that forbid it. `statuses` are
    those that it was told to repeat after. Attributes that are None are not known.
    """

    node: Node
    library: Library
    regions: tuple[Node, ...]
    conditions: tuple[tuple[bool, Node], ...] = ()
    statuses: frozenset[int] | None = None
    methods: frozenset[str] | None = None
    network: bool | None = None
    bounded: bool | None = None
    attempts: int | None = None
    pauses: bool | None = None
    grows: bool | None = None
    jitter: bool | None = None
    heeds: bool | None = None

    @property
    def repeats_by_default(self) -> bool | None:
        """Whether it repeats after any error where nothing says after which."""
        return True if self.library.use is Use.WRAPS else None

    @property
    def wraps(self) -> bool:
        """Whether it is given what it repeats."""
        return self.library.use is Use.WRAPS


_ONLY: Final = frozenset(
    """retry retryon retry_on on exceptions exceptions_to_check retryfor include value retryif retry_if shouldretry
    shouldretryasync retrywhen retrycondition retry_on_exception handle handleresult orresult shouldhandle or
    retryexceptions retryonexception retryonresult retryonexceptionif retry_on_result checkretry orinner handleinner
    withretryif retrypredicate handleif handleresultif decider retryonif""".split()
)
_NEVER: Final = frozenset("noretryfor exclude giveup ignoreexceptions dontretry abortif abort_on abortwhen".split())
_DELAYS: Final = frozenset(
    """retrydelay delay intervalbifunction intervalfunction delaytype calculatedelay delaygenerator wait interval
    sleepdurationprovider backoff delaymillis wait_gen waitgen sleep_func backoffstrategy withdelayfn""".split()
)
_ATTEMPTS: Final = frozenset(
    """stop_after_attempt max_tries attempts max_attempts maxattempts tries retries maxretries withmaxretries
    max_retries
    total retrymax maxretryattempts retrycount limit max stop_max_attempt_number withmaxtries numofattempts
    withmaxattempts retryonservererrors retryonexceptionorservererrors handleattempts""".split()
)
_ENDS: Final = _ATTEMPTS | frozenset(
    """stop stop_after_delay stop_before_delay max_time stop_max_delay maxretrytime maxelapsedtime withmaxelapsedtime
    timeout maxduration withmaxduration max_elapsed_time context connect read status""".split()
)
_HEEDS: Final = frozenset({"respectretryafterheader", "respectretryafter", "shouldretryafterheader"})


def policy_of(project: Project, node: Node) -> Policy | None:
    """Return what a decorator, or a call of a library that repeats what it is given, was told. None for others."""
    for library in libraries_of(project, node):
        if library.use is Use.WRAPS and library.is_use(node):
            return make_policy(project, node, library)
    return None


def libraries_of(project: Project, node: Node) -> Iterator[Library]:
    """Yield the libraries that a call or decorator may be a use of, by its name and by its file's imports."""
    if node.kind not in {NodeKind.CALL, NodeKind.ANNOTATION}:
        return
    found = BY_NAME.get(node.name.lower(), ())
    if found:
        data = project.file(node).data.lower()
        yield from (each for each in found if any(word.encode() in data for word in each.imports))


def _goes_on(around: Node) -> bool:
    """Whether what surrounds a name makes a result of it, rather than asking what it is."""
    if around.kind is NodeKind.BINARY:
        return around.operator in {"+", "-", "*", "/"}
    return around.kind in {NodeKind.RETURN, NodeKind.CALL, NodeKind.FUNCTION}


def make_policy(project: Project, node: Node, library: Library) -> Policy:
    """Return what a use of a library was told."""
    return _Reader(project, node, library).policy()


class _Reader:
    def __init__(self, project: Project, node: Node, library: Library) -> None:
        self.project = project
        self.node = node
        self.library = library
        self.regions = tuple(self._told())
        self.given = [
            each for region in self.regions if region.kind is not NodeKind.FUNCTION for each in settings(region)
        ]
        # `wait_exponential(max=20)` says how long to wait, not how often to ask.
        self.counted = [
            (name, value, where)
            for name, value, where in self.given
            if not any(each.kind is NodeKind.CALL and "wait" in each.name.lower() for each in where.above())
        ]
        self.names = {
            each.name.lower()
            for region in self.regions
            for each in region.find(NodeKind.NAME, NodeKind.MEMBER, NodeKind.CALL, NodeKind.PAIR, NodeKind.ASSIGN)
        } | {name.lower().strip(":") for name, _value, _where in self.given}
        self.delays = tuple(self._delays())

    def policy(self) -> Policy:
        pauses = self._pauses()
        return Policy(
            node=self.node,
            library=self.library,
            regions=self.regions,
            conditions=tuple(self._conditions()),
            statuses=self._statuses(),
            methods=self._methods(),
            network=self.library.network,
            bounded=self._bounded(),
            attempts=self._attempts(),
            pauses=pauses,
            grows=self._grows() if pauses is not False else False,
            jitter=self._jitter(),
            heeds=self._heeds(),
        )

    def _told(self) -> Iterator[Node]:
        """Yield the call itself, without what it repeats, and the settings that its names stand for."""
        value = self.node.one("value") if self.node.kind is NodeKind.ANNOTATION else self.node
        start = value if value is not None else self.node
        pending: list[tuple[Node, int]] = [(start, 0)]
        yielded: set[int] = set()
        wraps = self.library.use is Use.WRAPS and self.node.kind is NodeKind.CALL
        while pending:
            current, depth = pending.pop(0)
            if id(current) in yielded:
                continue
            yielded.add(id(current))
            if depth or not wraps:
                yield current
                parts: tuple[Node, ...] = (current,)
            else:
                # What is repeated is an argument: it says nothing about how.
                kept = tuple(
                    each
                    for each in current.all("argument")
                    if each.kind in {NodeKind.PAIR, NodeKind.OBJECT, NodeKind.NAME, NodeKind.MEMBER, NodeKind.CALL}
                )
                parts = (*current.all("callee"), *kept)
                yield from parts
            if depth < _DEEPEST:
                pending += [
                    (each, depth + 1) for part in parts for each in self._further(part, top=not depth and wraps)
                ]

    def _further(self, part: Node, *, top: bool) -> Iterator[Node]:
        for each in part.find(NodeKind.NAME, NodeKind.MEMBER, NodeKind.CALL):
            if each.kind is NodeKind.CALL:
                if not top or part.kind is NodeKind.PAIR:
                    made = (function for function in self.project.resolve(each) if not function.holds(self.node))
                    yield from (body for function in made for body in function.all("body"))
                continue
            called = each.parent is not None and each.parent.kind is NodeKind.CALL and each.parent.one("callee") is each
            if not called:
                if not top or part.kind in {NodeKind.PAIR, NodeKind.OBJECT}:
                    yield from self._functions(each)
                yield from (found for found in self.project.values(each) if not found.holds(self.node))
                yield from self._set_on(each)

    def _functions(self, name: Node) -> list[Node]:
        """Return the functions that a name stands for, those of the class that it names first."""
        found = list(self.project.functions(name.name)) if name.name else []
        base = name.one("object")
        around = name.within(NodeKind.CLASS)
        if base is not None and len(found) > 1:
            owner = around.name if base.name in {"self", "this", "static"} and around is not None else base.name
            own = [
                each
                for each in found
                for each_class in [each.within(NodeKind.CLASS)]
                if each_class is not None and each_class.name == owner
            ]
            found = own or found
        return [each for each in found if not each.holds(self.node)][:2]

    def _set_on(self, name: Node) -> Iterator[Node]:
        """Yield what is set on a name after it was made: `b.MaxElapsedTime = …`."""
        scope = function_of(name)
        if name.kind is not NodeKind.NAME or scope is None:
            return
        for each in scope.find(NodeKind.ASSIGN):
            if any(
                target.kind is NodeKind.MEMBER and target.path.startswith(f"{name.name}.")
                for target in each.all("target")
            ):
                yield each

    def _conditions(self) -> Iterator[tuple[bool, Node]]:  # noqa: C901 - one case for each way of saying it
        seen: set[int] = set()
        arguments = self._arguments()
        if self.library.decider is not None and len(arguments) > self.library.decider:
            chosen = arguments[self.library.decider]
            if chosen.kind is not NodeKind.PAIR:
                seen.add(id(chosen))
                yield True, chosen
        for name, value, _where in self.given:
            lower = name.lower().strip(":")
            if self.library.title == "rxjs's retry" and lower == "delay" and self._is_function(value):
                yield True, value  # what it gives is an error, or a timer
            if (
                value.kind in {NodeKind.NUMBER, NodeKind.STRING, NodeKind.CONSTANT, NodeKind.OBJECT}
                or id(value) in seen
            ):
                continue
            seen.add(id(value))
            if lower == "value" and self._asks_answer():
                continue
            if lower in _ONLY and not self._is_policy(value):
                yield True, value
            elif lower in _NEVER:
                yield False, value
        for call in self._listed():
            if id(call) not in seen:
                seen.add(id(call))
                yield call.name.lower() in _ONLY, call

    def _is_function(self, value: Node) -> bool:
        return value.kind is NodeKind.FUNCTION or bool(self._functions(value))

    def _listed(self) -> Iterator[Node]:
        """Yield calls that list several types of errors: `.retryExceptions(A::class.java, B::class.java)`."""
        for region in self.regions:
            for call in region.find(NodeKind.CALL):
                several = len(call.all("argument")) > 1 and "exceptions" in call.name.lower()
                if several and call.name.lower() in _ONLY | _NEVER:
                    yield call

    def _is_policy(self, value: Node) -> bool:
        """Whether a setting named `retry` holds a whole policy rather than a condition."""
        found = (value, *self.project.values(value))
        return any(each.kind is NodeKind.OBJECT for each in found) or (
            value.kind is NodeKind.CALL and value.name.lower() in {"of", "build", "custom", "exponential"}
        )

    def _arguments(self) -> tuple[Node, ...]:
        value = self.node.one("value") if self.node.kind is NodeKind.ANNOTATION else self.node
        return value.all("argument") if value is not None else ()

    def _value(self, names: frozenset[str]) -> Node | None:
        return next((value for name, value, _where in self.given if name.lower().strip(":") in names), None)

    def _attempts(self) -> int | None:
        for name, value, _where in self.counted:
            if name.lower().strip(":") in _ATTEMPTS:
                text = self.project.text(value)
                if text.isdigit():
                    return int(text)
        if self.library.counted is not None and len(self._arguments()) > self.library.counted:
            text = self.project.text(self._arguments()[self.library.counted])
            return int(text) if text.isdigit() else None
        return None

    def _bounded(self) -> bool | None:
        if any("forever" in name or name in {"stop_never", "retryforever"} for name in self.names):
            always = [value for name, value, _where in self.given if name.lower() == "forever"]
            if not always or always[0].name == "true":
                return False
        value = self._value(_ATTEMPTS)
        written = [value, *self.project.values(value)] if value is not None else []
        if value is not None and (
            _ENDLESS & {each.name.lower() for one in written for each in one.walk()}
            or (value.kind is NodeKind.UNARY and value.operator == "-")
            or (value.kind is NodeKind.CONSTANT and value.name == "null" and self.library.bounded is False)
        ):
            return False
        told = {name.lower().strip(":") for name, _value, _where in self.counted}
        told |= {
            each.name.lower()
            for region in self.regions
            if region.kind is not NodeKind.FUNCTION
            for each in region.find(NodeKind.CALL)
        }
        if told & _ENDS or self._attempts() is not None or (self.library.title == "rxjs's retry" and "count" in told):
            return True
        return self.library.bounded

    def _delays(self) -> Iterator[Node]:
        """Yield what makes the pauses, and what that is made of."""
        pending = [(value, 0) for name, value, _where in self.given if name.lower().strip(":") in _DELAYS]
        arguments = self._arguments()
        if self.library.delay is not None and len(arguments) > self.library.delay:
            pending.append((arguments[self.library.delay], 0))
        for region in self.regions:
            for call in region.find(NodeKind.CALL):
                if "waitandretry" in call.name.lower():
                    pending += [(each, 0) for each in call.all("argument")[:2]]
        seen: set[int] = set()
        while pending:
            node, depth = pending.pop(0)
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield node
            if depth > _DEEPEST:
                continue
            for each in node.find(NodeKind.NAME, NodeKind.MEMBER):
                pending += [(found, depth + 1) for found in (*self.project.values(each), *self._functions(each))]

    def _strategy(self, position: int) -> Node | None:
        """Return an argument of Symfony's GenericRetryStrategy: statuses, delay, multiplier, longest delay, jitter."""
        if self.library.title != "RetryableHttpClient":
            return None
        made = (
            call
            for region in self.regions
            for call in region.find(NodeKind.CALL)
            if call.name == "GenericRetryStrategy"
            and not any(each.kind is NodeKind.PAIR for each in call.all("argument"))
        )
        call = next(made, None)
        return call.all("argument")[position] if call is not None and position < len(call.all("argument")) else None

    def _pauses(self) -> bool | None:
        title = self.library.title
        if title == "urllib3's Retry":
            value = self._value(frozenset({"backoff_factor"}))
            return value is not None and self.project.text(value) not in {"0", "0.0"}
        if title == "Polly" and not any(
            "waitandretry" in name or "delay" in name or "resilien" in name or "addretry" in name
            for name in self.names - {"delay"}
        ):
            return (
                False
                if any(
                    call.name.lower() in {"retryasync", "retry", "retryforeverasync", "retryforever"}
                    for region in self.regions
                    for call in region.find(NodeKind.CALL)
                )
                else None
            )
        value = self._value(frozenset({"interval", "mintimeout", "delay", "min_timeout", "retrydelay"}))
        if value is not None and self.project.text(value) in {"0", "0.0"}:
            return False
        if any(each.kind is NodeKind.FUNCTION and is_nothing(self.project, each) for each in self.delays):
            return False
        if (
            self.delays
            or self.names & (GROWING | STEADY)
            or self.names & {"interval", "base_interval", "delayfunc", "mintimeout"}
        ):
            return True
        return self.library.pauses

    def _grows(self) -> bool | None:
        if self._asks_answer():
            return True
        if self.library.title == "urllib3's Retry":
            return True
        factor = self._strategy(2) or self._value(
            frozenset({"factor", "multiplier", "backofffactor", "backoff_factor", "exp_base", "delayfactor"})
        )
        if factor is not None:
            return self.project.text(factor) not in {"0", "1", "1.0", "0.0"}
        if self.names & GROWING or grows(self.project, self.delays) or self._keeps_computed():
            return True
        if self.names & STEADY or self.delays:
            return False
        return self.library.grows

    def _jitter(self) -> bool | None:
        share = self._strategy(4)
        if share is not None and self.project.text(share) in {"0", "0.0"}:
            return False
        if self._asks_answer():
            return True
        for name, value, _where in self.given:
            lower = name.lower().strip(":")
            if lower in _JITTERS:
                text = self.project.text(value)
                return text not in {"0", "0.0"} and value.name not in {"false", "null"}
        if self.names & CHANCY - {"jitter"} or jitters(self.delays):
            return True
        if self.delays and self.library.title not in {"backoff", "stamina", "cenkalti/backoff"}:
            return False
        return self.library.jitter

    def _asks_answer(self) -> bool:
        """Whether it waits as long as an answer or an error says: `backoff.runtime`."""
        return self.library.title == "backoff" and "runtime" in self.names

    def _heeds(self) -> bool | None:
        if self._asks_answer():
            return None  # what it asks may or may not come from the header
        for name, value, _where in self.given:
            if name.lower().replace("_", "").strip(":") in _HEEDS:
                return value.name != "false"
        read = {name.replace("_", "").replace("-", "") for name in self.names}
        if any("retryafter" in name and not name.startswith("max") for name in read) or self._reads_header():
            return True
        if self.delays and self.library.heeds_without_delay and not self._keeps_computed():
            return False
        if self.library.title == "Polly" and self.node.kind is NodeKind.CALL and self.library.use is Use.CONFIGURES:
            return bool({"addresiliencehandler", "addretry"} & self.names)
        return self.library.heeds

    def _keeps_computed(self) -> bool:
        """Whether a function that makes the pauses starts from the library's own: got's `computedValue`."""
        return any(
            each.name == "computedValue" and each.parent is not None and _goes_on(each.parent)
            for node in self.delays
            for each in node.find(NodeKind.NAME, NodeKind.MEMBER)
        )

    def _reads_header(self) -> bool:
        return any(
            node.name.lower() == "retry-after" for region in self.regions for node in region.find(NodeKind.STRING)
        )

    def _statuses(self) -> frozenset[int] | None:
        names = frozenset({"status_forcelist", "statuscodes", "retry_statuses", "retrystatuses", "statuses", "retryon"})
        value = self._strategy(0) or self._value(names)
        if value is not None:
            seen = [value, *self.project.values(value)]
            found = {int(node.name) for each in seen for node in each.find(NodeKind.NUMBER) if node.name.isdigit()}
            for each in seen:
                for span in each.find(NodeKind.CALL, NodeKind.BINARY):
                    ends = [
                        self.project.text(part)
                        for part in (*span.all("argument"), *span.all("left"), *span.all("right"))
                    ]
                    if (
                        (span.name == "range" or span.operator in {"..", "..."})
                        and len(ends) > 1
                        and all(end.isdigit() for end in ends[:2])
                    ):
                        found |= set(range(int(ends[0]), int(ends[1]) + (span.operator == "..")))
            return frozenset(found) if found else None
        preset: set[int] = set()
        for name in self.names & _PRESETS.keys():
            preset |= _PRESETS[name]
        if preset:
            return frozenset(preset)
        asked = any(wanted for wanted, _node in self._conditions())
        return None if asked else self.library.statuses or None

    def _methods(self) -> frozenset[str] | None:
        """Return the methods that are repeated, in capitals, None for all."""
        if self.library.methods is None:
            return None
        value = self._value(frozenset({"methods", "allowed_methods", "method_whitelist"}))
        if self.library.title == "axios-retry" and self._value(frozenset({"retrycondition"})) is not None:
            return self.library.methods if "isnetworkoridempotentrequesterror" in self.names else None
        if value is None:
            return None if "retry_if" in self.names and self.library.title == "faraday-retry" else self.library.methods
        if value.kind is NodeKind.CONSTANT:
            return None
        seen = [value, *self.project.values(value)]
        words = {
            node.name.upper().strip(":")
            for each in seen
            for node in each.find(NodeKind.STRING, NodeKind.NAME, NodeKind.MEMBER)
        }
        found = words & {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}
        return frozenset(found) or None


_DEEPEST: Final = 3
_ENDLESS: Final = frozenset(
    {"infinity", "positive_infinity", "inf", "max_value", "maxvalue", "maxint", "int_max", "php_int_max"}
)
_JITTERS: Final = frozenset(
    """randomize randomizationfactor usejitter backoff_jitter interval_randomness rand_factor jitter random maxjitter
    wait_jitter_max randomizemilliseconds wait_jitter jitterfactor""".split()
)
_SERVER: Final = frozenset({500, 502, 503, 504})
_PRESETS: Final = {
    "handletransienthttperror": _SERVER | {408},
    "addtransienthttperrorpolicy": _SERVER | {408},
    "retryonservererrors": _SERVER,
    "retryonexceptionorservererrors": _SERVER,
}
