"""The examples of the documentation are sound: workflows, pipelines, hooks, profiles, and commands."""

from __future__ import annotations

import re
import shlex
import subprocess

import pytest
import typer
import yaml

from golive.cli.app import app
from golive.profile.loader import load_profile
from golive.registry import load_provider, provider_ids
from support.expressions import EMBEDDED
from support.gate import root_file
from support.pages import DOCS, blocks, examples

OURS = "payments/golive@v0.1.0"
THEIRS = {"actions/checkout@v6", "actions/download-artifact@v8"}
RECORDS = DOCS / "records.md"


class _Pipeline(yaml.SafeLoader):
    """Reads GitLab's own tag `!reference`."""


_Pipeline.add_constructor("!reference", lambda loader, node: loader.construct_sequence(node))


def parsed(kind):
    """Return the YAML examples of one kind, each with its page."""
    found = []
    for page, text in examples("yaml"):
        value = yaml.load(text, _Pipeline)  # noqa: S506 - a safe loader with one more tag
        if kind_of(value) == kind:
            found.append(pytest.param(value, text, id=f"{page}-{len(found)}"))
    return found


def kind_of(value):
    if isinstance(value, list):
        return "steps"
    if "jobs" in value:
        return "workflow"
    if "repos" in value:
        return "hooks"
    if "include" in value or any(isinstance(one, dict) and "extends" in one for one in value.values()):
        return "pipeline"
    return "profile" if "provider" in value else "other"


