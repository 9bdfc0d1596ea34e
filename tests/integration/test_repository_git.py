"""Real git repositories: what is listed, and that nothing of theirs runs."""

from __future__ import annotations

import contextlib
import os
import subprocess

import pytest

from golive.clock import Deadline, SystemClock
from golive.errors import Unverified
from golive.repository import files
from golive.repository.files import open_repository

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}


def git(folder, *arguments):
    subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True)


def write(root, name, text="x"):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def opened(root, *exclude):
    return open_repository(root, exclude, deadline=Deadline(SystemClock(), 60.0))


@pytest.fixture
def repo(tmp_path):
    root = tmp_path / "repo"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    write(root, "tracked.py")
    write(root, ".gitignore", "ignored\n*.secret\n")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "one")
    return root


def test_tracked_and_new_files_are_listed_and_ignored_ones_are_not(repo):
    write(repo, "new.py")
    write(repo, "ignored/a")
    write(repo, "b.secret")
    repository = opened(repo)
    assert repository.files == (".gitignore", "new.py", "tracked.py")
    assert repository.is_git
    assert repository.tracked(repo / "tracked.py")
    assert not repository.tracked(repo / "new.py")
    assert not repository.tracked(repo / "b.secret")


def test_a_file_that_was_added_although_it_is_ignored_is_tracked(repo):
    write(repo, "c.secret")
    git(repo, "add", "-f", "c.secret")
    repository = opened(repo)
    assert "c.secret" in repository.files
    assert repository.tracked(repo / "c.secret")


def test_a_link_to_a_tracked_file_counts_as_tracked(repo, tmp_path):
    (tmp_path / "link").symlink_to(repo / "tracked.py")
    assert opened(repo).tracked(tmp_path / "link")


def test_an_excluded_file_stays_tracked(repo):
    repository = opened(repo, "*.py")
    assert "tracked.py" not in repository.files
    assert repository.tracked(repo / "tracked.py")


def test_a_folder_within_a_repository_is_listed_by_itself(repo):
    write(repo, "services/pay/a.py")
    write(repo, "services/pay/x.secret")
    git(repo, "add", ".")
    repository = opened(repo / "services" / "pay")
    assert repository.files == ("a.py",)
    assert repository.tracked(repo / "services" / "pay" / "a.py")


def test_a_folder_that_an_outer_repository_ignores_is_walked(repo):
    write(repo, "ignored/project/a.py")
    repository = opened(repo / "ignored" / "project")
    assert repository.files == ("a.py",)
    assert not repository.is_git


def test_a_deleted_file_and_a_conflict_are_listed_once_without_harm(repo):
    git(repo, "checkout", "-q", "-b", "other")
    write(repo, "tracked.py", "other")
    git(repo, "commit", "-qam", "two")
    git(repo, "checkout", "-q", "main")
    write(repo, "tracked.py", "main")
    git(repo, "commit", "-qam", "three")
    subprocess.run(["git", "merge", "other"], cwd=repo, env=ENVIRONMENT, capture_output=True, check=False)
    write(repo, "gone.py")
    git(repo, "add", "gone.py")
    (repo / "gone.py").unlink()
    assert opened(repo).files.count("tracked.py") == 1


def test_submodules_and_repositories_that_nobody_added_are_read_with_their_own_rules(repo, tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    git(inner, "init", "-q", "-b", "main")
    write(inner, "lib.py")
    write(inner, ".gitignore", "private\n")
    git(inner, "add", ".")
    git(inner, "commit", "-q", "-m", "one")
    git(repo, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner), "sub")
    git(tmp_path, "-c", "protocol.file.allow=always", "clone", "-q", str(inner), "repo/clone")
    write(repo, "sub/private", "hidden")
    write(repo, "sub/fresh.py")
    repository = opened(repo)
    assert {"sub/lib.py", "sub/fresh.py", "clone/lib.py"} <= set(repository.files)
    assert "sub/private" not in repository.files
    assert repository.tracked(repo / "sub" / "lib.py")
    assert not repository.tracked(repo / "sub" / "fresh.py")


def test_a_submodule_that_was_not_fetched_is_no_file(repo):
    git(repo, "update-index", "--add", "--cacheinfo", "160000,8c1e5f70a93b4d26e1f7b05c92d4a8367fe1c05d,sub")
    (repo / "sub").mkdir()
    repository = opened(repo)
    assert repository.read("sub").why == "not a regular file"


def test_a_linked_work_tree_is_read(repo, tmp_path):
    git(repo, "worktree", "add", "-q", str(tmp_path / "wt"))
    repository = opened(tmp_path / "wt")
    assert repository.is_git
    assert repository.files == (".gitignore", "tracked.py")


def test_names_with_line_breaks_escapes_and_broken_utf8_are_listed_and_read(repo):
    names = ["new\nline", "esc\x1b[31m", "tab\t", " lead", "quote\"'", "-dash", os.fsdecode(b"bad\xff\xfe"), "zoë"]
    for name in names:
        write(repo, name, "content")
    git(repo, "add", ".")
    repository = opened(repo)
    assert set(names) <= set(repository.files)
    assert all(repository.read(name) == b"content" for name in names)
    assert all(repository.tracked(repo / name) for name in names)


