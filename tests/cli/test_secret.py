"""`golive secret`, with a keyring of the test's own."""

from __future__ import annotations

import getpass
import sys
import threading
import warnings

import keyring
import pytest

from golive.cli import secret as module
from golive.cli.options import (
    complete_checks,
    complete_environments,
    complete_formats,
    complete_providers,
    complete_secrets,
    complete_subjects,
)
from support.command import golive

PROFILE = """\
version: 1
provider: anton
environments:
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {api_key: {keyring: golive, username: prod}}
    webhooks: [{url: "https://pay.example.com/hooks", secret: {env: HOOK}}]
  bare: {kind: sandbox, base_url: https://api.antonpayments.dev}
"""
VALUE = "ak_live_c4n4ryc4n4ry"
PROD = ["--env", "prod"]


@pytest.fixture(autouse=True)
def entries(tmp_path, monkeypatch):
    """Write a profile, and return what the keyring holds."""
    (tmp_path / "golive.yaml").write_text(PROFILE)
    monkeypatch.chdir(tmp_path)
    held = {}
    monkeypatch.setattr(keyring, "set_password", lambda *entry: held.update({entry[:2]: entry[2]}))
    monkeypatch.setattr(keyring, "get_password", lambda *entry: held.get(entry))
    monkeypatch.setattr(keyring, "delete_password", lambda *entry: held.pop(entry))
    return held


@pytest.mark.parametrize("written", [VALUE, f"{VALUE}\n", f"{VALUE}\r\n", f"\ufeff{VALUE}"])
def test_a_value_is_read_from_standard_input_and_not_printed(monkeypatch, entries, written):
    ran = golive(monkeypatch, "secret", "set", "api_key", *PROD, stdin=written.encode())
    assert (ran.code, ran.out, ran.err) == (0, "Stored api_key as keyring entry golive/prod.\n", "")
    assert entries == {("golive", "prod"): VALUE}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the value is empty"),
        (b" \n", "the value is empty"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"a\0b", "is not UTF-8 text"),
        (b"x" * (module.LONGEST + 1), "is longer than 65,536 bytes"),
    ],
)
def test_a_value_that_cannot_be_one_is_refused(monkeypatch, entries, data, message):
    ran = golive(monkeypatch, "secret", "set", "api_key", *PROD, stdin=data)
    assert ran.code == 2
    assert message in ran.err
    assert entries == {}


def test_at_a_terminal_the_value_is_asked_for_without_showing_it(monkeypatch, entries):
    monkeypatch.setattr("golive.cli.terminal.is_terminal", lambda _stream: True)
    monkeypatch.setattr(getpass, "getpass", lambda _question: VALUE)
    assert golive(monkeypatch, "secret", "set", "api_key", *PROD).code == 0
    assert entries == {("golive", "prod"): VALUE}

    def shown(_question):
        warnings.warn("it would be shown", getpass.GetPassWarning, stacklevel=1)
        return VALUE

    monkeypatch.setattr(getpass, "getpass", shown)
    ran = golive(monkeypatch, "secret", "set", "api_key", *PROD)
    assert ran.code == 2
    assert "this terminal cannot hide what is typed" in ran.err


def test_without_any_standard_input_there_is_no_value(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    assert module._read_value("api_key") == ""


def test_a_value_on_the_command_line_is_refused_and_not_repeated(monkeypatch, entries):
    ran = golive(monkeypatch, "secret", "set", "api_key", VALUE, *PROD)
    assert ran.code == 2
    assert "is not taken from the command line" in ran.err
    assert "c4n4ry" not in ran.err
    assert entries == {}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["set", "api_kye", *PROD], "golive.yaml declares no secret of that name for prod; did you mean `api_key`?"),
        (["set", "zzz", *PROD], "; it declares api_key, webhooks.0.secret"),
        (["set", "zzz", "--env", "bare"], "; it declares none"),
        (
            ["set", "webhooks.0.secret", *PROD],
            "comes from elsewhere (variable HOOK). To keep it in the keyring, write {keyring: golive, username: prod-w",
        ),
        (["delete", "api_key", *PROD], "there is no keyring entry golive/prod"),
        (["status"], "say which environment with --env"),
        (["status", "--env", "prdo"], "did you mean `prod`?"),
    ],
)
def test_what_cannot_be_done_says_what_can(monkeypatch, arguments, message):
    ran = golive(monkeypatch, "secret", *arguments)
    assert ran.code == 2
    assert message in ran.err


