"""
Judge whether a base URL is exactly the provider's, for this kind of environment.

Asked by the check `settings.base-url`, and by the context before a credential is sent anywhere.
"""

from __future__ import annotations

import ipaddress
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from golive.finding import Finding, SettingPlace, fail, seen, warn
from golive.kind import Kind

if TYPE_CHECKING:
    from golive.provider import Provider

HTTPS_PORT: Final = 443
ALIKE: Final = 0.85
"""From this likeness on (1 is the same), another host was probably meant to be this one, or to be taken for it."""


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
    shown = repr(_without_user(url))
    unreadable = _unreadable(url)
    if unreadable is not None:
        yield f"{shown} {unreadable}" if url else "the base URL is empty"
        return
    parts = urlsplit(url)
    if parts.scheme != "https":
        yield f"{shown} is not https"
    if "@" in parts.netloc and parts.hostname == host:
        yield "a user name or password stands before the host, and every log of the URL shows it"
    elif "@" in parts.netloc:
        yield f"a user name before the host sends requests elsewhere: the host of this URL is {parts.hostname!r}"
    if "?" in url or "#" in url:
        yield f"{shown} has a query or a fragment, which a base URL cannot have"
    yield from _host_problems(parts, host, kind, provider)


def _unreadable(url: str) -> str | None:
    """Return why it is no use looking at the parts of this URL: clients differ on what they are."""
    if any(unicodedata.category(character).startswith(("C", "Z")) for character in url):
        return "holds white space or invisible characters"
    if "\\" in url:
        return "holds a backslash: some clients read it as a slash, and see another host than others"
    if "://" not in url:
        return "has to start with https://"
    try:
        _ = urlsplit(url).port
    except ValueError:
        return "is no URL: its host or its port cannot be read"
    return None


def _without_user(url: str) -> str:
    """Return the URL with what stands before an `@` hidden: it may be a password."""
    before, at, after = url.rpartition("@")
    scheme, slashes, _ = before.partition("//")
    return f"{scheme if slashes else ''}{slashes}***@{after}" if at else url


def _host_problems(parts: SplitResult, host: str, kind: Kind, provider: Provider) -> Iterator[str]:
    actual, written = parts.hostname or "", parts.netloc.rpartition("@")[2]
    if not actual:
        yield f"there is no host in it; write https://{host}"
    elif not written.isascii() or "xn--" in actual:
        yield f"{actual!r} holds letters outside ASCII and is not {host!r}, however alike it looks"
    elif actual != host:
        yield _other_host(actual, host, kind, provider)
    elif parts.port not in {None, HTTPS_PORT}:
        yield f"port {parts.port} is not the API's port"
    elif written.lower() not in {host, f"{host}:{HTTPS_PORT}"}:
        # Clients differ on what they make of an empty port, and of zeros before it.
        yield f"{written!r} is an unusual way to write {host!r}"


def _other_host(actual: str, host: str, kind: Kind, provider: Provider) -> str:
    other_kind = Kind.SANDBOX if kind is Kind.PRODUCTION else Kind.PRODUCTION
    if kind is Kind.PRODUCTION and actual in provider.sandbox_hosts:
        return f"{actual!r} is a sandbox host, and this environment is production"
    if actual == provider.hosts[other_kind]:
        return f"{actual!r} is the {other_kind} host, and this environment is {kind}"
    if _is_address(actual):
        return f"{actual!r} is an IP address: the certificate of {host} cannot be verified for it"
    if actual.rstrip(".") == host:
        return f"{actual!r} has a trailing dot; write {host!r}"
    if actual.startswith((f"{host}.", f"{host}-")):
        return f"{actual!r} only starts like {host!r}: it belongs to somebody else"
    if actual.endswith(host):
        return f"{actual!r} only ends like {host!r}: it is another host"
    from difflib import SequenceMatcher

    if SequenceMatcher(None, actual, host).ratio() >= ALIKE:
        return f"{actual!r} only looks like {host!r}: compare them letter by letter"
    return f"{actual!r} is not {host!r}"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
