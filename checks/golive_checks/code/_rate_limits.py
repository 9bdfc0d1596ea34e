from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.finding import Finding, fail, unknown, warn
from golive.redact import inert
from golive.source.judging import each_request, fix, place
from golive.source.replay.state import NO_ANSWER
from golive.source.retries import LIMITED, SERVER_ERRORS

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_FIXES: Final[Mapping[str, str]] = {
    "python": "On status 429 wait for response.headers['Retry-After'] seconds before the next attempt, or put 429 in "
    "the status_forcelist of urllib3's Retry.",
    "javascript": "On status 429 wait for Number(response.headers.get('Retry-After')) seconds before the next attempt.",
    "go": 'On http.StatusTooManyRequests wait for resp.Header.Get("Retry-After") seconds, or use go-retryablehttp.',
    "java": 'On status 429 wait for response.headers().firstValue("Retry-After") seconds before the next attempt.',
    "kotlin": 'On status 429 wait for response.header("Retry-After") seconds before the next attempt.',
    "ruby": "Put 429 in retry_statuses of faraday-retry, which waits for Retry-After; or read response['Retry-After'].",
    "php": "On status 429 return the seconds of $response->getHeaderLine('Retry-After') as the delay.",
    "csharp": "On TooManyRequests wait for response.Headers.RetryAfter, or use AddStandardResilienceHandler.",
}


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `rate_limits` finds."""
    yield from each_request(integration, _judge)


def _judge(integration: Integration, call: ProviderCall) -> Iterator[Finding]:
    retries = integration.retries[call]
    repeated = retries.on(LIMITED)
    if repeated:
        for retry in retries.found:
            if retry.on((LIMITED,)) and not any(each.heeds for each in retries.found):
                message = f"{inert(retry.title)} repeats after 429 without reading Retry-After"
                level = fail if retry.heeds is False else unknown
                yield level(message, place(integration, retry.where), fix=fix(integration, retry.where, _FIXES))
        return
    other = next((each for each in retries.found if each.on((*SERVER_ERRORS, NO_ANSWER))), None)
    if repeated is None:
        where = place(integration, call.node if other is None else other.where)
        yield unknown("whether this waits and repeats after 429 could not be told", where)
    elif other is not None:
        message = f"{inert(other.title)} repeats after other errors, and not after 429"
        yield fail(message, place(integration, other.where), fix=fix(integration, other.where, _FIXES))
    else:
        message = "this request is not repeated after 429"
        yield warn(message, place(integration, call.node), fix=fix(integration, call.node, _FIXES))
