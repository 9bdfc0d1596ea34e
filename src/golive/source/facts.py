"""What a provider's documentation says that a merchant's source code has to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an operation of the API is to the promises."""

    PAYS = "pays"
    """Moves money: a payout, an order."""
    CREATES_PAYEE = "creates a payee"
    CREATES_INSTRUMENT = "creates an instrument"
    READS_FUNDS = "reads a balance"
    """Tells what is available to pay with."""
    LISTS = "lists"
    """Answers in pages."""
    READS_ONE = "reads one"
    """Tells the state of one payment."""
    LOGS_IN = "logs in"


@dataclass(frozen=True, slots=True)
class Operation:
    """
    A request that the API documents: method, and path below the API's prefix with `{}` for what varies.

    `keyed` says that the provider wants it to be idempotent, by a key that the caller makes.
    """

    method: str
    path: str
    title: str
    roles: frozenset[Role] = frozenset()
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """Where the key of an operation travels: a `header`, or a `field` of the body. `names` are what code calls it."""

    header: str | None
    field: str | None
    names: tuple[str, ...]

    @property
    def title(self) -> str:
        """How to call it in a sentence."""
        return f"the {self.header} header" if self.header is not None else f"the field {self.field}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """
    What tells a provider's integration in source code, and what is promised about it.

    `markers` are regular expressions over a file's bytes: where one matches, the file speaks of the provider.
    `prefix` is what all paths of the API begin with. `statuses` are the states of a payment by kind of product (the
    empty name where there is one kind). `statuses` of `final` end its life.
    """

    word: bytes
    """What every marker and every hint matches has in it, in lower case."""
    markers: tuple[bytes, ...]
    places: str
    """A regular expression over the path of a file, ignoring case: where it matches, the file is about the provider."""
    hints: tuple[bytes, ...] = ()
    """Markers that others may use too: they count in a file that one of `ties` matches as well."""
    ties: tuple[bytes, ...] = ()
    prefix: str
    operations: tuple[Operation, ...]
    key: IdempotencyKey
    signature_headers: tuple[str, ...]
    timestamp_headers: tuple[str, ...]
    """Headers that carry the time of a delivery. Empty where it is part of the signature's own header."""
    event_id_headers: tuple[str, ...]
    event_types: tuple[str, ...]
    statuses: Mapping[str, tuple[str, ...]]
    final: frozenset[str]
    amounts: tuple[str, ...]
    """Fields that carry an amount of money."""
    private: tuple[str, ...]
    """Fields that nobody may log: bank details, names of people, codes that are worth money."""
    request_id_header: str
    pages: tuple[str, ...]
    """What code that follows pages has to read: fields of an answer, or headers."""
    wants_jitter: bool

    def find(self, method: str | None, path: str) -> Operation | None:
        """Return the documented operation of a request, None where it is none. An unknown method matches any."""
        shown = self.below(path)
        if shown is None:
            return None
        matching = (each for each in self.operations if _matches(each.path, shown))
        return next((each for each in matching if method is None or each.method == method), None)

    def is_path(self, path: str) -> bool:
        """Whether a text (`{}` for what varies) is the path or URL of something in this API."""
        shown = self.below(path)
        return shown is not None and any(_matches(each.path, shown) for each in self.operations)

    def below(self, path: str) -> str | None:
        """Return what follows the API's prefix in a path or URL, without slashes at the ends and without a query."""
        # What varies right after a word is a query: an id has a slash before it.
        text = re.sub(r"(?<=[A-Za-z])\{\}$", "", re.split(r"[?#]", path, maxsplit=1)[0].strip())
        _, found, rest = text.rpartition(self.prefix)
        if not found:
            _, found, rest = f"/{text}".partition(f"{self.prefix}")
        if not found:
            # A client whose base address holds the prefix names only the rest.
            rest = re.sub(r"^(?:\{\}|https?://[^/]*)", "", text)
            if rest.startswith("{}") or "://" in rest:
                return None
        return rest.strip("/") or None


def _matches(pattern: str, path: str) -> bool:
    wanted, found = pattern.split("/"), path.split("/")
    return len(wanted) == len(found) and all(
        a == b or (a == "{}" and b != "") for a, b in zip(wanted, found, strict=True)
    )
