"""`golive check`, `demo` and `emulator` in this process, against the emulator."""

from __future__ import annotations

import json
import re
import threading

import pytest

from golive.cli import demo as demo_module
from golive.cli.demo import _planted
from golive.demo.merchant import planted_flaws
from golive.emulator.registry import providers
from golive.registry import built_in
from support.command import golive
from support.merchant import merchant

pytestmark = pytest.mark.sockets


def options(running) -> list[str]:
    routes = [word for mapping in running.emulator.connect_to for word in ("--connect-to", mapping)]
    return [
        "--env",
        "prod",
        "--config",
        running.folder / "golive.yaml",
        *routes,
        "--ca-bundle",
        running.emulator.ca_bundle,
    ]


def test_a_sound_merchant_is_incomplete_only_for_what_is_not_built(tmp_path, monkeypatch):
    with merchant(tmp_path) as running:
        ran = golive(monkeypatch, "check", *options(running), "--format", "json", **running.environ)
    report = json.loads(ran.out)
    assert (ran.code, ran.err) == (3, "")
    assert {one["status"] for one in report["results"]} <= {"pass", "unknown", "skip"}


def test_a_flawed_merchant_is_not_ready(tmp_path, monkeypatch):
    with merchant(tmp_path, flaws=["balance-too-low"]) as running:
        ran = golive(monkeypatch, "check", *options(running), COLUMNS="80", **running.environ)
    assert ran.code == 1
    assert "account.balance" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("provider", providers())
def test_every_providers_sound_merchant_has_nothing_that_fails_or_warns(monkeypatch, provider):
    ran = golive(monkeypatch, "demo", "--provider", provider, "--format", "json")
    report = json.loads(ran.out)
    assert (ran.code, ran.err) == (3, "")
    statuses = {one["id"]: one["status"] for one in report["results"]}
    assert {statuses[check.id] for check in built_in().checks if check.id in statuses} <= {"pass", "skip"}
    assert set(statuses.values()) <= {"pass", "unknown", "skip"}, "what is not built yet is unknown"
    lines = [item for section in report["sections"] for item in section["items"]]
    assert {item["status"] for item in lines} == {"pass", "unknown"}
    assert len(report["exchanges"]) <= 40


def test_the_demo_shows_a_sound_merchant(monkeypatch):
    ran = golive(monkeypatch, "demo")
    assert (ran.code, ran.err) == (3, "")
    assert "`golive init` writes a profile" in ran.out
    quiet = golive(monkeypatch, "demo", "-q")
    assert quiet.out.count("\n") == 1
    assert json.loads(golive(monkeypatch, "demo", "--format", "json").out)["exit_code"] == 3


@pytest.mark.parametrize(("provider", "columns"), [("anton", 50), ("anton", 80), ("octopuscards", 50)])
def test_the_flawed_demo_finds_all_that_was_planted_and_fits_the_page(monkeypatch, provider, columns):
    ran = golive(monkeypatch, "demo", "--flawed", "--provider", provider, COLUMNS=columns)
    assert (ran.code, ran.err) == (1, "")
    table = ran.out[ran.out.index("Side by side") :]
    count = len(planted_flaws(provider))
    assert f"{count} flaws, {count} found" in " ".join(table.split())
    assert "MISSED" not in table
    assert max(map(len, table.splitlines())) <= columns
    assert not any(line.endswith(" ") for line in table.splitlines())
    assert re.search(r"^  INCOMPLETE  NOT READY +Verdict$", table, re.MULTILINE)


@pytest.mark.parametrize("provider", providers())
def test_every_flaw_that_was_planted_in_a_file_is_found_in_that_file(monkeypatch, provider):
    report = json.loads(golive(monkeypatch, "demo", "--flawed", "--provider", provider, "--format", "json").out)
    places = {one["id"]: [each["place"] for each in one["findings"]] for one in report["results"]}
    planted = [(flaw, re.match(r".*?\b((?:app|deploy)/\w+\.\w+)", flaw.title)) for flaw in planted_flaws(provider)]
    in_files = [(flaw.check, match[1]) for flaw, match in planted if match]
    assert len(in_files) >= 6
    for check, file in in_files:
        assert any(file in json.dumps(place) for place in places[check]), (check, file, places[check])


