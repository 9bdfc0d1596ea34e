"""Requests to other vendors and to the merchant's own server are not taken for the provider's."""

from __future__ import annotations

import pytest

from golive.source.calls import provider_calls
from support.sources import ANTON, calls, project

OTHERS = {
    "a host that is written out": ("a_py", "requests.post('https://api.stripe.com/v1/payouts', data=d)"),
    "a host in a constant": ("a_py", "BASE = 'https://api.stripe.com'\nrequests.post(BASE + '/v1/payouts')"),
    "a client with another base address": (
        "a_py",
        "class A:\n  def __init__(self):\n    self.h = httpx.Client(base_url='https://api.wise.com')\n"
        "  def f(self):\n    self.h.post('/v1/payouts')",
    ),
    "a client that axios made": (
        "a_ts",
        "const c = axios.create({ baseURL: 'https://api-m.paypal.com' });\nc.post('/v1/payouts', b);",
    ),
    "a host on its own": ("a_js", "https.request({ host: 'api.wise.com', method: 'POST', path: '/v1/payouts' })"),
    "the browser's own server": ("a_ts", "fetch('/v1/payouts', { method: 'POST' })"),
    "a class called like another vendor": (
        "a_py",
        "class StripeGateway:\n  def f(self):\n    self.http.post('/v1/payouts')",
    ),
    "a file called like another vendor": ("wise_client_py", "http.post('/v1/payouts')"),
    "a setting called like another vendor": ("a_py", "requests.post(os.environ['STRIPE_URL'] + '/v1/payouts')"),
    "cURL": ("a_php", "<?php $ch = curl_init('https://api.stripe.com/v1/payouts');"),
    "a short path by a method that is not there": ("a_rb", "@search.post('/payouts/_doc', x)"),
    "a wrapper around another vendor": (
        "a_py",
        "class G:\n  def deliver(self, path):\n    return requests.post('https://api.stripe.com' + path)\n"
        "def f(g):\n  g.deliver('/v1/payouts')",
    ),
}
PROVIDERS = {
    "its host": ("a_py", "requests.post('https://api.antonpayments.com/v1/payouts')"),
    "its sandbox": ("a_py", "requests.post('https://api.antonpayments.dev/v1/payouts')"),
    "this machine, as an emulator is": ("a_py", "requests.post('http://localhost:8080/v1/payouts')"),
    "a host that is set, with another default": (
        "a_py",
        "requests.post(os.environ.get('ANTON_BASE_URL', 'https://pay.example.org') + '/v1/payouts')",
    ),
    "a host that varies": ("a_js", "fetch(`https://api.${domain}/v1/payouts`, { method: 'POST' })"),
    "a base address from outside": ("a_py", "class A:\n  def f(self):\n    self.http.post('/v1/payouts')"),
    "its client in a file of another vendor's name": ("stripe_py", "anton_client.post('/v1/payouts')"),
    "a link in the body": ("a_py", "http.post('/v1/payouts', {'callback_url': 'https://shop.example.org/done'})"),
}


@pytest.mark.parametrize("case", OTHERS)
def test_a_request_to_somebody_else_is_not_the_providers(case):
    name, source = OTHERS[case]
    assert calls(**{name: source}) == []


@pytest.mark.parametrize("case", PROVIDERS)
def test_a_request_to_the_provider_stays_one(case):
    name, source = PROVIDERS[case]
    assert [found[0] for found in calls(**{name: source})] == ["POST"]


def test_a_client_that_ships_logs_and_audits_sends_the_request_only_once():
    found = project(
        client_py="class Anton:\n"
        "  def post(self, path, body):\n"
        "    self.log.info('sent', path)\n"
        "    self.audit.write(path)\n"
        "    return self.http.request('POST', self.base + path, json=body)\n"
        "class Log:\n  def info(self, text, path):\n    requests.post('https://logs.example.org/x', json=path)\n"
        "class Audit:\n  def write(self, path):\n    self.s.post(os.environ['E'] + '/audit/_doc', json=path)\n",
        pay_py="def pay(anton):\n  anton.post('/v1/payouts', {})",
    )
    (call,) = provider_calls(found, ANTON)
    assert [send.name for send in call.sends] == ["request"]
    assert [layer.name for layer in call.layers] == ["post"]
