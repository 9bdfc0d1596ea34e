"""
How long commands take as whole processes, beside a bare interpreter and a bare `import typer` in the same rounds.

    python -m pytest -n0 tests/benchmarks --benchmark-enable --benchmark-json=benchmarks.json

The figures to read are the ratios to `pass` in `extra_info`: a machine drifts, and all commands of a round drift with
it. Aims: `--version` 1.3, `list` 8, `check --offline` 20. Nothing fails on the clock.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROFILE = Path(__file__).parent.parent.parent / "sample-configs" / "minimal.yaml"
ENVIRON = {"ANTON_BASE_URL": "https://api.antonpayments.com", "ANTON_API_KEY": "made-up"}
ROUNDS = 15
# What the console script runs, without the search for it.
GOLIVE = [sys.executable, "-c", "import sys; from golive.__main__ import main; sys.exit(main())"]
PROCESSES = {
    "pass": [sys.executable, "-c", "pass"],
    "import typer": [sys.executable, "-c", "import typer"],
    "golive --version": [*GOLIVE, "--version"],
    "golive --help": [*GOLIVE, "--help"],
    "golive list": [*GOLIVE, "list"],
    "golive explain": [*GOLIVE, "explain", "account.balance"],
    "golive check --offline": [*GOLIVE, "check", "--offline", "--config", str(PROFILE)],
    "golive check --offline --format json": [*GOLIVE, "check", "--offline", "--config", str(PROFILE), "-f", "json"],
}


@pytest.fixture
def environ(tmp_path):
    """Return the variables for the processes: compiled files are kept, as they are in an install, but apart."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **ENVIRON, "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled"), "NO_COLOR": "1"}


@pytest.mark.benchmark(group="start-up")
def test_commands_start_beside_a_bare_interpreter(benchmark, environ, tmp_path):
    taken: dict[str, list[float]] = {name: [] for name in PROCESSES}
    codes: dict[str, int] = {}

    def one_round() -> None:
        for name, command in PROCESSES.items():
            started = time.perf_counter()
            done = subprocess.run(command, env=environ, cwd=tmp_path, capture_output=True, check=False)
            taken[name].append(time.perf_counter() - started)
            codes[name] = done.returncode

    one_round()  # compiles
    for seconds in taken.values():
        seconds.clear()
    benchmark.pedantic(one_round, rounds=ROUNDS)
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    benchmark.extra_info["milliseconds"] = {name: round(median * 1000) for name, median in medians.items()}
    benchmark.extra_info["times_pass"] = {name: round(one / medians["pass"], 2) for name, one in medians.items()}
    checks = {name: code for name, code in codes.items() if "check" in name}
    assert set(checks.values()) <= {1, 3}  # a verdict was reached
    assert {code for name, code in codes.items() if name not in checks} == {0}
