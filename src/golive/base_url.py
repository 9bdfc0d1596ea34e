"""
Judge whether a base URL is exactly the provider's, for this kind of environment.

Asked by the check `settings.base-url`, and by the context before a credential is sent anywhere.
"""

from __future__ import annotations

import ipaddress
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from golive.finding import Finding, SettingPlace, fail, seen, warn
from golive.profile.types import Kind

if TYPE_CHECKING:
    from golive.provider import Provider

HTTPS_PORT = 443


def judge_base_url(url: str, kind: Kind, provider: Provider, at: SettingPlace | None = None) -> Iterator[Finding]:
    """Yield what is wrong with a base URL, or one `seen` finding where nothing is."""
    host = provider.hosts[kind]
    wanted = f"https://{host}"
    fix = f"Set it to {wanted}"
    problems = list(_problems(url, host, kind, provider))
    for problem in problems:
        yield fail(problem, at, fix=fix)
    if problems:
        return
    path = urlsplit(url).path
    if path:
        yield warn(f"{url} ends in {path!r}; a client that appends /v1/… to it asks for the wrong path", at, fix=fix)
    else:
        yield seen(f"{url} is the {kind} host of {provider.title}", at)


def _problems(url: str, host: str, kind: Kind, provider: Provider) -> Iterator[str]:
    if not url:
        yield "the base URL is empty"
        return
    if url != url.strip() or any(unicodedata.category(character).startswith(("C", "Z")) for character in url):
        yield f"{url!r} holds white space or invisible characters"
        return
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        yield f"{url!r} is no URL: {error}"
        return
    if parts.scheme.lower() != "https":
        yield f"{url!r} is not https" if parts.scheme else f"{url!r} has no scheme: it has to start with https://"
        if not parts.hostname:
            return
    if "@" in parts.netloc or "\\" in url:
        yield f"a user name before the host sends requests elsewhere: the host of this URL is {parts.hostname!r}"
    if port not in {None, HTTPS_PORT}:
        yield f"port {port} is not the API's port"
    if parts.query or parts.fragment or url.endswith(("?", "#")):
        yield f"{url!r} has a query or a fragment, which a base URL cannot have"
    yield from _host_problems(parts, host, kind, provider)


def _host_problems(parts: SplitResult, host: str, kind: Kind, provider: Provider) -> Iterator[str]:
    actual = parts.hostname or ""
    if actual == host:
        return
    shown = repr(actual)
    other_kind = Kind.SANDBOX if kind is Kind.PRODUCTION else Kind.PRODUCTION
    if kind is Kind.PRODUCTION and actual in provider.sandbox_hosts:
        yield f"{shown} is a sandbox host, and this environment is production"
    elif actual == provider.hosts[other_kind]:
        yield f"{shown} is the {other_kind} host, and this environment is {kind}"
    elif _is_address(actual):
        yield f"{shown} is an IP address: the certificate of {host} cannot be verified for it"
    elif actual.rstrip(".") == host:
        yield f"{shown} has a trailing dot; write {host!r}"
    elif not actual.isascii() or "xn--" in actual:
        yield f"{shown} holds letters outside ASCII and is not {host!r}, however alike it looks"
    elif actual.startswith((f"{host}.", f"{host}-")):
        yield f"{shown} only starts like {host!r}: it belongs to somebody else"
    elif actual.endswith(host):
        yield f"{shown} only ends like {host!r}: it is another host"
    else:
        yield f"{shown} is not {host!r}"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
