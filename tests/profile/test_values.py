"""A value is read from where the profile says, or the reason why not is said; a secret shows up nowhere."""

from __future__ import annotations

import json
import os
import threading
import traceback

import pytest

from golive.clock import Deadline
from golive.errors import Unverified
from golive.profile.types import (
    CommandReference,
    Credentials,
    DotenvReference,
    EnvReference,
    FileReference,
    JsonReference,
    KeyringReference,
    TomlReference,
    YamlReference,
)
from golive.profile.values import Values, describe, reference_path
from golive.redact import Redactor, Secret
from support.fake_clock import FakeClock

CANARY = "ak_live_c4n4ry-c4n4ry-c4n4ry-c4n4ry"


def values(folder, environ=None, *, redactor=None, trusted=False, **options):
    deadline = Deadline(FakeClock(), 60.0)
    return Values(folder, environ or {}, redactor or Redactor(), trusted=trusted, deadline=deadline, **options)


def why_not(folder, reference, environ=None, **options):
    """Return the reason that both readings give, and look for the canary in all that hangs on to it."""
    reasons = set()
    resolved = values(folder, environ, **options)
    for read in (resolved.text, lambda value: resolved.secret(value, "a label")):
        with pytest.raises(Unverified) as caught:
            read(reference)
        error = caught.value
        reasons.add(str(error))
        assert error.__context__ is None
        assert error.__cause__ is None
        assert CANARY not in "".join(traceback.format_exception(error))
    assert len(reasons) == 1
    return reasons.pop()


def test_a_written_value_is_itself(tmp_path):
    assert values(tmp_path).text("https://a.example") == "https://a.example"
    assert values(tmp_path).text(Secret("a", "b")) == "a"


@pytest.mark.parametrize(
    ("name", "content", "reference"),
    [
        ("a.env", f"# c\nexport KEY='{CANARY}'\nOTHER=1\n", DotenvReference(dotenv="a.env", key="KEY")),
        ("a.env", f"KEY={CANARY}  # comment\n", DotenvReference(dotenv="a.env", key="KEY")),
        ("a.env", f"KEY=old\r\nKEY={CANARY}\r\n", DotenvReference(dotenv="a.env", key="KEY")),
        ("a.env", f"\ufeffKEY={CANARY}\n", DotenvReference(dotenv="a.env", key="KEY")),
        ("a.yaml", f"api: {{keys: [x, {CANARY}]}}\n", YamlReference(yaml="a.yaml", key="api.keys.1")),
        ("a.yaml", f"a.b:\n  c.d: {CANARY}\n", YamlReference(yaml="a.yaml", key="a.b.c.d")),
        ("a.yaml", f"x: &x {{k: {CANARY}}}\ny: {{<<: *x, z: !vault s}}\n", YamlReference(yaml="a.yaml", key="y.k")),
        ("a.yaml", f"8080: {{k: {CANARY}}}\n", YamlReference(yaml="a.yaml", key="8080.k")),
        ("a.json", json.dumps({"a": {"b": [{"c": CANARY, "n": 1}]}}), JsonReference(json="a.json", key="a.b.0.c")),
        ("a.json", json.dumps({"a.b": {"": CANARY}}), JsonReference(json="a.json", key="a.b.")),
        ("a.toml", f"[a]\nb = '{CANARY}'\nd = 1979-05-27\n", TomlReference(toml="a.toml", key="a.b")),
        ("a.toml", f'"a.b" = "{CANARY}"\n', TomlReference(toml="a.toml", key="a.b")),
        ("key", f"{CANARY}\n", FileReference(file="key")),
        ("key", f"{CANARY}\r\n", FileReference(file="key")),
        ("key", CANARY, FileReference(file="key")),
    ],
)
def test_a_value_is_read_from_every_kind_of_file(tmp_path, name, content, reference):
    (tmp_path / name).write_text(content, encoding="utf-8", newline="")
    redactor = Redactor()
    resolved = values(tmp_path, redactor=redactor)
    secret = resolved.secret(reference, "api_key of prod")
    assert secret.reveal() == CANARY == resolved.text(reference)
    assert secret.label == "api_key of prod"
    assert CANARY not in redactor(f"an error that echoes {CANARY}")
    assert reference_path(reference, tmp_path) == tmp_path / name


