"""Each flaw of the emulator, over real TLS: exactly the checks that it breaks change status."""

import pytest

from golive.emulator.registry import flaws_of, variants_of
from golive.report import Verdict
from golive.result import Status
from support.merchant import OAUTH, STATIC, merchant, statuses

pytestmark = pytest.mark.sockets

SOUND = {
    "settings.base-url": "pass",
    "settings.key-environment": "pass",
    "settings.secret-source": "pass",
    "settings.separation": "pass",
    "settings.webhook-url": "pass",
    "settings.egress-ranges": "skip",
    "account.authentication": "pass",
    "account.balance": "pass",
    "account.corridors": "pass",
    "account.payees": "pass",
    "account.webhook-subscription": "pass",
    "account.webhook-events": "pass",
    "account.clock": "pass",
    "code.secrets": "pass",
    "code.sandbox-leftovers": "pass",
}
VARIANT_CHANGES = {
    # Nothing in these answers says for which country or method a pair is enabled.
    "corridors-pairs": {"account.corridors": "unknown"},
}
SHAPES = [
    pytest.param(credentials, variant.id, id=f"{kind}-{variant.id}")
    for kind, credentials in (("static-key", STATIC), ("oauth-dpop", OAUTH))
    for variant in variants_of("anton")
    if (kind, variant.id) != ("static-key", "oauth-only")
]


@pytest.mark.parametrize("flaw", flaws_of("anton"), ids=lambda flaw: flaw.id)
def test_a_flaw_changes_exactly_the_checks_that_it_breaks(flaw, tmp_path):
    with merchant(tmp_path, flaws=[flaw.id]) as it:
        report = it.judge()
    assert statuses(report) == SOUND | dict(flaw.breaks)
    if "fail" in flaw.breaks.values():
        assert report.verdict is Verdict.NOT_READY


@pytest.mark.parametrize("credentials", [STATIC, OAUTH], ids=["static-key", "oauth-dpop"])
def test_the_sound_merchant_passes_every_check(credentials, tmp_path):
    with merchant(tmp_path, credentials=credentials) as it:
        report = it.judge()
        requests = it.emulator.journal.requests
    assert statuses(report) == SOUND
    assert report.verdict is Verdict.INCOMPLETE
    assert not [item.id for item in report.items() if item.status in {Status.FAIL, Status.WARN, Status.ERROR}]
    logins = [request for request in requests if request.method == "POST"]
    assert [request.path for request in logins] == (["/oauth/token"] if credentials == OAUTH else [])
    assert {request.method for request in requests} <= {"GET", "POST"}
    assert len(requests) <= 12


@pytest.mark.parametrize(("credentials", "variant"), SHAPES)
def test_a_plausible_shape_is_no_flaw(credentials, variant, tmp_path):
    with merchant(tmp_path, credentials=credentials, variants=[variant]) as it:
        report = it.judge()
    assert statuses(report) == SOUND | VARIANT_CHANGES.get(variant, {})


def test_a_static_key_is_refused_where_only_oauth_is_accepted(tmp_path):
    with merchant(tmp_path, variants=["oauth-only"]) as it:
        found = statuses(it.judge())
    assert found["account.authentication"] == "fail"
    assert found["account.balance"] == "unknown"
