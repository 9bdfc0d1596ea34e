"""A look at a host's TLS: a handshake as before any request, after which nothing is sent."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpcore
import httpx

from golive.http.certificate import read_details
from golive.http.errors import ConnectionLost, ExchangeFailed, NotAllowed, TimedOut, Untrusted
from golive.http.limits import Limits
from golive.http.network import Backend
from golive.http.pace import Budget, MayReach, Pace
from golive.http.routes import ConnectTo, find_route
from golive.http.tls import make_context
from golive.http.tunnel import open_tunnel
from golive.receiver.observation import TlsInspection

if TYPE_CHECKING:
    from golive.clock import Clock, Deadline
    from golive.http.proxy import ProxySettings

LIMITS: Final = Limits()
"""How long the name, the connection and the handshake may take, each, and all of it together."""

_Reach = Callable[[], httpcore.NetworkStream]


def shake_hands(
    host: str,
    port: int,
    *,
    routes: Sequence[ConnectTo],
    ca_bundle: Path | None,
    proxy: ProxySettings | None,
    clock: Clock,
    deadline: Deadline | None,
    may_reach: MayReach | None = None,
) -> TlsInspection:
    """
    Return what a TLS handshake with a host shows: version and certificate, or why it is not to be trusted.

    The host is reached as by `Wire`: where a route says, or else through the proxy that covers it; `may_reach` judges
    the addresses of its name as there. `plain` is left out. Raises ExchangeFailed where no handshake came about: no
    such name, no connection, a reset, a deadline, an address that may not be reached.
    """
    name = _ascii(host)
    budget = Budget.of(clock, LIMITS.total, deadline)
    if budget.deadline.passed:
        raise TimedOut(f"the time for this run was over before {name} was asked")
    context = make_context(ca_bundle)
    context.set_alpn_protocols(["http/1.1"])  # as with a delivery
    pace = Pace()

    def reach() -> httpcore.NetworkStream:
        played = find_route(routes, name, port) is not None
        if proxy is None or played or not proxy.covers(name, port):
            return Backend(pace, routes).connect_tcp(name, port, LIMITS.connect)
        return open_tunnel(name, port, proxy=proxy, ca_bundle=ca_bundle, limits=LIMITS, pace=pace)

    with pace.keeping(budget, may_reach):
        refusal: Untrusted | None = None
        version, der = None, None
        with closing(reach()) as stream:  # what is wrong with a proxy is raised: it says nothing about the host
            try:
                version, der = _greet(stream, context, name)
            except Untrusted as untrusted:
                refusal = untrusted
        if refusal is not None and refusal.certificate:
            der = _look_again(reach, name)
    details = read_details(der)
    return TlsInspection(
        host=host,
        port=port,
        version=version,
        issuer=details.issuer,
        names=details.names,
        expires_at=details.expires_at,
        problem=None if refusal is None else str(refusal),
    )


def _ascii(host: str) -> str:
    """Return a host as a delivery would name it. Raises NotAllowed."""
    name = ""
    with suppress(httpx.InvalidURL, UnicodeError):
        name = httpx.URL(scheme="https", host=host).raw_host.decode("ascii")
    if not name or "%" in name:  # percent signs stand for what cannot be in a name
        raise NotAllowed("the receiver's URL has no usable host; nothing was sent")
    return name


def _greet(stream: httpcore.NetworkStream, context: ssl.SSLContext, name: str) -> tuple[str, bytes | None]:
    """Shake hands, and return the version of TLS and the certificate. Raises ExchangeFailed."""
    failure: ExchangeFailed
    try:
        session = stream.start_tls(context, name, LIMITS.connect).get_extra_info("ssl_object")
    except httpcore.WriteError:
        failure = ConnectionLost(f"{name} closed the connection during the TLS handshake")
    except ValueError:  # from `ssl`, which has rules of its own for names
        failure = NotAllowed(f"{name} is no host name that TLS could verify; nothing was sent")
    else:
        return session.version(), session.getpeercert(binary_form=True)
    raise failure


def _look_again(reach: _Reach, name: str) -> bytes | None:
    """
    Return the certificate that was refused, so that a person can be told its date and its names.

    OpenSSL hands out none that it refused, so this one handshake does not verify. Nothing is sent after it. None where
    it does not come about: why the certificate was refused is known already.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        with closing(reach()) as stream:
            return _greet(stream, context, name)[1]
    except ExchangeFailed:
        return None
