"""What OctopusCards' answer to a credential means: a wrong pair, or an address that is not on the allowlist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from golive.provider import Acceptance, Authentication
from golive.providers.answers import BAD_REQUEST, FORBIDDEN, UNAUTHORIZED, body_of, why_unreadable
from golive.providers.octopuscards.answers import SUCCESS, api_error, explain_refusal
from golive.providers.octopuscards.login import LOGIN_PATH

if TYPE_CHECKING:
    from golive.http.answer import Answer
    from golive.providers.octopuscards.login import LoginRefused

INVALID_FEATURE: Final = "INVALID_FEATURE"
VALIDATION_FAILURE: Final = "VALIDATION_FAILURE"

NOT_LISTED: Final = "this address is not on the allowlist; run golive from the application's production egress"
LIST_IT: Final = (
    "Run golive where the application runs; if this is that place, have the account manager add its address ranges "
    "to the allowlist"
)
ENABLE_IT: Final = "Ask the account manager to enable the feature for this client"

Verdict = tuple[Acceptance, str, str | None]


def judge_login(refusal: LoginRefused) -> Authentication:
    """Return what a login that gave no token means."""
    answer = refusal.answer
    return _authentication(_judge_login(answer, str(refusal)), answer)


def judge_answer(answer: Answer) -> Authentication:
    """Return what the answer to the first GET means, once the login gave a token."""
    return _authentication(_judge_answer(answer), answer)


def _authentication(verdict: Verdict, answer: Answer) -> Authentication:
    acceptance, message, fix = verdict
    return Authentication(acceptance, message, answer.place, answer, fix)


def _judge_login(answer: Answer, why: str) -> Verdict:
    """Tell the causes apart as https://octopus-docs.pages.dev/docs/reference/authentication/login does."""
    said = explain_refusal(answer)
    if answer.status == UNAUTHORIZED:
        return Acceptance.REFUSED, f"the login refused the pair (wrong, or of the other environment): {said}", None
    if answer.status == BAD_REQUEST and api_error(answer).code == VALIDATION_FAILURE:
        return Acceptance.REFUSED, f"the login found the key or the secret unusable: {said}", None
    if answer.status == FORBIDDEN:
        return _forbidden(answer)
    return Acceptance.UNDECIDED, why if answer.status in SUCCESS else said, None


def _judge_answer(answer: Answer) -> Verdict:
    said = explain_refusal(answer)
    if answer.status == UNAUTHORIZED:
        return Acceptance.REFUSED, f"the login gave a token, which the API refused at once: {said}", None
    if answer.status == FORBIDDEN or api_error(answer).code == INVALID_FEATURE:
        return _forbidden(answer)
    body = body_of(answer)
    if answer.status not in SUCCESS or (isinstance(body, dict) and body.get("error")):
        return Acceptance.UNDECIDED, said, None
    unreadable = why_unreadable(answer)
    if unreadable is not None:
        return Acceptance.UNDECIDED, unreadable, None
    place = answer.exchange
    return Acceptance.ACCEPTED, f"POST {LOGIN_PATH} took the pair, and {place.url} the token that it gave", None


def _forbidden(answer: Answer) -> Verdict:
    """
    Return which of the documented causes of a refusal this is. None of them is about the key and the secret.

    https://octopus-docs.pages.dev/docs/best-practices/handling-errors: the address, or a feature that is not enabled.
    Both have the code FORBIDDEN, so the message decides where the code does not.
    """
    error, said = api_error(answer), explain_refusal(answer)
    if not error.code and not error.message:
        return Acceptance.UNDECIDED, f"{said} in words that are not the API's: something before it may refuse", None
    if error.code == INVALID_FEATURE or "feature" in error.message.lower():
        return Acceptance.REFUSED, f"a feature is not enabled for this client: {said}", ENABLE_IT
    return Acceptance.REFUSED, f"{NOT_LISTED}: {said}", LIST_IT
