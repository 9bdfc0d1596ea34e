"""What golive may ask a provider for. Everything else is refused before a byte is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote_to_bytes, urlencode

from golive.http.errors import NotAllowed
from golive.redact import inert

_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_PATH = re.compile(r"(/([A-Za-z0-9_.~:@!$'()*+,=-]|%[0-9A-Fa-f]{2})+)+/?")
_HIDDEN = re.compile(rb"[\x00-\x20\x7f/\\.%?#;]")
"""What a percent-encoded character must not be: somebody on the way might decode it and see another path."""

_LONGEST_PATH = 1000
_NOT_READ = frozenset({"secret", "secrets", "pii"})
_CHANGES = ("logout", "refresh", "rotate", "revoke")

_RUN_ID = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,38}[A-Za-z0-9])?")


def check_host(host: str) -> None:
    """Raise NotAllowed where this is no plain host name in lower case."""
    if not _HOST.fullmatch(host):
        raise NotAllowed(f"{inert(host, 80)!r} is no host name that golive sends requests to")


def check_run_id(run_id: str) -> None:
    """Raise NotAllowed where this could not be part of a request id."""
    if not _RUN_ID.fullmatch(run_id):
        raise NotAllowed("a run id has at most 40 letters, digits and hyphens")


def check_path(path: str) -> None:
    """Raise NotAllowed where this is no plain absolute path: another host, another folder, hidden characters."""
    escapes = b"".join(unquote_to_bytes(escape) for escape in re.findall(r"%[0-9A-Fa-f]{2}", path))
    segments = path.split("/")
    if (
        len(path) > _LONGEST_PATH
        or not _PATH.fullmatch(path)
        or ".." in path
        or "." in segments
        or _HIDDEN.search(escapes)
    ):
        raise NotAllowed(f"{inert(path, 80)!r} is no plain path below the host; nothing was sent")


def check_readable(path: str) -> None:
    """Raise NotAllowed where a GET of this path would read a secret or personal data, or change a session."""
    check_path(path)
    segments = [unquote_to_bytes(segment).decode("latin-1").lower() for segment in path.split("/") if segment]
    if any(segment in _NOT_READ or segment.startswith(_CHANGES) for segment in segments):
        raise NotAllowed(f"golive never asks for {inert(path, 80)}: it is not for reading")


def check_login(path: str, login_paths: frozenset[str]) -> None:
    """Raise NotAllowed where this is not one of the provider's login paths."""
    check_path(path)
    if path not in login_paths:
        raise NotAllowed(f"golive sends no POST to {inert(path, 80)}: it is not a login path of this provider")


def encode_query(query: Mapping[str, str] | None) -> str:
    """Return a query with its question mark, or nothing. Raises NotAllowed where it cannot be encoded."""
    if not query:
        return ""
    encoded = ""
    try:
        encoded = urlencode(list(query.items()), quote_via=quote, safe="")
    except UnicodeEncodeError:
        encoded = ""
    if not encoded:
        raise NotAllowed("the query holds half of a UTF-16 pair, which cannot be sent; nothing was sent")
    return f"?{encoded}"
