"""Who sends a request to the provider again, after what, how often, and how long it waits before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from golive.source.answers import waits
from golive.source.calls import ProviderCall, is_sender, links
from golive.source.libraries import Use
from golive.source.logs import is_log
from golive.source.outcomes import Outcome, decides, outcome, resends, starts
from golive.source.pauses import grows, is_nothing, jitters
from golive.source.policies import Policy, libraries_of, make_policy
from golive.source.project import Project, function_of
from golive.source.replay.state import NO_ANSWER, Memo, Round
from golive.source.tree import Node, NodeKind

SUCCESS: Final = 200
LIMITED: Final = 429
SERVER_ERRORS: Final = (500, 503)
CLIENT_ERRORS: Final = (400, 403, 404, 409, 422)
"""Answers that stay the same however often one asks."""
EVENTS: Final = (SUCCESS, *CLIENT_ERRORS, LIMITED, *SERVER_ERRORS, NO_ANSWER)


@dataclass(frozen=True, slots=True, eq=False)
class Retry:
    """
    A place where a request is sent again.

    `repeats` tells for each of `EVENTS` whether it is. `ran` is the code that every attempt runs anew. What is None is
    not known.
    """

    where: Node
    title: str
    repeats: Mapping[int, bool | None]
    bounded: bool | None
    pauses: bool | None
    grows: bool | None
    jitter: bool | None
    heeds: bool | None
    ran: frozenset[Node] = frozenset()
    attempts: int | None = None
    inner: bool = False
    """Whether it lies within the HTTP client, around everything that the client adds to a request."""

    @property
    def is_loop(self) -> bool:
        """Whether the merchant wrote the repeating, rather than a library."""
        return self.title == "this code"

    def on(self, events: tuple[int, ...]) -> bool | None:
        """Whether it repeats after any of some events."""
        found = {self.repeats.get(event) for event in events}
        return True if True in found else None if None in found else False

    def makes_anew(self, node: Node) -> bool:
        """Whether an expression is evaluated again on each attempt."""
        if self.where.kind in {NodeKind.LOOP, NodeKind.TRY, NodeKind.CALL} and self.where.holds(node):
            return True
        return any(function.holds(node) for function in self.ran)


@dataclass(frozen=True, slots=True, eq=False)
class Retries:
    """
    All that repeats a request.

    `sure` says that everything between the request and the network was followed: what is not here is not done.
    """

    found: tuple[Retry, ...]
    sure: bool

    def on(self, *events: int) -> bool | None:
        """Whether anything repeats after any of some events. False only where that is sure."""
        each = {retry.on(events) for retry in self.found}
        if True in each:
            return True
        return False if None not in each and self.sure else None


def retries_of(
    project: Project, call: ProviderCall, memo: Memo, is_foreign: Callable[[Node], bool] = lambda _setting: False
) -> Retries:
    """
    Return what repeats a request.

    `memo` keeps what was looked up, for all requests of a project. `is_foreign` tells the settings of somebody else's
    clients.
    """
    outcomes: dict[int, list[Outcome]] = {event: [] for event in EVENTS}
    for begin in starts(project, call):
        # What only runs when something else went wrong is looked at by itself.
        sent = begin is None or all(outcome(project, call, begin, event, memo).sent for event in (SUCCESS, NO_ANSWER))
        start = begin if sent else None
        for event in EVENTS:
            outcomes[event].append(outcome(project, call, start, event, memo))
    written = list(_written(project, outcomes))
    configured = [*_configured(project, call, is_foreign), *_around(project, call, memo)]
    configured += _intercepted(project, call, memo, is_foreign)
    sent = any(each.sent for listed in outcomes.values() for each in listed)
    complete = all(each.complete for listed in outcomes.values() for each in listed)
    return Retries((*written, *configured), sent and complete and not _leads_outside(project, call))


def _leads_outside(project: Project, call: ProviderCall) -> bool:
    """Whether a request goes through something of which the code is not there: it may repeat by itself."""
    if call.layers and call.sends == (call.node,):
        inner = (each for layer in call.layers for each in layer.find(NodeKind.CALL))
        if not any(map(is_sender, inner)):
            return True  # where its layers lead was not seen
    if _repeats_otherwise(project, call):
        return True
    if not call.layers and any(project.functions(link.name) for link in links(call.node) if is_sender(link)):
        # It may be one of the merchant's own functions that could not be told from others of its name.
        return True
    if not call.layers and not all(is_library_send(project, send) for send in call.sends):
        return True
    return not all(_is_known_client(project, send) for send in call.sends)


_LIBRARY: Final = re.compile(
    r"(?i)http|requests|session|axios|\bgot\b|\bky\b|faraday|guzzle|curl|resttemplate|restclient|webclient|urllib|urlopen"
    r"|ktor|fetch|superagent|undici|HttpRequest|URLConnection|connection|conn\b|resty|retrofit|flurl"
)


_REPEATS: Final = re.compile(
    r"(?i)^(?:set|add|with|use|enable|on)?_?(?:retry|retries|retryer|resilien\w*)(?:$|[A-Z_]\w*|when|able|er|count|max)$"
    r"|^(?:Add|add|Use|with)(?:Standard)?(?:Resilience|Retry|Retries)\w*$|^RetryableException$"
)


def _repeats_otherwise(project: Project, call: ProviderCall) -> bool:
    """Whether something is told to repeat in a way that is not known here: a library that nobody described."""
    if call.function is None:
        return False
    language = project.file(call.node).language
    known = {project.file(each) for each in project.calls() if any(True for _ in libraries_of(project, each))}
    return any(
        _REPEATS.match(each.name) is not None and "after" not in each.name.lower()
        for each in project.calls()
        if not (project.functions(each.name) or project.classes(each.name))
        and project.file(each) not in known
        and project.file(each).language == language
    )


def is_library_send(project: Project, send: Node) -> bool:
    """Whether a call is one of an HTTP library, by its name or by what it is called on, however that is called here."""
    pending: list[tuple[Node, int]] = [(link, 0) for link in links(send)]
    while pending:
        node, steps = pending.pop(0)
        callee = node.one("callee") if node.kind is NodeKind.CALL else node
        if callee is None:
            continue
        if _LIBRARY.search(callee.path or node.name):
            return True
        if node is not send and node.kind is NodeKind.CALL and steps <= _HOPS:
            # One's own function that makes the client: `$this->client()->post(…)`.
            made = project.resolve(node)
            pending += [(call, steps + 1) for each in made for call in list(each.find(NodeKind.CALL))[:_HOPS]]
        base = callee.one("object") if callee.kind is NodeKind.MEMBER and node.kind is NodeKind.CALL else callee
        if base is None or steps > _HOPS or base.kind not in {NodeKind.NAME, NodeKind.MEMBER}:
            continue
        if any(_LIBRARY.search(each.name) for each in _declared(project, base)):
            return True
        for value in project.values(base):
            made = project.resolve(value) if value.kind is NodeKind.CALL else ()
            pending += [(each, steps + 1) for each in (value, *made) if each.kind is not NodeKind.FUNCTION]
            pending += [(call, steps + 1) for each in made for call in list(each.find(NodeKind.CALL))[:_HOPS]]
    return False


_HOPS: Final = 4


def _declared(project: Project, name: Node) -> Iterator[Node]:
    """Yield the types that a name is declared with in its file."""
    for each in project.file(name).root.find(NodeKind.PARAMETER, NodeKind.ASSIGN):
        if each.name == name.name or any(target.name == name.name for target in each.all("target")):
            for written in each.all("type"):
                yield from written.find(NodeKind.TYPE, NodeKind.NAME, NodeKind.MEMBER)


_HTTP: Final = re.compile(
    rb"httpx|requests|aiohttp|urllib|http\.client|fetch\(|axios|undici|node:https?|[\"']got[\"']|[\"']ky[\"']|net/http|"
    rb"java\.net|okhttp|springframework|faraday|httparty|guzzle|curl_|symfony|system\.net|httpclient|rest-?client|ktor|"
    rb"httprb|superagent|laravel|illuminate",
    re.IGNORECASE,
)
_SEES_ALL: Final = frozenset({"go", "java", "kotlin", "csharp", "php", "ruby"})
"""Languages in which the file of a client may be named nowhere in the file that uses it."""


def _is_known_client(project: Project, send: Node) -> bool:
    """Whether a send is of an HTTP library, by its file or by one that this takes its client from."""
    file = project.file(send)
    if _HTTP.search(file.data):
        return True
    modules = {re.split(r"[./\\]", node.name)[-1] for node in file.root.find(NodeKind.IMPORT)}
    modules |= {
        re.split(r"[./\\]", re.sub(r"\.[mc]?[jt]sx?$", "", node.name))[-1] for node in file.root.find(NodeKind.IMPORT)
    }
    for other in project.files:
        stem = other.name.rpartition("/")[2].partition(".")[0]
        reachable = stem in modules or (file.language in _SEES_ALL and other.language == file.language)
        if reachable and _HTTP.search(other.data):
            return True
    return False


def _written(project: Project, outcomes: Mapping[int, list[Outcome]]) -> Iterator[Retry]:
    """Yield what the merchant's code and decorators or wrappers of libraries repeat."""
    places: dict[tuple[Node, Node | None], list[Round]] = {}  # several decorators may be on one function
    for listed in outcomes.values():
        for each in listed:
            for found in each.rounds:
                places.setdefault(_key(found), []).append(found)
    for (where, by), rounds in places.items():
        repeats = {event: _repeated((where, by), listed) for event, listed in outcomes.items()}
        failures = [repeats[event] for event in EVENTS if event != SUCCESS]
        if repeats[SUCCESS] is True or not (True in failures or (None in failures and repeats[SUCCESS] is False)):
            continue
        policy = next((found.policy for found in rounds if found.policy is not None), None)
        bad = [
            found
            for event, listed in outcomes.items()
            if event != SUCCESS
            for each in listed
            for found in each.rounds
            if _key(found) == (where, by)
        ]
        limited = [found for each in outcomes[LIMITED] for found in each.rounds if _key(found) == (where, by)]
        ran = frozenset(function for found in rounds for function in found.ran)
        heeds = any(found.heeds for found in limited)
        slept = any(found.pauses for found in bad)
        if policy is not None:
            yield Retry(
                where,
                policy.library.title,
                repeats,
                policy.bounded,
                policy.pauses or slept,
                policy.grows,
                policy.jitter,
                heeds or policy.heeds,
                ran,
                policy.attempts,
            )
            continue
        regions = [where, *ran]
        slept = slept and not _waits_nothing(project, regions)
        pauses = slept or (
            None
            if any(_waits_somewhere(region) for region in regions) and not _waits_nothing(project, regions)
            else False
        )
        yield Retry(
            where,
            "this code",
            repeats,
            bounded=_is_bounded(where, outcomes, repeats),
            pauses=pauses,
            grows=grows(project, regions),
            jitter=jitters(regions),
            heeds=heeds,
            ran=ran,
        )


