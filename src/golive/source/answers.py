"""Values of a program that is run in the mind: an answer with a status, an error, a number, or what is not known."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.source.tree import Node, NodeKind

if TYPE_CHECKING:
    from golive.source.project import Project

FIRST_ERROR: Final = 400
_FIRST_OWN: Final = 500
_BEYOND: Final = 600


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that is not known. `hidden` says that it may depend on the answer."""

    hidden: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a send returned: it has the status of the run."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was made and not yet sent."""


@dataclass(frozen=True, slots=True)
class Status:
    """The status of the answer, 0 where there was none."""

    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Error:
    """
    An error that was thrown or returned. Without a name it is one of the HTTP library.

    `made` is where it was made, `given` what its constructor was given, `final` says that it forbids to repeat.
    """

    name: str
    made: Node | None
    given: tuple[tuple[str, Value], ...] = ()
    final: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Closure:
    """A function with the names around it, which it shares."""

    node: Node
    names: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Many:
    """Several values that a function returns."""

    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list, set or tuple."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A range of numbers, both ends within."""

    first: float
    last: float


Value = Unknown | Answer | Request | Status | Error | Closure | Many | Listed | Span | str | int | float | bool | None

ANY: Final = Unknown(hidden=False)
HIDDEN: Final = Unknown(hidden=True)
ANSWER: Final = Answer()
REQUEST: Final = Request()

STATUS: Final = frozenset(
    """status statuscode status_code statuscodevalue code http_code httpcode httpstatus http_status responsecode
    response_code getcode getstatus getstatuscode rawstatuscode response_status responsestatus
    http_status_code""".split()
)
"""What the status of an answer is called, in lower case."""
KEEPS: Final = frozenset("value to_i intvalue number code as_u16 tostring to_s ordinal".split())
"""What a status is still one after."""
WRAPS: Final = frozenset(
    "set frozenset list tuple sorted of setof listof hashset array aslist arrayof new range".split()
)
SAME_ANSWER: Final = frozenset(
    """execute send retrieve block join get body exchange tobodilessentity toentity await result configureawait
    sendasync getawaiter getresult call timeout retry withoutredirecting""".split()
)
"""Methods of an answer, or of one that is still to come, that give the same answer."""
MAKERS: Final = frozenset({"__init__", "constructor", "initialize", "__construct"})
ERRORS: Final = frozenset(
    """Exception Error BaseException StandardError RuntimeException RuntimeError Throwable IOException IOError OSError
    ConnectionError ApplicationException HttpRequestException InvalidOperationException""".split()
)

_NAMES: Final[Mapping[str, int]] = {
    "badrequest": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "notfound": 404,
    "requesttimeout": 408,
    "conflict": 409,
    "unprocessableentity": 422,
    "unprocessablecontent": 422,
    "toomanyrequests": 429,
    "internalservererror": 500,
    "badgateway": 502,
    "serviceunavailable": 503,
    "gatewaytimeout": 504,
    "ok": 200,
    "created": 201,
    "multiplechoices": 300,
}


def named_status(name: str) -> int | None:
    """Return the status that a constant of a library stands for: `TOO_MANY_REQUESTS`, `StatusBadGateway`."""
    if not name[:1].isupper() or name in {"OK", "Created", "Conflict"}:
        return 200 if name == "OK" else None
    return _NAMES.get(name.lower().replace("_", "").removeprefix("http").removeprefix("sc").removeprefix("status"))


def number(text: str) -> Value:
    """Return a literal's number, ANY where it is none that matters."""
    plain = text.replace("_", "").rstrip("lLnNfFdDmMuU")
    try:
        return int(plain, 10)
    except ValueError:
        try:
            return float(plain)
        except ValueError:
            return ANY


def truth(value: Value) -> bool | None:
    """Return whether a value counts as true, None where that is not known."""
    match value:
        case Unknown():
            return None
        case Status(number):
            return number != 0
        case None:
            return False
        case bool():
            return value
        case int() | float() | str():
            return bool(value)
        case Many(values):
            return truth(values[0])
        case Listed(items):
            return bool(items)
    return True


