"""A folder is listed once, with what it leaves out."""

from __future__ import annotations

import os
import subprocess

import pytest

from golive.clock import Deadline
from golive.errors import Unverified
from golive.repository import files, listing
from golive.repository import git as git_module
from golive.repository.files import open_repository
from golive.repository.reading import Skipped
from support.fake_clock import FakeClock


def deadline(seconds: float = 60.0) -> Deadline:
    return Deadline(FakeClock(), seconds)


def tree(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


@pytest.fixture(autouse=True)
def _no_git(monkeypatch):
    monkeypatch.setattr(files, "find_work_tree", lambda _folder: None)


def test_a_folder_that_is_not_there_cannot_be_read(tmp_path):
    with pytest.raises(Unverified, match="there is no folder"):
        open_repository(tmp_path / "absent", deadline=deadline())


def test_a_file_is_no_folder(tmp_path):
    tree(tmp_path, "a")
    with pytest.raises(Unverified, match="there is no folder"):
        open_repository(tmp_path / "a", deadline=deadline())


def test_without_git_everything_is_listed_in_order_but_other_peoples_code(tmp_path):
    tree(tmp_path, "b", "a/c", ".env", "node_modules/x/y", "web/node_modules/z", ".venv/lib", ".git/config")
    repository = open_repository(tmp_path, deadline=deadline())
    assert repository.files == (".env", "a/c", "b")
    assert not repository.is_git
    assert not repository.tracked(tmp_path / "b")


def test_links_and_pipes_are_not_listed(tmp_path):
    tree(tmp_path, "a/b")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "zero").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    assert open_repository(tmp_path, deadline=deadline()).files == ("a/b",)


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("third_party/", ("a/third_party/y", "x.log")),
        ("./third_party/", ("a/third_party/y", "x.log")),
        ("third_party", ("x.log",)),
        ("a/third_party/", ("third_party/x", "x.log")),
        ("*.log", ("a/third_party/y", "third_party/x")),
        ("a/*", ("third_party/x", "x.log")),
        ("[x", ("a/third_party/y", "third_party/x", "x.log")),
        ("", ("a/third_party/y", "third_party/x", "x.log")),
        ("/", ("a/third_party/y", "third_party/x", "x.log")),
    ],
)
def test_excluded_paths_are_left_out(tmp_path, pattern, left):
    tree(tmp_path, "third_party/x", "a/third_party/y", "x.log")
    assert open_repository(tmp_path, [pattern], deadline=deadline()).files == left


def test_several_exclusions_work_together(tmp_path):
    tree(tmp_path, "a/x", "b/x", "c/x")
    assert open_repository(tmp_path, ["a/", "b/"], deadline=deadline()).files == ("c/x",)


def test_a_walk_ends_at_the_deadline(tmp_path):
    clock = FakeClock()
    late = Deadline(clock, 5.0)
    clock.elapsed = 5.0
    with pytest.raises(Unverified, match="took longer"):
        open_repository(tmp_path, deadline=late)


def test_folders_that_cannot_be_listed_are_named(tmp_path, monkeypatch):
    tree(tmp_path, "a/x", "b/x", "c/x")
    real = os.scandir

    def scandir(path):
        match path.name:
            case "a":
                raise PermissionError(13, "Permission denied")
            case "b":
                raise FileNotFoundError(2, "No such file or directory")
        return real(path)

    monkeypatch.setattr(listing.os, "scandir", scandir)
    repository = open_repository(tmp_path, deadline=deadline())
    assert repository.files == ("c/x",)
    assert repository.unreadable == ("a",)
    assert open_repository(tmp_path, ["a/"], deadline=deadline()).unreadable == ()


def test_paths_are_named_from_the_root(tmp_path):
    tree(tmp_path, "a/b")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    repository = open_repository(tmp_path / "link" / "..", deadline=deadline())
    assert repository.relative(tmp_path / "a" / "b") == "a/b"
    assert repository.relative(tmp_path / "link" / "b") == "a/b"
    assert repository.relative(tmp_path / "a" / ".." / "a" / "b") == "a/b"
    assert repository.relative(tmp_path.parent / "elsewhere") is None


def test_a_file_over_the_limit_is_not_read(tmp_path):
    tree(tmp_path, "abc")
    repository = open_repository(tmp_path, deadline=deadline(), largest=2)
    assert isinstance(repository.read("abc"), Skipped)


def test_a_git_that_is_found_by_a_relative_path_is_not_started(monkeypatch):
    monkeypatch.setattr(git_module.shutil, "which", lambda _name: "./git")
    assert git_module.find_git() is None
    monkeypatch.setattr(git_module.shutil, "which", lambda _name: None)
    assert git_module.find_git() is None


def started(monkeypatch, outcome):
    def run(command, **options):
        if isinstance(outcome, Exception):
            raise outcome
        return outcome(command)

    monkeypatch.setattr(git_module.subprocess, "run", run)


@pytest.mark.parametrize(
    ("outcome", "message"),
    [
        (subprocess.TimeoutExpired("git", 1), "took longer than 60 s"),
        (PermissionError(13, "Permission denied"), "cannot be started.*Permission denied"),
        (
            lambda command: subprocess.CompletedProcess(command, 128, b"", b"fatal: bad\x1b[31m index\n"),
            r"bad\\x1b\[31m index",
        ),
        (lambda command: subprocess.CompletedProcess(command, -9, b"", b""), "ended with -9"),
    ],
)
def test_a_git_that_fails_leaves_the_files_unverified(tmp_path, monkeypatch, outcome, message):
    started(monkeypatch, outcome)
    with pytest.raises(Unverified, match=message):
        listing.list_by_git(git_module.Git("/usr/bin/git", tmp_path), tmp_path, deadline())


def test_folders_that_git_cannot_open_are_named(tmp_path, monkeypatch):
    tree(tmp_path, "a")

    def answer(command):
        if "--cached" in command:
            return subprocess.CompletedProcess(command, 0, b"a\0", b"")
        return subprocess.CompletedProcess(
            command, 0, b"", b"warning: could not open directory 'x y/': Permission denied\n"
        )

    started(monkeypatch, answer)
    assert listing.list_by_git(git_module.Git("/usr/bin/git", tmp_path), tmp_path, deadline()).unreadable == {"x y"}
