"""The proxy between golive and the outside, as the usual environment variables name it."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from golive.errors import UsageError

_DEFAULT_PORTS = {"http": 80, "https": 443}
_PROXY_NAMES = ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
_EXCEPTION_NAMES = ("no_proxy", "NO_PROXY")


@dataclass(frozen=True, slots=True)
class ProxySettings:
    """
    A proxy for https requests, through a CONNECT tunnel: the proxy sees the host's name and nothing else.

    `url` may hold a user and a password, so it is in no repr and no message. Raises UsageError where it is no URL of
    an http or https proxy.
    """

    url: str = field(repr=False)
    no_proxy: tuple[str, ...] = ()
    """Hosts asked directly: names (and all below them), addresses, networks, `*` for all; a name may have a port."""

    def __post_init__(self) -> None:
        self._parts()

    def _parts(self) -> SplitResult:
        try:
            parts = urlsplit(self.url if "://" in self.url else f"http://{self.url}")
            usable = parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != 0
            unquote(parts.password or "").encode("ascii")
            unquote(parts.username or "").encode("ascii")
        except ValueError:
            usable = False
        if not usable:
            raise UsageError(
                "the proxy setting is no http:// or https:// URL; other kinds of proxies are not supported"
            )
        return parts

    @property
    def scheme(self) -> str:
        """Either http or https: how the proxy itself is reached."""
        return self._parts().scheme

    @property
    def host(self) -> str:
        """The proxy's host."""
        return self._parts().hostname or ""

    @property
    def port(self) -> int:
        """The proxy's port."""
        parts = self._parts()
        return parts.port or _DEFAULT_PORTS[parts.scheme]

    @property
    def credential(self) -> tuple[str, str] | None:
        """User and password, None where the URL holds none. Only for sending them to the proxy."""
        parts = self._parts()
        if parts.username is None:
            return None
        return unquote(parts.username), unquote(parts.password or "")

    def covers(self, host: str, port: int) -> bool:
        """Return whether that host is asked through the proxy; never this machine: the proxy's own is another."""
        return not _is_local(host) and not any(_excepts(entry, host.lower(), port) for entry in self.no_proxy)


def proxy_from(environ: Mapping[str, str]) -> ProxySettings | None:
    """
    Return the proxy of HTTPS_PROXY or ALL_PROXY less NO_PROXY; lower-case names come first, as in curl.

    None where none is set. Raises UsageError where the value is no URL of an http or https proxy.
    """
    url = _first(environ, _PROXY_NAMES)
    if not url:
        return None
    exceptions = _first(environ, _EXCEPTION_NAMES).replace(",", " ").split()
    return ProxySettings(url, tuple(exceptions))


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((environ[name].strip() for name in names if environ.get(name, "").strip()), "")


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _excepts(entry: str, host: str, port: int) -> bool:
    entry = entry.lower()
    if entry == "*":
        return True
    network = _network(entry)
    if network is not None:
        try:
            return ipaddress.ip_address(host) in network
        except ValueError:
            return False
    name, colon, entry_port = entry.rpartition(":")
    if colon and entry_port.isdecimal():
        if entry_port != str(port):
            return False
        return _excepts(name, host, port)
    suffix = entry.removeprefix("*").strip(".")
    return bool(suffix) and (host == suffix or host.endswith(f".{suffix}"))


def _network(entry: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(entry.removeprefix("[").removesuffix("]"), strict=False)
    except ValueError:
        return None
