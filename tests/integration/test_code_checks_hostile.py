"""Repositories made to do harm: nothing of theirs runs, nothing hangs, and the report is right all the same."""

from __future__ import annotations

import base64
import contextlib
import os
import resource
import subprocess
import time

import pytest

from golive.clock import SystemClock
from golive.errors import Unverified
from golive.finding import Level
from golive.providers.anton import PROVIDER
from golive_checks.code.client_side import client_side
from golive_checks.code.history import history
from golive_checks.code.sandbox_leftovers import sandbox_leftovers
from golive_checks.code.secrets import secrets
from support.canary import harmful, leaks
from support.command import golive
from support.context import make_context, of_level, run
from support.git_repository import GitRepository, new_repository

LIVE = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
OTHER = "ak_live_Kq7mZ2xWv9dTn4hRb8sC"
TEST = "ak_test_Hd83kLq0Zx72mVtPw4Ry"
RANDOM = "v8Kq2mZ7xWd9Tn4hRb3sCp6"
CHECKS = (secrets, history, client_side, sandbox_leftovers)
PROFILE = """
version: 1
provider: anton
repository: {root: ROOT}
environments:
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {api_key: {env: KEY}}
"""
LONGEST = 30.0
"""Seconds. What hangs, hangs for longer."""

PROGRAMS = (
    *("core.fsmonitor", "core.pager", "core.editor", "core.askPass", "core.sshCommand", "core.gitProxy"),
    *(
        "core.alternateRefsCommand",
        "pager.log",
        "pager.ls-files",
        "pager.rev-list",
        "pager.cat-file",
        "sequence.editor",
    ),
    *("filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv", "diff.evil.command"),
    *("diff.external", "merge.evil.driver", "credential.helper", "gpg.program", "gpg.ssh.program", "gpg.x509.program"),
    *("uploadpack.packObjectsHook", "interactive.diffFilter", "trailer.evil.command", "remote.origin.uploadpack"),
    *("remote.origin.vcs", "browser.evil.cmd", "man.evil.cmd", "web.browser", "init.templateDir", "mailmap.blob"),
)
HOOKS = ("post-index-change", "fsmonitor-watchman", "query-watchman", "post-checkout", "pre-auto-gc", "post-rewrite")
HOOKS += ("reference-transaction", "pre-commit", "post-commit", "proc-receive", "update", "pre-receive")
COMMANDS = ("ls-files", "rev-list", "cat-file", "diff-tree", "ls-tree", "rev-parse", "log")


@pytest.fixture
def repo(tmp_path):
    return new_repository(tmp_path / "repo")


def context(repo, **options):
    folder = repo.root.parent / "profile"
    folder.mkdir(exist_ok=True)
    profile = PROFILE.replace("ROOT", str(repo.root))
    return make_context(folder, profile, environ={"KEY": LIVE}, provider=PROVIDER, clock=SystemClock(), **options)


def reported(repo, check, level=Level.FAIL):
    started = time.monotonic()
    findings = run(check, context(repo))
    assert time.monotonic() - started < LONGEST
    texts = "\n".join(f"{finding.place} {finding.message} {finding.fix}" for finding in findings)
    assert leaks(texts, {"live": LIVE, "other": OTHER, "test": TEST}) == []
    assert harmful(texts) == []
    return [place for place, _ in of_level(findings, level)]


def plant(repo: GitRepository) -> dict:
    """Commit what each of the checks has to find, and return the places by check."""
    repo.write("src/pay.py", f"\nKEY = '{OTHER}'\n")
    repo.write("gone.py", f"\n\nKEY = '{LIVE}'\n")
    repo.commit()
    repo.git("rm", "-q", "gone.py")
    repo.write("public/app.js", f'\nfetch("/x", "{LIVE}")\n')
    repo.write("deploy/prod.env", f"A=1\nURL=https://api.antonpayments.dev\nKEY={TEST}\n")
    repo.commit()
    return {
        secrets: ["public/app.js:2", "src/pay.py:2"],
        history: ["gone.py:3", "src/pay.py:2"],
        client_side: ["public/app.js:2"],
        sandbox_leftovers: ["deploy/prod.env:2", "deploy/prod.env:3"],
    }