def test_the_status_names_every_secret_and_whether_it_is_there(monkeypatch, entries):
    ran = golive(monkeypatch, "secret", "status", *PROD)
    assert ran.code == 1
    assert ran.out == (
        "api_key: keyring entry golive/prod, not stored: `golive secret set api_key --env prod` stores it\n"
        "webhooks.0.secret: variable HOOK\n"
    )
    entries["golive", "prod"] = VALUE
    ran = golive(monkeypatch, "secret", "status", *PROD)
    assert (ran.code, ran.out.splitlines()[0]) == (0, "api_key: keyring entry golive/prod, stored")
    assert golive(monkeypatch, "secret", "status", "--env", "bare").out == "golive.yaml declares no secrets for bare.\n"


def test_an_entry_is_removed(monkeypatch, entries):
    entries["golive", "prod"] = VALUE
    assert golive(monkeypatch, "secret", "delete", "api_key", *PROD).out == "Removed keyring entry golive/prod.\n"
    assert entries == {}


def test_a_keyring_that_fails_or_stays_silent_is_a_sentence_and_asked_once(monkeypatch, tmp_path):
    text = PROFILE.replace("{env: HOOK}", "{keyring: golive, username: hook}")
    (tmp_path / "golive.yaml").write_text(text)
    asked = []
    release = threading.Event()

    def silent(*entry):
        asked.append(entry)
        release.wait(30)

    monkeypatch.setattr(keyring, "get_password", silent)
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    try:
        ran = golive(monkeypatch, "secret", "status", *PROD)
    finally:
        release.set()
    assert ran.code == 3
    assert "webhooks.0.secret: keyring entry golive/hook" in ran.out
    assert "keyring entry golive/prod cannot be reached: the keyring did not answer within 0 s" in ran.out
    assert asked == [("golive", "prod")]

    def locked(*_):
        raise type("KeyringLocked", (Exception,), {})(VALUE)

    monkeypatch.setattr(keyring, "set_password", locked)
    ran = golive(monkeypatch, "secret", "set", "api_key", *PROD, stdin=VALUE.encode())
    assert (ran.code, ran.err) == (2, "golive: keyring entry golive/prod cannot be reached: the keyring is locked\n")


class Context:
    def __init__(self, **params):
        self.params = params


def test_names_are_completed(tmp_path, monkeypatch):
    assert complete_environments(Context(), "") == ["prod", "bare"]
    assert complete_environments(Context(config=str(tmp_path / "golive.yaml")), "b") == ["bare"]
    assert complete_environments(Context(config="none.yaml"), "") == []
    assert complete_secrets(Context(env="prod"), "web") == ["webhooks.0.secret"]
    assert complete_secrets(Context(), "") == []
    assert complete_checks("account.b") == ["account.balance"]
    assert complete_subjects("launch.base") == ["launch.base-url"]
    assert "account.balance" in complete_subjects("")
    assert complete_formats("js") == ["json"]
    assert complete_providers("an") == ["anton"]
    (tmp_path / "golive.yaml").write_text("{")
    assert complete_environments(Context(), "") == []


def test_a_working_directory_that_is_gone_is_a_sentence(monkeypatch):
    from pathlib import Path

    def gone():
        raise FileNotFoundError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "cwd", gone)
        ran = golive(monkeypatch, "secret", "status")
    assert ran.code == 2
    assert "the working directory is gone" in ran.err
