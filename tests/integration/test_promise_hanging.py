"""A server that says nothing holds up the checks that wait for it, and no others, and them not for ever."""

import socket
import threading
import time
from contextlib import contextmanager, suppress

import pytest

from golive.http.routes import ConnectTo
from support.merchant import OAUTH, STATIC, merchant, statuses
from support.process import run_check

pytestmark = pytest.mark.sockets

HOST = "api.antonpayments.com"
SLACK = 20.0
"""Seconds that a busy machine may need on top of a run's own deadline."""
KINDS = pytest.mark.parametrize("credentials", [STATIC, OAUTH], ids=["static-key", "oauth-dpop"])


class Relay:
    """
    Stands before a server, and lets each connection send `allowed` bytes before it says nothing any more.

    `None` lets it send everything. The last entry is for all connections that follow.
    """

    def __init__(self, port, allowed):
        self._port = port
        self._allowed = list(allowed)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._threads = []
        self._sockets = []
        self.port = self._listener.getsockname()[1]
        self.connections = 0

    def __enter__(self):
        self._start(self._accept)
        return self

    def __exit__(self, *_):
        for one in (self._listener, *self._sockets):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(10)

    def _start(self, target, *arguments):
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self):
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            allowed = self._allowed[min(self.connections, len(self._allowed) - 1)]
            self.connections += 1
            far = socket.create_connection(("127.0.0.1", self._port))
            self._sockets += [near, far]
            self._start(self._carry, near, far, None)
            self._start(self._carry, far, near, allowed)

    def _carry(self, source, target, allowed):
        sent = 0
        with suppress(OSError):
            while data := source.recv(65536):
                if allowed is not None:
                    data = data[: max(0, allowed - sent)]
                sent += len(data)
                target.sendall(data)
            if allowed is None:
                target.shutdown(socket.SHUT_WR)


@contextmanager
def relayed(it, *allowed):
    """Put a relay between golive and the provider."""
    with Relay(it.emulator.port, allowed) as relay:
        others = tuple(route for route in it.options().connect_to if route.host != HOST)
        yield relay, (ConnectTo(HOST, 443, "127.0.0.1", relay.port), *others)


def account(report):
    return {name: status for name, status in statuses(report).items() if name.startswith("account.")}


@KINDS
def test_one_path_that_hangs_leaves_the_others_done(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials, faults=["first-byte-20s@/v1/webhooks"]) as it:
        began = time.monotonic()
        report = it.judge(timeout=6.0)
        assert time.monotonic() - began < 6.0 + SLACK
    found = account(report)
    assert {name for name, status in found.items() if status == "unknown"} == {
        "account.webhook-subscription",
        "account.webhook-events",
    }
    assert {status for name, status in found.items() if not name.startswith("account.webhook")} == {"pass"}
    seconds = {result.id: result.seconds for result in report.results}
    assert max(seconds[name] for name, status in found.items() if status == "pass") < seconds["account.webhook-events"]


@pytest.mark.parametrize("allowed", [0, 100], ids=["before-the-handshake", "in-the-handshake"])
def test_a_connection_that_hangs_in_the_handshake_hangs_alone(tmp_path, allowed):
    with merchant(tmp_path) as it, relayed(it, allowed, None) as (relay, routes):
        began = time.monotonic()
        report = it.judge(timeout=8.0, connect_to=routes)
        assert time.monotonic() - began < 8.0 + SLACK
    found = account(report)
    hung = {name for name, status in found.items() if status == "unknown"}
    assert hung
    assert hung < set(found), "the other checks are done"
    assert {found[name] for name in set(found) - hung} == {"pass"}
    reasons = {result.reason for result in report.results if result.id in hung}
    assert all(HOST in reason for reason in reasons), reasons
    assert relay.connections > 1


@KINDS
def test_a_server_that_hangs_after_every_handshake_ends_the_run_in_time(tmp_path, credentials):
    with merchant(tmp_path, credentials=credentials, faults=["first-byte-20s", "first-byte-20s@/oauth/token"]) as it:
        began = time.monotonic()
        report = it.judge(timeout=3.0)
        assert time.monotonic() - began < 3.0 + SLACK
    assert set(account(report).values()) == {"unknown"}
    found = statuses(report)
    assert found["code.secrets"] == found["code.sandbox-leftovers"] == "pass"
    assert found["settings.base-url"] == "pass"


def test_a_port_that_swallows_every_connection_ends_the_run_in_time(tmp_path):
    with merchant(tmp_path) as it, relayed(it, 0) as (_, routes):
        report = it.judge(timeout=3.0, connect_to=routes)
    assert set(account(report).values()) == {"unknown"}
    reasons = {result.reason for result in report.results if result.id in account(report)}
    assert all(HOST in reason for reason in reasons), reasons


@KINDS
def test_the_process_ends_although_threads_still_wait(tmp_path, credentials):
    folder = tmp_path / "merchant"
    folder.mkdir()
    with merchant(folder, credentials=credentials, faults=["drip-body", "drip-headers@/oauth/token"]) as it:
        ended = run_check(it, "--timeout", "3", patience=3 + 2 * SLACK)
    assert ended.code == 3
    assert ended.seconds < 3 + SLACK
    assert ended.stderr == ""
    assert {ended.statuses()[name] for name in ("account.balance", "account.clock")} == {"unknown"}
