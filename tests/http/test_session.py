from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from golive.clock import Deadline
from golive.http.errors import ConnectionLost, ExchangeFailed, NotAllowed, Refused, TimedOut
from golive.http.headers import Headers
from golive.http.journal import Journal
from golive.http.session import Session
from golive.http.wire import Reply
from golive.redact import Redactor, Secret
from support.fake_clock import START, FakeClock

HOST = "api.provider.example"
SECRET = "ak_live_0123456789abcdef"


def reply(status: int = 200, body: bytes = b"{}", **headers: str) -> Reply:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, Headers({"Content-Type": "application/json", **fields}), body, len(body))


def lost(before_answer: bool = True) -> ConnectionLost:
    error = ConnectionLost(f"{HOST} reset the connection")
    error.before_answer = before_answer
    return error


@dataclass
class FakeWire:
    script: list[Reply | Exception]
    clock: FakeClock
    sent: list[tuple[str, str, Mapping[str, str], bytes]] = field(default_factory=list)

    def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes, **_: object) -> Reply:
        self.sent.append((method, url, headers, body))
        self.clock.elapsed += 0.125
        outcome = self.script[min(len(self.sent), len(self.script)) - 1]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def ids(self) -> list[str]:
        return [headers["X-Request-Id"] for _, _, headers, _ in self.sent]


@dataclass
class Room:
    session: Session
    wire: FakeWire
    clock: FakeClock
    journal: Journal


@pytest.fixture
def room() -> Callable[..., Room]:
    def make(*script: Reply | Exception, seconds: float = 60.0, host: str = HOST, run_id: str = "run1") -> Room:
        clock = FakeClock()
        wire = FakeWire(list(script) or [reply()], clock)
        journal = Journal()
        redactor = Redactor()
        redactor.add(Secret(SECRET, "api_key of prod"))
        session = Session(
            wire=wire,
            host=host,
            login_paths=frozenset({"/oauth/token"}),
            deadline=Deadline(clock, seconds),
            journal=journal,
            redactor=redactor,
            clock=clock,
            run_id=run_id,
            jitter=lambda: 1.0,
        )
        return Room(session, wire, clock, journal)

    return make


def test_a_get_goes_to_the_host_over_https(room: Callable[..., Room]) -> None:
    here = room(reply(body=b'{"a": 1}', X_Request_ID="srv-1"))
    answer = here.session.get("/v1/payees", query={"limit": "5"})
    assert answer.json() == {"a": 1}
    method, url, headers, body = here.wire.sent[0]
    assert (method, url, body) == ("GET", f"https://{HOST}/v1/payees?limit=5", b"")
    assert headers["Accept"] == "application/json"
    exchange = here.journal.exchanges()[0]
    assert exchange == answer.exchange
    assert exchange.url == f"https://{HOST}/v1/payees?limit=5"
    assert (exchange.status, exchange.attempts, exchange.bytes, exchange.error) == (200, 1, 8, None)
    assert (exchange.started_at, exchange.seconds) == (START, 0.125)
    assert exchange.response_request_id == "srv-1"
    assert str(exchange.place) == f"GET https://{HOST}/v1/payees?limit=5 → 200"


def test_a_login_posts_its_body_to_a_login_path(room: Callable[..., Room]) -> None:
    here = room()
    asked: list[tuple[str, str]] = []

    def authorize(method: str, url: str) -> Mapping[str, str]:
        asked.append((method, url))
        return {"Authorization": "Basic x"}

    here.session.login(
        "/oauth/token", body=b"a=b", content_type="application/x-www-form-urlencoded", authorize=authorize
    )
    method, url, headers, body = here.wire.sent[0]
    assert (method, url, body) == ("POST", f"https://{HOST}/oauth/token", b"a=b")
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert headers["Authorization"] == "Basic x"
    assert asked == [("POST", f"https://{HOST}/oauth/token")]


def test_nothing_but_get_and_login_can_be_asked(room: Callable[..., Room]) -> None:
    here = room()
    assert {name for name in dir(here.session) if not name.startswith("_")} == {"get", "login"}
    for path in ("/v1/payouts", "/v1/webhooks", "/oauth/token/"):
        with pytest.raises(NotAllowed):
            here.session.login(path, body=b"", content_type="application/json")
    for path in ("//evil.example/", "/v1/webhooks/w/secret", "/v1/x?y=z"):
        with pytest.raises(NotAllowed):
            here.session.get(path)
    assert here.wire.sent == []
    assert here.journal.exchanges() == ()


