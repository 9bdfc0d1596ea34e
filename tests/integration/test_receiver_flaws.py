"""Each flaw of a merchant's receiver, over real TLS: exactly the checks that it breaks change status."""

from __future__ import annotations

import ssl
from dataclasses import replace

import pytest

import golive.run
from golive.check import Area
from golive.clock import SystemClock
from golive.demo.merchant import planted_flaws, run_demo
from golive.emulator import Emulator
from golive.emulator.registry import played
from golive.redact import Redactor
from golive.registry import built_in, load_provider
from golive.report import Verdict
from support.deliveries import body, seed
from support.emulated import call, dial
from support.merchant import ANTON, OCTOPUSCARDS, merchant, statuses
from support.promises import PROMISES

pytestmark = pytest.mark.sockets

RECEIVER = tuple(check.id for check in built_in().checks if check.area is Area.RECEIVER)
SOURCE = {check.id for check in PROMISES} | {"code.history"}
"""What needs source code and a git repository, which this merchant has not."""
INTEGRATIONS = pytest.mark.parametrize("integration", [ANTON, OCTOPUSCARDS], ids=lambda one: one.provider)
FLAWS = [
    pytest.param(integration, flaw, id=f"{integration.provider}-{flaw.id}")
    for integration in (ANTON, OCTOPUSCARDS)
    for flaw in played(integration.provider).receiver.flaws
]
PROMPT, SLOW = 0.9, 0.2
"""Seconds: what is prompt enough here, and what a slow receiver needs for each delivery, so that ten need 2."""


def found(report) -> dict[str, str]:
    return {check: status for check, status in statuses(report).items() if check in RECEIVER}


@INTEGRATIONS
def test_a_sound_receiver_passes_every_check(integration, tmp_path):
    with merchant(tmp_path, credentials=integration.credentials, probe=True) as it:
        report = it.judge()
        requests, deliveries = it.emulator.journal.requests, it.emulator.deliveries.requests
    assert found(report) == dict.fromkeys(RECEIVER, "pass")
    assert {status for check, status in statuses(report).items() if check not in SOURCE} <= {"pass", "skip"}
    assert report.verdict is Verdict.INCOMPLETE
    assert {request.name for request in deliveries} == {"pay.example.com"}
    assert {(request.method, request.path) for request in deliveries} == {("POST", f"/hooks/{integration.provider}")}
    assert len(deliveries) == len([one for one in report.exchanges if one.delivery is not None])
    assert not {request.name for request in requests} & {"pay.example.com", "sandbox.pay.example.com"}


@pytest.mark.parametrize(("integration", "flaw"), FLAWS)
def test_a_flaw_of_the_receiver_changes_exactly_the_checks_that_it_breaks(integration, flaw, tmp_path, monkeypatch):
    if flaw.id == "receiver-slow":
        _hurry(monkeypatch)
    with merchant(tmp_path, credentials=integration.credentials, probe=True, flaws=[flaw.id], slow_seconds=SLOW) as it:
        report = it.judge()
    assert found(report) == dict.fromkeys(RECEIVER, "pass") | dict(flaw.breaks)
    assert {status for check, status in statuses(report).items() if check not in {*RECEIVER, *SOURCE}} <= {
        "pass",
        "skip",
    }
    if "fail" in flaw.breaks.values():
        assert report.verdict is Verdict.NOT_READY


def _hurry(monkeypatch) -> None:
    """Make the provider expect answers sooner, so that a slow receiver need not be slow for long."""

    def hurried(name):
        provider = load_provider(name)
        return replace(provider, deliveries=replace(provider.deliveries, prompt=PROMPT))

    monkeypatch.setattr(golive.run, "load_provider", hurried)


@pytest.mark.parametrize(
    ("flaw", "bug"),
    [
        ("receiver-secret-stripped", "whsec_"),
        ("receiver-newer-signature", "X-Webhook-Signature"),
        ("receiver-reserialised", "parses the body"),
    ],
)
def test_the_likely_bug_of_a_receiver_that_refuses_is_named(flaw, bug, tmp_path):
    with merchant(tmp_path, probe=True, flaws=[flaw]) as it:
        report = it.judge(only=("receiver.*",))
    assert any(bug in finding.message for finding in report.result("receiver.signed-delivery").findings)


def test_a_receiver_that_is_not_probed_receives_nothing(tmp_path):
    with merchant(tmp_path, probe=False, receivers=["https://pay.example.com/hooks/anton"]) as it:
        report = it.judge()
        assert len(it.emulator.deliveries) == 0
    assert found(report) == dict.fromkeys(RECEIVER, "unknown")


