from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from golive.finding import Finding, fail, unknown, warn
from golive.redact import inert
from golive.source.judging import conclude, fix, place
from golive.source.replay.state import NO_ANSWER
from golive.source.retries import LIMITED, SERVER_ERRORS, Retry

if TYPE_CHECKING:
    from golive.source.calls import ProviderCall
    from golive.source.integration import Integration

_FIXES: Final[Mapping[str, str]] = {
    "python": "Wrap the request with tenacity: retry=retry_if_exception(is_temporary), "
    "wait=wait_random_exponential(max=20), stop=stop_after_attempt(5); or mount urllib3's Retry with backoff_factor, "
    "backoff_jitter and status_forcelist.",
    "javascript": "Repeat in the client, up to 5 times, after Math.random() * Math.min(cap, base * 2 ** attempt); or "
    "use p-retry with randomize: true, or axios-retry with axiosRetry.exponentialDelay.",
    "go": "Use go-retryablehttp, or cenkalti/backoff with NewExponentialBackOff and WithMaxRetries.",
    "java": "Use resilience4j: RetryConfig with maxAttempts(5) and "
    "intervalFunction(IntervalFunction.ofExponentialRandomBackoff(500, 2)).",
    "kotlin": "Use ktor's HttpRequestRetry with retryOnServerErrors and exponentialDelay(), or repeat in an OkHttp "
    "interceptor with a growing, random pause.",
    "ruby": "Use faraday-retry: max: 4, interval: 0.5, backoff_factor: 2, interval_randomness: 0.5, "
    "retry_statuses: [429, 500, 502, 503, 504].",
    "php": "Push Middleware::retry to the handler stack with a delay such as random_int(0, 500 * 2 ** $retries).",
    "csharp": "Add AddStandardResilienceHandler to the HttpClient, or Polly with DelayBackoffType.Exponential and "
    "UseJitter = true.",
}

MOST_ATTEMPTS: Final = 10
"""Attempts. More keep a provider busy that is down, and a customer waiting."""


def judge(integration: Integration) -> Iterator[Finding]:
    """Yield what `backoff` finds."""
    calls = integration.need_calls()
    jitter = integration.facts.wants_jitter
    findings = [finding for call in calls for finding in _judge(integration, call, jitter=jitter)]
    yield from conclude(integration, findings, [call.node for call in calls], "request")


def _judge(integration: Integration, call: ProviderCall, *, jitter: bool) -> Iterator[Finding]:
    retries = integration.retries[call]
    on_server, on_silence = retries.on(*SERVER_ERRORS), retries.on(NO_ANSWER)
    repeating = next((each for each in retries.found if each.on((*SERVER_ERRORS, LIMITED, NO_ANSWER))), None)
    at = place(integration, call.node if repeating is None else repeating.where)
    advice = fix(integration, call.node, _FIXES)
    if on_server is False and repeating is not None:
        yield fail(f"{_name(repeating)} does not repeat after 5xx", at, fix=advice)
    elif on_server is False and on_silence is False:
        yield fail("this request is not repeated after a server error or when there is no answer", at, fix=advice)
    elif on_server is not True:
        yield unknown("whether this request is repeated after a server error could not be told", at, fix=advice)
    elif on_silence is False and repeating is not None:
        message = f"{_name(repeating)} does not repeat when there is no answer (connection lost, timeout)"
        yield warn(message, at, fix=advice)
    for retry in retries.found:
        if retry.on((*SERVER_ERRORS, LIMITED, NO_ANSWER)):
            yield from _pauses(integration, retry, jitter=jitter)


def _pauses(integration: Integration, retry: Retry, *, jitter: bool) -> Iterator[Finding]:
    at = place(integration, retry.where)
    advice = fix(integration, retry.where, _FIXES)
    name = _name(retry)
    if retry.attempts is not None and retry.attempts > MOST_ATTEMPTS:
        yield warn(f"{name} repeats {retry.attempts} times", at, fix=advice)
    if retry.bounded is False:
        yield fail(f"{name} repeats without an end", at, fix=advice)
    if retry.pauses is False:
        yield fail(f"{name} repeats without a pause", at, fix=advice)
    elif retry.heeds and retry.on(SERVER_ERRORS) is False and not retry.on((NO_ANSWER,)):
        return  # it waits as long as the provider says
    elif retry.grows is False:
        yield warn(f"{name} repeats after a pause that does not grow", at, fix=advice)
    elif retry.grows is None:
        yield warn(f"{name} repeats after a pause that was not seen to grow exponentially", at, fix=advice)
    elif jitter and retry.jitter is False:
        yield warn(f"{name} repeats after a pause without a random part", at, fix=advice)


def _name(retry: Retry) -> str:
    return inert(retry.title)
