"""`golive walkthrough` and `golive report verify`, without sockets: what is asked for, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import time
from dataclasses import replace

import pytest

from golive import run
from golive.check import Area, Check
from golive.checklist import Attest, Checklist, Item, Proof, Section
from golive.cli import walkthrough as command
from golive.evidence.manifest import write_manifest
from golive.finding import fail, seen, unknown
from golive.registry import Catalogue
from golive.walkthrough import stage
from support.command import golive
from support.merchant import write_merchant
from support.packs import NOT_PASSED, open_call

PLAIN = ["walkthrough", "--plain", "--offline", "--env", "prod"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    place = tmp_path / "merchant"
    place.mkdir()
    write_merchant(place)
    monkeypatch.chdir(place)
    return place


@pytest.fixture
def walk(folder, tmp_path, monkeypatch):
    def walk(*lines, more=(), **variables):
        typed = "".join(f"{line}\n" for line in lines).encode()
        surroundings = {"HOME": str(tmp_path / "home"), "XDG_STATE_HOME": None, **variables}
        return golive(monkeypatch, *PLAIN, *more, stdin=typed, **surroundings)

    return walk


@pytest.fixture
def only_line(monkeypatch):
    """Make the checklist one line, and the only check one that behaves as told."""

    def make(behaviour):
        def function(_ctx):
            yield from behaviour()

        check = Check("settings.sample", Area.SETTINGS, "All is well", "guide", "remedy", function)
        item = Item(id="s.one", title="One thing is right", proof=(Proof(all=(check.id,)),), attest=Attest.NEVER)
        checklist = Checklist(
            provider="anton",
            title="Sample",
            source="https://example.com",
            sections=(Section(id="s", title="S", items=(item,)),),
        )
        for module in (run, stage):
            monkeypatch.setattr(module, "load_checklist", lambda _provider: checklist)
        known = Catalogue((check,), {check.id: "golive"}, ())
        monkeypatch.setitem(run.judge.__kwdefaults__, "find_checks", lambda *_, **__: known)

    return make


def crash():
    raise RuntimeError


def interrupt():
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (lambda: [seen("it is")], 0),
        (lambda: [fail("it is not")], 1),
        (lambda: [unknown("who knows")], 3),
        (crash, 4),
    ],
)
def test_leaving_ends_with_the_exit_code_of_the_report(only_line, walk, behaviour, code):
    only_line(behaviour)
    ran = walk("q")
    assert ran.code == code, ran.err
    assert "The call is saved; the same command goes on here." in ran.out


def test_signing_off_ends_with_the_exit_code_of_the_report_and_forgets_the_saved_call(only_line, walk, tmp_path):
    only_line(lambda: [fail("it is not")])
    packs = tmp_path / "packs"
    ran = walk("d", "3", "Ada", "", "", "", more=("--pack", packs))
    assert ran.code == 1
    (pack,) = packs.iterdir()
    assert str(pack) in ran.out
    assert not list((tmp_path / "home").rglob("*.json"))


def test_the_state_goes_where_the_system_keeps_such_things(only_line, walk, tmp_path):
    only_line(lambda: [seen("it is")])
    walk("q")
    assert len(list((tmp_path / "home/.local/state/golive/walkthrough").glob("*.json"))) == 1
    walk("q", XDG_STATE_HOME=str(tmp_path / "state"))
    assert len(list((tmp_path / "state/golive/walkthrough").glob("*.json"))) == 1


def test_without_a_home_the_call_is_held_and_that_is_said(only_line, walk):
    only_line(lambda: [seen("it is")])
    ran = walk("q", HOME="")
    assert ran.code == 0
    assert "There is no home folder, so the call cannot be saved." in ran.out
    assert "The call is saved" not in ran.out


def test_a_state_that_cannot_be_written_is_said(only_line, walk, tmp_path):
    only_line(lambda: [seen("it is")])
    (tmp_path / "file").write_text("")
    ran = walk("q", XDG_STATE_HOME=str(tmp_path / "file"))
    assert ran.code == 0
    assert "Not saved: the call cannot be saved in " in " ".join(ran.out.split())
    assert "The call is not saved: " in ran.out


def test_an_interrupted_first_run_ends_with_130_and_saves_nothing(walk, tmp_path, monkeypatch):
    monkeypatch.setattr(run, "run_checks", lambda *_a, **_k: interrupt())
    assert walk("q").code == 130
    assert not list((tmp_path / "home").rglob("*.json"))


def test_a_call_goes_on_begins_anew_or_is_missed(only_line, walk):
    only_line(lambda: [seen("it is")])
    missed = walk(more=("--resume",))
    assert missed.code == 2
    assert "There is no saved call about prod: leave --resume out" in missed.err
    assert "The call goes on" not in walk("n a note").out
    assert "a note" in walk().out
    assert "a note" in walk(more=("--resume",)).out
    assert "a note" not in walk(more=("--fresh",)).out


@pytest.mark.parametrize("presenter", [True, False])
def test_on_a_shared_screen_a_broken_saved_call_is_told_without_its_path(only_line, walk, tmp_path, presenter):
    only_line(lambda: [seen("it is")])
    walk("q")
    (state,) = (tmp_path / "home").rglob("*.json")
    state.write_text("{")
    said = " ".join(walk("q", more=("--presenter",) if presenter else ()).out.split())
    assert "The saved call" in said
    assert "set aside" in said
    assert (str(tmp_path) in said) is not presenter


def test_a_profile_that_changed_since_is_said_and_everything_can_be_run_again(only_line, walk, folder):
    only_line(lambda: [seen("it is")])
    walk("q")
    profile = folder / "golive.yaml"
    profile.write_text(f"{profile.read_text()}# changed\n")
    ran = walk("r", "d", "R", "r")
    said = " ".join(ran.out.split())
    assert said.count("he profile has changed since these results were seen: run everything again.") == 3
    assert "The verdict is still READY." in said
    assert "The line is still pass." in said


def test_broken_records_keep_the_call_from_beginning(only_line, walk, folder):
    only_line(lambda: [seen("it is")])
    (folder / "golive.records.yaml").write_text("version: 1\nattestation: []\n")
    ran = walk("q")
    assert ran.code == 2
    assert "golive.records.yaml:2" in ran.err


def test_what_cannot_be_asked_for_is_refused_before_anything_runs(walk, folder, monkeypatch):
    monkeypatch.setattr(run, "run_checks", lambda *_a, **_k: pytest.fail("a check ran"))
    (folder / "file").write_text("")
    for more, why in (
        (("--pack", "file"), "--pack: file is no folder"),
        (("--config", "nothing.yaml"), "there is no file nothing.yaml"),
        (("--env", "pord"), "has no environment"),
        (("--timeout", "0"), "--timeout"),
        (("--connect-to", "x"), "HOST:PORT:ADDRESS:PORT"),
    ):
        ran = walk(more=more)
        assert ran.code == 2
        assert why in ran.err


def test_the_full_screen_needs_a_terminal(folder, monkeypatch):
    ran = golive(monkeypatch, "walkthrough", "--env", "prod", "--offline")
    assert ran.code == 2
    assert "the full screen needs a terminal; --plain asks and answers without one" in ran.err


def test_the_full_screen_needs_textual(folder, monkeypatch):
    monkeypatch.setattr("golive.cli.terminal.is_terminal", lambda _stream: True)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    ran = golive(monkeypatch, "walkthrough", "--env", "prod", "--offline", TERM="xterm")
    assert ran.code == 2
    assert "pip install 'golive[walkthrough]'" in ran.err


def test_the_full_screen_gets_the_call(only_line, folder, tmp_path, monkeypatch):
    only_line(lambda: [fail("it is not")])
    shown = []
    monkeypatch.setattr(command, "_demand_screen", lambda _variables: None)
    monkeypatch.setattr(command, "_show", lambda *arguments: shown.append(arguments))
    home = str(tmp_path / "home")
    ran = golive(monkeypatch, "walkthrough", "--env", "prod", "--offline", "--presenter", HOME=home)
    assert ran.code == 1
    ((call, presenter, into),) = shown
    assert call.current.id == "s.one"
    assert presenter is True
    assert str(into) == "."


def test_what_is_no_text_in_the_terminals_encoding_is_taken_down_as_escapes(only_line, folder, tmp_path, monkeypatch):
    only_line(lambda: [seen("it is")])
    ran = golive(monkeypatch, *PLAIN, stdin=b"n caf\xe9\nAda\nq\n", HOME=str(tmp_path / "home"))
    assert ran.code == 0, ran.err
    assert "caf\\xe9" in next((tmp_path / "home").rglob("*.json")).read_text().encode().decode("unicode_escape")


def test_the_rest_of_an_answer_that_is_too_long_answers_no_other_question(only_line, walk, tmp_path):
    only_line(lambda: [seen("it is")])
    ran = walk("n " + "word " * 10_000, "Ada", "q")
    assert ran.code == 0, ran.err
    assert "The note is kept, cut to 2000 characters." in ran.out
    assert "There is no `" not in ran.out
    (note,) = json.loads(next((tmp_path / "home").rglob("*.json")).read_text())["remarks"]["s.one"]["notes"]
    assert note["who"] == "Ada"


def test_input_that_never_comes_to_a_line_break_ends_the_call(only_line, walk):
    only_line(lambda: [seen("it is")])
    ran = walk("\0" * 2_000_000, "q")
    assert ran.code == 0
    assert ran.out.count("? help >") == 1


def test_the_words_on_standard_output_going_nowhere_is_a_way_to_leave(only_line, folder, tmp_path, monkeypatch):
    only_line(lambda: [seen("it is")])

    def gone():
        raise BrokenPipeError

    monkeypatch.setattr("golive.cli.talking.one_line", lambda _readline: gone())
    ran = golive(monkeypatch, *PLAIN, HOME=str(tmp_path / "home"))
    assert ran.code == 0, ran.err
    assert "The call is saved" in ran.out


@pytest.mark.parametrize("presenter", [True, False])
def test_on_a_shared_screen_no_error_quotes_what_a_file_holds(walk, folder, presenter):
    more = ("--presenter",) if presenter else ()
    (folder / "golive.records.yaml").write_text("version: 1\ncanary: []\n")
    for _ in range(2):
        ran = walk("q", more=more)
        assert ran.code == 2
        assert ("canary" in ran.err) is not presenter
        assert (str(folder.name) in ran.err or "golive.records" in ran.err) is not presenter
        (folder / "golive.records.yaml").unlink(missing_ok=True)
        (folder / "golive.yaml").write_text("canary: 1\n")


@pytest.mark.parametrize("presenter", [True, False])
def test_on_a_shared_screen_the_end_names_no_folder(only_line, folder, tmp_path, monkeypatch, presenter):
    only_line(lambda: [fail("it is not")])
    finished = open_call().finish(NOT_PASSED, tmp_path / "canary")

    def show(call, _presenter, _into):
        call.presenter = presenter
        return finished

    monkeypatch.setattr(command, "_demand_screen", lambda _variables: None)
    monkeypatch.setattr(command, "_show", show)
    ran = golive(monkeypatch, "walkthrough", "--env", "prod", "--offline", HOME=str(tmp_path / "home"))
    assert finished.digest in ran.out
    assert ("canary" in ran.out) is not presenter


def test_on_a_shared_screen_a_call_that_cannot_be_saved_names_no_file(only_line, walk, tmp_path):
    only_line(lambda: [seen("it is")])
    (tmp_path / "canary").write_text("")
    ran = walk("q", more=("--presenter",), XDG_STATE_HOME=str(tmp_path / "canary"))
    assert "The call is not saved." in ran.out
    assert "canary" not in ran.out


def test_who_signs_off_leaves_what_another_walkthrough_has_saved(only_line, folder, tmp_path, monkeypatch):
    only_line(lambda: [fail("it is not")])
    home = tmp_path / "home"

    def show(call, _presenter, into):
        (state,) = home.rglob("*.json")
        state.write_text(state.read_text() + " ")  # as another walkthrough would
        call.follow_up("s.one")
        return open_call().finish(NOT_PASSED, into)

    monkeypatch.setattr(command, "_demand_screen", lambda _variables: None)
    monkeypatch.setattr(command, "_show", show)
    packs = tmp_path / "packs"
    ran = golive(monkeypatch, "walkthrough", "--env", "prod", "--offline", "--pack", packs, HOME=str(home))
    assert ran.code == 1, ran.err
    assert len(list(home.rglob("*.json"))) == 1


def test_a_signal_to_end_stops_the_checks_and_then_ends_the_call(only_line, walk):
    runs = []

    def behaviour():
        runs.append(1)
        if len(runs) > 1:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(30)
        return [seen("it is")]

    only_line(behaviour)
    ran = walk("r", "n never", "Ada", "q")
    assert ran.code == 130
    assert "interrupted: the results are those from before" in ran.out.lower()
    assert "The note is kept" not in ran.out
    assert "The call is saved" in ran.out


@pytest.fixture
def pack(tmp_path):
    return open_call().finish(NOT_PASSED, tmp_path)


def test_verify_says_that_a_pack_is_whole_and_who_signed_it_off(pack, monkeypatch):
    ran = golive(monkeypatch, "report", "verify", pack.folder, "--digest", pack.digest)
    assert ran.code == 0
    assert ran.out.splitlines() == [
        f"The evidence pack in {pack.folder} is whole.",
        f"SHA-256 of SHA256SUMS: {pack.digest}, as it was written down",
        "prod of anton: not passed, with the verdict NOT READY",
        "  From 2026-11-22 10:00 to 2026-11-22 10:00 UTC.",
        "  No commit: the profile lies in no git repository.",
        "  signed off by Ada Lovelace, engineer, for the merchant, on 2026-11-22",
        "  signed off by Grace Hopper, for the provider, on 2026-11-22",
    ]


def test_verify_without_a_digest_says_that_one_was_written_down(pack, monkeypatch):
    ran = golive(monkeypatch, "report", "verify", pack.folder)
    assert ran.code == 0
    assert "Compare it with the one that was written down" in ran.out


def test_verify_says_what_was_changed(pack, monkeypatch):
    with (pack.folder / "call.json").open("ab") as file:
        file.write(b" ")
    ran = golive(monkeypatch, "report", "verify", pack.folder)
    assert ran.code == 1
    assert "is not as it was signed off:\n  call.json was changed" in ran.out
    assert "As the pack has it now: prod of anton" in ran.out


def test_verify_tells_the_reason_and_the_follow_ups(tmp_path, monkeypatch):
    call = open_call()
    call.follow_up("launch.base-url")
    folder = call.finish(replace(NOT_PASSED, reason="two lines are open"), tmp_path).folder
    ran = golive(monkeypatch, "report", "verify", folder)
    assert "  Reason: two lines are open\n  1 line marked for follow-up\n" in ran.out


def test_verify_of_a_pack_without_minutes_says_only_what_is_missing(pack, monkeypatch):
    (pack.folder / "call.json").unlink()
    (pack.folder / "SHA256SUMS").unlink()
    (pack.folder / "SHA256SUMS").symlink_to("/etc/passwd")
    ran = golive(monkeypatch, "report", "verify", pack.folder)
    assert ran.code == 1
    assert ran.out.splitlines()[1:] == ["  SHA256SUMS is a link"]


def test_verify_leaves_a_pack_of_another_version_to_that_one(pack, monkeypatch):
    (pack.folder / "report.json").write_text("{}")
    call = pack.folder / "call.json"
    call.write_text(json.dumps({**json.loads(call.read_text()), "golive_version": "7.5\x1b[31m"}))
    contents = {one.name: one.read_bytes() for one in pack.folder.iterdir() if one.name != "SHA256SUMS"}
    (pack.folder / "SHA256SUMS").write_bytes(write_manifest(contents))
    ran = golive(monkeypatch, "report", "verify", pack.folder)
    assert ran.code == 2
    assert f"Every file of the evidence pack in {pack.folder} fits its manifest." in ran.out
    assert "golive 7.5\\x1b[31m wrote this pack" in ran.err
    assert "not as it was signed off" not in ran.out


def test_verify_refuses_another_digest(pack, monkeypatch):
    ran = golive(monkeypatch, "report", "verify", pack.folder, "--digest", "0" * 64)
    assert ran.code == 1
    assert "not the one that was written down" in ran.out


def test_verify_refuses_what_is_no_pack_and_no_digest(pack, tmp_path, monkeypatch):
    for arguments, why in (
        ((tmp_path,), "is no evidence pack"),
        ((tmp_path / "nothing",), "there is no folder"),
        ((pack.folder, "--digest", "abc"), "--digest takes the 64 hexadecimal digits"),
    ):
        ran = golive(monkeypatch, "report", "verify", *arguments)
        assert ran.code == 2
        assert why in ran.err
