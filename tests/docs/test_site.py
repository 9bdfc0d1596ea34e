"""The documentation site builds strictly, needs no other server, and has every page in its navigation."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from golive.registry import built_in
from support.gate import ROOT, root_file


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the folder of the site, built strictly."""
    folder = tmp_path_factory.mktemp("site")
    done = build(root_file(".mkdocs.yml"), folder)
    assert done.returncode == 0, done.stderr
    return folder


def build(config, folder):
    if subprocess.run([sys.executable, "-c", "import material"], capture_output=True, check=False).returncode != 0:
        pytest.skip("mkdocs-material is not installed: the group docs has it")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]  # with --quiet, warnings are not even counted
    return subprocess.run(
        [*command, "--config-file", str(config), "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "default"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


class Loads(HTMLParser):
    """Collects what a browser fetches for a page by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in {"img", "script", "iframe", "source", "video", "audio", "embed"}:
            self.addresses.append(given.get("src") or "")
        if tag == "link" and given.get("rel") not in {"canonical", "prev", "next", "alternate"}:
            self.addresses.append(given.get("href") or "")


def test_no_page_loads_anything_from_another_server(site):
    pages = sorted(site.glob("**/*.html"))
    assert len(pages) > 60
    for page in pages:
        loads = Loads()
        loads.feed(page.read_text(encoding="utf-8"))
        assert loads.addresses
        assert [one for one in loads.addresses if re.match(r"(?i)[a-z][a-z0-9+.-]*:|//", one)] == [], page
    for sheet in site.glob("**/*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", sheet.read_text(encoding="utf-8")), sheet


def test_every_check_and_every_page_is_in_the_navigation(site):
    start = (site / "index.html").read_text(encoding="utf-8")
    for check in built_in().checks:
        assert f'href="checks/{check.id}.html"' in start
    for name in ("quick-start-terminal", "quick-start-ci", "quick-start-call", "records", "profile", "architecture"):
        assert f'href="{name}.html"' in start


def test_programs_of_the_documentation_are_not_part_of_the_site(site):
    assert list(site.glob("**/*.py")) == []


def test_a_link_that_leaves_the_documentation_becomes_the_name_of_its_file(site):
    page = (site / "architecture.html").read_text(encoding="utf-8")
    assert "<code>tests/test_imports.py</code>" in page
    hooks = (site / "ci" / "pre-commit.html").read_text(encoding="utf-8")
    assert "<code>.pre-commit-hooks.yaml</code>" in hooks
    assert 'href="../../' not in hooks


def test_with_an_address_of_the_repository_it_becomes_a_link_to_the_file_there(tmp_path):
    root = copied(tmp_path)
    with (root / ".mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("repo_url: https://git.example.com/payments/golive/\n")
    done = build(root / ".mkdocs.yml", tmp_path / "site")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / "ci" / "container.html").read_text(encoding="utf-8")
    assert 'href="https://git.example.com/payments/golive/blob/HEAD/Dockerfile"' in page


def copied(tmp_path):
    shutil.copytree(ROOT / "docs", tmp_path / "docs", ignore=shutil.ignore_patterns("__pycache__"))
    for name in (".mkdocs.yml", "README.md"):
        shutil.copy(root_file(name), tmp_path)
    for name in ("tests", "sample-configs", ".gitlab"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("Dockerfile", ".dockerignore", ".pre-commit-hooks.yaml"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.mark.parametrize(
    ("addition", "said"),
    [
        ("[gone](../src/gone.py)", "which is not there"),
        ("[gone](no-such-page.md)", "no-such-page.md"),
        ("[gone](profile.md#no-such-heading)", "no-such-heading"),
    ],
)
def test_a_link_to_nowhere_fails_the_build(tmp_path, addition, said):
    root = copied(tmp_path)
    with (root / "docs" / "index.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{addition}\n")
    done = build(root / ".mkdocs.yml", tmp_path / "site")
    assert done.returncode == 1
    assert said in done.stderr


def test_a_page_that_is_in_no_navigation_fails_the_build(tmp_path):
    root = copied(tmp_path)
    (root / "docs" / "forgotten.md").write_text("# Forgotten\n", encoding="utf-8")
    done = build(root / ".mkdocs.yml", tmp_path / "site")
    assert done.returncode == 1
    assert "forgotten.md" in done.stderr
