"""Find private keys: PEM documents, and JSON Web Keys with their private part."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from golive.redact import Secret
from golive.repository.detectors.detector import Found
from golive.repository.placeholders import is_placeholder

if TYPE_CHECKING:
    from golive.repository.detectors.names import Names

LONGEST_KEY: Final = 16_384
"""Bytes of a document with a private key, escapes and indentation included."""
_NAME_BEFORE: Final = 160
"""Bytes before a key in which the name of its setting stands."""

_BEGIN: Final = re.compile(rb"-----BEGIN (?:EC |RSA )?PRIVATE KEY-----(?!\s*[\"'`)/,;+.\]])")
_BODY: Final = re.compile(rb"(?:[\s\"'`+,.|>#*]|\\+[rn]?|//)*+((?:[A-Za-z0-9+/=]{4,}+(?:[\s\"'`+,.]|\\+[rn]?)*+)+)")
_NO_BASE64: Final = re.compile(rb"\\+[rn]|[^A-Za-z0-9+/=]")
_SHORTEST_BODY: Final = 60
"""Characters of base64: an Ed25519 key has 64."""
_HEADER: Final = 24
"""Characters that are the same in every key of a kind."""
_KEY_TYPE: Final = re.compile(rb"\\{0,3}[\"']?kty\\{0,3}[\"']?\s*:\s*\\{0,3}[\"'](?:EC|OKP|RSA)\\{0,3}[\"']")
_PRIVATE_PART: Final = re.compile(
    rb"\\{0,3}[\"']?\bd\\{0,3}[\"']?\s*:\s*\\{0,3}[\"']([A-Za-z0-9_-]{40,700})\\{0,3}[\"']"
)
_LONGEST_JWK: Final = 4096
_LOOKED_BEHIND: Final = 256
"""Bytes after the first of a key's marks that tell whether it is one."""


class PrivateKeys:
    """Looks for private keys of a kind that the provider's clients have. Whose they are, only a name can tell."""

    needles: Collection[bytes] = (b"PRIVATE KEY-----", b'"kty', b"'kty", b"kty:")
    reads_binary = False

    def __init__(self, names: Names) -> None:
        self._names = names
        if not names.holds_private_key:
            self.needles = ()

    def confirm(self, data: bytes, at: int, needle: bytes) -> Iterator[Found]:
        """Yield the private key around a needle: certain where a name of the provider's stands before it."""
        found = _pem(data, at) if needle.startswith(b"PRIV") else _jwk(data, at)
        if found is None:
            return
        start, end, what, key = found
        name = self._names.assigned_before(data[max(0, start - _NAME_BEFORE) : start])
        title = "private key" if name is None else name.title
        kind = None if name is None else name.kind
        yield Found(start, end, f"{title} ({what})", Secret(key, title), kind, certain=name is not None, named=True)


def _pem(data: bytes, at: int) -> tuple[int, int, str, str] | None:
    start = data.rfind(b"-----BEGIN", max(0, at - 20), at)
    begin = _BEGIN.match(data, start, at + _LOOKED_BEHIND) if start >= 0 else None
    if begin is None:
        return None
    body = _BODY.match(data, begin.end(), begin.end() + LONGEST_KEY)
    key = "" if body is None else _NO_BASE64.sub(b"", body[1]).decode()
    if body is None or len(key) < _SHORTEST_BODY or is_placeholder(key[_HEADER:_SHORTEST_BODY]):
        return None
    return start, body.end(), "PEM", key


def _jwk(data: bytes, at: int) -> tuple[int, int, str, str] | None:
    opening = data.rfind(b"{", max(0, at - _LONGEST_JWK), at)
    closing = data.find(b"}", at, at + _LONGEST_JWK)
    if opening < 0 or closing < 0 or not _KEY_TYPE.match(data, at - _escapes(data, at), at + _LOOKED_BEHIND):
        return None
    private = _PRIVATE_PART.search(data, opening, closing)
    if private is None or is_placeholder(private[1].decode()):
        return None
    return opening, closing + 1, "JWK", private[1].decode()


def _escapes(data: bytes, at: int) -> int:
    before = data[max(0, at - 3) : at]
    return len(before) - len(before.rstrip(b"\\"))
