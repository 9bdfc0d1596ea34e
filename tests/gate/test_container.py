"""The Dockerfile: what can be seen of it, and the commands that make the image, run without an engine."""

from __future__ import annotations

import fnmatch
import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from support.gate import copy_of_sources, need_package_registry, root_file
from support.git_repository import new_repository


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions, with continued lines joined and comments left out."""
    lines = [
        line
        for line in root_file("Dockerfile").read_text(encoding="utf-8").splitlines()
        if not line.lstrip().startswith("#")
    ]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in joined.splitlines() if line.strip()]


def of(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


def test_the_base_is_pinned_and_may_be_replaced_by_a_digest():
    assert of("ARG")[0] == "PYTHON_IMAGE=python:3.13-slim-trixie"
    assert {base.split()[0] for base in of("FROM")} == {"${PYTHON_IMAGE}"}


def test_it_runs_as_a_user_with_a_fixed_number_and_no_shell():
    last_stage = instructions()[max(i for i, (name, _) in enumerate(instructions()) if name == "FROM") :]
    assert ("USER", "10001:10001") in last_stage
    (made,) = [rest for name, rest in last_stage if name == "RUN"]
    assert "useradd --uid 10001 " in made
    assert "--shell /usr/sbin/nologin" in made
    assert not any(name == "RUN" for name, _ in last_stage[last_stage.index(("USER", "10001:10001")) :])


def test_golive_is_started_directly():
    assert of("ENTRYPOINT") == ['["golive"]']
    assert of("CMD") == ['["--help"]']


def test_nothing_is_fetched_from_an_address_and_no_secret_or_cache_stays():
    text = root_file("Dockerfile").read_text(encoding="utf-8")
    assert of("ADD") == []
    assert not re.search(r"curl|wget|https?://", text)
    assert not re.search(r"(?i)(key|secret|token|password)\s*=", text)
    assert "--no-cache-dir" in text
    assert "rm -rf /var/lib/apt/lists/*" in text


def test_it_is_labelled():
    labels = dict(pair.split("=", 1) for pair in shlex.split(of("LABEL")[0]))
    assert labels["org.opencontainers.image.title"] == "golive"
    assert labels["org.opencontainers.image.licenses"] == "Apache-2.0"


def test_only_what_is_copied_reaches_the_builder():
    patterns = [line for line in root_file(".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert patterns[0] == "*"
    let_in = {pattern[1:] for pattern in patterns if pattern.startswith("!")}
    copied = {word for rest in of("COPY") if not rest.startswith("--from") for word in rest.split()[:-1]}
    assert let_in == copied
    assert not any(fnmatch.fnmatch(".env", pattern) for pattern in let_in)


def test_the_build_commands_install_golive_from_the_copied_files_alone(tmp_path):
    need_package_registry(tmp_path)
    copied = [word for rest in of("COPY") if not rest.startswith("--from") for word in rest.split()[:-1]]
    build = copy_of_sources(tmp_path / "build", *copied)
    target = tmp_path / "opt"
    (command,) = [rest for rest in of("RUN") if "/opt/golive" in rest]
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "python").symlink_to(sys._base_executable)
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        ["/bin/sh", "-c", command.replace("/opt/golive", str(target))],
        cwd=build,
        env=environ | {"PATH": f"{programs}:{os.environ['PATH']}", "EXTRAS": ""},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^golive \d", done.stdout, re.MULTILINE)
    shutil.rmtree(build)
    listed = subprocess.run(
        [target / "bin" / "golive", "list"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True
    )
    assert "code.secrets" in listed.stdout
    assert not (target / "bin" / "pip").exists()


def test_a_mounted_repository_of_another_user_is_read_with_its_history(tmp_path):
    """Such a repository git refuses. golive names it outright, so that the image needs no exception for it."""
    if os.geteuid() != 0:
        pytest.skip("only root can give files to another user")
    repository = new_repository(tmp_path / "work")
    repository.commit(
        **{
            "golive.yaml": "version: 1\nprovider: anton\nenvironments:\n"
            "  prod: {kind: production, base_url: https://api.antonpayments.com}\n",
            "app.py": "print('hello')\n",
        }
    )
    for path in [repository.root, *repository.root.rglob("*")]:
        os.chown(path, 10002, 10002)
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1", "LANG": "C.UTF-8"}
    refused = subprocess.run(["git", "status"], cwd=repository.root, env=environ, capture_output=True, check=False)
    assert b"dubious ownership" in refused.stderr
    done = subprocess.run(
        [sys.executable, "-I", "-m", "golive", "check", "--offline", "-v", "--only=code.history"],
        cwd=repository.root,
        env=environ,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "dubious" not in done.stdout
    assert re.search(r"code\.history", done.stdout), done.stdout
