"""How a report looks best on a stream, and writing to it."""

from __future__ import annotations

import io
import os
import sys

import pytest

from golive.cli.ci import VARIABLES
from golive.cli.terminal import fold, is_terminal, progress, style_for, write_out
from golive.errors import UsageError
from golive.result import Status


@pytest.fixture(autouse=True)
def _outside_of_ci(monkeypatch):
    """Take the tests out of the CI system that they may run in."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


class Stream(io.StringIO):
    def __init__(self, encoding="utf-8", terminal=False):
        super().__init__()
        self._encoding, self._terminal = encoding, terminal

    @property
    def encoding(self):
        return self._encoding

    def isatty(self):
        return self._terminal


@pytest.mark.parametrize(
    ("stream", "environ", "color"),
    [
        (Stream(), {}, False),
        (Stream(terminal=True), {}, True),
        (Stream(terminal=True), {"NO_COLOR": "1"}, False),
        (Stream(terminal=True), {"NO_COLOR": ""}, True),
        (Stream(terminal=True), {"TERM": "dumb"}, False),
        (Stream(), {"FORCE_COLOR": "1"}, True),
        (Stream(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (None, {}, False),
    ],
)
def test_colours_are_for_terminals_and_for_those_who_ask(stream, environ, color):
    assert style_for(stream, environ, 0).color is color


@pytest.mark.parametrize(
    ("columns", "width"),
    [
        ("", 100),
        ("72", 72),
        ("0", 100),
        ("-3", 100),
        ("many", 100),
        ("²", 100),
        ("٣٤", 100),
        ("499", 499),
        ("501", 500),
        ("9" * 5000, 500),
    ],
)
def test_columns_decide_the_width_within_reason(columns, width):
    assert style_for(Stream(), {"COLUMNS": columns}, 0).width == width


@pytest.mark.parametrize(("told", "width"), [(61, 61), (0, 80), (OSError(), 80)])
def test_a_terminal_is_asked_for_its_width(monkeypatch, told, width):
    def size(_number):
        if isinstance(told, OSError):
            raise told
        return os.terminal_size((told, 20))

    monkeypatch.setattr(os, "get_terminal_size", size)
    monkeypatch.setattr(Stream, "fileno", lambda _self: 1, raising=False)
    assert style_for(Stream(terminal=True), {}, 2).width == width
    monkeypatch.setattr(sys, "stderr", Stream(terminal=True))
    assert style_for(Stream(), {}, 2).width == width  # a pipe, which ends on the terminal of standard error


@pytest.mark.parametrize(
    ("encoding", "unicode"), [("utf-8", True), ("ascii", False), ("latin-1", False), (None, False), ("no-such", False)]
)
def test_signs_outside_ascii_are_used_where_the_encoding_has_them(encoding, unicode):
    assert style_for(Stream(encoding), {}, 0).unicode is unicode
    assert style_for(None, {}, 0).unicode is False


def test_what_an_encoding_lacks_is_written_as_an_escape(monkeypatch):
    stream = Stream("ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    write_out("ü → 😀")
    write_out("ends by itself\n")
    assert stream.getvalue() == "\\xfc \\u2192 \\U0001f600\nends by itself\n"


def test_a_closed_stream_is_written_to_without_harm(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    write_out("nobody sees this")
    assert not is_terminal(None)


@pytest.mark.parametrize("error", [BrokenPipeError(), OSError(28, "No space left on device")])
def test_a_stream_that_cannot_be_written_leads_nowhere_afterwards(monkeypatch, tmp_path, error):
    class Failing(Stream):
        def __init__(self, file):
            super().__init__()
            self.file = file

        def write(self, text):
            raise error

        def fileno(self):
            return self.file.fileno()

    with (tmp_path / "out").open("w") as file:
        monkeypatch.setattr(sys, "stdout", Failing(file))
        if isinstance(error, BrokenPipeError):
            write_out("text")
        else:
            with pytest.raises(UsageError, match="standard output cannot be written: No space left on device"):
                write_out("text")
        file.write("what is left in the buffer")
    assert (tmp_path / "out").read_text() == ""


def test_a_fold_stands_beside_its_lead_and_keeps_ids_whole():
    assert fold("a text of some length", 16, lead="  id  ") == "  id  a text of some\n      length"
    assert fold("", 80, lead="  id  ") == "  id"
    assert fold("", 80) == ""
    assert fold("see account.webhook-subscription", 20) == "see\naccount.webhook-subscription"
    assert fold("one two three four five six", 20, lead="- ", indent="    ").splitlines()[1].startswith("    ")


def test_progress_is_silent_without_a_terminal(monkeypatch):
    stream = Stream()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress("Checking") as watch:
        watch("account.balance", None)
        watch("account.balance", Status.PASS)
        watch.progress("reading files", 1, 2)
    assert stream.getvalue() == ""


def test_progress_shows_a_bar_for_a_long_piece_of_work_until_it_is_done(monkeypatch):
    stream = Stream(terminal=True)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "xterm")
    updates = []
    import rich.status

    monkeypatch.setattr(rich.status.Status, "update", lambda _self, text: updates.append(text.plain))
    with progress("Checking") as watch:
        watch("code.secrets", None)
        watch.progress("reading files", 1000, 4000)
        watch.progress("reading history", 0, 7)
        watch.progress("reading files", 4000, 4000)
        watch.progress("reading history", 0, 0)
    start, end = "Checking: 0 of 1 checks done", "; waiting for code.secrets"
    files = "; reading files [##--------] 25 %"
    history = "; reading history [----------] 0 %"
    assert updates == [f"{start}{work}{end}" for work in ("", files, files + history, history, "")]


def test_progress_names_what_is_still_running_and_fits_the_terminal(monkeypatch):
    stream = Stream(terminal=True)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("TERM", "xterm")
    updates = []
    import rich.status

    monkeypatch.setattr(rich.status.Status, "update", lambda _self, text: updates.append(text.plain))
    with progress("Checking [bold]prod\x1b[31m") as watch:
        watch("account.balance", None)
        watch("account.corridors", None)
        watch("account.balance", Status.PASS)
        watch("account.corridors", Status.FAIL)
    assert all(len(text) <= 36 and "\x1b" not in text for text in updates)
    assert updates[0].startswith("Checking [bold]prod\\x1b[31m: 0 of 1")
    assert "2 of 2" in updates[-1]
