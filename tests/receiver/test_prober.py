import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest

from golive.clock import Deadline
from golive.http.errors import ConnectionLost, NotAllowed, TimedOut
from golive.http.journal import Journal
from golive.http.wire import Wire
from golive.providers.anton.signature import DELIVERIES as ANTON
from golive.providers.octopuscards.signature import DELIVERIES as OCTOPUS
from golive.receiver import observation as names
from golive.receiver.matrix import NO_TIME, WITHHELD, Matrix
from golive.receiver.prober import BLOCKED, NO_TIME_LEFT, NOT_ACCEPTED, REDIRECTED, TOO_OFTEN, UNANSWERED, Prober
from golive.receiver.target import Target
from golive.redact import Redactor, Secret
from support.fake_clock import FakeClock

if TYPE_CHECKING:
    from golive.receiver.observation import Observations

SECRET = "whsec_" + "00112233445566778899aabbccddeeff" * 2
URL = "https://pay.example.com/hooks/anton"
TARGET = Target(URL, "https", "pay.example.com", 443, None)
Answer = Callable[[httpx.Request], httpx.Response]


def event_name(request: httpx.Request) -> str:
    return json.loads(request.content)["id"].rpartition("_")[2]


def signed(request: httpx.Request, secret: str = SECRET) -> bool:
    expected = hmac.new(secret.encode(), request.content, hashlib.sha256).hexdigest()
    return request.headers.get("x-anton-signature", request.headers.get("x-signature")) == expected


def sound(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200 if signed(request) else 401)


class Sent:
    """A prober over a transport that remembers every request."""

    def __init__(
        self, answer: Answer, *, deliveries=ANTON, scheme="x-anton-signature", tokens=True, clock=None, seconds=42.0
    ) -> None:
        self.requests: list[httpx.Request] = []
        self.clock = clock or FakeClock()
        self.journal = Journal()
        self.lock = threading.Lock()
        redactor = Redactor()
        redactor.add(Secret(SECRET, "secret"))

        def handler(request: httpx.Request) -> httpx.Response:
            with self.lock:
                self.requests.append(request)
            return answer(request)

        wire = Wire(clock=self.clock, user_agent="golive/1", transport=httpx.MockTransport(handler))
        self.prober = Prober(
            target=TARGET,
            wire=wire,
            clock=self.clock,
            deadline=Deadline(self.clock, seconds),
            journal=self.journal,
            redactor=redactor,
        )
        self.matrix = Matrix(
            scheme=deliveries.scheme(scheme),
            deliveries=deliveries,
            secret=SECRET,
            tokens=tokens,
            event_type=deliveries.test_event,
            run_id="19a2b",
            now=datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
        )
        self.observed: Observations = self.prober.probe(self.matrix)

    def names(self) -> list[str]:
        return [one.name for one in self.observed.outcomes]


def octopus(answer: Answer, **options) -> Sent:
    return Sent(answer, deliveries=OCTOPUS, scheme="x-signature", **options)


def test_a_sound_receiver_gets_every_delivery_once_and_in_order_and_ten_at_once() -> None:
    sent = octopus(sound)
    assert sent.names() == list(names.IN_ORDER)
    assert [one.name for one in sent.observed.burst] == [f"burst-{number}" for number in range(1, 11)]
    assert len(sent.requests) == sent.observed.count == 27
    assert sent.observed.unsent == {}
    assert sent.observed.bugs == ()
    assert {one.name for one in sent.observed.outcomes if one.refused} == set(names.FORGED)
    assert all(one.accepted for one in sent.observed.burst)
    assert {(request.method, str(request.url)) for request in sent.requests} == {("POST", URL)}


def test_every_delivery_is_journalled_under_its_name_and_event_id() -> None:
    sent = octopus(sound)
    kept = {one.delivery: one for one in sent.journal.exchanges()}
    assert set(kept) == {*names.IN_ORDER, *(f"burst-{number}" for number in range(1, 11))}
    assert kept["correct"].request_id == kept["duplicate"].request_id == "golive_19a2b_correct"
    assert kept["wrong-secret"].status == 401
    assert kept["correct"].url == URL
    assert kept["correct"].method == "POST"


