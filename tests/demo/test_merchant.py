"""The made-up merchant's files, without running anything."""

from __future__ import annotations

import pytest

from golive.demo import merchant
from golive.demo.merchant import load_demo, planted_flaws
from golive.emulator.registry import flaws_of, played, providers
from golive.errors import UsageError
from golive.kind import Kind
from golive.registry import built_in

CREDENTIALS = {"api_key": "ak_live_made_up", "api_secret": "made_up_too", "webhook_secret": "whsec_made_up"}
PROVIDERS = pytest.mark.parametrize("provider", providers())


@PROVIDERS
def test_the_demo_names_flaws_credentials_and_checks_that_exist(provider):
    demo = load_demo(provider)
    assert set(demo.flaws) <= {flaw.id for flaw in flaws_of(provider)}
    assert {flaw.check for flaw in planted_flaws(provider)} <= set(built_in().ids())
    assert len(planted_flaws(provider)) == len(demo.flaws) + len(demo.planted)
    playing = played(provider).play(Kind, (), (), lambda: 0.0, 0)
    assert set(demo.environ.values()) <= set(playing.credentials)


@pytest.mark.parametrize(
    ("provider", "file", "planted"),
    [("anton", "app/payouts.py", "ak_live_made_up"), ("octopuscards", "app/orders.py", "made_up_too")],
)
def test_the_sound_repository_holds_no_credential_and_the_flawed_one_does(provider, file, planted):
    with merchant._repository(provider, CREDENTIALS, flawed=False) as folder:
        assert "made_up" not in "".join(path.read_text() for path in folder.rglob("*") if path.is_file())
        assert (folder / "deploy" / "sandbox.env").is_file()
    assert not folder.exists()
    with merchant._repository(provider, CREDENTIALS, flawed=True) as folder:
        assert planted in (folder / file).read_text()
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