def test_a_planted_flaw_that_nobody_finds_is_called_missed(monkeypatch):
    from golive.clock import SystemClock
    from golive.demo.merchant import run_demo
    from golive.redact import Redactor

    sound = run_demo("anton", flawed=False, clock=SystemClock(), redactor=Redactor())
    lines = [" ".join(line) if isinstance(line, tuple) else line for line in _planted(planted_flaws("anton"), sound)]
    assert f"{len(planted_flaws('anton'))} flaws, 0 found" in lines[1]
    assert "MISSED" in lines[2]
    assert "says pass" in lines[2]


def test_usage_errors_of_the_demo(monkeypatch):
    assert golive(monkeypatch, "demo", "-v", "-q").code == 2
    assert golive(monkeypatch, "demo", "--format", "jsno").code == 2
    assert "did you mean `anton`?" in golive(monkeypatch, "demo", "-p", "antn").err
    assert "there are anton" in golive(monkeypatch, "demo", "-p", "../..").err
    assert demo_module.CLOSING


def test_the_emulator_ends_well_when_it_is_interrupted(monkeypatch):
    def interrupted(_event, timeout=None):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        from golive.cli import emulator as module

        class Event:
            wait = interrupted

        patch.setattr(module, "threading", type("Module", (), {"Event": Event}))
        ran = golive(monkeypatch, "emulator", "--variant", "dpop-nonce")
    assert (ran.code, ran.err) == (0, "")
    assert "export ANTON_CLIENT_SECRET_SANDBOX=" in ran.out
    assert ran.out.endswith("Stopped; everything it made up is forgotten.\n")
    assert threading.active_count() < 20


def test_the_emulator_says_how_to_probe_a_receiver_that_it_plays(monkeypatch):
    def interrupted(_event, timeout=None):
        raise KeyboardInterrupt

    urls = ["https://pay.example.com/hooks?a=1&b=2", "https://other.example.com/"]
    with monkeypatch.context() as patch:
        from golive.cli import emulator as module

        patch.setattr(module, "threading", type("Module", (), {"Event": type("Event", (), {"wait": interrupted})}))
        ran = golive(monkeypatch, "emulator", "--receiver", urls[0], "--receiver", urls[1], "--flaw", "receiver-slow")
    assert (ran.code, ran.err) == (0, "")
    check, *probes = [line for line in ran.out.splitlines() if line.startswith("golive ")]
    assert all(f"--connect-to {host}:443:127.0.0.1:" in check for host in ("pay.example.com", "other.example.com"))
    assert [line.split()[2:7] for line in probes] == [
        [url, "--provider", "anton", "--secret", "env:ANTON_WEBHOOK_SECRET"] for url in (f"'{urls[0]}'", urls[1])
    ]
    assert [line.count("--connect-to") for line in probes] == [1, 1]


def test_a_flaw_of_receivers_without_a_receiver_is_a_usage_error(monkeypatch):
    ran = golive(monkeypatch, "emulator", "--flaw", "receiver-slow")
    assert ran.code == 2
    assert "--receiver" in ran.err
    ran = golive(monkeypatch, "emulator", "--receiver", "http://pay.example.com/")
    assert ran.code == 2
    assert "cannot play a receiver at 'http://pay.example.com/'" in ran.err


def test_a_port_that_is_taken_is_a_sentence(monkeypatch, tmp_path):
    with merchant(tmp_path) as running:
        ran = golive(monkeypatch, "emulator", "--port", running.emulator.port)
    assert ran.code == 2
    assert f"cannot listen on port {running.emulator.port}" in ran.err