def test_an_answer_is_kept_without_secrets_and_harmless() -> None:
    def echo(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"X-Echo": SECRET}, content=f"got {SECRET}\x1b[31m\r\n".encode())

    outcome = octopus(echo).observed.outcome("correct")
    assert outcome.reply == "got ***\\x1b[31m"
    assert outcome.headers["x-echo"] == "***"
    assert SECRET not in repr(outcome)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 503])
def test_a_refused_first_delivery_leaves_everything_else_unsent_but_the_search_for_a_bug(status: int) -> None:
    sent = Sent(lambda _request: httpx.Response(status))
    assert sent.names()[0] == "correct"
    assert all(name.startswith(("mistake-", "scheme-")) for name in sent.names()[1:])
    assert sent.observed.unsent["duplicate"] == NOT_ACCEPTED
    assert sent.observed.unsent["burst"] == NOT_ACCEPTED
    assert sent.observed.unsent[names.STALE] == NO_TIME
    assert sent.observed.burst == ()
    assert sent.observed.bugs == ()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_noted_and_nothing_else_is_sent(status: int) -> None:
    location = "https://user:hidden@elsewhere.example:8443/login?x=1"
    sent = Sent(lambda _request: httpx.Response(status, headers={"Location": location}))
    assert len(sent.requests) == 1
    assert sent.observed.outcome("correct").redirect == "https://elsewhere.example:8443"
    assert sent.observed.unsent["missing-signature"] == REDIRECTED
    assert sent.journal.exchanges()[0].redirect == "https://elsewhere.example:8443"


@pytest.mark.parametrize(
    ("location", "shown"),
    [("/login", "another path of https://pay.example.com"), ("//[::1", "an address that is no URL"), (None, None)],
)
def test_where_a_redirect_points_is_read_with_care(location: str | None, shown: str | None) -> None:
    headers = {} if location is None else {"Location": location}
    sent = Sent(lambda _request: httpx.Response(302, headers=headers))
    assert sent.observed.outcome("correct").redirect == shown


def test_a_location_of_an_answer_that_is_no_redirect_means_nothing() -> None:
    sent = Sent(lambda _request: httpx.Response(201, headers={"Location": "/events/1"}))
    assert sent.observed.outcome("correct").redirect is None


def test_an_unanswered_first_delivery_ends_it() -> None:
    def lost(request: httpx.Request) -> httpx.Response:
        raise ConnectionLost(f"pay.example.com reset the connection; {SECRET}")

    sent = Sent(lost)
    assert len(sent.requests) == 1
    outcome = sent.observed.outcome("correct")
    assert (outcome.status, outcome.error) == (None, "pay.example.com reset the connection; ***")
    assert not outcome.timed_out
    assert sent.observed.unsent["burst"] == UNANSWERED


@pytest.mark.parametrize("late", ["correct", "empty-signature", "unusual-body"])
def test_429_ends_the_deliveries(late: str) -> None:
    def limited(request: httpx.Request) -> httpx.Response:
        return httpx.Response(429, headers={"Retry-After": "7"}) if event_name(request) == late else sound(request)

    sent = Sent(limited)
    assert sent.names()[-1] == late
    assert sent.observed.unsent["burst"] == TOO_OFTEN
    assert sent.journal.exchanges()[0].attempts == 1
    assert {one.retry_after for one in sent.journal.exchanges()} >= {7.0}


def test_429_ends_the_search_for_a_bug() -> None:
    answers = iter([401, 401, 429])
    sent = Sent(lambda _request: httpx.Response(next(answers)))
    assert len(sent.requests) == 3
    assert sent.observed.unsent["burst"] == TOO_OFTEN


def test_a_search_for_a_bug_ends_where_the_receiver_no_longer_answers_plainly() -> None:
    answers = iter([401, 401, 302])
    sent = Sent(lambda _request: httpx.Response(next(answers)))
    assert len(sent.requests) == 3
    assert sent.observed.unsent["burst"] == NOT_ACCEPTED


