"""The README says what the program does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from golive.profile.loader import load_profile
from golive.registry import built_in, load_provider, provider_ids
from golive.report import ExitCode

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = ROOT / ".ci" / "run"


def golive(*arguments: str) -> str:
    """Run golive on a terminal of 80 columns and return what it prints."""
    environ = {**os.environ, "COLUMNS": "80", "TERMINAL_WIDTH": "80", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "golive", *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def blocks(language: str = "") -> list[str]:
    """Return the README's fenced blocks of one language."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
    return [text for spoken, text in fenced if spoken == language]


def commands() -> list[str]:
    """Return the README's commands that start a virtual environment."""
    return [line for block in blocks("sh") for line in block.splitlines() if line.startswith("python3 -m venv ")]


def examples() -> list[list[str]]:
    """Return the words of the README's commands that start golive."""
    lines = [line.partition("#")[0].split() for block in blocks("sh") for line in block.splitlines()]
    return [words for words in lines if words and words[0] == "golive"]


def pages() -> list[Path]:
    """Return everything that was written for people."""
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("**/*.md"))]


def test_there_are_two_commands_for_a_fresh_machine_and_each_is_one_line():
    demo, tests = commands()
    assert demo.endswith(" && .venv/bin/golive demo")
    assert tests.endswith(" && .venv/bin/python -m pytest -n auto")


def test_ci_runs_both_commands_as_they_stand_in_the_readme():
    if not CI.is_file():
        pytest.skip(".ci/run is not part of a package")
    script = CI.read_text(encoding="utf-8")
    taken = re.findall(r"\$\(readme_command '([^']+)'\)", script)
    patterns = [rf"^python3 -m venv .* && \.venv/bin/{ending}$" for ending in taken]
    assert [[one for one in commands() if re.search(pattern, one)] for pattern in patterns] == [
        [command] for command in reversed(commands())
    ]


def test_the_help_block_is_what_the_program_prints():
    assert golive("check", "--help") in blocks()


def test_the_table_of_checks_is_the_programs_list():
    rows = re.findall(r"^\| \[`([a-z.-]+)`\]\((\S+)\) \| (.+?) \| (\w+) \|$", README, re.MULTILINE)
    known = built_in()
    assert rows == [(one.id, f"docs/checks/{one.id}.md", one.title, one.area.strength.value) for one in known.checks]
    listed = golive("list")
    for check_id, _, title, _ in rows:
        assert re.search(rf"^{re.escape(check_id)} +{re.escape(title)}$", listed, re.MULTILINE)
    planned = README.partition("are not built yet;")[2].partition("<!-- end of checks -->")[0]
    assert sorted(re.findall(r"`([a-z]+\.[a-z-]+)`", planned)) == sorted(known.planned)


def test_the_table_of_exit_codes_has_every_code_once():
    table = README.partition("## Exit codes")[2].partition("##")[0]
    codes = [int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)]
    assert codes == sorted(code.value for code in ExitCode)


def test_the_profile_loads(tmp_path):
    (example,) = blocks("yaml")
    path = tmp_path / "golive.yaml"
    path.write_text(example, encoding="utf-8")
    loaded = load_profile(
        path,
        known_providers=provider_ids(),
        facts=load_provider,
    )
    assert list(loaded.profile.environments) == ["prod"]


@pytest.mark.parametrize("command", examples(), ids=" ".join)
def test_every_option_of_a_command_in_the_readme_exists(command):
    words = [word for word in command[1:] if not word.startswith("-")]
    depth = 2 if words[0] in {"secret", "records", "report"} else 1
    shown = golive(*words[:depth], "--help")
    for option in (word for word in command if word.startswith("--")):
        assert option in shown


def test_the_planted_flaws_are_counted_rightly():
    from golive.demo.merchant import planted_flaws

    assert {len(planted_flaws(provider)) for provider in provider_ids()} == {13}
    assert "thirteen planted flaws" in README


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_the_documentation_shouts_at_nobody(path):
    prose = re.sub(r"```.*?```|`[^`]*`|!\[|<!--", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert "!" not in prose
