"""What can be read, and how lists are cut into pages."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote

from golive.emulator.anton.proof import encoded

if TYPE_CHECKING:
    from golive.emulator.anton.render import Row, Shapes
    from golive.emulator.message import Received

DEFAULT_LIMIT: Final = 20
LARGEST_LIMIT: Final = 100
"""https://docs.antonpayments.com/api-reference/pagination"""

Filters = Mapping[str, tuple[str, ...]]
"""Query parameters, with the only values they take where those are documented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Things of one kind. `key` finds a single one, None where single ones cannot be read."""

    rows: Callable[[Shapes], list[Row]]
    key: str | None = "id"
    paged: bool = True
    filters: Filters = field(default_factory=dict)


_COLLECTIONS: Final = {
    "balances": Collection(rows=lambda to: [to.balance(one) for one in to.world.balances], key="currency", paged=False),
    "corridors": Collection(rows=lambda to: [to.corridor(one) for one in to.world.corridors], key=None),
    "webhooks": Collection(
        rows=lambda to: [to.subscription(one) for one in to.world.subscriptions], key=None, paged=False
    ),
    "payees": Collection(
        rows=lambda to: [to.payee(one) for one in to.world.payees],
        filters={"status": ("active", "archived", "blocked"), "type": ("individual", "business"), "country": ()},
    ),
    "instruments": Collection(
        rows=lambda to: [to.instrument(one) for one in to.world.instruments],
        filters={"status": ("active", "disabled"), "method": (), "payee_id": (), "beneficiary_id": ()},
    ),
    "payouts": Collection(rows=lambda to: [to.payout(one) for one in to.world.payouts], filters={"status": ()}),
}
"""By path segment. Payees may go by another one, see `Shapes.people`."""


class Problem(Exception):
    """A request that gets an error."""

    def __init__(self, status: int, code: str, message: str, headers: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, tuple(headers)


def not_found() -> Problem:
    """Return the error for what is absent, or another merchant's: the two are never told apart."""
    return Problem(404, "not_found", "there is no such resource")


def need_get(request: Received) -> None:
    """Raise Problem for any method but GET."""
    if request.method != "GET":
        raise Problem(405, "method_not_allowed", "only GET is supported here", (("Allow", "GET"),))


def resource(request: Received, shapes: Shapes, cursor_key: bytes) -> object:
    """Return the body of an answer under `/v1/`. Raises Problem where there is nothing to answer with."""
    body = _read(request, shapes, cursor_key)
    need_get(request)
    return body


def _read(request: Received, shapes: Shapes, cursor_key: bytes) -> object:
    match [unquote(segment) for segment in request.path.removeprefix("/v1/").split("/")]:
        case [name]:
            collection = _collection(name, shapes)
            rows = collection.rows(shapes)
            if name == "corridors" and "corridors-bare-list" in shapes.variants:
                return rows
            return (
                _page(rows, collection.filters, request, shapes, cursor_key) if collection.paged else shapes.whole(rows)
            )
        case [name, identifier]:
            return shapes.one(_single(_collection(name, shapes), identifier, shapes))
        case [shapes.people, identifier, "instruments"]:
            _single(_COLLECTIONS["payees"], identifier, shapes)
            collection = _COLLECTIONS["instruments"]
            rows = [row for row in collection.rows(shapes) if row[f"{shapes.person}_id"] == identifier]
            return _page(rows, collection.filters, request, shapes, cursor_key)
        case _:
            raise not_found()


def _collection(name: str, shapes: Shapes) -> Collection:
    if name in {"payees", "beneficiaries"}:
        name = "payees" if name == shapes.people else ""
    if name not in _COLLECTIONS:
        raise not_found()
    return _COLLECTIONS[name]


def _single(collection: Collection, identifier: str, shapes: Shapes) -> Row:
    rows = [] if collection.key is None else collection.rows(shapes)
    found = next((row for row in rows if row[collection.key or "id"] == identifier), None)
    if found is None:
        raise not_found()
    return found


def _page(rows: list[Row], filters: Filters, request: Received, shapes: Shapes, cursor_key: bytes) -> Row:
    """Return one page. A cursor says nothing to anyone but this emulator, and never expires."""
    query = dict(parse_qsl(request.query, keep_blank_values=True))
    chosen = {name: query[name] for name in filters if name in query and all(name in row for row in rows[:1])}
    for name, value in chosen.items():
        if filters[name] and value not in filters[name]:
            raise _invalid(f"{name} has to be one of {', '.join(filters[name])}")
        rows = [row for row in rows if row[name] == value]
    if "no-has-more" in shapes.variants:
        return {"data": rows}
    limit = _limit(query.get("limit", str(DEFAULT_LIMIT)))

    def cursor_at(position: int) -> str:
        place = f"{request.path}|{sorted(chosen.items())}|{position}"
        return encoded(hmac.digest(cursor_key, place.encode(), hashlib.sha256)[:18])

    start = 0
    if "cursor" in query:
        given = query["cursor"]
        start = next((position for position in range(len(rows)) if cursor_at(position) == given), -1)
        if start < 0:
            raise Problem(400, "bad_request", "the cursor is not one of this list")
    end = start + limit
    page: Row = {"data": rows[start:end], "has_more": end < len(rows)}
    return page | {"next_cursor": cursor_at(end)} if end < len(rows) else page


def _limit(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_LIMIT)) and 1 <= int(text) <= LARGEST_LIMIT:
        return int(text)
    raise _invalid(f"limit has to be a number from 1 to {LARGEST_LIMIT}")


def _invalid(message: str) -> Problem:
    return Problem(422, "validation_error", message)