def is_hidden(value: Value) -> bool:
    """Whether a value may depend on the answer."""
    return isinstance(value, Answer | Error | Status) or (isinstance(value, Unknown) and value.hidden)


def taint(values: Sequence[Value]) -> Unknown:
    """Return what is made of some values in a way that is not known."""
    parts = [part for value in values for part in (value.values if isinstance(value, Many) else (value,))]
    return HIDDEN if any(is_hidden(part) for part in parts) else ANY


def joined(first: Value, second: Value) -> Value:
    """Return what either of two values may be."""
    return first if first is second or first == second else taint([first, second])


def joined_unknown(first: Value, second: Value) -> Value:
    """Return what a condition of two parts is, of which at least one is not known."""
    if isinstance(first, Unknown) and first.hidden:
        return HIDDEN
    return HIDDEN if isinstance(second, Unknown) and second.hidden else ANY


def same(first: Value, second: Value) -> Value:
    """Whether two values are the same, or the first lies in the second."""
    match second:
        case Span() | Listed():
            return inside(first, second)
        case bool() if not isinstance(first, bool):
            return ANY if not is_hidden(first) else HIDDEN
        case bool():
            return first == second
    return binary("==", first, second)


def inside(item: Value, group: Value) -> Value:
    """Whether a value is in a list or range."""
    if isinstance(item, Status):
        item = item.number or None
    if isinstance(group, Span):
        if isinstance(item, int | float):
            return group.first <= item <= group.last
        return False if item is None else taint([item])
    if isinstance(group, Listed):
        if isinstance(item, Unknown):
            return taint([item])
        found = [same(item, each) for each in group.items]
        if True in found:
            return True
        unknown = [each for each in found if isinstance(each, Unknown)]
        return taint([item, *unknown]) if unknown else False
    return taint([item, group])


