"""After 429 the client waits as long as Retry-After says, and asks again."""

from __future__ import annotations

import pytest

from golive_checks.code.rate_limits import rate_limits
from support.sources import judged

JS = """
const base = process.env.ANTON_BASE_URL;
export async function pay(body) {
  for (let attempt = 0; attempt < 5; attempt++) {
    const response = await fetch(`${base}/v1/payouts`, { method: "POST", body });
    if (CONDITION) {
      await new Promise((resolve) => setTimeout(resolve, DELAY));
      continue;
    }
    return response;
  }
}
"""
PY = """import requests, os
from requests.adapters import HTTPAdapter
from urllib3 import Retry
session = requests.Session()
session.mount(os.environ["ANTON_BASE_URL"], HTTPAdapter(max_retries=Retry(total=3, SETTINGS)))
def pay(body):
    return session.post(os.environ["ANTON_BASE_URL"] + "/v1/payouts", json=body)
"""
ALL = "allowed_methods=None, backoff_factor=1, status_forcelist="

SOUND = {
    "read by hand": (
        "pay.js",
        JS.replace("CONDITION", "response.status === 429 || response.status >= 500").replace(
            "DELAY", "Number(response.headers.get('Retry-After') ?? 2 ** attempt) * 1000"
        ),
    ),
    "in a helper": (
        "pay.js",
        JS.replace("CONDITION", "mayPass(response.status)").replace("DELAY", "pause(response, attempt)")
        + "const mayPass = (status) => [429, 500, 503].includes(status);\n"
        + "function pause(answer, n) { return (Number(answer.headers.get('retry-after')) || 2 ** n) * 1000; }\n",
    ),
    "by urllib3": ("pay.py", PY.replace("SETTINGS", ALL + "[429, 500, 503]")),
}
WRONG = {
    "not read": (
        "pay.js",
        JS.replace("CONDITION", "response.status === 429 || response.status >= 500").replace("DELAY", "2 ** attempt"),
        "fail",
        "pay.js:4 this code repeats after 429 without reading Retry-After",
    ),
    "not repeated": (
        "pay.js",
        JS.replace("CONDITION", "response.status >= 500").replace("DELAY", "2 ** attempt"),
        "fail",
        "pay.js:4 this code repeats after other errors, and not after 429",
    ),
    "not in the list": (
        "pay.py",
        PY.replace("SETTINGS", ALL + "[500, 502]"),
        "fail",
        "urllib3's Retry repeats after other errors, and not after 429",
    ),
    "told not to": (
        "pay.py",
        PY.replace("SETTINGS", ALL + "[429, 500], respect_retry_after_header=False"),
        "fail",
        "without reading Retry-After",
    ),
    "nothing repeats": (
        "pay.js",
        "export const pay = (body) => fetch(`${process.env.ANTON_BASE_URL}/v1/payouts`, { method: 'POST', body });",
        "warn",
        "this request is not repeated after 429",
    ),
}


@pytest.mark.parametrize("case", SOUND)
def test_waiting_as_long_as_told_passes(tmp_path, case):
    name, source = SOUND[case]
    found = judged(rate_limits, tmp_path, {name: source})
    assert found["status"] == ["pass"], found


@pytest.mark.parametrize("case", WRONG)
def test_what_is_missing_is_said(tmp_path, case):
    name, source, level, message = WRONG[case]
    found = judged(rate_limits, tmp_path, {name: source})
    assert found["status"] == [level], found
    assert any(message in told for told in found[level]), found


def test_a_client_that_is_made_elsewhere_is_unknown(tmp_path):
    source = "def pay(anton_client, body):\n    return anton_client.post('/v1/payouts', body)\n"
    assert judged(rate_limits, tmp_path, {"pay.py": source})["status"] == ["unknown"]


GOT = """\
const got = require('got');
const client = got.extend({ prefixUrl: 'https://api.antonpayments.com', retry: {
  limit: 4, methods: ['GET', 'POST'], statusCodes: [429, 500, 503], calculateDelay: ({ computedValue }) => DELAY } });
exports.pay = (body) => client.post('v1/payouts', { json: body });
"""


def test_a_pause_of_got_that_starts_from_its_own_heeds_the_answer(tmp_path):
    own = GOT.replace("DELAY", "computedValue && computedValue + Math.random() * 500")
    assert judged(rate_limits, tmp_path, {"anton.js": own})["status"] == ["pass"]
    other = GOT.replace("DELAY", "computedValue === 0 ? 0 : 1000")
    assert judged(rate_limits, tmp_path, {"anton.js": other})["status"] == ["fail"]


def test_a_function_called_delay_that_only_tells_how_long_is_run(tmp_path):
    code = """\
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
function delay(attempt, response) {
  const after = response?.headers.get('retry-after');
  if (after) return Number(after) * 1000;
  return Math.random() * Math.min(15000, 300 * 2 ** attempt);
}
export async function anton(path, body, attempt = 0) {
  const response = await fetch('https://api.antonpayments.com' + path, { method: 'POST', body });
  if (response.ok || attempt > 4 || (response.status < 500 && response.status !== 429)) return response;
  await sleep(delay(attempt, response));
  return anton(path, body, attempt + 1);
}
export const pay = (body) => anton('/v1/payouts', body);
"""
    assert judged(rate_limits, tmp_path, {"anton.js": code})["status"] == ["pass"]
