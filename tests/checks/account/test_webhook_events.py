"""`account.webhook-events`: what is needed is subscribed."""

from __future__ import annotations

import pytest

from golive.errors import Unverified
from golive.finding import Level
from golive_checks.account.webhook_events import webhook_events
from support.anton_checks import look, status, words
from support.fake_session import reply

URL = "https://pay.example.com/hooks/anton"
NEEDED = ["payout.completed", "payout.failed", "payout.returned"]


def judge(folder, *rows, events="", url=URL):
    listed = f", events: [{events}]" if events else ""
    return look(webhook_events, folder, f"webhooks: [{{url: '{url}'{listed}}}]", webhooks=list(rows))


def sub(*events, **more):
    return {"id": "wbh_1", "url": URL, "events": list(events), "status": "active", **more}


def test_the_providers_minimum_passes(tmp_path):
    findings = judge(tmp_path, sub(*NEEDED, "batch.failed"))
    assert (status(findings), words(findings)) == ("pass", f"the subscription for {URL} covers all 3 needed events")


def test_two_subscriptions_cover_together(tmp_path):
    assert status(judge(tmp_path, sub(*NEEDED[:2]), sub(*NEEDED[2:]))) == "pass"


@pytest.mark.parametrize(("needed", "has"), [("payee.created", "beneficiary.created"), ("beneficiary.x", "payee.x")])
def test_payees_and_beneficiaries_are_the_same_people(tmp_path, needed, has):
    assert status(judge(tmp_path, sub(has, *NEEDED), events=needed)) == "pass"


def test_a_profile_that_asks_for_less_than_the_providers_minimum_is_warned(tmp_path):
    findings = judge(tmp_path, sub("payout.completed", "payout.failed"), events="payout.completed")
    assert status(findings) == "warn"
    assert "has payout.returned, without which money can be lost sight of" in words(findings)


@pytest.mark.parametrize(
    ("has", "lacks"),
    [
        (NEEDED[:2], "payout.returned"),
        ([], "payout.completed, payout.failed, payout.returned"),
        (["payout.completed", "payout.failed", "Payout.Returned"], "payout.returned"),
        (["payout.completed", "payout.failed", "payee.*"], "payout.returned"),
    ],
)
def test_a_missing_event_fails(tmp_path, has, lacks):
    findings = judge(tmp_path, sub(*has))
    assert status(findings) == "fail"
    assert words(findings) == f"the subscription for {URL} lacks {lacks}"


def test_every_event_is_a_warning(tmp_path):
    findings = judge(tmp_path, sub("*"))
    assert status(findings) == "warn"
    assert "is for every event (*)" in words(findings)


@pytest.mark.parametrize(
    ("needed", "has"),
    [
        ("payout.completed", "payout.*"),
        ("fx.exchange.failed", "fx.exchange.*"),
        ("fx.exchange.failed", "fx.*"),
        ("payee.created", "beneficiary.*"),
    ],
)
def test_a_wildcard_of_one_family_is_not_documented_and_so_unknown(tmp_path, needed, has):
    findings = judge(tmp_path, sub(has, "batch.*"), events=needed)
    assert status(findings) == "unknown"
    assert words(findings).startswith(f"{needed} may be covered by {has}; the provider does not document")


def test_what_a_wildcard_may_cover_does_not_hide_what_none_does(tmp_path):
    findings = judge(tmp_path, sub("payout.*"), events="payout.completed, batch.failed")
    assert [finding.level for finding in findings] == [Level.FAIL, Level.UNKNOWN]


def test_without_a_subscription_there_is_nothing_to_compare(tmp_path):
    findings = judge(tmp_path, sub(*NEEDED, url=f"{URL}/"))
    assert (status(findings), words(findings)) == (
        "unknown",
        f"there is no subscription for {URL} whose events could be read",
    )
    assert status(judge(tmp_path, sub(events=None))) == "unknown"


def test_an_inactive_one_does_not_count_beside_an_active_one(tmp_path):
    assert status(judge(tmp_path, sub(*NEEDED, status="inactive"), sub("payout.completed"))) == "fail"
    assert status(judge(tmp_path, sub(*NEEDED, status="inactive"))) == "pass"


def test_the_same_address_spelt_otherwise_counts(tmp_path):
    assert status(judge(tmp_path, sub(*NEEDED, url=URL.replace("pay.", "PAY.")))) == "pass"


def test_one_receiver_without_a_subscription_does_not_hide_the_next(tmp_path):
    declared = f"webhooks: [{{url: 'https://other.example.org/'}}, {{url: '{URL}'}}]"
    findings = look(webhook_events, tmp_path, declared, webhooks=[sub("payout.failed")])
    assert [finding.level for finding in findings] == [Level.UNKNOWN, Level.FAIL]


def test_no_receiver_and_no_permission_are_unknown(tmp_path):
    with pytest.raises(Unverified, match="declares no webhooks"):
        look(webhook_events, tmp_path, webhooks=[])
    with pytest.raises(Unverified, match="may not read this"):
        look(webhook_events, tmp_path, f"webhooks: [{{url: '{URL}'}}]", answer=lambda *_: reply(403, {}))
