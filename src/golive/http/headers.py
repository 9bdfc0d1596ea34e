"""Header fields: read without regard to case, and written only where they are harmless."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from golive.http.errors import NotAllowed

_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_VALUE = re.compile(r"[!-~]([ \t!-~]*[!-~])?")


class Headers(Mapping[str, str]):
    """
    Header fields by name, in lower case; looked up in any case.

    A repeated field is one value joined with ", ". The repr shows names only: a value may be a credential.
    """

    __slots__ = ("_values",)

    def __init__(self, fields: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> None:
        values: dict[str, list[str]] = {}
        for name, value in fields.items() if isinstance(fields, Mapping) else fields:
            values.setdefault(name.lower(), []).append(value)
        self._values = {name: ", ".join(parts) for name, parts in values.items()}

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({', '.join(self._values)})"


def check_sendable(headers: Mapping[str, str], may_be_empty: Collection[str] = ()) -> None:
    """
    Raise NotAllowed where a name or a value could not be sent as one plain header field.

    `may_be_empty` names the fields, in the same case, whose value is meant to be empty where it is.
    """
    for name, value in headers.items():
        if not _NAME.fullmatch(name):
            raise NotAllowed("a header's name holds a character that a header cannot hold; nothing was sent")
        if not _VALUE.fullmatch(value) and not (value == "" and name in may_be_empty):
            raise NotAllowed(
                f"the value for the header {name} is empty, starts or ends with white space, or holds a line break "
                "or another character that a header cannot hold; nothing was sent"
            )
