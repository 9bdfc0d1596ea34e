"""What the clients of all providers read answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from golive.finding import ExchangePlace
    from golive.http.answer import Answer

T = TypeVar("T")

BAD_REQUEST = 400
UNAUTHORIZED = 401
FORBIDDEN = 403
NOT_FOUND = 404
GONE = 410
RATE_LIMITED = 429


class Unreadable(Exception):
    """A part of an answer has a shape that no page documents. The message names the part."""


@dataclass(frozen=True, slots=True)
class ApiError:
    """The provider's own words on why it refused: a code (empty where it gave none) and a message."""

    code: str
    message: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.code, self.message) if part)


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """
    The rows of a list.

    `unreadable` says what was not understood, a clause per row; `incomplete` why the list was not read to its end
    (None where it was). `place` is the first request.
    """

    rows: tuple[T, ...]
    unreadable: tuple[str, ...]
    incomplete: str | None
    place: ExchangePlace


def body_of(answer: Answer) -> object:
    """Return an answer's JSON, None where it is none: nothing that these APIs say is `null`."""
    from golive.http.errors import UnreadableAnswer

    try:
        return answer.json()
    except UnreadableAnswer:
        return None


def why_unreadable(answer: Answer) -> str | None:
    """Return why a success cannot be the API's own words, None where it can."""
    from golive.http.errors import UnreadableAnswer

    try:
        body = answer.json()
    except UnreadableAnswer as why:
        return str(why)
    if isinstance(body, dict | list):
        return None
    return f"{answer.exchange.url} answered {answer.status} with neither an object nor a list"


def explain(answer: Answer, error: ApiError) -> str:
    """Return one clause on an answer that is no success: status, what it asked golive to do, the provider's words."""
    from golive.http.retry import MOST_ATTEMPTS

    exchange = answer.exchange
    text = f"{exchange.url} answered {answer.status}"
    if exchange.redirect is not None:
        text += f", which redirects to {exchange.redirect}; golive follows no redirects"
    elif exchange.attempts >= MOST_ATTEMPTS:
        text += f", {exchange.attempts} times in a row"
    elif answer.status == RATE_LIMITED and exchange.retry_after is not None:
        text += f" and asked to wait {exchange.retry_after:.0f} s, longer than is left of this run"
    said = str(error)
    return f"{text} ({said})" if said else text  # the provider's words last: they may be long, and are cut in reports
