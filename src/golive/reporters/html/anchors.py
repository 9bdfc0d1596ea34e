"""Names of places on the page."""

from __future__ import annotations

import re
from typing import Final

_DOTTED: Final = re.compile(r"[a-z][a-z0-9-]{0,40}(?:\.[a-z0-9-]{1,60}){1,3}", re.ASCII)


class Anchors:
    """
    Names of places on the page, each given once.

    `prefix` keeps the names of several reports apart. All names given here hold a full stop; those of the page do not.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._given: set[str] = set()

    def of(self, kind: str, name: str) -> str:
        """Return an anchor that reads like `name`, a dotted id, where that is one and was not given before."""
        anchor = f"{self._prefix}{kind}{name}"
        if not _DOTTED.fullmatch(name) or anchor in self._given:
            anchor = f"{self._prefix}{kind}no.{len(self._given) + 1}"
        self._given.add(anchor)
        return anchor
