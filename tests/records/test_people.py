"""Who somebody is, as git knows it, in anybody's repository."""

from __future__ import annotations

import shutil

import pytest

from golive.records import people
from golive.records.people import git_user
from support.git_repository import GitRepository

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture
def repository(tmp_path, home):
    made = GitRepository(tmp_path / "repository")
    made.root.mkdir()
    made.git("init", "--quiet")
    return made


def test_gits_user_is_a_name_and_an_address(repository):
    assert git_user(repository.root) is None
    repository.git("config", "user.email", "ada@example.com")
    assert git_user(repository.root) == "ada@example.com"
    repository.git("config", "user.name", "Ada  Lovelace")
    (repository.root / "deploy").mkdir()
    assert git_user(repository.root / "deploy") == "Ada Lovelace <ada@example.com>"


def test_outside_of_a_repository_it_is_the_one_of_who_runs_golive(tmp_path, home):
    (home / ".gitconfig").write_text("[user]\nname = Grace\n")
    assert git_user(tmp_path) == "Grace"


def test_a_user_whom_the_machine_does_not_know_has_no_settings_of_their_own(repository, monkeypatch):
    def homeless(_path):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("pathlib.Path.expanduser", homeless)
    repository.git("config", "user.name", "Ada")
    repository.git("config", "user.email", "ada@example.com")
    assert git_user(repository.root) == "Ada <ada@example.com>"


def test_without_git_there_is_nobody(tmp_path, monkeypatch):
    monkeypatch.setattr(people, "find_git", lambda: None)
    assert git_user(tmp_path) is None


def test_a_hostile_name_is_one_short_harmless_line(repository):
    repository.write(".git/config", '[user]\nname = "a\\n\\t\u202eb' + "x" * 500 + '"\nemail = "\\b\x1b[31m"\n')
    user = git_user(repository.root)
    assert user.isprintable()
    assert "\x1b" not in user
    assert len(user) < 2 * people.LONGEST_NAME + 20


def test_nothing_that_a_hostile_repository_names_is_run(repository, tmp_path):
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    repository.write(
        ".git/config",
        f"[core]\nfsmonitor = {trap}\npager = {trap}\nhooksPath = {tmp_path}\nsshCommand = {trap}\neditor = {trap}\n"
        f"[alias]\nconfig = !{trap}\n[credential]\nhelper = !{trap}\n[include]\npath = {trap}\n"
        "[user]\nname = Mallory\n",
    )
    git_user(repository.root)
    assert not (tmp_path / "sprung").exists()


def test_a_broken_repository_has_no_user(repository):
    repository.write(".git/config", "[user\n")
    assert git_user(repository.root) is None
