"""The hooks for pre-commit, run by pre-commit itself on the demo's merchant."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
import yaml

from support.gate import demo_shop, installed_golive, root_file
from support.git_repository import GitRepository, new_repository

HOOKS = ".pre-commit-hooks.yaml"
pytestmark = pytest.mark.sockets
KEY = "ak_live_7Yq2mVbT9sKx4LwR8nPz3HcD"
RECORDS = """\
waivers:
  - check: code.no-such-check
"""


@pytest.fixture
def hooks():
    return yaml.safe_load(root_file(HOOKS).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shop():
    with demo_shop() as one:
        yield one


@pytest.fixture
def committed(shop, tmp_path):
    """Return the merchant's repository as a copy, to commit to."""
    folder = shutil.copytree(shop.folder, tmp_path / "shop")
    return GitRepository(folder)


@pytest.fixture
def commit_with(hooks, committed, tmp_path):
    """Return a function that runs one hook over all files, as a commit would."""
    program = [sys.executable, "-m", "pre_commit"]
    if subprocess.run([*program, "--version"], capture_output=True, check=False).returncode != 0:
        pytest.skip("pre-commit is not installed")
    offered = new_repository(tmp_path / "golive")
    revision = offered.commit(**{HOOKS: root_file(HOOKS).read_text(encoding="utf-8")})
    path = f"{installed_golive(tmp_path / 'bin').parent}:{os.environ['PATH']}"

    def run(hook, *arguments):
        # Only the way of installing is another one: the golive under test is there already.
        asked = {"id": hook, "language": "system", "args": list(arguments)}
        config = {"repos": [{"repo": str(offered.root), "rev": revision, "hooks": [asked]}]}
        committed.write(".pre-commit-config.yaml", yaml.safe_dump(config))
        committed.git("add", "-A")
        return subprocess.run(
            [*program, "run", "--all-files", "--verbose", "--color=never"],
            cwd=committed.root,
            env={"PATH": path, "HOME": str(tmp_path), "LANG": "C.UTF-8", "PRE_COMMIT_HOME": str(tmp_path / "cache")},
            capture_output=True,
            encoding="utf-8",
            timeout=180,
            check=False,
        )

    return run


def test_the_manifest_names_two_hooks(hooks):
    assert [hook["id"] for hook in hooks] == ["golive-offline", "golive-records"]
    assert {hook["language"] for hook in hooks} == {"python"}


def test_what_cannot_be_known_offline_stops_no_commit_and_the_hook_says_so(commit_with):
    done = commit_with("golive-offline", "--env=prod")
    assert done.returncode == 0, done.stdout
    assert "Nothing that shows offline fails. Whether it is ready, golive check says in CI." in done.stdout


def test_a_live_key_stops_the_commit_and_the_report_says_where_it_is(commit_with, committed, shop):
    committed.write("app/keys.py", f'KEY = "{shop.environ["ANTON_API_KEY"]}"\n')
    done = commit_with("golive-offline", "--env=prod")
    assert done.returncode == 1
    assert "app/keys.py:1" in done.stdout
    assert "NOT READY" in done.stdout
    assert shop.environ["ANTON_API_KEY"] not in done.stdout


def test_a_broken_profile_stops_the_commit(commit_with, committed):
    committed.write("golive.yaml", "version: 1\nprovder: anton\n")
    done = commit_with("golive-offline", "--env=prod")
    assert done.returncode == 1
    assert "provider" in done.stdout
    assert "exit code: 2" in done.stdout


def test_the_records_hook_passes_without_records(commit_with):
    done = commit_with("golive-records")
    assert done.returncode == 0, done.stdout


def test_the_records_hook_stops_records_that_cannot_be_read(commit_with, committed):
    committed.write("golive.records.yaml", RECORDS)
    done = commit_with("golive-records")
    assert done.returncode == 1, done.stdout
    assert "golive.records.yaml" in done.stdout
