"""What can be read, and how lists are cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from golive.emulator.message import Received, Reply
from golive.emulator.octopuscards.render import encoded

if TYPE_CHECKING:
    from golive.emulator.octopuscards.render import Row, Shapes

API_PREFIX: Final = "/api/v1/"
JSON: Final = (("Content-Type", "application/json"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """How a list is cut: the query parameter for the size of a page, its usual and its largest value."""

    size: str = "limit"
    usual: int = 50
    largest: int = 10_000
    """https://octopus-docs.pages.dev/docs/reference/conventions"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Things of one kind. `paging` is None for a list that always comes whole; `filters` are names of its fields."""

    rows: Callable[[Shapes], list[Row]]
    paging: Paging | None = Paging()
    filters: Mapping[str, str] = field(default_factory=dict)
    """Query parameters, with the field of a row that each is about."""
    single: bool = True
    """Whether one thing can be read by its id."""


class Problem(Exception):
    """A request that gets an error."""

    def __init__(self, status: int, message: str, *, code: str = "", headers: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.headers = status, message, code, tuple(headers)


_ORDER_PAGES: Final = Paging(size="per_page", largest=500)
"""https://octopus-docs.pages.dev/docs/reference/topups/orders"""

_COLLECTIONS: Final = {
    "wallets": Collection(rows=lambda to: to.wallets(), single=False),
    "currencies": Collection(rows=lambda to: [to.currency(one) for one in to.world.currencies], paging=None),
    "countries": Collection(rows=lambda to: [to.country(one) for one in to.world.countries], paging=None),
    "transactions": Collection(
        rows=lambda to: [to.transaction(one) for one in to.world.transactions],
        filters={"wallet_id": "wallet_id"},
        single=False,
    ),
    # https://octopus-docs.pages.dev/docs/products/products
    "products": Collection(
        rows=lambda to: [to.product(one) for one in to.world.products],
        paging=Paging(usual=10, largest=500),
        filters={"category": "category"},
    ),
    "orders": Collection(
        rows=lambda to: [to.voucher_order(one) for one in to.world.voucher_orders],
        filters={"client_reference": "client_reference"},
    ),
    "topups/orders": Collection(
        rows=lambda to: [to.order(one) for one in to.world.topup_orders],
        paging=_ORDER_PAGES,
        filters={"status": "status", "product_id": "product_id", "client_reference": "client_reference"},
    ),
    # https://octopus-docs.pages.dev/docs/reference/esim/orders
    "esim/orders": Collection(
        rows=lambda to: [to.order(one) for one in to.world.esim_orders],
        paging=_ORDER_PAGES,
        filters={"status": "status", "client_reference": "client_reference"},
    ),
}
"""By what follows the prefix."""


def need_get(request: Received) -> None:
    """Raise Problem for any method but GET: nothing here can be ordered or changed."""
    if request.method != "GET":
        raise Problem(405, "Only GET is played here", headers=(("Allow", "GET"),))


def resource(request: Received, shapes: Shapes) -> Reply:
    """Return the answer to a request under `/api/v1/`. Raises Problem where there is nothing to answer with."""
    name = request.path.removeprefix(API_PREFIX)
    collection = _COLLECTIONS.get(name)
    if collection is not None:
        need_get(request)
        return _list(request, collection, shapes)
    name, _, identifier = name.rpartition("/")
    collection = _COLLECTIONS.get(name)
    if collection is None or not collection.single:
        raise _not_found()
    need_get(request)
    for row in collection.rows(shapes):
        if str(row["id"]) == identifier:
            return Reply(200, JSON, encoded(row))
    raise _not_found()


def _list(request: Received, collection: Collection, shapes: Shapes) -> Reply:
    query = dict(parse_qsl(request.query, keep_blank_values=True))
    rows = collection.rows(shapes)
    for parameter, name in collection.filters.items():
        if parameter in query:
            rows = [row for row in rows if str(row[name]) == query[parameter]]
    if collection.paging is None or "pages-untold" in shapes.variants:
        return Reply(200, JSON, _wrapped(rows, shapes))
    paging = collection.paging
    size = _number(query, paging.size, paging.usual, paging.largest)
    page = _number(query, "page", 1, 10**9)
    if "pages-small" in shapes.variants:
        size = 1
    start = (page - 1) * size
    shown = rows[start : start + size]
    headers = (
        ("X-Page", str(page)),
        ("X-Per-Page", str(size)),
        ("X-Total-Count", str(len(rows))),
        ("X-Total-Pages", str(-(-len(rows) // size))),
        ("X-Page-Size", str(len(shown))),
        ("X-Has-More", "true" if start + size < len(rows) else "false"),
    )
    return Reply(200, (*JSON, *headers), _wrapped(shown, shapes))


def _wrapped(rows: list[Row], shapes: Shapes) -> bytes:
    return encoded({"success": True, "data": rows} if "lists-wrapped" in shapes.variants else rows)


def _number(query: Mapping[str, str], name: str, usual: int, largest: int) -> int:
    text = query.get(name, str(usual))
    if text.isascii() and text.isdigit() and len(text) <= len(str(largest)) and 1 <= int(text) <= largest:
        return int(text)
    raise Problem(400, f"{name} has to be a number from 1 to {largest}", code="VALIDATION_FAILURE")


def _not_found() -> Problem:
    """Return the error for what is absent, or another client's: the two are never told apart."""
    return Problem(404, "Not found")
