"""`golive walkthrough` as people use it: a process in a real terminal (tmux), the emulator, and a demo's merchant."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from golive.clock import SystemClock
from golive.demo import merchant as demos
from golive.emulator.emulator import Emulator
from golive.emulator.registry import played
from golive.kind import Kind
from golive.walkthrough.screen.drawing import BADGE
from support.canary import leaks
from support.command import CLEAN, command, process

pytestmark = [
    pytest.mark.sockets,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]

PATIENCE = 60.0
"""Seconds until a text that does not appear fails a test."""
ESCAPE = "\x1b"
ATTESTED = {"anton": "page somebody", "octopuscards": "directors"}
"""Of each provider: words of a line that waits for a person's word."""


class Tmux:
    """A terminal of its own, with a shell in it. What stands in it is read, keys are sent to it."""

    def __init__(self, folder: Path, *, columns: int, rows: int, cwd: Path, environ: dict[str, str]) -> None:
        self._socket = str(folder / "tmux")
        self._run("new-session", "-d", "-x", str(columns), "-y", str(rows), "-c", str(cwd), "sh", environ=environ)
        self.type("PS1='ready$ '; clear")
        self.press("Enter")
        self.until("ready$")

    def _run(self, *words: str, environ: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            ["tmux", "-f", "/dev/null", "-S", self._socket, *words],
            env=environ,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=True,
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names of them."""
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        """Type a text as it is."""
        self._run("send-keys", "-l", text)

    @property
    def seen(self) -> str:
        """What stands in the terminal."""
        return self._run("capture-pane", "-p")

    def until(self, *texts: str, gone: str = "") -> str:
        """Wait until all these texts stand in the terminal, and `gone` does not. Returns what stands there."""
        end = time.monotonic() + PATIENCE
        while True:
            seen = self.seen
            flat = " ".join(seen.split())
            if all(text in flat for text in texts) and not (gone and gone in flat):
                return seen
            assert time.monotonic() < end, f"{texts} did not appear (or {gone!r} did not go) in:\n{seen}"
            time.sleep(0.05)

    def child(self) -> int:
        """Return the process that the shell has started."""
        shell = self._run("display-message", "-p", "#{pane_pid}").strip()
        children = Path(f"/proc/{shell}/task/{shell}/children")
        return int(children.read_text().split()[0])

    def close(self) -> None:
        self._run("kill-server")


@contextmanager
def merchant(provider: str):
    """Play a demo's sound merchant: give its folder, its environment variables, and where the emulator is."""
    clock, demo = SystemClock(), demos.load_demo(provider)
    with Emulator(provider, receivers=demo.receivers, sandbox_receivers=demo.sandbox_receivers) as emulator:
        environ = {variable: emulator.credentials[name] for variable, name in demo.environ.items()}
        more = played(provider).play((Kind.PRODUCTION,), (), (), clock.monotonic, 0).credentials
        filling = {**emulator.credentials, **{f"another_{name}": value for name, value in more.items()}}
        with demos._repository(provider, filling, flawed=False, clock=clock) as folder:
            yield folder, environ, emulator


@pytest.mark.parametrize("provider", ATTESTED)
def test_a_call_is_held_interrupted_resumed_killed_resumed_signed_off_and_its_pack_verifies(provider, tmp_path):
    with merchant(provider) as (folder, secrets, emulator):
        routes = [word for route in emulator.connect_to for word in ("--connect-to", route)]
        words = command("walkthrough", "--env", "prod", "--ca-bundle", emulator.ca_bundle, *routes)
        start = shlex.join([*words, "--pack", str(tmp_path / "packs")])
        home = {
            "HOME": str(tmp_path),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
        }
        environ = {**CLEAN, **secrets, **home, "TERM": "xterm-256color"}
        tmux = Tmux(tmp_path, columns=80, rows=24, cwd=folder, environ=environ)
        shots: list[str] = []
        try:
            hold(tmux, start, ATTESTED[provider], shots)
        finally:
            tmux.close()
        (pack,) = (tmp_path / "packs").iterdir()
        report = process("report", "verify", str(pack), cwd=folder, **secrets, **home)
        assert report.returncode == 0, report
        page = pack / "call.json"
        page.write_bytes(page.read_bytes().replace(b"Bo knows", b"Bo guess", 1))
        report = process("report", "verify", str(pack), cwd=folder, **secrets, **home)
        assert report.returncode == 1
        assert b"call.json" in report.stdout + report.stderr
        written = "\n".join([*shots, *(file.read_text("utf-8", "replace") for file in pack.iterdir())])
        assert not leaks(written, secrets)
        assert ESCAPE not in "".join(shots)


def hold(tmux: Tmux, start: str, words: str, shots: list[str]) -> None:
    """Hold a whole call, as two parties would, with everything that comes between."""

    def see(*texts: str, gone: str = "") -> None:
        shots.append(tmux.until(*texts, gone=gone))

    def begin(*texts: str) -> None:
        tmux.type(f"clear; {start}; echo ended=$?")
        tmux.press("Enter")
        see(*texts, "? keys")

    look_around(tmux, see, begin)
    run_everything_and_die(tmux, see, begin)
    # What a killed program leaves behind on a terminal is for the person to clean up.
    tmux.type("stty sane; tput rmcup")
    tmux.press("C-j")
    begin("The call goes on at line", "? keys")
    attest(tmux, see, words)
    sign_off(tmux, see)


def look_around(tmux: Tmux, see, begin) -> None:
    """Step, run again, note, mark, present, and interrupt."""
    begin("> 1 ", "1 of ")
    tmux.press("n")
    see("Line 2 of", "What must be true", "2 of ")
    tmux.press("r")
    see("Ran line 2 again: the line is still")
    tmux.press("t")
    see("Note on line 2")
    tmux.type("Bo knows more")
    tmux.press("C-s")
    see("Line 2: the note is kept.", "Bo knows more")
    tmux.press("f")
    see("Line 2: marked for follow-up.")
    tmux.press("v")
    see(BADGE, gone="Bo knows")
    tmux.press("C-c")
    see("ended=130", gone="? keys")


def run_everything_and_die(tmux: Tmux, see, begin) -> None:
    """Go on where the call was interrupted, and be killed in the middle of a run."""
    begin("> 2 ", "follow-up, 1 note]", "The call goes on at line 2")
    tmux.press("o")
    see("Line ", "What must be true")
    tmux.press("/")
    see("Find a line")
    tmux.type("production")
    see("production", "[ Go there ]")
    tmux.press("Escape")
    see(gone="Find a line")
    tmux.press("n")
    tmux.press("R")
    see("Running everything again")
    killed = tmux.child()
    os.kill(killed, signal.SIGKILL)
    see("ended=137")


def sign_off(tmux: Tmux, see) -> None:
    """Sign off, first without a name."""
    tmux.press("d")
    see("Sign off the call")
    tmux.press("C-s")
    see("The call cannot end like this: nobody has signed off")
    tmux.press("Tab")
    tmux.type("Ada Lovelace")
    tmux.press("Tab")
    tmux.type("CTO")
    tmux.press("Tab")
    tmux.type("Grace Hopper")
    tmux.press("Tab")
    tmux.type("Solutions")
    tmux.press("C-s")
    see("The call is signed off", "golive report verify")
    tmux.press("Enter")
    see("The evidence pack is in", "ended=3", gone="? keys")


def attest(tmux: Tmux, see, words: str) -> None:
    """Find a line that waits for a person's word, and attest it."""
    tmux.press("/")
    see("Find a line")
    tmux.type(words)
    see(words)
    tmux.press("Enter")
    see("What must be true", "Only people can know", gone="Find a line")
    tmux.press("a")
    see("Attest line", "Last day (UTC)")
    tmux.press("C-s")
    see("Not attested")
    tmux.type("minutes of 20 November")
    tmux.press("Tab")
    tmux.type("Ada Lovelace")
    tmux.press("C-s")
    see("attested, and written to golive.records.yaml")