def test_only_one_line_break_is_taken_off_a_file(tmp_path):
    (tmp_path / "key").write_text(" a \n\n")
    assert values(tmp_path).text(FileReference(file="key")) == " a \n"


def test_a_variable_comes_from_the_given_environment(tmp_path):
    assert values(tmp_path, {"KEY": "a"}).text(EnvReference(env="KEY")) == "a"


def test_an_absolute_path_is_taken_as_it_is(tmp_path):
    (tmp_path / "key").write_text("a")
    assert values(tmp_path / "elsewhere").text(FileReference(file=str(tmp_path / "key"))) == "a"


@pytest.mark.parametrize(
    ("name", "content", "reference", "reason"),
    [
        ("", "", EnvReference(env="KEY"), "variable KEY is not set"),
        ("", "", EnvReference(env="EMPTY"), "variable EMPTY is empty"),
        ("", "", EnvReference(env="BLANK"), "variable BLANK is blank"),
        ("", "", EnvReference(env="BYTES"), "variable BYTES is not UTF-8"),
        ("", "", FileReference(file="a"), "a does not exist"),
        ("", "", FileReference(file="a\x1b[31m"), "a\\x1b[31m does not exist"),
        ("", "", DotenvReference(dotenv="a", key="K"), "a does not exist"),
        ("", "", YamlReference(yaml="a", key="K"), "a does not exist"),
        ("", "", FileReference(file="folder"), "folder is a folder"),
        ("", "", FileReference(file="pipe"), "pipe is a named pipe"),
        ("", "", FileReference(file="/dev/zero"), "/dev/zero is a device"),
        ("", "", FileReference(file="huge"), "huge is larger than 1024 KiB"),
        ("", "", JsonReference(json="huge", key="a"), "huge is larger than 1024 KiB"),
        ("", "", FileReference(file="x" * 5000), f"{'x' * 79}… cannot be read (File name too long)"),
        ("", "", FileReference(file="loop"), "loop cannot be read (Too many levels of symbolic links)"),
        ("f", b"", FileReference(file="f"), "f is empty"),
        ("f", b"\n", FileReference(file="f"), "f is empty"),
        ("f", b" \t\n", FileReference(file="f"), "f is blank"),
        ("f", b"\xe9" + CANARY.encode(), FileReference(file="f"), "f is not UTF-8"),
        ("f", b"\xe9" + CANARY.encode(), DotenvReference(dotenv="f", key="K"), "f is not UTF-8"),
        ("f", f"KEY={CANARY}\n", DotenvReference(dotenv="f", key="KEEY"), "f has no variable KEEY (did you mean KEY?)"),
        ("f", "KEY=\n", DotenvReference(dotenv="f", key="KEY"), "f: KEY is empty"),
        ("f", "KEY\n", DotenvReference(dotenv="f", key="KEY"), "f names KEY without giving it a value"),
        (
            "f",
            f"A=1\nKEY='{CANARY}\n",
            DotenvReference(dotenv="f", key="KEY"),
            "f has no variable KEY; its line 2 cannot be read",
        ),
        (
            "f",
            f"KEY={CANARY}${{OTHER}}\n",
            DotenvReference(dotenv="f", key="KEY"),
            "f: KEY uses interpolation, which golive does not perform",
        ),
        ("f", f"K=a{' ' * 100_000}b\n", DotenvReference(dotenv="f", key="K"), "f holds 200 or more blanks in a row"),
        ("f", f"a: [{CANARY}", YamlReference(yaml="f", key="a"), "f is not valid YAML (line 1)"),
        ("f", f"a: 1\n{CANARY}: 1\n{CANARY}: 2\n", YamlReference(yaml="f", key="a"), "f holds a key twice (line 3)"),
        ("f", f"a: {CANARY}\0", YamlReference(yaml="f", key="a"), "f holds control characters (line 1)"),
        ("f", "a: x\n---\nb: y\n", YamlReference(yaml="f", key="a"), "f holds several documents (line 2)"),
        ("f", "a: &a [*a]\n", YamlReference(yaml="f", key="a"), "f holds an alias without an end (line 1)"),
        ("f", "[" * 500_000, YamlReference(yaml="f", key="a"), "f is nested more than 50 levels deep (line 1)"),
        ("f", "- a\n" * 50_000, YamlReference(yaml="f", key="a"), "f holds more than 20,000 values (line 20000)"),
        ("f", "", YamlReference(yaml="f", key="a"), "f has no key a"),
        (
            "f",
            f"api: {{base_url: {CANARY}}}\n",
            YamlReference(yaml="f", key="api.bas_url"),
            "f has no key api.bas_url (did you mean api.base_url?)",
        ),
        ("f", "a: [x]\n", YamlReference(yaml="f", key="a.1"), "f has no key a.1 (did you mean a.0?)"),
        ("f", "a: {b: x}\na.b: y\n", YamlReference(yaml="f", key="a.b"), "f has more than one value that a.b can mean"),
        ("f", "a: ''\n", YamlReference(yaml="f", key="a"), "f: a is empty"),
        ("f", "a: [x]\n", YamlReference(yaml="f", key="a"), "f: a is a list;"),
        ("f", "a: {b: c}\n", YamlReference(yaml="f", key="a"), "f: a is a mapping;"),
        ("f", "a: 5000\n", YamlReference(yaml="f", key="a"), "f: a is not a text;"),
        ("f", "a: NO\n", YamlReference(yaml="f", key="a"), "f: a is not a text;"),
        ("f", "a:\n", YamlReference(yaml="f", key="a"), "f: a is not a text;"),
        ("f", "a: !vault x\n", YamlReference(yaml="f", key="a"), "f: a is not a text;"),
        ("f", f'{{"a": "{CANARY}"', JsonReference(json="f", key="a"), "f is not valid JSON"),
        ("f", f'{{"{CANARY}": 1, "{CANARY}": 2}}', JsonReference(json="f", key="a"), "f holds a key twice"),
        ("f", "[" * 500_000, JsonReference(json="f", key="a"), "f is not valid JSON"),
        ("f", '{"a":' * 150_000, JsonReference(json="f", key="a"), "f is not valid JSON"),
        ("f", '{"a": ' + "1" * 900_000 + "}", JsonReference(json="f", key="a"), "f: a is not a text;"),
        ("f", '{"a": 1.5, "b": null}', JsonReference(json="f", key="b"), "f: b is not a text;"),
        ("f", '{"a": "\\ud800"}', JsonReference(json="f", key="a"), "f: a is not UTF-8"),
        ("f", '["x"]', JsonReference(json="f", key="00"), "f has no key 00 (did you mean 0?)"),
        ("f", f"a = {CANARY}", TomlReference(toml="f", key="a"), "f is not valid TOML"),
        ("f", "a=" + "[" * 200_000, TomlReference(toml="f", key="a"), "f is not valid TOML"),
        ("f", "a=1\n" + ".".join("a" * 100_000) + "=1", TomlReference(toml="f", key="a"), "f has more than 100 dots"),
        ("f", "#" * 300_000, TomlReference(toml="f", key="a"), "f is larger than 256 KiB"),
        ("f", "a = 1979-05-27\n", TomlReference(toml="f", key="a"), "f: a is not a text;"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_and_nothing_else_is_told(tmp_path, name, content, reference, reason):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    if name:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    environ = {"EMPTY": "", "BLANK": " \n", "BYTES": "\udcff"}
    found = why_not(tmp_path, reference, environ)
    assert found == reason or (reason.endswith((";", "dots")) and found.startswith(reason))


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path, monkeypatch):
    (tmp_path / "f").write_bytes(b"x" * (1024 * 1024 + 1))
    monkeypatch.setattr("golive.profile.reading._objection", lambda *_: "")
    assert why_not(tmp_path, FileReference(file="f")) == "f is larger than 1024 KiB"


def test_a_file_that_becomes_a_pipe_before_it_is_opened_holds_nobody_up(tmp_path, monkeypatch):
    (tmp_path / "f").write_text("a")
    looks = iter(["", "is a named pipe"] * 2)
    monkeypatch.setattr("golive.profile.reading._objection", lambda *_: next(looks))
    assert why_not(tmp_path, FileReference(file="f")) == "f is a named pipe"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said_to_be_so(tmp_path):
    (tmp_path / "f").write_text(CANARY)
    (tmp_path / "f").chmod(0)
    assert why_not(tmp_path, FileReference(file="f")) == "f may not be read by this user"


def test_permission_is_named_whoever_runs_the_test(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, CANARY, CANARY)

    (tmp_path / "f").write_text(CANARY)
    monkeypatch.setattr("golive.profile.reading.os.open", refuse)
    assert why_not(tmp_path, FileReference(file="f")) == "f may not be read by this user"


def test_each_reference_is_read_once_whoever_asks(tmp_path):
    asked = []
    resolved = values(tmp_path, keyring_get=lambda service, user: asked.append((service, user)) or CANARY)
    reference = KeyringReference(keyring="golive", username="anton")
    found = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(resolved.secret(reference, f"label {n % 2}")))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked == [("golive", "anton")]
    assert {secret.label for secret in found} == {"label 0", "label 1"}
    assert len({id(secret) for secret in found if secret.label == "label 0"}) == 1


def test_a_failure_is_remembered_too(tmp_path):
    resolved = values(tmp_path)
    for _ in range(2):
        with pytest.raises(Unverified):
            resolved.text(FileReference(file="late"))
        (tmp_path / "late").write_text("now it is there")


def test_a_secret_written_in_the_profile_is_told_to_the_redactor(tmp_path):
    redactor = Redactor()
    written = Credentials(api_key=CANARY).api_key
    assert values(tmp_path, redactor=redactor).secret(written, "api_key of prod").reveal() == CANARY
    assert redactor(CANARY) == "***"
    assert values(tmp_path, redactor=redactor).secret("other-secret", "b").label == "b"
    assert redactor("other-secret") == "***"


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (EnvReference(env="ANTON_API_KEY"), "variable ANTON_API_KEY"),
        (DotenvReference(dotenv="deploy/prod.env", key="URL"), "deploy/prod.env: URL"),
        (YamlReference(yaml="a.yaml", key="b.c"), "a.yaml: b.c"),
        (JsonReference(json="a.json", key="b"), "a.json: b"),
        (TomlReference(toml="a.toml", key="b"), "a.toml: b"),
        (FileReference(file="/run/secrets/key"), "/run/secrets/key"),
        (KeyringReference(keyring="golive", username="anton-prod"), "keyring entry golive/anton-prod"),
        (CommandReference(command=("op", "read", CANARY)), "output of op"),
        (Secret(CANARY, "x"), "written in the profile"),
        ("https://a.example", "written in the profile"),
    ],
)
def test_where_a_value_comes_from_is_said_in_a_few_words(value, wanted):
    assert describe(value) == wanted


def test_only_files_have_a_path(tmp_path):
    others = (EnvReference(env="A"), KeyringReference(keyring="a", username="b"), CommandReference(command=("a",)), "a")
    assert [reference_path(value, tmp_path) for value in others] == [None] * 4


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://api.antonpayments.com", True),
        (" https://api.antonpayments.com", True),
        ("api.antonpayments.com", True),
        ("//api.antonpayments.com/v1", True),
        ("localhost:3000", True),
        ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", False),
        ("postgres://app:hunter2hunter2@db/prod", False),
        ("AKIDsecret.with.Dots1", False),
    ],
)
def test_a_plain_value_that_is_no_address_is_kept_out_of_outputs_as_a_secret_is(tmp_path, text, shown):
    redactor = Redactor()
    assert values(tmp_path, {"VALUE": text}, redactor=redactor).text(EnvReference(env="VALUE")) == text
    assert (text in redactor(f"the base URL {text} is wrong")) is shown


def test_a_file_of_several_lines_is_no_address(tmp_path):
    (tmp_path / "passwd").write_text("root:x:0:0\ndaemon:x:1:1\n")
    with pytest.raises(Unverified, match="passwd has several lines, and is no web address"):
        values(tmp_path).text(FileReference(file="passwd"))
