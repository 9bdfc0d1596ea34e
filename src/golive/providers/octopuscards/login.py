"""Logging in: key and secret for a token, once per run."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from golive.errors import Unverified
from golive.once import Once
from golive.providers.octopuscards.answers import SUCCESS, explain_refusal, unwrap
from golive.redact import Redactor, Secret

if TYPE_CHECKING:
    from golive.http.answer import Answer
    from golive.http.session import Session

LOGIN_PATH: Final = "/auth/login"

_CARRIED: Final = re.compile("[!-~]+")
"""What an HTTP header can carry as one word."""


class LoginRefused(Unverified):
    """The login gave no token. `answer` is what it said instead."""

    def __init__(self, reason: str, answer: Answer) -> None:
        super().__init__(reason)
        self.answer = answer


class Login:
    """
    The token of this run, and requests that carry it.

    It lives for an hour (https://octopus-docs.pages.dev/docs/reference/authentication), longer than any run. The
    refresh token that comes with it is never used.
    """

    def __init__(self, session: Session, key: Secret, secret: Secret, redactor: Redactor) -> None:
        self._session = session
        self._key = key
        self._secret = secret
        self._redactor = redactor
        self._token = Once(self._log_in)

    def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """Send an authenticated GET. Raises ExchangeFailed, and LoginRefused where there is no token to be had."""
        bearer = {"Authorization": f"Bearer {self._token().reveal()}"}
        return self._session.get(path, query=query, authorize=lambda _method, _url: bearer)

    def _log_in(self) -> Secret:
        # https://octopus-docs.pages.dev/docs/reference/authentication/login
        pair = {"username": self._key.reveal(), "password": self._secret.reveal()}
        answer = self._session.login(LOGIN_PATH, body=json.dumps(pair).encode(), content_type="application/json")
        if answer.status not in SUCCESS:
            raise LoginRefused(f"no access token was given: {explain_refusal(answer)}", answer)
        return self._token_in(answer)

    def _token_in(self, answer: Answer) -> Secret:
        body = answer.json()
        inner = unwrap(body)
        # The newer pages put the tokens into `data`; the landing page shows a bare `token`.
        parts = [part for part in (inner, body) if isinstance(part, dict)]
        candidates = [part.get(name) for name in ("access_token", "token") for part in parts]
        for value in (*candidates, *(part.get("refresh_token") for part in parts)):
            if isinstance(value, str):
                self._redactor.add(Secret(value, "token of this run"))
        token = next((value for value in candidates if isinstance(value, str) and value), None)
        if token is None:
            raise LoginRefused(f"{answer.exchange.url} answered {answer.status} without an access_token", answer)
        if not _CARRIED.fullmatch(token):
            raise LoginRefused(
                f"{answer.exchange.url} answered {answer.status} with an access_token that no header can carry", answer
            )
        return Secret(token, "access token")
