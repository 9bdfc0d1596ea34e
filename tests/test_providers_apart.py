"""A provider is a folder in each of a few places, and nothing outside them names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import golive
import golive_checks
from golive.registry import load_provider, provider_ids

PACKAGES = (Path(golive.__file__).parent, Path(golive_checks.__file__).parent)
PLACES = ("providers/{}/", "emulator/{}/", "demo/{}/", "checklists/{}.yaml")
DEFAULT = "anton"
"""What the command line takes where nobody says; help and documentation take their examples from it."""
PAGES = re.compile(r"https://[^\s\"'>)]+")


def sources(provider: str):
    """Yield every file of the program that is not the provider's own, and its text without addresses of pages."""
    own_checks = {f'frozenset({{"{provider}"}})', f"frozenset({{'{provider}'}})"}
    for package in PACKAGES:
        for file in package.rglob("*"):
            name = file.relative_to(package).as_posix()
            if not file.is_file() or file.suffix == ".pyc" or any(name.startswith(p.format(provider)) for p in PLACES):
                continue
            text = file.read_text(encoding="utf-8")
            if not any(mark in text for mark in own_checks):
                yield name, PAGES.sub("", text)


@pytest.mark.parametrize("provider", [name for name in provider_ids() if name != DEFAULT])
def test_nothing_outside_a_providers_places_names_it(provider):
    words = re.compile(rf"{provider}|{load_provider(provider).title}", re.IGNORECASE)
    looked = dict(sources(provider))
    assert len(looked) > 100
    assert [name for name, text in looked.items() if words.search(text)] == []


@pytest.mark.parametrize("provider", provider_ids())
def test_only_a_providers_own_checks_import_it(provider):
    imports = re.compile(rf"golive\.(providers|emulator)\.{provider}\b")
    assert [name for name, text in sources(provider) if imports.search(text)] == []
