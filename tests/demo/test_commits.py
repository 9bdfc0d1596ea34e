"""The history of the made-up merchant's repository."""

from __future__ import annotations

import subprocess

import pytest

from golive.clock import Deadline, SystemClock
from golive.demo import commits
from golive.demo.commits import Commit, write_history

COMMITS = [Commit("One", {"a.txt": "a\n", "b/ü.txt": "ü"}), Commit("Two", {"a.txt": "a\n", "c.txt": ""})]


def write(folder, listed=COMMITS) -> None:
    for path, text in listed[-1].files.items():
        (folder / path).write_text(text)
    write_history(folder, listed, Deadline(SystemClock(), 60))


def git(folder, *arguments) -> str:
    command = ["git", "-C", folder, "-c", "core.quotePath=false", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_every_commit_holds_what_it_was_given(tmp_path):
    write(tmp_path)
    assert git(tmp_path, "log", "--format=%s by %an on %as", "--reverse", "main").splitlines() == [
        "One by Robin Example on 2026-05-28",
        "Two by Robin Example on 2026-05-29",
    ]
    assert git(tmp_path, "ls-tree", "-r", "--name-only", "main~1").splitlines() == ["a.txt", "b/ü.txt"]
    assert git(tmp_path, "show", "main~1:b/ü.txt") == "ü"
    assert git(tmp_path, "ls-files").splitlines() == ["a.txt", "c.txt"]
    assert git(tmp_path, "status", "--porcelain") == ""


def test_the_same_contents_make_the_same_commits_whoever_runs_it_and_wherever(tmp_path, monkeypatch):
    heads = set()
    for name in ("one", "two"):
        folder, home = tmp_path / name, tmp_path / f"home-{name}"
        folder.mkdir()
        (home / "templates" / "hooks").mkdir(parents=True)
        (home / "templates" / "hooks" / "reference-transaction").write_text(f"#!/bin/sh\ntouch {home}/ran\n")
        (home / "templates" / "hooks" / "reference-transaction").chmod(0o755)
        (home / ".gitconfig").write_text(f"[user]\nname = {name}\n[init]\ntemplateDir = {home}/templates\n[broken")
        with monkeypatch.context() as patch:
            patch.setenv("HOME", str(home))
            patch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
            patch.setenv("GIT_COMMITTER_NAME", name)
            write(folder)
        heads.add(git(folder, "rev-parse", "main"))
        assert not (home / "ran").exists()
        assert not (folder / ".git" / "hooks").exists()
    assert len(heads) == 1
    assert not (tmp_path / "elsewhere").exists()


def test_without_git_the_check_of_the_history_can_say_so(tmp_path, monkeypatch):
    monkeypatch.setattr(commits, "find_git", lambda: None)
    write(tmp_path)
    assert list((tmp_path / ".git").iterdir()) == []


@pytest.mark.parametrize("script", ["exit 1", 'case "$*" in *fast-import*) exit 3;; esac; mkdir -p .git'])
def test_a_git_that_fails_leaves_no_half_repository(tmp_path, monkeypatch, script):
    program = tmp_path / "git"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.setattr(commits, "find_git", lambda: str(program))
    write(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "c.txt"]
