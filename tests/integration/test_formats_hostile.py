"""A merchant whose repository and records are full of hostile texts, judged for real and told in every format."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from golive.finding import FilePlace, fail
from golive.reporters.formats import FORMATS, Style
from golive.result import Status
from support import reports
from support.demos import demo_merchant
from support.inertness import assert_inert_as

pytestmark = pytest.mark.sockets

NAMES = (
    "::error file=x::owned.py",
    "new\nline ::set-output name=a::b.py",
    "<img src=x onerror=alert(1)>.py",
    "pipe | `tick` ``two`` @octocat #1 $x$ :smile:.py",
    "\x1b[31mred \u202etxt \u2028 \u200b.py",
    "[x](javascript:alert(1)) {0} %0A [[ATTACHMENT|x]].py",
    "]]> &amp; <!-- --> '\" =cmd.py",
)
NOT_UNICODE = b"lone \xff\xc3\x28.py"
WHO = "<script>alert(1)</script> | @octocat ::error::x"
TEXT = "##[error]x ##vso[a]b [x](javascript:alert(1)) `a`` [[ATTACHMENT|/etc/passwd]] ]]> &lt; <!-- --> #1 =1+1"


def poison(folder, key: str) -> None:
    """Put a credential into files with hostile names, and hostile words into the records."""
    for name in (*(name.encode() for name in NAMES), NOT_UNICODE):
        with open(os.path.join(os.fsencode(folder), b"app", name), "wb") as file:  # noqa: PTH118, PTH123 - bytes
            file.write(f"KEY = '{key}'\n".encode())
    path = folder / "golive.records.yaml"
    record = {
        "item": "launch.monitoring",
        "environment": "prod",
        "who": WHO,
        "when": "2026-11-20",
        "evidence": TEXT,
        "expires": "2027-05-19",
    }
    path.write_text(json.dumps({"version": 1, "attestations": [record]}), encoding="utf-8")
    subprocess.run(["git", "add", "--all"], cwd=folder, check=True)


def many_places():
    """Return a report with more places of one finding than are shown at once, as the poisoned run has."""
    found = [fail("a key stands in the file", FilePlace("app.py", line)) for line in range(1, 20)]
    return reports.report_of(
        [one for one in reports.RESULTS if one.id != "code.secrets"]
        + [reports.result("code.secrets", Status.FAIL, *found)]
    )


def judged(demo, tmp_path, label):
    files = {name: tmp_path / f"{label}.{name}" for name in FORMATS}
    environ = {**os.environ, **demo.environ, "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(tmp_path / label)}
    (tmp_path / label).write_text("", encoding="utf-8")
    outputs = [f"--output={name}={path}" for name, path in files.items()]
    command = [sys.executable, "-m", "golive", "check", *demo.arguments, *outputs]
    done = subprocess.run(command, cwd=demo.folder, env=environ, capture_output=True, check=False, timeout=120)
    return done, {name: path.read_text(encoding="utf-8") for name, path in files.items() if path.exists()}


def test_hostile_names_and_records_are_inert_in_every_format_of_a_real_run(tmp_path):
    with demo_merchant("anton", flawed=True) as demo:
        usual, like = judged(demo, tmp_path, "usual")
        assert usual.returncode == 1, usual.stderr
        poison(demo.folder, next(value for name, value in demo.environ.items() if "KEY" in name))
        done, told = judged(demo, tmp_path, "poisoned")
    assert done.returncode == 1, done.stderr
    assert set(told) == set(FORMATS)
    like["html"] += FORMATS["html"]([many_places()], Style())
    for name, text in told.items():
        assert_inert_as(name, text, like[name])
    found = {
        finding["place"]["path"]
        for result in json.loads(told["json"])["results"]
        for finding in result["findings"]
        if result["id"] == "code.secrets" and finding["place"]
    }
    assert len([path for path in found if path.startswith("app/")]) >= len(NAMES) + 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told["html"]
    own = {line.split(" ")[0] for line in done.stdout.decode().splitlines() if line.startswith("::")}
    assert own <= {"::error", "::warning", "::notice"}
    assert (tmp_path / "poisoned").read_text(encoding="utf-8") == told["markdown"]


def test_an_environment_with_a_hostile_name_is_refused_in_harmless_words(tmp_path):
    with demo_merchant("anton") as demo:
        profile = demo.folder / "golive.yaml"
        text = profile.read_text(encoding="utf-8")
        assert "\n  prod:" in text
        profile.write_text(text.replace("\n  prod:", '\n  "x\\n::error::y\\e[31m":'), encoding="utf-8")
        done, told = judged(demo, tmp_path, "named")
    assert done.returncode == 2
    assert told == {}
    words = (done.stdout + done.stderr).decode()
    assert "\x1b" not in words
    assert not any(line.lstrip().startswith("::") for line in words.splitlines())
