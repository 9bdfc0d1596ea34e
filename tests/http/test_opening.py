"""The one way out of a run."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from golive.clock import SystemClock
from golive.errors import UsageError
from golive.http.opening import open_wire
from golive.http.wire import Wire


@dataclass(frozen=True)
class Routing:
    connect_to: tuple = ()
    ca_bundle: object = None
    proxy: object = None


def test_the_way_out_is_closed_when_the_run_is_over(monkeypatch):
    closed = []

    def close(wire) -> None:
        closed.append(wire)

    monkeypatch.setattr(Wire, "close", close)
    with ExitStack() as closing:
        wire = open_wire(Routing(), SystemClock(), closing)
        assert closed == []
    assert closed == [wire]


def test_a_bundle_that_cannot_be_read_is_a_usage_error_and_leaves_nothing_to_close(tmp_path):
    with ExitStack() as closing, pytest.raises(UsageError):
        open_wire(Routing(ca_bundle=tmp_path / "missing.pem"), SystemClock(), closing)
