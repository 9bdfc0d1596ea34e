"""The provider's API: who is asking, what for, and the answer."""

from __future__ import annotations

import hmac
import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final

from golive.emulator.anton.oauth import TOKEN_PATH, Refusal, Tokens
from golive.emulator.anton.routes import Problem, need_get, not_found, resource
from golive.emulator.anton.world import HOSTS, Access
from golive.emulator.message import Received, Reply, json_reply

if TYPE_CHECKING:
    from golive.emulator.anton.render import Shapes
    from golive.kind import Kind

JWKS_PATH: Final = "/.well-known/jwks.json"
PER_MINUTE: Final = 1000
"""Requests per merchant in any 60 seconds: https://docs.antonpayments.com/api-reference/rate-limits"""
WINDOW_SECONDS: Final = 60.0

_DENIED: Final = {
    Access.WRONG_ROLE: (403, "forbidden", "the role of this key does not allow this"),
    Access.SUSPENDED: (403, "forbidden", "the merchant is suspended"),
    Access.TEST_ENVIRONMENT: (403, "forbidden", "a test key cannot be used in production"),
    Access.REFUSED: (401, "unauthorized", "the API key is invalid, expired or revoked"),
}


@dataclass(frozen=True, slots=True)
class Environment:
    """One environment of the provider: its host, the merchant's account there, and what opens it."""

    shapes: Shapes
    api_key: str = field(repr=False)
    tokens: Tokens
    _times: deque[float] = field(default_factory=deque, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def used(self, now: float) -> tuple[int, float]:
        """Count a request. Return how many came in the last minute, and seconds until the oldest is forgotten."""
        with self._lock:
            while self._times and now - self._times[0] >= WINDOW_SECONDS:
                self._times.popleft()
            if len(self._times) < PER_MINUTE:
                self._times.append(now)
                return len(self._times), WINDOW_SECONDS - (now - self._times[0])
            return PER_MINUTE + 1, WINDOW_SECONDS - (now - self._times[0])


@dataclass(frozen=True, slots=True)
class AntonApi:
    """The whole API, all environments. Its only memory is of tokens, proofs and request counts."""

    environments: Mapping[Kind, Environment]
    monotonic: Callable[[], float]
    _cursor_key: bytes = field(default_factory=lambda: secrets.token_bytes(16), repr=False)

    def answer(self, request: Received) -> Reply:
        """Return the answer to a request, errors included."""
        environment = self._environment(request)
        if environment is None:
            return json_reply(421, {"error": {"code": "misdirected_request", "message": "no such host here"}})
        used, seconds = environment.used(self.monotonic())
        try:
            if used > PER_MINUTE:
                wait = ("Retry-After", str(int(seconds) + 1))
                raise Problem(429, "rate_limit_exceeded", "too many requests", (wait,))  # noqa: TRY301 - one place for errors
            reply = self._answer(request, environment)
        except Problem as problem:
            body = self._error_body(environment, problem.status, problem.code, problem.message)
            reply = json_reply(problem.status, body, problem.headers)
        return self._finished(reply, request, environment, used, seconds)

    def error(
        self, request: Received, status: int, code: str, message: str, headers: Iterable[tuple[str, str]] = ()
    ) -> Reply:
        """Return an error as this API words it, for a fault."""
        environment = self._environment(request) or next(iter(self.environments.values()))
        used, seconds = environment.used(self.monotonic())
        reply = json_reply(status, self._error_body(environment, status, code, message), headers)
        return self._finished(reply, request, environment, used, seconds)

    def _environment(self, request: Received) -> Environment | None:
        return next((one for kind, one in self.environments.items() if HOSTS[kind] == request.name), None)

    def _now(self, request: Received, environment: Environment) -> datetime:
        return request.time + environment.shapes.world.clock_offset

    def _finished(self, reply: Reply, request: Received, environment: Environment, used: int, seconds: float) -> Reply:
        now = self._now(request, environment)
        headers = [
            ("X-Request-ID", f"req_{secrets.token_hex(12)}"),
            ("X-RateLimit-Limit", str(PER_MINUTE)),
            ("X-RateLimit-Remaining", str(max(0, PER_MINUTE - used))),
            ("X-RateLimit-Reset", str(int(now.timestamp() + seconds) + 1)),
        ]
        if environment.shapes.world.shows_date:
            headers.append(("Date", format_datetime(now, usegmt=True)))
        return replace(reply, headers=(*reply.headers, *headers))

    def _error_body(self, environment: Environment, status: int, code: str, message: str) -> dict[str, Any]:
        variants = environment.shapes.variants
        if "error-flat" in variants:
            return {"error": code, "message": message}
        return {"error": {"code": status if "error-integer-code" in variants else code, "message": message}}

    def _answer(self, request: Received, environment: Environment) -> Reply:
        now = self._now(request, environment).timestamp()
        if request.path == TOKEN_PATH:
            return environment.tokens.issue(request, now)
        if request.path == JWKS_PATH:
            need_get(request)
            return json_reply(200, environment.tokens.jwks())
        if not request.path.startswith("/v1/"):
            raise not_found()
        self._authenticate(request, environment, now)
        world = environment.shapes.world
        if world.access is not Access.GRANTED:
            raise Problem(*_DENIED[world.access])
        if request.path in world.forbidden:
            raise Problem(*_DENIED[Access.WRONG_ROLE])
        return json_reply(200, resource(request, environment.shapes, self._cursor_key))

    def _authenticate(self, request: Received, environment: Environment, now: float) -> None:
        given = request.values("Authorization")
        scheme, _, credential = given[0].strip().partition(" ") if len(given) == 1 else ("", "", "")
        match scheme.lower():
            case "bearer" if "oauth-only" not in environment.shapes.variants:
                if hmac.compare_digest(credential.strip().encode(), environment.api_key.encode()):
                    return
                raise Problem(*_DENIED[Access.REFUSED])
            case "dpop":
                refusal = environment.tokens.judge(request, credential.strip(), now)
            case _:
                refusal = Refusal("unauthorized", "an acceptable credential is missing")
        if refusal is not None:
            raise Problem(401, refusal.code, refusal.message, refusal.headers)
