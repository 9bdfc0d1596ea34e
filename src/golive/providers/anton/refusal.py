"""What Anton's answer to a credential means: 401, and the documented causes of a 403 told apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from golive.provider import Acceptance, Authentication
from golive.providers.answers import BAD_REQUEST, FORBIDDEN, UNAUTHORIZED, body_of, why_unreadable
from golive.providers.anton.answers import api_error, explain_refusal

if TYPE_CHECKING:
    from golive.http.answer import Answer

SUCCESS: Final = range(200, 300)

OTHER_ENVIRONMENT: Final = "the key is for the other environment"

# https://docs.antonpayments.com/api-reference/errors names the causes of a 403; their codes are not all documented,
# so a cause is recognised by a word in the code or the message. First match wins.
FORBIDDEN_CAUSES: Final = (
    (re.compile(r"(test|live|sandbox|production)[ _-](api[ _-])?key|wrong[ _]environment"), OTHER_ENVIRONMENT),
    (re.compile(r"suspend"), "the merchant is suspended"),
    (re.compile(r"\bmfa\b|multi-?factor|two-?factor"), "the operation needs multi-factor authentication"),
    (re.compile(r"velocity"), "a velocity rule blocks the merchant"),
    (re.compile(r"sandbox_only"), "the operation exists in the sandbox only"),
    (re.compile(r"\bip\b|\bip_|allow-?list|white-?list"), "this address is not on the merchant's allowlist"),
    (re.compile(r"\brole\b|permission|\bscopes?\b|_role"), "the credential's role does not allow it"),
    (re.compile(r"environment"), OTHER_ENVIRONMENT),
)
FORBIDDEN_FIXES: Final = {
    OTHER_ENVIRONMENT: "Use the key that the merchant portal shows for this environment",
    "the merchant is suspended": "Ask the provider's support why the merchant is suspended, before anything else",
    "the operation needs multi-factor authentication": "Use a credential that may read without a second factor",
    "a velocity rule blocks the merchant": "Ask the provider's support to lift the block",
    "this address is not on the merchant's allowlist": "Run golive from the application's production egress",
    "the credential's role does not allow it": "Give the credential a role that may read balances and webhooks",
}

# https://www.rfc-editor.org/rfc/rfc6749#section-5.2: these refuse the request, not who sent it.
NOT_ABOUT_THE_CLIENT: Final = frozenset({"invalid_request", "unsupported_grant_type", "invalid_scope"})
# https://www.rfc-editor.org/rfc/rfc9449#section-5 and section 8
PROOF_CODES: Final = frozenset({"invalid_dpop_proof", "use_dpop_nonce"})
PROOF_FIX: Final = (
    "Compare the DPoP key with the one registered for this client, and this machine's clock with the time"
)


def judge_answer(answer: Answer, *, at_login: bool = False) -> Authentication:
    """
    Return what the answer to an authenticated request means.

    `at_login` says that it is the token endpoint's, where a 400 refuses the client or its proof (RFC 6749, 5.2).
    """
    acceptance, message, fix = _judge(answer, at_login=at_login)
    return Authentication(acceptance, message, answer.place, answer, fix)


def _judge(answer: Answer, *, at_login: bool) -> tuple[Acceptance, str, str | None]:
    said = explain_refusal(answer)
    code = api_error(answer).code
    refuses = answer.status == UNAUTHORIZED or (
        answer.status == BAD_REQUEST and at_login and code not in NOT_ABOUT_THE_CLIENT
    )
    if refuses and code in PROOF_CODES:
        return Acceptance.REFUSED, f"the DPoP proof was refused: {said}", PROOF_FIX
    if refuses:
        causes = "missing, malformed, expired, revoked, or of the other environment"
        return Acceptance.REFUSED, f"the credential was refused ({causes}): {said}", None
    body = body_of(answer)
    if answer.status == FORBIDDEN and body is None:
        return Acceptance.UNDECIDED, f"{said} in words that are not the API's: something before it may refuse", None
    if answer.status == FORBIDDEN:
        cause = forbidden_cause(answer)
        if cause is None:
            return Acceptance.REFUSED, f"the credential was refused: {said}", None
        return Acceptance.REFUSED, f"{cause}: {said}", FORBIDDEN_FIXES.get(cause)
    if answer.status not in SUCCESS or (isinstance(body, dict) and body.get("error")):
        return Acceptance.UNDECIDED, said, None
    unreadable = why_unreadable(answer)
    if unreadable is not None:
        return Acceptance.UNDECIDED, unreadable, None
    return Acceptance.ACCEPTED, f"{answer.exchange.url} accepted the credential", None


def forbidden_cause(answer: Answer) -> str | None:
    """Return which of the documented causes of a 403 the provider's words point at, None where they do not tell."""
    error = api_error(answer)
    words = f"{error.code} {error.message}".lower()
    return next((cause for marks, cause in FORBIDDEN_CAUSES if marks.search(words)), None)