def test_a_tracked_file_behind_a_folder_that_became_a_link_is_left_out(repo, tmp_path):
    write(repo, "data/deep/a.py")
    git(repo, "add", ".")
    outside = write(tmp_path, "outside/deep/a.py", "outside").parent.parent
    (repo / "data" / "deep" / "a.py").unlink()
    (repo / "data" / "deep").rmdir()
    (repo / "data").rmdir()
    (repo / "data").symlink_to(outside)
    assert "data/deep/a.py" not in opened(repo).files


def test_without_the_program_git_a_repository_is_walked(repo, monkeypatch):
    monkeypatch.setattr(files, "find_git", lambda: None)
    repository = opened(repo)
    assert repository.files == (".gitignore", "tracked.py")
    assert not repository.is_git


def test_a_broken_repository_is_unverified_with_gits_own_words(repo):
    (repo / ".git" / "index").write_bytes(b"garbage")
    with pytest.raises(Unverified, match="git cannot list the files"):
        opened(repo)


def test_an_empty_folder_named_like_a_repository_is_unverified(tmp_path):
    (tmp_path / ".git").mkdir()
    with pytest.raises(Unverified, match="git cannot list the files"):
        opened(tmp_path)


def test_a_repository_of_another_user_is_read(repo):
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    for path in [repo, *repo.rglob("*")]:
        os.chown(path, 65534, 65534, follow_symlinks=False)
    assert opened(repo).is_git


def test_settings_of_an_outer_git_process_are_not_inherited(repo, monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert opened(repo).files == (".gitignore", "tracked.py")


def test_a_configured_work_tree_leads_nowhere_else(repo):
    git(repo, "config", "core.worktree", "/etc")
    assert opened(repo).files == (".gitignore", "tracked.py")


def test_nothing_that_a_repository_configures_is_started(repo, tmp_path):
    canary = tmp_path / "canary"
    program = write(tmp_path, "program", f"#!/bin/sh\ntouch {canary}\nexit 0\n")
    program.chmod(0o755)
    write(repo, "filtered.txt")
    write(repo, ".gitattributes", "* filter=evil diff=evil merge=evil\n")
    git(repo, "add", ".")
    for hook in ("post-index-change", "fsmonitor-watchman", "query-watchman", "post-checkout", "pre-auto-gc"):
        write(repo, f".git/hooks/{hook}", program.read_text()).chmod(0o755)
    for key in [
        "core.fsmonitor",
        "core.pager",
        "pager.ls-files",
        "core.editor",
        "core.askPass",
        "core.sshCommand",
        "core.gitProxy",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "diff.evil.textconv",
        "diff.evil.command",
        "diff.external",
        "merge.evil.driver",
        "credential.helper",
        "gpg.program",
        "uploadpack.packObjectsHook",
        "sequence.editor",
    ]:
        git(repo, "config", key, str(program))
    git(repo, "config", "alias.ls-files", f"!{program}")
    git(repo, "config", "core.untrackedCache", "true")
    git(repo, "config", "extensions.partialClone", "origin")
    git(repo, "config", "remote.origin.promisor", "true")
    git(repo, "config", "remote.origin.url", f"ext::{program}")
    git(repo, "config", "protocol.ext.allow", "always")
    os.utime(repo / "filtered.txt", (1, 1))
    canary.unlink(missing_ok=True)
    before = (repo / ".git" / "index").read_bytes()
    assert "filtered.txt" in opened(repo).files
    assert not canary.exists()
    assert (repo / ".git" / "index").read_bytes() == before


def test_an_object_that_is_missing_is_not_fetched(repo, tmp_path):
    """A sparse index names folders as objects; reading one that is missing would ask the remote that is configured."""
    canary = tmp_path / "canary"
    program = write(tmp_path, "program", f"#!/bin/sh\ntouch {canary}\nexit 1\n")
    program.chmod(0o755)
    write(repo, "in/a.py")
    write(repo, "out/b.py")
    git(repo, "add", ".")
    git(repo, "commit", "-q", "-m", "two")
    git(repo, "sparse-checkout", "init", "--cone", "--sparse-index")
    git(repo, "sparse-checkout", "set", "in")
    tree = subprocess.run(
        ["git", "rev-parse", "HEAD:out"], cwd=repo, env=ENVIRONMENT, check=True, capture_output=True, text=True
    ).stdout.strip()
    (repo / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    git(repo, "config", "core.repositoryformatversion", "1")
    git(repo, "config", "extensions.partialClone", "origin")
    git(repo, "config", "remote.origin.promisor", "true")
    git(repo, "config", "remote.origin.url", f"ext::{program}")
    git(repo, "config", "protocol.ext.allow", "always")
    git(repo, "config", "core.sshCommand", str(program))
    with contextlib.suppress(Unverified):
        opened(repo)
    assert not canary.exists()
