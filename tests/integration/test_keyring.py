"""Secrets kept in a real Secret Service: gnome-keyring in a D-Bus session of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from support.command import CLEAN, command
from support.merchant import merchant

PROGRAMS = ("gnome-keyring-daemon", "dbus-run-session")
MISSING = [program for program in PROGRAMS if shutil.which(program) is None]

pytestmark = [
    pytest.mark.sockets,
    pytest.mark.skipif(
        bool(MISSING) and os.environ.get("CI", "").lower() not in {"1", "true"},
        reason=f"{' and '.join(MISSING)} not installed",
    ),
]

UNLOCKED = """
import os, subprocess, sys, time
daemon = ["gnome-keyring-daemon", "--unlock", "--components=secrets", "--foreground"]
started = subprocess.Popen(daemon, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
started.stdin.write(b"a password")
started.stdin.close()
try:
    probe = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
    probe += ["org.freedesktop.DBus.GetNameOwner"]
    for _ in range(200):
        if subprocess.run([*probe, "string:org.freedesktop.secrets"], capture_output=True).returncode == 0:
            break
        time.sleep(0.05)
    else:
        sys.exit("the keyring did not start")
    print("ready", flush=True)
    sys.stdin.read()
finally:
    started.terminate()
    started.wait()
"""


class Session:
    """A D-Bus session with an unlocked keyring, and `golive` within it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("home", "runtime"):
            (folder / name).mkdir(mode=0o700)
        self.environ = {
            **{
                name: value
                for name, value in CLEAN.items()
                if not name.startswith(("DBUS", "XDG", "GNOME", "PYTHON_K"))
            },
            "HOME": str(folder / "home"),
            "XDG_RUNTIME_DIR": str(folder / "runtime"),
            "XDG_DATA_HOME": str(folder / "home" / "data"),
        }

    def __enter__(self):
        # The bus' address is learnt from a process inside: dbus-run-session ends the bus when that process ends.
        inside = f"import os; print(os.environ['DBUS_SESSION_BUS_ADDRESS'], flush=True)\n{UNLOCKED}"
        self.process = subprocess.Popen(
            ["dbus-run-session", "--", sys.executable, "-c", inside],
            env=self.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.environ["DBUS_SESSION_BUS_ADDRESS"] = self.process.stdout.readline().strip()
        assert self.process.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def golive(self, *arguments, value: bytes = b"", **variables) -> subprocess.CompletedProcess:
        return subprocess.run(
            command(*arguments),
            cwd=self.folder,
            env={**self.environ, **variables},
            input=value,
            capture_output=True,
            timeout=120,
            check=False,
        )


@pytest.fixture
def session(tmp_path):
    with Session(tmp_path) as session:
        yield session


CREDENTIALS = "{api_key: {keyring: golive-test, username: prod-key}}"


def test_a_secret_is_stored_seen_used_and_removed(session):
    with merchant(session.folder, credentials=CREDENTIALS) as running:
        key = running.emulator.credentials["api_key"]
        routes = [word for mapping in running.emulator.connect_to for word in ("--connect-to", mapping)]
        check = ["check", "--env", "prod", *routes, "--ca-bundle", running.emulator.ca_bundle, "-v"]
        check += [
            "--only",
            "account.authentication",
            "--only",
            "settings.key-environment",
            "--only",
            "settings.secret-*",
        ]

        before = session.golive("secret", "status", "--env", "prod")
        assert before.returncode == 1, before.stderr
        assert b"api_key: keyring entry golive-test/prod-key, not stored: `golive secret set api_key" in before.stdout

        stored = session.golive("secret", "set", "api_key", "--env", "prod", value=key.encode() + b"\n")
        assert (stored.returncode, stored.stderr) == (0, b"")
        assert stored.stdout == b"Stored api_key as keyring entry golive-test/prod-key.\n"

        there = session.golive("secret", "status", "--env", "prod")
        assert there.returncode == 0
        assert b"api_key: keyring entry golive-test/prod-key, stored\n" in there.stdout

        used = session.golive(*check, **running.environ)
        text = b" ".join(used.stdout.split())
        assert b"accepted the credential" in text
        assert b"the api_key of prod comes from keyring entry golive-test/prod-key" in text
        arrived = running.emulator.journal.holding(key)
        assert arrived, "the key that arrived is another one"

        removed = session.golive("secret", "delete", "api_key", "--env", "prod")
        assert (removed.returncode, removed.stderr) == (0, b"")

        after = session.golive(*check, **running.environ)
        text = b" ".join(after.stdout.split())
        assert after.returncode == 3
        assert b"there is no keyring entry golive-test/prod-key; `golive secret set` writes it" in text
        assert len(running.emulator.journal.holding(key)) == len(arrived), "the key was still sent"

        again = session.golive("secret", "delete", "api_key", "--env", "prod")
        assert again.returncode == 2
        assert b"there is no keyring entry golive-test/prod-key" in again.stderr
        for ran in (before, stored, there, used, removed, after, again):
            assert key.encode() not in ran.stdout + ran.stderr


def test_a_multi_line_secret_comes_back_as_it_was(session):
    dpop_key = "{keyring: golive-test, username: dpop}"
    credentials = f"{{client_id: {{env: CLIENT_ID}}, client_secret: {{env: CLIENT_SECRET}}, dpop_key: {dpop_key}}}"
    with merchant(session.folder, credentials=credentials) as running:
        pem = running.emulator.credentials["dpop_key"]
        routes = [word for mapping in running.emulator.connect_to for word in ("--connect-to", mapping)]
        assert session.golive("secret", "set", "dpop_key", "--env", "prod", value=pem.encode()).returncode == 0
        ran = session.golive(
            "check", "--env", "prod", *routes, "--ca-bundle", running.emulator.ca_bundle,
            "--only", "account.authentication", "-v", **running.environ,
        )  # fmt: skip
    assert b"accepted the credential" in b" ".join(ran.stdout.split()), ran.stdout


PROFILE = """\
version: 1
provider: anton
environments:
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {api_key: {keyring: golive-test, username: prod-key}}
    webhooks: [{url: "https://pay.example.com/hooks", secret: {keyring: golive-test, username: hook}}]
"""


@pytest.mark.parametrize(
    "variables",
    [
        {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere/bus"},
        {"DBUS_SESSION_BUS_ADDRESS": ""},
        {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
        {"PYTHON_KEYRING_BACKEND": "no.such.Backend"},
    ],
    ids=["no bus", "no address", "no backend", "broken setting"],
)
def test_without_a_keyring_each_command_ends_with_a_sentence(tmp_path, variables):
    (tmp_path / "golive.yaml").write_text(PROFILE, encoding="utf-8")
    environ = {name: value for name, value in CLEAN.items() if not name.startswith(("DBUS", "XDG"))} | variables
    for arguments, code in (
        (["secret", "set", "api_key"], 2),
        (["secret", "status"], 3),
        (["secret", "delete", "api_key"], 2),
        (["check", "--offline", "--only", "settings.key-environment", "-v"], 3),
    ):
        started = time.monotonic()
        ran = subprocess.run(
            command(*arguments),
            cwd=tmp_path,
            env=environ,
            input=b"a value",
            capture_output=True,
            timeout=100,
            check=False,
        )
        said = b" ".join((ran.stdout + ran.stderr).split())
        assert ran.returncode == code, said
        assert b"keyring entry golive-test/prod-key cannot be" in said
        assert b"Traceback" not in said
        assert time.monotonic() - started < 60


def test_a_locked_keyring_that_nobody_unlocks_is_a_sentence(tmp_path):
    """Without a prompter, a locked collection cannot be opened: nobody may wait for it for ever."""
    (tmp_path / "golive.yaml").write_text(PROFILE, encoding="utf-8")
    with Session(tmp_path) as session:
        assert session.golive("secret", "set", "api_key", value=b"a value").returncode == 0
        lock = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"]
        lock += ["org.freedesktop.Secret.Service.Lock", "array:objpath:/org/freedesktop/secrets/collection/login"]
        subprocess.run(lock, env=session.environ, capture_output=True, check=True)
        started = time.monotonic()
        ran = session.golive("check", "--offline", "--only", "settings.key-environment", "-v")
        said = b" ".join((ran.stdout + ran.stderr).split())
        assert ran.returncode == 3, said
        assert b"keyring entry golive-test/prod-key" in said
        assert b"a value" not in said
        assert time.monotonic() - started < 60
