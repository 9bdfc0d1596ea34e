"""
Sending one request, by no other rule than time, size and trust.

`golive.http.session` adds what golive may ask a provider; nothing here does.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from golive.http.body import read_body
from golive.http.errors import NotAllowed, TimedOut
from golive.http.headers import Headers, check_sendable
from golive.http.limits import Limits
from golive.http.pace import Budget, MayReach, Pace
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
        self._closed = threading.Event()

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
        may_be_empty: Collection[str] = (),
        alone: bool = False,
        may_reach: MayReach | None = None,
    ) -> Reply:
        """
        Return the answer to one request, whatever its status; a redirect is an answer too.

        `may_be_empty` names the headers that may have no value. `alone` sends the request over a connection of its
        own, so that whatever the other side does to a connection is about this request. `may_reach` judges the
        addresses that the host's name resolves to, at the very moment when one of them is connected to; it is not
        asked about a host that is played, nor about a proxy.

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
        fields = self._fields(headers or {}, may_be_empty)
        request = self._request(method, url, fields | ({"Connection": "close"} if alone else {}), body, timeouts)
        host = request.url.raw_host.decode("ascii")
        if budget.deadline.passed:
            raise TimedOut(f"the time for this run was over before {host} was asked")
        if self._closed.is_set():
            raise NotAllowed(f"the run was over before {host} was asked; nothing was sent")
        with self._pace.keeping(budget, may_reach):
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
        """Close all connections. Nothing is sent any more, whoever still wants to."""
        self._closed.set()
        self._transport.close()

    def _fields(self, headers: Mapping[str, str], may_be_empty: Collection[str]) -> dict[str, str]:
        """Return the header fields of a request. Raises NotAllowed where one cannot be sent, or is not for callers."""
        fields = {"User-Agent": self._user_agent, "Accept": "*/*"}
        given = {name.lower() for name in headers}
        fields = {name: value for name, value in fields.items() if name.lower() not in given} | dict(headers)
        check_sendable(fields, may_be_empty)
        if given & _OWN:
            raise NotAllowed(f"the header {min(given & _OWN)} is not for callers to set; nothing was sent")
        return fields | {"Accept-Encoding": "gzip"}

    @staticmethod
    def _request(
        method: str, url: str, fields: Mapping[str, str], body: bytes, timeouts: dict[str, float]
    ) -> httpx.Request:
        try:
            target = httpx.URL(url)
        except (httpx.InvalidURL, UnicodeError):
            target = httpx.URL("")
        port_exists = target.port is None or 0 < target.port <= LAST_PORT
        if target.scheme not in {"http", "https"} or not target.host or target.userinfo or not port_exists:
            raise NotAllowed("the request has no usable http or https URL, or one with a user name; nothing was sent")
        return httpx.Request(method, target, headers=fields, content=body, extensions={"timeout": timeouts})


def _text(raw: bytes) -> str:
    return raw.decode("latin-1")