@pytest.mark.parametrize(
    ("signature", "changes"),
    [("x-webhook-signature", {}), ("x-anton-signature", {"receiver.stale-delivery": "warn"})],
)
def test_the_other_generations_of_a_signature_are_verified_as_well(signature, changes, tmp_path):
    with merchant(tmp_path, probe=True) as it:
        profile = it.folder / "golive.yaml"
        text = profile.read_text(encoding="utf-8")
        profile.write_text(
            text.replace("probe: true", f"probe: true\n        signature: {signature}"), encoding="utf-8"
        )
        report = it.judge(only=("receiver.*",))
    assert found(report) == dict.fromkeys(RECEIVER, "pass") | changes


@INTEGRATIONS
def test_the_sound_merchant_of_the_demo_passes_every_check_and_the_flawed_one_is_found_out(integration):
    provider = integration.provider
    sound, flawed = (
        run_demo(provider, flawed=spoilt, clock=SystemClock(), redactor=Redactor()) for spoilt in (False, True)
    )
    assert found(sound) == dict.fromkeys(RECEIVER, "pass")
    planted = {flaw.check for flaw in planted_flaws(provider) if flaw.check in RECEIVER}
    assert (
        planted
        == {check for check, status in found(flawed).items() if status == "fail"}
        == {"receiver.forged-delivery"}
    )


RECEIVERS = {
    "receivers": ["https://pay.example.com/hooks"],
    "sandbox_receivers": ["https://sandbox.pay.example.com/hooks"],
}


def deliver(emulator, host, secret):
    delivery = seed(body(), time=int(emulator._clock.now().timestamp()), secret=emulator.credentials[secret])
    got = call(
        emulator, "/hooks", host=host, method="POST", headers=dict(delivery.headers), body=delivery.body, key=None
    )
    return got.status


def test_each_environments_receiver_verifies_with_its_own_secret_and_has_a_journal_apart():
    with Emulator("anton", **RECEIVERS) as emulator:
        assert deliver(emulator, "pay.example.com", "webhook_secret") == 200
        assert deliver(emulator, "pay.example.com", "sandbox_webhook_secret") == 401
        assert deliver(emulator, "sandbox.pay.example.com", "sandbox_webhook_secret") == 200
        assert call(emulator, "/other", host="pay.example.com", key=None).status == 404
        assert call(emulator, "/v1/balances").status == 200
        assert [request.path for request in emulator.journal] == ["/v1/balances"]
        assert [request.path for request in emulator.deliveries] == ["/hooks"] * 3 + ["/other"]
        assert not any(":80:" in mapping for mapping in emulator.connect_to)


@pytest.mark.parametrize(
    ("flaw", "word"),
    [
        ("receiver-certificate-expired", "expired"),
        ("receiver-certificate-wrong-name", "mismatch"),
        ("receiver-certificate-untrusted", "self-signed"),
    ],
)
def test_a_certificate_is_wrong_for_the_flawed_receiver_alone(flaw, word):
    with Emulator("anton", flaws=[flaw], **RECEIVERS) as emulator:
        with pytest.raises(ssl.SSLCertVerificationError, match=word):
            dial(emulator, "pay.example.com")
        for name in ("sandbox.pay.example.com", "api.antonpayments.com", "api.antonpayments.dev"):
            dial(emulator, name).close()


def test_a_certificate_fault_of_the_provider_leaves_the_receivers_certificate_sound():
    with Emulator("anton", faults=["cert-expired"], **RECEIVERS) as emulator:
        with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
            dial(emulator)
        dial(emulator, "pay.example.com").close()


@pytest.mark.parametrize(
    ("how", "plain"),
    [
        ({}, set()),
        (
            {"plain_http": True},
            {"api.antonpayments.com", "api.antonpayments.dev", "pay.example.com", "sandbox.pay.example.com"},
        ),
        ({"flaws": ["receiver-plain-http"]}, {"pay.example.com"}),
        ({"faults": ["redirect-http"]}, {"api.antonpayments.com", "api.antonpayments.dev"}),
    ],
    ids=["usual", "plain-http", "flaw", "fault"],
)
def test_port_80_is_played_where_it_was_asked_for_alone(how, plain):
    with Emulator("anton", **RECEIVERS, **how) as emulator:
        assert {mapping.partition(":")[0] for mapping in emulator.connect_to if ":80:" in mapping} == plain
