"""A way through a proxy: a CONNECT tunnel, of which the proxy learns the host's name and nothing else."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import httpcore

from golive.http.errors import ConnectionLost, ExchangeFailed, Refused, UnreadableAnswer
from golive.http.network import Backend
from golive.http.tls import make_context

if TYPE_CHECKING:
    from golive.http.limits import Limits
    from golive.http.pace import Pace
    from golive.http.proxy import ProxySettings

_SUCCESS = range(200, 300)


def open_tunnel(
    host: str, port: int, *, proxy: ProxySettings, ca_bundle: Path | None, limits: Limits, pace: Pace
) -> httpcore.NetworkStream:
    """
    Return a connection to a host (in ASCII) through the proxy, before any TLS with the host.

    Raises ExchangeFailed: Refused where the proxy says no, Untrusted where an https proxy is not to be trusted.
    """
    stream = Backend(pace, role="the proxy ").connect_tcp(proxy.host, proxy.port, limits.connect)
    failure: ExchangeFailed
    try:
        if proxy.scheme == "https":
            stream = stream.start_tls(make_context(ca_bundle), proxy.host, limits.connect)
        answer = _ask(stream, host, port, proxy, limits)
        if answer.status in _SUCCESS:
            inner: httpcore.NetworkStream = answer.extensions["network_stream"]
            return inner
        failure = Refused(f"the proxy {proxy.host}:{proxy.port} refused a tunnel to {host} with status {answer.status}")
    except ExchangeFailed:
        stream.close()
        raise
    except (httpcore.ProtocolError, httpcore.NetworkError):
        failure = (
            ConnectionLost(f"the proxy {proxy.host}:{proxy.port} closed the connection without an answer")
            if pace.ended
            else UnreadableAnswer(f"the proxy {proxy.host}:{proxy.port} answered with something that is not HTTP")
        )
    stream.close()
    raise failure


def _ask(
    stream: httpcore.NetworkStream, host: str, port: int, proxy: ProxySettings, limits: Limits
) -> httpcore.Response:
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    headers: dict[bytes | str, bytes | str] = {"Host": target, "Accept": "*/*"}
    if proxy.credential is not None:
        pair = base64.b64encode(":".join(proxy.credential).encode("ascii")).decode()
        headers["Proxy-Authorization"] = f"Basic {pair}"
    origin = httpcore.Origin(proxy.scheme.encode(), proxy.host.encode("idna"), proxy.port)
    request = httpcore.Request(
        "CONNECT",
        httpcore.URL(scheme=proxy.scheme, host=origin.host, port=proxy.port, target=target),
        headers=headers,
        extensions={"timeout": {"connect": limits.connect, "read": limits.read, "write": limits.read}},
    )
    return httpcore.HTTP11Connection(origin, stream).handle_request(request)
