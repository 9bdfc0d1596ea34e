"""
Sending one request, by no other rule than time, size and trust.

`golive.http.session` adds what golive may ask a provider; nothing here does.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from golive.http.body import read_body
from golive.http.errors import NotAllowed, TimedOut
from golive.http.headers import Headers, check_sendable
from golive.http.limits import Limits
from golive.http.pace import Budget, Pace
from golive.http.routes import LAST_PORT
from golive.http.tls import check_bundle
from golive.http.transport import Transport

if TYPE_CHECKING:
    from golive.clock import Clock, Deadline
    from golive.http.proxy import ProxySettings
    from golive.http.routes import ConnectTo

_OWN = frozenset({"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "te", "upgrade"})


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, with any status. Headers and body are in no repr: either may hold a credential."""

    status: int
    headers: Headers = field(repr=False)
    body: bytes = field(repr=False)
    """Unpacked."""
    received: int
    """Bytes of the body as it was sent."""


class Wire:
    """
    Sends requests, each once. Safe to use from threads, which do not wait for each other.

    There is no httpx.Client in it: that would bring cookies, .netrc, environment variables and redirects, and log
    URLs. `transport` replaces the network in tests.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        user_agent: str,
        connect_to: Sequence[ConnectTo] = (),
        ca_bundle: Path | None = None,
        proxy: ProxySettings | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Raise UsageError where the CA bundle cannot be read."""
        if ca_bundle is not None:
            check_bundle(ca_bundle)
        # At DEBUG httpcore logs the headers of answers, where a server may echo a credential.
        logging.getLogger("httpcore").setLevel(logging.WARNING)
        self._clock = clock
        self._user_agent = user_agent
        self._pace = Pace()
        self._network = Transport(pace=self._pace, connect_to=connect_to, ca_bundle=ca_bundle, proxy=proxy)
        self._transport = transport or self._network

    def prepare(self) -> None:
        """Build the TLS context, which the first https request would do otherwise. Raises Untrusted."""
        self._network.prepare()

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
        limits: Limits | None = None,
        deadline: Deadline | None = None,
    ) -> Reply:
        """
        Return the answer to one request, whatever its status; a redirect is an answer too.

        Raises the errors of `golive.http.errors`, inside `limits.total` seconds and before `deadline`.
        """
        limits = limits or Limits()
        budget = Budget.of(self._clock, limits.total, deadline)
        timeouts = {
            "connect": limits.connect,
            "read": limits.read,
            "write": limits.read,
            "pool": budget.deadline.remaining,
        }
        request = self._request(method, url, headers or {}, body, timeouts)
        host = request.url.host
        if budget.deadline.passed:
            raise TimedOut(f"the time for this run was over before {host} was asked")
        with self._pace.keeping(budget):
            response = self._transport.handle_request(request)
            try:
                answered = Headers((_text(name), _text(value)) for name, value in response.headers.raw)
                pieces = response.stream
                assert isinstance(pieces, httpx.SyncByteStream)  # noqa: S101 - httpx types one class for sync and async
                unpacked, received = read_body(pieces, answered, limits, host)
            finally:
                response.close()
        return Reply(response.status_code, answered, unpacked, received)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def _request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, timeouts: dict[str, float]
    ) -> httpx.Request:
        fields = {"User-Agent": self._user_agent, "Accept": "*/*"}
        given = {name.lower() for name in headers}
        fields = {name: value for name, value in fields.items() if name.lower() not in given} | dict(headers)
        check_sendable(fields)
        if given & _OWN:
            raise NotAllowed(f"the header {min(given & _OWN)} is not for callers to set; nothing was sent")
        try:
            target = httpx.URL(url)
        except (httpx.InvalidURL, UnicodeError):
            target = httpx.URL("")
        port_exists = target.port is None or 0 < target.port <= LAST_PORT
        if target.scheme not in {"http", "https"} or not target.host or target.userinfo or not port_exists:
            raise NotAllowed("the request has no usable http or https URL, or one with a user name; nothing was sent")
        return httpx.Request(
            method,
            target,
            headers={**fields, "Accept-Encoding": "gzip"},
            content=body,
            extensions={"timeout": timeouts},
        )


def _text(raw: bytes) -> str:
    return raw.decode("latin-1")
