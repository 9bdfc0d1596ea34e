"""The action's steps, run as plain bash on the demo's merchant, and what can be seen of it without running."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from support.action_steps import Runner
from support.expressions import EMBEDDED
from support.gate import ROOT, copy_of_sources, demo_shop, installed_golive, need_package_registry, root_file

REPORTS = {"json", "sarif", "junit", "markdown", "html"}
FORK = {
    "event_name": "pull_request",
    "repository": "acme/shop",
    "event": {"pull_request": {"head": {"repo": {"full_name": "stranger/shop"}}}},
}
OWN = {
    "event_name": "pull_request",
    "repository": "acme/shop",
    "event": {"pull_request": {"head": {"repo": {"full_name": "acme/shop"}}}},
}


@pytest.fixture
def action():
    return yaml.safe_load(root_file("action.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sound():
    with demo_shop() as shop:
        yield shop


@pytest.fixture
def act(action, tmp_path):
    """Return a function that runs the action with an installed golive in a shop."""
    temp = tmp_path / "runner temp"
    temp.mkdir()

    def run(shop, *, environ=None, event=None, folder=None, **inputs):
        runner = Runner(
            action=ROOT,
            workspace=folder or shop.folder,
            temp=temp,
            environ=shop.environ if environ is None else environ,
            event=event or OWN,
        )
        given = {
            "environment": "prod",
            "executable": str(installed_golive(tmp_path / "bin")),
            "args": "\n".join(shop.routes),
        }
        return runner.run(action, given | {name.replace("_", "-"): value for name, value in inputs.items()})

    return run


def read(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def steps(action, key):
    return [step for step in action["runs"]["steps"] if key in step]


@pytest.mark.sockets
def test_a_sound_merchant_ends_as_the_demo_does_and_everything_is_uploaded(act, sound):
    acted = act(sound)
    assert (acted.code, acted.outputs["exit-code"], acted.outputs["verdict"]) == (3, "3", "INCOMPLETE"), acted.said
    assert [step.name for step in acted.steps] == [
        "Check",
        "Upload the findings to code scanning",
        "Keep the reports",
        "Verdict",
    ]
    assert acted.steps[0].code == 0
    for name in REPORTS:
        assert Path(acted.outputs[name]).stat().st_size > 0
    assert acted.steps[1].inputs == {"sarif_file": acted.outputs["sarif"], "category": "golive-prod"}
    assert acted.steps[2].inputs["name"] == "golive-prod"
    assert acted.steps[2].inputs["path"] == acted.outputs["reports"]
    assert acted.steps[3].said == "INCOMPLETE (exit code 3)\n"
    assert "INCOMPLETE" in acted.summary


@pytest.mark.sockets
def test_a_flawed_merchant_fails_the_job_after_its_findings_were_uploaded(act):
    with demo_shop(flawed=True) as shop:
        acted = act(shop)
    assert (acted.code, acted.outputs["verdict"]) == (1, "NOT READY"), acted.said
    assert acted.step("Upload the findings to code scanning").inputs["sarif_file"] == acted.outputs["sarif"]
    assert acted.steps[-1].name == "Verdict"


@pytest.mark.sockets
@pytest.mark.parametrize("credentials", ["not set", "empty"])
def test_a_pull_request_from_a_fork_is_unknown_for_want_of_credentials(act, sound, credentials):
    environ = {} if credentials == "not set" else dict.fromkeys(sound.environ, "")
    acted = act(sound, environ=environ, event=FORK)
    assert (acted.code, acted.outputs["verdict"]) == (3, "INCOMPLETE"), acted.said
    report = read(acted.outputs["json"])
    (authentication,) = [one for one in report["results"] if one["id"] == "account.authentication"]
    assert authentication["status"] == "unknown"
    assert "ANTON_API_KEY" in authentication["reason"]
    assert ("is not set" if credentials == "not set" else "is empty") in authentication["reason"]
    assert read(acted.outputs["sarif"])["version"] == "2.1.0"
    assert "ANTON_API_KEY" in acted.summary
    assert acted.step("Upload the findings to code scanning") is None
    assert acted.step("Keep the reports") is not None


@pytest.mark.sockets
@pytest.mark.parametrize(
    "environment", ["$(touch pwned)", "`touch pwned`", "-x", "a'b\"c; touch pwned", "prod\ntouch pwned", ""]
)
def test_no_input_becomes_part_of_a_script(act, sound, environment):
    acted = act(sound, environment=environment)
    assert (acted.code, acted.outputs["exit-code"], acted.outputs["verdict"]) == (2, "2", ""), acted.said
    assert [step.name for step in acted.steps] == ["Check", "Verdict"]
    assert acted.steps[-1].said == "golive could not run (exit code 2)\n"
    assert not (sound.folder / "pwned").exists()


@pytest.mark.sockets
def test_arguments_are_one_line_each_and_neither_split_nor_expanded(act, sound):
    acted = act(sound, args="--offline\n\n--only=settings.*\n--output=json=a report [*].json\n")
    assert acted.outputs["exit-code"] in {"0", "3"}, acted.said
    written = sound.folder / "a report [*].json"
    report = json.loads(written.read_text(encoding="utf-8"))
    written.unlink()
    assert {one["id"].split(".")[0] for one in report["results"] if one["status"] == "pass"} == {"settings"}


@pytest.mark.sockets
def test_a_profile_elsewhere_a_folder_with_spaces_and_warnings_that_count(act, sound, tmp_path):
    folder = tmp_path / "-my shops" / "first one"
    shutil.copytree(sound.folder, folder)
    (folder / "golive.yaml").rename(folder / "-pay.yaml")
    acted = act(
        sound,
        folder=tmp_path,
        working_directory="-my shops/first one",
        config="-pay.yaml",
        fail_on="warn",
        args="--offline",
    )
    report = read(acted.outputs["json"])
    assert (report["subject"]["profile"], report["fail_on_warn"]) == ("-pay.yaml", True)


@pytest.mark.sockets
def test_what_is_switched_off_does_not_happen(act, sound):
    acted = act(
        sound, args="--offline", summary="false", upload_sarif="false", upload_report="false", name="shop, prod"
    )
    assert acted.outputs["exit-code"] == "3"
    assert acted.summary == ""
    assert [step.name for step in acted.steps] == ["Check", "Verdict"]


@pytest.mark.sockets
def test_a_name_of_its_own_keeps_reports_of_one_run_apart(act, sound):
    acted = act(sound, args="--offline", name="payouts")
    assert acted.step("Upload the findings to code scanning").inputs["category"] == "payouts"
    assert acted.step("Keep the reports").inputs["name"] == "payouts"


@pytest.mark.sockets
def test_the_last_job_of_a_fleet_merges_reports_and_ends_with_the_gravest_code(act, sound, tmp_path):
    with demo_shop("octopuscards", flawed=True) as other:
        reports = {name: act(shop).outputs["json"] for name, shop in (("payouts", sound), ("vouchers", other))}
    named = "\n".join(f"{name}={path}" for name, path in reports.items())
    acted = act(sound, environment="", args="", merge=named)
    assert (acted.code, acted.outputs["verdict"]) == (1, "NOT READY"), acted.said
    assert acted.step("Upload the findings to code scanning") is None
    assert acted.step("Keep the reports").inputs["name"] == "golive-fleet"
    assert [one["subject"]["service"] for one in read(acted.outputs["json"])["reports"]] == ["payouts", "vouchers"]
    assert "payouts" in acted.summary
    assert "vouchers" in Path(acted.outputs["html"]).read_text(encoding="utf-8")
    missing = act(sound, environment="", args="", merge=f"{named}\ngifts={tmp_path}/none.json")
    assert (missing.code, missing.outputs["verdict"]) == (2, ""), missing.said


@pytest.mark.sockets
@pytest.mark.parametrize("name", ["trust", "summary"])
def test_a_switch_that_is_neither_true_nor_false_is_refused(act, sound, name):
    acted = act(sound, **{name: "yes"})
    assert acted.code == 2
    assert f"'{name}' takes true or false" in acted.said
    assert acted.outputs["exit-code"] == ""


def test_golive_is_installed_from_the_actions_own_source_into_an_environment_of_its_own(action, tmp_path):
    need_package_registry(tmp_path)
    source = copy_of_sources(tmp_path / "the action", "pyproject.toml", "README.md", "LICENSE", "src", "checks")
    temp, workspace = tmp_path / "temp", tmp_path / "shop"
    temp.mkdir()
    workspace.mkdir()
    (workspace / "golive.py").write_text("raise SystemExit('the merchant shadows golive')\n")
    environ = {"PYTHONPATH": str(workspace), "PIP_USER": "1"}
    runner = Runner(action=source, workspace=workspace, temp=temp, environ=environ)
    acted = runner.run(action, {"environment": "prod"})
    installed = acted.step("Install golive")
    assert installed is not None
    assert installed.code == 0, installed.said
    assert re.search(r"^golive \d", installed.said, re.MULTILINE)
    assert (acted.code, acted.outputs["exit-code"]) == (2, "2"), acted.said  # a workspace without a profile
    assert "shadows" not in acted.said


def test_a_package_that_looks_like_an_option_is_no_option(action, tmp_path):
    runner = Runner(action=ROOT, workspace=tmp_path, temp=tmp_path, environ={})
    acted = runner.run(action, {"environment": "prod", "package": "--version"})
    assert acted.code != 0
    assert [step.name for step in acted.steps] == ["Set up Python", "Install golive"]
    assert "--version" in acted.said


def test_scripts_hold_no_expression_and_parse(action):
    for step in steps(action, "run"):
        assert not EMBEDDED.search(step["run"]), step["name"]
        assert step["run"].startswith("set -euo pipefail\n")
        subprocess.run(["bash", "-n", "-c", step["run"]], check=True)


def test_expressions_stand_only_where_no_shell_reads_them(action):
    for step in action["runs"]["steps"]:
        allowed = {"env", "with", "if", "working-directory"}
        for key, value in step.items():
            assert key in allowed or "${{" not in str(value), (step["name"], key)


def test_other_peoples_actions_are_few_and_pinned(action):
    assert [step["uses"] for step in steps(action, "uses")] == [
        "actions/setup-python@v6",
        "github/codeql-action/upload-sarif@v4",
        "actions/upload-artifact@v7",
    ]


def test_what_comes_after_the_check_happens_whatever_the_check_found(action):
    names = [step["name"] for step in action["runs"]["steps"]]
    after = action["runs"]["steps"][names.index("Check") + 1 :]
    assert [step["if"].startswith("always() && ") for step in after] == [True, True, True]
    assert after[-1]["run"].endswith('exit "$EXIT_CODE"\n')


def test_every_input_is_described_and_used(action):
    used = str(action["runs"])
    for name, given in action["inputs"].items():
        assert given["description"].endswith((".", ")")), name
        assert f"inputs.{name}" in used
        assert given.get("required") or isinstance(given["default"], str), name
