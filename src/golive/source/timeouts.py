"""How long a request may take: what clients and requests were told, and what libraries do when told nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from golive.source.flow import into
from golive.source.knowledge import settings
from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.project import Project


class Limit(StrEnum):
    """What a timeout is worth."""

    GIVEN = "given"
    OFF = "off"
    LONG = "long"


@dataclass(frozen=True, slots=True, eq=False)
class Timeout:
    """A setting that limits how long a request may take. `seconds` is None where that is not known."""

    node: Node
    name: str
    limit: Limit
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Default:
    """What a library does when it is told nothing: `seconds` until it gives up, None for never."""

    title: str
    mark: re.Pattern[bytes]
    languages: frozenset[str]
    seconds: float | None


LONGEST: Final = 60.0
"""Seconds. Whoever waits longer for one answer has long been given up on."""

_JS: Final = frozenset({"javascript", "typescript"})
_JVM: Final = frozenset({"java", "kotlin"})


def _default(title: str, mark: str, languages: frozenset[str], seconds: float | None) -> Default:
    return Default(title, re.compile(mark.encode()), languages, seconds)


# In the order in which they are looked for: what wraps another library comes before it.
DEFAULTS: Final = (
    _default("httpx", r"\bhttpx\b", frozenset({"python"}), 5.0),
    _default("aiohttp", r"\baiohttp\b", frozenset({"python"}), 300.0),
    _default("requests", r"\brequests\b", frozenset({"python"}), None),
    _default("urllib", r"\burllib|http\.client", frozenset({"python"}), None),
    _default("axios", r"[\"']axios[\"']", _JS, None),
    _default("ky", r"[\"']ky[\"']", _JS, 10.0),
    _default("got", r"[\"']got[\"']", _JS, None),
    _default("undici", r"[\"']undici[\"']", _JS, 300.0),
    _default("fetch", r"\bfetch\(", _JS, None),
    _default("net/http", r"\"net/http\"|resty", frozenset({"go"}), None),
    _default("OkHttp", r"okhttp3", _JVM, 10.0),
    _default("ktor", r"io\.ktor", _JVM, None),
    _default("java.net.http", r"java\.net\.http|HttpURLConnection|springframework", _JVM, None),
    _default("Net::HTTP", r"(?i:faraday|net/http|Net::HTTP|httparty|rest-client|http)", frozenset({"ruby"}), 60.0),
    _default("Guzzle", r"GuzzleHttp", frozenset({"php"}), None),
    _default("Symfony's client", r"HttpClient", frozenset({"php"}), 60.0),
    _default("Laravel's client", r"Illuminate", frozenset({"php"}), 30.0),
    _default("cURL", r"curl_", frozenset({"php"}), None),
    _default("HttpClient", r"HttpClient", frozenset({"csharp"}), 100.0),
)
"""Sources: the libraries' own documentation of their settings."""

_NAME: Final = re.compile(
    # p-retry's and undici's `minTimeout` and `maxTimeout` are pauses between attempts.
    r"^(?!(?:min|max)_?time_?out$)(?:.*_)?(?:connect|read|open|write|request|response|call|total|http|client|transfer|idle|socket|header)?_?"
    r"time_?out(?:_?(?:ms|millis|seconds|s|in_?seconds|millis))?$|^curlopt_(?:connect)?timeout(?:_ms)?$|^maxtime$|^deadline$"
)


def timeouts_of(project: Project, call: ProviderCall) -> tuple[Timeout, ...]:
    """Return what limits a request: on itself, on what it goes through, and on the client."""
    found: dict[int, Timeout] = {}
    for region in _regions(project, call):
        for name, value, node in _settings(region):
            found.setdefault(id(node), _timeout(project, name, value, node))
    return tuple(found.values())


def default_of(project: Project, call: ProviderCall) -> Default | None:
    """Return what the HTTP library of a request does when it is told nothing, None for a library that is not known."""
    files = [project.file(send) for send in call.sends]
    files += [file for file in project.files if file.language == files[0].language and file not in files]
    for file in files:
        for each in DEFAULTS:
            if file.language in each.languages and each.mark.search(file.data):
                return each
    return None


def _regions(project: Project, call: ProviderCall) -> Iterator[Node]:
    yield from into(project, call.node)
    yield from call.layers
    for send in call.sends:
        yield from into(project, send)
    # A client is made once, somewhere in these files.
    language = project.file(call.node).language
    for file in project.files:
        if file.language == language or {file.language, language} <= _JS:
            for node in file.root.find(NodeKind.CALL, NodeKind.OBJECT, NodeKind.ASSIGN):
                if _makes_client(node):
                    yield node


_CLIENTS: Final = re.compile(
    r"^(?:client|asyncclient|session|create|extend|newbuilder|builder|guzzle|httpclient|addhttpclient|new|factory|"
    r"resttemplate|restclient|connectionpool|poolmanager|transport|newclient|axios|got|ky|instance|defaults|build|"
    r"configure.*|connection|default|settimeout|clientsession|okhttpclient|simpleclienthttprequestfactory|install|"
    r".*httpclient|baseurl|.*client|addpolicyhandler|timeoutasync|addstandardresiliencehandler)$"
)


_MAKERS: Final = re.compile(
    r"(?:^|\.)(?:axios\.create|got\.extend|ky\.(?:create|extend)|httpx\.(?:async)?client|requests\.session|faraday\.new|"
    r"clientsession|okhttpclient\.builder|httpclient\.newbuilder|httpclient\.newhttpclient|guzzle|addhttpclient|"
    r"httpclient|okhttpclient)$"
)