def test_a_receiver_that_strips_the_prefix_is_found_out() -> None:
    stripped = SECRET.removeprefix("whsec_")
    sent = Sent(lambda request: httpx.Response(200 if signed(request, stripped) else 401))
    assert sent.observed.bugs == ("the receiver leaves whsec_ out of the key; the key is the secret as given",)
    assert sent.observed.unsent["unknown-event"] == NOT_ACCEPTED


def test_a_receiver_that_writes_the_body_anew_is_found_out_by_the_unusual_body() -> None:
    def rewriting(request: httpx.Request) -> httpx.Response:
        anew = json.dumps(json.loads(request.content), separators=(",", ":"), ensure_ascii=False).encode()
        expected = hmac.new(SECRET.encode(), anew, hashlib.sha256).hexdigest()
        return httpx.Response(204 if request.headers.get("x-anton-signature") == expected else 400)

    sent = Sent(rewriting)
    assert sent.observed.outcome("unusual-body").status == 400
    assert len(sent.observed.bugs) == 1
    assert "writes it anew" in sent.observed.bugs[0]
    assert len(sent.observed.burst) == 10


def test_a_receiver_that_reads_headers_in_lower_case_only_is_found_out() -> None:
    def picky(request: httpx.Request) -> httpx.Response:
        lower = any(name == b"x-anton-signature" for name, _ in request.headers.raw)
        return httpx.Response(200 if lower and signed(request) else 401)

    assert "lower case" in Sent(picky).observed.bugs[0]


def test_a_receiver_that_accepts_everything_once_refused_shows_all_the_bugs_there_are() -> None:
    first = iter([401])
    sent = Sent(lambda _request: httpx.Response(next(first, 200)))
    assert len(sent.observed.bugs) == len(sent.names()) - 1 > 3


def test_a_later_delivery_without_an_answer_does_not_end_it() -> None:
    def fragile(request: httpx.Request) -> httpx.Response:
        if event_name(request) == "empty-signature":
            raise ConnectionLost("pay.example.com reset the connection")
        return sound(request)

    sent = Sent(fragile)
    assert sent.observed.outcome("empty-signature").status is None
    assert len(sent.observed.burst) == 10


def test_an_answer_that_takes_the_whole_of_the_providers_deadline_timed_out() -> None:
    clock = FakeClock()

    def slow(request: httpx.Request) -> httpx.Response:
        clock.sleep(30)
        raise TimedOut("pay.example.com did not finish its answer within 30 s")

    outcome = Sent(slow, clock=clock).observed.outcome("correct")
    assert (outcome.timed_out, outcome.seconds) == (True, 30)


def test_an_answer_that_was_not_given_the_time_did_not_time_out() -> None:
    clock = FakeClock()

    def slow(request: httpx.Request) -> httpx.Response:
        clock.sleep(5)
        raise TimedOut("the time for this run was over before pay.example.com finished its answer")

    assert not Sent(slow, clock=clock, seconds=5).observed.outcome("correct").timed_out


def test_a_slow_receiver_gets_what_there_is_time_for() -> None:
    clock = FakeClock()

    def slow(request: httpx.Request) -> httpx.Response:
        clock.sleep(9)
        return sound(request)

    sent = Sent(slow, clock=clock)
    assert sent.names() == ["correct", "missing-signature", "empty-signature", "wrong-secret", "empty-secret"]
    assert sent.observed.unsent["burst"] == sent.observed.unsent["tampered-body"] == NO_TIME_LEFT


def test_the_time_may_be_over_before_the_first_delivery() -> None:
    sent = Sent(sound, seconds=0)
    assert sent.requests == []
    assert set(sent.observed.unsent) == {*names.IN_ORDER, "burst"}


def test_a_sound_delivery_after_a_refusal_tells_whether_it_was_about_that_one() -> None:
    def picky(request: httpx.Request) -> httpx.Response:
        return httpx.Response(400) if event_name(request) == "unknown-event" else sound(request)

    sent = octopus(picky)
    assert sent.names()[-3:] == ["unknown-event", "control-after-unknown-event", "unusual-body"]
    assert sent.observed.outcome("control-after-unknown-event").accepted
    assert {one.doubt for one in sent.observed.outcomes} == {None}
    assert len(sent.observed.burst) == 10


