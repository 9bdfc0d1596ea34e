"""Promise 6: the same input gives the same report, but for times and the ids of requests."""

from __future__ import annotations

import json

import pytest

from golive.reporters.formats import FORMATS, Style
from support.command import process
from support.merchant import OAUTH, PAIR, STATIC, merchant

pytestmark = pytest.mark.sockets

VARYING = ("_at", "seconds", "request_id")


def lasting(value):
    """Return a JSON value without what may differ between two runs."""
    match value:
        case dict():
            return {key: lasting(one) for key, one in value.items() if not key.endswith(VARYING)}
        case list():
            return [lasting(one) for one in value]
        case _:
            return value


EMULATORS = {
    "sound": ({}, {}),
    "flaws": (
        {"flaws": ["balance-too-low", "payee-blocked", "webhook-duplicate", "corridor-missing"]},
        {"flaws": ["wallet-too-low", "wallet-missing"]},
    ),
    "refused": ({"flaws": ["key-refused"]}, {"flaws": ["address-refused"]}),
    "fault": ({"faults": ["status-500"]}, {"faults": ["status-500"]}),
    "variants": (
        {"variants": ["no-has-more", "amounts-as-numbers"]},
        {"variants": ["pages-small", "amounts-as-strings", "fields-unknown"]},
    ),
}
"""What is played, for Anton's merchant and for OctopusCards'."""


@pytest.mark.parametrize(
    ("credentials", "emulator"),
    [
        pytest.param(credentials, of[credentials == PAIR], id=f"{name}-{kind}")
        for kind, credentials in (("static", STATIC), ("oauth", OAUTH), ("pair", PAIR))
        for name, of in EMULATORS.items()
    ],
)
def test_two_runs_in_one_process_say_the_same(tmp_path, credentials, emulator):
    with merchant(tmp_path, credentials=credentials, **emulator) as running:
        first, second = (json.loads(FORMATS["json"]([running.judge()], Style())) for _ in range(2))
    assert lasting(first) == lasting(second)
    assert json.dumps(lasting(first)) == json.dumps(lasting(second)), "the order differs"
    assert first["started_at"], "there is nothing left to compare if even this is gone"


def test_processes_that_hash_differently_say_the_same(tmp_path):
    (tmp_path / "more.py").write_text("\n".join(f"URL{n} = 'https://api.antonpayments.dev/{n}'" for n in range(30)))
    flaws = ["balance-too-low", "payees-none", "webhook-missing"]
    with merchant(tmp_path, flaws=flaws) as running:
        routes = [word for mapping in running.emulator.connect_to for word in ("--connect-to", mapping)]
        arguments = ["check", "--env", "prod", "--format", "json", *routes, "--ca-bundle", running.emulator.ca_bundle]
        runs = [
            process(*arguments, cwd=tmp_path, PYTHONHASHSEED=seed, **running.environ) for seed in ("0", "1", "4242")
        ]
    assert [run.returncode for run in runs] == [1, 1, 1], runs[0].stderr
    texts = {json.dumps(lasting(json.loads(run.stdout))) for run in runs}
    assert len(texts) == 1
    assert all(run.stderr == b"" for run in runs)


def test_lines_of_the_text_keep_their_order(tmp_path):
    with merchant(tmp_path, flaws=["balance-too-low"]) as running:
        reports = [running.judge() for _ in range(2)]
    texts = [FORMATS["text"]([report], Style(width=100, verbosity=1)).splitlines() for report in reports]

    def timeless(lines):
        return [line for line in lines if " s" not in line and "checked" not in line]

    assert timeless(texts[0]) == timeless(texts[1])