def _waits_nothing(project: Project, regions: list[Node]) -> bool:
    """Whether every pause is 0, or one of a function that says 0 where nobody tells it how long."""
    found = [each for region in regions for each in region.find(NodeKind.CALL) if _waits(project, each)]
    return bool(found) and all(
        any(is_nothing(project, argument) for argument in each.all("argument")) for each in found
    )


def _waits(project: Project, call: Node) -> bool:
    """Whether a call waits, itself or by a function that waits as long as it is told."""
    if waits(call):
        around = function_of(call)
        told = {each.name for each in around.all("parameter")} if around is not None else set()
        return not any(each.kind is NodeKind.NAME and each.name in told for each in call.all("argument"))
    return len(call.all("argument")) == 1 and any(
        any(waits(each) for each in function.find(NodeKind.CALL)) and len(function.all("parameter")) == 1
        for function in project.resolve(call)
    )


def _waits_somewhere(region: Node) -> bool:
    return any(waits(each) for each in region.find(NodeKind.CALL))


def _key(found: Round) -> tuple[Node, Node | None]:
    return found.where, found.policy.node if found.policy is not None else None


def _repeated(key: tuple[Node, Node | None], listed: list[Outcome]) -> bool | None:
    found = [each.sure for one in listed for each in one.rounds if _key(each) == key]
    if True in found:
        return True
    return None if found or not all(each.complete for each in listed) else False


