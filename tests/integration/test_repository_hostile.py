"""The code checks over real git repositories, hostile ones included."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from golive.finding import Level
from golive_checks.code.sandbox_leftovers import sandbox_leftovers
from golive_checks.code.secrets import secrets
from support.context import make_context, of_level, run

LIVE = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
PROFILE = """
version: 1
provider: anton
repository: {exclude: [third_party/]}
environments:
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {api_key: {env: KEY}}
"""


@pytest.fixture
def repo(tmp_path):
    root = tmp_path / "repo"
    root.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return root


def fails(root, check=secrets):
    return [place for place, _ in of_level(run(check, make_context(root, PROFILE)), Level.FAIL)]


def test_a_key_is_found_in_tracked_and_new_files_and_not_in_ignored_and_excluded_ones(repo):
    (repo / ".gitignore").write_text(".env\n")
    (repo / "third_party").mkdir()
    for name in ("tracked.py", "new.py", ".env", "third_party/x.py"):
        (repo / name).write_text(f"\n\nKEY={LIVE}\n")
    subprocess.run(["git", "add", "tracked.py"], cwd=repo, check=True)
    assert fails(repo) == ["new.py:3", "tracked.py:3"]


def test_a_hostile_tree_neither_hangs_nor_hides_a_key(repo):
    (repo / "loop").symlink_to(repo)
    (repo / "self").symlink_to("self")
    (repo / "zero").symlink_to("/dev/zero")
    os.mkfifo(repo / "pipe")
    (repo / "sparse").touch()
    os.truncate(repo / "sparse", 4 << 30)
    (repo / "long.js").write_text("x" * 1_000_000 + f' "{LIVE}"\n')
    (repo / os.fsdecode(b"bad\xff\n\x1b[2J")).write_text(LIVE)
    (repo / "wide.txt").write_bytes(f"a\r\n{LIVE}\r\n".encode("utf-16"))
    started = time.monotonic()
    found = run(secrets, make_context(repo, PROFILE))
    assert time.monotonic() - started < 30
    places = [place for place, _ in of_level(found, Level.FAIL)]
    assert places == [r"bad\udcff\n\x1b[2J:1", "long.js:1", "wide.txt:2"]
    assert [place for place, _ in of_level(found, Level.WARN)] == ["sparse"]


def test_a_file_that_vanishes_after_it_was_listed_is_survived(repo):
    (repo / "a.py").write_text(LIVE)
    (repo / "b.py").write_text(LIVE)
    ctx = make_context(repo, PROFILE)
    assert "a.py" in ctx.repository.files
    (repo / "a.py").unlink()
    assert [place for place, _ in of_level(run(secrets, ctx), Level.FAIL)] == ["b.py:1"]


def test_a_link_named_like_production_configuration_is_not_followed(repo, tmp_path):
    (tmp_path / "secret").write_text("https://api.antonpayments.dev")
    (repo / "prod.env").symlink_to(tmp_path / "secret")
    (repo / "live.env").write_text("A=1\n")
    assert fails(repo, sandbox_leftovers) == []


def test_files_without_permission_are_named():
    """Root may read everything, so the listing is made as another user, in a process of its own."""
    if os.geteuid() != 0:
        pytest.skip("changes the user")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        subprocess.run(["git", "init", "-q"], cwd=root, check=True)
        (root / "locked.py").write_text(LIVE)
        (root / "locked.py").chmod(0)
        (root / "closed").mkdir(mode=0)
        program = f"""
import os, sys
sys.path[:0] = {[path for path in sys.path if path]!r}
from pathlib import Path
from golive.clock import Deadline, SystemClock
from golive.repository.files import open_repository
os.setgid(65534)
os.setuid(65534)
repository = open_repository(Path({folder!r}), deadline=Deadline(SystemClock(), 60.0))
print(repository.is_git, repository.unreadable, repository.read("locked.py").detail)
"""
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert done.stdout.strip() == "True ('closed',) Permission denied", done.stderr


def test_many_files_are_read_with_flat_memory(repo):
    for folder in range(20):
        (repo / f"d{folder}").mkdir()
        for index in range(100):
            (repo / f"d{folder}" / f"f{index}.py").write_text(f"x = {index}\n" * 200)
    (repo / "d7" / "f42.py").write_text(f"\n{LIVE}\n")
    (repo / "asset.bin").write_bytes(b"\0" * (15 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert fails(repo) == ["d7/f42.py:2"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 120_000
