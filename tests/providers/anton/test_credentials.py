"""A credential's own marks tell which environment it opens; its value is never shown."""

from __future__ import annotations

import json

import pytest

from golive.errors import Unverified
from golive.finding import Level
from golive.providers.anton import PROVIDER
from golive.providers.anton.credentials import judge_credentials
from support.anton_checks import status, words
from support.context import make_context
from support.dpop_keys import EC_KEY, ED_KEY, pem, public_pem

RANDOM = "q7Zr2Lw9Xk4Tn8VbH3mP6sDy"
ID, SECRET = "3f9c27e1b84d06a5c2f7e98b1d40a6e3", "8b3e1f7a09c4d62e5b7f18a3c9d04e6f2a7b5c81d3e90f46"

PROFILE = """\
version: 1
provider: anton
environments:
  sandbox: {kind: sandbox, base_url: "https://api.antonpayments.dev", credentials: SANDBOX}
  prod: {kind: production, base_url: "https://api.antonpayments.com", credentials: PROD}
  eu: {kind: production, base_url: "https://api.antonpayments.com", credentials: PROD}
"""
KEY = "{api_key: {env: KEY}}"
CLIENT = "{client_id: {env: ID}, client_secret: {env: SECRET}, dpop_key: {env: DPOP}}"


def judge(folder, environ, *, prod=KEY, sandbox="{}", environment="prod"):
    text = PROFILE.replace("PROD", prod).replace("SANDBOX", sandbox)
    ctx = make_context(folder, text, environment=environment, environ=environ, provider=PROVIDER)
    findings = list(judge_credentials(ctx.environment, ctx.environments))
    for value in environ.values():
        assert len(value) < 12 or value not in words(findings)
    return findings


@pytest.mark.parametrize("rest", [RANDOM, f"{RANDOM}_a-b", "q7Zr2Lw9"])
def test_a_live_key_belongs_to_production(tmp_path, rest):
    findings = judge(tmp_path, {"KEY": f"ak_live_{rest}"})
    assert words(findings) == f"the API key starts with ak_live_ and has {len(rest)} characters after it"
    assert status(findings) == "pass"


def test_a_test_key_belongs_to_the_sandbox(tmp_path):
    assert status(judge(tmp_path, {"KEY": f"ak_test_{RANDOM}"}, sandbox=KEY, environment="sandbox")) == "pass"


@pytest.mark.parametrize(
    ("key", "environment", "why"),
    [
        (f"ak_test_{RANDOM}", "prod", "starts with ak_test_: it is for the other environment, not production"),
        (f"ak_live_{RANDOM}", "sandbox", "starts with ak_live_: it is for the other environment, not sandbox"),
        (f"AK_LIVE_{RANDOM}", "prod", "does not start with ak_live_"),
        (f"Bearer ak_live_{RANDOM}", "prod", "does not start with ak_live_"),
        (f"ak_prod_{RANDOM}", "prod", "does not start with ak_live_"),
        (f"whsec_{RANDOM}", "prod", "does not start with ak_live_"),
        ("ak_live_", "prod", "nothing follows ak_live_"),
        ("ak_live", "prod", "does not start with ak_live_"),
        ("ak_live_xxxxxxxxxxxxxxxxxxxx", "prod", "is a placeholder"),
        ("ak_live_your_key_here", "prod", "is a placeholder"),
        ("ak_live_${ANTON_KEY}", "prod", "is a placeholder"),
        ("ak_live_<paste-your-key>", "prod", "is a placeholder"),
        ("ak_live_changeme", "prod", "is a placeholder"),
        (f"ak_live_{RANDOM}\n", "prod", "white space or quotes around it"),
        (f" ak_live_{RANDOM}", "prod", "white space or quotes around it"),
        (f'"ak_live_{RANDOM}"', "prod", "white space or quotes around it"),
        (f"'ak_test_{RANDOM}", "prod", "white space or quotes around it"),
        (f"ak_live_{RANDOM}ü", "prod", "characters that an HTTP header cannot carry"),
        (f"ak_live_{RANDOM[:12]} {RANDOM[12:]}", "prod", "characters that an HTTP header cannot carry"),
        (f"ak_live_{RANDOM[:12]}\r\nX: {RANDOM[12:]}", "prod", "characters that an HTTP header cannot carry"),
    ],
)
def test_a_key_that_cannot_work_is_named(tmp_path, key, environment, why):
    findings = judge(tmp_path, {"KEY": key}, sandbox=KEY, environment=environment)
    assert status(findings) == "fail"
    assert why in words(findings)
    assert findings[0].fix is not None


