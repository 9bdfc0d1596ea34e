"""The made-up merchant's files, without running anything."""

from __future__ import annotations

import pytest

from golive.demo import merchant
from golive.demo.merchant import load_demo, planted_flaws
from golive.emulator.registry import flaws_of
from golive.errors import UsageError
from golive.registry import built_in

CREDENTIALS = {"api_key": "ak_live_made_up", "webhook_secret": "whsec_made_up"}


def test_the_demo_names_flaws_and_checks_that_exist():
    demo = load_demo("anton")
    assert set(demo.flaws) <= {flaw.id for flaw in flaws_of("anton")}
    assert {flaw.check for flaw in planted_flaws("anton")} <= set(built_in().ids())
    assert len(planted_flaws("anton")) == len(demo.flaws) + len(demo.planted)


def test_the_sound_repository_holds_no_credential_and_the_flawed_one_does():
    with merchant._repository("anton", CREDENTIALS, flawed=False) as folder:
        assert "made_up" not in "".join(path.read_text() for path in folder.rglob("*") if path.is_file())
        assert (folder / "deploy" / "sandbox.env").is_file()
    assert not folder.exists()
    with merchant._repository("anton", CREDENTIALS, flawed=True) as folder:
        assert "ak_live_made_up" in (folder / "app" / "payouts.py").read_text()
        assert "{{" not in "".join(path.read_text() for path in folder.rglob("*") if path.is_file())
        assert (folder / "deploy" / "sandbox.env").is_file(), "what is not spoilt stays as it was"


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
