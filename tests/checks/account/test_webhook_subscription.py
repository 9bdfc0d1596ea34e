"""`account.webhook-subscription`: exactly this URL, active, once; near misses are named."""

from __future__ import annotations

import pytest

from golive.errors import Unverified
from golive_checks.account.webhook_subscription import near_miss, webhook_subscription
from support.anton_checks import look, status, words
from support.fake_session import listed, reply

URL = "https://pay.example.com/hooks/anton"
DECLARED = f"webhooks: [{{url: '{URL}'}}]"


def sub(url=URL, **more):
    return {"id": "wbh_1", "url": url, "events": ["payout.completed"], "status": "active", **more}


def judge(folder, rows, declared=DECLARED):
    return look(webhook_subscription, folder, declared, webhooks=rows)


def test_an_active_subscription_passes(tmp_path):
    findings = judge(tmp_path, [sub("https://ops.example.com/x", id="wbh_0"), sub()])
    assert (status(findings), words(findings)) == ("pass", f"the subscription for {URL} is active")


def test_a_subscription_without_readable_events_is_still_one(tmp_path):
    assert status(judge(tmp_path, [sub(events=None)])) == "pass"


@pytest.mark.parametrize(
    ("registered", "why"),
    [
        (f"{URL}/", "differs in the slash at its end"),
        ("http://pay.example.com/hooks/anton", "differs in its scheme"),
        (
            "https://sandbox.pay.example.com/hooks/anton",
            "differs in its host: sandbox.pay.example.com instead of pay.example.com",
        ),
        ("https://pay-sandbox.example.com/hooks/anton", "differs in its host: pay-sandbox.example.com instead of"),
        ("https://example.com/hooks/anton", "differs in its host: example.com instead of"),
        ("https://pay.example.com:8443/hooks/anton", "differs in its port"),
        ("https://pay.example.com/Hooks/Anton", "differs in upper and lower case of its path"),
        (f"{URL}?v=1", "differs in its query"),
        ("http://pay.example.com/hooks/anton/", "differs in its scheme and the slash at its end"),
    ],
)
def test_a_near_miss_fails_and_is_named(tmp_path, registered, why):
    findings = judge(tmp_path, [sub("https://ops.example.net/x"), sub(registered)])
    assert status(findings) == "fail"
    assert words(findings).startswith(f"no subscription for {URL}; the nearest is {registered}, which {why}")


@pytest.mark.parametrize(
    "registered",
    [
        "https://pay.example.com.evil.example/hooks/anton",
        "https://example.net/hooks/anton",
        "https://ops.example.com/batches",
        "http://sandbox.pay.example.com/other",
        "https://[broken/hooks/anton",
        "https://pay.example.com:port/hooks/anton",
        "not a url",
    ],
)
def test_another_url_is_no_near_miss(tmp_path, registered):
    assert near_miss(URL, registered) is None
    findings = judge(tmp_path, [sub(registered)])
    assert (status(findings), words(findings)) == ("fail", f"no subscription for {URL} among the 1 of the account")


@pytest.mark.parametrize(
    "registered", ["https://PAY.example.com/hooks/anton", "HTTPS://pay.example.com:443/hooks/anton"]
)
def test_the_same_address_spelt_otherwise_is_a_warning(tmp_path, registered):
    findings = judge(tmp_path, [sub(registered)])
    assert status(findings) == "warn"
    assert f"is registered as {registered}: the same address, spelt otherwise" in words(findings)
    assert near_miss(URL, registered) is None


def test_an_inactive_subscription_fails(tmp_path):
    findings = judge(tmp_path, [sub(status="inactive")])
    assert (status(findings), words(findings)) == ("fail", f"the subscription for {URL} is inactive")
    assert status(judge(tmp_path, [sub(status="inactive"), sub(status="disabled", id="wbh_2")])) == "fail"


def test_a_subscription_that_does_not_say_whether_it_is_active_is_a_warning(tmp_path):
    findings = judge(tmp_path, [sub(status=None)])
    assert status(findings) == "warn"
    assert "does not say whether the subscription is active" in words(findings)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"status": "paused"}, "'status: paused'"),
        ({"status": "active", "enabled": False}, "'status: active, enabled: False'"),
        ({"status": None, "active": "no"}, "'active: no'"),
    ],
)
def test_a_subscription_in_a_state_that_no_page_describes_is_unknown(tmp_path, fields, said):
    findings = judge(tmp_path, [sub(**fields)])
    assert status(findings) == "unknown"
    assert f"cannot be told from {said}" in words(findings)


def test_two_for_one_url_are_a_warning(tmp_path):
    findings = judge(tmp_path, [sub(), sub(id="wbh_2")])
    assert status(findings) == "warn"
    assert f"2 subscriptions name {URL} (wbh_1, wbh_2)" in words(findings)
    assert status(judge(tmp_path, [sub(id=None), sub(id=None)])) == "warn"


def test_an_inactive_one_beside_an_active_one_delivers_nothing_twice(tmp_path):
    assert status(judge(tmp_path, [sub(status="inactive"), sub(id="wbh_2")])) == "pass"


def test_one_that_two_pages_show_is_one(tmp_path):
    pages = iter([listed(sub(), has_more=True, next_cursor="c"), listed(sub("https://x.example/"), sub())])
    assert status(look(webhook_subscription, tmp_path, DECLARED, answer=lambda *_: next(pages))) == "pass"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([{"id": "wbh_1"}], "in what could be read: a webhook subscription without a url"),
        (listed(sub("https://x.example/"), has_more=True), "in what could be read: has_more is true"),
    ],
)
def test_a_list_that_could_not_be_read_whole_is_unknown(tmp_path, rows, why):
    findings = judge(tmp_path, rows)
    assert status(findings) == "unknown"
    assert why in words(findings)


def test_every_receiver_is_judged(tmp_path):
    declared = f"webhooks: [{{url: 'https://other.example.org/'}}, {{url: '{URL}'}}]"
    findings = judge(tmp_path, [sub()], declared)
    assert [finding.level.value for finding in findings] == ["fail", "seen"]


def test_no_receiver_and_no_permission_are_unknown(tmp_path):
    with pytest.raises(Unverified, match="declares no webhooks for prod"):
        judge(tmp_path, [sub()], "")
    with pytest.raises(Unverified, match="may not read this"):
        judge(tmp_path, reply(403, {}))
