"""How a request to Anton is authenticated: a static key, or an OAuth token with a DPoP proof."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urlencode

from golive.errors import Unverified
from golive.providers.anton.answers import explain_refusal, record
from golive.providers.anton.dpop import KeyProblem, ProofKey, load_key
from golive.redact import Redactor, Secret

if TYPE_CHECKING:
    from golive.clock import Clock
    from golive.http.answer import Answer
    from golive.http.session import Authorize, Session

TOKEN_PATH = "/oauth/token"  # noqa: S105 - a path
_OK = 200
_REFUSED = frozenset({400, 401})
_NONCE_HEADER = "DPoP-Nonce"


class LoginRefused(Unverified):
    """The token endpoint did not give a token. `answer` is what it said instead."""

    def __init__(self, reason: str, answer: Answer) -> None:
        super().__init__(reason)
        self.answer = answer


class Authorization(Protocol):
    """A way to authenticate requests."""

    def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """Send an authenticated GET. Raises ExchangeFailed, and LoginRefused where there is no token to be had."""
        ...


class StaticKey:
    """`Authorization: Bearer ak_live_…`."""

    def __init__(self, session: Session, key: Secret) -> None:
        self._session = session
        self._key = key

    def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """Send an authenticated GET."""
        return self._session.get(path, query=query, authorize=self._headers)

    def _headers(self, _method: str, _url: str) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self._key.reveal()}"}


class OAuthClient:
    """A token from `/oauth/token`, asked for once per run, and a proof for each request."""

    def __init__(self, session: Session, credentials: Mapping[str, Secret], redactor: Redactor, clock: Clock) -> None:
        missing = [name for name in ("client_id", "client_secret", "dpop_key") if name not in credentials]
        if missing:
            raise Unverified(f"the OAuth client lacks its {' and '.join(missing)}")
        self._session = session
        self._client_id = credentials["client_id"]
        self._client_secret = credentials["client_secret"]
        self._redactor = redactor
        self._clock = clock
        self._lock = threading.Lock()
        self._nonce: str | None = None
        self._token: Secret | None = None
        self._refusal: Unverified | None = None
        try:
            self._key: ProofKey = load_key(credentials["dpop_key"])
        except KeyProblem as problem:
            raise Unverified(f"the DPoP key cannot be used: {problem}") from None

    def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """Send an authenticated GET; once more where the server wants its nonce in the proof."""
        token = self._login()

        def headers(method: str, url: str, nonce: str | None) -> Mapping[str, str]:
            return {
                "Authorization": f"DPoP {token.reveal()}",
                "DPoP": self._proof(method, url, token.reveal(), nonce),
            }

        return self._with_nonce(headers, lambda authorize: self._session.get(path, query=query, authorize=authorize))

    def _login(self) -> Secret:
        with self._lock:
            if self._refusal is not None:
                raise self._refusal
            if self._token is None:
                try:
                    self._token = self._ask_for_token()
                except Unverified as refusal:
                    self._refusal = refusal
                    raise
            return self._token

    def _ask_for_token(self) -> Secret:
        body = urlencode({"grant_type": "client_credentials"}).encode()
        form = "application/x-www-form-urlencoded"
        answer = self._with_nonce(
            self._basic,
            lambda authorize: self._session.login(TOKEN_PATH, body=body, content_type=form, authorize=authorize),
        )
        if answer.status != _OK:
            raise LoginRefused(f"no access token was given: {explain_refusal(answer)}", answer)
        token = record(answer.json()).get("access_token")
        if not isinstance(token, str) or not token.isascii() or not token:
            raise Unverified("the token endpoint's answer holds no access_token")
        return self._redactor.add(Secret(token, "access token"))

    def _basic(self, method: str, url: str, nonce: str | None) -> Mapping[str, str]:
        # RFC 6749, section 2.3.1: both halves are form-encoded before they are joined.
        pair = f"{quote(self._client_id.reveal(), safe='')}:{quote(self._client_secret.reveal(), safe='')}"
        encoded = base64.b64encode(pair.encode()).decode()
        return {"Authorization": f"Basic {encoded}", "DPoP": self._proof(method, url, None, nonce)}

    def _proof(self, method: str, url: str, token: str | None, nonce: str | None) -> str:
        now = int(self._clock.now().timestamp())
        return self._key.proof(method, url, issued_at=now, token=token, nonce=nonce)

    def _with_nonce(
        self, headers: Callable[[str, str, str | None], Mapping[str, str]], send: Callable[[Authorize], Answer]
    ) -> Answer:
        """
        Send with the latest nonce, and once more where the refusal brings another than the one that was sent.

        Compared with what was sent, not with the latest: another thread may have learnt the same one meanwhile.
        """
        nonce = self._nonce
        answer = send(lambda method, url: headers(method, url, nonce))
        given = answer.headers.get(_NONCE_HEADER)
        if answer.status not in _REFUSED or not given or given == nonce:
            return answer
        self._nonce = given
        return send(lambda method, url: headers(method, url, given))
