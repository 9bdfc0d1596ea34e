from __future__ import annotations

import os
import subprocess

import pytest

from golive.clock import Deadline, SystemClock
from golive.evidence.origin import origin_of

IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet")
    (folder / "golive.yaml").write_text("version: 1\n")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "first")
    return folder


def git(folder, *arguments):
    done = subprocess.run(["git", *IDENTITY, *arguments], cwd=folder, check=True, capture_output=True, encoding="utf-8")
    return done.stdout.strip()


def look(folder):
    return origin_of(folder, Deadline(SystemClock(), 20))


def test_the_commit_is_named(repository):
    origin = look(repository)
    assert origin.commit == git(repository, "rev-parse", "HEAD")
    assert origin.changed is False
    assert origin.note == ""


def test_a_profile_in_a_folder_of_a_repository_counts(repository):
    (repository / "services").mkdir()
    assert look(repository / "services").commit == git(repository, "rev-parse", "HEAD")


def test_changed_staged_and_new_files_are_changes(repository):
    path = repository / "golive.yaml"
    path.write_text("version: 2\n")
    assert look(repository).changed is True
    git(repository, "add", ".")
    assert look(repository).changed is True
    git(repository, "commit", "--quiet", "-m", "second")
    assert look(repository).changed is False
    (repository / "new.txt").write_text("")
    assert look(repository).changed is True


def test_no_repository_no_commit_and_no_git_are_told(tmp_path, monkeypatch):
    assert look(tmp_path).note == "the profile lies in no git repository"
    git(tmp_path, "init", "--quiet")
    assert look(tmp_path).note == "the repository has no commit that git can read"
    monkeypatch.setattr("golive.evidence.origin.find_git", lambda: None)
    assert look(tmp_path).note == "git is not installed"


def test_something_that_only_looks_like_a_repository_is_told(tmp_path):
    (tmp_path / ".git").write_text("gitdir: /nowhere\n")
    assert look(tmp_path).commit is None


@pytest.mark.skipif(os.name != "posix", reason="the trap is a shell command")
@pytest.mark.parametrize("driver", ["clean", "process"])
def test_no_program_that_the_repository_names_is_run(repository, tmp_path, driver):
    trap = tmp_path / "sprung"
    (repository / ".gitattributes").write_text("*.yaml filter=evil.filter\n")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "attributes")
    git(repository, "config", f"filter.evil.filter.{driver}", f"touch {trap}; cat")
    git(repository, "config", "filter.evil.filter.required", "true")
    git(repository, "config", "core.fsmonitor", f"touch {trap}")
    git(repository, "config", "diff.external", f"touch {trap}")
    (repository / "golive.yaml").write_text("version: 3\n")
    origin = look(repository)
    assert origin.commit is not None
    assert origin.changed is True
    assert not trap.exists()


def test_a_filter_that_cannot_be_switched_off_keeps_git_from_comparing(repository, tmp_path):
    trap = tmp_path / "sprung"
    with (repository / ".git" / "config").open("a") as file:
        file.write(f'[filter "a=b"]\n\tclean = touch {trap}; cat\n')
    (repository / ".gitattributes").write_text("*.yaml filter=a=b\n")
    (repository / "golive.yaml").write_text("version: 3\n")
    origin = look(repository)
    assert origin.commit is not None
    assert origin.changed is None
    assert origin.note == "git could not tell whether files differ from it"
    assert not trap.exists()


def test_a_submodule_is_not_looked_into(repository, tmp_path):
    trap = tmp_path / "sprung"
    inner = tmp_path / "inner"
    inner.mkdir()
    git(inner, "init", "--quiet")
    (inner / "file.txt").write_text("one\n")
    git(inner, "add", ".")
    git(inner, "commit", "--quiet", "-m", "inner")
    git(repository, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "inner")
    git(repository, "commit", "--quiet", "-m", "with a submodule")
    git(repository / "inner", "config", "core.fsmonitor", f"touch {trap}")
    (repository / "inner" / "file.txt").write_text("two\n")
    assert look(repository).changed is False
    assert not trap.exists()
