"""Reading Anton's answers, tolerant of every shape that its pages show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from golive.providers.answers import ApiError, Unreadable, body_of, explain
from golive.redact import inert

if TYPE_CHECKING:
    from golive.http.answer import Answer

# https://docs.antonpayments.com/api-reference/payouts/get-payout
_AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]+)?")
_LONGEST_MESSAGE = 10_000


def record(body: object) -> Mapping[str, object]:
    """Return an object of an answer, with or without its `data` envelope; empty where it is none."""
    if not isinstance(body, dict):
        return {}
    inner = body.get("data")
    return inner if isinstance(inner, dict) else body


def api_error(answer: Answer) -> ApiError:
    """
    Return the error in an answer: nested with a text or integer code, or flat (as OAuth has it, too).

    The three shapes: https://docs.antonpayments.com/api-reference/errors,
    https://docs.antonpayments.com/authentication, https://help.antonpayments.com/en/articles/14127316-error-handling
    """
    body = body_of(answer)
    if not isinstance(body, dict):
        return ApiError("", "")
    error = body.get("error")
    if isinstance(error, dict):
        return ApiError(_text(error.get("code")), _text(error.get("message")))
    return ApiError(_text(error), _text(body.get("message", body.get("error_description"))))


def explain_refusal(answer: Answer) -> str:
    """Return one clause on an answer that is no success: status, what it asked golive to do, the provider's words."""
    return explain(answer, api_error(answer))


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount, exact. `as_number` tells that it came as a JSON number instead of the documented string."""

    value: Decimal
    as_number: bool


def amount(value: object, name: str) -> Amount:
    """Return an amount as documented (a decimal string), or a JSON number read exactly. Raises Unreadable."""
    if isinstance(value, str) and _AMOUNT.fullmatch(value):
        return Amount(Decimal(value), as_number=False)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        plain = f"{Decimal(value):f}"  # `1e5` written out; of an int, `f` would make a float first
        if _AMOUNT.fullmatch(plain):
            return Amount(Decimal(plain), as_number=True)
    shown = repr(value) if isinstance(value, str) else str(value)
    raise Unreadable(f"{name} is {inert(shown, 60)}, not an amount of at most 12 digits before the point")


def text_of(row: Mapping[str, object], *names: str) -> str | None:
    """Return the first of some fields that holds text, None where none does."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value:
            return value
    return None


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    # The report shortens it further, after secrets in it were masked: half a secret would not be recognised.
    return str(value)[:_LONGEST_MESSAGE]
