"""The steps of a composite action, run as GitHub's runner runs them: plain bash, with the same variables and files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from support.expressions import Scope, evaluate, filled


@dataclass(frozen=True)
class Step:
    """A step that was run or, where `uses` is set, would have been handed these inputs."""

    name: str
    code: int = 0
    uses: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Acted:
    """What a run of the action came to. `code` is that of the step that failed first, 0 where none did."""

    code: int
    outputs: Mapping[str, str]
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step | None:
        """Return a step by its name, None where it was left out."""
        return next((step for step in self.steps if step.name == name), None)

    @property
    def said(self) -> str:
        return "\n".join(step.said for step in self.steps)

    @property
    def summary(self) -> str:
        return "".join(step.summary for step in self.steps)


@dataclass(frozen=True, kw_only=True)
class Runner:
    """A machine of GitHub's with a workspace. `environ` is what the workflow sets, `event` the `github` context."""

    action: Path
    workspace: Path
    temp: Path
    environ: Mapping[str, str]
    event: Mapping[str, object] = field(default_factory=lambda: {"event_name": "push", "repository": "acme/shop"})

    def run(self, definition: Mapping[str, object], inputs: Mapping[str, str]) -> Acted:
        """Run every step whose condition holds, in order."""
        known = {name: one.get("default", "") for name, one in definition["inputs"].items()}
        assert set(inputs) <= set(known), inputs
        contexts = {"inputs": known | dict(inputs), "steps": {}, "github": self.event}
        steps: list[Step] = []
        code = 0
        for given in definition["runs"]["steps"]:
            scope = Scope(contexts, failed=bool(code))
            holds = evaluate(given.get("if", "success()"), scope)
            if not holds or (code and not scope.asked):
                continue
            step, outputs = self._uses(given, scope) if "uses" in given else self._runs(given, scope)
            steps.append(step)
            contexts["steps"][given.get("id", given["name"])] = {"outputs": outputs}
            code = code or step.code
        scope = Scope(contexts)
        outputs = {name: filled(one["value"], scope) for name, one in definition["outputs"].items()}
        return Acted(code, outputs, tuple(steps))

    def _uses(self, given, scope) -> tuple[Step, dict[str, str]]:
        inputs = {name: filled(str(value), scope) for name, value in given["with"].items()}
        found = {"python-path": sys.executable} if given["uses"].startswith("actions/setup-python@") else {}
        return Step(given["name"], uses=given["uses"], inputs=inputs), found

    def _runs(self, given, scope) -> tuple[Step, dict[str, str]]:
        assert given["shell"] == "bash"
        files = {name: self.temp / f"_runner_{name.lower()}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        script = self.temp / "_runner_script.sh"
        script.write_text(given["run"], encoding="utf-8")
        folder = self.workspace / filled(given.get("working-directory", "."), scope)
        done = subprocess.run(
            [shutil.which("bash"), "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.temp),
                "LANG": "C.UTF-8",
                "CI": "true",
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(self.action),
                "GITHUB_WORKSPACE": str(self.workspace),
                "RUNNER_TEMP": str(self.temp),
                **{name: value for name, value in os.environ.items() if name.startswith("PIP_")},
                **{name: str(file) for name, file in files.items()},
                **self.environ,
                **{name: filled(str(value), scope) for name, value in given.get("env", {}).items()},
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        outputs = dict(re.findall(r"^([\w-]+)=(.*)$", files["GITHUB_OUTPUT"].read_text(encoding="utf-8"), re.MULTILINE))
        summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        said = done.stdout + done.stderr
        return Step(given["name"], code=done.returncode, said=said, summary=summary), outputs
