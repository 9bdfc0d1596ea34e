"""`settings.base-url`: the judgement itself is tested in tests/test_base_url.py."""

from __future__ import annotations

import pytest

from golive.errors import Unverified
from golive_checks.settings.base_url import base_url
from support.anton_checks import status, words
from support.context import make_context, run

PROFILE = """\
version: 1
provider: anton
environments:
  prod: {kind: production, base_url: URL}
  box: {kind: sandbox, base_url: URL}
"""


def judge(folder, url, environment="prod", **environ):
    return run(base_url, make_context(folder, PROFILE.replace("URL", url), environment=environment, environ=environ))


@pytest.mark.parametrize(
    ("url", "environment", "level"),
    [
        ("https://api.antonpayments.com", "prod", "pass"),
        ("https://api.antonpayments.dev", "box", "pass"),
        ("https://api.antonpayments.com/", "prod", "warn"),
        ("https://api.antonpayments.dev", "prod", "fail"),
        ("https://api.antonpayments.com", "box", "fail"),
        ("http://api.antonpayments.com", "prod", "fail"),
        ("https://api.antonpayments.com.evil.example", "prod", "fail"),
    ],
)
def test_the_host_of_this_kind_of_environment_passes(tmp_path, url, environment, level):
    findings = judge(tmp_path, url, environment)
    assert status(findings) == level
    assert findings[0].place.key == f"environments.{environment}.base_url"


def test_a_reference_is_followed(tmp_path):
    assert status(judge(tmp_path, "{env: BASE}", BASE="https://api.antonpayments.com")) == "pass"
    assert "white space" in words(judge(tmp_path, "{env: BASE}", BASE="https://api.antonpayments.com "))
    with pytest.raises(Unverified, match="BASE is not set"):
        judge(tmp_path, "{env: BASE}")