def binary(operator: str, left: Value, right: Value) -> Value:  # noqa: C901, PLR0911 - operators
    """Return what an operator makes of two values."""
    if operator in {"==", "===", "!=", "!==", "is", "=~"}:
        equal = _equal(left, right)
        return equal if isinstance(equal, Unknown) or operator not in {"!=", "!=="} else not equal
    if operator in {"in", "not in", "!in"}:
        found = inside(left, right)
        return found if isinstance(found, Unknown) or operator == "in" else not found
    if operator in {"..", "...", "..<", "until"}:
        first, last = _plain(left), _plain(right)
        if isinstance(first, int | float) and isinstance(last, int | float):
            return Span(first, last - 1 if operator in {"...", "..<", "until"} else last)
        return ANY
    if (
        isinstance(left, Status | Unknown)
        and isinstance(right, Status | Unknown)
        and operator not in {"<", ">", "<=", ">="}
    ):
        return taint([left, right])
    first, last = _plain(left), _plain(right)
    if operator in {"<", ">", "<=", ">="}:
        if isinstance(first, str) and first.isdigit():
            first = int(first)
        if not isinstance(first, int | float) or not isinstance(last, int | float):
            # Nothing is smaller or larger than a status that is not there.
            return False if left == Status(0) or right == Status(0) else taint([left, right])
        return {"<": first < last, ">": first > last, "<=": first <= last, ">=": first >= last}[operator]
    if operator in {"/", "//", "div", "-", "%"} and isinstance(left, Status) and isinstance(last, int | float) and last:
        if left.number == 0:
            return None
        made = {"-": left.number - last, "%": left.number % last}.get(operator, left.number // last)
        return int(made)
    if operator == "*" and isinstance(first, int) and isinstance(last, int) and is_hidden(left):
        return first * last
    return taint([left, right])


def _plain(value: Value) -> Value:
    if isinstance(value, Status):
        return value.number or None
    return value


def _equal(left: Value, right: Value) -> Value:
    if isinstance(left, Status) or isinstance(right, Status):
        return _equals_status(left, right) if isinstance(left, Status) else _equals_status(right, left)
    if left is None or right is None:
        other = right if left is None else left
        return other is None if not isinstance(other, Unknown) else taint([other])
    if isinstance(left, str | int | float | bool) and isinstance(right, str | int | float | bool):
        return left == right
    return taint([left, right])


def _equals_status(status: Value, other: Value) -> Value:
    number = status.number if isinstance(status, Status) else 0
    if isinstance(other, str):
        return other.isdigit() and int(other) == number if other[:1].isdigit() else False
    if other is None:
        return number == 0
    if isinstance(other, bool):
        return other is bool(number)
    return number == other if isinstance(other, int | float) else HIDDEN


def judged(name: str, status: int) -> bool | None:
    """Return what a property such as `ok` or `isServerError` says of a status, None for another name."""
    plain = re.sub(r"^(?:[Ii]s|[Gg]et|was)(?=[_A-Z0-9])|[?_]|^is_", "", name).lower().removesuffix("statuscode")
    match plain:
        case "ok" | "success" | "successful" | "2xxsuccessful" | "2xx" | "successstatus":
            return 200 <= status < 300  # noqa: PLR2004 - what HTTP calls a success
        case "error" | "failed" | "failure" if name.lower() not in {"error", "failure"}:
            return status >= FIRST_ERROR
        case "clienterror" | "4xxclienterror" | "4xx":
            return FIRST_ERROR <= status < _FIRST_OWN
        case "servererror" | "5xxservererror" | "5xx":
            return _FIRST_OWN <= status < _BEYOND
        case "toomanyrequests":
            return status == _NAMES["toomanyrequests"]
    return None


def complains(name: str) -> bool:
    """Whether a method of an answer throws where the status is an error."""
    return name in {"raise_for_status", "ensuresuccessstatuscode", "throw", "raise_on_error", "assert_ok", "error!"}


def is_final(name: str) -> bool:
    """Whether a call makes an error that tells a retry library to stop."""
    return name in {
        "AbortError",
        "Permanent",
        "Unrecoverable",
        "bail",
        "TerminalError",
        "StopRetry",
        "NonRetriableError",
    }


def asked(name: str, on: Value, arguments: Sequence[Value], status: int) -> Value | None:  # noqa: C901, PLR0911, PLR0912 - one case for each form
    """Return what a well-known function says about a status, None for any other function."""
    lower = name.lower()
    known = any(is_hidden(each) for each in (on, *arguments))
    if lower in {
        "contains",
        "includes",
        "has",
        "include?",
        "member?",
        "cover?",
        "containskey",
        "contains?",
        "__contains__",
    }:
        if isinstance(on, Listed | Span) and arguments:
            return inside(arguments[0], on)
        if len(arguments) == 2 and isinstance(arguments[0], Listed):  # noqa: PLR2004 - slices.Contains(list, x)
            return inside(arguments[1], arguments[0])
        return taint([on, *arguments]) if known else None
    if lower == "in_array" and len(arguments) > 1:
        return inside(arguments[0], arguments[1])
    if lower in {"between?", "in"} and known and len(arguments) > 1:
        return inside(on, Span(_low(arguments[0]), _low(arguments[1])))
    if lower == "range" and len(arguments) > 1 and all(isinstance(each, int) for each in arguments[:2]):
        return Span(_low(arguments[0]), _low(arguments[1]) - 1)
    if lower in {"range", "rangeclosed"} and len(arguments) > 1:
        return ANY
    if lower in {
        "floor",
        "int",
        "number",
        "to_i",
        "intval",
        "trunc",
        "parseint",
        "intvalue",
        "value",
        "intdiv",
        "toint",
    }:
        subject = arguments[0] if arguments else on
        if lower == "intdiv" and len(arguments) > 1:
            return binary("/", arguments[0], arguments[1])
        if isinstance(subject, Status) or (isinstance(subject, int) and not isinstance(subject, bool)):
            return subject
    if lower == "curl_getinfo":
        return Status(status) if status else 0
    if lower == "curl_errno":
        return 0 if status else 7
    if lower == "curl_error":
        return "" if status else "no answer"
    return None


def _low(value: Value) -> float:
    return value if isinstance(value, int | float) else 0


_NETWORK: Final = frozenset(
    """TransportError ConnectError ConnectTimeout ReadTimeout TimeoutException NetworkError ProtocolError PoolTimeout
    RequestError ConnectionError Timeout URLError ClientConnectionError ClientConnectorError ServerDisconnectedError
    ServerTimeoutError TimeoutError ConnectionFailed SSLError SocketError OpenTimeout ReadTimeout ECONNREFUSED
    ECONNRESET
    EHOSTUNREACH ETIMEDOUT EOFError IOError ConnectException SocketTimeoutException HttpConnectTimeoutException
    HttpTimeoutException UnknownHostException SocketException ResourceAccessException TransportExceptionInterface
    NetworkExceptionInterface RequestTimeoutException TaskCanceledException OperationCanceledException TypeError
    ConnectTimeoutException HttpRequestTimeoutException InterruptedIOException TimeoutRejectedException
    RemoteProtocolError ReadError WriteError WriteTimeout ConnectionException TransportException""".split()
)
_CLIENT_ERRORS: Final = frozenset(
    "ClientException HttpClientErrorException ClientError ClientRequestException ClientExceptionInterface".split()
)
_SERVER_ERRORS: Final = frozenset(
    "ServerException HttpServerErrorException ServerError ServerResponseException ServerExceptionInterface".split()
)
_STATUS_ERRORS: Final = frozenset(
    """HTTPStatusError BadResponseException HttpStatusCodeException ResponseException ClientResponseError
    WebClientResponseException HttpExceptionInterface RedirectionException""".split()
)
_BOTH: Final = frozenset(
    """RequestException HTTPError RestClientException AxiosError HttpRequestException ClientError GuzzleException
    ExceptionInterface RestClientResponseException Error Exception Throwable StandardError BaseException
    RuntimeException
    RuntimeError OSError IOException error Panic TransferException""".split()
)
_ALL: Final = frozenset({"Exception", "Throwable", "StandardError", "BaseException", "Error", "error"})


def ancestors(project: Project, name: str) -> frozenset[str]:
    """Return the names of a class of the merchant and of all that it extends, its own name only where it is unknown."""
    found: set[str] = set()
    pending = [name]
    while pending:
        current = pending.pop()
        if current in found or not current:
            continue
        found.add(current)
        for each in project.classes(current):
            for base in each.all("base"):
                named = next(base.find(NodeKind.NAME, NodeKind.MEMBER, NodeKind.TYPE), None)
                inner = named.name if named is not None else base.name
                if base.kind is NodeKind.CALL:
                    inner = base.name
                pending.append(re.split(r"[.\\<(]", inner)[-1] if "<" not in inner else inner.partition("<")[0])
    return frozenset(found)


def is_error(project: Project, error: Error, name: str, path: str, status: int) -> bool | None:
    """Whether an error is of a type, None where that is not known."""
    if path in {"net.Error", "url.Error", "net.OpError"}:
        return status == 0 and not error.name
    if name in _ALL and not project.classes(name) and (path == name or path.endswith((f"\\{name}", f"lang.{name}"))):
        return True
    if error.name:
        mine = ancestors(project, error.name)
        if name in mine:
            return True
        if name == "RuntimeException" and "RuntimeException" not in mine:
            return False if project.classes(error.name) else None
        return False if project.classes(error.name) or project.classes(name) else None
    if project.classes(name):
        return False
    network = status == 0
    return _library(name, path, network=network, status=status)


def _library(name: str, path: str, *, network: bool, status: int) -> bool | None:
    if "Faraday" in path or "Guzzle" in path or name in _CLIENT_ERRORS | _SERVER_ERRORS | _STATUS_ERRORS | _NETWORK:
        if name in _NETWORK and name not in _STATUS_ERRORS:
            return network
        if name in _CLIENT_ERRORS and "aiohttp" not in path:
            return not network and status < _FIRST_OWN
        if name in _SERVER_ERRORS:
            return not network and status >= _FIRST_OWN
        if name in _STATUS_ERRORS:
            return not network
    if name == "HTTPError" and path.startswith(("requests.", "urllib.error")):
        return not network
    if name in {"IOException", "OSError", "SocketError"} or path.startswith(("Errno", "Net::", "Net.")):
        return network
    return True if name in _BOTH else None


def is_maker(call: Node) -> bool:
    """Whether a call in a class makes one of its objects: `cls(status)` in a method of the class."""
    callee = call.one("callee")
    return callee is not None and callee.kind is NodeKind.NAME


def fails_by_itself(project: Project, send: Node) -> bool:
    """Whether the HTTP library of a send throws where the status is an error."""
    callee = send.one("callee")
    path = callee.path if callee is not None else ""
    root = path.partition(".")[0]
    file = project.file(send)
    if send.name in {"urlopen", "postForEntity", "postForObject", "getForEntity", "getForObject", "open_uri"}:
        return True
    if send.name == "exchange" and file.language in {"java", "kotlin"}:
        return True
    if file.language in {"javascript", "typescript"}:
        return (
            any(
                word in file.data
                for word in (b'"axios"', b"'axios'", b'"got"', b"'got'", b'"ky"', b"'ky'", b"superagent")
            )
            and root not in {"fetch", "undici"}
            and b"validateStatus" not in file.data
            and b"throwHttpErrors: false" not in file.data
        )
    if file.language == "php":
        return b"GuzzleHttp" in file.data and b"http_errors" not in file.data
    return (
        (file.language == "java" and b".retrieve()" in file.data)
        or (file.language == "kotlin" and (b"expectSuccess = true" in file.data or b".retrieve()" in file.data))
        or (file.language == "csharp" and (send.name in _COMPLAINING_SENDS or _is_flurl(file.data)))
        or (file.language == "ruby" and (b":raise_error" in file.data or b"RestClient" in file.data))
    )


_COMPLAINING_SENDS: Final = frozenset({"GetFromJsonAsync", "GetStringAsync", "GetByteArrayAsync", "GetStreamAsync"})


def _is_flurl(data: bytes) -> bool:
    # https://flurl.dev/docs/error-handling: all but 2xx throw a FlurlHttpException.
    return b"Flurl.Http" in data and b"AllowAnyHttpStatus" not in data and b"AllowHttpStatus" not in data


_TRANSLATES: Final = (
    "defaultStatusHandler",
    "onStatus",
    "setErrorHandler",
    "errorHandler",
    "handleResponseExceptionWithRequest",
    "validateResponse",
    "HttpResponseValidator",
)


def translates(project: Project) -> bool:
    """Whether a client is told what to throw for a status, so that its own types of errors say nothing."""
    return any(project.calls(name) for name in _TRANSLATES)


_WAITS: Final = frozenset(
    """sleep usleep nanosleep time_nanosleep delay settimeout sleepasync parknanos after newtimer sleepuninterruptibly
    wait_for_seconds sleep_ms msleep snooze sleepms thread.sleep await_delay""".split()
)


def waits(call: Node) -> bool:
    """Whether a call waits some time."""
    callee = call.one("callee")
    path = callee.path.lower() if callee is not None else ""
    if call.name.lower() == "after":
        return path == "time.after"
    if call.name.lower() == "wait":
        return "timer" in path or path == "asyncio.wait" or "event" in path
    return call.name.lower() in _WAITS
