"""What a command loads. These guards are exact where a stopwatch would not be: docs/architecture.md, "Start-up"."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support.command import CLEAN

PROFILE = Path(__file__).parent.parent / "sample-configs" / "minimal.yaml"
ENVIRON = {"ANTON_BASE_URL": "https://api.antonpayments.com", "ANTON_API_KEY": "ak_live_made_up"}
PROBE = """
import json, sys
before = set(sys.modules)
from golive.__main__ import main
sys.argv = ["golive", *json.loads(sys.argv[1])]
code = 0
try:
    main()
except SystemExit as end:
    code = end.code or 0
sys.stdout.flush()
sys.stderr.write("\\n" + json.dumps([code, sorted(set(sys.modules) - before)]))
"""

NEVER = {"pydantic", "click", "attrs", "jinja2", "jsonschema", "requests", "aiohttp"}
NETWORK = {"httpx", "httpcore", "h11", "anyio", "asyncio", "ssl", "http", "truststore", "certifi"}
EMULATOR = {"trustme", "golive.emulator", "golive.demo"}
SECRETS = {"keyring", "cryptography", "dotenv"}
PRINTING = {"rich", "pygments", "markdown_it"}
SOURCE = {"golive.source", "golive.repository.detectors", "tree_sitter", "hyperscan"}
PROFILES = {"yaml", "_yaml"}


def loaded(*arguments: str) -> set[str]:
    """Run a command in a process of its own and return the modules that it loaded, packages above them included."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(arguments)],
        env={**CLEAN, **ENVIRON, "NO_COLOR": "1"},
        cwd=PROFILE.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code in {0, 1, 3}, done.stderr.splitlines()[:-1]
    assert done.stdout
    return set(modules)


def test_the_version_is_answered_before_anything_is_loaded():
    assert loaded("--version") - {"__future__"} == {"golive", "golive.__main__"}


NOT_LOADED_BY = {
    "--help": NETWORK | EMULATOR | SECRETS | PRINTING | PROFILES | {"golive_checks", "golive.registry"},
    "version": NETWORK | EMULATOR | SECRETS | PRINTING | PROFILES | {"golive_checks", "golive.registry"},
    "check --help": NETWORK | EMULATOR | SECRETS | PRINTING | PROFILES | {"golive_checks", "golive.registry"},
    "probe --help": NETWORK | EMULATOR | SECRETS | PRINTING | PROFILES | {"golive_checks", "golive.registry"},
    "list": NETWORK | EMULATOR | SECRETS | PRINTING | PROFILES | SOURCE,
    "explain account.balance": NETWORK | EMULATOR | SECRETS | PRINTING,
    "explain launch.base-url": NETWORK | EMULATOR | SECRETS | PRINTING,
    "schema profile": NETWORK | EMULATOR | SECRETS | PRINTING,
    "schema report": NETWORK | EMULATOR | SECRETS | PRINTING,
    "emulator --list": NETWORK - {"http"} | SECRETS | PRINTING | {"trustme"},
    "check --offline --config minimal.yaml": NETWORK | EMULATOR | SECRETS,
    "check --offline --config minimal.yaml --format json": NETWORK | EMULATOR | SECRETS | PRINTING,
}
"""What each command must not load."""


@pytest.mark.parametrize("command", NOT_LOADED_BY)
def test_a_command_loads_only_what_it_uses(command):
    assert loaded(*command.split()) & (NOT_LOADED_BY[command] | NEVER) == set()
