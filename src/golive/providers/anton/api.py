"""Anton's API, read-only: each list is asked for at most once per run, whichever check asks first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from golive.errors import Unverified
from golive.once import Once
from golive.providers.answers import FORBIDDEN, GONE, NOT_FOUND, UNAUTHORIZED, Listing, Unreadable
from golive.providers.anton import models
from golive.providers.anton.answers import explain_refusal
from golive.providers.anton.auth import Authorization, LoginRefused, OAuthClient, StaticKey
from golive.providers.anton.refusal import judge_answer

if TYPE_CHECKING:
    from golive.clock import Clock
    from golive.http.answer import Answer
    from golive.http.session import Session
    from golive.provider import Authentication
    from golive.redact import Redactor, Secret

T = TypeVar("T")

PAGE_SIZE: Final = 100
"""The most that `limit` allows: https://docs.antonpayments.com/api-reference/pagination"""
MOST_PAGES: Final = 10
"""Pages of one list that a run reads, so that a large account does not turn a check into a crawl."""
LONGEST_CURSOR: Final = 1000
"""Characters. A cursor goes back in a URL, which servers and what stands before them cut or refuse."""
READ_BEFORE: Final = "next_cursor leads back to a page that was already read"
_OK: Final = 200


class AntonApi:
    """The read-only client. Every method raises Unverified where its answer cannot be had or read."""

    def __init__(self, authorization: Authorization) -> None:
        self._authorization = authorization
        self._balances = Once(lambda: self._authorization.get("/v1/balances", {}))
        self.balances = Once(lambda: self._list("/v1/balances", models.balance, self._balances))
        self.corridors = Once(lambda: self._list("/v1/corridors", models.corridor))
        self.subscriptions = Once(lambda: self._list("/v1/webhooks", models.subscription))
        self.payees = Once(self._list_payees)
        self.instruments = Once(lambda: self._list("/v1/instruments", models.instrument))

    def authenticate(self) -> Authentication:
        """Return what the answer to the first authenticated request means, or the token endpoint's refusal."""
        try:
            return judge_answer(self._balances())
        except LoginRefused as refusal:
            return judge_answer(refusal.answer, at_login=True)

    def _list_payees(self) -> Listing[models.PayeeRow]:
        """Read the payees, which older and newer generations of the API call beneficiaries."""
        first = self._get("/v1/payees", {"limit": str(PAGE_SIZE)})
        if first.status in {NOT_FOUND, GONE}:
            return self._list("/v1/beneficiaries", models.payee)
        return self._list("/v1/payees", models.payee, lambda: first)

    def _list(
        self, path: str, read: Callable[[Mapping[str, object]], T], first: Callable[[], Answer] | None = None
    ) -> Listing[T]:
        query = {"limit": str(PAGE_SIZE)}
        answer = first() if first is not None else self._get(path, query)
        place = answer.place
        rows: list[T] = []
        unreadable: list[str] = []
        cursors: set[str] = set()
        page = _page(answer)
        pages = [page.rows]
        while True:
            for row in page.rows:
                try:
                    rows.append(read(row))
                except Unreadable as why:
                    unreadable.append(str(why))
            unreadable += page.unreadable
            incomplete = _why_stop(page, cursors)
            if page.cursor is None or incomplete is not None:
                break
            cursors.add(page.cursor)
            try:
                page = _page(self._get(path, {**query, "cursor": page.cursor}))
            except Unverified as why:  # what was read so far still counts
                incomplete = f"page {len(cursors) + 1} could not be read: {why}"
                break
            if page.rows in pages:  # counted once: a row that seems to be there twice is a finding of its own
                incomplete = READ_BEFORE
                break
            pages.append(page.rows)
        return Listing(tuple(rows), tuple(unreadable), incomplete, place)

    def _get(self, path: str, query: Mapping[str, str]) -> Answer:
        return self._authorization.get(path, query)


@dataclass(frozen=True, slots=True)
class _Page:
    rows: tuple[Mapping[str, object], ...]
    unreadable: tuple[str, ...]
    cursor: str | None
    """Where the next page begins; None on the last."""
    doubt: str | None
    """Why this may not be the last page although there is no cursor."""


def _page(answer: Answer) -> _Page:
    """Read one page. Without `has_more` and `next_cursor` the list is at its end, unless the page is full."""
    if answer.status == UNAUTHORIZED:
        raise Unverified(f"the credential was refused: {explain_refusal(answer)}")
    if answer.status == FORBIDDEN:
        raise Unverified(f"the credential may not read this: {explain_refusal(answer)}")
    if answer.status != _OK:
        raise Unverified(explain_refusal(answer))
    body = answer.json()
    rows = body.get("data") if isinstance(body, dict) else body
    if not isinstance(rows, list):
        raise Unverified(f"{answer.exchange.url} answered in a shape that no page documents: no list of data")
    cursor, doubt = _next_page(body if isinstance(body, dict) else {}, len(rows))
    return _Page(
        tuple(row for row in rows if isinstance(row, dict)),
        tuple("a row that is no object" for row in rows if not isinstance(row, dict)),
        cursor,
        doubt,
    )


def _next_page(body: Mapping[str, object], count: int) -> tuple[str | None, str | None]:
    """Return the cursor of the next page, and why there may be one that cannot be asked for."""
    more, cursor = body.get("has_more"), body.get("next_cursor")
    match more, cursor:
        case True | None, str() if 0 < len(cursor) <= LONGEST_CURSOR:
            return cursor, None
        case True | None, str() if cursor:
            return None, f"next_cursor has {len(cursor)} characters"
        case True, _:
            return None, "has_more is true, and there is no next_cursor"
        case False, _:
            return None, None
        case None, _ if count == PAGE_SIZE:
            # Older generations page by offset: https://docs.antonpayments.com/concepts/pagination
            return None, f"a full page of {PAGE_SIZE} rows does not say whether there are more"
        case None, _:
            return None, None
    return None, "has_more is neither true nor false"


def _why_stop(page: _Page, cursors: set[str]) -> str | None:
    """Return why a list cannot be read to its end, None where it can."""
    if page.cursor is None:
        return page.doubt
    if not page.rows:
        return "an empty page promises another"
    if page.cursor in cursors:
        return READ_BEFORE
    if len(cursors) + 1 >= MOST_PAGES:
        return f"only the first {MOST_PAGES} pages of {PAGE_SIZE} were read"
    return None


def connect(session: Session, credentials: Mapping[str, Secret], redactor: Redactor, clock: Clock) -> AntonApi:
    """Return the client for the kind of credential that the profile declares. Sends nothing yet."""
    if "client_id" in credentials:
        return AntonApi(OAuthClient(session, credentials, redactor, clock))
    if "api_key" in credentials:
        return AntonApi(StaticKey(session, credentials["api_key"]))
    raise Unverified("the profile declares no credential that this provider accepts")
