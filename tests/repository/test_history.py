"""What git writes about history is read exactly, by any version of git."""

from __future__ import annotations

import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golive.clock import Deadline, SystemClock
from golive.errors import Unverified
from golive.repository import history
from golive.repository.git import Git, find_git
from golive.repository.history import Inventory, find_origins, head_contents, read_blobs, take_inventory
from support.fake_clock import FakeClock
from support.git_repository import new_repository

IDS = st.text("0123456789abcdef", min_size=40, max_size=40)
PATHS = st.binary(min_size=1, max_size=40).filter(lambda path: b"\0" not in path)


def deadline():
    return Deadline(SystemClock(), 30.0)


@pytest.fixture
def repo(tmp_path):
    return new_repository(tmp_path / "repo")


@pytest.fixture
def git(repo):
    return Git(find_git(), repo.root)


def test_an_older_git_lists_the_same_contents(repo, git, monkeypatch):
    repo.commit(a="1", b="2")
    repo.git("tag", "-a", "v1", "-m", "x")
    newer = take_inventory(git, deadline())
    real = Git.run

    def older(self, doing, limit, *arguments, **options):
        if any("filter" in each for each in arguments):
            raise Unverified("git cannot list: fatal: invalid filter-spec 'object:type=blob'")
        return real(self, doing, limit, *arguments, **options)

    monkeypatch.setattr(Git, "run", older)
    listed = take_inventory(git, deadline())
    assert len(listed.ids) > len(newer.ids) == 2
    assert {blob.id: blob.data for blob in read_blobs(git, listed.ids, 100, deadline())} == {
        blob.id: blob.data for blob in read_blobs(git, newer.ids, 100, deadline())
    }


def test_a_listing_that_fails_for_another_reason_is_not_tried_again(repo, git):
    (repo.root / ".git" / "HEAD").write_text("garbage")
    with pytest.raises(Unverified):
        take_inventory(git, deadline())


def test_nothing_is_listed_before_the_first_commit(git):
    assert take_inventory(git, deadline()) == Inventory([], [], shallow=False)
    assert head_contents(git, deadline()) == frozenset()
    assert find_origins(git, ["0" * 40], deadline()) == {}


def test_what_is_asked_for_after_the_deadline_is_unverified(repo, git):
    repo.commit(a="1")
    ids = take_inventory(git, deadline()).ids
    clock = FakeClock()
    late = Deadline(clock, 1.0)
    clock.sleep(2.0)
    for ask in (
        lambda: head_contents(git, late),
        lambda: find_origins(git, ids, late),
        lambda: list(read_blobs(git, ids, 100, late)),
    ):
        with pytest.raises(Unverified, match="took longer than"):
            ask()


def test_output_that_ends_early_is_unverified():
    for output in (b"", b"x blob 5\n12", b"x blob 2\n12"):
        with pytest.raises(Unverified, match="git stopped in the middle"):
            history._content(io.BytesIO(output), 5 if b"5" in output else 2, deadline())


@given(st.lists(st.tuples(IDS, st.lists(st.tuples(IDS, PATHS, st.integers(1, 3)), min_size=1)), max_size=5))
def test_changes_are_read_whatever_their_paths(commits):
    written = b""
    expected = []
    for commit, changes in commits:
        written += commit.encode() + b"\0"
        for content, path, parents in changes:
            modes = b" ".join([b"100644"] * (parents + 1))
            contents = b" ".join([b"0" * 40] * parents + [content.encode()])
            written += b":" * parents + modes + b" " + contents + b" " + b"M" * parents + b"\0" + path + b"\0"
            expected.append((content, commit, os.fsdecode(path)))
    assert list(history._changes(history._fields(io.BytesIO(written)))) == expected
