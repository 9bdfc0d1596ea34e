"""The made-up merchant's files, without running anything."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime

import pytest

from golive.clock import SystemClock
from golive.demo import merchant
from golive.demo.merchant import load_demo, planted_flaws
from golive.emulator.registry import flaws_of, played, providers
from golive.errors import UsageError
from golive.kind import Kind
from golive.record import RecordKind
from golive.records.loading import load_records
from golive.records.rules import Rules
from golive.records.standing import State, standings
from golive.registry import built_in, read_profile

CREDENTIALS = {
    "api_key": "ak_live_made_up",
    "api_secret": "made_up_too",
    "webhook_secret": "whsec_made_up",
    "another_api_key": "ak_live_made_up_before",
}
PROVIDERS = pytest.mark.parametrize("provider", providers())


@PROVIDERS
def test_the_demo_names_flaws_credentials_and_checks_that_exist(provider):
    demo = load_demo(provider)
    assert set(demo.flaws) <= {flaw.id for flaw in flaws_of(provider)}
    assert {flaw.check for flaw in planted_flaws(provider)} <= set(built_in().ids())
    assert len(planted_flaws(provider)) == len(demo.flaws) + len(demo.planted)
    playing = played(provider).play(Kind, (), (), lambda: 0.0, 0)
    assert set(demo.environ.values()) <= set(playing.credentials)


def repository(provider, *, flawed):
    return merchant._repository(provider, CREDENTIALS, flawed=flawed, clock=SystemClock())


def texts(folder) -> str:
    return "".join(
        path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    )


@pytest.mark.parametrize(("provider", "planted"), [("anton", "ak_live_made_up"), ("octopuscards", "made_up_too")])
def test_the_sound_repository_holds_no_credential_and_the_flawed_one_does(provider, planted):
    with repository(provider, flawed=False) as folder:
        assert "made_up" not in texts(folder)
        assert (folder / "deploy" / "sandbox.env").is_file()
    assert not folder.exists()
    with repository(provider, flawed=True) as folder:
        assert planted in (folder / "app" / "settings.py").read_text()
        assert "{{" not in texts(folder)
        assert (folder / "deploy" / "sandbox.env").is_file(), "what is not spoilt stays as it was"


@PROVIDERS
@pytest.mark.parametrize("flawed", [False, True])
def test_the_source_code_is_python_that_compiles(provider, flawed):
    with repository(provider, flawed=flawed) as folder:
        files = sorted(folder.glob("app/*.py"))
        assert len(files) >= 5
        for file in files:
            compile(file.read_text(), file.name, "exec")


@pytest.mark.parametrize(
    ("provider", "planted"), [("anton", "ak_live_made_up_before"), ("octopuscards", "ak_live_made_up")]
)
def test_a_later_commit_of_the_flawed_repository_deleted_what_an_earlier_one_held(provider, planted):
    with repository(provider, flawed=False) as folder:
        assert "made_up" not in git(folder, "log", "--all", "-p")
    with repository(provider, flawed=True) as folder:
        assert planted in git(folder, "show", "main~1:deploy/worker.env")
        assert not (folder / "deploy" / "worker.env").exists()
        assert git(folder, "status", "--porcelain") == ""


@PROVIDERS
@pytest.mark.parametrize("today", [datetime(2026, 11, 22, tzinfo=UTC), datetime(2040, 2, 29, 23, 59, tzinfo=UTC)])
def test_the_records_never_grow_old(provider, today, monkeypatch):
    monkeypatch.setattr(SystemClock, "now", lambda _self: today)
    with repository(provider, flawed=False) as folder:
        loaded = read_profile(folder / "golive.yaml")
        sound = standings(load_records(loaded), Rules(loaded), today.date())
    assert {one.state for one in sound} == {State.IN_FORCE}
    assert all(one.record.kind is RecordKind.ATTESTATION for one in sound)
    assert any(one.ends_within(30) for one in sound), "one is to be renewed soon"
    with repository(provider, flawed=True) as folder:
        loaded = read_profile(folder / "golive.yaml")
        flawed = standings(load_records(loaded), Rules(loaded), today.date())
    assert [(one.record.kind, one.state) for one in flawed] == [
        (RecordKind.ATTESTATION, State.IN_FORCE),
        (RecordKind.ATTESTATION, State.EXPIRED),
        (RecordKind.WAIVER, State.IN_FORCE),
    ]


def git(folder, *arguments) -> str:
    return subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, text=True).stdout


def test_compiled_files_are_left_out(tmp_path):
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.pyc").write_bytes(b"\xff")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.txt").write_text("text")
    assert list(merchant._files(tmp_path)) == [("a/b.txt", "text")]


@pytest.mark.parametrize("provider", ["antn", "", "..", "/etc", "anton/sound"])
def test_a_provider_without_a_demo_is_refused(provider):
    with pytest.raises(UsageError, match="there is no demo of a provider"):
        load_demo(provider)
