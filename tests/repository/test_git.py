"""git runs without anything around it, and what goes wrong with it is told."""

from __future__ import annotations

import pytest

from golive.clock import Deadline, SystemClock
from golive.errors import Unverified
from golive.repository.git import Git, find_git, find_work_tree
from support.git_repository import new_repository


def deadline(seconds=30.0):
    return Deadline(SystemClock(), seconds)


@pytest.fixture
def git(tmp_path):
    new_repository(tmp_path / "repo").commit(a="1")
    return Git(find_git(), tmp_path / "repo")


def test_a_work_tree_is_the_nearest_folder_that_holds_git(tmp_path):
    (tmp_path / "a" / ".git").mkdir(parents=True)
    (tmp_path / "a" / "b").mkdir()
    assert find_work_tree(tmp_path / "a" / "b") == tmp_path / "a"


def test_what_it_writes_can_be_read_while_it_runs(git):
    with git.stream("read", deadline(), "cat-file", "--batch", given=b"HEAD:a\n") as output:
        assert output.read().endswith(b"\n1\n")


def test_a_reader_may_stop_early(git):
    with git.stream("read", deadline(), "cat-file", "--batch", given=b"HEAD:a\n" * 50_000) as output:
        assert output.readline()


def test_an_exception_of_the_reader_comes_through(git):
    with pytest.raises(ZeroDivisionError), git.stream("read", deadline(), "cat-file", "--batch", given=b"HEAD:a\n"):
        raise ZeroDivisionError


def test_a_failure_is_told_in_gits_own_words(git):
    with (
        pytest.raises(Unverified, match=r"git cannot read of .*repo: .*unknown option"),
        git.stream("read", deadline(), "cat-file", "--no-such-option") as output,
    ):
        assert output.read() == b""


def test_a_program_that_cannot_be_started_is_told(tmp_path):
    git = Git("/nonexistent/git", tmp_path)
    with pytest.raises(Unverified, match="git cannot be started in"):
        git.run("read", deadline(), "rev-list")
    with pytest.raises(Unverified, match="git cannot be started in"), git.stream("read", deadline(), "rev-list"):
        pass


def test_a_program_that_hangs_is_stopped_at_the_deadline(tmp_path):
    slow = tmp_path / "git"
    slow.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    slow.chmod(0o755)
    limit = deadline(0.3)
    with Git(str(slow), tmp_path).stream("read", limit, "rev-list") as output:
        assert output.read() == b""
    with pytest.raises(Unverified, match="took longer than"):
        Git(str(slow), tmp_path).run("read", limit, "rev-list")