@pytest.fixture
def evil(repo, tmp_path):
    """Make a repository that names a program wherever git takes one. The program leaves the file `canary`."""
    expected = plant(repo)
    canary = tmp_path / "canary"
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {canary}\nexit 0\n')
    program.chmod(0o755)
    repo.write(".gitattributes", "* filter=evil diff=evil merge=evil ident working-tree-encoding=UTF-16\n")
    for hook in HOOKS:
        repo.write(f".git/hooks/{hook}", program.read_text()).chmod(0o755)
        repo.write(f".githooks/{hook}", program.read_text()).chmod(0o755)
    for key in PROGRAMS:
        repo.git("config", key, str(program))
    for command in COMMANDS:
        repo.git("config", f"alias.{command}", f"!{program}")
    (tmp_path / "included").write_text(f"[core]\n\tfsmonitor = {program}\n\tpager = {program}\n")
    settings = {
        "include.path": str(tmp_path / "included"),
        "core.hooksPath": ".githooks",
        "core.untrackedCache": "true",
        "core.worktree": "/etc",
        "core.attributesFile": str(repo.root / ".gitattributes"),
        "log.showSignature": "true",
        "log.mailmap": "true",
        "mailmap.file": "/dev/zero",
        "diff.orderFile": "/dev/zero",
        "diff.relative": "true",
        "diff.renames": "copies",
        "log.showRoot": "false",
        "color.ui": "always",
        "color.diff": "always",
        "core.abbrev": "4",
        "core.quotePath": "true",
        "core.replaceRefs": "true",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{program}",
        "protocol.ext.allow": "always",
        "fetch.fsckObjects": "true",
        "submodule.recurse": "true",
    }
    for key, value in settings.items():
        repo.git("config", key, value)
    repo.write(".git/objects/info/alternates", f"{tmp_path}/nowhere\n/dev/zero\n")
    for path in (repo.root / "src").iterdir():
        os.utime(path, (1, 1))
    canary.unlink(missing_ok=True)
    return repo, expected, canary


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_nothing_that_a_repository_configures_is_started(evil, check):
    repo, expected, canary = evil
    index = (repo.root / ".git" / "index").read_bytes()
    assert reported(repo, check) == expected[check]
    assert not canary.exists(), canary.read_text()
    assert (repo.root / ".git" / "index").read_bytes() == index
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(
            ["git", "-c", "core.worktree=", "hook", "run", "post-rewrite"],
            cwd=repo.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=5,
            check=False,
        )
    assert canary.exists(), "the program does run where git is not held back"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_nothing_of_the_surrounding_git_process_counts(repo, tmp_path, monkeypatch, check):
    expected = plant(repo)
    canary = tmp_path / "canary"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\n")
    program.chmod(0o755)
    for name in (
        "GIT_EXTERNAL_DIFF",
        "GIT_PAGER",
        "PAGER",
        "GIT_SSH_COMMAND",
        "GIT_ASKPASS",
        "GIT_EDITOR",
        "GIT_PROXY_COMMAND",
    ):
        monkeypatch.setenv(name, str(program))
    for name in (
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_COMMON_DIR",
        "GIT_SHALLOW_FILE",
    ):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(program))
    assert reported(repo, check) == expected[check]
    assert not canary.exists()
    assert not (tmp_path / "trace").exists()


