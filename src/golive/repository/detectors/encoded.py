"""Find what looks like a credential of the provider in base64: a Kubernetes Secret, a header, a data URI."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from golive.repository.detectors.detector import Form, Found

if TYPE_CHECKING:
    from golive.repository.detectors.shapes import Shapes

_FIRST: Final = {0: 0, 1: 2, 2: 3}
"""Characters of a group that depend on what stands before, by bytes that stand before."""

_GROUPS_BEFORE: Final = 3
_LONGEST: Final = 480
"""Characters. The longest shape is shorter."""

_RUNS: Final = (
    re.compile(rb"[A-Za-z0-9+/_-]+"),
    # Over several lines, if what ends with the first one is nothing: the next line may be another setting.
    re.compile(rb"(?:[A-Za-z0-9+/_-]++|(?:\\{1,3}[rn]|[\r\n])+[ \t]*+(?=[A-Za-z0-9+/_-]{4}))+"),
)
_BREAK: Final = re.compile(rb"\\{1,3}[rn]|[ \t\r\n]")
_DIGITS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-"


class EncodedShapes:
    """Looks for the provider's prefixes in base64, at each place in a group of three bytes."""

    reads_binary = False

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._needles = {
            _needle(prefix, offset): (prefix, offset) for prefix in shapes.secret_prefixes for offset in _FIRST
        }

    @property
    def needles(self) -> Collection[bytes]:
        """What of the encoded prefixes depends on nothing else."""
        return self._needles.keys()

    def confirm(self, data: bytes, at: int, needle: bytes) -> Iterator[Found]:
        """Yield the credential in the decoded text, if one begins there."""
        prefix, offset = self._needles[needle]
        start = at - _FIRST[offset]
        before = data[max(0, start - 4 * _GROUPS_BEFORE) : max(0, start)]
        kept = (len(before) - len(before.rstrip(_DIGITS))) // 4 * 4
        looked_at = b""
        for pattern in _RUNS:
            run = pattern.match(data, start, start + _LONGEST) if start >= 0 else None
            if run is None or run[0] == looked_at:
                return
            text = _decoded(data[start - kept : start] + (_BREAK.sub(b"", run[0]) if looked_at else run[0]))
            looked_at = run[0]
            shaped = self._shapes.match(text, kept // 4 * 3 + offset, prefix)
            if shaped is not None:
                yield shaped.found(at, run.end(), Form.ENCODED)
                return


def _needle(prefix: bytes, offset: int) -> bytes:
    encoded = base64.b64encode(b"\0" * offset + prefix).rstrip(b"=")
    return encoded[_FIRST[offset] : len(encoded) - (1 if (len(prefix) + offset) % 3 else 0)]


def _decoded(encoded: bytes) -> bytes:
    standard = encoded.translate(bytes.maketrans(b"-_", b"+/"))
    whole = standard[: len(standard) - (len(standard) % 4 == 1)]
    return base64.b64decode(whole + b"=" * (-len(whole) % 4))
