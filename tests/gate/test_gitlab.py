"""The GitLab template's jobs, and their scripts run as plain shell on the demo's merchant."""

from __future__ import annotations

import json
import os
import shutil
import subprocess

import pytest
import yaml

from support.gate import demo_shop, installed_golive, root_file

TEMPLATE = ".gitlab/golive.gitlab-ci.yml"
pytestmark = pytest.mark.sockets


@pytest.fixture
def template():
    return yaml.safe_load(root_file(TEMPLATE).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sound():
    with demo_shop() as shop:
        yield shop


def run(template, shell, folder, *, path, **variables):
    """Run the job's script as GitLab does: its entries one after the other in one shell."""
    script = "\n".join([*template[".golive"]["before_script"], *template[".golive"]["script"]])
    given = {name: str(value) for name, value in template[".golive"]["variables"].items()}
    return subprocess.run(
        [shutil.which(shell), "-c", f"if set -o | grep -q pipefail; then set -o pipefail; fi\nset -e\n{script}"],
        cwd=folder,
        env={"PATH": path, "HOME": str(folder.parent), "LANG": "C.UTF-8", "CI": "true", **given, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def path(tmp_path):
    return f"{installed_golive(tmp_path / 'bin').parent}:{os.environ['PATH']}"


@pytest.fixture
def folder(sound, tmp_path):
    """Return a copy of the merchant's repository, so that reports do not stay in the first one."""
    return shutil.copytree(sound.folder, tmp_path / "my shop")


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_gate_ends_as_the_demo_does_and_leaves_the_reports_that_gitlab_reads(template, sound, folder, path, shell):
    done = run(template, shell, folder, path=path, GOLIVE_ARGS="\n".join(sound.routes), **sound.environ)
    assert done.returncode == 3, done.stdout + done.stderr
    artifacts = template[".golive"]["artifacts"]
    written = {name: one.replace("$GOLIVE_REPORTS", "golive-reports") for name, one in artifacts["reports"].items()}
    assert json.loads((folder / "golive-reports" / "golive.json").read_text(encoding="utf-8"))["exit_code"] == 3
    assert "<testsuite" in (folder / written["junit"]).read_text(encoding="utf-8")
    issues = json.loads((folder / written["codequality"]).read_text(encoding="utf-8"))
    assert all({"description", "fingerprint", "severity", "location"} <= set(issue) for issue in issues)
    assert artifacts["paths"] == ["$GOLIVE_REPORTS/"]
    assert artifacts["when"] == "always"


def test_a_merge_request_needs_no_credential_and_only_3_is_let_through(template, sound, folder, path):
    review = template["golive:review"]
    done = run(template, "sh", folder, path=path, **review["variables"])
    assert done.returncode == 3, done.stdout + done.stderr
    assert review["allow_failure"] == {"exit_codes": [3]}
    assert "allow_failure" not in template["golive:gate"]
    assert "allow_failure" not in template[".golive"]


def test_arguments_are_one_line_each_and_neither_split_nor_expanded(template, folder, path):
    arguments = "--offline\n\n--only=settings.*\n--output=json=a report [*].json"
    done = run(template, "sh", folder, path=path, GOLIVE_ARGS=arguments, GOLIVE_FAIL_ON="warn")
    assert done.returncode == 3, done.stdout + done.stderr
    report = json.loads((folder / "a report [*].json").read_text(encoding="utf-8"))
    assert report["fail_on_warn"] is True


@pytest.mark.parametrize("environment", ["$(touch pwned)", "-x", "prod; touch pwned"])
def test_no_variable_becomes_part_of_a_script(template, folder, path, environment):
    done = run(template, "sh", folder, path=path, GOLIVE_ENVIRONMENT=environment)
    assert done.returncode == 2, done.stdout + done.stderr
    assert not (folder / "pwned").exists()


def test_an_image_without_golive_and_nothing_to_install_is_said_plainly(template, folder, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "grep").symlink_to(shutil.which("grep"))
    done = run(template, "sh", folder, path=str(empty))
    assert done.returncode == 2
    assert "set GOLIVE_PACKAGE" in done.stderr


def test_the_gate_sees_the_whole_history_and_the_variables_of_its_environment(template):
    assert template[".golive"]["variables"]["GIT_DEPTH"] == "0"
    gate = template["golive:gate"]
    assert gate["environment"] == {"name": "$GOLIVE_TARGET", "action": "verify"}
    assert gate["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert [job["extends"] for name, job in template.items() if not name.startswith(".")] == [".golive"] * 2
