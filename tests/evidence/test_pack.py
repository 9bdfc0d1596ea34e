from __future__ import annotations

import json
import os
import stat
import subprocess
from dataclasses import replace

import pytest

from golive.errors import UsageError
from golive.evidence.contents import CONTENTS, MANIFEST, Origin, held_words, read_minutes
from golive.evidence.manifest import digest_of
from golive.evidence.pack import folder_name
from golive.report import Verdict
from golive.saved import read_reports
from golive.walkthrough.minutes import Outcome
from support.calls import SECRET, Kept
from support.packs import NOT_PASSED, PASSED, SIGNED, open_call, ready_call


def minutes_of(finished):
    return read_minutes((finished.folder / "call.json").read_text())


def test_a_pack_holds_the_report_the_minutes_and_a_manifest(tmp_path):
    finished = open_call().finish(NOT_PASSED, tmp_path)
    assert finished.folder == tmp_path / "golive-evidence-prod-2026-11-22"
    assert sorted(one.name for one in finished.folder.iterdir()) == sorted((*CONTENTS, MANIFEST))
    assert list(tmp_path.iterdir()) == [finished.folder]
    assert finished.digest == digest_of((finished.folder / MANIFEST).read_bytes())
    assert finished.digest in finished.said.text
    assert str(tmp_path) not in finished.said.safe


def test_coreutils_read_the_manifest(tmp_path):
    folder = open_call().finish(NOT_PASSED, tmp_path).folder
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", MANIFEST], cwd=folder, check=True)


def test_the_minutes_say_what_was_said_and_decided(tmp_path):
    call = open_call()
    call.note("launch.base-url", f"they\nsaid {SECRET}", "Grace")
    call.follow_up("launch.corridors")
    finished = call.finish(replace(NOT_PASSED, reason=" not\tyet "), tmp_path)
    minutes = minutes_of(finished)
    lines = {line.id: line for line in minutes.lines}
    assert lines["launch.base-url"].notes[0].text == "they said ak_live_***"
    assert lines["launch.corridors"].follow_up
    assert minutes.outcome is Outcome.NOT_PASSED
    assert minutes.reason == "not yet"
    assert minutes.sign_offs == SIGNED
    assert minutes.verdict is Verdict.NOT_READY
    assert minutes.profile_digest == call.report.subject.digest
    assert minutes.repository.note == "the profile lies in no git repository"
    assert minutes.records_digest is None
    assert minutes.call_attestation is None
    assert all(SECRET.encode() not in one.read_bytes() for one in finished.folder.iterdir())


def test_the_report_in_a_pack_is_that_of_the_call(tmp_path):
    call = open_call()
    finished = call.finish(NOT_PASSED, tmp_path)
    (report,) = read_reports((finished.folder / "report.json").read_text())
    assert report.verdict is call.report.verdict
    assert [one.status for one in report.items()] == [line.item.status for line in call.lines()]


def test_attesting_the_call_makes_the_report_in_the_pack_ready(tmp_path):
    kept = Kept()
    call = ready_call(kept)
    assert call.report.verdict is Verdict.INCOMPLETE
    finished = call.finish(PASSED, tmp_path)
    assert finished.report.verdict is Verdict.READY
    assert minutes_of(finished).verdict is Verdict.READY
    digest = digest_of((finished.folder / "call.json").read_bytes())
    assert kept.records[-1].subject == "path.certification-call"
    assert kept.records[-1].text == (
        "The call of 2026-11-22: passed, signed off by Ada Lovelace (merchant), Grace Hopper (provider). "
        f"SHA-256 of call.json in the evidence pack: {digest}"
    )
    assert digest in (finished.folder / "report.json").read_text()


def test_packs_of_one_day_stand_side_by_side(tmp_path):
    names = [open_call().finish(NOT_PASSED, tmp_path).folder.name for _ in range(3)]
    first = "golive-evidence-prod-2026-11-22"
    assert names == [first, f"{first}-2", f"{first}-3"]


def test_nothing_is_written_over(tmp_path):
    taken = tmp_path / "golive-evidence-prod-2026-11-22"
    taken.write_text("mine")
    assert open_call().finish(NOT_PASSED, tmp_path).folder != taken
    assert taken.read_text() == "mine"


def test_a_folder_that_is_missing_is_made(tmp_path):
    assert open_call().finish(NOT_PASSED, tmp_path / "a" / "b").folder.is_dir()


def test_a_pack_that_cannot_be_written_leaves_nothing_and_attests_nothing(tmp_path):
    kept = Kept()
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        ready_call(kept).finish(PASSED, tmp_path / "file")
    assert kept.records == []


def test_a_report_that_cannot_be_rendered_attests_nothing(tmp_path, monkeypatch):
    from golive.reporters import formats

    def broken(_reports, _style):
        raise ZeroDivisionError

    monkeypatch.setattr(formats, "FORMATS", {**formats.FORMATS, "html": broken})
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        ready_call(kept).finish(PASSED, tmp_path)
    assert kept.records == []
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_shows_before_anything_is_attested(tmp_path, monkeypatch):
    from golive.evidence import pack

    def full(_folder, _contents):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pack, "_put_all", full)
    kept = Kept()
    with pytest.raises(UsageError, match=r"cannot be written into .*: No space left on device$"):
        ready_call(kept).finish(PASSED, tmp_path)
    assert kept.records == []
    assert list(tmp_path.iterdir()) == []


