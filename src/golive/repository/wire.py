"""
Hand the rules of a scan to a process that golive started, and hits back, over a pipe that only the two hold.

A `Secret` refuses to be pickled, so that none is written anywhere by accident. Here it is taken apart on purpose.
"""

from __future__ import annotations

import io
import pickle
import struct
from typing import IO, Any, Final

from golive.redact import Secret

_SIZE: Final = struct.Struct(">Q")
_LONGEST: Final = 1 << 30
"""Bytes of one message."""

_PLAIN: Final = frozenset({("builtins", "frozenset"), ("builtins", "set")})


def dumps(value: object) -> bytes:
    """Return a value as bytes: dataclasses of golive, secrets, and Python's own types. The same for the same value."""
    buffer = io.BytesIO()
    pickler = _Pickler(buffer, protocol=5)
    pickler.fast = True  # no back references, which would tell equal values apart by how they came about
    pickler.dump(value)
    return buffer.getvalue()


def loads(data: bytes) -> Any:  # noqa: ANN401 - the caller knows what it was sent
    """Return what `dumps` made. Raises pickle.UnpicklingError where it names anything that is no noun of golive."""
    return _Unpickler(io.BytesIO(data)).load()


def send(stream: IO[bytes], value: object) -> None:
    """Write one message. Raises OSError where nobody reads any more."""
    data = dumps(value)
    stream.write(_SIZE.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:  # noqa: ANN401 - as `loads`
    """Return the next message. Raises EOFError where there is none, or half of one."""
    head = _exactly(stream, _SIZE.size)
    (size,) = _SIZE.unpack(head)
    if size > _LONGEST:
        raise EOFError("what came is no message")
    return loads(_exactly(stream, size))


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("the other process ended")
    return data


class _Pickler(pickle.Pickler):
    def persistent_id(self, value: object) -> tuple[str, str] | None:
        return (value.reveal(), value.label) if isinstance(value, Secret) else None


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, pid: tuple[str, str]) -> Secret:
        return Secret(*pid)

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as the base class
        if (module, name) in _PLAIN or (module.startswith("golive.") and "." not in name):
            found = super().find_class(module, name)
            if isinstance(found, type):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not handed over")
