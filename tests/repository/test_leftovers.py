"""What belongs to a sandbox is found in configuration."""

from __future__ import annotations

import pytest

from golive.errors import Unverified
from golive.kind import Kind
from golive.providers.anton.shapes import SANDBOX_HOSTS, SECRET_SHAPES
from golive.redact import Secret
from golive.repository import search
from golive.repository.detectors.values import Known
from golive.repository.leftovers import LeftoverFinder
from golive.repository.secrets import Scanner

HOOK = "whsec_c4a8f21b07d9e653c1be0f8a7d264935be71904ad2c8f3605b9e1d7c40a2f683"
FINDER = LeftoverFinder(
    SANDBOX_HOSTS,
    Scanner(SECRET_SHAPES, [Known(Secret(HOOK, "secret of webhooks.0 of sandbox"), Kind.SANDBOX)]),
    {"pye_7Kq2": "payee pye_7Kq2 of sandbox", "p1": "payee p1 of sandbox"},
)


def find(text: str, name: str = "prod.env") -> list[tuple[int, str]]:
    return [(leftover.line, leftover.what) for leftover in FINDER.find(name, text.encode())]


@pytest.mark.parametrize(
    "text",
    [
        "URL=https://api.antonpayments.dev",
        "URL=https://API.AntonPayments.DEV/v1/",
        "HOST=api.antonpayments.dev.",
        "URL=https%3A%2F%2Fapi.antonpayments.dev%2Fv1",
        "URL=https://api.staging.antonpayments.com:443/",
        "URL=https://user@api.antonpayments.dev",
    ],
)
def test_a_sandbox_host_is_found(text):
    assert [line for line, _ in find(f"A=1\n{text}\n")] == [2]


@pytest.mark.parametrize(
    "text",
    [
        "URL=https://api.antonpayments.com",
        "URL=https://my-api.antonpayments.dev",
        "URL=https://api.antonpayments.developer.example",
        "URL=https://api.antonpayments.dev.example.com",
        "URL=https://x.api.antonpayments.dev",
        "# URL=https://api.antonpayments.dev",
        "URL=https://api.antonpayments.com # not api.antonpayments.dev",
        "ID=p1",
        "ID=pye_7Kq2x",
        "ID=my_pye_7Kq2",
        "KEY=ak_test_YOUR_KEY_HERE",
        "KEY=ak_live_9f3kQ2xLab7ZpW0tRm5s",
    ],
)
def test_other_hosts_ids_and_keys_are_none(text):
    assert find(text) == []


def test_keys_and_ids_of_the_sandbox_are_named():
    found = find(f"K=ak_test_Hd83kLq0Zx72mVtPw4Ry\nP=pye_7Kq2\nS={HOOK}\n")
    assert [line for line, _ in found] == [1, 2, 3]
    assert "test API key ak_test_***" in found[0][1]
    assert found[1][1] == "payee pye_7Kq2 of sandbox"
    assert "secret of webhooks.0 of sandbox" in found[2][1]
    assert "Hd83" not in str(found)


def test_each_leftover_is_named_once_at_its_first_line_outside_of_comments():
    assert [
        line for line, _ in find("# api.antonpayments.dev\nA=api.antonpayments.dev\nB=api.antonpayments.dev\n")
    ] == [2]


def test_utf16_configuration_is_read():
    assert [each.line for each in FINDER.find("prod.ini", "a=1\r\nb=api.antonpayments.dev\r\n".encode("utf-16"))] == [2]


def test_a_file_with_too_much_to_look_at_all_of_it_is_told_by_name(monkeypatch):
    monkeypatch.setattr(search, "MOST_PLACES", 1)
    leftovers = FINDER.find("prod.env", b"KEY=ak_test_Hd83kLq0Zx72mVtPw4Ry\n" * 3)
    assert next(leftovers).line == 1
    with pytest.raises(Unverified, match=r"prod\.env was searched only in part"):
        list(leftovers)
