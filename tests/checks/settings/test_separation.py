"""`settings.separation`: environments share no secret and no webhook URL."""

from __future__ import annotations

import pytest

from golive.errors import NotApplicable
from golive.finding import Level
from golive_checks.settings.separation import separation
from support.anton_checks import status, words
from support.context import make_context, run

ONE = """\
version: 1
provider: anton
environments:
  prod: {kind: production, base_url: "https://api.antonpayments.com", PROD}
"""
PROFILE = ONE + "  sandbox: {kind: sandbox, base_url: 'https://api.antonpayments.dev', SANDBOX}\n"
ENVIRON = {"LIVE": "live-value", "TEST": "test-value", "SAME": "live-value", "W1": "whsec-1", "W2": "whsec-2"}


def judge(folder, prod, sandbox, **environ):
    text = PROFILE.replace("PROD", prod).replace("SANDBOX", sandbox)
    findings = run(separation, make_context(folder, text, environ=ENVIRON | environ))
    for value in ("live-value", "test-value", "whsec-1"):
        assert value not in words(findings)
    return findings


def key(name):
    return f"credentials: {{api_key: {{env: {name}}}}}"


def hook(url, secret="W1"):
    return f"webhooks: [{{url: '{url}', secret: {{env: {secret}}}}}]"


def test_values_of_their_own_pass(tmp_path):
    prod = key("LIVE") + ", " + hook("https://a.example.com/h")
    sandbox = key("TEST") + ", " + hook("https://b.example.com/h", "W2")
    findings = judge(tmp_path, prod, sandbox)
    assert (status(findings), words(findings)) == ("pass", "3 values were compared with the 3 of sandbox")


@pytest.mark.parametrize(
    ("prod", "sandbox", "why"),
    [
        (key("LIVE"), key("SAME"), "the api_key of prod and the api_key of sandbox are the same value"),
        (
            hook("https://a.example.com/h"),
            hook("https://a.example.com/h", "W2"),
            "the url of webhooks.0 of prod and the url of webhooks.0 of sandbox are the same value",
        ),
        (
            hook("https://a.example.com/h"),
            hook("https://b.example.com/h", "W3"),
            "the secret of webhooks.0 of prod and the secret of webhooks.0 of sandbox are the same value",
        ),
        (
            "credentials: {api_key: {dotenv: one.env, key: KEY}}",
            "credentials: {api_key: {dotenv: two.env, key: KEY}}",
            "the api_key of prod and the api_key of sandbox are the same value",
        ),
        (
            "credentials: {api_key: {dotenv: one.env, key: KEY}}",
            "credentials: {api_key: {dotenv: one.env, key: KEY}}",
            "are the same value",
        ),
        (
            "credentials: {api_key: {env: KEY}}",
            "credentials: {api_key: {dotenv: one.env, key: KEY}}",
            "are the same value",
        ),
    ],
)
def test_a_shared_value_fails_by_its_names(tmp_path, prod, sandbox, why):
    (tmp_path / "one.env").write_text("KEY=live-value\n", encoding="utf-8")
    (tmp_path / "two.env").write_text("KEY=live-value\n", encoding="utf-8")
    findings = judge(tmp_path, prod, sandbox, W3="whsec-1", KEY="live-value")
    assert status(findings) == "fail"
    assert why in words(findings, Level.FAIL)


def test_one_variable_name_for_both_is_a_warning(tmp_path):
    (tmp_path / "one.env").write_text("LIVE=other-value\n", encoding="utf-8")
    for sandbox in (key("LIVE"), "credentials: {api_key: {dotenv: one.env, key: LIVE}}"):
        findings = judge(tmp_path, key("LIVE"), sandbox)
        assert status(findings) == "warn"
        assert "are read from variables of the same name" in words(findings)


def test_what_cannot_be_read_is_unknown_and_hides_nothing(tmp_path):
    prod = key("LIVE") + ", " + hook("https://a.example.com/h", "MISSING")
    findings = judge(tmp_path, prod, key("GONE") + ", " + hook("https://b.example.com/h", "W2"))
    assert status(findings) == "unknown"
    assert words(findings, Level.UNKNOWN).splitlines() == [
        "the secret of webhooks.0 of prod cannot be read (variable MISSING is not set), so it cannot be compared",
        "the api_key of sandbox cannot be read (variable GONE is not set), so it cannot be compared",
    ]
    assert status(judge(tmp_path, prod, key("SAME"))) == "fail"


def test_with_one_environment_there_is_nothing_to_compare(tmp_path):
    with pytest.raises(NotApplicable, match="has no environment beside prod"):
        run(separation, make_context(tmp_path, ONE.replace("PROD", key("LIVE")), environ=ENVIRON))


def test_environments_without_anything_to_compare_never_pass(tmp_path):
    assert status(judge(tmp_path, "egress: []", "egress: []")) == "unknown"
