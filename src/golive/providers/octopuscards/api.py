"""OctopusCards' API, read-only: one login, and each list at most once per run, whichever check asks first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, TypeVar

from golive.errors import Unverified
from golive.once import Once
from golive.providers.answers import Listing, Unreadable
from golive.providers.octopuscards import models
from golive.providers.octopuscards.answers import Page, read_page
from golive.providers.octopuscards.login import Login, LoginRefused
from golive.providers.octopuscards.refusal import judge_answer, judge_login

if TYPE_CHECKING:
    from golive.clock import Clock
    from golive.http.answer import Answer
    from golive.http.session import Session
    from golive.provider import Authentication
    from golive.redact import Redactor, Secret

T = TypeVar("T")

MOST_PAGES: Final = 5
"""Pages of one list that a run reads. There is one wallet per currency, and a page has room for fifty."""


class OctopusApi:
    """
    The read-only client. Every method raises Unverified where its answer cannot be had or read.

    Orders are never read: https://octopus-docs.pages.dev/docs/reference/vouchers/orders answers with codes that are
    money to whoever sees them.
    """

    def __init__(self, login: Login) -> None:
        self._login = login
        # Open to every client that logged in: https://octopus-docs.pages.dev/docs/reference/data/currencies
        self._currencies = Once(lambda: self._login.get("/api/v1/currencies", {}))
        self.currencies = Once(lambda: self._list("/api/v1/currencies", models.currency, self._currencies))
        self.wallets = Once(lambda: self._list("/api/v1/wallets", models.wallet))

    def authenticate(self) -> Authentication:
        """Return what the login's refusal means, or else the answer to the first authenticated request."""
        try:
            return judge_answer(self._currencies())
        except LoginRefused as refusal:
            return judge_login(refusal)

    def _list(
        self, path: str, read: Callable[[Mapping[str, object]], T], first: Callable[[], Answer] | None = None
    ) -> Listing[T]:
        answer = first() if first is not None else self._login.get(path, {})
        pages = [read_page(answer, 1)]
        rows: list[T] = []
        unreadable: list[str] = []
        incomplete: str | None = None
        while True:
            page = pages[-1]
            for row in page.rows:
                try:
                    rows.append(read(row))
                except Unreadable as why:
                    unreadable.append(str(why))
            unreadable += page.unreadable
            incomplete = page.doubt or _why_stop(page, len(pages))
            if not page.more or incomplete is not None:
                break
            number = len(pages) + 1
            try:
                following = read_page(self._login.get(path, {"page": str(number)}), number)
            except Unverified as why:  # what was read so far still counts
                incomplete = f"page {number} could not be read: {why}"
                break
            if any(following.rows == one.rows for one in pages):  # counted once: twice would be a finding of its own
                incomplete = f"page {number} repeats a page that was already read"
                break
            pages.append(following)
        return Listing(tuple(rows), tuple(unreadable), incomplete, answer.place)


def _why_stop(page: Page, number: int) -> str | None:
    """Return why a list that goes on is not read on, None where it is or ends here."""
    if page.more and not page.rows:
        return "an empty page promises another"
    if page.more and number >= MOST_PAGES:
        return f"only the first {MOST_PAGES} pages were read"
    return None


def connect(session: Session, credentials: Mapping[str, Secret], redactor: Redactor, clock: Clock) -> OctopusApi:  # noqa: ARG001 - nothing here has a time limit of its own
    """Return the client. Sends nothing yet. Raises Unverified where a half of the credential is not declared."""
    missing = [name for name in ("api_key", "api_secret") if name not in credentials]
    if missing:
        raise Unverified(f"the profile declares no {' and no '.join(missing)}")
    return OctopusApi(Login(session, credentials["api_key"], credentials["api_secret"], redactor))
