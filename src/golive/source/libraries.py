"""Libraries that repeat requests, and what they do unless they are told otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from golive.source.tree import Node, NodeKind


class Use(StrEnum):
    """How a library is used."""

    WRAPS = "wraps"
    """It is given the function to repeat, or decorates it."""
    CONFIGURES = "configures"
    """It is set up once for a client, and repeats what that sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """
    A library that repeats, and what it does unless it is told otherwise.

    `calls` are the names of what it is used by, `imports` texts of which a file that uses it has one, both in lower
    case. `path` is a part of what it is called on. `statuses` and `methods` (None for all) are those that it repeats by
    itself. `decider`, `delay` and `counted` are the positions of arguments that say after what, how long between, and
    how often. `heeds_without_delay` says that it reads Retry-After only where it makes the pauses itself.
    """

    title: str
    use: Use
    calls: frozenset[str]
    imports: tuple[str, ...]
    path: tuple[str, ...] = ()
    bounded: bool | None = True
    pauses: bool | None = True
    grows: bool | None = None
    jitter: bool | None = None
    heeds: bool | None = False
    heeds_without_delay: bool = False
    statuses: frozenset[int] = frozenset()
    network: bool | None = True
    methods: frozenset[str] | None = None
    decider: int | None = None
    delay: int | None = None
    counted: int | None = None

    def is_use(self, node: Node) -> bool:
        """Whether a call or decorator of one of its names is a use of it, by what it is called on."""
        if node.kind is NodeKind.ANNOTATION or not self.path:
            return True
        callee = node.one("callee")
        path = callee.path.lower() if callee is not None else ""
        return any(part in path for part in self.path)


_SERVER: Final = frozenset({500, 502, 503, 504})
_LIMITED: Final = frozenset({429})
_IDEMPOTENT: Final = frozenset({"GET", "PUT", "HEAD", "DELETE", "OPTIONS", "TRACE"})


def _wraps(title: str, calls: str, *imports: str, **more: object) -> Library:
    return Library(title=title, use=Use.WRAPS, calls=frozenset(calls.split()), imports=imports, **more)  # type: ignore[arg-type]  # a wrong name ends the import, a wrong type its tests


def _configures(title: str, calls: str, *imports: str, **more: object) -> Library:
    return Library(title=title, use=Use.CONFIGURES, calls=frozenset(calls.split()), imports=imports, **more)  # type: ignore[arg-type]  # as in `_wraps`


