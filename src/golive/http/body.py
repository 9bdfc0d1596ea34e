"""Reading a body with bounds on its size, as sent and unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from golive.http.errors import ConnectionLost, TooLarge, UnreadableAnswer
from golive.http.limits import MEBIBYTE, Limits
from golive.redact import inert

if TYPE_CHECKING:
    from golive.http.headers import Headers

_PIECE = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS


def read_body(pieces: Iterable[bytes], headers: Headers, limits: Limits, host: str) -> tuple[bytes, int]:
    """
    Return a body, unpacked, and its size in bytes as it was sent.

    Raises TooLarge as soon as one of the limits is passed, or announced to be, and UnreadableAnswer where the body
    is packed in a way that golive did not ask for, or cannot be unpacked. Where `limits.cut` says so, a longer body
    ends at the limit instead, and a packed one that cannot be unpacked where it cannot.
    """
    if limits.cut:
        return _beginning(pieces, headers, limits, host)
    announced = headers.get("content-length", "")
    if announced.isdecimal() and int(announced[:19]) > limits.compressed:
        raise _too_large(host, "is sending", limits.compressed)
    coding = headers.get("content-encoding", "").strip().lower()
    counted = _Counted(pieces, limits.compressed, host)
    body = bytearray()
    for piece in _unpacked(iter(counted), coding, host):
        body += piece
        if len(body) > limits.decompressed:
            raise _too_large(host, "sent an answer that unpacks to", limits.decompressed)
    return bytes(body), counted.size


def _beginning(pieces: Iterable[bytes], headers: Headers, limits: Limits, host: str) -> tuple[bytes, int]:
    """
    Read no further than the limits. Errors of the connection, a deadline among them, remain errors.

    A body of no announced length ends with the connection, however TLS ended: many servers do not take leave.
    """
    counted = _Counted(pieces, limits.compressed, host)
    body = bytearray()
    try:
        for piece in _unpacked(iter(counted), headers.get("content-encoding", "").strip().lower(), host):
            body += piece
            if len(body) > limits.decompressed:
                break
    except (TooLarge, _Packed):
        pass
    except ConnectionLost as lost:
        if not lost.only_tls or "content-length" in headers or "transfer-encoding" in headers:
            raise
    return bytes(body[: limits.decompressed]), counted.size


class _Packed(UnreadableAnswer):
    """The body is packed in an unknown way, or damaged."""


class _Counted:
    """Passes the pieces on, and stops once they are too many."""

    def __init__(self, pieces: Iterable[bytes], limit: int, host: str) -> None:
        self._pieces = pieces
        self._limit = limit
        self._host = host
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.size += len(piece)
            if self.size > self._limit:
                raise _too_large(self._host, "sent", self._limit)
            yield piece


def _unpacked(pieces: Iterator[bytes], coding: str, host: str) -> Iterator[bytes]:
    match coding:
        case "" | "identity":
            yield from pieces
        case "gzip" | "x-gzip":
            yield from _inflated(pieces, _GZIP, host)
        case "deflate":
            first = next((piece for piece in pieces if piece), b"")
            yield from _inflated(_after(first, pieces), _deflate_kind(first), host)
        case _:
            raise _Packed(f"{host} packed its answer as {inert(coding, 40)!r}, which golive did not ask for")


def _inflated(pieces: Iterator[bytes], kind: int, host: str) -> Iterator[bytes]:
    inflater = zlib.decompressobj(kind)
    begun = damaged = False
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if inflater.eof:  # one gzip member ended and another follows
                    inflater = zlib.decompressobj(kind)
                begun = True
                yield inflater.decompress(rest, _PIECE)
                rest = inflater.unused_data if inflater.eof else inflater.unconsumed_tail
        while begun and not inflater.eof:
            held_back = inflater.decompress(b"", _PIECE)
            if not held_back:
                damaged = True
                break
            yield held_back
    except zlib.error:
        damaged = True
    if damaged:
        raise _Packed(f"{host} sent a packed answer that is damaged or cut short")


def _deflate_kind(first: bytes) -> int:
    """Tell zlib's format, which is meant by "deflate", from the bare stream that some servers send."""
    wrapped = first[:1] and first[0] & 0x0F == zlib.DEFLATED and (first[1:] == b"" or _checks(first))
    return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS


def _checks(first: bytes) -> bool:
    return int.from_bytes(first[:2], "big") % 31 == 0  # https://www.rfc-editor.org/rfc/rfc1950#section-2.2


def _after(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def _too_large(host: str, did: str, limit: int) -> TooLarge:
    size = f"{limit // MEBIBYTE} MiB" if limit >= MEBIBYTE else f"{limit} bytes"
    return TooLarge(f"{host} {did} more than {size}, which is more than golive reads")