def test_contents_that_are_missing_are_not_fetched(repo, tmp_path):
    canary = tmp_path / "canary"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {canary}\nexit 1\n")
    program.chmod(0o755)
    repo.commit(a=f"missing {OTHER}", b=f"\n{LIVE}")
    blob = repo.git("rev-parse", "HEAD:a")
    repo.commit(a="", b="")
    (repo.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    for key, value in {
        "core.repositoryformatversion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{program}",
        "protocol.ext.allow": "always",
        "core.sshCommand": str(program),
    }.items():
        repo.git("config", key, value)
    found = run(history, context(repo))
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["b:2"]
    assert "1 file content of the history" in of_level(found, Level.UNKNOWN)[0][1]
    assert not canary.exists()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_links_pipes_devices_and_giants_neither_hang_nor_hide_anything(repo, tmp_path, check):
    expected = plant(repo)
    (tmp_path / "outside.js").write_text(LIVE)
    for folder in ("", "public/", "deploy/", "public/deep/", ".next/static/"):
        (repo.root / folder).mkdir(parents=True, exist_ok=True)
        (repo.root / f"{folder}loop").symlink_to(repo.root)
        (repo.root / f"{folder}self.js").symlink_to("self.js")
        (repo.root / f"{folder}zero-prod.env").symlink_to("/dev/zero")
        (repo.root / f"{folder}zero.js").symlink_to("/dev/zero")
        (repo.root / f"{folder}outside.js").symlink_to(tmp_path / "outside.js")
        os.mkfifo(repo.root / f"{folder}pipe.js")
        os.mkfifo(repo.root / f"{folder}prod.yaml")
    (repo.root / ".env").symlink_to("/dev/zero")
    os.mkfifo(repo.root / ".env.production")
    for name in ("giant.bin", "public/giant.js", "deploy/giant.prod.env"):
        (repo.root / name).touch()
        os.truncate(repo.root / name, 4 << 30)
    repo.write("public/long.js", "x " * 500_000 + f'"{OTHER}"\n')
    repo.write("deploy/long.prod.env", "A=" + "x " * 500_000 + "https://api.antonpayments.dev\n")
    expected[secrets] = ["public/app.js:2", "public/long.js:1", "src/pay.py:2"]
    expected[client_side] = ["public/app.js:2", "public/long.js:1"]
    expected[sandbox_leftovers] = ["deploy/long.prod.env:1", *expected[sandbox_leftovers]]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sorted(reported(repo, check)) == sorted(expected[check])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_names_made_to_deceive_are_shown_harmless(repo, check):
    names = ["public/new\nline.js", "public/esc\x1b[31m.js", "public/\u202etxt.js", os.fsdecode(b"public/bad\xff.js")]
    names += [
        "public/::error file=a,line=1::pwned.js",
        "public/<script>.js",
        "public/%0Aa.js",
        "deploy/\x1b[2J.prod.env",
    ]
    for name in names:
        repo.write(name, f"\n{OTHER} https://api.antonpayments.dev\n")
    repo.commit()
    assert reported(repo, check)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_files_that_vanish_or_change_into_something_else_are_survived(repo, check):
    plant(repo)
    names = [f"public/f{index}.js" for index in range(6)] + [f"deploy/prod{index}.env" for index in range(6)]
    for name in names:
        repo.write(name, f"\n{LIVE}\nhttps://api.antonpayments.dev\n")
    ctx = context(repo)
    assert set(names) <= set(ctx.repository.files)
    for kind in ("public/f{}.js", "deploy/prod{}.env"):
        paths = [repo.root / kind.format(index) for index in range(6)]
        for path in paths[:5]:
            path.unlink()
        paths[1].mkdir()
        paths[2].symlink_to("/dev/zero")
        os.mkfifo(paths[3])
        paths[4].touch()
        os.truncate(paths[4], 4 << 30)
    started = time.monotonic()
    found = run(check, ctx)
    assert time.monotonic() - started < LONGEST
    left = {secrets: "public/f5.js:2", client_side: "public/f5.js:2", sandbox_leftovers: "deploy/prod5.env:3"}
    if check in left:
        assert left[check] in [place for place, _ in of_level(found, Level.FAIL)]


@pytest.mark.parametrize("damage", ["objects", "HEAD", "config", "index"])
def test_a_git_folder_that_is_damaged_is_never_a_pass(repo, damage):
    plant(repo)
    place = repo.root / ".git" / damage
    if damage == "objects":
        for path in place.rglob("*"):
            if path.is_file():
                path.chmod(0o644)
                path.write_bytes(b"garbage")
    else:
        place.write_bytes(b"[garbage\0\xff")
    ctx = context(repo)
    with contextlib.suppress(Unverified):
        assert {finding.level for finding in run(history, ctx)} & {Level.UNKNOWN, Level.FAIL}


def test_a_hundred_thousand_files_are_looked_at_in_time(tmp_path):
    repo = new_repository(tmp_path / "repo")
    for folder in range(100):
        sample = repo.write(f"d{folder}/f0.py", "x = 1\n" * 50)
        for index in range(1, 1001):
            os.link(sample, repo.root / f"d{folder}" / f"f{index}.py")
    repo.write("d77/g.py", f"\n{OTHER}\n")
    repo.write("d78/prod.env", "\nURL=https://api.antonpayments.dev\n")
    ctx = context(repo)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert [place for place, _ in of_level(run(secrets, ctx), Level.FAIL)] == ["d77/g.py:2"]
    assert of_level(run(client_side, ctx), Level.FAIL) == []
    assert [place for place, _ in of_level(run(sandbox_leftovers, ctx), Level.FAIL)] == ["d78/prod.env:2"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
    subprocess.run(["rm", "-rf", str(repo.root)], check=True)


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_output_shows_a_planted_credential_or_what_stands_beside_it(repo, monkeypatch, form):
    plant(repo)
    repo.write("secret.yaml", f"data:\n  key: {base64.b64encode(OTHER.encode()).decode()}\n")
    repo.write("split.py", f'KEY = "{OTHER[:14]}" "{OTHER[14:]}"  # canary-beside\n')
    repo.write(".env.production", f"VITE_ANTON_API_KEY={RANDOM} # canary-beside\nVITE_X={OTHER}\n")
    repo.write("public/a.js", f'"canary-beside";k="{RANDOM}";l="{OTHER}";m="{LIVE.encode().hex()}"\n')
    repo.write("config.yml", f"production:\n  key: {TEST} # canary-beside\n")
    repo.commit()
    repo.git("rm", "-rq", "secret.yaml", "split.py")
    repo.commit()
    repo.write("golive.yaml", PROFILE.replace("ROOT", "."))
    arguments = ["check", "--offline", "--config", repo.root / "golive.yaml", "--format", form, "-vv"]
    ran = golive(monkeypatch, *arguments, KEY=LIVE)
    output = ran.out + ran.err
    assert all(check.id in output for check in CHECKS)
    assert "canary-beside" not in output
    assert leaks(output, {"live": LIVE, "other": OTHER, "test": TEST, "random": RANDOM}) == []
    assert harmful(output) == []
