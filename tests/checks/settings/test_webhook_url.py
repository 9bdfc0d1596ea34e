"""`settings.webhook-url`: public, https, and no sandbox or tunnel in production."""

from __future__ import annotations

import ipaddress

import pytest

from golive.errors import Unverified
from golive.finding import Level
from golive.receiver.target import LOCAL_SUFFIXES
from golive.redact import Redactor
from golive_checks.settings.webhook_url import TUNNELS, webhook_url
from support.anton_checks import status, words
from support.context import make_context, run

PUBLIC = ("93.184.216.34",)


def judge(folder, *urls, environment="prod", addresses=PUBLIC, environ=None):
    hooks = ", ".join(f"{{url: {url}}}" if url.startswith("{") else f"{{url: {url!r}}}" for url in urls)
    profile = "version: 1\nprovider: anton\nenvironments:\n" + "".join(
        f"  {name}: {{kind: {kind}, base_url: 'https://api.antonpayments.com', webhooks: [{hooks}]}}\n"
        for name, kind in (("prod", "production"), ("box", "sandbox"))
    )

    def resolve(host):
        if addresses is None:
            raise Unverified(f"{host} does not resolve from here")
        return tuple(map(ipaddress.ip_address, addresses))

    ctx = make_context(folder, profile, environment=environment, environ=environ, resolve_host=resolve)
    return run(webhook_url, ctx)


@pytest.mark.parametrize(
    "url",
    [
        "https://pay.example.com/hooks/anton",
        "https://pay.example.com:8443/hooks",
        "https://pay.example.com./hooks",
        "https://hooks.test-drive.com/x",
        "https://dev.com/x",
        "https://devices.example.com/x",
        "https://latest.example.com/x",
        "https://myngrok.io.example.com/x",
        "https://notngrok.io/x",
        "https://pay.dev/x",
        "https://pay.example.com/sandbox?env=test",
    ],
)
def test_a_public_https_url_passes_and_look_alikes_stay_calm(tmp_path, url):
    findings = judge(tmp_path, url)
    assert status(findings) == "pass"
    assert "resolves to 1 public address" in words(findings)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://pay.example.com/h", "it is not https"),
        ("pay.example.com/h", "it is not https"),
        ("https:///h", "it has no host"),
        ("https://./h", "it has no host"),
        ("https://[::1/h", "it is no URL"),
        ("https://pay.example.com:port/h", "it is no URL"),
        ("https://user:hunter2@pay.example.com/h", "it has a user name or password in it"),
        ("https://pay.example.com/h#top", "it has a fragment"),
        ("https://pay.example.com\\@evil.example.com/h", "white space, a backslash or invisible characters"),
        ("https://127.0.0.1/h", "127.0.0.1 is a private or loopback address"),
        ("https://10.1.2.3/h", "is a private or loopback address"),
        ("https://169.254.169.254/h", "is a private or loopback address"),
        ("https://[::1]/h", "::1 is a private or loopback address"),
        ("https://[fe80::1%25eth0]/h", "is a private or loopback address"),
        ("https://[::ffff:10.0.0.1]/h", "is a private or loopback address"),
        ("https://2130706433/h", "is a local name"),
        ("https://127.1/h", "127.1 is no host name"),
        ("https://0x7f.0x1/h", "0x7f.0x1 is no host name"),
        ("https://pay..example.com/h", "is no host name"),
        ("https://localhost/h", "localhost is a local name that the provider cannot reach"),
        ("https://LOCALHOST:8443/h", "is a local name"),
        ("https://pay/h", "pay is a local name"),
        ("https://sandbox.pay.example.com/h", "is named as a sandbox host"),
        ("https://pay-staging.example.com/h", "is named as a staging host"),
        *((f"https://a1b2.{name}/h", f"{name} is a tunnel or a test inbox") for name in TUNNELS),
        ("https://A.NGROK.io/h", "ngrok.io is a tunnel"),
        ("https://webhook.site/0000", "webhook.site is a tunnel or a test inbox"),
        *((f"https://pay.acme.{name}/h", "is a local name") for name in sorted(LOCAL_SUFFIXES)),
    ],
)
def test_a_url_that_cannot_serve_production_fails(tmp_path, url, why):
    findings = judge(tmp_path, url)
    assert status(findings) == "fail"
    assert why in words(findings)
    assert findings[0].place.key == "environments.prod.webhooks.0.url"
    assert "hunter2" not in Redactor()(words(findings))


@pytest.mark.parametrize("host", ["pay.qa.example.com", "PAY.UAT.example.com", "hooks-dev.example.com"])
def test_a_host_whose_name_only_suggests_a_test_system_warns(tmp_path, host):
    findings = judge(tmp_path, f"https://{host}/h")
    assert [finding.level for finding in findings][:1] == [Level.WARN]
    assert "make sure that it is the production receiver" in words(findings)


def test_white_space_from_a_reference_is_seen(tmp_path):
    for value in ("https://pay.example.com/h\n", "https://pay.exam\tple.com/h", "https://pay.example.com\u200b/h"):
        findings = judge(tmp_path, "{env: HOOK}", environ={"HOOK": value})
        assert "white space" in words(findings, Level.FAIL)


@pytest.mark.parametrize("url", ["https://x.ngrok.io/h", "https://sandbox.pay.example.com/h"])
def test_a_sandbox_may_be_a_sandbox(tmp_path, url):
    assert status(judge(tmp_path, url, environment="box")) == "pass"
    assert status(judge(tmp_path, "http://x.ngrok.io/h", environment="box")) == "fail"


def test_a_public_address_instead_of_a_name_is_a_warning(tmp_path):
    findings = judge(tmp_path, "https://93.184.216.34/h", addresses=None)
    assert status(findings) == "warn"
    assert "its host is an IP address" in words(findings)


def test_a_name_that_resolves_to_a_private_address_fails(tmp_path):
    findings = judge(tmp_path, "https://pay.example.com/h", addresses=("93.184.216.34", "10.0.0.7", "::1"))
    assert status(findings) == "fail"
    assert "pay.example.com resolves to 10.0.0.7, ::1 here" in words(findings)


def test_several_public_addresses_are_counted(tmp_path):
    findings = judge(tmp_path, "https://pay.example.com/h", addresses=("93.184.216.34", "2a00:1450::1"))
    assert words(findings).endswith("resolves to 2 public addresses")


def test_a_host_that_connect_to_plays_is_not_looked_up(tmp_path):
    findings = judge(tmp_path, "https://pay.example.com/h", addresses=())
    assert status(findings) == "pass"
    assert "its address was not looked up" in words(findings)


def test_a_name_that_does_not_resolve_is_unknown_and_hides_nothing(tmp_path):
    findings = judge(tmp_path, "https://pay.example.com/h", "{env: GONE}", "http://pay.example.com/h", addresses=None)
    assert [finding.level for finding in findings] == [Level.UNKNOWN, Level.UNKNOWN, Level.FAIL]
    assert "does not resolve from here" in findings[0].message
    assert "GONE is not set" in findings[1].message


def test_no_receiver_is_unknown(tmp_path):
    with pytest.raises(Unverified, match="declares no webhooks for prod"):
        judge(tmp_path)
