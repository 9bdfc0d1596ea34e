"""Other processes help, and one that fails in whatever way costs nothing but time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from golive.clock import Deadline, SystemClock
from golive.repository import parallel
from golive.repository.parallel import Helper, Scanned, Team, processors, spread
from golive.repository.reading import Skipped, Why
from golive.repository.scanning import Rules
from golive.repository.wire import receive, send
from golive.repository.worker import serve
from support.context import ANTON
from support.fake_clock import FakeClock

LIVE = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
RULES = Rules(ANTON.secret_shapes)
HERE = Scanned((), None)


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    monkeypatch.setattr(parallel, "processors", lambda: 2)


def here(batch):
    return [HERE for _ in batch]


def greeting(folder):
    return RULES, f"{folder}/", 1 << 20


def through(program: str):
    """Return a replacement for the command that starts a helper."""
    return lambda: [sys.executable, "-c", program, "--"]


def work(team, batches, seconds=60.0):
    return dict(spread(batches, here, team, Deadline(SystemClock(), seconds)))


def test_a_helper_scans_files(tmp_path):
    (tmp_path / "a").write_text(LIVE)
    (tmp_path / "b").write_text("")
    with Team(greeting(tmp_path), most=1) as team:
        [helper] = team.helpers
        found, clean, gone = helper.scan(("a", "b", "gone"))
    assert [hit.title for hit in found.hits] == ["live API key ak_live_***"]
    assert clean.hits == ()
    assert clean.stamp[2] == 0
    assert gone == Skipped(Why.VANISHED)


def test_a_helper_gets_no_secret_in_its_arguments_or_variables(tmp_path, monkeypatch):
    started = []
    real = subprocess.Popen

    def start(arguments, **options):
        started.append((arguments, options))
        return real(arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", start)
    with Team(greeting(tmp_path), most=1):
        [(arguments, options)] = started
    assert arguments[-2:] == ["-m", "golive.repository.worker"]
    assert "-P" in arguments
    assert "env" not in options


def test_a_helper_never_imports_modules_of_the_folder_that_it_is_started_in(tmp_path, monkeypatch):
    trap = tmp_path / "trap"
    for name in ("golive", "pickle", "re"):
        tmp_path.joinpath(f"{name}.py").write_text(f"open({str(trap)!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").write_text("")
    with Team(greeting(tmp_path), most=1) as team:
        [helper] = team.helpers
        assert helper.scan(("a",)) is not None
    assert not trap.exists()


BROKEN = {
    "ends at once": "",
    "ends with an error": "raise SystemExit(3)",
    "answers nonsense": "import sys; sys.stdout.write('nonsense' * 9)",
    "answers too little": (
        "from golive.repository.wire import *; import sys; receive(sys.stdin.buffer); receive(sys.stdin.buffer); "
        "send(sys.stdout.buffer, []); sys.stdin.read()"
    ),
    "answers something else": (
        "from golive.repository.wire import *; import sys; receive(sys.stdin.buffer); receive(sys.stdin.buffer); "
        "send(sys.stdout.buffer, [None, None]); sys.stdin.read()"
    ),
    "never answers": "import time; time.sleep(600)",
    "dies in the middle": (
        "from golive.repository.worker import *; import sys, os, io; "
        "from golive.repository import worker; real = worker.scan_file; "
        "worker.scan_file = lambda s, p, *a, **k: os._exit(9) if p.endswith('7') else real(s, p, *a, **k); "
        "serve(sys.stdin.buffer, sys.stdout.buffer)"
    ),
}


@pytest.mark.parametrize("program", BROKEN)
def test_what_a_broken_helper_leaves_undone_is_done_here(tmp_path, monkeypatch, program):
    monkeypatch.setattr(parallel, "_interpreter", through(BROKEN[program]))
    monkeypatch.setattr(parallel, "PATIENCE", 0.01)
    batches = [(f"a{index}", f"b{index}") for index in range(20)]
    with Team(greeting(tmp_path), most=1) as team:
        done = work(team, batches)
    assert set(done) == set(batches)
    assert all(len(outcomes) == 2 for outcomes in done.values())


def test_a_helper_that_cannot_be_started_is_done_without(tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "_interpreter", lambda: ["/does/not/exist"])
    with Team(greeting(tmp_path), most=1) as team:
        assert team.helpers == []
        assert work(team, [("a",)]) == {("a",): [HERE]}


@pytest.mark.parametrize(("most", "expected"), [(-1, 0), (0, 0), (1, 1), (9, 1)])
def test_there_are_no_more_helpers_than_other_processors_and_work(tmp_path, most, expected):
    with Team(greeting(tmp_path), most=most) as team:
        assert len(team.helpers) == expected


def test_helpers_end_with_the_scan(tmp_path):
    with Team(greeting(tmp_path), most=1) as team:
        [helper] = team.helpers
    assert helper._process.poll() is not None
    assert helper.scan(("a",)) is None


def test_when_the_time_is_up_no_more_is_done():
    clock = FakeClock()
    deadline = Deadline(clock, 3.0)

    def slow(batch):
        clock.sleep(2.0)
        return here(batch)

    done = dict(spread([("a",), ("b",), ("c",)], slow, Team(None, most=0), deadline))
    assert list(done) == [("a",), ("b",)]


def test_an_answer_that_comes_after_the_work_was_done_here_is_not_told_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(parallel, "PATIENCE", 0.0)
    for index in range(200):
        (tmp_path / f"f{index}").write_text("x" * 1000)
    batches = [tuple(f"f{index}" for index in range(start, start + 10)) for start in range(0, 200, 10)]
    with Team(greeting(tmp_path), most=1) as team:
        told = [batch for batch, _ in spread(batches, here, team, Deadline(SystemClock(), 60.0))]
    assert sorted(told) == sorted(batches)


def test_the_worker_answers_each_batch_until_its_input_ends(tmp_path):
    (tmp_path / "a").write_text(LIVE)
    source, target = io.BytesIO(), io.BytesIO()
    send(source, greeting(tmp_path))
    send(source, ("a",))
    send(source, ("a", "b"))
    source.seek(0)
    serve(source, target)
    target.seek(0)
    [first] = receive(target)
    assert receive(target) == [first, Skipped(Why.VANISHED)]
    assert first.hits[0].offset == 0


def test_the_interpreter_is_started_as_this_one_was(monkeypatch):
    class Flags:
        isolated, ignore_environment, no_user_site = 1, 1, 1

    monkeypatch.setattr(sys, "flags", Flags)
    assert parallel._interpreter() == [sys.executable, "-P", "-I", "-E", "-s"]


def test_the_number_of_processors_is_what_this_process_may_use(monkeypatch):
    assert 1 <= processors() <= (os.cpu_count() or 1)
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert processors() == 1


def test_a_helper_survives_names_that_are_no_text(tmp_path):
    name = os.fsdecode(b"\xff\n")
    Path(tmp_path, name).write_text(LIVE)
    helper = Helper(greeting(tmp_path))
    try:
        [found] = helper.scan((name,))
    finally:
        helper.end()
    assert found.hits
