"""Source code that is broken, odd or hostile ends in a verdict, never in a crash."""

from __future__ import annotations

import random

import pytest

from golive.result import Status
from golive.source.files import language_of
from support.promises import copy_of, judge, merchants, provider_of
from support.sources import write

SEEDS = range(22)


def damage(text: str, chance: random.Random) -> str:
    """Return a source text with some lines lost, doubled, swapped, cut off or without a bracket."""
    lines = text.splitlines(keepends=True)
    for _ in range(chance.randint(0, 4)):
        if not lines:
            break
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[other])
            case 2:
                lines[at] = lines[at].replace(chance.choice("(){}[];:,=.'\""), "")
            case 3:
                lines[at], lines[other] = lines[other], lines[at]
            case 4:
                del lines[at : at + chance.randint(1, 6)]
    return "".join(lines)


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_source_code_is_judged_all_the_same(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311 - the same damage in every run
    merchant = merchants()[seed % len(merchants())]
    folder = copy_of(merchant, tmp_path)
    for file in sorted(folder.rglob("*")):
        if file.is_file() and language_of(file.name) is not None:
            file.write_text(damage(file.read_text(encoding="utf-8"), chance), encoding="utf-8")
    statuses = {status for status, _ in judge(folder, provider_of(merchant)).values()}
    assert Status.ERROR not in statuses


SPEAKS = "# https://api.antonpayments.com\n"
ODD = {
    "deep.py": SPEAKS + "x = " + "(" * 3000 + ")" * 3000 + "\nanton.post('/v1/payouts', {})\n",
    "chain.py": SPEAKS + "anton.post('/v1/payouts', {})" + ".a()" * 3000 + "\n",
    "joined.py": SPEAKS + "anton.post('/v1/' + " + " + ".join(["'payouts'"] * 2000) + ")\n",
    "nested.js": "// antonpayments\n" + "anton.post('/v1/payouts', () => {" * 300 + "})" * 300,
    "circle.py": SPEAKS + "def a(p):\n  return b(p)\ndef b(p):\n  return a(p)\nwhile True:\n  a('/v1/payouts')\n",
    "itself.py": SPEAKS + "x = x\ny = z\nz = y\nanton.post(x + y, json=z, headers=x)\nanton.post('/v1/payouts', x)\n",
    "endless.py": SPEAKS
    + "def f(n):\n  try:\n    return anton.post('/v1/payouts', n)\n  except Exception:\n    return f(n)\n",
    "empty.py": "",
    "only_bytes.go": "\0antonpayments\0" * 10,
    "half.ts": "import { a } from './antonpayments'; a.post('/v1/payouts', {",
    "letters.rb": "# antonpayments\n" + "a" * 100_000,
    "many.php": "<?php // antonpayments\n" + "$anton->post('/v1/payouts', $a);\n" * 300,
    "handlers.js": "// antonpayments\n" + "app.post('/hook', (req) => { req.headers['anton-signature'] });\n" * 100,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_source_code_is_judged_all_the_same(tmp_path, name):
    folder = write(tmp_path, {f"anton/{name}": ODD[name]})
    statuses = {status for status, _ in judge(folder, "anton").values()}
    assert Status.ERROR not in statuses
