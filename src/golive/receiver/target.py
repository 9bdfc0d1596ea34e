"""Whether a URL may be sent test deliveries: a public https receiver, and nothing of anybody's inner network."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from golive.errors import Unverified
from golive.http.routes import ConnectTo, find_route

if TYPE_CHECKING:
    from golive.context import Address

HTTP_PORT: Final = 80
HTTPS_PORT: Final = 443

LOCAL_SUFFIXES: Final = frozenset(
    {"localhost", "localdomain", "local", "internal", "lan", "home", "corp", "intranet", "test", "invalid", "example"}
)
"""Last labels of names that are not in the public DNS (RFC 2606, RFC 6761, RFC 6762)."""

_NAME = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_WRAPPING: Final = (
    ipaddress.IPv6Network("64:ff9b::/96"),  # https://www.rfc-editor.org/rfc/rfc6052
    ipaddress.IPv6Network("::/96"),  # https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.1
)
"""IPv6 networks whose addresses end in an IPv4 address that somebody on the way may take for the receiver's."""
_ISATAP: Final = frozenset({0x0000_5EFE, 0x0200_5EFE})
"""What stands before such an IPv4 address in any network: https://www.rfc-editor.org/rfc/rfc5214#section-6.1"""
_RESERVED: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # https://www.rfc-editor.org/rfc/rfc6890: protocol assignments, and some clouds' metadata
        "168.63.129.16/32",  # a cloud's own services, behind an address that is public elsewhere
        "64:ff9b:1::/48",  # https://www.rfc-editor.org/rfc/rfc8215
        "::ffff:0:0:0/96",  # https://www.rfc-editor.org/rfc/rfc2765
        "3fff::/20",  # https://www.rfc-editor.org/rfc/rfc9637
        "5f00::/16",  # https://www.rfc-editor.org/rfc/rfc9602
    )
)
"""What some versions of Python's ipaddress call global, and no receiver is at."""


@dataclass(frozen=True, slots=True)
class Target:
    """A receiver that may be sent something."""

    url: str
    scheme: str
    host: str
    """In lower case, an IPv6 address without its brackets."""
    port: int
    played_at: str | None
    """The address that `--connect-to` leads to instead, None where the host is asked itself."""

    @property
    def on_this_machine(self) -> bool:
        """Whether what is sent stays on this machine, because the host is played here."""
        return self.played_at is not None and _is_loopback(self.played_at)

    @property
    def plain_url(self) -> str:
        """The same over plain http, on port 80."""
        parts = urlsplit(self.url)
        return parts._replace(scheme="http", netloc=_bracketed(self.host)).geturl()


def judge_target(
    url: str,
    *,
    routes: Sequence[ConnectTo],
    resolve_host: Callable[[str], tuple[Address, ...]],
    loopback_http: bool,
) -> Target:
    """
    Return what may be sent test deliveries. Raises Unverified, with the reason, where this URL may not.

    `loopback_http` permits receivers on this machine, over plain http too. A host that `routes` play may have any
    name; every other one has to resolve to public addresses only.
    """
    parts = _parts(url)
    host = (parts.hostname or "").lower()
    port = parts.port or (HTTP_PORT if parts.scheme == "http" else HTTPS_PORT)
    route = find_route(routes, host, port)
    played_at = None if route is None or route[0] == host else route[0]
    target = Target(url, parts.scheme, host, port, played_at)
    if loopback_http and _is_loopback(host):
        _demand_loopback(target, resolve_host)
        return target
    if parts.scheme != "https":
        raise Unverified(
            "nothing was sent: plain http is for receivers on this machine only"
            if loopback_http
            else "nothing was sent: the receiver's URL is not https"
        )
    if played_at is None:
        _demand_public(host, port, resolve_host)
    return target


def may_reach(target: Target) -> Callable[[Address], bool]:
    """
    Return the judge of the addresses that a target's host is connected at.

    A name can lead to another address between the moment when it is looked up and the one when it is connected to.
    """
    return (lambda address: address.is_loopback) if _is_loopback(target.host) else is_public


def is_public(address: Address) -> bool:
    """Return whether an address is one machine on the internet, an IPv4 address wrapped in it included."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if any(address in network for network in _WRAPPING) or (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if address.is_site_local:
            return False
        if inner is not None:
            return is_public(inner)
    reserved = any(address in network for network in _RESERVED)
    return address.is_global and not address.is_multicast and not reserved


def _parts(url: str) -> SplitResult:
    if "\\" in url or any(unicodedata.category(one).startswith(("C", "Z")) for one in url):
        raise Unverified("nothing was sent: the receiver's URL holds white space, a backslash or invisible characters")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise Unverified("nothing was sent: the receiver's URL cannot be read") from None
    if parts.scheme not in {"http", "https"}:
        raise Unverified("nothing was sent: the receiver's URL is not https")
    if "@" in parts.netloc:
        raise Unverified("nothing was sent: the receiver's URL has a user name or password in it")
    if "#" in url:
        raise Unverified("nothing was sent: the receiver's URL has a fragment, which is never sent")
    if port == 0 or not (_address(host) or (_NAME.fullmatch(host) and not _NUMBER.fullmatch(host.rpartition(".")[2]))):
        raise Unverified("nothing was sent: the receiver's URL has no usable host or port")
    return parts


def _demand_loopback(target: Target, resolve_host: Callable[[str], tuple[Address, ...]]) -> None:
    if target.played_at is not None:
        if not target.on_this_machine and target.scheme == "http":
            raise Unverified("nothing was sent: --connect-to leads plain http to another machine")
        return
    if _address(target.host) is None and not all(one.is_loopback for one in resolve_host(target.host)):
        raise Unverified(f"nothing was sent: {target.host} is not this machine")


def _demand_public(host: str, port: int, resolve_host: Callable[[str], tuple[Address, ...]]) -> None:
    literal = _address(host)
    labels = host.split(".")
    if literal is None and (len(labels) == 1 or labels[-1] in LOCAL_SUFFIXES):
        raise Unverified(f"nothing was sent: {host} is a local name, and not a receiver that the provider can reach")
    addresses = (literal,) if literal is not None else resolve_host(host)
    if not addresses:
        raise Unverified(f"nothing was sent: --connect-to plays {host}, and not on port {port}")
    if not all(is_public(one) for one in addresses):
        raise Unverified(f"nothing was sent: {host} is at a private, local or reserved address")


def _is_loopback(host: str) -> bool:
    address = _address(host)
    return host == "localhost" if address is None else address.is_loopback


def _address(host: str) -> Address | None:
    if "%" in host:  # the name of a network interface of this machine
        return None
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
