"""Names and addresses, with the system's resolver and sockets replaced."""

from __future__ import annotations

import socket
import threading

import httpcore
import pytest

from golive.clock import SystemClock
from golive.http.errors import ConnectionFailed, ConnectionLost, NotAllowed, Refused, TimedOut
from golive.http.network import Backend, SocketStream
from golive.http.pace import Budget, Pace
from golive.http.routes import ConnectTo


class FakeSocket:
    outcomes: dict[str, Exception | None]
    tried: list[tuple[str, float | None]]

    def __init__(self, family: int, kind: int) -> None:
        self.timeout: float | None = None
        self.closed = False

    def settimeout(self, seconds: float) -> None:
        self.timeout = seconds

    def setsockopt(self, *_: int) -> None:
        pass

    def connect(self, place: tuple[str, int]) -> None:
        self.tried.append((place[0], self.timeout))
        error = self.outcomes.get(place[0])
        if error is not None:
            raise error

    def shutdown(self, how: int) -> None:
        raise OSError

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> type[FakeSocket]:
    class Fresh(FakeSocket):
        outcomes = {}  # noqa: RUF012 - one class per test
        tried = []  # noqa: RUF012 - one class per test

    addresses = [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2001:db8::1", 443, 0, 0)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 443)),
        (socket.AF_UNIX, socket.SOCK_STREAM, 6, "", ("odd",)),
    ]
    monkeypatch.setattr(socket, "socket", Fresh)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses)
    return Fresh


def test_every_address_gets_its_share_of_the_time(network: type[FakeSocket]) -> None:
    network.outcomes["2001:db8::1"] = TimeoutError()
    stream = Backend(Pace()).connect_tcp("x.com", 443, timeout=4)
    assert network.tried == [("2001:db8::1", 2.0), ("192.0.2.1", 2.0)]
    stream.close()


@pytest.mark.parametrize(
    ("errors", "kind", "said"),
    [
        ((TimeoutError(), TimeoutError()), TimedOut, "x.com did not accept a connection within 4 s"),
        ((TimeoutError(), ConnectionRefusedError()), Refused, "x.com refused the connection"),
        (
            (OSError(101, "Network is unreachable"), OSError(113, "No route\x1b to host")),
            ConnectionFailed,
            "x.com cannot be reached: no route\\x1b to host",
        ),
        ((OSError(), OSError()), ConnectionFailed, "x.com cannot be reached: oserror"),
    ],
)
def test_the_last_failure_is_told(
    network: type[FakeSocket], errors: tuple[Exception, Exception], kind: type[Exception], said: str
) -> None:
    network.outcomes |= {"2001:db8::1": errors[0], "192.0.2.1": errors[1]}
    with pytest.raises(kind) as caught:
        Backend(Pace()).connect_tcp("x.com", 443, timeout=4)
    assert str(caught.value) == said
    assert caught.value.__context__ is None


def test_an_address_is_not_looked_up(network: type[FakeSocket], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("it was looked up"))
    Backend(Pace()).connect_tcp("::1", 443).close()
    Backend(Pace()).connect_tcp("127.0.0.1", 443).close()
    assert [address for address, _ in network.tried] == ["::1", "127.0.0.1"]


@pytest.mark.parametrize("error", [socket.gaierror(-2, "no"), UnicodeError("label too long")])
def test_a_name_that_does_not_resolve_is_said(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(ConnectionFailed, match=r"x\.com has a name that does not resolve"):
        Backend(Pace()).connect_tcp("x.com", 443)


def test_a_resolver_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        hanging.wait(20)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    pace = Pace()
    with pytest.raises(TimedOut, match=r"x\.com has a name that did not resolve within 0\.05 s") as caught:
        Backend(pace).connect_tcp("x.com", 443, timeout=0.05)
    assert caught.value.__context__ is None
    with (
        pace.keeping(Budget.of(SystemClock(), 0.05, None)),
        pytest.raises(TimedOut, match=r"did not finish its answer within 0\.05 s"),
    ):
        Backend(pace).connect_tcp("x.com", 443, timeout=10)
    hanging.set()


def test_local_sockets_are_refused() -> None:
    with pytest.raises(ConnectionFailed):
        Backend(Pace()).connect_unix_socket("/run/docker.sock")


def test_a_stream_tells_late_lost_and_closed_apart() -> None:
    near, far = socket.socketpair()
    pace = Pace()
    stream = SocketStream(near, "x.com", pace)
    assert stream.get_extra_info("is_readable") is False
    assert stream.get_extra_info("ssl_object") is None
    with pytest.raises(TimedOut, match=r"x\.com sent nothing for 0\.01 s"):
        stream.read(10, timeout=0.01)
    with pytest.raises(TimedOut, match=r"x\.com took nothing for 0\.01 s"):
        stream.write(b"a" * 50_000_000, timeout=0.01)
    far.close()
    assert stream.get_extra_info("is_readable") is True
    with pytest.raises(httpcore.WriteError):
        stream.write(b"a")
    stream.close()
    with pytest.raises(ConnectionLost, match=r"x\.com reset the connection"):
        stream.read(10)
    assert stream.get_extra_info("is_readable") is True


def test_the_end_of_a_stream_is_remembered() -> None:
    near, far = socket.socketpair()
    pace = Pace()
    stream = SocketStream(near, "x.com", pace)
    far.sendall(b"a")
    assert stream.read(10) == b"a"
    assert pace.ended is False
    far.close()
    assert stream.read(10) == b""
    assert pace.ended is True
    stream.close()


def reaching(host: str, *, routes: tuple[ConnectTo, ...] = (), role: str = "") -> None:
    """Connect to a host while only loopback may be reached."""
    pace = Pace()
    with pace.keeping(Budget.of(SystemClock(), 5, None), lambda address: address.is_loopback):
        Backend(pace, routes, role).connect_tcp(host, 443).close()


def test_a_name_that_leads_to_an_address_that_may_not_be_reached_is_not_connected_to(network: type[FakeSocket]) -> None:
    for host in ("x.com", "192.0.2.7"):
        with pytest.raises(NotAllowed, match=f"{host} led to an address .* nothing was sent"):
            reaching(host)
    assert network.tried == []
    reaching("127.0.0.1")


def test_a_played_host_and_a_proxy_may_be_anywhere(network: type[FakeSocket]) -> None:
    reaching("x.com", routes=(ConnectTo("x.com", 443, "192.0.2.7", 8443),))
    reaching("x.com", role="the proxy ")
    assert [address for address, _ in network.tried] == ["192.0.2.7", "2001:db8::1"]