@pytest.mark.parametrize("status", [302, 403, 503, None])
@pytest.mark.parametrize("first", ["control", "duplicate", "unknown-event", "unusual-body"])
def test_where_nothing_is_accepted_any_more_refusals_prove_nothing(first: str, status: int | None) -> None:
    blocked: list[str] = []

    def closing(request: httpx.Request) -> httpx.Response:
        if blocked or (event_name(request) == first and first != "duplicate") or len(sent_names) == at:
            blocked.append(first)
        sent_names.append(event_name(request))
        if blocked and status is None and len(blocked) > 1:
            raise ConnectionLost("pay.example.com reset the connection")
        return httpx.Response(403 if status is None else status) if blocked else sound(request)

    sent_names: list[str] = []
    at = names.IN_ORDER.index(names.DUPLICATE) if first == "duplicate" else -1
    sent = octopus(closing)
    doubted = {one.name for one in sent.observed.outcomes if one.doubt is not None}
    if first == "control":
        assert doubted == {*names.FORGED, "control"}  # `sound` does not look at the time
    elif status == 302:
        assert doubted == set()  # a redirect is no refusal, and says so by itself
    else:
        assert doubted == {first}
    if first == "control" or status != 302:
        assert sent.observed.unsent["burst"] == BLOCKED
        assert sent.observed.burst == ()


def test_a_withheld_token_is_said_and_never_sent() -> None:
    sent = octopus(sound, tokens=False)
    assert sent.observed.withheld
    assert sent.observed.unsent == {names.TOKEN_ONLY: WITHHELD}
    assert not [one for one in sent.requests if SECRET in str(one.headers.raw) or SECRET.encode() in one.content]


def test_a_receiver_that_believes_the_token_alone_accepts_the_forged_deliveries() -> None:
    sent = octopus(
        lambda request: httpx.Response(200 if request.headers.get("x-octopus-webhook-token") == SECRET else 401)
    )
    accepted = {one.name for one in sent.observed.outcomes if one.accepted}
    assert accepted >= set(names.FORGED) - {names.MISSING}
    assert names.MISSING not in accepted


def test_the_burst_is_under_way_all_at_once() -> None:
    together = threading.Barrier(10)

    def waiting(request: httpx.Request) -> httpx.Response:
        if event_name(request).startswith("burst-"):
            together.wait(20)  # broken, and so an error, unless all ten are there
        return sound(request)

    assert all(one.accepted for one in Sent(waiting).observed.burst)


def test_a_url_that_holds_a_secret_is_shown_without_it() -> None:
    sent = Sent(sound)
    object.__setattr__(sent.prober, "target", Target(f"{URL}?key={SECRET}", "https", "pay.example.com", 443, None))
    observed = sent.prober.probe(sent.matrix)
    assert observed.url == f"{URL}?key=***"
    assert SECRET not in str(observed.outcomes[0].place)


def test_messages_are_the_same_from_run_to_run() -> None:
    assert Sent(sound).observed == Sent(sound).observed


@pytest.mark.parametrize(("first", "count"), [(names.CORRECT, 0), (names.WRONG_SECRET, 3), (names.BURST, None)])
def test_what_was_never_sent_is_no_delivery_and_has_its_reason(first: str, count: int | None) -> None:
    """A header that cannot be sent, a name that leads somewhere else by now: nobody is told that it was sent."""
    refusing = threading.Event()

    def answer(request: httpx.Request) -> httpx.Response:
        if event_name(request).startswith(first):
            refusing.set()
        if refusing.is_set():
            raise NotAllowed(f"{SECRET} led to an address that must not be sent this; nothing was sent")
        return sound(request)

    sent = Sent(answer)
    assert sent.observed.unsent[first] == "*** led to an address that must not be sent this; nothing was sent"
    assert sent.observed.count == len(sent.journal.exchanges())
    assert all(one.status is not None for one in (*sent.observed.outcomes, *sent.observed.burst))
    assert count is None or sent.observed.count == count
