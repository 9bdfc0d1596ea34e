"""Faults on the wire: slow, endless, broken off. Nothing large is ever held in memory."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from golive.emulator.message import HangUp, Pause, Reply, Step, Steps

GIBIBYTE: Final = 1024**3
CHUNK: Final = 1024**2
"""Bytes of one write of a huge body, before packing."""
DRIP_SECONDS: Final = 0.1
DRIPS: Final = 36_000
"""An hour of single bytes: longer than any deadline, and yet it ends."""

_OPENING: Final = b'{"data":['
_GZIP_HEADER: Final = bytes.fromhex("1f8b08000000000000ff")
_DEFLATE_END: Final = bytes.fromhex("0300")


def latency(reply: Reply, steps: Steps) -> Steps:  # noqa: ARG001 - every wire fault is given the reply
    """Wait a tenth of a second."""
    yield Pause(0.1)
    yield from steps


def first_byte_20s(reply: Reply, steps: Steps) -> Steps:  # noqa: ARG001 - as above
    """Wait 20 seconds."""
    yield Pause(20.0)
    yield from steps


def drip_headers(reply: Reply, steps: Steps) -> Steps:  # noqa: ARG001 - it never gets to the usual steps
    """Send a header that does not end."""
    yield reply.head().removesuffix(b"\r\n") + b"X-Filler: "
    yield from _drip(b"x")
    yield HangUp()


def drip_body(reply: Reply, steps: Steps) -> Steps:  # noqa: ARG001 - as above
    """Send white space, which JSON allows, and the body only after an hour."""
    yield reply.having(("Content-Length", str(DRIPS + len(reply.body)))).head()
    yield from _drip(b" ")
    yield reply.body


def _drip(byte: bytes) -> Iterator[Step]:
    for _ in range(DRIPS):
        yield byte
        yield Pause(DRIP_SECONDS)


def reset(reply: Reply, steps: Steps) -> Steps:  # noqa: ARG001 - nothing is sent
    """Send nothing and reset the connection."""
    yield HangUp(reset=True)


def truncated(reply: Reply, steps: Steps) -> Steps:  # noqa: ARG001 - half of the reply is sent instead
    """Send half of the body that the headers promise."""
    yield reply.head() + reply.body[: len(reply.body) // 2]
    yield HangUp()


def body_1gib(reply: Reply, steps: Steps) -> Steps:  # noqa: ARG001 - another body is sent
    """Send a body of one gibibyte, a chunk at a time, until the client has had enough."""
    yield reply.having(("Content-Length", str(GIBIBYTE))).head()
    yield _OPENING
    filler = b" " * CHUNK
    left = GIBIBYTE - len(_OPENING) - 2
    while left > 0:
        yield filler[:left]
        left -= CHUNK
    yield b"]}"


def gzip_bomb(reply: Reply, steps: Steps) -> Steps:  # noqa: ARG001 - another body is sent
    """
    Send white space, packed: one mebibyte is packed once, and the packed block sent a thousand times.

    A full flush makes a deflate block independent of those before it, so repeating it is a valid stream (RFC 1951).
    """
    filler = b" " * CHUNK
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(filler) + packer.flush(zlib.Z_FULL_FLUSH)
    times = GIBIBYTE // CHUNK
    length = len(_GZIP_HEADER) + times * len(block) + len(_DEFLATE_END) + 8
    yield reply.having(("Content-Encoding", "gzip"), ("Content-Length", str(length))).head() + _GZIP_HEADER
    checksum = 0
    for _ in range(times):
        checksum = zlib.crc32(filler, checksum)
        yield block
    yield _DEFLATE_END + struct.pack("<II", checksum, GIBIBYTE % 2**32)
