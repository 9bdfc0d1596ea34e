"""Code that looks like a broken promise and is none: other vendors, parcels, gauges, and sound ways to do it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from golive.repository.paths import is_test
from golive.result import Status
from golive.source.files import language_of, parse
from golive.source.paths import is_ours
from golive.source.tree import NodeKind
from support.promises import SAMPLES, copy_of, judge, merchants, provider_of, told

FOLDER = SAMPLES / "lookalikes"
LOOKALIKES = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
FEWEST_OF_EACH = 6


def merchant_of(lookalike: str) -> str:
    return lookalike.partition("--")[0]


def overlay(lookalike: str) -> list[Path]:
    return sorted(path for path in (FOLDER / lookalike).rglob("*") if path.is_file())


def laid_over(lookalike: str, folder: Path) -> Path:
    copy_of(merchant_of(lookalike), folder)
    shutil.copytree(FOLDER / lookalike, folder, dirs_exist_ok=True)
    return folder


@pytest.mark.parametrize("lookalike", LOOKALIKES)
def test_a_lookalike_raises_no_alarm(lookalike, tmp_path):
    found = judge(laid_over(lookalike, tmp_path), provider_of(merchant_of(lookalike)))
    failed = {
        check_id: told(findings, status) for check_id, (status, findings) in found.items() if status is Status.FAIL
    }
    assert failed == {}


@pytest.mark.parametrize("lookalike", LOOKALIKES)
def test_a_lookalike_changes_its_merchant_and_is_source_code_that_parses(lookalike):
    assert merchant_of(lookalike) in merchants()
    merchant = SAMPLES / merchant_of(lookalike)
    files = overlay(lookalike)
    assert files
    for path in files:
        name = path.relative_to(FOLDER / lookalike).as_posix()
        data = path.read_bytes()
        assert language_of(name) is not None
        assert is_ours(name)
        assert not is_test(name)
        assert not (merchant / name).is_file() or (merchant / name).read_bytes() != data
        assert any(node.kind is not NodeKind.OTHER for node in parse(name, data).root.walk())


@pytest.mark.parametrize("lookalike", LOOKALIKES)
def test_a_lookalike_says_what_it_is_in_its_first_line(lookalike):
    for path in overlay(lookalike):
        head = path.read_text(encoding="utf-8").removeprefix("<?php\n").split("\n", 2)
        assert re.match(r'(?://|#|/\*|"""|<!--) ?\S.{20,}|(?:"""|/\*\*?)$', head[0]), path


def test_there_are_enough_lookalikes_for_every_language():
    assert len(LOOKALIKES) >= 70
    plain = [name for name in merchants() if "-" not in name or provider_of(name) != "anton"]
    each = {name: sum(merchant_of(lookalike) == name for lookalike in LOOKALIKES) for name in plain}
    few = {name: number for name, number in each.items() if number < FEWEST_OF_EACH and provider_of(name) == "anton"}
    assert few == {}
