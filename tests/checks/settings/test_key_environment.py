"""`settings.key-environment`: the provider judges; see tests/providers/anton/test_credentials.py."""

from __future__ import annotations

import pytest

from golive.errors import Unverified
from golive.providers.anton import PROVIDER
from golive_checks.settings.key_environment import key_environment
from support.anton_checks import HEAD, status
from support.context import make_context, run


def judge(folder, **environ):
    return run(key_environment, make_context(folder, HEAD, environ=environ, provider=PROVIDER))


@pytest.mark.parametrize(
    ("key", "level"),
    [
        ("ak_live_q7Zr2Lw9Xk4Tn8VbH3mP6sDy", "pass"),
        ("ak_test_q7Zr2Lw9Xk4Tn8VbH3mP6sDy", "fail"),
        ("ak_live_", "fail"),
        ("ak_live_xxxxxxxxxxxxxxxx", "fail"),
    ],
)
def test_a_key_of_this_environment_passes(tmp_path, key, level):
    assert status(judge(tmp_path, KEY=key)) == level


def test_a_key_that_cannot_be_resolved_is_unknown(tmp_path):
    with pytest.raises(Unverified, match="KEY is not set"):
        judge(tmp_path)