def _is_bounded(where: Node, outcomes: Mapping[int, list[Outcome]], repeats: Mapping[int, bool | None]) -> bool | None:
    if where.kind is NodeKind.LOOP and _ends_by_itself(where):
        return True
    if where.kind is NodeKind.CALL:
        return True
    for event, repeated in repeats.items():
        if repeated is not True or event == SUCCESS:
            continue
        listed = [each for each in outcomes[event] if each.sent]
        if not listed or not all(each.complete for each in listed):
            return None
        if not any(each.ends for each in listed):
            return False
    return True


def _ends_by_itself(loop: Node) -> bool:
    heads = [each for each in loop.all("head") if each.kind is not NodeKind.ASSIGN]
    for head in heads:
        if head.kind is NodeKind.UNARY and head.operator in {"++", "--"}:
            continue
        if head.kind is NodeKind.CONSTANT:
            return False
        compares = any(
            each.operator in {"<", "<=", ">", ">=", "!=", "!=="}
            and not any(node.name.lower() in {"status", "statuscode", "status_code", "null"} for node in each.walk())
            for each in head.find(NodeKind.BINARY)
        )
        if compares:
            return True
        if loop.operator in {"for", "each"} and head.kind is not NodeKind.BINARY:
            return not any(node.name in {"count", "repeat", "loop", "cycle"} for node in head.find(NodeKind.CALL))
        if loop.operator in {"for", "each"} and head.operator in {"..", "...", "until", "downTo"}:
            return True
    return False