def steps_of(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_there_are_examples_of_every_kind():
    kinds = [len(parsed(kind)) for kind in ("workflow", "steps", "pipeline", "hooks", "profile")]
    assert all(kinds), kinds


@pytest.mark.parametrize(("workflow", "text"), parsed("workflow"))
def test_a_workflow_has_least_permissions_and_pinned_actions(workflow, text):
    assert workflow[True], "the key `on`, which YAML 1.1 reads as true"
    assert workflow["permissions"]["contents"] == "read"
    assert "pull_request_target" not in text
    for job in workflow["jobs"].values():
        assert job["runs-on"] == "ubuntu-latest"
        needed = job.get("needs", [])
        assert {needed} if isinstance(needed, str) else set(needed) <= set(workflow["jobs"])
    for step in steps_of(workflow):
        assert step.get("uses", OURS) in THEIRS | {OURS}
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"] == {"fetch-depth": 0, "persist-credentials": False}


@pytest.mark.parametrize(("workflow", "text"), parsed("workflow"))
def test_a_workflow_puts_no_expression_into_a_script(workflow, text):
    del text
    for step in steps_of(workflow):
        script = step.get("run", "")
        assert not EMBEDDED.search(script)
        subprocess.run(["bash", "-n", "-c", script], check=True)


@pytest.mark.parametrize(("workflow", "text"), parsed("workflow"))
def test_secrets_reach_single_steps_only_and_no_job_of_a_pull_request(workflow, text):
    assert text.count("secrets.") == sum(str(step.get("env", {})).count("secrets.") for step in steps_of(workflow))
    for job in workflow["jobs"].values():
        if "secrets." in str(job):
            assert job["environment"] == "production"
            assert "pull_request" not in workflow[True] or job["if"] == "github.event_name == 'push'"


@pytest.mark.parametrize(
    "step",
    [step for one in parsed("workflow") for step in steps_of(one.values[0])]
    + [step for one in parsed("steps") for step in one.values[0]],
)
def test_the_actions_inputs_and_outputs_exist(step):
    action = yaml.safe_load(root_file("action.yml").read_text(encoding="utf-8"))
    if step.get("uses") == OURS:
        given = step["with"]
        assert set(given) <= set(action["inputs"])
        assert ("environment" in given) is not ("merge" in given)
    outputs = re.findall(r"steps\.golive\.outputs\.([\w-]+)", str(step))
    assert set(outputs) <= set(action["outputs"])


@pytest.mark.parametrize(("pipeline", "text"), parsed("pipeline"))
def test_a_pipeline_names_jobs_and_variables_that_exist(pipeline, text):
    template = yaml.safe_load(root_file(".gitlab/golive.gitlab-ci.yml").read_text(encoding="utf-8"))
    assert "/.gitlab/golive.gitlab-ci.yml" in text or "extends" in text
    known = {*template, *pipeline}
    for name, job in pipeline.items():
        if not isinstance(job, dict):
            continue
        assert job.get("extends", ".golive") in known
        assert set(job.get("needs", [])) <= known
        variables = set(job.get("variables", {}))
        assert variables <= set(template[".golive"]["variables"]) | {"GOLIVE_TARGET"}, name
        for script in job.get("script", []):
            subprocess.run(["bash", "-n", "-c", script], check=True)


@pytest.mark.parametrize(("config", "text"), parsed("hooks"))
def test_the_hooks_exist(config, text):
    del text
    offered = {hook["id"] for hook in yaml.safe_load(root_file(".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    (repository,) = config["repos"]
    assert {hook["id"] for hook in repository["hooks"]} == offered


@pytest.mark.parametrize(("profile", "text"), parsed("profile"))
def test_a_profile_loads(profile, text, tmp_path):
    path = tmp_path / "golive.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load_profile(path, known_providers=provider_ids(), facts=load_provider)
    assert list(loaded.profile.environments) == list(profile["environments"])


@pytest.mark.parametrize(("page", "text"), examples("sh"))
def test_a_shell_example_parses(page, text):
    subprocess.run(["bash", "-n", "-c", text], check=True, text=True)
    assert page


def commands_of(text):
    """Yield the words of every command of an example that starts golive."""
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line.strip(), comments=True)
        if {"venv", "build", "push"} & set(words[:3]):
            continue  # where golive is the name of a folder or of an image
        starts = [number for number, word in enumerate(words) if re.search(r"(^|/)golive(:\S+)?$", word)]
        for start in starts[:1]:
            ends = [number for number, word in enumerate(words) if word in {"||", "&&", "|", ">"} and number > start]
            yield words[start + 1 : min(ends, default=len(words))]


def all_commands():
    found = {}
    for language in ("sh", "yaml"):
        for page, text in examples(language):
            if language == "yaml" and "docker run" not in text and "golive " not in text:
                continue
            scripts = [text] if language == "sh" else scripts_of(yaml.load(text, _Pipeline))  # noqa: S506 - as above
            for script in scripts:
                for words in commands_of(script):
                    found.setdefault(f"{page}: {' '.join(words)}", words)
    return [pytest.param(words, id=name) for name, words in found.items()]


def scripts_of(value):
    """Yield every shell script in a workflow or a pipeline."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key in {"run", "script", "before_script"}:
                yield from [below] if isinstance(below, str) else below
            else:
                yield from scripts_of(below)
    elif isinstance(value, list):
        for below in value:
            yield from scripts_of(below)


@pytest.mark.parametrize("words", all_commands())
def test_every_command_and_option_in_an_example_exists(words):
    command = typer.main.get_command(app)
    rest = [word for word in words if word]
    with command.context_class(command, info_name="golive") as context:
        while rest and hasattr(command, "commands") and rest[0] in command.commands:
            command = command.commands[rest.pop(0)]
    if rest == ["--version"]:
        return
    assert not hasattr(command, "commands"), words
    del context
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    for word in rest:
        if word.startswith("-") and word != "-":
            option = word.partition("=")[0]
            assert option in known or re.fullmatch("-v+", option), words


def test_the_variables_of_the_gitlab_template_are_all_described():
    template = yaml.safe_load(root_file(".gitlab/golive.gitlab-ci.yml").read_text(encoding="utf-8"))
    page = (DOCS / "ci" / "gitlab.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .+ \| (.+) \|$", page, re.MULTILINE)
    names = {*template[".golive"]["variables"], *template["golive:gate"]["variables"]}
    assert {name for name, _ in rows} == names
    for name, fallback in rows:
        default = template[".golive"]["variables"].get(name, template["golive:gate"]["variables"].get(name))
        assert not default or fallback == f"`{default}`"


def test_every_recipe_says_what_a_fork_sees():
    for page in ("ci/github-actions.md", "ci/gitlab.md", "ci/other.md", "ci/container.md", "quick-start-ci.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        assert "fork" in text, page
        assert re.search(r"variable ANTON_API_KEY is\s+(not set|empty)", text), page


def test_the_shell_recipe_hands_the_exit_code_on(tmp_path):
    """The script of `ci/other.md` that lets 0 and 3 through does so, and nothing else."""
    (script,) = [text for text in blocks(DOCS / "ci" / "other.md", "sh") if "0 | 3" in text]
    program = tmp_path / "golive"
    for code, expected in ((0, 0), (1, 1), (2, 2), (3, 0), (4, 4), (130, 130)):
        program.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
        program.chmod(0o755)
        done = subprocess.run(["/bin/sh", "-c", script], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=False)
        assert done.returncode == expected
