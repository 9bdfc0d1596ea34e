"""code.secrets: what only a name tells, private keys, and remarks that ignore a finding."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest

from golive.finding import Level
from golive.providers.anton.names import CREDENTIAL_NAMES
from golive_checks.code.secrets import secrets
from support.context import ANTON, make_context, of_level, run
from support.planted import VALUE

LIVE = "ak_live_9f3kQ2xLab7ZpW0tRm5s"
OTHER = "ak_live_Kq7mZ2xWv9dTn4hRb8sC"
TEST = "ak_test_Hd83kLq0Zx72mVtPw4Ry"
PROFILE = """
version: 1
provider: anton
environments:
  sandbox:
    kind: sandbox
    base_url: https://api.antonpayments.dev
    credentials: {api_key: {env: KEY_SANDBOX}}
  prod:
    kind: production
    base_url: https://api.antonpayments.com
    credentials: {api_key: {env: KEY}}
"""
NAMED = replace(ANTON, credential_names=CREDENTIAL_NAMES)
BODY = base64.b64encode(b"".join(hashlib.sha256(bytes([index])).digest() for index in range(4))).decode()
PEM = f"-----BEGIN PRIVATE KEY-----\n{BODY[:64]}\n{BODY[64:128]}\n{BODY[128:]}\n-----END PRIVATE KEY-----\n"


def findings(folder, files, **options):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    environ = {"KEY": LIVE, "KEY_SANDBOX": TEST}
    return run(secrets, make_context(folder, PROFILE, environ=environ, provider=NAMED, **options))


def test_a_random_value_under_the_providers_name_fails_and_is_not_shown(tmp_path):
    found = findings(tmp_path, {"app.py": f"\nANTON_API_KEY = '{VALUE}'\n"})
    [(place, message)] = of_level(found, Level.FAIL)
    assert place == "app.py:2"
    assert message.startswith("credential in the repository: API key, by the name that it is assigned to (fingerprint ")
    assert VALUE[:6] not in message


def test_a_value_that_is_not_clearly_random_warns(tmp_path):
    found = findings(tmp_path, {"app.py": "ANTON_API_KEY = 'Kq7mZ2xWv9dT'"})
    assert of_level(found, Level.FAIL) == []
    [(place, message)] = of_level(found, Level.WARN)
    assert (place, message.partition(":")[0]) == ("app.py:1", "perhaps a credential of the provider's")


@pytest.mark.parametrize(
    ("name", "setting", "level"),
    [
        ("app.py", "ANTON_API_KEY_SANDBOX", Level.WARN),
        ("config/sandbox.env", "ANTON_API_KEY", Level.WARN),
        (".env.staging", "ANTON_API_KEY", Level.WARN),
        (".env.production", "ANTON_API_KEY", Level.FAIL),
        ("deploy/values.yaml", "ANTON_API_KEY", Level.FAIL),
        ("tests/test_app.py", "ANTON_API_KEY", None),
        ("tests/test_app.py", "ANTON_API_KEY_PROD", None),
        ("README.md", "ANTON_API_KEY", None),
        (".env.example", "ANTON_API_KEY", None),
        ("docs/setup.txt", "ANTON_API_KEY", None),
        ("node_modules/anton/index.js", "ANTON_API_KEY", None),
        (".env.example", "ANTON_API_KEY_PROD", Level.WARN),
        ("README.md", "ANTON_API_KEY_LIVE", Level.WARN),
    ],
)
def test_where_a_value_stands_decides_how_much_its_name_counts(tmp_path, name, setting, level):
    found = findings(tmp_path, {name: f"{setting}={VALUE}\n"})
    assert [finding.level for finding in found if finding.level is not Level.SEEN] == ([] if level is None else [level])


@pytest.mark.parametrize(
    ("name", "text", "level"),
    [
        ("certs/server.key", PEM, Level.WARN),
        ("tests/key.pem", PEM, None),
        ("docs/keys.md", PEM, None),
        ("src/fixtures/key.pem", PEM, None),
        ("app.py", f'ANTON_DPOP_KEY = """{PEM}"""', Level.FAIL),
        ("keys/anton-dpop-key.pem", PEM, Level.FAIL),
        ("keys/anton/dpop.pem", PEM, Level.FAIL),
        ("keys/anton.ts", PEM, Level.WARN),
    ],
)
def test_a_private_key_fails_only_where_a_name_ties_it_to_the_provider(tmp_path, name, text, level):
    found = findings(tmp_path, {name: text})
    assert [finding.level for finding in found if finding.level is not Level.SEEN] == ([] if level is None else [level])


def test_the_evidence_names_what_was_searched(tmp_path):
    [(_, message)] = of_level(findings(tmp_path, {"a.py": ""}), Level.SEEN)
    assert "5 credential formats, 4 kinds of names and 2 exact values searched" in message


MARK = "golive: ignore[code.secrets]"


def test_a_remark_with_a_reason_takes_a_finding_out_and_is_counted(tmp_path):
    files = {"a.py": f"K = '{OTHER}'  # {MARK} revoked in May\n", "b.py": f"# {MARK} a vector\nK = '{OTHER}'\n"}
    found = findings(tmp_path, files)
    assert {finding.level for finding in found} == {Level.SEEN}
    messages = [message for _, message in of_level(found, Level.SEEN)]
    assert "2 findings are ignored by a remark in the file: a.py:1 (revoked in May); b.py:2 (a vector)" in messages


def test_a_remark_without_a_reason_has_no_effect_and_warns(tmp_path):
    found = findings(tmp_path, {"a.py": f"\nK = '{OTHER}'  # {MARK}\n"})
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["a.py:2"]
    assert of_level(found, Level.WARN) == [("a.py:2", "the remark to ignore this has no effect: it gives no reason")]


def test_a_live_value_of_the_profile_cannot_be_ignored(tmp_path):
    found = findings(tmp_path, {"a.py": f"# {MARK} only for tests\nK = '{LIVE}'\n"})
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["a.py:2"]
    [(place, message)] = of_level(found, Level.WARN)
    assert (place, "production's credential" in message) == ("a.py:1", True)


def test_a_sandbox_value_of_the_profile_can_be_ignored(tmp_path):
    found = findings(tmp_path, {"a.py": f"K = '{TEST}'  # {MARK} the demo's\n"})
    assert {finding.level for finding in found} == {Level.SEEN}


def test_a_remark_about_another_check_or_line_takes_nothing_out(tmp_path):
    text = f"# golive: ignore[code.logging] a reason\nK = '{OTHER}'\n\n# {MARK} a reason\n\nL = '{OTHER}'\n"
    assert [place for place, _ in of_level(findings(tmp_path, {"a.py": text}), Level.FAIL)] == ["a.py:2"]


def test_the_same_credential_elsewhere_in_the_file_is_still_found(tmp_path):
    text = f"K = '{OTHER}'  # {MARK} a vector\nL = '{OTHER}'\n"
    assert [place for place, _ in of_level(findings(tmp_path, {"a.py": text}), Level.FAIL)] == ["a.py:2"]


def test_without_inline_ignores_everything_is_reported(tmp_path):
    found = findings(tmp_path, {"a.py": f"K = '{OTHER}'  # {MARK} revoked\n"}, inline_ignores=False)
    assert [place for place, _ in of_level(found, Level.FAIL)] == ["a.py:1"]
    assert of_level(found, Level.WARN) == []


def test_a_credential_in_pieces_says_so(tmp_path):
    [(place, message)] = of_level(findings(tmp_path, {"a.js": f"\nk = '{OTHER[:8]}' + '{OTHER[8:]}'"}), Level.FAIL)
    assert (place, "in pieces that the program puts together" in message) == ("a.js:2", True)
