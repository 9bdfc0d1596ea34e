"""Payees and instruments come before the payout that names them."""

from __future__ import annotations

import pytest

from golive_checks.code.payees_first import payees_first
from support.sources import judged

MAKE = "def make(anton):\n  p = anton.post('/v1/payees', {})\n  return anton.post(f'/v1/payees/{p}/instruments', {})\n"
SOUND = {
    "in order": MAKE + "def pay(anton):\n  i = make(anton)\n  anton.post('/v1/payouts', {'instrument_id': i})\n",
    "elsewhere": MAKE + "def pay(anton, row):\n  anton.post('/v1/payouts', {'instrument_id': row.id})\n",
    "in the arguments": MAKE + "def pay(anton):\n  anton.post('/v1/payouts', {'instrument_id': make(anton)})\n",
    "looked up": "def pay(anton):\n"
    "  i = anton.get('/v1/instruments/' + x)\n  anton.post('/v1/payouts', {'payee_id': i})\n",
}


@pytest.mark.parametrize("case", SOUND)
def test_payees_that_exist_first_pass(tmp_path, case):
    found = judged(payees_first, tmp_path, {"anton/pay.py": SOUND[case]})
    assert found["status"] == ["pass"], found


def test_a_payout_before_its_payee_fails(tmp_path):
    source = MAKE + "def pay(anton):\n  anton.post('/v1/payouts', {'instrument_id': i})\n  make(anton)\n"
    found = judged(payees_first, tmp_path, {"anton/pay.py": source})
    assert found["fail"] == [
        "anton/pay.py:5 this payout is submitted before its instrument is created",
        "anton/pay.py:5 this payout is submitted before its payee is created",
    ]


def test_an_id_in_the_source_fails(tmp_path):
    source = MAKE + "anton.post('/v1/payouts', {'payee_id': 'pye_9f3k2q', 'instrument_id': i})\n"
    found = judged(payees_first, tmp_path, {"anton/pay.py": source})
    assert found["fail"] == ["anton/pay.py:4 the id payee_id is written into the source code"]


def test_an_answer_that_nobody_waits_for_fails(tmp_path):
    source = (
        "async function make() { await anton.post('/v1/payees', {}); await anton.post('/v1/instruments', {}) }\n"
        "async function pay() {\n  make();\n  await anton.post('/v1/payouts', { payee_id: p });\n}\n"
    )
    found = judged(payees_first, tmp_path, {"anton/pay.js": source})
    assert found["status"] == ["fail"]
    assert found["fail"][0].startswith("anton/pay.js:3 nothing waits for the answer")
    awaited = source.replace("  make();", "  await make();")
    assert judged(payees_first, tmp_path / "b", {"anton/pay.js": awaited})["status"] == ["pass"]


def test_an_instrument_that_nothing_creates_warns(tmp_path):
    source = "def pay(anton):\n  p = anton.post('/v1/payees', {})\n  anton.post('/v1/payouts', {'payee_id': p})\n"
    found = judged(payees_first, tmp_path, {"anton/pay.py": source})
    assert found["warn"] == ["anton/pay.py:3 nothing in the source code creates a payout's instrument"]


def test_ids_from_elsewhere_leave_it_unknown(tmp_path):
    source = "def pay(anton, row):\n  anton.post('/v1/payouts', {'payee_id': row.payee})\n"
    assert judged(payees_first, tmp_path, {"anton/pay.py": source})["status"] == ["unknown"]
    assert judged(payees_first, tmp_path / "b", {"anton/pay.py": "anton.get('/v1/payouts')"})["status"] == ["unknown"]


def test_a_table_of_the_names_of_fields_is_no_id(tmp_path):
    code = (
        "FIELDS = {'payee_id': 'payee_id', 'instrument_id': 'instrumentId'}\n"
        "def pay(client, payout):\n"
        "    body = {FIELDS.get(k, k): v for k, v in payout.items()}\n"
        "    client.post('/v1/payouts', {'payee_id': 'payee_id', 'amount': '1.00'}, body)\n"
    )
    assert judged(payees_first, tmp_path, {"anton/a.py": code})["fail"] == []
