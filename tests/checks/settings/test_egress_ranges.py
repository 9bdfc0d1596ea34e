"""`settings.egress-ranges`: public and narrow."""

from __future__ import annotations

import pytest

from golive.errors import NotApplicable
from golive_checks.settings.egress_ranges import _judge, egress_ranges
from support.anton_checks import look, status, words


@pytest.mark.parametrize(
    ("text", "level", "why"),
    [
        ("93.184.216.34", "pass", "93.184.216.34 is public and holds 1 address"),
        ("93.184.216.0/28", "pass", "holds 16 addresses"),
        ("93.184.216.0/24", "pass", "holds 256 addresses"),
        ("2a00:1450::/48", "pass", "is public"),
        ("93.184.216.0/23", "warn", "holds 512 addresses; declare only the application's own"),
        ("128.0.0.0/1", "warn", "holds 2,147,483,648 addresses"),
        ("2a00:1450::/47", "warn", "declare only"),
        ("0.0.0.0/0", "fail", "is every address there is"),
        ("::/0", "fail", "is every address there is"),
        ("10.0.0.0/24", "fail", "private or reserved"),
        ("192.168.1.1", "fail", "private or reserved"),
        ("127.0.0.1", "fail", "private or reserved"),
        ("100.64.0.0/24", "fail", "private or reserved"),
        ("169.254.169.254", "fail", "private or reserved"),
        ("203.0.113.0/28", "fail", "private or reserved"),
        ("224.0.0.0/24", "fail", "private or reserved"),
        ("fd00::/64", "fail", "private or reserved"),
        ("::1", "fail", "private or reserved"),
    ],
)
def test_each_range_is_judged(tmp_path, text, level, why):
    findings = look(egress_ranges, tmp_path, f"egress: ['{text}']")
    assert status(findings) == level
    assert why in words(findings)
    assert findings[0].place.key == "environments.prod.egress.0"


@pytest.mark.parametrize("text", ["93.184.216.5/28", "93.184.216.0/33", "300.1.1.1", "1.2.3", ""])
def test_what_is_no_range_fails(text):
    """The loader refuses these already; a profile that was made otherwise does not come through either."""
    (finding,) = _judge(text, None)
    assert status([finding]) == "fail"
    assert "is no CIDR range" in finding.message


def test_without_fixed_ranges_there_is_nothing_to_do(tmp_path):
    with pytest.raises(NotApplicable, match="declares no fixed egress ranges"):
        look(egress_ranges, tmp_path)
