"""Two pairs are told apart by comparing them, and no value is ever shown."""

from __future__ import annotations

import pytest

from golive.errors import Unverified
from golive.finding import Level
from golive.providers.octopuscards import PROVIDER
from support.anton_checks import status, words
from support.context import make_context, of_level
from support.octopus_checks import KEY, SECRET

OWN = {"KEY": KEY, "SECRET": SECRET}
OTHER = {"OTHER_KEY": "Bn4Xr7Kp2Zt9Lw5Hc8Vq3J", "OTHER_SECRET": "Gm6Td1Ys8Rf3Pb9Nx4Wk7C"}
PAIR = "{api_key: {env: KEY}, api_secret: {env: SECRET}}"
SANDBOX = "{api_key: {env: OTHER_KEY}, api_secret: {env: OTHER_SECRET}}"
PROFILE = """\
version: 1
provider: octopuscards
environments:
  test: {kind: sandbox, base_url: "https://sandbox-api.octopuscards.io", credentials: SANDBOX}
  prod: {kind: production, base_url: "https://api.octopuscards.io", credentials: PAIR}
  eu: {kind: production, base_url: "https://api.octopuscards.io", credentials: PAIR}
"""


def judge(folder, *, pair=PAIR, sandbox=SANDBOX, environment="prod", **environ):
    environ = OWN | OTHER | environ
    text = PROFILE.replace("PAIR", pair).replace("SANDBOX", sandbox)
    ctx = make_context(
        folder,
        text,
        environment=environment,
        environ={name: value for name, value in environ.items() if value is not None},
        provider=PROVIDER,
    )
    findings = list(PROVIDER.judge_credentials(ctx.environment, ctx.environments))
    for value in environ.values():
        assert value is None or len(value) < 12 or value not in words(findings)
    return findings


def test_two_different_pairs_pass_and_an_environment_of_the_same_kind_may_share_one(tmp_path):
    findings = judge(tmp_path)
    assert status(findings) == "pass"
    assert words(findings).splitlines() == [
        "the key and the secret are two values, and no placeholders",
        "the pair differs from the one of test (sandbox)",
    ]


def test_a_sandbox_is_compared_with_every_production(tmp_path):
    findings = judge(tmp_path, environment="test")
    assert status(findings) == "pass"
    assert "differs from the one of prod (production)\nthe pair differs from the one of eu (production)" in words(
        findings
    )


@pytest.mark.parametrize(
    ("environ", "why", "key"),
    [
        ({"KEY": OTHER["OTHER_KEY"]}, "the key is the same as the key of test (sandbox)", "api_key"),
        ({"SECRET": OTHER["OTHER_SECRET"]}, "the secret is the same as the secret of test (sandbox)", "api_secret"),
        ({"KEY": OTHER["OTHER_SECRET"]}, "the key is the same as the secret of test (sandbox)", "api_key"),
        ({"SECRET": OTHER["OTHER_KEY"]}, "the secret is the same as the key of test (sandbox)", "api_secret"),
        ({"OTHER_SECRET": f" {SECRET}\n"}, "the secret is the same as the secret of test (sandbox)", "api_secret"),
    ],
)
def test_a_half_that_is_the_sandboxs_fails(tmp_path, environ, why, key):
    [(place, message)] = of_level(judge(tmp_path, **environ), Level.FAIL)
    assert message == why
    assert place.startswith(f"environments.prod.credentials.{key} ")


def test_a_sandbox_that_has_productions_pair_fails_too(tmp_path):
    findings = judge(tmp_path, environment="test", OTHER_KEY=KEY, OTHER_SECRET=SECRET)
    failed = [message for _, message in of_level(findings, Level.FAIL)]
    assert failed == [
        f"the {half} is the same as the {half} of {name} (production)"
        for name in ("prod", "eu")
        for half in ("key", "secret")
    ]


