from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.finding import Finding, fail, unknown, warn
from golive.redact import inert
from golive.source.judging import each_request, fix, place
from golive.source.timeouts import LONGEST, Limit, Timeout, client_of, default_of, timeouts_of

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_FIXES: Final[Mapping[str, str]] = {
    "python": "Pass timeout=(5, 30) with requests, or httpx.Timeout(30.0, connect=5.0) to the client.",
    "javascript": "Pass signal: AbortSignal.timeout(30_000) to fetch, timeout: 30_000 to axios, or timeout: "
    "{ connect: 5_000, request: 30_000 } to got.",
    "go": "Make the client with &http.Client{Timeout: 30 * time.Second} and a net.Dialer with "
    "Timeout: 5 * time.Second.",
    "java": "Set connectTimeout(Duration.ofSeconds(5)) on the client and timeout(Duration.ofSeconds(30)) on "
    "each request.",
    "kotlin": "Set connectTimeout(5, TimeUnit.SECONDS) and readTimeout(30, TimeUnit.SECONDS), or install HttpTimeout.",
    "ruby": "Set open_timeout = 5 and timeout = 30 (Faraday), or open_timeout and read_timeout (Net::HTTP).",
    "php": "Set connect_timeout => 5 and timeout => 30.",
    "csharp": "Set client.Timeout = TimeSpan.FromSeconds(30) and ConnectTimeout on the SocketsHttpHandler.",
}


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `timeouts` finds."""
    yield from each_request(integration, _judge)


def _judge(integration: Integration, call: ProviderCall) -> Iterator[Finding]:
    project = integration.project
    found = timeouts_of(project, call)
    short = any(each.limit is Limit.GIVEN and each.seconds is not None and not _only_connects(each) for each in found)
    for each in found:
        # A long limit around all attempts is none of one attempt that has a shorter one.
        if each.limit is not Limit.LONG or not short:
            yield from _judge_one(integration, each)
    default = default_of(project, call)
    ends = [each for each in found if each.limit is not Limit.OFF]
    if any(not _only_connects(each) for each in ends) or any(each.limit is Limit.OFF for each in found):
        return
    send = client_of(project, call) or call.sends[0]
    at, advice = place(integration, send), fix(integration, send, _FIXES)
    if default is None:
        yield unknown("no timeout was found, and which HTTP library sends this could not be told", at, fix=advice)
    elif default.seconds is None:
        only = " for the answer, only for connecting" if ends else ""
        yield fail(f"this request has no timeout{only}, and {default.title} has none by itself", at, fix=advice)
    elif default.seconds > LONGEST / 2:
        message = f"this request has no timeout of its own; {default.title} waits {default.seconds:g} seconds"
        yield warn(message, at, fix=advice)


def _judge_one(integration: Integration, timeout: Timeout) -> Iterator[Finding]:
    at, advice = place(integration, timeout.node), fix(integration, timeout.node, _FIXES)
    name = inert(timeout.name)
    if timeout.limit is Limit.OFF:
        yield fail(f"{name} switches the limit off", at, fix=advice)
    elif timeout.limit is Limit.LONG and timeout.seconds is not None:
        yield warn(f"{name} is {timeout.seconds:g} seconds", at, fix=advice)


def _only_connects(timeout: Timeout) -> bool:
    return any(word in timeout.name.lower() for word in ("connect", "open", "dial", "handshake"))
