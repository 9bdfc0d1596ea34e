"""Reading OctopusCards' answers: errors, envelopes, and the paging in their headers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.providers.answers import FORBIDDEN, UNAUTHORIZED, ApiError, body_of, explain

if TYPE_CHECKING:
    from golive.http.answer import Answer

SUCCESS: Final = range(200, 300)

_LONGEST_MESSAGE: Final = 10_000
_COUNT: Final = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Page:
    """
    One page of a list: its rows, and what was no row.

    `more` tells that another page follows, `doubt` why that cannot be told.
    """

    rows: tuple[Mapping[str, object], ...]
    unreadable: tuple[str, ...]
    more: bool
    doubt: str | None


def unwrap(body: object) -> object:
    """
    Return what an answer is about.

    Logins wrap it in `success` and `data`, and the pages disagree on whether anything else does:
    https://octopus-docs.pages.dev/docs/reference
    """
    if isinstance(body, dict) and "success" in body and "data" in body:
        return body["data"]
    return body


def api_error(answer: Answer) -> ApiError:
    """
    Return the error in an answer, empty where there is none of the API's form.

    https://octopus-docs.pages.dev/docs/best-practices/handling-errors: `error` has a name, a code and a message.
    """
    body = body_of(answer)
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return ApiError("", "")
    return ApiError(_text(error.get("code")) or _text(error.get("name")), _text(error.get("message")))


def explain_refusal(answer: Answer) -> str:
    """Return one clause on an answer that is no success: status, what it asked golive to do, the provider's words."""
    return explain(answer, api_error(answer))


def read_page(answer: Answer, number: int) -> Page:
    """Read page `number`, counted from 1, of a list. Raises Unverified where the answer is no list."""
    if answer.status == UNAUTHORIZED:
        raise Unverified(f"the token of this run's login was refused: {explain_refusal(answer)}")
    if answer.status == FORBIDDEN:
        raise Unverified(f"this may not be read from here: {explain_refusal(answer)}")
    if answer.status not in SUCCESS:
        raise Unverified(explain_refusal(answer))
    rows = unwrap(answer.json())
    if not isinstance(rows, list):
        raise Unverified(f"{answer.exchange.url} answered in a shape that no page documents: no list")
    more, doubt = _more(answer.headers, number)
    return Page(
        tuple(row for row in rows if isinstance(row, dict)),
        tuple("a row that is no object" for row in rows if not isinstance(row, dict)),
        more,
        doubt,
    )


def _more(headers: Mapping[str, str], number: int) -> tuple[bool, str | None]:
    """
    Return whether another page follows, and why that cannot be told.

    Without any of the headers of https://octopus-docs.pages.dev/docs/reference/conventions a list is whole.
    """
    page, pages = _count(headers, "X-Page"), _count(headers, "X-Total-Pages")
    says = headers.get("X-Has-More", "").strip().lower()
    if page is not None and page != number:
        return False, f"page {number} was asked for, and X-Page says {page}"
    if says == "true":
        return True, None
    if pages is not None:
        return pages > number, None  # also where X-Has-More says `false`: one page too many does no harm
    return False, "X-Has-More is neither true nor false" if says not in {"", "false"} else None


def _count(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "").strip()
    return int(text) if _COUNT.fullmatch(text) else None


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    # The report shortens it further, after secrets in it were masked: half a secret would not be recognised.
    return str(value)[:_LONGEST_MESSAGE]
