"""Each flaw of the emulator, over real TLS: exactly the checks that it breaks change status."""

import pytest

from golive.check import Area
from golive.emulator.registry import played, providers
from golive.registry import built_in
from golive.report import Verdict
from golive.result import Status
from support.merchant import ANTON, KINDS, LOGINS, OCTOPUSCARDS, PAIR, STATIC, integration_of, merchant, statuses
from support.promises import PROMISES

pytestmark = pytest.mark.sockets

BOTH = {
    "settings.base-url": "pass",
    "settings.key-environment": "pass",
    "settings.secret-source": "pass",
    "settings.separation": "pass",
    "settings.webhook-url": "pass",
    "account.authentication": "pass",
    "account.clock": "pass",
    "code.secrets": "pass",
    "code.sandbox-leftovers": "pass",
    "code.client-side": "pass",
    "code.history": "unknown",  # the folder is no git repository
    # The merchant's receivers are nobody's business here: the profile does not say `probe: true`.
    **{check.id: "unknown" for check in built_in().checks if check.area is Area.RECEIVER},
}


def _promises(provider: str) -> dict[str, str]:
    """Return the checks of source code, of which this merchant has none. The demos have some."""
    applying = [check for check in PROMISES if not check.providers or provider in check.providers]
    return {check.id: "unknown" for check in applying}


SOUND = {
    "anton": {
        **BOTH,
        **_promises("anton"),
        "settings.egress-ranges": "skip",
        "account.balance": "pass",
        "account.corridors": "pass",
        "account.payees": "pass",
        "account.webhook-subscription": "pass",
        "account.webhook-events": "pass",
    },
    "octopuscards": {**BOTH, **_promises("octopuscards"), "settings.egress-ranges": "pass", "account.wallets": "pass"},
}
VARIANT_CHANGES = {
    # Nothing in these answers says for which country or method a pair is enabled.
    "corridors-pairs": {"account.corridors": "unknown"},
}
FLAWS = [
    pytest.param(integration, flaw, id=f"{integration.provider}-{flaw.id}")
    for integration in (ANTON, OCTOPUSCARDS)
    for flaw in played(integration.provider).flaws
]
SHAPES = [
    pytest.param(credentials, variant.id, id=f"{kind}-{variant.id}")
    for kind, credentials in KINDS.items()
    for variant in played(integration_of(credentials).provider).variants
    if (kind, variant.id) != ("static-key", "oauth-only")
]


def test_every_provider_that_can_be_played_is_tried_here():
    assert set(SOUND) == set(providers())


@pytest.mark.parametrize(("integration", "flaw"), FLAWS)
def test_a_flaw_changes_exactly_the_checks_that_it_breaks(integration, flaw, tmp_path):
    with merchant(tmp_path, credentials=integration.credentials, flaws=[flaw.id]) as it:
        report = it.judge()
    assert statuses(report) == SOUND[integration.provider] | dict(flaw.breaks)
    if "fail" in flaw.breaks.values():
        assert report.verdict is Verdict.NOT_READY


@pytest.mark.parametrize("credentials", KINDS.values(), ids=KINDS)
def test_the_sound_merchant_passes_every_check(credentials, tmp_path):
    with merchant(tmp_path, credentials=credentials) as it:
        report = it.judge()
        requests = it.emulator.journal.requests
    assert statuses(report) == SOUND[integration_of(credentials).provider]
    assert report.verdict is Verdict.INCOMPLETE
    assert not [item.id for item in report.items() if item.status in {Status.FAIL, Status.WARN, Status.ERROR}]
    logins = [request for request in requests if request.method == "POST"]
    assert [request.path for request in logins] == ([LOGINS[credentials]] if credentials in LOGINS else [])
    assert {request.method for request in requests} <= {"GET", "POST"}
    assert len(requests) <= 12


@pytest.mark.parametrize(("credentials", "variant"), SHAPES)
def test_a_plausible_shape_is_no_flaw(credentials, variant, tmp_path):
    with merchant(tmp_path, credentials=credentials, variants=[variant]) as it:
        report = it.judge()
    assert statuses(report) == SOUND[integration_of(credentials).provider] | VARIANT_CHANGES.get(variant, {})


@pytest.mark.parametrize("variant", [variant.id for variant in played("octopuscards").variants])
def test_a_flaw_is_found_in_every_plausible_shape(variant, tmp_path):
    with merchant(tmp_path, credentials=PAIR, variants=[variant], flaws=["wallet-too-low"]) as it:
        report = it.judge(only=("account.*",))
    (finding,) = [one for one in report.result("account.wallets").findings if one.level.value == "fail"]
    assert finding.message in {
        "12.34 USD available, 5000.00 USD declared",
        "12.3400 USD available, 5000.00 USD declared",
    }


def test_a_static_key_is_refused_where_only_oauth_is_accepted(tmp_path):
    with merchant(tmp_path, credentials=STATIC, variants=["oauth-only"]) as it:
        found = statuses(it.judge())
    assert found["account.authentication"] == "fail"
    assert found["account.balance"] == "unknown"


@pytest.mark.parametrize(
    ("flaw", "said", "clock"),
    [
        ("pair-refused", "the login refused the pair", "pass"),
        ("address-refused", "run golive from the application's production egress", "pass"),
        ("address-refused-later", "run golive from the application's production egress", "pass"),
    ],
)
def test_what_is_wrong_with_an_access_is_told_apart(flaw, said, clock, tmp_path):
    """401 and 403 are two things, and the answer to a refused login still tells the time."""
    with merchant(tmp_path, credentials=PAIR, flaws=[flaw]) as it:
        report = it.judge(only=("account.*",))
        methods = [request.method for request in it.emulator.journal]
    (finding,) = report.result("account.authentication").findings
    assert said in finding.message
    assert report.result("account.clock").status.value == clock
    assert methods.count("POST") == 1


def test_codes_are_never_asked_for(tmp_path):
    """Voucher orders hold codes that are worth money to whoever reads them."""
    with merchant(tmp_path, credentials=PAIR) as it:
        it.judge()
        asked = {request.path for request in it.emulator.journal}
    assert asked == {"/auth/login", *OCTOPUSCARDS.paths}
