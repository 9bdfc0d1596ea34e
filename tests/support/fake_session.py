"""A session without a network: a callable from (method, path, query) to an answer."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from golive.http.answer import Answer
from golive.http.journal import Exchange
from golive.providers.anton.api import AntonApi, connect
from golive.redact import Redactor, Secret
from support.fake_clock import START, FakeClock

HOST = "api.antonpayments.com"
KEY = "ak_live_" + "q7Zr2Lw9Xk4Tn8Vb"


def reply(
    status: int = 200, body: object = None, *, headers=None, raw: bytes | None = None, seconds: float = 0.0, **exchange
) -> Answer:
    """Return an answer with a JSON body (`raw`: these very bytes). Further arguments are fields of its Exchange."""
    exchange = {"method": "GET", "url": f"https://{HOST}/v1/asked", "request_id": "golive-1"} | exchange
    return Answer(
        status,
        {"content-type": "application/json"} | (headers or {}),
        json.dumps(body).encode() if raw is None else raw,
        Exchange(status=status, started_at=START, seconds=seconds, **exchange),
    )


def listed(*rows: object, **more: object) -> Answer:
    """Return a list of rows in its envelope."""
    return reply(body={"data": list(rows), **more})


@dataclass
class Call:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""


@dataclass
class FakeSession:
    """Gives every request to `answer`, and remembers it with the headers that were made for it."""

    answer: object
    calls: list[Call] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, path, *, query=None, authorize=None):
        return self._ask("GET", path, dict(query or {}), authorize)

    def login(self, path, *, body, content_type, authorize=None):
        assert content_type == "application/x-www-form-urlencoded"
        return self._ask("POST", path, {}, authorize, body)

    def _ask(self, method, path, query, authorize, body=b""):
        headers = dict(authorize(method, f"https://{HOST}{path}")) if authorize else {}
        with self.lock:
            self.calls.append(Call(method, path, query, headers, body))
        answer = self.answer(method, path, query)
        if isinstance(answer, Exception):
            raise answer
        url = f"https://{HOST}{path}" + (f"?{urlencode(query)}" if query else "")
        object.__setattr__(answer.exchange, "url", url)
        object.__setattr__(answer.exchange, "method", method)
        return answer

    def asked(self) -> list[str]:
        """Return the paths in the order of the requests."""
        return [call.path for call in self.calls]


def answering(**by_name: object):
    """Return a callable that answers `/v1/NAME` with the given answer (or rows), and everything else with 404."""
    routes = {f"/v1/{name}": value for name, value in by_name.items()}

    def answer(_method, path, _query):
        value = routes.get(path)
        if value is None:
            return reply(404, {"error": {"code": "not_found", "message": "no such thing"}})
        return listed(*value) if isinstance(value, list) else value

    return answer


def api_over(answer, *, clock=None, **credentials: str) -> AntonApi:
    """Return the client over a fake session that answers so."""
    return client(answer, clock=clock, **credentials)[0]


def client(answer, *, clock=None, redactor=None, **credentials: str) -> tuple[AntonApi, FakeSession]:
    """Return the client and the fake session under it."""
    session = FakeSession(answer)
    secrets = {name: Secret(value, name) for name, value in (credentials or {"api_key": KEY}).items()}
    return connect(session, secrets, redactor or Redactor(), clock or FakeClock()), session


def sent_late(seconds: float):
    """Return the time that many seconds after the fake clock's start, as an HTTP date."""
    from email.utils import format_datetime

    return format_datetime(START + timedelta(seconds=seconds), usegmt=True)