@pytest.mark.parametrize("options", [{"host": "x.com:8443"}, {"host": "x.com@evil"}, {"run_id": "a\nb"}])
def test_a_session_needs_a_plain_host_and_run_id(room: Callable[..., Room], options: dict[str, str]) -> None:
    with pytest.raises(NotAllowed):
        room(**options)


def test_request_ids_are_the_same_in_every_run_and_differ_by_attempt(room: Callable[..., Room]) -> None:
    first, second = room(reply(503)), room(reply(503))
    for here in (first, second):
        here.session.get("/v1/a", query={"b": "c"})
        here.session.get("/v1/a")
    ids = first.wire.ids()
    assert ids == second.wire.ids()
    assert ids[1:3] == [f"{ids[0]}-2", f"{ids[0]}-3"]
    assert ids[0].startswith("golive-run1-")
    assert ids[3] != ids[0]
    assert all(len(one) < 64 for one in room(run_id="a" * 40).wire.ids() + ids)


def test_the_authorisation_is_made_anew_for_every_attempt(room: Callable[..., Room]) -> None:
    here = room(reply(500), reply(500), reply())
    proofs = iter("abc")
    here.session.get(
        "/v1/a", query={"q": "1"}, authorize=lambda method, url: {"DPoP": f"{next(proofs)} {method} {url}"}
    )
    assert [headers["DPoP"] for _, _, headers, _ in here.wire.sent] == [
        f"{proof} GET https://{HOST}/v1/a" for proof in "abc"
    ]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_get_is_repeated_twice_at_most_with_growing_waits(room: Callable[..., Room], status: int) -> None:
    here = room(reply(status))
    answer = here.session.get("/v1/a")
    assert answer.status == status
    assert answer.exchange.attempts == 3
    assert here.clock.slept == [0.5, 1.0]
    assert len(here.journal.exchanges()) == 1


@pytest.mark.parametrize("status", [200, 204, 301, 400, 401, 403, 404, 409, 422, 501])
def test_any_other_status_is_final(room: Callable[..., Room], status: int) -> None:
    here = room(reply(status))
    assert here.session.get("/v1/a").exchange.attempts == 1


@pytest.mark.parametrize(("status", "attempts"), [(429, 3), (503, 3), (500, 1), (502, 1), (401, 1)])
def test_a_login_is_repeated_only_when_it_was_certainly_not_done(
    room: Callable[..., Room], status: int, attempts: int
) -> None:
    here = room(reply(status))
    assert here.session.login("/oauth/token", body=b"", content_type="a/b").exchange.attempts == attempts


def test_the_asked_wait_is_obeyed(room: Callable[..., Room]) -> None:
    here = room(reply(429, Retry_After="7"), reply(503, Retry_After="Sun, 22 Nov 2026 10:00:17 GMT"), reply(200))
    answer = here.session.get("/v1/a")
    assert answer.status == 200
    assert here.clock.slept == [7.0, 9.75]
    assert answer.exchange.retry_after is None
    assert answer.exchange.seconds == 17.125


@pytest.mark.parametrize("text", ["-1", "garbage", "0", "Sun, 22 Nov 2020 10:00:00 GMT"])
def test_a_useless_wait_becomes_our_own(room: Callable[..., Room], text: str) -> None:
    here = room(reply(429, Retry_After=text), reply())
    here.session.get("/v1/a")
    assert here.clock.slept == [0.5]


def test_a_wait_of_a_day_is_not_begun(room: Callable[..., Room]) -> None:
    here = room(reply(429, Retry_After="86400"))
    answer = here.session.get("/v1/a")
    assert answer.status == 429
    assert (answer.exchange.attempts, answer.exchange.retry_after) == (1, 86400.0)
    assert here.clock.slept == []


def test_a_wait_that_would_pass_the_deadline_is_not_begun(room: Callable[..., Room]) -> None:
    here = room(reply(500), seconds=0.6)
    assert here.session.get("/v1/a").exchange.attempts == 1
    assert here.clock.slept == []


def test_nothing_is_asked_once_the_run_is_over(room: Callable[..., Room]) -> None:
    here = room(seconds=1.0)
    here.clock.sleep(1.0)
    with pytest.raises(TimedOut, match=f"the time for this run was over before {HOST} was asked"):
        here.session.get("/v1/a", authorize=lambda *_: pytest.fail("a credential was prepared"))
    assert here.journal.exchanges() == ()


def test_a_lost_connection_is_tried_once_more(room: Callable[..., Room]) -> None:
    here = room(lost(), reply())
    assert here.session.get("/v1/a").exchange.attempts == 2
    here = room(reply(500), lost(), reply())
    assert here.session.get("/v1/a").exchange.attempts == 3


