"""Where httpx ends and the network begins: httpcore's connection pools over golive's own sockets and TLS."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import httpcore
import httpx

from golive.http.errors import ConnectionLost, ExchangeFailed, NotAllowed, Refused, TimedOut, UnreadableAnswer
from golive.http.network import Backend
from golive.http.routes import ConnectTo, find_route
from golive.http.tls import make_context
from golive.once import Once

if TYPE_CHECKING:
    from golive.http.pace import Pace
    from golive.http.proxy import ProxySettings

MOST_CONNECTIONS = 32
"""At once. A run has about a dozen requests, from as many threads."""

_KEEP_IDLE = 30.0
"""Seconds."""

_PORTS = {"http": 80, "https": 443}


class Transport(httpx.BaseTransport):
    """
    Sends one request, directly or through the proxy, and raises golive's own errors.

    A mapping of `connect_to` wins over the proxy. Plain http, which carries no credential, is always sent directly.
    """

    def __init__(
        self, *, pace: Pace, connect_to: Sequence[ConnectTo], ca_bundle: Path | None, proxy: ProxySettings | None
    ) -> None:
        self._pace = pace
        self._connect_to = tuple(connect_to)
        self._proxy = proxy
        self._context = Once(partial(make_context, ca_bundle))
        self._plain = Once(self._make_plain)
        self._direct = Once(self._make_direct)
        self._tunnel = Once(self._make_tunnel)
        self._made: list[tuple[httpcore.ConnectionPool, Backend]] = []

    def prepare(self) -> None:
        """Build the TLS context now, which takes some 25 ms, rather than with the first request."""
        self._context()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer with its body still to be read. Raises ExchangeFailed."""
        url = request.url
        port = url.port or _PORTS.get(url.scheme, 0)
        host = url.raw_host.decode("ascii")  # as mappings, the proxy's exceptions and the network name it
        pool = self._pool(url.scheme, host, port)
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        failure: ExchangeFailed
        try:
            answer = pool.handle_request(asked)
        except ConnectionLost as lost:
            lost.before_answer = True
            raise
        except (httpcore.ProtocolError, httpcore.ProxyError, httpcore.NetworkError, httpcore.TimeoutException) as error:
            failure = self._explain(error, host)
        else:
            pieces = answer.stream
            assert isinstance(pieces, Iterable)  # noqa: S101 - httpcore types one class for sync and async
            return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer, pieces, host, self._pace))
        raise failure

    def close(self) -> None:
        """Close all connections."""
        while self._made:
            pool, backend = self._made.pop()
            pool.close()
            backend.close()

    def _pool(self, scheme: str, host: str, port: int) -> httpcore.ConnectionPool:
        if scheme == "http":
            return self._plain()
        played = find_route(self._connect_to, host, port) is not None
        if self._proxy is None or played or not self._proxy.covers(host, port):
            return self._direct()
        return self._tunnel()

    def _make_plain(self) -> httpcore.ConnectionPool:
        return self._make(None, Backend(self._pace, self._connect_to))

    def _make_direct(self) -> httpcore.ConnectionPool:
        return self._make(self._context(), Backend(self._pace, self._connect_to))

    def _make_tunnel(self) -> httpcore.ConnectionPool:
        settings = self._proxy
        assert settings is not None  # noqa: S101 - asked for only where there is one
        proxy = httpcore.Proxy(
            httpcore.URL(scheme=settings.scheme, host=settings.host, port=settings.port, target="/"),
            auth=settings.credential,
            ssl_context=self._context() if settings.scheme == "https" else None,
        )
        return self._make(self._context(), Backend(self._pace, role="the proxy "), proxy)

    def _make(
        self, context: ssl.SSLContext | None, backend: Backend, proxy: httpcore.Proxy | None = None
    ) -> httpcore.ConnectionPool:
        pool = httpcore.ConnectionPool(
            ssl_context=context,
            proxy=proxy,
            max_connections=MOST_CONNECTIONS,
            keepalive_expiry=_KEEP_IDLE,
            network_backend=backend,
        )
        self._made.append((pool, backend))
        return pool

    def _explain(self, error: Exception, host: str) -> ExchangeFailed:
        """Turn one of httpcore's errors into ours. Its text is left out: it may quote what was sent or received."""
        match error:
            case httpcore.ProxyError():
                status = str(error)[:3]
                shown = f" with status {status}" if status.isdecimal() else ""
                return Refused(f"the proxy {self._proxy_name()} refused a tunnel to {host}{shown}")
            case httpcore.LocalProtocolError():
                return NotAllowed(f"the request to {host} cannot be written as HTTP; nothing was sent")
            case httpcore.TimeoutException():
                return TimedOut(f"no connection to {host} became free in time")
            case httpcore.ProtocolError() if not self._pace.ended:
                return UnreadableAnswer(f"{host} answered with something that is not HTTP")
            case _:
                lost = ConnectionLost(f"{host} closed the connection without an answer")
                lost.before_answer = True
                return lost

    def _proxy_name(self) -> str:
        return f"{self._proxy.host}:{self._proxy.port}" if self._proxy else ""


class _Body(httpx.SyncByteStream):
    """The body as it was sent, in pieces."""

    def __init__(self, answer: httpcore.Response, pieces: Iterable[bytes], host: str, pace: Pace) -> None:
        self._answer = answer
        self._pieces = pieces
        self._host = host
        self._pace = pace

    def __iter__(self) -> Iterator[bytes]:
        broken = False
        try:
            yield from self._pieces
        except httpcore.ProtocolError:
            broken = True
        except ConnectionLost as lost:
            lost.args = (f"{lost} before its answer was complete",)
            raise
        if not broken:
            return
        if self._pace.ended:
            raise ConnectionLost(f"{self._host} closed the connection before its answer was complete")
        raise UnreadableAnswer(f"{self._host} sent an answer whose parts do not fit together as HTTP")

    def close(self) -> None:
        self._answer.close()
