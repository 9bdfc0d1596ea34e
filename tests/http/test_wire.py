from collections.abc import Callable

import httpx
import pytest

from golive.clock import Deadline
from golive.http.errors import NotAllowed, TimedOut
from golive.http.wire import Wire
from support.fake_clock import FakeClock


def make(handler: Callable[[httpx.Request], httpx.Response], clock: FakeClock | None = None) -> Wire:
    return Wire(clock=clock or FakeClock(), user_agent="golive/1", transport=httpx.MockTransport(handler))


def empty(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200)


def never(request: httpx.Request) -> httpx.Response:
    pytest.fail("it was sent")


def test_a_request_carries_what_was_given_and_the_user_agent() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(201, headers={"X-A": "b"}, content=b"body")

    reply = make(handler).send("POST", "https://x.com/a?b=c", headers={"accept": "text/plain", "X-B": "d"}, body=b"in")
    assert (reply.status, reply.headers["x-a"], reply.body, reply.received) == (201, "b", b"body", 4)
    assert str(seen[0].url) == "https://x.com/a?b=c"
    assert seen[0].content == b"in"
    assert seen[0].headers["accept"] == "text/plain"
    assert seen[0].headers["user-agent"] == "golive/1"
    assert seen[0].headers["accept-encoding"] == "gzip"
    assert "body" not in repr(reply)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x.com",
        "ftp://x.com/",
        "file:///etc/passwd",
        "https://",
        "https://user:hidden@x.com/",
        "https://x\n.com/",
        "https://x.com:99999999/",
    ],
)
def test_an_unusable_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(NotAllowed) as caught:
        make(empty).send("GET", url)
    assert "hidden" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("name", ["Host", "content-length", "Transfer-Encoding", "Connection"])
def test_headers_of_the_connection_are_not_for_callers(name: str) -> None:
    with pytest.raises(NotAllowed, match=name.lower()):
        make(empty).send("GET", "https://x.com/", headers={name: "1"})


def test_a_line_break_in_a_credential_is_found_before_it_is_sent() -> None:
    with pytest.raises(NotAllowed, match="Authorization") as caught:
        make(empty).send("GET", "https://x.com/", headers={"Authorization": "hidden\n"})
    assert "hidden" not in str(caught.value)


def test_nothing_is_sent_once_the_run_is_over() -> None:
    clock = FakeClock()
    deadline = Deadline(clock, 5)
    clock.sleep(5)
    with pytest.raises(TimedOut, match=r"before x\.com was asked"):
        make(never, clock).send("GET", "https://x.com/", deadline=deadline)


def test_closing_reaches_the_transport() -> None:
    wire = make(empty)
    wire.close()


def test_an_empty_header_is_sent_only_where_the_caller_means_it() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    make(handler).send("POST", "https://x.com/", headers={"X-Signature": ""}, may_be_empty={"X-Signature"})
    assert seen[0].headers["x-signature"] == ""
    with pytest.raises(NotAllowed, match="X-Signature"):
        make(never).send("POST", "https://x.com/", headers={"X-Signature": ""})


def test_a_request_can_have_a_connection_of_its_own() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    wire = make(handler)
    wire.send("POST", "https://x.com/", alone=True)
    wire.send("POST", "https://x.com/")
    assert [request.headers.get("connection") for request in seen] == ["close", None]


def test_nothing_is_sent_once_the_wire_is_closed() -> None:
    wire = make(never)
    wire.close()
    with pytest.raises(NotAllowed, match=r"the run was over before x\.com was asked"):
        wire.send("GET", "https://x.com/")
