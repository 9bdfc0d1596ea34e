"""The provider's API: who is asking, what for, and the answer."""

from __future__ import annotations

import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from golive.emulator.message import Received, Reply, json_reply
from golive.emulator.octopuscards.routes import API_PREFIX, Problem, resource
from golive.emulator.octopuscards.tokens import LOGIN_PATH, LOGOUT_PATH, REFRESH_PATH, Tokens
from golive.emulator.octopuscards.world import HOSTS, Access, Barrier
from golive.kind import Kind

if TYPE_CHECKING:
    from golive.emulator.octopuscards.render import Shapes

WINDOW_SECONDS: Final = 60.0
PER_MINUTE: Final = {
    Kind.PRODUCTION: {"login": 10, "refresh": 20, "read": 300},
    Kind.SANDBOX: {"login": 30, "refresh": 30, "read": 600},
}
"""Requests of one client in any 60 seconds: https://octopus-docs.pages.dev/docs/best-practices/rate-limits"""
_ID_LENGTH: Final = 64
"""An own request id is shorter than this: https://octopus-docs.pages.dev/docs/reference/conventions"""

_ERRORS: Final = {
    400: ("BadRequestError", "BAD_REQUEST"),
    401: ("UnauthorizedError", "UNAUTHORIZED"),
    403: ("ForbiddenError", "FORBIDDEN"),
    404: ("NotFoundError", "NOT_FOUND"),
    429: ("TooManyRequestsError", "TOO_MANY_REQUESTS"),
    500: ("InternalServerError", "INTERNAL_SERVER_ERROR"),
}
"""Name and code by status: https://octopus-docs.pages.dev/docs/best-practices/handling-errors"""
_ADDRESS: Final = "IP address not authorized"


@dataclass(frozen=True, slots=True)
class Quota:
    """Counts the requests of one class in a rolling minute."""

    most: int
    _times: deque[float] = field(default_factory=deque, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def take(self, now: float) -> None:
        """Count a request. Raises Problem where there were too many; a request that is refused is not counted."""
        with self._lock:
            while self._times and now - self._times[0] >= WINDOW_SECONDS:
                self._times.popleft()
            if len(self._times) < self.most:
                self._times.append(now)
                return
            wait = int(WINDOW_SECONDS - (now - self._times[0])) + 1
        raise Problem(429, f"Too many requests, retry after {wait} seconds", headers=(("Retry-After", str(wait)),))


@dataclass(frozen=True, slots=True)
class Environment:
    """One environment of the provider: the client's account there, what opens it, and how often it may be asked."""

    shapes: Shapes
    tokens: Tokens
    quotas: Mapping[str, Quota]


@dataclass(frozen=True, slots=True)
class OctopusCardsApi:
    """The whole API, all environments. Its only memory is of tokens and request counts."""

    environments: Mapping[Kind, Environment]
    monotonic: Callable[[], float]

    def answer(self, request: Received) -> Reply:
        """Return the answer to a request, errors included."""
        environment = self._environment(request)
        if environment is None:
            return json_reply(421, _error_body(421, "", "no such host here"))
        try:
            reply = self._answer(request, environment)
        except Problem as problem:
            body = _error_body(problem.status, problem.code, problem.message)
            reply = json_reply(problem.status, body, problem.headers)
        return self._finished(reply, request, environment)

    def error(
        self, request: Received, status: int, code: str, message: str, headers: Iterable[tuple[str, str]] = ()
    ) -> Reply:
        """Return an error as this API words it, for a fault."""
        environment = self._environment(request) or next(iter(self.environments.values()))
        known = "" if status in _ERRORS else code.upper()
        return self._finished(json_reply(status, _error_body(status, known, message), headers), request, environment)

    def _environment(self, request: Received) -> Environment | None:
        return next((one for kind, one in self.environments.items() if HOSTS[kind] == request.name), None)

    def _now(self, request: Received, environment: Environment) -> datetime:
        return request.time + environment.shapes.world.clock_offset

    def _finished(self, reply: Reply, request: Received, environment: Environment) -> Reply:
        headers = [("X-Request-Id", _request_id(request))]
        if environment.shapes.world.shows_date:
            headers.append(("Date", format_datetime(self._now(request, environment), usegmt=True)))
        return replace(reply, headers=(*reply.headers, *headers))

    def _answer(self, request: Received, environment: Environment) -> Reply:
        now, world = self._now(request, environment), environment.shapes.world
        match request.path:
            case path if path == LOGIN_PATH:
                self._count(environment, "login")
                _need_address(world.access, later=False)
                return environment.tokens.log_in(request, now, accepted=world.access is not Access.PAIR_REFUSED)
            case path if path == REFRESH_PATH:
                self._count(environment, "refresh")
                _need_address(world.access, later=False)
                return environment.tokens.refresh(request, now)
            case path if path == LOGOUT_PATH:
                _need_address(world.access, later=True)
                return environment.tokens.log_out(request, now)
            case path if path.startswith(API_PREFIX):
                self._count(environment, "read")
                environment.tokens.need_access(request, now)
                _need_address(world.access, later=True)
                _need_feature(world.barriers.get(path))
                return resource(request, environment.shapes)
            case _:
                raise Problem(404, "Not found")

    def _count(self, environment: Environment, name: str) -> None:
        environment.quotas[name].take(self.monotonic())


def new_quotas(kind: Kind) -> Mapping[str, Quota]:
    """Return the request counts of one environment, all at nought."""
    return {name: Quota(most) for name, most in PER_MINUTE[kind].items()}


def _need_address(access: Access, *, later: bool) -> None:
    if access is Access.ADDRESS_REFUSED or (later and access is Access.ADDRESS_REFUSED_LATER):
        raise Problem(403, _ADDRESS)


def _need_feature(barrier: Barrier | None) -> None:
    match barrier:
        case Barrier.FEATURE_FORBIDDEN:
            raise Problem(403, "Feature not enabled")
        case Barrier.FEATURE_INVALID:
            raise Problem(400, "This feature is not enabled for the client", code="INVALID_FEATURE")


def _error_body(status: int, code: str, message: str) -> dict[str, object]:
    name, usual = _ERRORS.get(status, ("Error", "ERROR"))
    if code == "VALIDATION_FAILURE":
        name = "ValidationException"
    return {"error": {"name": name, "code": code or usual, "message": message}}


def _request_id(request: Received) -> str:
    """Return the request's own id, or another where it brings none that can be repeated."""
    given = request.values("X-Request-Id")
    if len(given) == 1 and 0 < len(given[0]) < _ID_LENGTH and given[0].isascii() and given[0].isprintable():
        return given[0]
    return secrets.token_hex(13)
