"""What a real call gets from outside, on a merchant's repository, without sockets."""

from __future__ import annotations

import pytest

from golive.errors import RecordsError, UsageError
from golive.registry import read_profile
from golive.run import Options
from golive.walkthrough.stage import stage_of
from golive.walkthrough.state import load, state_path
from support.fake_clock import START, FakeClock
from support.merchant import write_merchant

SHAPELESS = "correct horse battery staple of the receiver"
END = START.date().replace(year=2027)


@pytest.fixture
def made(tmp_path):
    """Return a stage in a merchant's folder, whose webhook secret looks like nothing."""
    write_merchant(tmp_path)
    file = state_path(tmp_path / "state", tmp_path / "golive.yaml", "prod")
    environ = {"WEBHOOK_SECRET": SHAPELESS, "HOME": str(tmp_path)}
    options = Options(environment="prod", offline=True)
    return stage_of(read_profile(tmp_path / "golive.yaml"), options, environ, FakeClock(), file)


def test_what_looks_like_a_credential_is_masked_before_any_run(made):
    assert "live_aaaa" not in made.redactor("ak_live_" + "a" * 48)


def test_the_secrets_of_the_profile_are_masked_before_any_run_of_a_resumed_call(made):
    assert SHAPELESS in made.redactor(f"use {SHAPELESS}")
    made.learn_secrets()
    assert SHAPELESS not in made.redactor(f"use {SHAPELESS}")


def test_shapes_are_learnt_once_however_many_runs_there_are(made):
    before = len(made.redactor._shapes)
    for _ in range(3):
        made.judge(("settings.base-url",), lambda _id, _status: None)
    assert len(made.redactor._shapes) == before


def test_the_named_checks_alone_are_run(made):
    ran = []
    report = made.judge(("settings.base-url",), lambda check_id, _status: ran.append(check_id))
    assert set(ran) == {"settings.base-url"}
    assert report.subject.environment == "prod"


def test_an_attestation_lands_in_the_records_and_is_read_again(made):
    made.attest(item="launch.monitoring", who="Ada", made=START.date(), evidence="the rota", expires=END)
    (record,) = made.records()
    assert (record.subject, record.environment, record.who, record.text) == (
        "launch.monitoring",
        "prod",
        "Ada",
        "the rota",
    )


def test_what_the_records_refuse_is_an_error_to_be_told(made):
    with pytest.raises(UsageError, match=r"launch\.base-url"):
        made.attest(item="launch.base-url", who="Ada", made=START.date(), evidence="rota", expires=END)
    made.loaded.path.with_name("golive.records.yaml").write_text("nonsense: 1\n")
    with pytest.raises(RecordsError):
        made.records()


def test_a_call_is_kept_in_its_file(made):
    from golive.walkthrough.opening import begin

    backstage = made.backstage("Ada")
    call = begin(backstage, made.judge((), lambda _id, _status: None))
    call.note("launch.base-url", "a note")
    kept = load(made.file, profile=made.loaded.path, environment="prod")
    assert kept.remarks["launch.base-url"].notes[0].who == "Ada"


def test_a_profile_that_changes_on_disk_or_goes_away_has_changed(made, tmp_path):
    assert not made.changed()
    profile = tmp_path / "golive.yaml"
    profile.write_text(profile.read_text() + "\n")
    assert made.changed()
    profile.unlink()
    assert made.changed()
