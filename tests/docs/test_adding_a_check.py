"""The example of docs/adding-a-check.md works as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PAGE = (Path(__file__).parent.parent.parent / "docs" / "adding-a-check.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`([^`\n]+)`\n\n```\w+\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
PROFILE = """
version: 1
provider: anton
environments:
  prod: {kind: production, base_url: "https://api.antonpayments.com", webhooks: [{url: "https://pay.example.net/"}]}
"""


@pytest.fixture
def installed(tmp_path):
    """Return a folder that Python looks into, with the page's package and the metadata that an installer writes."""
    site = tmp_path / "site"
    for name, text in FILES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    project = tomllib.loads(FILES["pyproject.toml"])["project"]
    metadata = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    points = project["entry-points"]["golive.checks"]
    (metadata / "entry_points.txt").write_text(
        "[golive.checks]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
    )
    work = tmp_path / "work"
    work.mkdir()
    (work / "golive.yaml").write_text(PROFILE)
    return site


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}  # CI measures coverage
    environ |= {"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "100"}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(
        command, env=environ, cwd=site.parent / "work", capture_output=True, encoding="utf-8", check=False
    )


def test_the_page_has_all_four_files():
    assert set(FILES) == {
        "acme_checks/settings/own_domain.py",
        "acme_checks/__init__.py",
        "pyproject.toml",
        "test_own_domain.py",
    }


def test_the_check_is_listed_with_its_package_and_explained(installed):
    listed = run(installed, "golive", "list")
    assert re.search(
        r"^settings\.own-domain +Every webhook receiver answers under our own domain +\[acme-checks\]$",
        listed.stdout,
        re.MULTILINE,
    )
    explained = run(installed, "golive", "explain", "settings.own-domain")
    assert "stops working on the day the contract ends" in explained.stdout
    assert (listed.returncode, explained.returncode) == (0, 0)


def test_the_check_is_a_line_of_the_report_and_counts(installed):
    done = run(installed, "golive", "check", "--offline", "--only", "settings.own-domain")
    assert "pay.example.net is not under example.com" in done.stdout
    assert "acme-checks 1.2.0" in done.stdout
    assert done.returncode == 1


def test_the_packages_own_test_passes(installed):
    done = run(installed, "pytest", "-q", "-p", "no:cacheprovider", str(installed / "test_own_domain.py"))
    assert "3 passed" in done.stdout, done.stdout
