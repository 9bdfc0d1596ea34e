"""
Addresses that a page of ours may link to: those that golive brings along itself, all of them https.

A report can come from a file, so an address in it is text, however it looks. It is a link only where golive's own
checklist or check names the very same one.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from golive.registry import BUILT_IN, built_in, load_checklist, provider_ids

if TYPE_CHECKING:
    from golive.result import Result


def checklist_page(provider_id: str, address: str) -> str | None:
    """Return the address of the page that a provider's checklist is taken from, None where `address` is another."""
    return address if address == _own_source(provider_id) else None


def pages_of(result: Result, provider_id: str) -> tuple[str, ...]:
    """Return the provider's pages that document what a check of golive's own relies on."""
    home = _own_source(provider_id)
    if result.origin != BUILT_IN or home is None:
        return ()
    return tuple(page for page in _sources().get(result.id, ()) if _site(page) == _site(home))


def label_of(page: str) -> str:
    """Return what to call a page: the last part of its path, without a number before it, or its host."""
    address = urlsplit(page)
    name = address.path.rstrip("/").rpartition("/")[2]
    number, _, rest = name.partition("-")
    return (rest if number.isdecimal() and rest else name) or address.netloc


@cache
def _own_source(provider_id: str) -> str | None:
    source = load_checklist(provider_id).source if provider_id in provider_ids() else ""
    return source if _is_sound(source) else None


@cache
def _sources() -> dict[str, tuple[str, ...]]:
    return {check.id: tuple(filter(_is_sound, check.sources)) for check in built_in().checks}


def _is_sound(page: str) -> bool:
    """Tell whether an address can stand in a link: it is for the web, and nothing in it ends the link."""
    return page.startswith("https://") and page.isascii() and page.isprintable() and not set(page) & set(" <>()\"'\\`|")


def _site(address: str) -> str:
    """Return the last two parts of an address's host: the documentation of one provider lies on several hosts."""
    return ".".join((urlsplit(address).hostname or "").split(".")[-2:])