# Clients that repeat by themselves


def _configured(project: Project, call: ProviderCall, is_foreign: Callable[[Node], bool]) -> Iterator[Retry]:
    """Yield what clients were told to repeat."""
    for file in project.files:
        for node in file.root.find(NodeKind.CALL):
            for library in libraries_of(project, node):
                if (
                    library.use is Use.CONFIGURES
                    and library.is_use(node)
                    and _is_put_in(project, node)
                    and (_configures(node, library.title) and not is_foreign(node))
                ):
                    policy = make_policy(project, node, library)
                    found = _of_policy(project, call, policy)
                    if found is not None:
                        yield found


def _is_put_in(project: Project, node: Node) -> bool:
    """Whether something makes use of what a call gives, where it is only kept under a name."""
    around = node.parent
    if around is None or around.kind is not NodeKind.ASSIGN or node not in around.all("value"):
        return True
    targets = around.all("target")
    if len(targets) != 1 or targets[0].kind is not NodeKind.NAME:
        return True
    scope = function_of(node)
    regions = [scope] if scope is not None else [file.root for file in project.files]
    return any(
        each.name == targets[0].name and each is not targets[0]
        for region in regions
        for each in region.find(NodeKind.NAME, NodeKind.MEMBER)
    )


def _configures(node: Node, title: str) -> bool:  # noqa: PLR0911 - one for each library
    names = {each.name.lower() for each in node.walk() if each.name}
    callee = node.one("callee")
    path = callee.path.lower() if callee is not None else ""
    first = node.all("argument")[0] if node.all("argument") else None
    match title:
        case "HTTPAdapter":
            value = next((each.one("value") for each in node.all("argument") if each.name == "max_retries"), None)
            return value is not None and value.kind is NodeKind.NUMBER
        case "httpx's transport":
            return "retries" in names
        case "got" | "ky":
            return "retry" in names or node.name.lower() in {"extend", "create"}
        case "go-retryablehttp":
            return "retryablehttp" in path
        case "HttpRequestRetry":
            return first is not None and first.name == "HttpRequestRetry"
        case "faraday-retry":
            return (
                first is not None
                and first.kind in {NodeKind.STRING, NodeKind.NAME, NodeKind.MEMBER}
                and (first.name.lower() == "retry")
            )
        case "Guzzle's retry middleware":
            return "middleware" in path
        case "Laravel's retry":
            return path.startswith(("http", "$this")) or "http" in path
        case "urllib3's Retry":
            return node.within(NodeKind.CALL) is None or bool(node.all("argument"))
    return True


def _of_policy(project: Project, call: ProviderCall, policy: Policy) -> Retry | None:
    statuses = policy.statuses
    if policy.attempts == 0 and policy.library.use is Use.CONFIGURES:
        return None
    if policy.methods is not None and call.method is not None and call.method not in policy.methods:
        return None
    repeats: dict[int, bool | None] = {SUCCESS: False}
    functions = [each for wanted, node in policy.conditions if wanted for each in [_function(project, node)] if each]
    ends = False
    for event in EVENTS[1:]:
        verdicts = [decides(project, call, each, event) for each in functions]
        ends = ends or any(verdict.ends for verdict in verdicts)
        asked = {verdict.repeats for verdict in verdicts}
        if statuses is not None and event in statuses:
            asked |= {True}
        if True in asked:
            repeats[event] = True
        elif None in asked:
            repeats[event] = None
        else:
            repeats[event] = _by_names(policy, event, asked=bool(functions))
    bounded = policy.bounded if policy.bounded is not None or not functions else ends
    return Retry(
        _place_of(policy),
        policy.library.title,
        repeats,
        bounded,
        policy.pauses,
        policy.grows,
        policy.jitter,
        policy.heeds,
        attempts=policy.attempts,
        inner=True,
    )