def test_a_connection_lost_twice_is_given_up(room: Callable[..., Room]) -> None:
    here = room(lost())
    with pytest.raises(ConnectionLost) as caught:
        here.session.get("/v1/a")
    assert caught.value.exchange == here.journal.exchanges()[0]
    assert caught.value.place == here.journal.exchanges()[0].place
    assert caught.value.exchange.attempts == 2
    assert caught.value.exchange.error == f"{HOST} reset the connection"


@pytest.mark.parametrize("error", [lost(before_answer=False), Refused("refused"), TimedOut("late")])
def test_other_failures_are_not_tried_again(room: Callable[..., Room], error: ExchangeFailed) -> None:
    here = room(error)
    with pytest.raises(type(error)):
        here.session.get("/v1/a")
    assert len(here.wire.sent) == 1


def test_a_failure_after_an_answer_is_what_counts(room: Callable[..., Room]) -> None:
    here = room(reply(503, Retry_After="1", X_Request_Id="srv"), TimedOut("late"))
    with pytest.raises(TimedOut):
        here.session.get("/v1/a")
    exchange = here.journal.exchanges()[0]
    assert (exchange.status, exchange.error, exchange.attempts) == (None, "late", 2)
    assert (exchange.retry_after, exchange.response_request_id, exchange.bytes) == (None, None, 0)


def test_an_authorisation_that_fails_sends_nothing(room: Callable[..., Room]) -> None:
    here = room()

    def authorize(method: str, url: str) -> Mapping[str, str]:
        raise ExchangeFailed("the login was refused")

    with pytest.raises(ExchangeFailed, match="the login was refused"):
        here.session.get("/v1/a", authorize=authorize)
    assert here.wire.sent == []
    assert here.journal.exchanges() == ()


def test_an_authorisation_that_fails_later_leaves_the_first_attempt_in_the_journal(room: Callable[..., Room]) -> None:
    here = room(reply(500))

    def authorize(method: str, url: str) -> Mapping[str, str]:
        if here.wire.sent:
            raise ExchangeFailed("the login was refused")
        return {"Authorization": "Bearer x"}

    with pytest.raises(ExchangeFailed, match="the login was refused"):
        here.session.get("/v1/a", authorize=authorize)
    assert [one.status for one in here.journal.exchanges()] == [500]


def test_a_credential_that_comes_back_is_masked_everywhere(room: Callable[..., Room]) -> None:
    here = room(reply(302, X_Request_Id=f"id-{SECRET}", X_Echo=SECRET, Location=f"https://{SECRET}.evil.example/x"))
    answer = here.session.get(f"/v1/{SECRET}", query={"key": SECRET})
    assert SECRET not in repr(here.journal.exchanges())
    assert answer.headers["x-echo"] == "***"
    assert answer.exchange.redirect == "https://***.evil.example"
    assert answer.exchange.response_request_id == "id-***"
    here = room(ExchangeFailed(f"it sent {SECRET}\x1b[2J\nback"))
    with pytest.raises(ExchangeFailed) as caught:
        here.session.get("/v1/a")
    assert str(caught.value) == "it sent ***\\x1b[2J\\nback"


def test_text_from_outside_is_inert_in_the_journal(room: Callable[..., Room]) -> None:
    here = room(reply(302, X_Request_Id="\x1b[2J" + "a" * 500, Location="http://\x1b[31mx\u202e"))
    exchange = here.session.get("/v1/a").exchange
    assert str(exchange.response_request_id).isprintable()
    assert len(str(exchange.response_request_id)) < 80
    assert str(exchange.redirect).isprintable()


@pytest.mark.parametrize(
    ("location", "shown"),
    [
        ("https://evil.example:8443/a?b=c", "https://evil.example:8443"),
        ("http://api.provider.example/", "http://api.provider.example"),
        ("//user:pw@evil.example/", "https://evil.example"),
        ("/elsewhere", f"https://{HOST}"),
        ("https://[x", "an address that is no URL"),
    ],
)
def test_the_target_of_a_redirect_is_noted_and_not_asked(room: Callable[..., Room], location: str, shown: str) -> None:
    here = room(reply(307, Location=location))
    answer = here.session.get("/v1/a")
    assert answer.status == 307
    assert answer.exchange.redirect == shown
    assert len(here.wire.sent) == 1


def test_a_location_without_redirect_is_nothing(room: Callable[..., Room]) -> None:
    assert room(reply(201, Location="/x")).session.get("/v1/a").exchange.redirect is None
    assert room(reply(302)).session.get("/v1/a").exchange.redirect is None
