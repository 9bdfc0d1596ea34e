"""OctopusCards' client over a fake session, and running one check of the account against made-up answers."""

from __future__ import annotations

import json
from dataclasses import dataclass

from golive.clock import Deadline
from golive.http.headers import Headers
from golive.http.journal import Journal
from golive.http.session import Session
from golive.http.wire import Reply
from golive.providers.octopuscards import PROVIDER, connect
from golive.redact import Redactor, Secret
from support.context import make_context, run
from support.fake_clock import FakeClock
from support.fake_session import FakeSession, reply

HOST = "api.octopuscards.io"
KEY, SECRET = "q7Zr2Lw9Xk4Tn8VbH3mP6s", "Vd5Jy8Nc1Rf6Gt3Wp9Qz4M"
ACCESS, REFRESH = "aK3pV9xQ2mZ7bT5n.cR8wL4sD1", "rF6yH2jN9kB4vX8g.eM5tC1zP7"
CURRENCIES = [
    {"id": 1, "name": "US Dollar", "currency": "USD", "precision": 2},
    {"id": 3, "name": "Euro", "currency": "EUR", "precision": 2},
]
HEAD = """\
version: 1
provider: octopuscards
environments:
  prod:
    kind: production
    base_url: https://api.octopuscards.io
    credentials: {api_key: {env: KEY}, api_secret: {env: SECRET}}
"""


def logged_in(**more: object):
    """Return the answer to a login as the reference page has it."""
    return reply(body={"success": True, "data": {"access_token": ACCESS, "refresh_token": REFRESH, **more}})


def refused(status: int, code: str = "", message: str = "", **more):
    """Return a refusal in the API's envelope."""
    return reply(status, {"error": {"name": "SomeError", "code": code, "message": message}}, **more)


def answering(*, login=None, **lists: object):
    """Return a callable that answers the login, and `/api/v1/NAME` with the given answer, rows or callable."""
    lists = {"currencies": CURRENCIES, "wallets": []} | lists

    def answer(method, path, query):
        if (method, path) == ("POST", "/auth/login"):
            return login or logged_in()
        value = lists.get(path.removeprefix("/api/v1/"))
        if value is None:
            return refused(404, "NOT_FOUND", "no such thing")
        if callable(value):
            return value(query)
        return reply(body=value) if isinstance(value, list | dict) else value

    return answer


@dataclass
class OctopusSession(FakeSession):
    """As FakeSession, with a login in JSON."""

    def login(self, path, *, body, content_type, authorize=None):
        assert content_type == "application/json"
        return self._ask("POST", path, {}, authorize, body)


def client(answer=None, *, redactor=None, **credentials: str):
    """Return the client and the fake session under it."""
    session = OctopusSession(answer or answering())
    pair = credentials or {"api_key": KEY, "api_secret": SECRET}
    secrets = {name: Secret(value, name) for name, value in pair.items()}
    return connect(session, secrets, redactor or Redactor(), FakeClock()), session


def look(check, folder, settings: str = "", *, api=None, **answers):
    """Return the findings of a check; `settings` are further lines of the environment."""
    lines = "".join(f"    {line}\n" for line in settings.splitlines())
    api = api or client(answering(**answers))[0]
    return run(check, make_context(folder, HEAD + lines, provider=PROVIDER, connect=lambda: api))


def real_session(send) -> tuple[Session, Journal]:
    """Return a real session over a wire that answers `send(method, path)` with a status and a JSON body."""

    class FakeWire:
        def send(self, method, url, **_):
            status, body = send(method, url.removeprefix(f"https://{HOST}"))
            raw = json.dumps(body).encode()
            return Reply(status, Headers({"Content-Type": "application/json"}), raw, len(raw))

    clock, journal = FakeClock(), Journal()
    session = Session(
        wire=FakeWire(),
        host=HOST,
        login_paths=PROVIDER.login_paths,
        deadline=Deadline(clock, 60.0),
        journal=journal,
        redactor=Redactor(),
        clock=clock,
        run_id="run1",
        jitter=lambda: 1.0,
    )
    return session, journal
