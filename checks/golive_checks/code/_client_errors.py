from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.finding import Finding, fail, unknown
from golive.redact import inert
from golive.source.judging import each_request, fix, place
from golive.source.retries import CLIENT_ERRORS, Retry

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_FIXES: Final[Mapping[str, str]] = {
    "python": "Repeat only where status == 429 or status >= 500, and after httpx.TransportError or "
    "requests.ConnectionError and Timeout; raise at once for the rest.",
    "javascript": "Repeat only where status === 429 || status >= 500; throw at once for the rest "
    "(AbortError in p-retry).",
    "go": "Repeat only where StatusCode == 429 || StatusCode >= 500; return at once for the rest (backoff.Permanent).",
    "java": "Repeat only where statusCode == 429 || statusCode >= 500, and after IOException.",
    "kotlin": "Repeat only where the status is 429 or at least 500, and after IOException.",
    "ruby": "Repeat only after 429, 500..599 and connection errors (retry_statuses of faraday-retry).",
    "php": "In the decider answer true only for 429, for 500 and above, and for ConnectException.",
    "csharp": "Repeat only after TooManyRequests, 500 and above, and HttpRequestException "
    "(HttpPolicyExtensions.HandleTransientHttpError).",
}


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `client_errors` finds."""
    yield from each_request(integration, _judge)


def _judge(integration: Integration, call: ProviderCall) -> Iterator[Finding]:
    retries = integration.retries[call]
    wrong = [retry for retry in retries.found if retry.on(CLIENT_ERRORS)]
    for retry in wrong:
        message = f"{inert(retry.title)} repeats after {_named(retry)} too"
        yield fail(message, place(integration, retry.where), fix=fix(integration, retry.where, _FIXES))
    if wrong:
        return
    if retries.on(*CLIENT_ERRORS) is None:
        doubtful = next((retry for retry in retries.found if retry.on(CLIENT_ERRORS) is None), None)
        where = call.node if doubtful is None else doubtful.where
        yield unknown("whether refused requests are repeated could not be told", place(integration, where))
    elif not retries.found:
        yield unknown("nothing repeats this request", place(integration, call.node))


def _named(retry: Retry) -> str:
    return ", ".join(str(status) for status in CLIENT_ERRORS if retry.repeats.get(status))