def test_where_the_disk_fills_up_after_the_attestation_that_is_said(tmp_path, monkeypatch):
    from golive.evidence import pack

    kept = Kept()
    real = pack._put_all

    def full(folder, contents):
        if "SHA256SUMS" in contents:
            raise OSError(28, "No space left on device")
        real(folder, contents)

    monkeypatch.setattr(pack, "_put_all", full)
    with pytest.raises(UsageError, match=r"No space left.*attested in golive.records.yaml already"):
        ready_call(kept).finish(PASSED, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_readme_tells_what_was_noted_attested_and_left_to_follow(tmp_path):
    call = open_call()
    item = call.current.id
    call.follow_up(item)
    call.note(item, "they retry\n  by hand \x1b[31m", "Grace Hopper")
    call.attest("path.certification-call", evidence="held today", who="Ada", expires=call.usual_expiry)
    text = (call.finish(NOT_PASSED, tmp_path).folder / "README.txt").read_text()
    assert f"Marked for follow-up\n  {item}: {call.current.item.title}\n" in text
    assert f"Noted on the call\n  {item}, 2026-11-22 10:00 UTC, Grace Hopper: they retry by hand " in text
    assert f"Attested on the call\n  path.certification-call, Ada, until {call.usual_expiry}: held today\n" in text
    assert "\x1b" not in text


def test_an_interruption_after_the_attestation_is_told_as_well(tmp_path, monkeypatch):
    from golive.evidence import pack

    def interrupted(_staged, _into, _name):
        raise KeyboardInterrupt

    monkeypatch.setattr(pack, "_settle_in", interrupted)
    with pytest.raises(UsageError, match=r"interrupted\. path\.certification-call is attested"):
        ready_call().finish(PASSED, tmp_path)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyboardInterrupt):
        open_call().finish(NOT_PASSED, tmp_path)


def test_records_that_change_at_the_last_moment_end_it(tmp_path, monkeypatch):
    call = ready_call()
    monkeypatch.setattr(
        type(call), "attest", lambda *_args, **_more: type("Said", (), {"ok": True, "text": "", "safe": ""})
    )
    with pytest.raises(UsageError, match="the records changed meanwhile: the verdict is INCOMPLETE now"):
        call.finish(PASSED, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions as on POSIX")
def test_others_may_read_a_pack_as_any_other_file(tmp_path):
    old = os.umask(0o022)
    try:
        folder = open_call().finish(NOT_PASSED, tmp_path).folder
    finally:
        os.umask(old)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o644}


def test_the_readme_says_what_it_is_and_how_to_verify(tmp_path):
    text = (open_call().finish(NOT_PASSED, tmp_path).folder / "README.txt").read_text()
    assert "Outcome: not passed. Verdict of the report: NOT READY." in text
    assert "  Ada Lovelace, engineer, for the merchant, on 2026-11-22" in text
    assert "  Grace Hopper, for the provider, on 2026-11-22" in text
    assert "sha256sum --check --strict SHA256SUMS" in text
    assert "golive report verify FOLDER --digest" in text


@pytest.mark.parametrize(
    ("origin", "played", "words"),
    [
        (Origin(commit="abc", changed=False), (), ["Commit abc."]),
        (Origin(commit="abc", changed=True), (), ["Commit abc, with files that differ from it."]),
        (Origin(commit="abc", changed=None, note="nobody knows more"), (), ["Commit abc; nobody knows more."]),
        (Origin(commit=None, changed=None, note="git is not installed"), (), ["No commit: git is not installed."]),
        (
            Origin(commit="abc", changed=False),
            ("a.example", "b.example"),
            [
                "Commit abc.",
                "Other addresses stood in for a.example, b.example: the report says nothing about the real ones.",
            ],
        ),
    ],
)
def test_a_pack_says_what_it_is_about_and_what_it_is_not(tmp_path, origin, played, words):
    minutes = replace(minutes_of(open_call().finish(NOT_PASSED, tmp_path)), repository=origin, played=played)
    assert list(held_words(minutes))[1:] == words


@pytest.mark.parametrize(
    ("environment", "name"),
    [("prod", "golive-evidence-prod-d"), ("../../etc", "golive-evidence-------etc-d"), ("p" * 300, None)],
)
def test_the_name_of_a_folder_is_harmless(environment, name):
    found = folder_name(environment, "d")
    assert len(found) < 100
    assert name in {None, found}


def test_json_in_a_pack_is_plain_ascii(tmp_path):
    call = open_call()
    call.note("launch.base-url", "größer als 決済")
    folder = call.finish(NOT_PASSED, tmp_path).folder
    for name in ("call.json", "report.json"):
        content = (folder / name).read_bytes()
        assert content.isascii()
        assert json.loads(content)


def test_the_minutes_can_be_read_as_a_page_on_which_nothing_from_outside_is_markup(tmp_path):
    call = open_call()
    call.note("launch.base-url", "they said <script>alert(1)</script>", "Grace <b>Hopper</b>")
    call.follow_up("launch.corridors")
    finished = call.finish(replace(NOT_PASSED, reason='it <img src="https://evil.example">'), tmp_path)
    page = (finished.folder / "call.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    for tag in ("<script", "<img", "<b>Hopper"):
        assert tag not in page
    minutes = minutes_of(finished)
    for words in (
        minutes.outcome,
        minutes.verdict,
        *(one.name for one in SIGNED),
        "Grace &lt;b&gt;Hopper",
        "launch.corridors",
    ):
        assert words in page
    assert page.count("<tr>") == 3 + len(SIGNED) + 1 + len(minutes.lines)


def test_a_page_of_minutes_says_who_vouched_on_the_call(tmp_path):
    finished = ready_call().finish(PASSED, tmp_path)
    page = (finished.folder / "call.html").read_text(encoding="utf-8")
    assert all(one.evidence in page and one.who.partition(" <")[0] in page for one in minutes_of(finished).attested)
    assert "Nothing was noted." in page