def client_of(project: Project, call: ProviderCall) -> Node | None:
    """Return where the client of a request is made, None where that was not found."""
    language = project.file(call.node).language
    for file in project.files:
        for node in file.root.find(NodeKind.CALL, NodeKind.OBJECT) if file.language == language else ():
            callee = node.one("callee")
            written = node.one("type")
            path = callee.path.lower() if callee is not None else ""
            if _MAKERS.search(path) or (written is not None and written.name.lstrip("&*") == "http.Client"):
                return node
    return None


def _makes_client(node: Node) -> bool:
    if node.kind is NodeKind.OBJECT:
        written = node.one("type")
        return (
            written is not None and re.search(r"(?:Client|Transport|Dialer|Options|Handler)$", written.name) is not None
        )
    if node.kind is NodeKind.ASSIGN:
        target = node.one("target")
        return target is not None and _NAME.match(target.name.lower()) is not None and target.kind is NodeKind.MEMBER
    return bool(_CLIENTS.match(node.name.lower())) or bool(_NAME.match(node.name.lower()))


def _settings(region: Node) -> Iterator[tuple[str, Node, Node]]:
    for name, value, node in settings(region):
        if name in {"setTimeout", "clearTimeout", "Timeout"} and node.kind is NodeKind.CALL and value.kind in _NO_TIMES:
            continue
        target = node.one("target")
        kept = node.kind is not NodeKind.ASSIGN or (target is not None and target.kind is NodeKind.MEMBER)
        if kept and _NAME.match(_plain(name)):
            yield name, value, node
    for call in region.find(NodeKind.CALL):
        lower = call.name.lower()
        callee = call.one("callee")
        path = callee.path.lower() if callee is not None else ""
        first = call.one("argument")
        if first is None:
            continue
        if path in {
            "abortsignal.timeout",
            "context.withtimeout",
            "asyncio.timeout",
            "asyncio.wait_for",
            "policy.timeoutasync",
        }:
            yield call.name, call.all("argument")[-1], call
        elif callee is not None and callee.kind is NodeKind.NAME and lower in {"settimeout", "cleartimeout"}:
            continue
        elif _NAME.match(_plain(call.name)) and len(call.all("argument")) > 1:
            # `.readTimeout(30, TimeUnit.SECONDS)`.
            yield call.name, first, call
        elif lower in {"withtimeout", "withtimeoutornull", "cancelafter", "addtimeout"}:
            yield call.name, first, call


_NO_TIMES: Final = frozenset({NodeKind.FUNCTION, NodeKind.NAME})


def _plain(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().strip(":")


def _timeout(project: Project, name: str, value: Node, node: Node) -> Timeout:
    seconds = _seconds(project, value, name, project.file(node).language)
    limit = Limit.GIVEN
    if _is_off(project, value) or seconds == 0:
        limit = Limit.OFF
    elif seconds is not None and seconds > LONGEST:
        limit = Limit.LONG
    return Timeout(node, name, limit, seconds)


def _is_off(project: Project, value: Node) -> bool:
    for each in (value, *project.values(value)):
        if each.kind is NodeKind.CONSTANT and each.name in {"null", "false"}:
            return True
        if each.name in {"InfiniteTimeSpan", "Infinite", "INFINITE"}:
            return True
        first = each.one("argument") if each.kind is NodeKind.CALL else None
        if (
            each.kind is NodeKind.CALL
            and each.name == "Timeout"
            and first is not None
            and len(each.all("argument")) == 1
        ):
            return first.kind is NodeKind.CONSTANT
    return False


_UNITS: Final = (
    ("millisecond", 0.001), ("milli", 0.001), ("minute", 60.0), ("second", 1.0), ("hour", 3600.0), ("micro", 1e-6),
)  # fmt: skip


def _seconds(project: Project, value: Node, name: str, language: str) -> float | None:
    """Return the longest time that a setting gives, in seconds, None where it is not known."""
    numbers = [_number(project, each) for each in _leaves(project, value)]
    known = [number for number in numbers if number is not None]
    if not known:
        return None
    most = max(known)
    words = " ".join([name, *(node.name for node in value.walk())]).lower()
    around = value.parent
    if around is not None and around.kind is NodeKind.CALL:
        words += " " + " ".join(node.name for node in around.walk()).lower()
    for unit, factor in _UNITS:
        if unit in words:
            return most * factor
    in_milliseconds = language in {"javascript", "typescript", "java", "kotlin"} or _plain(name).endswith("_ms")
    if in_milliseconds and language in {"java", "kotlin"} and most < LONGEST * 2:
        return most  # `Duration` of a constant elsewhere
    return most / 1000 if in_milliseconds else most


def _leaves(project: Project, value: Node) -> Iterator[Node]:
    match value.kind:
        case NodeKind.LIST:
            yield from value.all("item")
        case NodeKind.OBJECT:
            for pair in value.all("member"):
                yield from pair.all("value")
        case NodeKind.CALL:
            yield from (pair.all("value")[0] if pair.kind is NodeKind.PAIR else pair for pair in value.all("argument"))
        case NodeKind.NAME | NodeKind.MEMBER:
            for each in project.values(value):
                if each.kind in {NodeKind.LIST, NodeKind.OBJECT, NodeKind.CALL}:
                    yield from _leaves(project, each)
                else:
                    yield each
        case _:
            yield value


def _number(project: Project, node: Node) -> float | None:
    if node.kind is NodeKind.BINARY and node.operator == "*":
        sides = [_number(project, each) for each in (*node.all("left"), *node.all("right"))]
        known = [side for side in sides if side is not None]
        return known[0] * known[1] if len(known) == len(sides) else known[0] if known else None
    if node.kind is NodeKind.CALL and node.one("argument") is not None:
        return _number(project, node.all("argument")[0])
    text = project.text(node).replace("_", "").rstrip("LlfFdDmM")
    try:
        return float(text)
    except ValueError:
        return None
