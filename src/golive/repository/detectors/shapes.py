"""Find what looks like a credential of the provider."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.redact import Secret
from golive.repository.detectors.detector import Form, Found
from golive.repository.placeholders import is_placeholder
from golive.repository.text import begins_word

if TYPE_CHECKING:
    from golive.provider import SecretShape

_CUT_OFF: Final = (b"...", "…".encode(), b"\\u2026", "•".encode(), b"*", b"$", b"{", b"<", b"[", b"%", b"#{", b"(")
"""What follows a value of which only the start is written, or which goes on in a variable."""

_LONGEST_START: Final = 16
"""Characters that may be shown of a value that is cut off."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """A secret of one of the shapes in a text, and where it ends there."""

    shape: SecretShape
    text: str
    end: int

    def found(self, start: int, end: int, form: Form = Form.PLAIN) -> Found:
        """Return it as found at some bytes of a file."""
        title = f"{self.shape.title} {self.shape.prefix}***"
        return Found(start, end, title, Secret(self.text, self.shape.title), self.shape.kind, form)


class Shapes:
    """Looks for a provider's fixed prefixes. Identifiers are no secrets, and are not looked for."""

    reads_binary = False

    def __init__(self, shapes: Iterable[SecretShape]) -> None:
        self._shapes: dict[bytes, list[tuple[SecretShape, re.Pattern[bytes]]]] = {}
        for shape in shapes:
            group = self._shapes.setdefault(shape.prefix.encode(), [])
            group.append((shape, re.compile(shape.rest.encode())))

    @property
    def needles(self) -> Collection[bytes]:
        """The prefixes."""
        return self._shapes.keys()

    @property
    def secret_prefixes(self) -> Collection[bytes]:
        """The prefixes of secrets, without those of identifiers."""
        return [prefix for prefix, group in self._shapes.items() if not all(shape.identifier for shape, _ in group)]

    @property
    def number(self) -> int:
        """How many shapes of secrets are looked for."""
        return sum(not shape.identifier for group in self._shapes.values() for shape, _ in group)

    def confirm(self, data: bytes, at: int, needle: bytes) -> Iterator[Found]:
        """Yield the credential that begins with a prefix, if one does."""
        shaped = self.match(data, at, needle)
        if shaped is not None:
            yield shaped.found(at, shaped.end)

    def match(self, data: bytes, at: int, prefix: bytes) -> Shaped | None:
        """Return the secret that begins with a prefix at a position of a text, None where none does."""
        if not begins_word(data, at):
            return None
        for shape, rest in self._shapes[prefix]:
            match = rest.match(data, at + len(prefix))
            if match is None or data[match.end() : match.end() + 1].isalnum():
                continue
            text = _random_part(match)
            cut_off = len(text) < _LONGEST_START and data.startswith(_CUT_OFF, match.end())
            if shape.identifier or cut_off or is_placeholder(text):
                return None
            return Shaped(shape, data[at : match.end()].decode("latin-1"), match.end())
        return None

    def is_telling(self, value: str) -> bool | None:
        """Whether a value of one of the shapes is a secret and no placeholder. None: it is of no shape."""
        for prefix, group in self._shapes.items():
            if value.encode().startswith(prefix):
                rest = value.encode().removeprefix(prefix)
                matches = ((shape, pattern.fullmatch(rest)) for shape, pattern in group)
                match = next(((shape, match) for shape, match in matches if match is not None), None)
                if match is not None:
                    return not match[0].identifier and not is_placeholder(_random_part(match[1]))
        return None


def _random_part(match: re.Match[bytes]) -> str:
    return (match[1] if match.re.groups else match[0]).decode("latin-1")
