"""`golive walkthrough --plain` on the demos of both providers, as a process, over real TLS: to its end, and resumed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from golive.evidence.contents import CONTENTS, MANIFEST, read_minutes
from golive.redact import encodings
from support.command import CLEAN
from support.demos import demo_merchant
from support.terminal import Terminal

pytestmark = pytest.mark.sockets

PROVIDERS = ["anton", "octopuscards"]
PATIENCE = 120
SIGNED = ["Ada Lovelace", "engineer", "", "Grace Hopper", "integration manager", ""]


@pytest.fixture(scope="module", params=PROVIDERS)
def merchant(request):
    with demo_merchant(request.param) as demo:
        yield demo


@pytest.fixture(scope="module")
def anton():
    with demo_merchant("anton") as demo:
        yield demo


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def environ_of(merchant, home):
    return {**CLEAN, **merchant.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "LANG": "C.UTF-8"}


def golive(merchant, home, *arguments, lines=()):
    """Run golive beside the merchant's profile, with some lines on standard input."""
    return subprocess.run(
        [sys.executable, "-m", "golive", *arguments],
        cwd=merchant.folder,
        env=environ_of(merchant, home),
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def walk(merchant, home, *lines, more=()):
    packs = ("--pack", str(home / "packs"))
    return golive(merchant, home, "walkthrough", "--plain", *packs, *merchant.arguments, *more, lines=lines)


def saved(home):
    return [one for one in home.joinpath("state/golive/walkthrough").glob("*.json") if one.suffixes == [".json"]]


def items_of(report):
    return {item["id"]: item for section in report["sections"] for item in section["items"]}


def open_for_people(home):
    """Return the lines of the saved call that wait for somebody's word, but for the one about the call itself."""
    report = json.loads(saved(home)[0].read_text())["report"]
    return [
        one["id"]
        for one in items_of(report).values()
        if one["attest"] == "required" and one["status"] == "unknown" and one["id"] != "path.certification-call"
    ]


def test_a_whole_call_interrupted_and_resumed_ends_with_a_pack_that_verifies(merchant, home):
    records = merchant.folder / "golive.records.yaml"
    before = records.read_text() if records.exists() else None

    first = walk(merchant, home, "", "n they retry by hand", "Ada", "g 3", "f", "r")
    assert first.stderr == ""
    assert "The line is still" in first.stdout
    assert "The call is saved; the same command goes on here." in first.stdout
    assert first.returncode in {0, 3}
    assert not (home / "packs").exists()
    waiting = open_for_people(home)

    attesting = [
        answer
        for item_id in waiting
        for answer in (f"g {item_id}", "a", "the rota: https://wiki.example.com/rota", "Ada", "90d")
    ]
    has_line = "path.certification-call" in items_of(json.loads(saved(home)[0].read_text())["report"])
    closing = ["d", "2", *SIGNED, *(["y", "Ada", ""] if has_line else [])]
    second = walk(merchant, home, *attesting, *closing)
    assert second.stderr == ""
    assert "The call goes on at line 3 of" in second.stdout
    assert "Write down its digest" in second.stdout, second.stdout[-3000:]
    assert saved(home) == []

    (pack,) = (home / "packs").iterdir()
    assert {one.name for one in pack.iterdir()} == {*CONTENTS, MANIFEST}
    minutes = read_minutes((pack / "call.json").read_text())
    lines = {line.id: line for line in minutes.lines}
    assert second.returncode == minutes.exit_code
    assert second.stdout.endswith(f"Verdict: {minutes.verdict}\n")
    assert {one.status for one in minutes.lines if one.id in waiting} <= {"pass"}
    assert not has_line or lines["path.certification-call"].status == "pass"
    assert [note.text for line in minutes.lines for note in line.notes] == ["they retry by hand"]
    assert sum(line.follow_up for line in lines.values()) == 1
    assert {one.line for one in minutes.attested} == set(waiting)
    assert minutes.repository.commit is not None
    assert minutes.repository.changed is bool(waiting)
    assert minutes.played
    assert (minutes.call_attestation is not None) is has_line
    assert all(value not in one.read_text() for one in pack.iterdir() for value in merchant.environ.values())

    digest = second.stdout.split("both of you: ")[1].split()[0]
    verified = golive(merchant, home, "report", "verify", str(pack), "--digest", digest)
    assert verified.returncode == 0, verified.stdout
    assert "signed off by Ada Lovelace, engineer, for the merchant, on " in verified.stdout
    assert "the report says nothing about the real ones" in verified.stdout
    assert f"Commit {minutes.repository.commit}" in verified.stdout
    with (pack / "report.html").open("ab") as file:
        file.write(b" ")
    spoilt = golive(merchant, home, "report", "verify", str(pack), "--digest", digest)
    assert spoilt.returncode == 1
    assert "report.html was changed" in spoilt.stdout

    if before is not None:
        records.write_text(before)
    else:
        records.unlink(missing_ok=True)


def open_for_words(home):
    """Return the lines of the saved call that somebody's word would settle, but for the one about the call itself."""
    (state,) = saved(home)
    return [
        one["id"]
        for one in items_of(json.loads(state.read_text())["report"]).values()
        if one["status"] == "unknown" and one["attest"] != "never" and one["id"] != "path.certification-call"
    ]


def test_a_call_on_a_sound_merchant_ends_ready_once_everything_is_vouched_for(merchant, home):
    records = merchant.folder / "golive.records.yaml"
    before = records.read_bytes() if records.exists() else None
    begun = walk(merchant, home)
    assert begun.returncode == 3, begun.stdout
    (state,) = saved(home)
    has_line = "path.certification-call" in items_of(json.loads(state.read_text())["report"])
    words = [line for item_id in open_for_words(home) for line in (f"g {item_id}", "a", "run 4711", "Ada", "")]
    seeing = ["g 1", *[""] * 60]
    done = walk(merchant, home, *words, *seeing, "d", "1", *SIGNED, *(["y", "Ada", ""] if has_line else []))
    assert done.stderr == ""
    assert done.stdout.endswith("Verdict: READY\n"), done.stdout[-3000:]
    assert done.returncode == 0
    (pack,) = (home / "packs").iterdir()
    verified = golive(merchant, home, "report", "verify", str(pack))
    assert verified.returncode == 0
    assert "passed, with the verdict READY" in verified.stdout
    again = golive(merchant, home, "check", *merchant.arguments)
    assert again.returncode == 0, again.stdout
    if before is None:
        records.unlink()
    else:
        records.write_bytes(before)


def test_the_next_run_finds_what_was_attested_on_the_call(merchant, home):
    records = merchant.folder / "golive.records.yaml"
    before = records.read_bytes() if records.exists() else None
    walk(merchant, home)
    waiting = open_for_people(home)
    if not waiting:
        pytest.skip("every line of this demo is vouched for already")
    walk(merchant, home, f"g {waiting[0]}", "a", "the rota", "Ada", "90d")
    report = json.loads(golive(merchant, home, "check", "--format", "json", *merchant.arguments).stdout)
    if before is None:
        records.unlink()
    else:
        records.write_bytes(before)
    found = items_of(report)[waiting[0]]
    assert found["strength"] == "attested"
    assert found["status"] == "pass"


def test_the_secrets_of_every_environment_are_masked_from_the_first_note_on(merchant, home):
    noted = [f"n {value}" for value in merchant.environ.values()]
    done = walk(merchant, home, noted[0], "Ada", *noted[1:], "b", "", "d", "3", *SIGNED)
    assert done.stdout.count("what looked like a credential in it is masked") == len(noted), done.stdout
    kept = [one.read_text() for one in (*saved(home), *(home / "packs").rglob("*.*"))]
    assert kept
    for value in merchant.environ.values():
        for form in encodings(value):
            assert not any(form in text for text in (done.stdout, done.stderr, *kept))


def test_a_call_on_a_flawed_merchant_cannot_pass_without_a_reason(home):
    with demo_merchant("anton", flawed=True) as merchant:
        done = walk(merchant, home, "o", "d", "1", *SIGNED, "n", "")
        assert done.returncode == 1
        assert "say in a reason why the call passed all the same" in done.stdout
        assert not (home / "packs").exists()
        done = walk(merchant, home, "d", "3", *SIGNED)
        assert done.returncode == 1
        (pack,) = (home / "packs").iterdir()
        verified = golive(merchant, home, "report", "verify", str(pack))
        assert verified.returncode == 0
        assert "not passed, with the verdict NOT READY" in verified.stdout


def test_nothing_of_the_merchant_is_on_a_shared_screen(home):
    with demo_merchant("anton", flawed=True) as merchant:
        done = walk(merchant, home, *["o"] * 30, "l", *[""] * 40, "r", more=("--presenter",))
        assert "NOT READY" in done.stdout
        for private in ("pay.example.com", "golive.yaml", "app/", "deploy/", "ak_live_", "25000", "pye_", str(home)):
            assert private not in done.stdout, private
        for value in merchant.environ.values():
            assert value not in done.stdout


def test_a_saved_call_that_is_broken_is_set_aside_and_a_new_one_begins(anton, home):
    walk(anton, home)
    (state,) = saved(home)
    state.write_text("{")
    done = walk(anton, home)
    assert "cannot be used: it is no JSON document" in " ".join(done.stdout.split())
    assert "Line 1 of" in done.stdout
    assert list(state.parent.glob("*.unusable-*.json"))
    shutil.rmtree(state.parent)


def test_a_call_begins_anew_where_that_is_asked_for(anton, home):
    walk(anton, home, "", "")
    assert "The call goes on at line 3" in walk(anton, home, more=("--resume",)).stdout
    assert "The call goes on" not in walk(anton, home, more=("--fresh",)).stdout


def test_ctrl_c_at_a_question_saves_and_ends_with_130(anton, home):
    command = [sys.executable, "-m", "golive", "walkthrough", "--plain", *anton.arguments]
    variables = {**environ_of(anton, home), "PYTHONUNBUFFERED": "1"}
    with Terminal(command, cwd=anton.folder, **variables) as terminal:
        terminal.read_until("? help >", PATIENCE)
        terminal.type("\r")
        terminal.read_until("Line 2 of", PATIENCE)
        terminal.read_until("? help >", PATIENCE)
        assert terminal.press_until_it_ends("\x03") == 130
        assert "The call is saved" in terminal.screen
    kept = json.loads(saved(home)[0].read_text())
    assert kept["at"] == list(items_of(kept["report"]))[1]
