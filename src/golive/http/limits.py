"""How long a request may take, and how large its answer may be."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of one request. Times in seconds, sizes in bytes."""

    connect: float = 5.0
    """For the name, the connection and the TLS handshake, each."""
    read: float = 10.0
    """Between two pieces of the answer."""
    total: float = 20.0
    """For everything, from the name to the last byte."""
    compressed: int = 4 * MEBIBYTE
    """Of the body as it is sent."""
    decompressed: int = 8 * MEBIBYTE
    """Of the body as it is read."""
    cut: bool = False
    """Whether a longer body is cut off there, and the answer counts; an error otherwise."""
