from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from golive.errors import UsageError
from golive.reporters.formats import Style
from golive.reporters.json import render
from golive.walkthrough.state import (
    Keeper,
    forget,
    load,
    put_by,
    resumable,
    save,
    set_aside,
    state_folder,
    state_path,
)
from support.calls import SECRET, a_call


@pytest.fixture
def profile(tmp_path):
    return tmp_path / "golive.yaml"


@pytest.fixture
def path(tmp_path, profile):
    return state_path(tmp_path / "state", profile, "prod")


@pytest.fixture
def call():
    call = a_call()
    call.note("launch.base-url", f"they said {SECRET}", "Grace")
    call.follow_up("launch.corridors")
    call.attest("launch.monitoring", evidence="the rota", who="Grace", expires=date(2027, 1, 31))
    call.go_to("launch.corridors")
    return call


def keep(path, call, profile):
    save(path, call.state, profile=profile, environment="prod")


def told(path, profile):
    state, problem = resumable(path, profile=profile, environment="prod")
    assert state is None
    return problem


def test_what_is_saved_is_what_is_loaded(path, profile, call):
    keep(path, call, profile)
    loaded = load(path, profile=profile, environment="prod")
    assert replace(loaded, report=call.report) == call.state
    assert render([loaded.report], Style()) == render([call.report], Style())


def test_nothing_saved_is_no_problem(path, profile):
    assert resumable(path, profile=profile, environment="prod") == (None, None)


def test_only_this_user_can_read_it(path, profile, call):
    keep(path, call, profile)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_it_replaces_the_file_as_a_whole_and_leaves_nothing_else(path, profile, call):
    keep(path, call, profile)
    keep(path, call, profile)
    assert list(path.parent.iterdir()) == [path]


def test_it_holds_no_secret(path, profile, call):
    keep(path, call, profile)
    assert SECRET not in path.read_text()
    assert "ak_live_***" in path.read_text()


def test_a_folder_that_cannot_be_written_is_told(tmp_path, profile, call):
    (tmp_path / "state").write_text("a file")
    with pytest.raises(UsageError, match="cannot be saved"):
        keep(state_path(tmp_path / "state", profile, "prod"), call, profile)


def test_each_profile_and_environment_has_a_call_of_its_own(tmp_path):
    paths = {
        state_path(tmp_path, tmp_path / name / "golive.yaml", environment)
        for name in ("one", "two")
        for environment in ("prod", "sandbox")
    }
    assert len(paths) == 4


def test_a_profile_named_in_two_ways_has_one_call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert state_path(tmp_path, Path("golive.yaml"), "prod") == state_path(tmp_path, tmp_path / "golive.yaml", "prod")


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"XDG_STATE_HOME": "/state", "HOME": "/home/ada"}, "/state/golive/walkthrough"),
        ({"XDG_STATE_HOME": "relative", "HOME": "/home/ada"}, "/home/ada/.local/state/golive/walkthrough"),
        ({"HOME": "/home/ada"}, "/home/ada/.local/state/golive/walkthrough"),
        ({"HOME": ""}, None),
    ],
)
def test_it_lies_where_the_system_keeps_such_things(environ, folder):
    assert state_folder(environ) == (None if folder is None else Path(folder))


def _without_a_key(document):
    del document["remarks"]


def _with_a_key(document):
    document["more"] = 1


def _of_another_version(document):
    document["golive_walkthrough"] = 2


def _of_another_profile(document):
    document["profile"] = "'/elsewhere/golive.yaml'"


def _of_another_environment(document):
    document["environment"] = "sandbox"


def _with_an_odd_time(document):
    document["saved_at"] = "yesterday"


def _without_a_time_zone(document):
    document["saved_at"] = "2026-11-22T10:00:00"


def _with_an_odd_note(document):
    document["remarks"]["launch.base-url"]["notes"][0]["text"] = ["a", "list"]


def _with_a_number_for_a_mark(document):
    document["remarks"]["launch.base-url"]["seen"] = 1


def _with_a_prettier_verdict(document):
    document["report"]["verdict"] = "READY"


def _without_lines(document):
    document["report"]["sections"] = []