def _place_of(policy: Policy) -> Node:
    """Return where a client's repeating is described: it may be far from where the client is made."""
    for region in policy.regions:
        for each in region.find(NodeKind.CALL):
            if each is not policy.node and re.match("waitandretry|retryasync|retryforever|addretry", each.name.lower()):
                return each
    told = next(
        (
            each
            for each in policy.regions
            if each.kind is NodeKind.OBJECT
            and not each.holds(policy.node)
            and not policy.node.holds(each)
            and policy.library.title in {"got", "ky"}
            and {pair.name for pair in each.all("member")} & {"limit", "methods", "statusCodes"}
        ),
        None,
    )
    return told if told is not None else policy.node


def _by_names(policy: Policy, event: int, *, asked: bool) -> bool | None:
    """Whether a client repeats after an event of which no condition of the merchant's speaks."""
    names = {node.name.lower() for region in policy.regions for node in region.walk() if node.name}
    title = policy.library.title
    if event != NO_ANSWER:
        known = policy.statuses is not None or asked or title in _NETWORK_ONLY
        return False if known else None
    if title in {"axios-retry", "Guzzle's retry middleware"} and asked:
        return False
    if title == "Polly" and not names & _NETWORK_NAMES:
        return None if names & {"handle", "or", "orinner", "handleinner", "shouldhandle"} else False
    if title == "HttpRequestRetry":
        return any("onexception" in name for name in names) or None
    return policy.network


_NETWORK_NAMES: Final = frozenset(
    "handletransienthttperror addtransienthttperrorpolicy httprequestexception addretry".split()
)
_NETWORK_ONLY: Final = frozenset(
    {"httpx's transport", "HTTPAdapter", "urllib3's Retry", "faraday-retry", "HttpRequestRetry"}
)
"""Libraries that repeat after no status unless they are told which."""


def _function(project: Project, node: Node) -> Node | None:
    if node.kind is NodeKind.FUNCTION:
        return node
    found = project.functions(node.name) if node.name else ()
    if found:
        return found[0]
    return next((each for each in project.values(node) if each.kind is NodeKind.FUNCTION), None)


def _intercepted(
    project: Project, call: ProviderCall, memo: Memo, is_foreign: Callable[[Node], bool]
) -> Iterator[Retry]:
    """Yield what a client's interceptors of failed answers send again: `client.interceptors.response.use(_, again)`."""
    for use in project.calls("use"):
        callee = use.one("callee")
        if callee is None or ".interceptors.response." not in f".{callee.path}" or is_foreign(use):
            continue
        for argument in use.all("argument")[1:2]:
            function = _function(project, argument)
            again = next(_sends_again(project, function), None) if function is not None else None
            if function is None or again is None:
                continue
            found = {event: resends(project, call, function, again, event, memo) for event in EVENTS[1:]}
            regions = [function, *{each for one in found.values() for each in one.ran}]
            yield Retry(
                function,
                "this code",
                {SUCCESS: False, **{event: one.repeats for event, one in found.items()}},
                bounded=all(one.ends for one in found.values() if one.repeats is not False),
                pauses=any(one.pauses for one in found.values()) or None,
                grows=grows(project, regions),
                jitter=jitters(regions),
                heeds=found[LIMITED].heeds,
                ran=frozenset(regions),
                inner=True,
            )


def _sends_again(project: Project, function: Node) -> Iterator[Node]:
    """Yield the calls in an interceptor, and in what it asks, that send the same request: `client(error.config)`."""
    for region in (function, *(each for call in function.find(NodeKind.CALL) for each in project.resolve(call))):
        for each in region.find(NodeKind.CALL):
            given = " ".join(node.name.lower() for part in each.all("argument") for node in part.walk())
            named = each.name.lower() in {"request", "axios", "client", "http", "api", "instance"} or is_sender(each)
            if named and re.search("config|original|request|options", given) and not is_log(each):
                yield each


_AROUND: Final = frozenset("intercept RoundTrip SendAsync handle_request handle_async_request Send".split())
_INNER: Final = frozenset("proceed RoundTrip SendAsync handle_request handle_async_request Send".split())


def _around(project: Project, call: ProviderCall, memo: Memo) -> Iterator[Retry]:
    """Yield what the merchant's own layers of an HTTP client repeat: interceptors, transports, handlers."""
    for name in sorted(_AROUND):
        for function in project.functions(name):
            inner = [
                each for each in function.find(NodeKind.CALL) if each.name in _INNER and function_of(each) is function
            ]
            if function.within(NodeKind.CLASS) is None and not function.all("receiver"):
                continue
            for each in inner[:1]:
                if function in call.layers or function is call.function:
                    continue
                pseudo = replace(call, node=each, function=function, layers=(), sends=tuple(inner))
                outcomes = {event: [outcome(project, pseudo, function, event, memo)] for event in EVENTS}
                yield from _written(project, outcomes)
