"""In which order a program sends its requests."""

from __future__ import annotations

from golive.source.order import starts, steps
from support.sources import integration

FILES = {
    "anton/pay.py": "from anton.funds import available\n"
    "def pay(anton):\n  if available(anton) < 5:\n    return\n  anton.post('/v1/payouts', {})\n"
    "def job(anton):\n  pay(anton)\n  anton.get('/v1/payouts')\n",
    "anton/funds.py": "def available(anton):\n  return anton.get('/v1/balances/EUR')\n",
}


def test_requests_come_in_the_order_of_the_calls_that_lead_to_them(tmp_path):
    found = integration(tmp_path, FILES)
    (job,) = found.project.functions("job")
    titles = [step.call.operation.title for step in steps(found, job)]
    assert titles == ["read a balance", "create a payout", "list payouts"]


def test_a_request_is_reached_from_its_function_and_from_those_that_call_it(tmp_path):
    found = integration(tmp_path, FILES)
    (paying,) = [call for call in found.calls if call.method == "POST"]
    assert [function.name for function in starts(found, paying)] == ["pay", "job"]


def test_what_stands_in_no_function_is_reached_from_none(tmp_path):
    found = integration(tmp_path, {"anton/a.py": "anton.post('/v1/payouts', {})\n"})
    assert starts(found, found.calls[0]) == ()


def test_functions_that_call_each_other_end(tmp_path):
    source = "def a(anton):\n  b(anton)\ndef b(anton):\n  a(anton)\n  anton.post('/v1/payouts', {})\n"
    found = integration(tmp_path, {"anton/a.py": source})
    (function,) = found.project.functions("a")
    assert [step.call.path for step in steps(found, function)] == ["/v1/payouts"]
    assert {each.name for each in starts(found, found.calls[0])} == {"a", "b"}
