"""The application in a terminal: how it ends, what it leaves there, and what it says where it cannot be shown."""

from __future__ import annotations

import importlib.util
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from golive.cli import terminal
from golive.cli.walkthrough import _demand_screen
from golive.errors import UsageError
from golive.walkthrough.screen import app as screen
from support.command import CLEAN
from support.terminal import Terminal

TESTS = Path(__file__).parents[2]
SECRET = "what_a_local_variable_holds"
HELD = f"""
import sys
sys.path.insert(0, {str(TESTS)!r})
from pathlib import Path
from golive.walkthrough.screen import show
from support.calls import Played, backstage_of, a_call
from support.reports import every_status
from golive.walkthrough import opening as calls

def breaks():
    a_local = {SECRET!r}
    raise ZeroDivisionError(a_local)

judge = Played(every_status(), before=breaks)
call = calls.begin(backstage_of(every_status(), judge=judge), every_status())
try:
    print("came back with", show(call, presenter=False, into=Path("/nowhere")))
except KeyboardInterrupt:
    print("was interrupted")
except ZeroDivisionError:
    print("was broken")
"""
ALTERNATE, MAIN = "\x1b[?1049h", "\x1b[?1049l"


def held(**variables):
    return Terminal([sys.executable, "-c", HELD], **variables)


def test_leaving_gives_the_terminal_back():
    with held() as person:
        person.read_until("Launch")
        person.type("q")
        person.read_until("came back with None")
        assert person.screen.index(ALTERNATE) < person.screen.index(MAIN)
        assert person.finish() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_interrupts_and_gives_the_terminal_back(number):
    with held() as person:
        person.read_until("Launch")
        person.process.send_signal(number)
        person.read_until("was interrupted")
        assert MAIN in person.screen


def test_ctrl_c_interrupts():
    with held() as person:
        person.read_until("Launch")
        person.type("\x03")
        person.read_until("was interrupted")


def test_a_terminal_that_is_closed_ends_it():
    with held() as person:
        person.read_until("Launch")
        person.hang_up()


def test_a_defect_shows_no_values_of_variables():
    with held() as person:
        person.read_until("Launch")
        person.type("R")
        person.read_until("was broken")
        assert SECRET not in person.screen
        assert "Traceback" not in person.screen


def test_the_mouse_is_left_to_the_terminal():
    with held() as person:
        person.read_until("Launch")
        person.type("q")
        person.finish()
        assert "\x1b[?1000h" not in person.screen
        assert "\x1b[?1003h" not in person.screen


@pytest.mark.parametrize(("locale", "unicode"), [("C.UTF-8", True), ("C", False)])
def test_marks_are_ascii_where_the_locale_has_no_more(locale, unicode):
    with held(LC_ALL=locale) as person:
        person.read_until("Every POST carries")
        person.type("q")
        person.finish()
        assert ("✗" in person.screen) is unicode
        assert person.screen.isascii() is not unicode


@pytest.mark.parametrize("odd", ["ascii", "no-such-encoding"])
def test_an_odd_encoding_of_the_terminal_is_ascii(monkeypatch, odd):
    monkeypatch.setattr(screen.locale, "getencoding", lambda: odd)
    assert not screen.draws_unicode()


def as_in_a_terminal(monkeypatch):
    monkeypatch.setattr(terminal, "is_terminal", lambda _stream: True)


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_where_a_stream_is_no_terminal_it_says_what_to_do(monkeypatch, stream):
    monkeypatch.setattr(terminal, "is_terminal", lambda one: one is not getattr(sys, stream))
    with pytest.raises(UsageError, match="--plain"):
        _demand_screen({"TERM": "xterm"})


def test_a_dumb_terminal_gets_no_screen(monkeypatch):
    as_in_a_terminal(monkeypatch)
    with pytest.raises(UsageError, match="--plain"):
        _demand_screen({"TERM": "dumb"})
    _demand_screen({"TERM": "xterm"})


def test_without_textual_it_says_what_to_install(monkeypatch):
    as_in_a_terminal(monkeypatch)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(UsageError, match=r"pip install 'golive\[walkthrough\]'.*--plain"):
        _demand_screen({"TERM": "xterm"})


def test_nothing_but_the_screen_loads_textual():
    code = (
        "import sys, golive.cli.app, golive.cli.walkthrough, golive.walkthrough.view, golive.walkthrough.parts, "
        "golive.walkthrough.plain, golive.walkthrough.stage, golive.walkthrough.closing; "
        "sys.exit('textual' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], env=CLEAN, check=False).returncode == 0