@pytest.mark.parametrize(
    "spoil",
    [
        _without_a_key,
        _with_a_key,
        _of_another_version,
        _of_another_profile,
        _of_another_environment,
        _with_an_odd_time,
        _without_a_time_zone,
        _with_an_odd_note,
        _with_a_number_for_a_mark,
        _with_a_prettier_verdict,
        _without_lines,
    ],
)
def test_a_file_that_is_not_golives_is_told_and_set_aside(path, profile, call, spoil):
    keep(path, call, profile)
    document = json.loads(path.read_text())
    spoil(document)
    path.write_text(json.dumps(document))
    assert "cannot be used" in told(path, profile)
    assert not path.exists()
    assert len(list(path.parent.glob("*.unusable-*.json"))) == 1


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a": 1, "a": 2}', b"[" * 100_000, b"NaN"]
)
def test_broken_files_are_told_and_set_aside(path, profile, content):
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert "It was set aside as" in told(path, profile)


def test_a_link_is_not_followed(path, profile, call, tmp_path):
    other = tmp_path / "other.json"
    keep(other, call, profile)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(other)
    assert "it is a link" in told(path, profile)
    assert other.exists()


def test_a_folder_in_its_place_is_set_aside(path, profile):
    path.mkdir(parents=True)
    assert "is a folder" in told(path, profile)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_file_with_any_part_replaced_is_read_or_set_aside_and_never_a_crash(path, profile, call, data):
    keep(path, call, profile)
    text = path.read_text()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    path.write_text(text[:start] + data.draw(st.text(alphabet='{}[]",:0aé\x1b\n', max_size=20)) + text[end:])
    state, problem = resumable(path, profile=profile, environment="prod")
    assert (state is None) is (problem is not None)


def test_texts_of_a_changed_file_are_harmless(path, profile, call):
    keep(path, call, profile)
    document = json.loads(path.read_text())
    document["remarks"]["launch.base-url"]["notes"][0]["text"] = "\x1b[31mred\nlines\u202e"
    path.write_text(json.dumps(document))
    state = load(path, profile=profile, environment="prod")
    assert state.remarks["launch.base-url"].notes[0].text.isprintable()


def test_two_walkthroughs_of_one_environment_do_not_undo_each_other(path, profile, call):
    one, two = (Keeper(path, profile=profile, environment="prod") for _ in range(2))
    one(call.state)
    two(call.state)
    call.note("launch.base-url", "noted in the second one")
    two(call.state)
    with pytest.raises(UsageError, match="another walkthrough keeps its call in"):
        one(call.state)
    assert "noted in the second one" in path.read_text()
    forget(path)
    one(call.state)


def test_a_call_can_be_put_by_forgotten_and_set_aside(path, profile, call):
    keep(path, call, profile)
    put_by(path)
    assert [one.name for one in path.parent.iterdir()] == [f"{path.stem}.previous.json"]
    put_by(path)
    keep(path, call, profile)
    forget(path)
    forget(path)
    assert not path.exists()
    keep(path, call, profile)
    assert set_aside(path).exists()
    with pytest.raises(UsageError, match="cannot be set aside"):
        set_aside(path)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system knows no users")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_call_that_somebody_else_can_have_written_is_not_gone_on_with(tmp_path, mode):
    path = tmp_path / "call.json"
    save(path, a_call().state, profile=tmp_path / "golive.yaml", environment="prod")
    path.chmod(mode)
    with pytest.raises(UsageError, match="somebody else can have written it"):
        load(path, profile=tmp_path / "golive.yaml", environment="prod")


def test_a_call_of_another_user_is_not_gone_on_with(tmp_path, monkeypatch):
    path = tmp_path / "call.json"
    save(path, a_call().state, profile=tmp_path / "golive.yaml", environment="prod")
    mine = path.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1, raising=False)
    with pytest.raises(UsageError, match="somebody else can have written it"):
        load(path, profile=tmp_path / "golive.yaml", environment="prod")


def test_a_saved_call_that_cannot_be_moved_is_told_with_its_path(path, profile, call, monkeypatch):
    keep(path, call, profile)

    def refused(*_arguments, **_more):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "unlink", refused)
    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(UsageError, match="cannot be removed: Read-only file system"):
        forget(path)
    with pytest.raises(UsageError, match="cannot be put by: Read-only file system"):
        put_by(path)
