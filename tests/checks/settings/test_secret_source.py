"""`settings.secret-source`: where secrets come from, and who else can read that."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest

from golive.errors import Unverified
from golive_checks.settings.secret_source import secret_source
from support.anton_checks import status, words
from support.context import make_context, run

HEAD = "version: 1\nprovider: anton\nenvironments:\n  prod:\n    kind: production\n    base_url: https://api.antonpayments.com\n"
SECRET = "ak_live_" + "q7Zr2Lw9Xk4Tn8VbH3mP6sDy"


def judge(folder, value, *, more="", repository=None):
    profile = f"{HEAD}    credentials: {{api_key: {value}}}\n{more}"
    findings = run(secret_source, make_context(folder, profile, repository=repository))
    assert SECRET not in words(findings)
    return findings


@pytest.fixture
def open_folder():
    """Make a folder that every user may enter, unlike pytest's."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def git(folder, *arguments):
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def write(path, mode=0o600):
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"KEY={SECRET}\n", encoding="utf-8")
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ("{env: ANTON_KEY}", "variable ANTON_KEY"),
        ("{keyring: golive, username: anton}", "keyring entry golive/anton"),
        ("{command: [op, read, x]}", "output of op"),
    ],
)
def test_the_environment_a_keyring_or_a_secrets_manager_passes(tmp_path, value, where):
    findings = judge(tmp_path, value)
    assert (status(findings), words(findings)) == ("pass", f"the api_key of prod comes from {where}")


def test_a_secret_in_the_profile_fails(tmp_path):
    findings = judge(tmp_path, SECRET)
    assert status(findings) == "fail"
    assert words(findings).startswith("the api_key of prod is written in the profile itself")
    assert findings[0].place.key == "environments.prod.credentials.api_key"


def test_a_webhook_secret_is_a_secret(tmp_path):
    more = "    webhooks: [{url: 'https://a.example.com', secret: whsec_written}]\n"
    findings = judge(tmp_path, "{env: KEY}", more=more)
    assert status(findings) == "fail"
    assert "the secret of webhooks.0 of prod is written in the profile itself" in words(findings)


FILES = ["{dotenv: deploy/prod.env, key: KEY}", "{file: deploy/prod.env}", "{yaml: deploy/prod.env, key: KEY}"]


@pytest.mark.parametrize("value", FILES)
def test_a_file_that_git_tracks_fails(tmp_path, value):
    git(tmp_path, "init", "-q")
    write(tmp_path / "deploy" / "prod.env")
    git(tmp_path, "add", "deploy/prod.env")
    findings = judge(tmp_path, value)
    assert status(findings) == "fail"
    assert "a file that git tracks" in words(findings)
    assert "git rm --cached" in findings[0].fix


def test_a_file_that_git_ignores_passes_and_one_that_it_does_not_is_a_warning(tmp_path):
    git(tmp_path, "init", "-q")
    write(tmp_path / "deploy" / "prod.env")
    findings = judge(tmp_path, FILES[0])
    assert (status(findings), findings[0].fix) == ("warn", "Add deploy/prod.env to .gitignore")
    (tmp_path / ".gitignore").write_text("*.env\n", encoding="utf-8")
    findings = judge(tmp_path, FILES[0])
    assert status(findings) == "pass"
    assert words(findings).endswith("deploy/prod.env: KEY, which git does not track")


def test_a_tracked_link_to_a_secret_elsewhere_fails(tmp_path):
    repository = tmp_path / "repository"
    repository.mkdir()
    git(repository, "init", "-q")
    write(tmp_path / "outside" / "prod.env")
    (repository / "prod.env").symlink_to(tmp_path / "outside" / "prod.env")
    git(repository, "add", "prod.env")
    assert status(judge(repository, "{dotenv: prod.env, key: KEY}")) == "fail"


def test_a_plain_file_outside_the_repository_is_a_warning(tmp_path):
    repository = tmp_path / "repository"
    repository.mkdir()
    path = write(tmp_path / "outside" / "prod.env")
    findings = judge(repository, f"{{dotenv: {path}, key: KEY}}")
    assert status(findings) == "warn"
    assert words(findings).endswith("a plain file outside the repository")


def test_a_plain_file_where_there_is_no_git_is_a_warning(tmp_path):
    write(tmp_path / "deploy" / "prod.env")
    findings = judge(tmp_path, FILES[0])
    assert status(findings) == "warn"
    assert words(findings).endswith("a plain file in a folder that is no git repository")


@pytest.mark.parametrize(("mode", "level"), [(0o604, "fail"), (0o644, "fail"), (0o640, "warn"), (0o600, "warn")])
def test_a_file_that_others_can_read_fails(open_folder, mode, level):
    write(open_folder / "prod.env", mode)
    findings = judge(open_folder, "{dotenv: prod.env, key: KEY}")
    assert status(findings) == level
    if level == "fail":
        assert f"which other users of this machine can read (mode {mode:o})" in words(findings)
        assert findings[0].fix == "chmod 600 prod.env"


def test_a_folder_that_others_may_not_enter_keeps_its_files_private(open_folder):
    write(open_folder / "inner" / "prod.env", 0o644)
    (open_folder / "inner").chmod(0o700)
    assert status(judge(open_folder, "{dotenv: inner/prod.env, key: KEY}")) == "warn"
    (open_folder / "inner").chmod(0o755)
    assert status(judge(open_folder, "{dotenv: inner/prod.env, key: KEY}")) == "fail"


def test_a_file_that_is_not_there_is_unknown(tmp_path):
    findings = judge(tmp_path, FILES[0])
    assert status(findings) == "unknown"
    assert "cannot be examined (No such file or directory)" in words(findings)


def test_without_a_repository_nobody_knows_what_git_tracks(tmp_path):
    def missing():
        raise Unverified("the folder could not be listed in time")

    write(tmp_path / "deploy" / "prod.env")
    findings = judge(tmp_path, FILES[0], repository=missing)
    assert status(findings) == "unknown"
    assert "whether git tracks it could not be found out: the folder could not be listed in time" in words(findings)


def test_an_environment_without_secrets_is_unknown(tmp_path):
    with pytest.raises(Unverified, match="the profile declares no secrets for prod"):
        run(secret_source, make_context(tmp_path, HEAD))