@pytest.mark.parametrize(
    ("environ", "why"),
    [
        ({"KEY": f"{KEY} "}, "the key has white space or quotes around it"),
        ({"SECRET": f'"{SECRET}"'}, "the secret has white space or quotes around it"),
        ({"SECRET": f"\t{SECRET}"}, "the secret has white space or quotes around it"),
        ({"SECRET": "changeme"}, "the secret is a placeholder"),
        ({"SECRET": "xxxxxxxxxxxxxxxxxxxx"}, "the secret is a placeholder"),
        ({"SECRET": KEY}, "the key and the secret are the same value"),
        ({"SECRET": f" {KEY}"}, "the key and the secret are the same value"),
    ],
)
def test_a_pair_that_was_copied_badly_fails(tmp_path, environ, why):
    findings = judge(tmp_path, **environ)
    assert status(findings) == "fail"
    assert why in words(findings, Level.FAIL)
    assert "two values, and no placeholders" not in words(findings)


@pytest.mark.parametrize("key", ["acme-shop", "your-api-key", "test-merchant", "acme", "12345678"])
def test_a_key_is_a_user_name_and_may_be_made_of_words(tmp_path, key):
    findings = judge(tmp_path, KEY=key)
    assert status(findings) == "warn"
    assert "the key reads like a placeholder" in words(findings, Level.WARN)
    assert "two values, and no placeholders" not in words(findings)
    assert "the pair differs" in words(findings)


@pytest.mark.parametrize("sandbox", ["{}"])
def test_without_a_pair_to_compare_with_it_is_a_warning(tmp_path, sandbox):
    findings = judge(tmp_path, sandbox=sandbox)
    assert status(findings) == "warn"
    assert words(findings, Level.WARN) == "the pairs cannot be compared: the profile declares no sandbox credentials"
    findings = judge(tmp_path, pair="{}", environment="test")
    assert words(findings, Level.WARN) == "the pairs cannot be compared: the profile declares no production credentials"


def test_a_variable_that_both_environments_read_proves_nothing(tmp_path):
    """Each machine has its own value in it, and only one of them is here."""
    findings = judge(tmp_path, sandbox=PAIR)
    assert status(findings) == "warn"
    assert words(findings, Level.WARN).splitlines() == [
        "the key is read from the same variable as the key of test (sandbox), so the two cannot be compared",
        "the secret is read from the same variable as the secret of test (sandbox), so the two cannot be compared",
    ]
    assert "the pair differs" not in words(findings)


def test_the_same_value_in_two_variables_fails(tmp_path):
    assert status(judge(tmp_path, OTHER_KEY=KEY)) == "fail"


def test_half_a_pair_is_still_compared(tmp_path):
    findings = judge(tmp_path, sandbox="{api_key: {env: OTHER_KEY}}", OTHER_KEY=SECRET)
    assert words(findings, Level.FAIL) == "the secret is the same as the key of test (sandbox)"
    assert status(judge(tmp_path, sandbox="{api_secret: {env: OTHER_SECRET}}")) == "pass"


def test_what_cannot_be_resolved_is_unknown_and_the_rest_is_still_compared(tmp_path):
    findings = judge(tmp_path, OTHER_KEY=None)
    assert status(findings) == "unknown"
    assert words(findings, Level.UNKNOWN).startswith("the pair cannot be compared with the key of test: ")
    assert "differs" not in words(findings)
    findings = judge(tmp_path, OTHER_KEY=None, OTHER_SECRET=SECRET)
    assert status(findings) == "fail"


def test_an_own_pair_that_cannot_be_resolved_is_unverified(tmp_path):
    with pytest.raises(Unverified, match="SECRET"):
        judge(tmp_path, SECRET=None)


@pytest.mark.parametrize(
    ("pair", "why"),
    [("{}", "no api_key and no api_secret for prod"), ("{api_key: {env: KEY}}", "no api_secret for prod")],
)
def test_a_pair_that_is_not_declared_is_unverified(tmp_path, pair, why):
    with pytest.raises(Unverified, match=why):
        judge(tmp_path, pair=pair)
