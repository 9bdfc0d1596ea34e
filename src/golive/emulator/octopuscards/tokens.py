"""
Login, refresh and logout, and what their tokens open.

https://octopus-docs.pages.dev/docs/reference/authentication/login, …/refresh-token and …/logout.
Whether a login ends older tokens is documented nowhere: here it does not.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from golive.emulator.message import Received, Reply, json_reply
from golive.emulator.octopuscards.routes import Problem

LOGIN_PATH: Final = "/auth/login"
REFRESH_PATH: Final = "/auth/refresh"
LOGOUT_PATH: Final = "/auth/logout"
ACCESS_LIFE: Final = timedelta(hours=1)
REFRESH_LIFE: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Client:
    """Who may log in to one environment."""

    id: int
    api_key: str
    api_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tokens:
    """One environment's tokens. Everything is forgotten with the object."""

    client: Client
    variants: frozenset[str]
    _access: dict[str, datetime] = field(default_factory=dict, repr=False)
    _refresh: dict[str, datetime] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def log_in(self, request: Received, now: datetime, *, accepted: bool) -> Reply:
        """Answer a login. Raises Problem for a body that is none, and for a pair that is not `accepted`."""
        username, password = _fields(request, "username", "password")
        known = hmac.compare_digest(_bytes(username), self.client.api_key.encode())
        known &= hmac.compare_digest(_bytes(password), self.client.api_secret.encode())
        if not (known and accepted):
            raise Problem(401, "Invalid credentials")
        return self._issue(now)

    def refresh(self, request: Received, now: datetime) -> Reply:
        """Answer a refresh, and revoke the token that it was asked with. Raises Problem for any other."""
        (token,) = _fields(request, "refresh_token")
        with self._lock:
            ends = self._refresh.pop(token, None)
        if ends is None or now >= ends:
            raise Problem(401, "Invalid token")
        return self._issue(now)

    def log_out(self, request: Received, now: datetime) -> Reply:
        """Answer a logout: revoke every token of the client, whoever asked for it."""
        _need_post(request)
        self.need_access(request, now)
        with self._lock:
            self._access.clear()
            self._refresh.clear()
        return json_reply(200, {"success": True, "data": {"message": "Logged out"}})

    def need_access(self, request: Received, now: datetime) -> None:
        """Raise Problem unless the request carries an access token that is good."""
        given = request.values("Authorization")
        if not given:
            raise Problem(401, "Authorization header required")
        scheme, _, token = given[0].partition(" ")
        with self._lock:
            ends = self._access.get(token.strip()) if len(given) == 1 and scheme.lower() == "bearer" else None
        if ends is None:
            raise Problem(401, "Invalid token")
        if now >= ends:
            raise Problem(401, "Token has expired")

    @property
    def issued(self) -> frozenset[str]:
        """Every token that could still be used."""
        with self._lock:
            return frozenset(self._access) | frozenset(self._refresh)

    def _issue(self, now: datetime) -> Reply:
        access, refresh = self._jwt("access", now + ACCESS_LIFE), self._jwt("refresh", now + REFRESH_LIFE)
        with self._lock:
            self._access[access] = now + ACCESS_LIFE
            self._refresh[refresh] = now + REFRESH_LIFE
        if "login-token" in self.variants:
            return json_reply(200, {"token": access, "expires_in": int(ACCESS_LIFE.total_seconds())})
        data = {
            "access_token": access,
            "refresh_token": refresh,
            "access_expires_at": _written(now + ACCESS_LIFE),
            "refresh_expires_at": _written(now + REFRESH_LIFE),
            "client_id": self.client.id,
        }
        if "fields-unknown" in self.variants:
            data |= {"token_type": "Bearer", "session": {"region": "x1"}}
        return json_reply(200, data if "login-bare" in self.variants else {"success": True, "data": data})

    def _jwt(self, purpose: str, ends: datetime) -> str:
        """Return what looks like a JWT. Its claims are made up, and so is its signature: it opens nothing but this."""
        claims = {"sub": str(self.client.id), "typ": purpose, "exp": int(ends.timestamp()), "jti": secrets.token_hex(8)}
        parts = ({"alg": "HS256", "typ": "JWT"}, claims)
        return ".".join((*(_part(json.dumps(part).encode()) for part in parts), _part(secrets.token_bytes(32))))


def _part(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # JSON can hold half a character


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _need_post(request: Received) -> None:
    if request.method != "POST":
        raise Problem(405, "Only POST is supported here", headers=(("Allow", "POST"),))


def _fields(request: Received, *names: str) -> tuple[str, ...]:
    """Return texts of a JSON body. Raises Problem where one is missing or empty, or where the body is no object."""
    _need_post(request)
    try:
        body: Any = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    values = [body.get(name) if isinstance(body, dict) else None for name in names]
    texts = tuple(value for value in values if isinstance(value, str) and value)
    if len(texts) < len(names):
        raise Problem(400, f"{' and '.join(names)} must not be empty", code="VALIDATION_FAILURE")
    return texts
