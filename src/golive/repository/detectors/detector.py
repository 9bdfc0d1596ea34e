"""
How a detector works: it names fixed runs of bytes, and looks closer only where one of them is found.

Finding them is the engine's business (`golive.repository.engine`), so that every engine gives the same result.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from golive.kind import Kind
    from golive.redact import Secret


class Form(StrEnum):
    """How a credential is written down. The value completes a sentence: `api_key of prod, as base64`."""

    PLAIN = ""
    ENCODED = "as base64, hexadecimal, escaped or UTF-16 text"
    SPLIT = "in pieces that the program puts together"


@dataclass(frozen=True, slots=True)
class Found:
    """
    A credential at some bytes of a text.

    `kind` is what it opens: None where nothing tells. `known` says that it is a value of the profile, not only
    something that looks like one. `certain` is false where only its surroundings say that it may be a credential of
    the provider; `named` is true where a name says what it is, and nothing in the value does.
    """

    start: int
    end: int
    title: str
    secret: Secret
    kind: Kind | None
    form: Form = Form.PLAIN
    known: bool = False
    certain: bool = True
    named: bool = False


class Detector(Protocol):
    """One way of telling a credential from other bytes."""

    @property
    def needles(self) -> Collection[bytes]:
        """The runs of bytes, of at least four each, one of which stands wherever there is something to find."""
        ...

    @property
    def reads_binary(self) -> bool:
        """Whether what it finds means something in a file that is no text."""
        ...

    def confirm(self, data: bytes, at: int, needle: bytes) -> Iterator[Found]:
        """Yield what is found around a needle at a position. The same thing may be found from several needles."""
        ...
