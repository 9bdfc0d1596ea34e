"""What Anton's answer to a credential means: 401, and the documented causes of a 403 told apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from golive.provider import Acceptance, Authentication
from golive.providers.anton.answers import BAD_REQUEST, FORBIDDEN, UNAUTHORIZED, api_error, explain_refusal

if TYPE_CHECKING:
    from golive.http.answer import Answer

SUCCESS: Final = range(200, 300)

# https://docs.antonpayments.com/api-reference/errors names the causes of a 403; their codes are not all documented,
# so a cause is recognised by a word in the code or the message. First match wins.
FORBIDDEN_CAUSES: Final = (
    (re.compile(r"test[ _]key|live[ _]key|environment"), "the key is for the other environment"),
    (re.compile(r"suspend"), "the merchant is suspended"),
    (re.compile(r"\bmfa\b|multi-?factor|two-?factor"), "the operation needs multi-factor authentication"),
    (re.compile(r"velocity"), "a velocity rule blocks the merchant"),
    (re.compile(r"sandbox_only"), "the operation exists in the sandbox only"),
    (re.compile(r"\bip\b|\bip_|allow-?list|white-?list"), "this address is not on the merchant's allowlist"),
    (re.compile(r"\brole\b|permission|\bscopes?\b|_role"), "the credential's role does not allow it"),
)
FORBIDDEN_FIXES: Final = {
    "the key is for the other environment": "Use the key that the merchant portal shows for this environment",
    "the merchant is suspended": "Ask the provider's support why the merchant is suspended, before anything else",
    "this address is not on the merchant's allowlist": "Run golive from the application's production egress",
    "the credential's role does not allow it": "Give the credential a role that may read balances and webhooks",
}


def judge_answer(answer: Answer, *, at_login: bool = False) -> Authentication:
    """
    Return what the answer to an authenticated request means.

    `at_login` says that it is the token endpoint's, where a 400 refuses the client or its proof (RFC 6749, 5.2).
    """
    said = explain_refusal(answer)
    if answer.status == UNAUTHORIZED or (answer.status == BAD_REQUEST and at_login):
        causes = "missing, malformed, expired, revoked, or of the other environment"
        return Authentication(
            Acceptance.REFUSED, f"the credential was refused ({causes}): {said}", answer.place, answer
        )
    if answer.status == FORBIDDEN:
        cause = forbidden_cause(answer)
        if cause is None:
            return Authentication(Acceptance.REFUSED, f"the credential was refused: {said}", answer.place, answer)
        return Authentication(Acceptance.REFUSED, f"{cause}: {said}", answer.place, answer, FORBIDDEN_FIXES.get(cause))
    if answer.status in SUCCESS:
        return Authentication(
            Acceptance.ACCEPTED, f"{answer.exchange.url} accepted the credential", answer.place, answer
        )
    return Authentication(Acceptance.UNDECIDED, said, answer.place, answer)


def forbidden_cause(answer: Answer) -> str | None:
    """Return which of the documented causes of a 403 the provider's words point at, None where they do not tell."""
    error = api_error(answer)
    words = f"{error.code} {error.message}".lower()
    return next((cause for marks, cause in FORBIDDEN_CAUSES if marks.search(words)), None)
