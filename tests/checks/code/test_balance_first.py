"""The balance comes before the payout, and is compared with something."""

from __future__ import annotations

import pytest

from golive_checks.code.balance_first import balance_first
from support.sources import judged

SOUND = {
    "in one function": "def pay(anton, x):\n"
    "  left = anton.get('/v1/balances/EUR')['available']\n"
    "  if Decimal(left) < x:\n    raise Short()\n"
    "  anton.post('/v1/payouts', {})\n",
    "in a function of its own": "def check(anton, x):\n"
    "  if Decimal(anton.get('/v1/balances/EUR')['available']) < x:\n    raise Short()\n"
    "def pay(anton, x):\n  check(anton, x)\n  anton.post('/v1/payouts', {})\n",
    "by the caller": "def check(anton, x):\n  return Decimal(anton.get('/v1/balances')['available']) >= x\n"
    "def pay(anton, x):\n  anton.post('/v1/payouts', {})\n"
    "def job(anton, x):\n  if check(anton, x):\n    pay(anton, x)\n",
    "by a method that compares": "def pay(anton, x):\n"
    "  left = anton.get('/v1/balances/EUR')['available']\n"
    "  if Decimal(left).compare(x):\n    raise Short()\n"
    "  anton.post('/v1/payouts', {})\n",
}


@pytest.mark.parametrize("case", SOUND)
def test_a_balance_that_is_compared_first_passes(tmp_path, case):
    found = judged(balance_first, tmp_path, {"anton/pay.py": SOUND[case]})
    assert found["status"] == ["pass"], found
    assert found["seen"][0] == "None 1 payout request judged in 1 file"


WRONG = {
    "never": ("def pay(anton):\n  anton.post('/v1/payouts', {})\n", "never read", 2),
    "afterwards": (
        "def pay(anton, x):\n  anton.post('/v1/payouts', {})\n"
        "  if anton.get('/v1/balances/EUR')['available'] < x:\n    warn()\n",
        "only after",
        2,
    ),
    "without comparing": (
        "def pay(anton, x):\n  left = anton.get('/v1/balances/EUR')\n  log(left)\n  anton.post('/v1/payouts', {})\n",
        "compared with nothing",
        4,
    ),
    "by nobody": (
        "def check(anton, x):\n  return anton.get('/v1/balances')['available'] >= x\n"
        "def pay(anton):\n  anton.post('/v1/payouts', {})\n",
        "never called",
        4,
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_payout_without_a_look_at_the_balance_fails(tmp_path, case):
    source, message, line = WRONG[case]
    found = judged(balance_first, tmp_path, {"anton/pay.py": source})
    assert found["status"] == ["fail"]
    assert message in found["fail"][0]
    assert found["fail"][0].startswith(f"anton/pay.py:{line} ")


def test_a_balance_that_another_job_reads_warns(tmp_path):
    source = (
        "def check(anton):\n  return anton.get('/v1/balances')['available'] >= 5\n"
        "def nightly(anton):\n  check(anton)\ndef pay(anton):\n  anton.post('/v1/payouts', {})\n"
    )
    assert judged(balance_first, tmp_path, {"anton/pay.py": source})["status"] == ["warn"]


def test_without_payouts_there_is_nothing_to_judge(tmp_path):
    assert judged(balance_first, tmp_path, {"anton/a.py": "anton.get('/v1/balances')"})["status"] == ["unknown"]


def test_a_payout_outside_of_functions_is_judged_too(tmp_path):
    source = "anton.post('/v1/payouts', {})\nanton.get('/v1/balances')\n"
    assert judged(balance_first, tmp_path, {"anton/a.py": source})["status"] == ["warn"]


def test_functions_that_are_given_to_exports_are_followed(tmp_path):
    files = {
        "anton.js": (
            "const got = require('got');\n"
            "exports.balance = async (currency) => (await got.get(`v1/balances/${currency}`)).body.data;\n"
            "exports.pay = (body) => got.post('v1/payouts', { json: body });\n"
        ),
        "sales.js": (
            "const anton = require('./anton');\n"
            "async function sell(sale) {\n"
            "  const { available } = await anton.balance(sale.currency);\n"
            "  if (Big(available).lt(sale.amount)) throw new Error('no funds');\n"
            "  await anton.pay({ source_amount: sale.amount });\n}\n"
        ),
    }
    assert judged(balance_first, tmp_path, files)["status"] == ["pass"]


def test_methods_of_a_client_that_others_call_in_an_order_of_their_own_are_not_judged(tmp_path):
    source = (
        "module Anton\n  class Client\n"
        '    def balance(currency) = http.get("/v1/balances/#{currency}")\n'
        "    def create_payout(body) = http.post('/v1/payouts', body)\n"
        "  end\nend\n"
    )
    found = judged(balance_first, tmp_path, {"anton/client.rb": source})
    assert found["status"] == ["unknown"], found
