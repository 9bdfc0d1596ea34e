"""What libraries and plug-ins write by themselves."""

from __future__ import annotations

import gc
import io
import logging
import sys
import threading
import warnings

import pytest

from golive.cli.logs import discreet, observed
from golive.redact import Redactor, Secret
from golive.result import Status

CANARY = "ak_live_c4n4ryc4n4ry0123456789"


def talk():
    logging.getLogger("acme").critical("the secret is %s\x1b[31m\n::error::x", CANARY)
    logging.getLogger("acme").error("bad %s %s", CANARY)  # noqa: PLE1206 - on purpose
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(CANARY, stacklevel=1)

    def die():
        raise ValueError(CANARY)

    thread = threading.Thread(target=die)
    thread.start()
    thread.join()

    class Leaky:
        def __del__(self):
            raise ValueError(CANARY)

    Leaky()
    gc.collect()


def listen(monkeypatch):
    """Replace standard error. Within a test: between fixtures and the test, pytest puts its own there."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


@pytest.fixture
def redactor():
    redactor = Redactor()
    redactor.add(Secret(CANARY, "canary"))
    return redactor


def test_without_logs_nothing_is_written(monkeypatch, redactor):
    stream = listen(monkeypatch)
    with discreet(redactor, shown=False):
        talk()
    assert stream.getvalue() == ""


def test_shown_logs_hold_no_secret_and_nothing_harmful(monkeypatch, redactor):
    stream = listen(monkeypatch)
    with discreet(redactor, shown=True):
        talk()
    log = stream.getvalue()
    assert "c4n4ry" not in log
    assert "acme CRITICAL the secret is ***\\x1b[31m\\n" in log
    assert "a log record of acme could not be written" in log
    assert "a thread ended with ValueError" in log
    assert "an error that nobody catches: ValueError" in log
    assert "py.warnings WARNING" in log
    assert "\x1b" not in log


def test_everything_is_afterwards_as_it_was_before(monkeypatch, redactor):
    listen(monkeypatch)
    root = logging.getLogger()

    def state():
        return root.handlers[:], root.level, threading.excepthook, sys.unraisablehook, warnings.showwarning

    before = state()
    with pytest.raises(RuntimeError), discreet(redactor, shown=True):
        raise RuntimeError
    assert state() == before


def test_a_closed_standard_error_takes_no_log(monkeypatch, redactor):
    monkeypatch.setattr(sys, "stderr", None)
    with discreet(redactor, shown=True):
        talk()


def test_a_run_is_narrated_in_the_log(monkeypatch, redactor):
    stream = listen(monkeypatch)
    with observed(redactor, "Checking", logs=True) as watch:
        watch("account.balance", None)
        watch("account.balance", Status.PASS)
    assert "golive DEBUG account.balance started" in stream.getvalue()
    assert "golive DEBUG account.balance ended: pass" in stream.getvalue()
    with observed(redactor, "Checking", logs=False) as watch:
        watch("account.clock", None)
    assert "clock" not in stream.getvalue()
