"""Keyrings and commands answer in time or are given up, and what they fail with is not repeated."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import pytest

from golive.clock import Deadline, SystemClock
from golive.errors import Unverified
from golive.profile import outside
from golive.profile.outside import Commands, Keyring, ask_keyring
from golive.profile.types import CommandReference, KeyringReference
from golive.profile.values import Values
from golive.redact import Redactor
from support.fake_clock import FakeClock

CANARY = "ak_live_c4n4ry-c4n4ry-c4n4ry-c4n4ry"


def named(name):
    return type(name, (Exception,), {})(CANARY)


def keyring(get, seconds=60.0):
    return Keyring(get, Deadline(SystemClock(), seconds))


def raising(error):
    def get(service, username):
        raise error

    return get


@pytest.mark.parametrize(
    ("get", "reason"),
    [
        (lambda *_: None, "there is no keyring entry golive/anton; `golive secret set` writes it"),
        (raising(named("NoKeyringError")), "keyring entry golive/anton cannot be read: this machine has no keyring"),
        (raising(named("KeyringLocked")), "keyring entry golive/anton cannot be read: the keyring is locked"),
        (raising(named("InitError")), "keyring entry golive/anton cannot be read: the keyring could not be opened"),
        (raising(named("DBusError")), "keyring entry golive/anton cannot be read: the keyring failed (DBusError)"),
        (raising(SystemExit(1)), "keyring entry golive/anton cannot be read: the keyring failed (SystemExit)"),
    ],
)
def test_a_keyring_that_does_not_give_an_entry_says_why(get, reason):
    with pytest.raises(Unverified) as caught:
        keyring(get).read("golive", "anton")
    assert str(caught.value) == reason
    assert caught.value.__context__ is None


def test_a_keyring_that_stays_silent_is_asked_only_once():
    release = threading.Event()
    asked = []

    def get(service, username):
        asked.append(username)
        release.wait(30)

    ring = keyring(get, 0.2)
    try:
        for username in ("a", "b"):
            with pytest.raises(Unverified, match="the keyring did not answer within 0 s"):
                ring.read("golive", username)
    finally:
        release.set()
    assert asked == ["a"]


def test_any_use_of_the_keyring_has_the_same_bounds():
    assert ask_keyring(lambda: "a", 30.0) == "a"
    assert ask_keyring(lambda: None, 30.0) is None
    with pytest.raises(Unverified, match=r"^the keyring failed \(PasswordSetError\)$") as caught:
        ask_keyring(lambda: raising(named("PasswordSetError"))("a", "b"), 30.0)
    assert caught.value.__context__ is None


def test_nothing_is_asked_when_the_time_is_over():
    clock = FakeClock()
    deadline = Deadline(clock, 5.0)
    clock.sleep(6.0)
    with pytest.raises(Unverified, match="the time for this run is over"):
        Keyring(raising(AssertionError()), deadline).read("a", "b")
    with pytest.raises(Unverified, match="was not run: the time for this run is over"):
        Commands(os.curdir, {}, deadline).output(("true",))


def test_the_systems_keyring_is_asked_through_the_library(monkeypatch):
    keyring_library = pytest.importorskip("keyring")
    monkeypatch.setattr(keyring_library, "get_password", lambda service, username: f"{service}/{username}")
    assert keyring(outside.system_keyring).read("golive", "anton") == "golive/anton"


def test_an_empty_entry_is_not_an_entry_that_is_missing(tmp_path):
    deadline = Deadline(FakeClock(), 60.0)
    values = Values(tmp_path, {}, Redactor(), trusted=False, deadline=deadline, keyring_get=lambda *_: "")
    with pytest.raises(Unverified, match="keyring entry a/b is empty"):
        values.text(KeyringReference(keyring="a", username="b"))


def python(program, *arguments):
    return (sys.executable, "-c", program, *arguments)


@pytest.fixture
def commands(tmp_path):
    return Commands(tmp_path, {"NAME": CANARY, "PATH": os.environ["PATH"]}, Deadline(SystemClock(), 60.0))


def test_a_command_gives_its_output_without_one_line_break(commands, tmp_path):
    program = "import os, sys; print(os.environ['NAME'], os.getcwd(), sys.argv[1:], repr(sys.stdin.read()))"
    wanted = f"{CANARY} {tmp_path} ['$NAME; rm *'] ''"
    assert commands.output(python(program, "$NAME; rm *")) == wanted


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        (f"import sys; print('{CANARY}'); sys.exit('{CANARY}')", "ended with exit code 1"),
        (f"import os, sys; print('{CANARY}', flush=True); os.kill(os.getpid(), 9)", "ended with exit code -9"),
        ("import sys; sys.stdout.write('x' * 70_000)", "wrote more than 64 KiB"),
        ("while True: print('x' * 1000)", "wrote more than 64 KiB"),
        ("import sys; sys.stdout.buffer.write(b'\\xff')", "wrote something that is not UTF-8"),
    ],
)
def test_a_command_that_goes_wrong_says_how_but_not_what_it_wrote(commands, program, reason, capfd):
    with pytest.raises(Unverified) as caught:
        commands.output(python(program))
    assert str(caught.value).endswith(reason)
    assert CANARY not in str(caught.value)
    assert caught.value.__context__ is None
    assert capfd.readouterr() == ("", "")


def test_64_kib_are_still_read(commands):
    assert len(commands.output(python("print('x' * (64 * 1024 - 1))"))) == 64 * 1024 - 1


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (("no-such-program-anywhere", "x"), "no-such-program-anywhere is not installed, or not on the PATH"),
        (("/",), "/ cannot be started (Permission denied)"),
        (("a\0b",), "a\\x00b cannot be started (ValueError)"),
    ],
)
def test_a_command_that_cannot_be_started_says_so(commands, command, reason):
    with pytest.raises(Unverified) as caught:
        commands.output(command)
    assert str(caught.value) == reason


def gone(pid):
    """Wait until a process is gone or a zombie."""
    for _ in range(200):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="looks at processes through /proc")
@pytest.mark.parametrize(
    "ends", ["pass", "import time; time.sleep(60)", "import os, time; os.close(1); time.sleep(60)"]
)
def test_a_command_out_of_time_is_ended_with_all_its_children(tmp_path, ends):
    child = "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid"
    program = f"{child}, file=open('pid', 'w'), flush=True); {ends}"
    commands = Commands(tmp_path, dict(os.environ), Deadline(SystemClock(), 60.0), seconds=2.0)
    with pytest.raises(Unverified, match="did not end within 2 s"):
        commands.output(python(program))
    assert gone(int((tmp_path / "pid").read_text()))


def test_without_process_groups_the_command_itself_is_ended(commands, monkeypatch):
    monkeypatch.delattr(os, "killpg")
    with pytest.raises(Unverified, match="wrote more than 64 KiB"):
        commands.output(python("while True: print('x' * 1000)"))


def test_a_command_is_run_only_when_trusted(tmp_path):
    reference = CommandReference(command=python("open('ran', 'w'); print('a')"))
    deadline = Deadline(SystemClock(), 60.0)
    careful = Values(tmp_path, os.environ, Redactor(), trusted=False, deadline=deadline)
    with pytest.raises(Unverified, match="is a program that the repository names; --trust allows golive to run it"):
        careful.text(reference)
    assert not (tmp_path / "ran").exists()
    assert Values(tmp_path, os.environ, Redactor(), trusted=True, deadline=deadline).text(reference) == "a"
    assert CANARY not in repr(Commands(tmp_path, {"A": CANARY}, deadline))