def test_a_key_that_is_not_there_is_unverified(tmp_path):
    with pytest.raises(Unverified, match="KEY is not set"):
        judge(tmp_path, {})
    with pytest.raises(Unverified, match="the profile declares no credentials for prod"):
        judge(tmp_path, {}, prod="{}")


def test_parts_of_another_providers_credential_are_nothing_to_look_at(tmp_path):
    assert judge(tmp_path, {"KEY": "x"}, prod="{api_secret: {env: KEY}}") == []


def oauth(word="live", *, secret_word=None, key=EC_KEY):
    return {"ID": f"ant_oc_{word}_{ID}", "SECRET": f"ant_ocs_{secret_word or word}_{SECRET}", "DPOP": pem(key)}


@pytest.mark.parametrize(("word", "key", "algorithm"), [("live", EC_KEY, "ES256"), ("Prod", ED_KEY, "EdDSA")])
def test_a_live_client_belongs_to_production(tmp_path, word, key, algorithm):
    findings = judge(tmp_path, oauth(word, key=key), prod=CLIENT)
    assert status(findings) == "pass"
    assert words(findings).splitlines() == [
        f"the client_id is for {word}",
        f"the client_secret is for {word}",
        f"the DPoP key is a private {algorithm} key",
    ]


@pytest.mark.parametrize(
    ("change", "level", "why"),
    [
        ({"ID": f"ant_oc_sandbox_{ID}"}, "fail", "the client_id is for 'sandbox', and this environment is production"),
        ({"SECRET": f"ant_ocs_test_{SECRET}"}, "fail", "the client_secret is for 'test'"),
        (
            {"ID": f"ant_oc_eu-1_{ID}"},
            "warn",
            "the client_id names the environment 'eu-1', a word the provider does not",
        ),
        ({"ID": f"ant_oc_live_{ID[:-1]}"}, "fail", "the client_id does not look like ant_oc_"),
        ({"ID": f"ant_ocs_live_{SECRET}"}, "fail", "the client_id does not look like"),
        ({"SECRET": f"ant_ocs_live_{SECRET}\n"}, "fail", "the client_secret does not look like"),
        ({"SECRET": "ant_ocs_live_" + "0" * 48}, "fail", "the client_secret is a placeholder"),
        ({"DPOP": public_pem(EC_KEY)}, "fail", "the DPoP key cannot be used: it is not a private key"),
    ],
)
def test_a_client_that_cannot_work_is_named(tmp_path, change, level, why):
    findings = judge(tmp_path, oauth() | change, prod=CLIENT)
    assert status(findings) == level
    assert why in words(findings, Level(level))


def test_a_client_shared_with_the_sandbox_is_named(tmp_path):
    findings = judge(tmp_path, oauth("eu1"), prod=CLIENT, sandbox=CLIENT)
    assert "the client_id is the same as the one of sandbox (sandbox)" in words(findings, Level.FAIL)
    assert len([finding for finding in findings if "is the same" in finding.message]) == 1


OTHER = "{client_id: {env: OTHER}, client_secret: {env: SECRET}, dpop_key: {env: DPOP}}"


def test_a_client_of_its_own_is_calm(tmp_path):
    environ = oauth() | {"OTHER": "ant_oc_sandbox_" + ID[::-1]}
    assert status(judge(tmp_path, environ, prod=CLIENT, sandbox=OTHER)) == "pass"
    assert status(judge(tmp_path, oauth(), prod=CLIENT, sandbox=KEY)) == "pass"


def test_the_sandboxs_client_is_missed_only_where_the_id_does_not_tell_by_itself(tmp_path):
    assert status(judge(tmp_path, oauth(), prod=CLIENT, sandbox=OTHER)) == "pass"
    findings = judge(tmp_path, oauth("eu1"), prod=CLIENT, sandbox=OTHER)
    assert words(findings, Level.UNKNOWN).startswith("the client_id cannot be compared with the one of sandbox: ")
    nonsense = judge(tmp_path, oauth() | {"ID": "nonsense"}, prod=CLIENT, sandbox=OTHER)
    assert words(nonsense, Level.UNKNOWN)


def test_the_jwk_form_of_a_key_is_a_key(tmp_path):
    from support.dpop_keys import ed_jwk

    assert status(judge(tmp_path, oauth() | {"DPOP": json.dumps(ed_jwk())}, prod=CLIENT)) == "pass"
