"""
Asking one provider, read-only.

A session knows one host, GET, and the provider's login; there is no way to ask it for anything else.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from golive.http import policy
from golive.http.answer import Answer
from golive.http.errors import ConnectionLost, ExchangeFailed, TimedOut
from golive.http.headers import Headers
from golive.http.journal import Exchange, Journal
from golive.http.limits import Limits
from golive.http.retry import LOGGING_IN, MOST_ATTEMPTS, READING, Repeat, asked_wait, backoff
from golive.redact import Redactor, inert

if TYPE_CHECKING:
    from golive.clock import Clock, Deadline
    from golive.http.wire import Reply, Wire

Authorize = Callable[[str, str], Mapping[str, str]]
"""Given the method and the URL without its query, returns the headers that authenticate this one attempt."""

_LONGEST_ID = 64
_LONGEST_URL = 400
_REDIRECTS = range(300, 400)


@dataclass(frozen=True, slots=True)
class _Question:
    method: str
    path: str
    query: str
    body: bytes
    content_type: str | None
    authorize: Authorize | None
    repeat: Repeat


class Session:
    """
    A provider's API, for reading. Safe to use from threads.

    Every request is journalled, with all its attempts. An answer with any status is returned, redirects included;
    they are never followed. `login_paths` are the only ones that may be sent a POST.
    """

    def __init__(
        self,
        *,
        wire: Wire,
        host: str,
        login_paths: frozenset[str],
        deadline: Deadline,
        journal: Journal,
        redactor: Redactor,
        clock: Clock,
        run_id: str,
        limits: Limits | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Raise NotAllowed where the host is no plain host name, or the run id no plain word."""
        policy.check_host(host)
        policy.check_run_id(run_id)
        self._wire = wire
        self._host = host
        self._login_paths = login_paths
        self._deadline = deadline
        self._journal = journal
        self._redactor = redactor
        self._clock = clock
        self._run_id = run_id
        self._limits = limits or Limits()
        self._jitter = jitter

    def get(self, path: str, *, query: Mapping[str, str] | None = None, authorize: Authorize | None = None) -> Answer:
        """
        Return the answer to a GET, after at most three attempts.

        A wait that the other side asked for and that would pass the run's deadline is not begun: its answer is
        returned, with the wait in `exchange.retry_after`.

        Raises NotAllowed, and ExchangeFailed where no answer came.
        """
        policy.check_readable(path)
        question = _Question("GET", path, policy.encode_query(query), b"", None, authorize, READING)
        return self._ask(question)

    def login(self, path: str, *, body: bytes, content_type: str, authorize: Authorize | None = None) -> Answer:
        """
        Return the answer to a POST to one of the login paths; repeated only on 429 and 503.

        Raises NotAllowed, and ExchangeFailed where no answer came.
        """
        policy.check_login(path, self._login_paths)
        return self._ask(_Question("POST", path, "", body, content_type, authorize, LOGGING_IN))

    def _ask(self, question: _Question) -> Answer:
        if self._deadline.passed:
            raise TimedOut(f"the time for this run was over before {self._host} was asked")
        began = self._clock.monotonic()
        entry = Exchange(
            method=question.method,
            url=self._shown(f"https://{self._host}{question.path}{question.query}", _LONGEST_URL),
            request_id="",
            attempts=0,
            started_at=self._clock.now(),
        )
        outcome: Reply | ExchangeFailed | None = None
        lost_once = False
        try:
            for attempt in range(1, MOST_ATTEMPTS + 1):
                headers = self._headers(question, attempt)
                entry = replace(entry, attempts=attempt, request_id=headers["X-Request-Id"])
                outcome = self._attempt(question, headers)
                entry = self._noted(entry, outcome)
                lost = isinstance(outcome, ConnectionLost)
                if (lost and lost_once) or not _worth_repeating(outcome, question.repeat):
                    break
                lost_once = lost_once or lost
                wait = entry.retry_after or backoff(attempt, self._jitter)
                if attempt == MOST_ATTEMPTS or wait >= self._deadline.remaining:
                    break
                self._clock.sleep(wait)
        finally:
            entry = replace(entry, seconds=self._clock.monotonic() - began)
            if outcome is not None:
                self._journal.add(entry)
        if isinstance(outcome, ExchangeFailed):
            outcome.args = (entry.error,)  # redacted: the message may name what the other side sent
            outcome.exchange = entry
            raise outcome
        assert outcome is not None  # noqa: S101 - the loop runs at least once
        return Answer(outcome.status, self._masked(outcome.headers), outcome.body, entry)

    def _attempt(self, question: _Question, headers: Mapping[str, str]) -> Reply | ExchangeFailed:
        try:
            return self._wire.send(
                question.method,
                f"https://{self._host}{question.path}{question.query}",
                headers=headers,
                body=question.body,
                limits=self._limits,
                deadline=self._deadline,
            )
        except ExchangeFailed as failure:
            return failure

    def _headers(self, question: _Question, attempt: int) -> dict[str, str]:
        asked = f"{question.method} {question.path}{question.query}".encode()
        request_id = f"golive-{self._run_id}-{hashlib.sha256(asked).hexdigest()[:8]}"
        if attempt > 1:
            request_id += f"-{attempt}"
        headers = {"Accept": "application/json"}
        if question.content_type is not None:
            headers["Content-Type"] = question.content_type
        if question.authorize is not None:
            headers |= question.authorize(question.method, f"https://{self._host}{question.path}")
        return headers | {"X-Request-Id": request_id}

    def _noted(self, entry: Exchange, outcome: Reply | ExchangeFailed) -> Exchange:
        """Return the entry with what the last attempt brought."""
        if isinstance(outcome, ExchangeFailed):
            error = self._shown(str(outcome), _LONGEST_URL)
            return replace(
                entry, status=None, response_request_id=None, bytes=0, error=error, retry_after=None, redirect=None
            )
        echo = outcome.headers.get("x-request-id")
        return replace(
            entry,
            status=outcome.status,
            response_request_id=None if echo is None else self._shown(echo, _LONGEST_ID),
            bytes=outcome.received,
            error=None,
            retry_after=asked_wait(outcome.headers, self._clock.now()),
            redirect=self._redirect(outcome),
        )

    def _redirect(self, reply: Reply) -> str | None:
        location = reply.headers.get("location")
        if reply.status not in _REDIRECTS or location is None:
            return None
        try:
            target = urlsplit(urljoin(f"https://{self._host}/", location))
            place = f"{target.scheme}://{target.netloc.rpartition('@')[2]}"
        except ValueError:
            place = "an address that is no URL"
        return self._shown(place, _LONGEST_URL)

    def _masked(self, headers: Headers) -> Headers:
        """Mask a credential that the other side echoes."""
        return Headers((name, self._redactor(value)) for name, value in headers.items())

    def _shown(self, text: str, longest: int) -> str:
        return inert(self._redactor(text), longest)


def _worth_repeating(outcome: Reply | ExchangeFailed, repeat: Repeat) -> bool:
    if isinstance(outcome, ExchangeFailed):
        return repeat.lost and isinstance(outcome, ConnectionLost) and outcome.before_answer
    return outcome.status in repeat.statuses