LIBRARIES: Final = (
    # https://tenacity.readthedocs.io: without a stop it goes on for ever, without a wait it does not wait.
    _wraps("tenacity", "retry retrying asyncretrying", "tenacity", bounded=False, pauses=False, grows=False,
           jitter=False),
    # https://github.com/litl/backoff: full jitter unless it is told otherwise.
    _wraps("backoff", "on_exception on_predicate", "backoff", bounded=False, jitter=True, delay=0, decider=1),
    # https://stamina.hynek.me/en/stable/api.html
    _wraps("stamina", "retry retry_context retryingcaller asyncretryingcaller", "stamina", grows=True, jitter=True),
    _wraps("retrying", "retry", "from retrying", bounded=False, pauses=False, grows=False, jitter=False),
    # https://urllib3.readthedocs.io/en/stable/reference/urllib3.util.html#urllib3.util.Retry
    _configures("urllib3's Retry", "retry", "urllib3", pauses=None, jitter=False, heeds=True, methods=_IDEMPOTENT),
    _configures("HTTPAdapter", "httpadapter", "requests", pauses=False, grows=False, jitter=False),
    # https://www.python-httpx.org/advanced/transports: connecting only.
    _configures("httpx's transport", "httptransport asynchttptransport", "httpx", grows=True, jitter=False),
    # https://github.com/softonic/axios-retry: network errors and 5xx of idempotent methods, without a pause.
    _configures("axios-retry", "axiosretry", "axios-retry", pauses=False, grows=False, jitter=False, heeds=True,
                heeds_without_delay=True, statuses=_SERVER, methods=_IDEMPOTENT),
    # https://github.com/sindresorhus/p-retry
    _wraps("p-retry", "pretry", "p-retry", grows=True, jitter=False),
    # https://github.com/vercel/async-retry
    _wraps("async-retry", "retry asyncretry", "async-retry", grows=True, jitter=True),
    _wraps("promise-retry", "promiseretry", "promise-retry", grows=True, jitter=False),
    _wraps("exponential-backoff", "backoff", "exponential-backoff", grows=True, jitter=False),
    _configures("fetch-retry", "fetchretry fetchbuilder fetchretrybuilder", "fetch-retry", grows=False, jitter=False),
    # https://github.com/sindresorhus/got/blob/main/documentation/7-retry.md: POST only where it is named.
    _configures("got", "extend got", '"got"', "'got'", grows=True, jitter=True, heeds=True, heeds_without_delay=True,
                statuses=_SERVER | _LIMITED | {408, 413, 521, 522, 524}, methods=_IDEMPOTENT),
    # https://github.com/sindresorhus/ky#retry
    _configures("ky", "create extend ky", '"ky"', "'ky'", grows=True, jitter=False, heeds=True,
                statuses=_SERVER | _LIMITED | {408, 413}, methods=_IDEMPOTENT),
    # https://github.com/nodejs/undici/blob/main/docs/docs/api/RetryHandler.md: POST only where it is named.
    _configures("undici's retry", "retry retryagent", "undici", path=("interceptors", "retryagent"), grows=True,
                jitter=False, heeds=True, statuses=_SERVER | _LIMITED, methods=_IDEMPOTENT),
    # https://rxjs.dev/api/operators/retry: any error, at once, for ever.
    _configures("rxjs's retry", "retry", "rxjs", bounded=False, pauses=False, grows=False, jitter=False, heeds=False,
                statuses=frozenset(range(400, 600)), counted=0),
    _wraps("cockatiel", "execute", "cockatiel", path=("polic", "retry"), bounded=None),
    # https://github.com/hashicorp/go-retryablehttp
    _configures("go-retryablehttp", "newclient", "go-retryablehttp", grows=True, jitter=False, heeds=True,
                statuses=_SERVER | _LIMITED),
    # https://pkg.go.dev/github.com/cenkalti/backoff/v4: ends after 15 minutes, half of the pause at random.
    _wraps("cenkalti/backoff", "retry retrynotify retrywithdata", "cenkalti/backoff", path=("backoff",), grows=True,
           jitter=True),
    # https://pkg.go.dev/github.com/avast/retry-go/v4
    _wraps("retry-go", "do dowithdata", "avast/retry-go", path=("retry",), grows=True, jitter=True),
    _wraps("go-retry", "do", "sethvargo/go-retry", path=("retry",), bounded=None),
    # https://resilience4j.readme.io/docs/retry: 3 attempts, 500 ms between.
    _wraps("resilience4j", "decoratesupplier decoratecallable executesupplier executecallable executerunnable "
           "decoratecheckedsupplier executecheckedsupplier executesuspendfunction decoratefunction retry",
           "resilience4j", path=("retry",), grows=False, jitter=False),
    _wraps("Spring Retry", "retryable execute", "springframework.retry", "springframework.resilience", path=("retry",),
           grows=False, jitter=False),
    _wraps("Failsafe", "get run getasync runasync", "failsafe", path=("failsafe", "executor"), grows=False,
           jitter=False, pauses=False),
    # https://ktor.io/docs/client-request-retry.html
    _configures("HttpRequestRetry", "install", "httprequestretry", heeds=True, network=None),
    # https://github.com/lostisland/faraday-retry
    _configures("faraday-retry", "request", "faraday", pauses=False, grows=False, jitter=False, heeds=True,
                methods=_IDEMPOTENT),
    # https://github.com/kamui/retriable
    _wraps("retriable", "retriable with_context", "retriable", grows=True, jitter=True),
    # https://docs.guzzlephp.org/en/stable/handlers-and-middleware.html
    _configures("Guzzle's retry middleware", "retry", "guzzlehttp", bounded=None, grows=True, jitter=False,
                network=None, decider=0, delay=1),
    # https://symfony.com/doc/current/http_client.html#retry-failed-requests
    _configures("RetryableHttpClient", "retryablehttpclient", "symfony", grows=True, jitter=True, heeds=True,
                statuses=_SERVER | _LIMITED | {423, 425, 507, 510}),
    # https://laravel.com/docs/http-client#retries
    _configures("Laravel's retry", "retry", "illuminate", pauses=None, jitter=False, counted=0, delay=1, decider=2),
    # https://learn.microsoft.com/dotnet/core/resilience/http-resilience
    _configures("the standard resilience handler", "addstandardresiliencehandler", "", grows=True, jitter=True,
                heeds=True, statuses=_SERVER | _LIMITED | {408}),
    _configures("Polly", "addpolicyhandler addtransienthttperrorpolicy addresiliencehandler", "polly", "microsoft",
                "addpolicyhandler", bounded=None, pauses=None, heeds=None, network=True),
    _wraps("Polly", "executeasync execute", "polly", path=("polic", "pipeline", "retry", "resilien"), bounded=None,
           pauses=None),
)  # fmt: skip


def _by_name() -> Mapping[str, tuple[Library, ...]]:
    found: dict[str, tuple[Library, ...]] = {}
    for library in LIBRARIES:
        for name in library.calls:
            found[name] = (*found.get(name, ()), library)
    return found


BY_NAME: Final = _by_name()
"""The libraries that a name may be of, in lower case."""
